//! Passwords through the door: what administrators do to them, what their people do, and what a change
//! ends (R14, R23, R24).

use crate::refused;
use futures::future::join_all;
use rollbook_credentials::Secret;
use rollbook_directory::{
    DirectoryError, FactorProblem, Invitation, LinkProblem, Must, PresentProblem, Proof, Purpose, SignIn,
    SignInProblem, Task, contract::SetTemporaryPassword,
};
use rollbook_domain::{
    Code, MemberId,
    command::Action,
    member::AccessMode,
    pace::Wait,
    session::{Ended, SessionKind},
    time::{DAY, HOUR, MINUTE, SECOND},
};
use rollbook_testkit::{Bench, Engine, PASSWORD, contract, sign_in};

contract![
    r24_a_temporary_password_is_changed_before_anything_else,
    r23_a_temporary_password_is_judged_like_any_other,
    r24_a_change_ends_the_other_sessions_everywhere_and_is_told_by_mail,
    the_present_password_is_asked_again_and_slowed,
    r2_a_password_link_works_once_for_24_hours_and_then_no_more,
    r2_of_several_at_once_exactly_one_chooses,
    r24_a_new_password_kills_every_open_link_to_choose_one,
    r14_nobody_sets_the_password_of_an_account_that_others_rely_on,
    r26_a_new_password_signs_nobody_in_who_has_a_second_factor,
    r24_who_has_to_change_the_password_may_do_nothing_else,
    r23_the_organizations_own_minimum_holds,
    a_sign_in_by_an_old_password_that_is_under_way_ends_with_it,
    c43_no_password_and_no_link_is_kept_in_the_clear,
    a_command_is_carried_out_once,
];

const NEW: &str = "amber-kite-velvet-77-plum";
const ANN: &str = "ann@nordlys.example";

fn secret(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

fn temporary(bench: &Bench, member: MemberId, password: &str) -> SetTemporaryPassword {
    SetTemporaryPassword { command: bench.command(), member, password: secret(password) }
}

async fn page(bench: &Bench, token: &str) -> Result<Invitation, LinkProblem> {
    bench.directory.invitation(token).await.unwrap()
}

async fn mails_to(bench: &Bench, email: &str, template: &str) -> usize {
    let dump = bench.dump().await;
    let mails = dump.table("mail").iter();
    mails
        .filter(|row| row.contains(&format!("template={template} ")) && row.contains(&format!("to_address={email} ")))
        .count()
}

async fn r24_a_temporary_password_is_changed_before_anything_else(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", ANN).await;
    let before = bench.enter(ANN).await;
    bench.desk().set_temporary_password(&temporary(&bench, ann, NEW)).await.unwrap();
    assert!(bench.seated(&before).await.is_none(), "every session of hers has ended");
    assert_eq!(bench.try_in(&sign_in(ANN, PASSWORD)).await.unwrap_err(), SignInProblem::Wrong);
    let token = bench.enter_by(&sign_in(ANN, NEW)).await;
    let seated = bench.seated(&token).await.expect("in");
    assert_eq!(seated.must, Some(Must::ChangePassword));
    assert!(seated.desk().is_none());
    assert_eq!(seated.change_password(&secret(NEW), &secret(NEW)).await.unwrap(), Err(PresentProblem::Same));
    assert_eq!(seated.change_password(&secret(NEW), &secret(PASSWORD)).await.unwrap(), Ok(()));
    let seated = bench.seated(&token).await.expect("still in");
    assert_eq!(seated.must, None);
    assert!(seated.desk().is_some());
    assert_eq!(mails_to(&bench, ANN, "temporary_password_notice").await, 1);
}

async fn r23_a_temporary_password_is_judged_like_any_other(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Annabel Leeward", ANN).await;
    for bad in ["short", "annabel-quartz-lantern-41", "password password password"] {
        let answer = bench.desk().set_temporary_password(&temporary(&bench, ann, bad)).await;
        assert!(matches!(answer, Err(DirectoryError::Password(_))), "{bad}");
    }
    bench.enter(ANN).await;
}

async fn r24_a_change_ends_the_other_sessions_everywhere_and_is_told_by_mail(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", ANN).await;
    let (fjord, _) = bench.join_second("Fjord", ANN).await;
    let at = |organization| SignIn { organization: Some(organization), ..sign_in(ANN, PASSWORD) };
    let desktop = SignIn { kind: SessionKind::Desktop, ..at(bench.organization) };
    let (here, there) = (bench.enter_by(&at(bench.organization)).await, bench.enter_by(&at(fjord)).await);
    let desk = bench.enter_by(&desktop).await;
    let seated = bench.seated(&here).await.expect("in");
    assert_eq!(seated.change_password(&secret(PASSWORD), &secret(NEW)).await.unwrap(), Ok(()));
    assert!(bench.seated(&here).await.is_some(), "this one goes on");
    assert!(bench.seated(&there).await.is_none(), "the one in another organization doesn’t");
    assert!(bench.directory.session(&desk, SessionKind::Desktop, &rollbook_testkit::place()).await.unwrap().is_none());
    let ended = seated.sessions().await.unwrap();
    assert_eq!(ended.iter().filter(|view| view.ended == Some(Ended::CredentialChanged)).count(), 2);
    assert_eq!(mails_to(&bench, ANN, "password_changed_notice").await, 1);
    assert_eq!(bench.try_in(&at(fjord)).await.unwrap_err(), SignInProblem::Wrong);
    bench.enter_by(&SignIn { password: secret(NEW), ..at(fjord) }).await;
}

async fn the_present_password_is_asked_again_and_slowed(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", ANN).await;
    let token = bench.enter(ANN).await;
    let seated = bench.seated(&token).await.expect("in");
    for _ in 0..3 {
        let answer = seated.change_password(&secret("guess"), &secret(NEW)).await.unwrap();
        assert_eq!(answer, Err(PresentProblem::Wrong));
    }
    let answer = seated.change_password(&secret(PASSWORD), &secret(NEW)).await.unwrap();
    assert_eq!(answer, Err(PresentProblem::Slow(Wait(SECOND))));
    bench.clock.advance(SECOND);
    let short = seated.change_password(&secret(PASSWORD), &secret("short")).await;
    assert!(matches!(short, Err(DirectoryError::Password(_))));
    assert_eq!(seated.change_password(&secret(PASSWORD), &secret(NEW)).await.unwrap(), Ok(()));
}

async fn r2_a_password_link_works_once_for_24_hours_and_then_no_more(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", ANN).await;
    bench.act(Action::PasswordLink, &[ann]).await;
    let first = bench.token(ANN).await;
    bench.act(Action::PasswordLink, &[ann]).await;
    let second = bench.token(ANN).await;
    assert_eq!(page(&bench, &first).await.unwrap_err(), LinkProblem::Replaced, "a newer one was sent");
    let shown = page(&bench, &second).await.expect("open");
    assert_eq!((shown.purpose, shown.joins, shown.name.as_str()), (Purpose::Password, false, "Ann Lee"));
    bench.enter(ANN).await;
    bench.clock.advance(24 * HOUR - 1);
    let chosen = bench.directory.accept(&second, Some(&secret(NEW))).await.unwrap().expect("chosen");
    assert_eq!(chosen.email, ANN);
    assert_eq!(bench.directory.accept(&second, Some(&secret(PASSWORD))).await.unwrap(), Err(LinkProblem::Used));
    assert_eq!(bench.try_in(&sign_in(ANN, PASSWORD)).await.unwrap_err(), SignInProblem::Wrong);
    bench.enter_by(&sign_in(ANN, NEW)).await;
    bench.act(Action::PasswordLink, &[ann]).await;
    let third = bench.token(ANN).await;
    bench.clock.advance(DAY);
    assert_eq!(page(&bench, &third).await.unwrap_err(), LinkProblem::Old);
    assert_eq!(bench.directory.accept(&third, Some(&secret(PASSWORD))).await.unwrap(), Err(LinkProblem::Old));
}

async fn r2_of_several_at_once_exactly_one_chooses(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", ANN).await;
    bench.act(Action::PasswordLink, &[ann]).await;
    let token = bench.token(ANN).await;
    let tries = (0..6).map(|n| {
        let (directory, token) = (bench.directory.clone(), token.clone());
        tokio::spawn(
            async move { directory.accept(&token, Some(&secret(&format!("{NEW}-{n}")))).await.unwrap().is_ok() },
        )
    });
    let won: Vec<bool> = join_all(tries).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(won.iter().filter(|won| **won).count(), 1);
    let winner = won.iter().position(|won| *won).unwrap();
    bench.enter_by(&sign_in(ANN, &format!("{NEW}-{winner}"))).await;
}

async fn r24_a_new_password_kills_every_open_link_to_choose_one(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", ANN).await;
    bench.act(Action::PasswordLink, &[ann]).await;
    let token = bench.token(ANN).await;
    let seated = bench.seated(&bench.enter(ANN).await).await.expect("in");
    seated.change_password(&secret(PASSWORD), &secret(NEW)).await.unwrap().unwrap();
    assert_eq!(page(&bench, &token).await.unwrap_err(), LinkProblem::Replaced);
    assert_eq!(bench.dump().await.holding(&token), Vec::<String>::new(), "nor does its mail leave any more");
}

async fn r14_nobody_sets_the_password_of_an_account_that_others_rely_on(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", ANN).await;
    bench.act(Action::PasswordLink, &[ann]).await;
    let sent_before = bench.token(ANN).await;
    let may = async |action| {
        let row = bench.row(ann).await;
        row.may.into_iter().find(|permit| permit.action == action).unwrap().refusal.map(|refusal| refusal.code)
    };
    assert_eq!(may(Action::PasswordLink).await, None);
    let (fjord, annika) = bench.join_second("Fjord", ANN).await;
    for action in [Action::PasswordLink, Action::ForceChange] {
        assert_eq!(may(action).await, Some(Code::NotAllowed), "the list says so: {action:?}");
        let answer = bench.desk().act(&bench.ask(action, &[ann]), &Task::unwatched()).await.unwrap();
        assert_eq!((answer.done, answer.refused), (0, 1), "{action:?}");
    }
    let set = bench.desk().set_temporary_password(&temporary(&bench, ann, NEW)).await;
    assert_eq!(refused(set), Code::NotAllowed);
    let late = bench.directory.accept(&sent_before, Some(&secret(NEW))).await;
    assert_eq!(refused(late.map(|answer| answer.unwrap())), Code::LinkDead, "nor by a link from before");
    let owner = bench.store().owner(fjord).await.unwrap();
    let theirs = bench.directory.desk(fjord, rollbook_directory::ActorId::Member(owner));
    assert_eq!(refused(theirs.set_temporary_password(&temporary(&bench, annika, NEW)).await), Code::NotAllowed);
    assert_eq!(refused(theirs.set_temporary_password(&temporary(&bench, ann, NEW)).await), Code::NotFound, "C28");
}

async fn r26_a_new_password_signs_nobody_in_who_has_a_second_factor(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", ANN).await;
    bench.with_factors();
    let (_, phone) = bench.enters_and_enrols(ANN).await;
    bench.clock.advance(MINUTE);
    bench.act(Action::PasswordLink, &[ann]).await;
    let token = bench.token(ANN).await;
    bench.directory.accept(&token, Some(&secret(NEW))).await.unwrap().expect("chosen");
    let Ok(rollbook_directory::Entered::Factor(waiting)) = bench.try_in(&sign_in(ANN, NEW)).await else {
        panic!("the second factor is asked");
    };
    let waiting = rollbook_testkit::token(&waiting);
    assert!(bench.seated(&waiting).await.is_none());
    let chosen = bench.directory.choose(&waiting, bench.organization, &rollbook_testkit::place()).await.unwrap();
    assert_eq!(chosen.unwrap_err(), SignInProblem::Over, "choosing an organization doesn’t step over it");
    let token = bench.goes_in(&waiting, Proof::App(&phone.app.shows(&bench.clock))).await;
    assert!(bench.seated(&token).await.is_some());
}

async fn r24_who_has_to_change_the_password_may_do_nothing_else(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", ANN).await;
    let token = bench.enter(ANN).await;
    assert_eq!(bench.seated(&token).await.expect("in").must, None);
    bench.act(Action::ForceChange, &[ann]).await;
    let seated = bench.seated(&token).await.expect("in");
    assert_eq!((seated.must, seated.desk().is_none()), (Some(Must::ChangePassword), true));
    seated.change_password(&secret(PASSWORD), &secret(NEW)).await.unwrap().unwrap();
    assert_eq!(bench.seated(&token).await.expect("in").must, None);
}

async fn r23_the_organizations_own_minimum_holds(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", ANN).await;
    let seated = bench.seated(&bench.enter(ANN).await).await.expect("in");
    assert_eq!(seated.chooser().await.unwrap().rules.min_length(), 15);
    bench.policy(|fields| fields.password_length = 30).await;
    assert_eq!(seated.chooser().await.unwrap().rules.min_length(), 30);
    assert!(matches!(
        seated.change_password(&secret(PASSWORD), &secret(NEW)).await,
        Err(DirectoryError::Password(words)) if words.contains("30")
    ));
    bench
        .policy(|fields| {
            fields.password_length = 0;
            fields.second_factor.of = rollbook_domain::organization::RequiredOf::Everybody;
        })
        .await;
    assert_eq!(seated.chooser().await.unwrap().rules.min_length(), 8, "where a second factor is required");
    bench.join_second("Fjord", ANN).await;
    assert_eq!(seated.chooser().await.unwrap().rules.min_length(), 15, "another organization doesn’t require it");
}

async fn a_sign_in_by_an_old_password_that_is_under_way_ends_with_it(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", ANN).await;
    bench.with_factors();
    let (_, phone) = bench.enters_and_enrols(ANN).await;
    bench.clock.advance(MINUTE);
    let waiting = bench.half_in(ANN).await;
    bench.desk().set_temporary_password(&temporary(&bench, ann, NEW)).await.unwrap();
    let late = bench.prove(&waiting, Proof::App(&phone.app.shows(&bench.clock))).await;
    assert_eq!(late.unwrap_err(), FactorProblem::Over);
}

async fn c43_no_password_and_no_link_is_kept_in_the_clear(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", ANN).await;
    let ask = temporary(&bench, ann, NEW);
    assert!(!format!("{ask:?}").contains(NEW));
    bench.desk().set_temporary_password(&ask).await.unwrap();
    bench.act(Action::PasswordLink, &[ann]).await;
    let token = bench.token(ANN).await;
    bench.directory.accept(&token, Some(&secret(PASSWORD))).await.unwrap().expect("chosen");
    let dump = bench.dump().await;
    for text in [NEW, PASSWORD, &token] {
        let kept: Vec<_> = dump.holding(text).into_iter().filter(|row| !row.starts_with("mail:")).collect();
        assert_eq!(kept, Vec::<String>::new());
    }
}

async fn a_command_is_carried_out_once(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", ANN).await;
    let mads = bench.administrator("Mads Moe", "mads@nordlys.example", AccessMode::All).await;
    let ask = temporary(&bench, ann, NEW);
    bench.desk_of(mads).set_temporary_password(&ask).await.unwrap();
    bench.desk_of(mads).set_temporary_password(&ask).await.unwrap();
    assert_eq!(mails_to(&bench, ANN, "temporary_password_notice").await, 1);
    assert_eq!(
        refused(bench.desk_of(mads).set_temporary_password(&temporary(&bench, mads, NEW)).await),
        Code::Yourself
    );
    assert_eq!(
        refused(bench.desk_of(ann).set_temporary_password(&temporary(&bench, ann, NEW)).await),
        Code::NotAllowed
    );
}
