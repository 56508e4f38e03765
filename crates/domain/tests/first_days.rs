//! A membership that waits for its first day (B13): who is let in by it, by whom, and who isn't.

use crate::model::{Book, Outcome, code, fleet, give, invite, kinds, package, permission, refusal};
use rollbook_domain::{
    Code, Command, Effect, Event, MemberId,
    command::{Action, Edit},
    decide::lifecycle::fits,
    holding::{Holding, Period},
    member::{Status, Tier},
    organization::Plan,
    session::Ended,
    time::DAY,
};

fn book() -> (Book, MemberId, MemberId) {
    let mut book = Book::new(Plan::Business);
    book.take_product(&fleet());
    book.buy(&package("fleet.base"), 1);
    let lise = book.all("Lise", Tier::Admin);
    let tom = book.custom("Tom", Tier::User, &[]);
    (book, lise, tom)
}

/// From and until, in days from now.
fn days(book: &Book, from: Option<i64>, until: Option<i64>) -> Period {
    let at = |days: i64| book.now.plus(days * DAY);
    Period { from: from.map(at), until: until.map(at) }
}

fn set(book: &mut Book, actor: MemberId, member: MemberId, period: Period) -> Outcome {
    book.run(actor, &Command::SetPeriod { member, seen: None, period })
}

/// Tom waits outside for tomorrow, by Lise.
fn waiting() -> (Book, MemberId, MemberId) {
    let (mut book, lise, tom) = book();
    book.given(lise, Holding::Licence(package("fleet.base")), tom);
    let from = days(&book, Some(1), Some(9));
    set(&mut book, lise, tom, from).expect("allowed");
    assert_eq!(book.status(tom), Status::Suspended);
    (book, lise, tom)
}

fn left_out(events: &[Event]) -> Vec<&str> {
    let words = events.iter().filter_map(|event| match event {
        Event::PeriodChanged { left_out, .. } => Some(left_out.as_str()),
        _ => None,
    });
    words.collect()
}

#[test]
fn who_is_in_already_waits_outside_until_the_day_comes_and_is_let_in_by_it() {
    let (mut book, lise, tom) = book();
    book.given(lise, Holding::Licence(package("fleet.base")), tom);
    let from = days(&book, Some(1), None);
    let decision = set(&mut book, lise, tom, from).expect("allowed");
    assert_eq!(kinds(&decision), ["period_changed", "status_changed", "seat_freed"]);
    assert_eq!(
        (book.status(tom), &decision.effects[..]),
        (Status::Suspended, &[Effect::EndSessions { member: tom, why: Ended::Shut }][..])
    );
    assert_eq!(kinds(&book.wait(DAY).expect("judged")), ["period_changed", "status_changed", "seat_regained"]);
    assert_eq!(book.status(tom), Status::Active);
    assert_eq!(book.member(tom).holds.period_by, None, "nobody stands for a day that is over");
}

#[test]
fn who_accepts_before_the_first_day_is_let_in_by_the_day() {
    let (mut book, lise, _) = book();
    let ada = book.invited(lise, invite("Ada", "ada@example.org"));
    let from = days(&book, Some(2), None);
    set(&mut book, lise, ada, from).expect("allowed");
    assert_eq!(kinds(&book.accept(ada).expect("allowed")), ["status_changed", "invitation_accepted", "status_changed"]);
    assert_eq!(book.status(ada), Status::Suspended);
    book.wait(2 * DAY).expect("judged");
    assert_eq!(book.status(ada), Status::Active);
}

#[test]
fn who_is_let_in_by_hand_waits_for_no_day_any_more() {
    let (mut book, lise, tom) = waiting();
    let decision = book.act(lise, Action::Reactivate, tom).expect("allowed");
    assert_eq!(kinds(&decision), ["period_changed", "status_changed", "seat_regained"]);
    assert_eq!(book.wait(DAY).expect("judged").events, []);
    assert!(book.member(tom).holds.period.until.is_some(), "the end stays");
}

#[test]
fn who_is_suspended_while_they_wait_is_let_in_by_no_day() {
    let (mut book, lise, tom) = waiting();
    assert!(fits(Action::Suspend, Status::Suspended, true) && !fits(Action::Suspend, Status::Suspended, false));
    let suspended = book.act(lise, Action::Suspend, tom).expect("allowed");
    assert_eq!(
        (kinds(&suspended), &suspended.effects[..]),
        (vec!["period_changed"], &[][..]),
        "and is outside already"
    );
    assert_eq!(code(&book.act(lise, Action::Suspend, tom)), Some(Code::WrongStatus), "once");
    let mut back = book.clone();
    assert_eq!(book.wait(DAY).expect("judged").events, []);
    assert_eq!(book.status(tom), Status::Suspended);
    back.undo(lise).expect("allowed");
    back.wait(DAY).expect("judged");
    assert_eq!(back.status(tom), Status::Active, "taken back, the day lets them in again");
}

#[test]
fn who_is_archived_while_they_wait_is_let_in_by_no_day_r4() {
    let (mut book, lise, tom) = waiting();
    book.acted(lise, Action::Archive, tom);
    assert!(!book.wait(DAY).expect("judged").events.iter().any(|event| matches!(event, Event::StatusChanged { .. })));
    assert_eq!(book.status(tom), Status::Archived);
}

#[test]
fn a_first_day_is_judged_again_by_whoever_set_it_r6_c22() {
    type Loss = fn(&mut Book, MemberId, MemberId);
    let losses: [(&str, Loss, &str); 4] = [
        (
            "suspended",
            |book, lise, _| book.acted(book.owner, Action::Suspend, lise),
            "Whoever set the first day isn’t an administrator any more.",
        ),
        (
            "archived",
            |book, lise, _| book.acted(book.owner, Action::Archive, lise),
            "Whoever set the first day isn’t an administrator any more.",
        ),
        (
            "lowered",
            |book, lise, _| {
                book.edit(book.owner, Edit { tier: Some(Tier::User), ..Edit::of(lise) }).expect("allowed");
            },
            "Whoever set the first day isn’t an administrator any more.",
        ),
        (
            "outranked",
            |book, _, tom| {
                let super_admin = book.super_admin();
                book.given(book.owner, super_admin, tom);
            },
            "Tom has rights that you don’t have.",
        ),
    ];
    for (how, loss, why) in losses {
        let (mut book, lise, tom) = waiting();
        loss(&mut book, lise, tom);
        let decision = book.wait(DAY).expect("judged");
        assert_eq!((book.status(tom), left_out(&decision.events)), (Status::Suspended, vec![why]), "{how}");
        assert_eq!(book.wait(DAY).expect("judged").events, [], "{how}: judged once");
    }
}

#[test]
fn whoever_sets_the_day_anew_stands_for_it() {
    let (mut book, lise, tom) = waiting();
    let owner = book.owner;
    let from = days(&book, Some(2), Some(9));
    set(&mut book, owner, tom, from).expect("allowed");
    book.acted(owner, Action::Suspend, lise);
    book.wait(2 * DAY).expect("judged");
    assert_eq!(book.status(tom), Status::Active);
}

#[test]
fn a_day_that_comes_into_a_full_plan_lets_no_administrator_in_and_says_so_r21() {
    let mut book = Book::new(Plan::Starter);
    let owner = book.owner;
    let bea = book.custom("Bea", Tier::Admin, &[]);
    let from = days(&book, Some(1), None);
    set(&mut book, owner, bea, from).expect("allowed");
    book.custom("Cy", Tier::Admin, &[]);
    let mut cleared = book.clone();
    let decision = book.wait(DAY).expect("judged");
    let refused: Vec<_> = decision.refused.iter().map(|(who, why)| (*who, why.code)).collect();
    assert_eq!((refused, book.status(bea)), (vec![(bea, Code::PlanFull)], Status::Suspended));
    assert_eq!(left_out(&decision.events), ["The plan allows 2 administrators, and 2 are in use."]);
    assert_eq!(code(&set(&mut cleared, owner, bea, Period::OPEN)), Some(Code::PlanFull), "nor does clearing the day");
}

#[test]
fn whoever_waits_is_in_once_the_first_day_is_cleared() {
    for clear in [Period::OPEN, Period { from: Some(rollbook_domain::Timestamp(0)), until: None }] {
        let (mut book, lise, tom) = waiting();
        let decision = set(&mut book, lise, tom, clear).expect("allowed");
        assert_eq!(kinds(&decision), ["period_changed", "status_changed", "seat_regained"]);
        assert_eq!((book.status(tom), book.member(tom).holds.period), (Status::Active, Period::OPEN));
        let undone = book.undo(lise).expect("allowed");
        assert_eq!(undone.refused, []);
        assert_eq!(book.status(tom), Status::Suspended, "taken back, they wait again");
        book.wait(DAY).expect("judged");
        assert_eq!(book.status(tom), Status::Active);
    }
    // A later day is another day to wait for.
    let (mut book, lise, tom) = waiting();
    let later = days(&book, Some(3), None);
    assert_eq!(kinds(&set(&mut book, lise, tom, later).expect("allowed")), ["period_changed"]);
    assert_eq!(book.status(tom), Status::Suspended);
}

#[test]
fn an_undo_of_dates_lets_nobody_in_who_was_shut_out_before() {
    let (mut book, lise, tom) = book();
    book.acted(lise, Action::Suspend, tom);
    let from = days(&book, Some(1), None);
    set(&mut book, lise, tom, from).expect("they come back tomorrow");
    book.undo(lise).expect("allowed");
    assert_eq!((book.status(tom), book.member(tom).holds.period), (Status::Suspended, Period::OPEN));
}

#[test]
fn dates_that_somebody_changed_meanwhile_are_a_conflict() {
    let (mut book, lise, tom) = waiting();
    let seen = book.state.seq;
    let (first, second) = (days(&book, Some(2), None), days(&book, Some(3), None));
    let ask = |seen, period| Command::SetPeriod { member: tom, seen: Some(seen), period };
    book.run(lise, &ask(seen, first)).expect("nobody did");
    let why = refusal(book.run(lise, &ask(seen, second)));
    assert_eq!((why.code, why.field.as_deref()), (Code::Conflict, Some("until")));
    assert_eq!(why.message, "Somebody changed the dates of Tom’s membership in between.");
    book.run(lise, &ask(book.state.seq, second)).expect("seen by now");
}

#[test]
fn an_end_that_somebody_moved_meanwhile_is_a_conflict() {
    let (mut book, lise, tom) = book();
    let grant = || Holding::Grant(permission("trips.view"));
    book.given(lise, grant(), tom);
    let seen = Some(book.state.seq);
    let (sooner, later) = (days(&book, None, Some(2)), days(&book, None, Some(5)));
    let ask = |seen, period| rollbook_domain::command::Hold { period, seen, ..give(grant(), tom) };
    assert_eq!(kinds(&book.hold(lise, ask(seen, sooner)).expect("nobody did")), ["end_moved"]);
    let why = refusal(book.hold(lise, ask(seen, later)));
    assert_eq!((why.code, why.field.as_deref()), (Code::Conflict, Some("grants")));
    let other = rollbook_domain::command::Hold { seen, ..give(Holding::Grant(permission("trips.edit")), tom) };
    book.hold(lise, other).expect("of something else nobody changed anything");
    let seen = Some(book.state.seq);
    book.hold(lise, ask(seen, later)).expect("seen by now");
    let two = rollbook_domain::command::Hold { members: vec![tom, lise], ..ask(seen, sooner) };
    assert_eq!(code(&book.hold(lise, two)), Some(Code::Invalid), "a version is of one person");
}

#[test]
fn a_lock_leaves_no_day_to_wait_for() {
    let (mut book, lise, tom) = waiting();
    let lock = Command::Lock { member: tom, reason: "A lost laptop".to_owned() };
    assert_eq!(kinds(&book.run(lise, &lock).expect("allowed")), ["period_changed", "locked"]);
    book.wait(DAY).expect("judged");
    assert_eq!(book.status(tom), Status::Suspended);
}
