//! Access info (R5): people who came in as active by a table choose their first password by a link.

use crate::refused;
use rollbook_credentials::Secret;
use rollbook_directory::{
    ActorId, Desk, DirectoryError, LinkProblem, Purpose, Task,
    contract::{ActOnUsers, EditUser, MailState, MailsPage},
};
use rollbook_domain::{
    Code, MemberId,
    command::Action,
    member::{AccessMode, Status, Tab},
    time::HOUR,
};
use rollbook_testkit::{Bench, Engine, PASSWORD, contract};

contract![
    r5_an_imported_person_is_sent_a_link_and_chooses_a_password,
    r5_the_mail_names_the_user_name_in_the_readers_language_and_no_password,
    r5_who_has_a_password_is_sent_nothing,
    r5_a_password_chosen_elsewhere_meanwhile_closes_the_link,
    r2_of_several_links_only_the_newest_works_and_only_for_24_hours,
    r2_of_several_who_choose_at_once_exactly_one_wins,
    r3_a_suspended_persons_link_opens_nothing_until_they_are_back,
    r14_a_link_dies_with_the_rights_of_its_sender,
    c28_the_link_is_of_its_own_organization_alone,
    c37_a_new_address_kills_the_link,
    r23_a_weak_password_is_refused_and_the_link_stays_open,
];

const ANN: &str = "ann@nordlys.example";

/// Ann, active and without a password, at somebody's desk.
async fn imported_at(bench: &Bench, desk: &Desk) -> MemberId {
    let table = format!("email,first_name,last_name,language\n{ANN},Ann,Lee,de\n");
    let view = desk.import(&crate::tables::tables(&[&table]), &bench.run(false, false), &Task::unwatched()).await;
    assert_eq!(view.unwrap().0.created, 1);
    bench.rows_of(desk, Tab::Active).await.into_iter().find(|row| row.email == ANN).unwrap().id
}

async fn imported(bench: &Bench) -> MemberId {
    imported_at(bench, &bench.desk()).await
}

/// The same, and access info waits in the outbox; the link's token.
async fn sent(bench: &Bench) -> (MemberId, String) {
    let ann = imported(bench).await;
    assert_eq!(bench.act(Action::SendAccess, &[ann]).await.done, 1);
    (ann, bench.token(ANN).await)
}

async fn has_password(bench: &Bench, member: MemberId) -> bool {
    bench.store().account_of(member).await.unwrap().unwrap().1.is_some()
}

async fn r5_an_imported_person_is_sent_a_link_and_chooses_a_password(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = imported(&bench).await;
    let row = bench.row(ann).await;
    let permit = row.may.iter().find(|permit| permit.action == Action::SendAccess).unwrap();
    assert_eq!(permit.refusal, None, "the row offers it");
    let outcome = bench.act(Action::SendAccess, &[ann]).await;
    assert_eq!((outcome.done, outcome.refused, outcome.undoable), (1, 0, false));
    let row = bench.row(ann).await;
    assert_eq!((row.status, row.invitation_until), (Status::Active, None), "no invitation: they are in already");

    let token = bench.token(ANN).await;
    let page = bench.directory.invitation(&token).await.unwrap().unwrap();
    assert_eq!((page.purpose, page.joins), (Purpose::Access, false));
    assert_eq!((page.organization.as_str(), page.first_name.as_str(), page.email.as_str()), ("Nordlys", "Ann", ANN));
    assert_eq!(page.expires.0, page.invited_at.0 + 24 * HOUR, "R2");

    let before = bench.row(ann).await.version;
    let accepted = bench.take_up(&token).await.unwrap().unwrap();
    assert_eq!((accepted.organization.as_str(), accepted.email.as_str()), ("Nordlys", ANN));
    assert!(accepted.left_out.is_empty());
    let (_, phc) = bench.store().account_of(ann).await.unwrap().unwrap();
    assert!(phc.unwrap().starts_with("$argon2id$"), "R23");
    assert!(bench.row(ann).await.version > before, "screens hear of it");
    assert_eq!(bench.take_up(&token).await.unwrap(), Err(LinkProblem::Used), "once");
    assert_eq!(bench.directory.invitation(&token).await.unwrap(), Err(LinkProblem::Used));
    let log = bench.log().await;
    let kinds: Vec<_> = log.iter().rev().take(2).map(|entry| entry.event.as_ref().unwrap().kind()).collect();
    assert_eq!(kinds, ["password_set", "access_sent"], "R30");
    assert_eq!(bench.store().verify_log(bench.organization, |_| ()).await.unwrap(), None);
}

async fn r5_the_mail_names_the_user_name_in_the_readers_language_and_no_password(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (_, token) = sent(&bench).await;
    let mails = MailsPage { state: None, text: ANN.to_owned(), offset: 0, take: 10 };
    let mails = bench.desk().mails_page(&mails).await.unwrap();
    assert_eq!((mails.total, mails.rows[0].state), (1, MailState::Waiting));
    assert_eq!(mails.rows[0].subject, "Ihr Zugang zu Nordlys");
    let mail = bench.store().mail(bench.organization, mails.rows[0].id).await.unwrap().unwrap();
    assert!(mail.text.contains(&format!("Ihr Benutzername: {ANN}")), "{}", mail.text);
    assert!(mail.text.contains(&format!("/join/{token}")), "{}", mail.text);
    assert!(mail.text.contains("Sigrun Aasen"), "who set it up: {}", mail.text);
    bench.take_up(&token).await.unwrap().unwrap();
    let dump = format!("{:?}", bench.dump().await);
    assert!(!dump.contains(PASSWORD), "a password is in no mail and nowhere else");
}

async fn r5_who_has_a_password_is_sent_nothing(engine: Engine) {
    let bench = Bench::open(engine).await;
    let bo = bench.user("Bo Lee", "bo@nordlys.example").await;
    let ann = imported(&bench).await;
    let before = bench.dump().await;
    let ask = bench.ask(Action::SendAccess, &[bo]);
    let outcome = bench.desk().act(&ActOnUsers { preview: true, ..ask }, &Task::unwatched()).await.unwrap();
    let refusal = &outcome.refusals[0].refusal;
    assert_eq!((refusal.code, refusal.message.as_str()), (Code::WrongStatus, "Bo Lee has a password already."));
    let row = bench.row(bo).await;
    let permit = row.may.iter().find(|permit| permit.action == Action::SendAccess).unwrap();
    assert_eq!(permit.refusal.as_ref(), Some(refusal), "the row says the same");
    assert_eq!(bench.dump().await, before);
    let outcome = bench.act(Action::SendAccess, &[bo, ann]).await;
    assert_eq!((outcome.done, outcome.refused), (1, 1), "of many, those who need it");
}

async fn r5_a_password_chosen_elsewhere_meanwhile_closes_the_link(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (ann, token) = sent(&bench).await;
    let (fjord, knut) = bench.found("Fjord", "knut@fjord.example").await;
    let theirs = bench.directory.desk(fjord, ActorId::Member(knut));
    theirs.invite(&bench.invitation("Ann Lee", ANN)).await.unwrap();
    let invitation = bench.token_in(&theirs, ANN).await;
    bench.take_up(&invitation).await.unwrap().unwrap();
    let chosen = bench.store().account_of(ann).await.unwrap();
    assert!(has_password(&bench, ann).await, "one person, one password");
    let other = Secret::new("amber-tundra-58-velcro-moth".to_owned());
    let late = bench.directory.accept(&token, Some(&other)).await.unwrap();
    assert_eq!(late, Err(LinkProblem::Used), "C39: who has a password keeps it");
    assert_eq!(bench.store().account_of(ann).await.unwrap(), chosen);
}

async fn r2_of_several_links_only_the_newest_works_and_only_for_24_hours(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (ann, old) = sent(&bench).await;
    bench.clock.advance(HOUR);
    bench.act(Action::SendAccess, &[ann]).await;
    assert_eq!(bench.take_up(&old).await.unwrap(), Err(LinkProblem::Replaced));
    let new = bench.token(ANN).await;
    bench.clock.advance(24 * HOUR - 1);
    assert!(bench.directory.invitation(&new).await.unwrap().is_ok(), "the last moment");
    bench.clock.advance(1);
    assert_eq!(bench.take_up(&new).await.unwrap(), Err(LinkProblem::Old));
    assert!(!has_password(&bench, ann).await);
}

async fn r2_of_several_who_choose_at_once_exactly_one_wins(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (_, token) = sent(&bench).await;
    let answers = futures::future::join_all((0..4).map(|_| bench.take_up(&token))).await;
    let won = answers.iter().filter(|answer| matches!(answer, Ok(Ok(_)))).count();
    let late = answers.iter().filter(|answer| matches!(answer, Ok(Err(LinkProblem::Used)))).count();
    assert_eq!((won, late), (1, 3), "{answers:?}");
}

async fn r3_a_suspended_persons_link_opens_nothing_until_they_are_back(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (ann, token) = sent(&bench).await;
    bench.act(Action::Suspend, &[ann]).await;
    assert_eq!(bench.directory.invitation(&token).await.unwrap(), Err(LinkProblem::Replaced));
    assert_eq!(bench.take_up(&token).await.unwrap(), Err(LinkProblem::Replaced));
    bench.act(Action::Reactivate, &[ann]).await;
    assert!(bench.directory.invitation(&token).await.unwrap().is_ok());
    bench.act(Action::Archive, &[ann]).await;
    bench.act(Action::Restore, &[ann]).await;
    assert_eq!(bench.take_up(&token).await.unwrap(), Err(LinkProblem::Replaced), "R4: archiving ends it for good");
    assert!(!has_password(&bench, ann).await);
}

async fn r14_a_link_dies_with_the_rights_of_its_sender(engine: Engine) {
    let bench = Bench::open(engine).await;
    let bo = bench.administrator("Bo Admin", "bo@nordlys.example", AccessMode::All).await;
    let ann = imported(&bench).await;
    let ask = bench.ask(Action::SendAccess, &[ann]);
    assert_eq!(bench.desk_of(bo).act(&ask, &Task::unwatched()).await.unwrap().done, 1);
    let token = bench.token(ANN).await;
    bench.act(Action::Suspend, &[bo]).await;
    let before = bench.dump().await;
    assert_eq!(refused(bench.take_up(&token).await), Code::LinkDead, "C22");
    assert_eq!(bench.dump().await, before, "a refusal changes nothing: the link isn't used up");
    bench.act(Action::Reactivate, &[bo]).await;
    bench.take_up(&token).await.unwrap().unwrap();
}

async fn c28_the_link_is_of_its_own_organization_alone(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (fjord, knut) = bench.found("Fjord", "knut@fjord.example").await;
    let theirs = bench.directory.desk(fjord, ActorId::Member(knut));
    let there = imported_at(&bench, &theirs).await;
    let stranger = bench.act(Action::SendAccess, &[there]).await;
    assert_eq!((stranger.done, stranger.refusals[0].refusal.code), (0, Code::NotFound));

    let (here, token) = sent(&bench).await;
    let page = bench.directory.invitation(&token).await.unwrap().unwrap();
    assert_eq!(page.organization, "Nordlys");
    bench.take_up(&token).await.unwrap().unwrap();
    let of_fjord = bench.store().log(fjord, 0, 1000).await.unwrap();
    let last = of_fjord.last().unwrap().event.as_ref().unwrap().kind();
    assert_ne!(last, "password_set", "it stands in the log of Nordlys alone");
    assert_eq!(
        bench.store().account_of(here).await.unwrap(),
        bench.store().account_of(there).await.unwrap(),
        "one account, one password"
    );
    let late = theirs.act(&bench.ask(Action::SendAccess, &[there]), &Task::unwatched()).await.unwrap();
    assert_eq!(late.refusals[0].refusal.code, Code::WrongStatus, "they have a password by now");
}

async fn c37_a_new_address_kills_the_link(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (ann, token) = sent(&bench).await;
    let moved =
        EditUser { email: Some("ann.lee@nordlys.example".to_owned()), ..crate::editing::edit_of(&bench, ann).await };
    bench.desk().edit(&moved).await.unwrap();
    assert_eq!(bench.take_up(&token).await.unwrap(), Err(LinkProblem::Replaced));
    let dropped = MailsPage { state: Some(MailState::Dropped), text: String::new(), offset: 0, take: 10 };
    assert_eq!(bench.desk().mails_page(&dropped).await.unwrap().total, 1, "the mail doesn't leave any more");
}

async fn r23_a_weak_password_is_refused_and_the_link_stays_open(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (ann, token) = sent(&bench).await;
    for weak in ["", "short", "aaaaaaaaaaaaaaaaaaaa", ANN] {
        let answer = bench.directory.accept(&token, Some(&Secret::new(weak.to_owned()))).await;
        assert!(matches!(answer, Err(DirectoryError::Password(_))), "{weak:?}: {answer:?}");
    }
    assert!(matches!(bench.directory.accept(&token, None).await, Err(DirectoryError::Password(_))), "C39: none at all");
    assert!(!has_password(&bench, ann).await);
    bench.take_up(&token).await.unwrap().unwrap();
}
