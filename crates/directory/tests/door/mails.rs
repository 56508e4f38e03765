//! Who may see a link that waits in a mail, and what happens to one that is too old (R2, R14).

use crate::refused;
use rollbook_directory::{
    ActorId, Clock as _,
    contract::{InviteUser, MailRow, MailSecurity, MailServer, MailState, MailsPage, MailsPageView, RetryMails, Tag},
};
use rollbook_domain::{
    Code, Event, MailId,
    command::Action,
    member::{AccessMode, Tab},
    time::HOUR,
};
use rollbook_testkit::{Bench, Engine, contract};

contract![
    c46_a_link_is_shown_to_those_who_may_become_that_person_and_in_a_file_of_one_organization,
    r14_a_link_beyond_ones_rank_is_not_shown,
    r2_a_mail_whose_link_is_too_old_is_dropped,
    r30_the_mail_server_stands_in_the_log,
    r30_a_mail_that_is_sent_again_by_hand_stands_in_the_log,
    r14_nobody_sends_the_link_of_somebody_above_them_again,
    c27_nobody_erases_a_crowd,
    c32_an_old_answer_is_not_given_to_whoever_lost_their_rights,
];

async fn page(bench: &Bench) -> MailsPageView {
    bench.desk().mails_page(&MailsPage { state: None, text: String::new(), offset: 0, take: 10 }).await.unwrap()
}

async fn c46_a_link_is_shown_to_those_who_may_become_that_person_and_in_a_file_of_one_organization(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.invite("Ann Lee", "ann@nordlys.example").await;
    let mail = bench.desk().mail(page(&bench).await.rows[0].id).await.unwrap();
    assert_eq!(mail.link.is_some(), engine == Engine::Sqlite, "C37: elsewhere links leave by mail alone");
    assert_eq!(mail.text.contains("/join/"), engine == Engine::Sqlite);
}

async fn r14_a_link_beyond_ones_rank_is_not_shown(engine: Engine) {
    let bench = Bench::open(engine).await;
    let clerk = bench.administrator("Una Clerk", "una@nordlys.example", AccessMode::Custom).await;
    let invitation = rollbook_directory::contract::InviteUser {
        access: AccessMode::All,
        ..bench.invitation("Max All", "max@nordlys.example")
    };
    bench.desk().invite(&invitation).await.unwrap();
    let mail = page(&bench).await.rows.into_iter().find(|row| row.to_address == "max@nordlys.example").unwrap();
    let seen = bench.desk_of(clerk).mail(mail.id).await.unwrap();
    assert_eq!((seen.link, seen.row.has_link), (None, false), "whoever opens it would have more rights than their own");
    assert!(!seen.text.contains("/join/"));
}

async fn r2_a_mail_whose_link_is_too_old_is_dropped(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.invite("Ann Lee", "ann@nordlys.example").await;
    bench.clock.advance(72 * HOUR + 1);
    let mails = page(&bench).await;
    assert_eq!((mails.rows[0].state, mails.rows[0].has_link, mails.waiting), (MailState::Dropped, false, 0));
    let now = bench.directory.now().0;
    assert!(bench.store().claim_mails(bench.organization, now, HOUR, 10).await.unwrap().is_empty());
}

async fn r30_the_mail_server_stands_in_the_log(engine: Engine) {
    let bench = Bench::open(engine).await;
    let server = MailServer {
        host: "mail.nordlys.example".to_owned(),
        port: 465,
        security: MailSecurity::ImplicitTls,
        username: "rollbook".to_owned(),
        from_name: "Nordlys".to_owned(),
        from_address: "it@nordlys.example".to_owned(),
    };
    bench.desk().set_mail_server(Some(&server)).await.unwrap();
    bench.desk().set_mail_server(Some(&server)).await.unwrap();
    bench.desk().set_mail_server(None).await.unwrap();
    assert_eq!(bench.desk().mail_server().await.unwrap(), None);
    let changes: Vec<(bool, bool)> = bench
        .log()
        .await
        .into_iter()
        .filter_map(|entry| match entry.event {
            Some(Event::MailServerChanged { before, after }) => Some((before.is_some(), after.is_some())),
            _ => None,
        })
        .collect();
    assert_eq!(changes, [(false, true), (true, false)], "set once, said twice, taken away");
}

fn retry(bench: &Bench, mails: &[MailId]) -> RetryMails {
    RetryMails { command: bench.command(), mails: mails.to_vec(), preview: None }
}

async fn retried(bench: &Bench) -> Vec<Event> {
    let log = bench.log().await.into_iter().filter_map(|entry| entry.event);
    log.filter(|event| matches!(event, Event::MailRetried { .. })).collect()
}

async fn r30_a_mail_that_is_sent_again_by_hand_stands_in_the_log(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (ann, ben) =
        (bench.invite("Ann Lee", "ann@nordlys.example").await, bench.invite("Ben Li", "ben@nordlys.example").await);
    let of = |rows: &[MailRow], member| rows.iter().find(|row| row.member == Some(member)).unwrap().id;
    let rows = page(&bench).await.rows;
    let (to_ann, to_ben) = (of(&rows, ann), of(&rows, ben));
    bench.store().claim_mails(bench.organization, bench.clock.now().0, 1, 10).await.unwrap();
    bench.clock.advance(2);
    bench.store().mail_failed(to_ann, "No such mailbox.", None).await.unwrap();
    bench.store().mail_sent(to_ben, 1).await.unwrap();

    let before = bench.dump().await;
    let ask = retry(&bench, &[to_ann, to_ben]);
    let told = bench.desk().retry_mails(&RetryMails { preview: Some(true), ..ask.clone() }).await.unwrap();
    assert_eq!(bench.dump().await, before, "a preview changes nothing");
    assert_eq!((told.done, told.refused), (1, 1));
    assert_eq!((told.refusals[0].name.as_str(), told.refusals[0].refusal.code), ("Ben Li", Code::WrongStatus));
    let mut heard = bench.directory.subscribe();
    let done = bench.desk().retry_mails(&ask).await.unwrap();
    assert_eq!((done.done, done.refused, done.undoable), (1, 1, false), "what was sent isn't sent twice");
    assert_eq!(heard.try_recv().unwrap().tags, [Tag::Mail]);
    assert_eq!(retried(&bench).await, [Event::MailRetried { mail: to_ann, member: Some(ann) }]);
    let row = page(&bench).await.rows.into_iter().find(|row| row.id == to_ann).unwrap();
    assert_eq!((row.state, row.attempts), (MailState::Waiting, 0));
    bench.desk().retry_mails(&ask).await.unwrap();
    assert_eq!(retried(&bench).await.len(), 1, "the same command is carried out once");
    assert_eq!(refused(bench.desk().undo(ask.command).await), Code::NothingToUndo);
    assert_eq!(refused(bench.desk().retry_mails(&retry(&bench, &[to_ben])).await), Code::WrongStatus);
    bench.store().claim_mails(bench.organization, bench.clock.now().0, HOUR, 10).await.unwrap();
    assert_eq!(refused(bench.desk().retry_mails(&retry(&bench, &[to_ann])).await), Code::WrongStatus, "on its way");
    assert_eq!(bench.store().verify_log(bench.organization, |_| {}).await.unwrap(), None);
}

async fn r14_nobody_sends_the_link_of_somebody_above_them_again(engine: Engine) {
    let bench = Bench::open(engine).await;
    let clerk = bench.administrator("Una Clerk", "una@nordlys.example", AccessMode::Custom).await;
    let invitation = InviteUser { access: AccessMode::All, ..bench.invitation("Max All", "max@nordlys.example") };
    bench.desk().invite(&invitation).await.unwrap();
    let mail = page(&bench).await.rows.into_iter().find(|row| row.to_address == "max@nordlys.example").unwrap();
    let before = bench.dump().await;
    let ask = retry(&bench, &[mail.id]);
    assert_eq!(refused(bench.desk_of(clerk).retry_mails(&ask).await), Code::RankTooLow);
    assert_eq!(bench.dump().await, before);
    assert_eq!(bench.desk().retry_mails(&ask).await.unwrap().done, 1, "the owner may");
}

async fn c27_nobody_erases_a_crowd(engine: Engine) {
    let bench = Bench::open(engine).await;
    let mut ids = Vec::new();
    for name in ["ann", "ben"] {
        ids.push(bench.user(name, &format!("{name}@nordlys.example")).await);
    }
    bench.act(Action::Archive, &ids).await;
    let crowd = bench.desk().act(&bench.ask(Action::Erase, &ids), &rollbook_directory::Task::unwatched()).await;
    assert_eq!(refused(crowd), Code::NotAllowed);
    assert_eq!(bench.rows(Tab::Archived).await.len(), 2);
    bench.act(Action::Erase, &ids[..1]).await;
    assert_eq!(bench.rows(Tab::Archived).await.len(), 1);
}

async fn c32_an_old_answer_is_not_given_to_whoever_lost_their_rights(engine: Engine) {
    let bench = Bench::open(engine).await;
    let admin = bench.administrator("Una Admin", "una@nordlys.example", AccessMode::All).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let ask = bench.ask(Action::Suspend, &[ann]);
    let desk = bench.directory.desk(bench.organization, ActorId::Member(admin));
    let task = rollbook_directory::Task::unwatched();
    let first = desk.act(&ask, &task).await.unwrap();
    assert_eq!(desk.act(&ask, &task).await.unwrap(), first, "the same answer again");
    bench.act(Action::Suspend, &[admin]).await;
    assert_eq!(refused(desk.act(&ask, &task).await), Code::NotAllowed);
}
