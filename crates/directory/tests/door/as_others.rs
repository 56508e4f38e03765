//! Signing in as another user, through the door (R29, C44–C48).

use crate::refused;
use futures::future::join_all;
use rollbook_credentials::Secret;
use rollbook_directory::{
    AsProblem, Desk, LinkProblem, Seated,
    contract::{AskSignInAs, FactorMethod, GiveFactor, SignInWith, WireCode},
};
use rollbook_domain::{
    Code, MemberId,
    command::Action,
    member::AccessMode,
    session::{Ended, SessionKind},
    time::{MINUTE, SECOND},
};
use rollbook_testkit::{Bench, Device, Engine, PASSWORD, contract, place, sign_in, token};

contract![
    r29_somebody_signs_in_as_a_user_for_a_quarter_of_an_hour,
    r29_the_own_password_is_asked_again_and_the_second_factor,
    r29_a_passkey_is_shown_again_by_whoever_is_in_at_a_desktop,
    c47_the_link_opens_once_within_a_minute_and_looking_at_it_changes_nothing,
    of_several_who_open_it_at_once_exactly_one_is_in,
    r29_who_looks_as_somebody_else_changes_nothing,
    r29_nobody_goes_on_to_a_third,
    c45_it_ends_with_the_right_at_the_next_request,
    c45_it_ends_with_the_session_that_it_was_asked_from,
    c46_no_token_of_the_person_is_handed_out_and_none_is_kept,
    c48_the_log_names_both_and_the_person_is_told,
    c28_nobody_of_another_organization_is_reached,
    the_list_says_as_whom,
];

const ANN: &str = "ann@nordlys.example";
const MADS: &str = "mads@nordlys.example";

fn ask(bench: &Bench, member: MemberId) -> AskSignInAs {
    AskSignInAs {
        command: bench.command(),
        member,
        reason: "A question about the roster".to_owned(),
        password: Secret::new(PASSWORD.to_owned()),
        code: None,
        challenge: None,
    }
}

/// Ann, a user; and Mads, an administrator.
async fn people(bench: &Bench) -> (MemberId, MemberId) {
    let mads = bench.administrator("Mads Moe", MADS, AccessMode::All).await;
    (bench.user("Ann Lee", ANN).await, mads)
}

/// The token of a link that somebody asked for.
async fn asked(bench: &Bench, desk: &Desk, member: MemberId) -> String {
    let link = desk.sign_in_as(&ask(bench, member)).await.unwrap();
    link.address.rsplit('/').next().unwrap().to_owned()
}

async fn open(bench: &Bench, link: &str) -> Result<String, AsProblem> {
    bench.directory.open_as(link, &place()).await.unwrap().map(|session| token(&session))
}

async fn at_the_desktop(bench: &Bench, email: &str) -> (String, Seated) {
    let ask = rollbook_directory::SignIn { kind: SessionKind::Desktop, ..sign_in(email, PASSWORD) };
    let token = bench.enter_by(&ask).await;
    let seated = bench.directory.session(&token, SessionKind::Desktop, &place()).await.unwrap().expect("in");
    (token, seated)
}

async fn r29_somebody_signs_in_as_a_user_for_a_quarter_of_an_hour(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (ann, mads) = people(&bench).await;
    let desk = bench.desk_of(mads);
    let link = desk.sign_in_as(&ask(&bench, ann)).await.unwrap();
    assert!(link.address.starts_with("http://127.0.0.1:49152/as/"));
    assert_eq!(link.expires, bench.directory.now().plus(MINUTE));
    let link = link.address.rsplit('/').next().unwrap().to_owned();
    let offer = bench.directory.as_offer(&link).await.unwrap().expect("open");
    assert_eq!(
        (offer.whom.as_str(), offer.by.as_str(), offer.organization.as_str()),
        ("Ann Lee", "Mads Moe", "Nordlys")
    );
    let session = open(&bench, &link).await.expect("in");
    let seated = bench.seated(&session).await.expect("in");
    assert_eq!((seated.member, seated.by, seated.kind), (ann, Some(mads), SessionKind::As));
    assert_eq!(seated.desk().expect("to look").me().await.unwrap().member.id, ann);
    let desktop = bench.directory.session(&session, SessionKind::Desktop, &place()).await.unwrap();
    assert!(desktop.is_none(), "it is for the portal alone");
    bench.clock.advance(15 * MINUTE - 1);
    assert!(bench.seated(&session).await.is_some());
    bench.clock.advance(1);
    assert!(bench.seated(&session).await.is_none());
}

async fn r29_the_own_password_is_asked_again_and_the_second_factor(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (ann, mads) = people(&bench).await;
    let desk = bench.desk_of(mads);
    let wrong = AskSignInAs { password: Secret::new("guess".to_owned()), ..ask(&bench, ann) };
    for _ in 0..3 {
        let again = AskSignInAs { command: bench.command(), ..wrong.clone() };
        assert_eq!(refused(desk.sign_in_as(&again).await), Code::Invalid);
    }
    assert_eq!(refused(desk.sign_in_as(&ask(&bench, ann)).await), Code::Invalid, "slowed");
    bench.clock.advance(SECOND);
    desk.sign_in_as(&ask(&bench, ann)).await.unwrap();
    bench.with_factors();
    let (_, phone) = bench.enters_and_enrols(MADS).await;
    bench.clock.advance(MINUTE);
    assert_eq!(refused(desk.sign_in_as(&ask(&bench, ann)).await), Code::Invalid, "a code is asked for");
    let by = |code: &str| AskSignInAs { code: Some(Secret::new(code.to_owned())), ..ask(&bench, ann) };
    assert_eq!(refused(desk.sign_in_as(&by("not a code")).await), Code::Invalid);
    desk.sign_in_as(&by(&phone.app.shows(&bench.clock))).await.unwrap();
    bench.clock.advance(MINUTE);
    desk.sign_in_as(&by(&phone.codes[0])).await.unwrap();
}

async fn r29_a_passkey_is_shown_again_by_whoever_is_in_at_a_desktop(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.with_factors();
    let (ann, _) = people(&bench).await;
    let portal = bench.enter(MADS).await;
    let (mut key, mut anns) = (Device::at("https://people.example"), Device::at("https://people.example"));
    bench.enrol_passkey(&bench.seated(&portal).await.expect("in"), &mut key, "").await;
    let who = SignInWith { email: MADS.to_owned(), password: Secret::new(PASSWORD.to_owned()) };
    let begun = bench.directory.receive(&who, &place()).await.unwrap().token.reveal(Clone::clone);
    let question = bench.directory.receive_passkey_ask(&begun, &place()).await.unwrap();
    let code = Secret::new(key.prove(&question.question).unwrap());
    let given = GiveFactor { method: FactorMethod::Passkey, code, challenge: Some(question.challenge) };
    let signed = bench.directory.receive_factor(&begun, &given, &place()).await.unwrap();
    let token = signed.token.reveal(Clone::clone);
    let desk = bench.directory.desk_of(&token, &place()).await.unwrap();

    assert_eq!(refused(desk.sign_in_as(&ask(&bench, ann)).await), Code::Invalid, "the password alone is not enough");
    let question = bench.directory.receive_passkey_ask(&token, &place()).await.unwrap();
    let answer = key.prove(&question.question).unwrap();
    let by = |challenge, answer: &str| AskSignInAs {
        code: Some(Secret::new(answer.to_owned())),
        challenge: Some(challenge),
        ..ask(&bench, ann)
    };
    let guess = AskSignInAs { password: Secret::new("guess".to_owned()), ..by(question.challenge, &answer) };
    assert_eq!(refused(desk.sign_in_as(&guess).await), Code::Invalid, "nor is the passkey");
    desk.sign_in_as(&by(question.challenge, &answer)).await.unwrap();
    let twice = desk.sign_in_as(&by(question.challenge, &answer)).await.unwrap_err();
    let rollbook_directory::DirectoryError::Refused(twice) = twice else { panic!("{twice}") };
    assert_eq!(twice.message, "The passkey wasn’t accepted.", "each question is answered once");
    assert!(twice.help.contains("type a code instead") && twice.field.as_deref() == Some("code"), "{twice:?}");

    let ann_in = bench.seated(&bench.enter(ANN).await).await.expect("in");
    bench.enrol_passkey(&ann_in, &mut anns, "").await;
    let hers = ann_in.ask_own_passkey().await.unwrap().unwrap();
    let strange = desk.sign_in_as(&by(hers.challenge, &anns.prove(&hers.question).unwrap())).await;
    assert_eq!(refused(strange), Code::Invalid, "C36: somebody else’s proves nothing");
    for (what, token) in [("a session of the portal", portal.as_str()), ("nothing", "x")] {
        let asked = bench.directory.receive_passkey_ask(token, &place()).await;
        assert_eq!(asked.unwrap_err().code, WireCode::SignedOut, "{what}");
    }
}

async fn c47_the_link_opens_once_within_a_minute_and_looking_at_it_changes_nothing(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (ann, mads) = people(&bench).await;
    let link = asked(&bench, &bench.desk_of(mads), ann).await;
    let before = bench.dump().await;
    for _ in 0..3 {
        bench.directory.as_offer(&link).await.unwrap().expect("open");
    }
    assert_eq!(bench.dump().await, before);
    open(&bench, &link).await.expect("in");
    assert_eq!(open(&bench, &link).await, Err(AsProblem::Link(LinkProblem::Used)));
    let late = asked(&bench, &bench.desk_of(mads), ann).await;
    bench.clock.advance(MINUTE);
    assert_eq!(open(&bench, &late).await, Err(AsProblem::Link(LinkProblem::Old)));
    for strange in ["", "x", &"A".repeat(43)] {
        assert_eq!(open(&bench, strange).await, Err(AsProblem::Link(LinkProblem::Unknown)));
    }
    assert!(bench.directory.invitation(&late).await.unwrap().is_err(), "C36: it opens nothing else");
}

async fn of_several_who_open_it_at_once_exactly_one_is_in(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (ann, mads) = people(&bench).await;
    let link = asked(&bench, &bench.desk_of(mads), ann).await;
    let tries = (0..6).map(|_| {
        let (directory, link) = (bench.directory.clone(), link.clone());
        tokio::spawn(async move { directory.open_as(&link, &place()).await.unwrap().is_ok() })
    });
    let won = join_all(tries).await.into_iter().filter(|won| *won.as_ref().unwrap()).count();
    assert_eq!(won, 1);
}

async fn r29_who_looks_as_somebody_else_changes_nothing(engine: Engine) {
    let bench = Bench::open(engine).await;
    let mads = bench.administrator("Mads Moe", MADS, AccessMode::Custom).await;
    let ann = bench.user("Ann Lee", ANN).await;
    bench.act(Action::ForceChange, &[mads]).await;
    let session = open(&bench, &asked(&bench, &bench.desk(), mads).await).await.expect("in");
    let seated = bench.seated(&session).await.expect("in");
    assert_eq!(seated.must, None, "what is to be done is the person’s");
    let desk = seated.desk().expect("to look");
    desk.users_counts().await.expect("as Mads may");
    let before = bench.dump().await;
    let secret = |text: &str| Secret::new(text.to_owned());
    assert_eq!(
        refused(desk.act(&bench.ask(Action::Suspend, &[ann]), &rollbook_directory::Task::unwatched()).await),
        Code::NotAllowed
    );
    assert_eq!(refused(desk.edit_profile(&rollbook_directory::OwnProfile::default()).await), Code::NotAllowed);
    assert_eq!(refused(desk.set_photo(None).await), Code::NotAllowed);
    assert_eq!(refused(desk.sign_in().await), Code::NotAllowed);
    assert_eq!(refused(desk.set_setting("x", "y").await), Code::NotAllowed);
    let changed = seated.change_password(&secret(PASSWORD), &secret("amber-kite-velvet-77-plum")).await;
    assert_eq!(refused(changed), Code::NotAllowed);
    assert_eq!(refused(seated.choose_first(&secret("amber-kite-velvet-77-plum")).await), Code::NotAllowed);
    assert_eq!(refused(seated.sessions().await), Code::NotAllowed);
    assert_eq!(refused(seated.end_other_sessions().await), Code::NotAllowed);
    assert_eq!(refused(seated.end_session(seated.session).await), Code::NotAllowed);
    assert_eq!(bench.dump().await, before);
}

async fn r29_nobody_goes_on_to_a_third(engine: Engine) {
    let bench = Bench::open(engine).await;
    let mads = bench.administrator("Mads Moe", MADS, AccessMode::Custom).await;
    let ann = bench.user("Ann Lee", ANN).await;
    bench.join_second("Fjord", MADS).await;
    let session = open(&bench, &asked(&bench, &bench.desk(), mads).await).await.expect("in");
    let seated = bench.seated(&session).await.expect("in");
    let desk = seated.desk().expect("to look");
    assert_eq!(refused(desk.sign_in_as(&ask(&bench, ann)).await), Code::NotAllowed);
    assert!(seated.organizations().await.unwrap().is_empty());
    assert_eq!(refused(seated.switch(bench.organization, &place()).await), Code::NotAllowed);
}

async fn c45_it_ends_with_the_right_at_the_next_request(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (ann, mads) = people(&bench).await;
    let begin = async || open(&bench, &asked(&bench, &bench.desk_of(mads), ann).await).await.expect("in");
    let session = begin().await;
    bench.policy(|fields| fields.sign_in_as = false).await;
    assert!(bench.seated(&session).await.is_none(), "the policy");
    bench.policy(|fields| fields.sign_in_as = true).await;
    assert!(bench.seated(&session).await.is_none(), "what ended doesn’t come back");
    let kept = bench.store().member_sessions(bench.organization, ann, 9).await.unwrap();
    assert_eq!(kept[0].ended.map(|(_, why)| why), Some(Ended::RightLost));
    let session = begin().await;
    bench.act(Action::Suspend, &[mads]).await;
    assert!(bench.seated(&session).await.is_none(), "whoever came is suspended");
    bench.act(Action::Reactivate, &[mads]).await;
    let session = begin().await;
    bench.act(Action::Suspend, &[ann]).await;
    assert!(bench.seated(&session).await.is_none(), "the person is suspended");
    bench.act(Action::Reactivate, &[ann]).await;
    let link = asked(&bench, &bench.desk_of(mads), ann).await;
    bench.act(Action::Suspend, &[mads]).await;
    assert!(matches!(open(&bench, &link).await, Err(AsProblem::Refused(refusal)) if refusal.code == Code::NotAllowed));
}

async fn c45_it_ends_with_the_session_that_it_was_asked_from(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (ann, _) = people(&bench).await;
    let (first, seated) = at_the_desktop(&bench, MADS).await;
    let session = open(&bench, &asked(&bench, &seated.desk().unwrap(), ann).await).await.expect("in");
    assert!(bench.seated(&session).await.is_some());
    bench.directory.sign_out(&first).await.unwrap();
    assert!(bench.seated(&session).await.is_none(), "signed out");
    let (_, seated) = at_the_desktop(&bench, MADS).await;
    let session = open(&bench, &asked(&bench, &seated.desk().unwrap(), ann).await).await.expect("in");
    bench.act(Action::EndSessions, &[seated.member]).await;
    assert!(bench.seated(&session).await.is_none(), "ended by an administrator");
    let (_, seated) = at_the_desktop(&bench, MADS).await;
    let session = open(&bench, &asked(&bench, &seated.desk().unwrap(), ann).await).await.expect("in");
    let portal = bench.seated(&bench.enter(MADS).await).await.expect("in");
    let new = Secret::new("amber-kite-velvet-77-plum".to_owned());
    portal.change_password(&Secret::new(PASSWORD.to_owned()), &new).await.unwrap().unwrap();
    assert!(bench.seated(&session).await.is_none(), "a credential changed");
}

async fn c46_no_token_of_the_person_is_handed_out_and_none_is_kept(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (ann, mads) = people(&bench).await;
    let anns = bench.enter(ANN).await;
    let offer = bench.desk_of(mads).sign_in_as(&ask(&bench, ann)).await.unwrap();
    let link = offer.address.rsplit('/').next().unwrap().to_owned();
    assert!(!format!("{offer:?} {:?}", ask(&bench, ann)).contains(&link));
    let session = open(&bench, &link).await.expect("in");
    let dump = bench.dump().await;
    for text in [&link, &session, &anns, PASSWORD] {
        assert_eq!(dump.holding(text), Vec::<String>::new());
    }
    bench.directory.sign_out(&session).await.unwrap();
    assert!(bench.seated(&anns).await.is_some(), "the person’s own session goes on");
}

async fn c48_the_log_names_both_and_the_person_is_told(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (ann, mads) = people(&bench).await;
    open(&bench, &asked(&bench, &bench.desk_of(mads), ann).await).await.expect("in");
    let lines = async |member| {
        let person = bench.desk().person(member).await.unwrap();
        let lines: Vec<_> = person.activity.into_iter().map(|line| (line.title, line.detail, line.actor)).collect();
        lines
    };
    let told = |title: &str| (title.to_owned(), "A question about the roster".to_owned(), Some("Mads Moe".to_owned()));
    assert!(lines(ann).await.contains(&told("Somebody signed in as this user")));
    assert!(lines(ann).await.contains(&told("Link to sign in as this user asked for")));
    assert!(lines(mads).await.contains(&told("Signed in as somebody else")));
    let dump = bench.dump().await;
    let mail = dump.table("mail").iter().find(|row| row.contains("signed_in_as_notice")).expect("a mail");
    assert!(mail.contains(ANN) && mail.contains("Mads Moe") && mail.contains("A question about the roster"));
    let own = bench.seated(&bench.enter(ANN).await).await.expect("in").sessions().await.unwrap();
    assert_eq!(own.iter().filter_map(|view| view.by.as_deref()).collect::<Vec<_>>(), ["Mads Moe"]);
}

async fn c28_nobody_of_another_organization_is_reached(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (ann, _) = people(&bench).await;
    let (fjord, owner) = bench.found("Fjord", "finn@fjord.example").await;
    let theirs = bench.directory.desk(fjord, rollbook_directory::ActorId::Member(owner));
    assert_eq!(refused(theirs.sign_in_as(&ask(&bench, ann)).await), Code::NotFound);
}

async fn the_list_says_as_whom(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (ann, mads) = people(&bench).await;
    let may = async |desk: Desk, member| desk.user(member).await.unwrap().row.as_refusal.map(|refusal| refusal.code);
    assert_eq!(may(bench.desk_of(mads), ann).await, None);
    assert_eq!(may(bench.desk_of(mads), bench.owner).await, Some(Code::RankTooLow));
    assert_eq!(may(bench.desk_of(mads), mads).await, Some(Code::Yourself));
}
