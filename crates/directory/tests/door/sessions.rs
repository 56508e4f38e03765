//! Sessions: who they let in, for how long, and what ends them at once.

use crate::refused;
use rollbook_credentials::{Secret, password::Cost};
use rollbook_directory::{
    Entered, PresentProblem, SignIn, SignInProblem,
    contract::{SignInStep, WireCode},
};
use rollbook_domain::{
    command::Action,
    session::{Ended, SessionKind, Stage},
    time::{DAY, HOUR, MINUTE},
};
use rollbook_testkit::{Bench, Engine, PASSWORD, contract, place, place_at, sign_in, token};

contract![
    somebody_signs_in_and_out,
    r25_one_answer_for_all_that_can_be_wrong,
    c32_a_session_ends_at_once_with_its_member,
    r3_suspending_leaves_the_persons_other_organizations_alone,
    a_session_ends_after_twelve_hours_and_after_thirty_minutes_without_use,
    who_has_several_organizations_chooses,
    c28_nobody_enters_an_organization_that_does_not_know_them,
    c43_no_token_is_kept_and_none_is_printed,
    c32_a_session_of_one_kind_opens_nothing_else,
    the_person_sees_and_ends_their_sessions,
    c31_nobody_ends_a_strangers_session,
    an_erased_person_leaves_no_session,
    r23_a_hash_that_became_weak_is_made_anew_at_sign_in,
    somebody_goes_on_to_another_of_their_organizations,
    c28_one_sign_in_opens_the_persons_other_organizations_beside_the_first,
    a_new_password_is_chosen_first_without_typing_the_old_one_twice,
    what_is_over_for_long_is_dropped,
];

async fn somebody_signs_in_and_out(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let token = bench.enter(" ANN@nordlys.example ").await;
    let seated = bench.seated(&token).await.expect("in");
    assert_eq!((seated.member, seated.organization, seated.kind), (ann, bench.organization, SessionKind::Portal));
    assert_eq!((seated.must, seated.by), (None, None));
    assert!(seated.desk().is_some());
    assert_eq!(bench.row(ann).await.last_active, Some(bench.directory.now()), "the sign-in is in the log");
    bench.directory.sign_out(&token).await.unwrap();
    assert!(bench.seated(&token).await.is_none());
    assert!(bench.seated("").await.is_none() && bench.seated(&"A".repeat(43)).await.is_none());
}

async fn r25_one_answer_for_all_that_can_be_wrong(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    bench.user("Bo Berg", "bo@nordlys.example").await;
    bench.invite("Cai Wen", "cai@nordlys.example").await;
    bench.act(Action::Suspend, &[ann]).await;
    let cases = [
        ("nobody@nordlys.example", PASSWORD),
        ("no address", PASSWORD),
        ("", PASSWORD),
        (&"x".repeat(100_000), PASSWORD),
        ("bo@nordlys.example", "not-the-password"),
        ("bo@nordlys.example", ""),
        ("bo@nordlys.example", &"x".repeat(2_000)),
        ("ann@nordlys.example", PASSWORD),
        ("cai@nordlys.example", PASSWORD),
        ("cai@nordlys.example", ""),
    ];
    for (email, password) in cases {
        let answer = bench.try_in(&sign_in(email, password)).await;
        assert_eq!(answer.unwrap_err(), SignInProblem::Wrong, "{email:.40}");
    }
}

async fn c32_a_session_ends_at_once_with_its_member(engine: Engine) {
    let bench = Bench::open(engine).await;
    for (email, action) in [("ann@nordlys.example", Action::Suspend), ("bo@nordlys.example", Action::Archive)] {
        let member = bench.user("Ann Lee", email).await;
        let token = bench.enter(email).await;
        bench.act(action, &[member]).await;
        assert!(bench.seated(&token).await.is_none(), "{action:?}");
        let kept = bench.store().member_sessions(bench.organization, member, 9).await.unwrap();
        assert_eq!(kept[0].ended.map(|(_, why)| why), Some(Ended::Shut), "{action:?}");
        let back = if action == Action::Suspend { Action::Reactivate } else { Action::Restore };
        bench.act(back, &[member]).await;
        assert!(bench.seated(&token).await.is_none(), "what ended doesn’t come back");
        bench.enter(email).await;
    }
}

async fn r3_suspending_leaves_the_persons_other_organizations_alone(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let (fjord, _) = bench.join_second("Fjord", "ann@nordlys.example").await;
    let at = |organization| SignIn { organization: Some(organization), ..sign_in("ann@nordlys.example", PASSWORD) };
    let here = bench.enter_by(&at(bench.organization)).await;
    let there = bench.enter_by(&at(fjord)).await;
    bench.act(Action::Suspend, &[ann]).await;
    assert!(bench.seated(&here).await.is_none());
    assert_eq!(bench.seated(&there).await.expect("still in").organization, fjord);
    let answer = bench.try_in(&at(bench.organization)).await;
    assert_eq!(answer.unwrap_err(), SignInProblem::Wrong);
    bench.enter("ann@nordlys.example").await;
}

async fn a_session_ends_after_twelve_hours_and_after_thirty_minutes_without_use(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", "ann@nordlys.example").await;
    let idle = bench.enter("ann@nordlys.example").await;
    let used = bench.enter("ann@nordlys.example").await;
    bench.clock.advance(30 * MINUTE - 1);
    assert!(bench.seated(&used).await.is_some());
    bench.clock.advance(1);
    assert!(bench.seated(&idle).await.is_none(), "thirty minutes without use");
    for _ in 0..24 {
        bench.clock.advance(29 * MINUTE);
        bench.seated(&used).await;
    }
    assert!(bench.directory.now().0 - rollbook_testkit::MORNING.0 > 12 * HOUR);
    assert!(bench.seated(&used).await.is_none(), "twelve hours in all");
}

async fn who_has_several_organizations_chooses(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", "ann@nordlys.example").await;
    let (fjord, _) = bench.join_second("Fjord", "ann@nordlys.example").await;
    let Ok(Entered::Choose(first, openings)) = bench.try_in(&sign_in("ann@nordlys.example", PASSWORD)).await else {
        panic!("there are two to choose from");
    };
    let names: Vec<_> = openings.iter().map(|opening| opening.name.as_str()).collect();
    assert_eq!(names, ["Fjord", "Nordlys"]);
    let first = token(&first);
    assert!(bench.seated(&first).await.is_none(), "not in yet");
    let waiting = bench.directory.waiting(&first).await.unwrap().expect("it waits");
    assert_eq!((waiting.stage, waiting.openings), (Stage::Choose, openings));
    assert_eq!(
        bench.directory.passed_factor(&first, &place()).await.unwrap().unwrap_err(),
        SignInProblem::Over,
        "it waits for something else"
    );
    let Ok(Entered::In(second)) = bench.directory.choose(&first, fjord, &place()).await.unwrap() else {
        panic!("chosen");
    };
    assert_eq!(bench.seated(&token(&second)).await.expect("in").organization, fjord);
    assert!(bench.directory.waiting(&first).await.unwrap().is_none(), "its token is spent");
    let again = bench.directory.choose(&first, bench.organization, &place()).await.unwrap();
    assert_eq!(again.unwrap_err(), SignInProblem::Over);
}

async fn c28_nobody_enters_an_organization_that_does_not_know_them(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", "ann@nordlys.example").await;
    let (fjord, _) = bench.join_second("Fjord", "ann@nordlys.example").await;
    let (strange, _) = bench.found("Strange", "somebody@strange.example").await;
    let ask = SignIn { organization: Some(strange), ..sign_in("ann@nordlys.example", PASSWORD) };
    assert_eq!(bench.try_in(&ask).await.unwrap_err(), SignInProblem::Wrong);
    let Ok(Entered::Choose(session, _)) = bench.try_in(&sign_in("ann@nordlys.example", PASSWORD)).await else {
        panic!("there are two to choose from");
    };
    let waiting = token(&session);
    let strangers = bench.directory.choose(&waiting, strange, &place()).await.unwrap();
    assert_eq!(strangers.unwrap_err(), SignInProblem::Wrong);
    bench.clock.advance(10 * MINUTE);
    let late = bench.directory.choose(&waiting, fjord, &place()).await.unwrap();
    assert_eq!(late.unwrap_err(), SignInProblem::Over, "a choice waits ten minutes");
}

async fn c43_no_token_is_kept_and_none_is_printed(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", "ann@nordlys.example").await;
    let Ok(Entered::In(session)) = bench.try_in(&sign_in("ann@nordlys.example", PASSWORD)).await else {
        panic!("in");
    };
    let text = token(&session);
    assert!(!format!("{session:?}").contains(&text));
    let dump = bench.dump().await;
    assert_eq!(dump.holding(&text), Vec::<String>::new());
    assert_eq!(dump.holding(PASSWORD), Vec::<String>::new());
}

async fn c32_a_session_of_one_kind_opens_nothing_else(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", "ann@nordlys.example").await;
    let portal = bench.enter("ann@nordlys.example").await;
    let ask = SignIn { kind: SessionKind::Desktop, ..sign_in("ann@nordlys.example", PASSWORD) };
    let desktop = bench.enter_by(&ask).await;
    let used = async |token: &str, kind| bench.directory.session(token, kind, &place()).await.unwrap().is_some();
    assert!(used(&portal, SessionKind::Portal).await && used(&desktop, SessionKind::Desktop).await);
    assert!(!used(&portal, SessionKind::Desktop).await && !used(&desktop, SessionKind::Portal).await);
}

async fn the_person_sees_and_ends_their_sessions(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", "ann@nordlys.example").await;
    let first = bench.enter("ann@nordlys.example").await;
    bench.clock.advance(MINUTE);
    let away = SignIn { place: place_at("2001:db8::7"), ..sign_in("ann@nordlys.example", PASSWORD) };
    let second = bench.enter_by(&away).await;
    bench.clock.advance(MINUTE);
    let third = bench.enter("ann@nordlys.example").await;
    let seated = bench.seated(&third).await.expect("in");
    let list = seated.sessions().await.unwrap();
    let told: Vec<_> = list.iter().map(|view| (view.address.as_str(), view.current, view.open)).collect();
    assert_eq!(told, [("192.0.2.7", true, true), ("2001:db8::7", false, true), ("192.0.2.7", false, true)]);
    assert!(list.iter().all(|view| view.organization == "Nordlys" && view.device == "Firefox on Linux"));
    seated.end_session(list[1].id).await.unwrap();
    assert!(bench.seated(&second).await.is_none() && bench.seated(&first).await.is_some());
    assert_eq!(seated.end_other_sessions().await.unwrap(), 1);
    assert!(bench.seated(&first).await.is_none() && bench.seated(&third).await.is_some());
    let list = seated.sessions().await.unwrap();
    assert_eq!(list.iter().filter(|view| view.ended == Some(Ended::ByPerson)).count(), 2);
}

async fn c31_nobody_ends_a_strangers_session(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", "ann@nordlys.example").await;
    let anns = bench.enter("ann@nordlys.example").await;
    let owners = bench.enter("sigrun@nordlys.example").await;
    let owner = bench.seated(&owners).await.expect("in");
    let ann = bench.seated(&anns).await.expect("in");
    assert_eq!(refused(ann.end_session(owner.session).await), rollbook_domain::Code::NotFound);
    assert_eq!(ann.end_other_sessions().await.unwrap(), 0);
    assert!(bench.seated(&owners).await.is_some());
}

async fn an_erased_person_leaves_no_session(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    bench.enter_by(&SignIn { place: place_at("203.0.113.99"), ..sign_in("ann@nordlys.example", PASSWORD) }).await;
    bench.act(Action::Archive, &[ann]).await;
    assert!(!bench.dump().await.holding("203.0.113.99").is_empty());
    bench.act(Action::Erase, &[ann]).await;
    assert_eq!(bench.dump().await.holding("203.0.113.99"), Vec::<String>::new());
}

async fn r23_a_hash_that_became_weak_is_made_anew_at_sign_in(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", "ann@nordlys.example").await;
    let hash = async || bench.store().credential("ann@nordlys.example").await.unwrap().unwrap().password.unwrap();
    let before = hash().await;
    bench.enter("ann@nordlys.example").await;
    assert_eq!(hash().await, before, "strong enough");
    let stronger = bench.server(Cost::new(19_456, 3, 1).unwrap()).await;
    for _ in 0..2 {
        stronger.sign_in(&sign_in("ann@nordlys.example", PASSWORD)).await.unwrap().expect("in");
        assert!(hash().await.contains("t=3") && before.contains("t=2"), "{before}");
    }
}

async fn somebody_goes_on_to_another_of_their_organizations(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", "ann@nordlys.example").await;
    let (fjord, _) = bench.join_second("Fjord", "ann@nordlys.example").await;
    let (strange, _) = bench.found("Strange", "somebody@strange.example").await;
    let at = |organization| SignIn { organization: Some(organization), ..sign_in("ann@nordlys.example", PASSWORD) };
    let first = bench.enter_by(&at(bench.organization)).await;
    bench.clock.advance(20 * MINUTE);
    let seated = bench.seated(&first).await.expect("in");
    let names: Vec<_> = seated.organizations().await.unwrap().into_iter().map(|opening| opening.name).collect();
    assert_eq!(names, ["Fjord", "Nordlys"]);
    assert_eq!(seated.switch(strange, &place()).await.unwrap().unwrap_err(), SignInProblem::Wrong);
    let second = token(&seated.switch(fjord, &place()).await.unwrap().expect("in"));
    assert!(bench.seated(&first).await.is_none(), "one session, one organization");
    let there = bench.seated(&second).await.expect("in");
    assert_eq!((there.organization, there.begun, there.expires), (fjord, seated.begun, seated.expires));
}

async fn c28_one_sign_in_opens_the_persons_other_organizations_beside_the_first(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let (fjord, _) = bench.join_second("Fjord", "ann@nordlys.example").await;
    let (strange, _) = bench.found("Strange", "somebody@strange.example").await;
    let at = |organization| SignIn {
        organization: Some(organization),
        kind: SessionKind::Desktop,
        ..sign_in("ann@nordlys.example", PASSWORD)
    };
    let first = bench.enter_by(&at(bench.organization)).await;
    bench.clock.advance(20 * MINUTE);
    let choose = async |token: &str, organization| bench.directory.receive_choice(token, organization, &place()).await;
    let second = choose(&first, fjord).await.expect("she is known there");
    assert_eq!(second.next, SignInStep::In);
    let second = second.token.reveal(Clone::clone);
    let seated = async |token: &str| bench.directory.session(token, SessionKind::Desktop, &place()).await.unwrap();
    let (here, there) = (seated(&first).await.expect("still in"), seated(&second).await.expect("in there too"));
    assert_eq!((here.organization, there.organization), (bench.organization, fjord));
    assert_eq!((there.begun, there.expires), (here.begun, here.expires), "going on makes no session longer");
    let refused = choose(&first, strange).await.expect_err("nobody knows her there");
    assert_eq!(refused.code, WireCode::SignInFailed);
    // What ends the first says nothing of the second; and who was shut out begins none.
    bench.act(Action::Suspend, &[ann]).await;
    assert!(seated(&first).await.is_none() && seated(&second).await.is_some());
    assert_eq!(choose(&first, fjord).await.expect_err("over").code, WireCode::SignedOut);
}

async fn a_new_password_is_chosen_first_without_typing_the_old_one_twice(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let secret = |text: &str| Secret::new(text.to_owned());
    let new = "amber-kite-velvet-77-plum";
    let before = bench.seated(&bench.enter("ann@nordlys.example").await).await.expect("in");
    assert_eq!(before.choose_first(&secret(new)).await.unwrap(), Err(PresentProblem::Wrong), "nothing is to be chosen");
    bench.act(Action::ForceChange, &[ann]).await;
    let seated = bench.seated(&bench.enter("ann@nordlys.example").await).await.expect("in");
    assert_eq!(seated.choose_first(&secret(PASSWORD)).await.unwrap(), Err(PresentProblem::Same));
    bench.clock.advance(10 * MINUTE);
    assert_eq!(seated.choose_first(&secret(new)).await.unwrap(), Err(PresentProblem::Wrong), "that is long ago");
    let token = bench.enter("ann@nordlys.example").await;
    let seated = bench.seated(&token).await.expect("in");
    assert_eq!(seated.choose_first(&secret(new)).await.unwrap(), Ok(()));
    assert!(bench.seated(&token).await.expect("still in").desk().is_some());
    bench.enter_by(&sign_in("ann@nordlys.example", new)).await;
}

async fn what_is_over_for_long_is_dropped(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", "ann@nordlys.example").await;
    bench.enter("ann@nordlys.example").await;
    bench.try_in(&sign_in("ann@nordlys.example", "wrong")).await.unwrap_err();
    bench.clock.advance(89 * DAY);
    bench.directory.tidy_sessions().await.unwrap();
    assert_eq!(bench.dump().await.table("session").len(), 1, "shown for ninety days");
    assert_eq!(bench.dump().await.table("attempt").len(), 0);
    bench.clock.advance(2 * DAY);
    bench.directory.tidy_sessions().await.unwrap();
    assert_eq!(bench.dump().await.table("session").len(), 0);
}
