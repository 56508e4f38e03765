//! Dated access (B13): what begins and ends by itself, in the log, under the rules of that moment.

use crate::model::{Book, code, fleet, give, invite, kinds, package, permission, refusal};
use rollbook_domain::{
    Code, Command, Effect, Event, MemberId,
    command::{Action, Edit, Hold},
    decide::{authority::effective_now, still_due},
    facts::{Actor, Due, DueWhat},
    holding::{Holding, Period},
    member::{Status, Tier},
    organization::Plan,
    session::Ended,
    time::{DAY, HOUR},
};

fn grant() -> Holding {
    Holding::Grant(permission("trips.view"))
}

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

fn may(book: &Book, member: MemberId) -> bool {
    let structure = book.structure();
    effective_now(&structure, &book.member(member)).has(&structure, &permission("trips.view"))
}

fn left_out(events: &[Event]) -> Vec<&str> {
    let words = events.iter().filter_map(|event| match event {
        Event::Unscheduled { left_out, .. } => Some(left_out.as_str()),
        _ => None,
    });
    words.collect()
}

#[test]
fn what_is_held_for_a_while_begins_and_ends_by_itself_and_stands_in_the_log() {
    let (mut book, lise, tom) = book();
    let period = days(&book, Some(1), Some(3));
    let decision = book.hold(lise, Hold { period, ..give(grant(), tom) }).expect("allowed");
    assert_eq!((kinds(&decision), may(&book, tom)), (vec!["scheduled"], false));
    assert_eq!(book.wait(HOUR).expect("judged").events, [], "not yet");
    assert_eq!((kinds(&book.wait(DAY).expect("judged")), may(&book, tom)), (vec!["unscheduled", "given"], true));
    assert_eq!((kinds(&book.wait(2 * DAY).expect("judged")), may(&book, tom)), (vec!["taken"], false));
    assert_eq!(book.wait(DAY).expect("judged").events, [], "once");
}

#[test]
fn roles_groups_and_restrictions_have_dates_too() {
    let (mut book, lise, tom) = book();
    let clerk = book.role("Clerk", &["trips.view"]);
    let crew = book.group("Crew", &["trips.view"]);
    for what in [Holding::Role(clerk), Holding::Group(crew)] {
        let period = days(&book, None, Some(1));
        book.hold(lise, Hold { period, ..give(what, tom) }).expect("allowed");
        assert!(may(&book, tom));
        assert_eq!(kinds(&book.wait(DAY).expect("judged")), ["taken"]);
        assert!(!may(&book, tom));
    }
    book.given(lise, grant(), tom);
    let period = days(&book, Some(1), Some(2));
    book.hold(lise, Hold { period, ..give(Holding::Restriction(permission("trips.view")), tom) }).expect("allowed");
    book.wait(DAY).expect("judged");
    assert!(!may(&book, tom), "restricted for a day");
    book.wait(DAY).expect("judged");
    assert!(may(&book, tom));
}

#[test]
fn what_begins_is_judged_again_with_the_giver_as_they_are_then_r6_c22() {
    type Loss = fn(&mut Book, MemberId);
    let losses: [(&str, Loss); 4] = [
        ("suspended", |book, lise| book.acted(book.owner, Action::Suspend, lise)),
        ("archived", |book, lise| book.acted(book.owner, Action::Archive, lise)),
        ("lowered", |book, lise| {
            let lower = Edit { tier: Some(Tier::User), ..Edit::of(lise) };
            book.edit(book.owner, lower).expect("allowed");
        }),
        ("restricted", |book, lise| {
            book.given(book.owner, Holding::Restriction(permission("trips.view")), lise);
        }),
    ];
    for (how, loss) in losses {
        let (mut book, lise, tom) = book();
        let period = days(&book, Some(1), None);
        book.hold(lise, Hold { period, ..give(grant(), tom) }).expect("allowed");
        loss(&mut book, lise);
        let decision = book.wait(DAY).expect("judged");
        assert_eq!((kinds(&decision), may(&book, tom)), (vec!["unscheduled"], false), "{how}");
        assert!(left_out(&decision.events).iter().all(|words| !words.is_empty()), "{how}: it says why");
    }
}

#[test]
fn a_giver_who_is_gone_gives_nothing_and_one_who_is_back_does() {
    let (mut book, lise, tom) = book();
    let owner = book.owner;
    let period = days(&book, Some(1), None);
    book.hold(lise, Hold { period, ..give(grant(), tom) }).expect("allowed");
    book.acted(owner, Action::Suspend, lise);
    let mut erased = book.clone();
    book.acted(owner, Action::Reactivate, lise);
    assert_eq!(kinds(&book.wait(DAY).expect("judged")), ["unscheduled", "given"]);
    for action in [Action::Archive, Action::Erase] {
        erased.acted(owner, action, lise);
    }
    let decision = erased.wait(DAY).expect("judged");
    assert_eq!(left_out(&decision.events), ["Whoever gave it isn\u{2019}t an administrator any more."]);
}

#[test]
fn who_rose_above_the_giver_meanwhile_gets_nothing_by_them_r14() {
    let (mut book, _, tom) = book();
    let owner = book.owner;
    let mads = book.custom("Mads", Tier::Admin, &[]);
    book.given(owner, grant(), mads);
    let period = days(&book, Some(1), None);
    book.hold(mads, Hold { period, ..give(grant(), tom) }).expect("allowed");
    book.given(owner, Holding::Grant(permission("vehicles.view")), tom);
    assert_eq!(left_out(&book.wait(DAY).expect("judged").events), ["Tom has rights that you don’t have."]);
}

#[test]
fn who_is_archived_when_the_day_comes_gets_nothing_r4() {
    let (mut book, lise, tom) = book();
    let period = days(&book, Some(1), None);
    book.hold(lise, Hold { period, ..give(grant(), tom) }).expect("allowed");
    book.acted(lise, Action::Archive, tom);
    assert_eq!(left_out(&book.wait(DAY).expect("judged").events), ["Tom is archived."]);
}

#[test]
fn what_nobody_saw_begin_before_it_was_over_never_begins() {
    let (mut book, lise, tom) = book();
    let period = days(&book, Some(1), Some(2));
    book.hold(lise, Hold { period, ..give(grant(), tom) }).expect("allowed");
    let decision = book.wait(3 * DAY).expect("judged");
    assert_eq!(kinds(&decision), ["unscheduled"], "Rollbook was shut for three days");
    assert_eq!(left_out(&decision.events), ["Its time was over before it could begin."]);
}

#[test]
fn only_rollbook_itself_begins_and_ends_what_is_due() {
    let (mut book, _, tom) = book();
    for actor in [Actor::Member(Box::new(book.member(book.owner))), Actor::Invited(tom)] {
        let why = refusal(book.run_as(&actor, &Command::Settle));
        assert_eq!((why.code, why.message.as_str()), (Code::NotAllowed, "Only Rollbook itself does this."));
    }
}

fn set(book: &mut Book, actor: MemberId, member: MemberId, period: Period) -> crate::model::Outcome {
    book.run(actor, &Command::SetPeriod { member, seen: None, period })
}

#[test]
fn a_membership_ends_by_itself_and_frees_the_seat() {
    let (mut book, lise, tom) = book();
    book.given(lise, Holding::Licence(package("fleet.base")), tom);
    let until = days(&book, None, Some(1));
    assert_eq!(kinds(&set(&mut book, lise, tom, until).expect("allowed")), ["period_changed"]);
    let decision = book.wait(DAY).expect("judged");
    assert_eq!(kinds(&decision), ["period_changed", "status_changed", "seat_freed"]);
    assert!(decision.effects.contains(&Effect::EndSessions { member: tom, why: Ended::Shut }), "at once");
    assert_eq!(book.status(tom), Status::Suspended);
    book.acted(lise, Action::Reactivate, tom);
    assert_eq!(book.wait(9 * DAY).expect("judged").events, [], "and doesn't end again");
}

#[test]
fn an_invitation_that_nobody_took_ends_with_its_membership() {
    let (mut book, lise, _) = book();
    let ada = book.invited(lise, invite("Ada", "ada@example.org"));
    let until = days(&book, None, Some(1));
    set(&mut book, lise, ada, until).expect("allowed");
    let decision = book.wait(DAY).expect("judged");
    assert!(decision.effects.contains(&Effect::KillLinks { member: ada }));
    assert_eq!(book.status(ada), Status::Archived);
    assert_eq!(code(&book.accept(ada)), Some(Code::LinkDead));
}

#[test]
fn the_owner_never_ends_and_nobody_ends_themselves_r15_r17() {
    let (mut book, lise, _) = book();
    let owner = book.owner;
    let period = days(&book, None, Some(1));
    assert_eq!(code(&set(&mut book, lise, owner, period)), Some(Code::RankTooLow));
    assert_eq!(code(&set(&mut book, owner, owner, period)), Some(Code::Yourself));
    assert_eq!(code(&set(&mut book, lise, lise, period)), Some(Code::Yourself));
    assert_eq!(book.wait(9 * DAY).expect("judged").events, []);
}

#[test]
fn a_membership_period_that_cant_be_is_refused() {
    let (mut book, lise, tom) = book();
    for (from, until) in [(None, Some(-1)), (Some(2), Some(2)), (Some(3), Some(1))] {
        let period = days(&book, from, until);
        let why = refusal(set(&mut book, lise, tom, period));
        assert_eq!((why.code, why.field.as_deref()), (Code::Invalid, Some("until")));
    }
    book.acted(lise, Action::Archive, tom);
    let period = days(&book, None, Some(1));
    assert_eq!(code(&set(&mut book, lise, tom, period)), Some(Code::WrongStatus));
}

#[test]
fn a_period_is_taken_back_and_who_was_put_outside_by_it_is_in_again_b6() {
    let (mut book, lise, tom) = book();
    book.given(lise, Holding::Licence(package("fleet.base")), tom);
    let before = book.member(tom).holds;
    let period = days(&book, Some(1), Some(5));
    set(&mut book, lise, tom, period).expect("allowed");
    let undone = book.undo(lise).expect("allowed");
    assert_eq!((undone.refused, undone.kept), (vec![], vec![]));
    assert_eq!((book.status(tom), book.member(tom).holds), (Status::Active, before));
}

#[test]
fn what_is_still_due_is_what_the_record_still_says() {
    let (mut book, lise, tom) = book();
    let due = |what| Due { member: tom, what };
    let all = || [DueWhat::Begins(grant()), DueWhat::Ends(grant()), DueWhat::MembershipBegins, DueWhat::MembershipEnds];
    let still = |book: &Book| all().map(|what| still_due(&book.member(tom), &due(what)));
    assert_eq!(still(&book), [false; 4]);
    let period = days(&book, Some(1), None);
    book.hold(lise, Hold { period, ..give(grant(), tom) }).expect("allowed");
    assert_eq!(still(&book), [true, false, false, false]);
    book.given(lise, grant(), tom);
    assert_eq!(still(&book), [false, true, false, false]);
    let period = days(&book, Some(1), Some(2));
    set(&mut book, lise, tom, period).expect("allowed");
    assert_eq!(still(&book), [false, true, true, true]);
}
