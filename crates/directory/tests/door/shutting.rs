//! Sessions of users and locking (R14, B11), and the policy, through the door.

use crate::refused;
use rollbook_directory::{
    Task,
    contract::{EndSession, LockUser, PolicyFields, SetPolicy},
};
use rollbook_domain::{
    Code, MemberId,
    command::Action,
    member::{AccessMode, Status},
    session::{Ended, SessionKind},
    time::MINUTE,
};
use rollbook_testkit::{Bench, Engine, PASSWORD, contract, place_at, sign_in};

contract![
    administrators_see_and_end_the_sessions_of_users,
    c28_nobody_ends_a_session_of_another_member_or_organization_by_its_id,
    r14_nobody_sees_from_where_somebody_above_them_comes,
    b11_locking_shuts_out_at_once_and_the_log_says_why,
    b11_a_preview_of_a_lock_changes_nothing,
    sessions_of_many_end_at_once,
    the_policy_is_set_by_who_has_everything_and_holds_at_once,
    a_policy_that_somebody_changed_meanwhile_is_a_conflict,
];

const ANN: &str = "ann@nordlys.example";

fn lock(bench: &Bench, member: MemberId) -> LockUser {
    LockUser { command: bench.command(), member, reason: "A lost laptop".to_owned(), preview: None }
}

async fn administrators_see_and_end_the_sessions_of_users(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", ANN).await;
    let first = bench.enter(ANN).await;
    bench.clock.advance(MINUTE);
    let ask = rollbook_directory::SignIn { place: place_at("203.0.113.5"), ..sign_in(ANN, PASSWORD) };
    let second = bench.enter_by(&ask).await;
    let desk = bench.desk();
    let shown = desk.user_sessions(ann).await.unwrap();
    let told: Vec<_> = shown.iter().map(|view| (view.address.as_str(), view.open, view.ended)).collect();
    assert_eq!(told, [("203.0.113.5", true, None), ("192.0.2.7", true, None)]);
    let end = EndSession { command: bench.command(), member: ann, session: shown[0].id };
    desk.end_user_session(&end).await.unwrap();
    assert!(bench.seated(&second).await.is_none() && bench.seated(&first).await.is_some());
    assert_eq!(desk.user_sessions(ann).await.unwrap()[0].ended, Some(Ended::ByAdministrator));
    bench.act(Action::EndSessions, &[ann]).await;
    assert!(bench.seated(&first).await.is_none());
    bench.enter(ANN).await;
    let kinds: Vec<_> = bench
        .log()
        .await
        .iter()
        .rev()
        .take(3)
        .filter_map(|entry| entry.event.as_ref().map(rollbook_domain::Event::kind))
        .collect();
    assert_eq!(kinds, ["signed_in", "sessions_ended", "sessions_ended"]);
}

async fn c28_nobody_ends_a_session_of_another_member_or_organization_by_its_id(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (ann, bo) = (bench.user("Ann Lee", ANN).await, bench.user("Bo Berg", "bo@nordlys.example").await);
    let anns = bench.enter(ANN).await;
    let session = bench.seated(&anns).await.expect("in").session;
    let (fjord, _) = bench.found("Fjord", "finn@fjord.example").await;
    let owner = bench.store().owner(fjord).await.unwrap();
    let theirs = bench.directory.desk(fjord, rollbook_directory::ActorId::Member(owner));
    let end = |member| EndSession { command: bench.command(), member, session };
    assert_eq!(refused(theirs.end_user_session(&end(ann)).await), Code::NotFound);
    let before = bench.log().await.len();
    assert_eq!(refused(theirs.end_user_session(&end(owner)).await), Code::NotFound);
    assert_eq!(refused(bench.desk().end_user_session(&end(bo)).await), Code::NotFound);
    assert_eq!(bench.log().await.len(), before, "and the log says nothing of it");
    assert!(bench.seated(&anns).await.is_some(), "it is neither of theirs");
    assert_eq!(refused(theirs.user_sessions(ann).await), Code::NotFound);
}

async fn r14_nobody_sees_from_where_somebody_above_them_comes(engine: Engine) {
    let bench = Bench::open(engine).await;
    let mads = bench.administrator("Mads Moe", "mads@nordlys.example", AccessMode::Custom).await;
    let ann = bench.user("Ann Lee", ANN).await;
    bench.enter("sigrun@nordlys.example").await;
    assert_eq!(refused(bench.desk_of(mads).user_sessions(bench.owner).await), Code::RankTooLow);
    assert_eq!(refused(bench.desk_of(ann).user_sessions(ann).await), Code::NotAllowed);
    let session = bench.desk().user_sessions(bench.owner).await.unwrap()[0].id;
    let end = EndSession { command: bench.command(), member: bench.owner, session };
    assert_eq!(refused(bench.desk_of(mads).end_user_session(&end).await), Code::RankTooLow);
    let all = bench.desk_of(mads).act(&bench.ask(Action::EndSessions, &[bench.owner]), &Task::unwatched()).await;
    assert_eq!(all.unwrap().refusals[0].refusal.code, Code::RankTooLow);
}

async fn b11_locking_shuts_out_at_once_and_the_log_says_why(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", ANN).await;
    let session = bench.enter(ANN).await;
    bench.act(Action::PasswordLink, &[ann]).await;
    let link = bench.token(ANN).await;
    bench.desk().lock_user(&lock(&bench, ann)).await.unwrap();
    assert!(bench.seated(&session).await.is_none());
    assert!(bench.directory.invitation(&link).await.unwrap().is_err());
    assert!(bench.try_in(&sign_in(ANN, PASSWORD)).await.is_err());
    assert_eq!(bench.row(ann).await.status, Status::Suspended);
    let person = bench.desk().person(ann).await.unwrap();
    assert!(person.activity.iter().any(|line| line.title == "Locked" && line.detail == "A lost laptop"));
}

async fn b11_a_preview_of_a_lock_changes_nothing(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", ANN).await;
    let session = bench.enter(ANN).await;
    let before = bench.dump().await;
    let outcome = bench.desk().lock_user(&LockUser { preview: Some(true), ..lock(&bench, ann) }).await.unwrap();
    assert_eq!((outcome.preview, outcome.done), (true, 1));
    assert_eq!(bench.dump().await, before);
    assert!(bench.seated(&session).await.is_some());
}

async fn sessions_of_many_end_at_once(engine: Engine) {
    let bench = Bench::open(engine).await;
    let mut tokens = Vec::new();
    let mut members = Vec::new();
    for n in 0..4 {
        let email = format!("n{n}@nordlys.example");
        members.push(bench.user("Ann Lee", &email).await);
        tokens.push(bench.enter(&email).await);
    }
    let outcome = bench.act(Action::EndSessions, &members[..3]).await;
    assert_eq!(outcome.done, 3);
    for (n, token) in tokens.iter().enumerate() {
        assert_eq!(bench.seated(token).await.is_some(), n == 3, "{n}");
    }
}

async fn the_policy_is_set_by_who_has_everything_and_holds_at_once(engine: Engine) {
    let bench = Bench::open(engine).await;
    let mads = bench.administrator("Mads Moe", "mads@nordlys.example", AccessMode::All).await;
    let token = bench.enter("mads@nordlys.example").await;
    let shown = bench.desk_of(mads).policy().await.unwrap();
    assert_eq!((shown.policy.session_minutes, shown.policy.idle_minutes), (720, 30));
    assert_eq!(shown.refusal.map(|refusal| refusal.code), Some(Code::RankTooLow));
    let policy = PolicyFields { idle_minutes: 5, ..shown.policy.clone() };
    let ask = SetPolicy { command: bench.command(), seen: shown.policy, policy };
    assert_eq!(refused(bench.desk_of(mads).set_policy(&ask).await), Code::RankTooLow);
    bench.clock.advance(5 * MINUTE);
    assert!(bench.seated(&token).await.is_some());
    bench.clock.advance(5 * MINUTE);
    bench.desk().set_policy(&SetPolicy { command: bench.command(), ..ask }).await.unwrap();
    assert!(bench.seated(&token).await.is_none(), "a shorter time holds for sessions that run");
    assert_eq!(bench.desk().policy().await.unwrap().policy.idle_minutes, 5);
    assert_eq!(bench.desk().policy().await.unwrap().refusal, None);
    let ann = bench.user("Ann Lee", ANN).await;
    assert_eq!(refused(bench.desk_of(ann).policy().await), Code::NotAllowed);
    let session = bench.enter("mads@nordlys.example").await;
    assert_eq!(
        bench.directory.session(&session, SessionKind::Portal, &place_at("192.0.2.7")).await.unwrap().unwrap().member,
        mads
    );
}

async fn a_policy_that_somebody_changed_meanwhile_is_a_conflict(engine: Engine) {
    let bench = Bench::open(engine).await;
    let seen = bench.desk().policy().await.unwrap().policy;
    bench.policy(|fields| fields.sign_in_as = false).await;
    let policy = PolicyFields { password_length: 20, ..seen.clone() };
    let late = bench.desk().set_policy(&SetPolicy { command: bench.command(), seen, policy }).await;
    assert_eq!(refused(late), Code::Conflict);
}
