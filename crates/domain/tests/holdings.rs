//! Roles, groups, grants and restrictions of members: the ceiling (R13), rank (R14), nobody
//! themselves (R17), and what wins (R11).

use crate::model::{Book, code, fleet, give, kinds, package, permission, permissions, refusal, take};
use rollbook_domain::{
    Code, MemberId,
    command::{Action, Edit, Hold},
    decide::authority::effective_now,
    group::Permission,
    holding::{Holding, Period},
    member::{AccessMode, Tier},
    organization::Plan,
    time::DAY,
};

fn grant(text: &str) -> Holding {
    Holding::Grant(permission(text))
}

fn restriction(text: &str) -> Holding {
    Holding::Restriction(permission(text))
}

/// Lise administers with trips by a grant; Tom has nothing.
fn book() -> (Book, MemberId, MemberId) {
    let mut book = Book::new(Plan::Business);
    book.take_product(&fleet());
    let owner = book.owner;
    let lise = book.custom("Lise", Tier::Admin, &[]);
    let tom = book.custom("Tom", Tier::User, &[]);
    for what in [grant("trips.view"), grant("trips.edit")] {
        book.given(owner, what, lise);
    }
    (book, lise, tom)
}

fn may(book: &Book, member: MemberId) -> Vec<Permission> {
    let structure = book.structure();
    let set = effective_now(&structure, &book.member(member)).listed(&structure);
    structure.numbers().permissions(&set)
}

#[test]
fn roles_groups_and_grants_add_up_and_restrictions_win_r11() {
    let (mut book, _, tom) = book();
    let owner = book.owner;
    let clerk = book.role("Clerk", &["vehicles.view"]);
    let drivers = book.by_group_name("Drivers");
    for what in [Holding::Role(clerk), Holding::Group(drivers), grant("vehicles.edit"), restriction("trips.edit")] {
        book.given(owner, what, tom);
    }
    assert_eq!(may(&book, tom), permissions(&["trips.view", "vehicles.edit", "vehicles.view"]));
    book.edit(owner, Edit { access: Some(AccessMode::All), ..Edit::of(tom) }).expect("allowed");
    let mut all: Vec<_> = book.state.catalogue.iter().cloned().collect();
    all.retain(|p| *p != permission("trips.edit"));
    assert_eq!(may(&book, tom), all, "in both modes");
    book.taken(owner, restriction("trips.edit"), tom);
    assert!(may(&book, tom).contains(&permission("trips.edit")));
}

#[test]
fn all_is_every_permission_that_comes_later_too_and_custom_is_what_was_given_r11() {
    let (mut book, lise, _) = book();
    let una = book.all("Una", Tier::User);
    book.take_product(&crate::model::forms());
    assert!(may(&book, una).contains(&permission("forms.edit")));
    assert!(!may(&book, lise).contains(&permission("forms.edit")));
}

#[test]
fn who_has_everything_is_not_restricted_r11() {
    let (mut book, _, _) = book();
    let owner = book.owner;
    let sam = book.custom("Sam", Tier::Admin, &[]);
    let super_admin = book.super_admin();
    book.given(owner, restriction("trips.view"), sam);
    book.given(owner, super_admin, sam);
    assert!(may(&book, sam).contains(&permission("trips.view")), "what was restricted before says nothing now");
    let why = refusal(book.hold(owner, give(restriction("trips.edit"), sam)));
    assert_eq!((why.code, why.help.as_str()), (Code::SuperAdminFixed, "Take the role Super Admin away first."));
    assert_eq!(code(&book.hold(sam, give(restriction("trips.edit"), owner))), Some(Code::RankTooLow), "nor the owner");
    let super_admin = book.super_admin();
    let instead = Hold { take: vec![super_admin], ..give(restriction("trips.edit"), sam) };
    assert_eq!(code(&book.hold(owner, instead)), None, "in one breath it is taken away first");
}

#[test]
fn nobody_gives_what_they_dont_have_in_whatever_form_r13() {
    let (mut book, lise, tom) = book();
    let clerk = book.role("Clerk", &["vehicles.view"]);
    let crew = book.group("Crew", &["trips.view", "vehicles.edit"]);
    let super_admin = book.super_admin();
    for (field, what) in [
        ("roles", Holding::Role(clerk)),
        ("groups", Holding::Group(crew)),
        ("grants", grant("vehicles.view")),
        ("roles", super_admin),
    ] {
        let why = refusal(book.hold(lise, give(what.clone(), tom)));
        assert_eq!((why.code, why.field.as_deref()), (Code::Ceiling, Some(field)), "{what:?}");
        let later = Period { from: Some(book.now.plus(DAY)), until: None };
        let hold = Hold { period: later, ..give(what.clone(), tom) };
        assert_eq!(code(&book.hold(lise, hold)), Some(Code::Ceiling), "nor for later: {what:?}");
    }
    assert_eq!(code(&book.hold(lise, give(grant("trips.view"), tom))), None, "what she has she may give");
}

#[test]
fn only_the_owner_and_super_admins_make_a_super_admin_r13() {
    let (mut book, _, tom) = book();
    let owner = book.owner;
    let everything = book.all("Mads", Tier::Admin);
    let super_admin = book.super_admin();
    let why = refusal(book.hold(everything, give(super_admin.clone(), tom)));
    assert_eq!((why.code, why.message.as_str()), (Code::Ceiling, "Only the owner and Super Admins give Super Admin."));
    book.given(owner, super_admin.clone(), tom);
    assert_eq!(
        code(&book.act(everything, Action::Suspend, tom)),
        Some(Code::RankTooLow),
        "and who is one stands above"
    );
    let sam = book.custom("Sam", Tier::Admin, &[]);
    book.given(owner, super_admin.clone(), sam);
    book.taken(sam, super_admin, tom);
}

#[test]
fn who_is_restricted_gives_neither_it_nor_all_r12_r13() {
    let (mut book, _, tom) = book();
    let owner = book.owner;
    let rita = book.all("Rita", Tier::Admin);
    book.given(owner, restriction("trips.edit"), rita);
    assert_eq!(code(&book.hold(rita, give(grant("trips.edit"), tom))), Some(Code::Ceiling));
    assert_eq!(code(&book.hold(rita, give(grant("trips.view"), tom))), None);
    let all = Edit { access: Some(AccessMode::All), ..Edit::of(tom) };
    assert_eq!(code(&book.edit(rita, all.clone())), Some(Code::Ceiling), "All would be more than she has");
    book.given(rita, restriction("trips.edit"), tom);
    assert_eq!(code(&book.edit(rita, all)), None, "but for the same restriction");
    let lifted = refusal(book.hold(rita, take(restriction("trips.edit"), tom)));
    assert_eq!(lifted.code, Code::Ceiling, "and lifting it would give what she lacks");
}

#[test]
fn a_restriction_that_ends_by_itself_hides_nothing_from_the_ceiling_r13_b13() {
    let (mut book, lise, tom) = book();
    let owner = book.owner;
    let tomorrow = Some(book.now.plus(DAY));
    let dated = |hold: Hold| Hold { period: Period { from: None, until: tomorrow }, ..hold };
    let clerk = book.role("Clerk", &["vehicles.view"]);
    book.hold(owner, dated(give(restriction("vehicles.view"), tom))).expect("allowed");
    let why = refusal(book.hold(lise, give(Holding::Role(clerk), tom)));
    assert_eq!(why.code, Code::Ceiling, "tomorrow he would have it, and she gave it");
    let all = Edit { access: Some(AccessMode::All), ..Edit::of(tom) };
    let rita = book.all("Rita", Tier::Admin);
    book.given(owner, restriction("vehicles.view"), rita);
    assert_eq!(code(&book.edit(rita, all)), Some(Code::Ceiling));
    assert_eq!(code(&book.hold(lise, give(grant("trips.view"), tom))), None, "her own she may give");
    let una = book.custom("Una", Tier::User, &[]);
    let both = vec![Holding::Role(clerk), restriction("vehicles.view")];
    let later = Period { from: tomorrow, until: None };
    for period in [Period { from: None, until: tomorrow }, later] {
        let at_once = Hold { give: both.clone(), period, ..give(restriction("vehicles.view"), una) };
        assert_eq!(code(&book.hold(lise, at_once)), Some(Code::Ceiling), "nor with it in one breath");
    }
}

#[test]
fn nobody_lets_a_restriction_end_sooner_on_what_they_lack_r13() {
    let (mut book, lise, tom) = book();
    let owner = book.owner;
    for what in [grant("vehicles.view"), restriction("vehicles.view")] {
        book.given(owner, what, tom);
    }
    let soon = Period { from: None, until: Some(book.now.plus(DAY)) };
    let sooner = Hold { period: soon, ..give(restriction("vehicles.view"), tom) };
    assert_eq!(code(&book.hold(lise, sooner.clone())), Some(Code::Ceiling));
    let decision = book.hold(owner, sooner).expect("the owner may");
    assert_eq!(kinds(&decision), ["end_moved"]);
    assert_eq!(
        code(&book.hold(lise, give(restriction("vehicles.view"), tom))),
        Some(Code::RankTooLow),
        "he will have it"
    );
}

#[test]
fn nobody_lifts_a_restriction_from_what_is_still_to_come_r13_b13() {
    let (mut book, lise, tom) = book();
    let owner = book.owner;
    book.given(owner, restriction("vehicles.view"), tom);
    let later = Period { from: Some(book.now.plus(DAY)), until: None };
    book.hold(owner, Hold { period: later, ..give(grant("vehicles.view"), tom) }).expect("allowed");
    assert_eq!(code(&book.hold(lise, take(restriction("vehicles.view"), tom))), Some(Code::Ceiling));
}

#[test]
fn who_will_stand_above_stands_above_already_r14() {
    let (mut book, lise, tom) = book();
    let owner = book.owner;
    let later = Period { from: Some(book.now.plus(DAY)), until: None };
    book.hold(owner, Hold { period: later, ..give(grant("vehicles.view"), tom) }).expect("allowed");
    let mine = Edit { email: Some("mine@example.org".into()), ..Edit::of(tom) };
    let why = refusal(book.edit(lise, mine));
    assert_eq!(why.code, Code::RankTooLow, "whoever moves the address today becomes them tomorrow");
    let everything = book.all("Mads", Tier::Admin);
    let super_admin = book.super_admin();
    book.hold(owner, Hold { period: later, ..give(super_admin, tom) }).expect("allowed");
    assert_eq!(code(&book.act(everything, Action::Suspend, tom)), Some(Code::RankTooLow));
}

#[test]
fn nobody_changes_what_they_hold_themselves_but_for_a_seat_r17() {
    let (mut book, lise, _) = book();
    book.buy(&package("fleet.base"), 1);
    let clerk = book.role("Clerk", &[]);
    let crew = book.group("Crew", &[]);
    let owner = book.owner;
    for (field, what) in [
        ("roles", Holding::Role(clerk)),
        ("groups", Holding::Group(crew)),
        ("grants", grant("trips.view")),
        ("restrictions", restriction("trips.view")),
    ] {
        for hold in [give(what.clone(), lise), take(what.clone(), lise)] {
            let why = refusal(book.hold(lise, hold));
            assert_eq!((why.code, why.field.as_deref()), (Code::Yourself, Some(field)));
        }
        assert_eq!(code(&book.hold(owner, give(what, owner))), Some(Code::Yourself), "nor the owner");
    }
    assert_eq!(code(&book.hold(lise, give(Holding::Licence(package("fleet.base")), lise))), None, "a seat is no right");
}

#[test]
fn what_is_as_asked_leaves_no_trace() {
    let (mut book, _, tom) = book();
    let owner = book.owner;
    book.given(owner, grant("trips.view"), tom);
    assert_eq!(book.hold(owner, give(grant("trips.view"), tom)).expect("allowed").events, []);
    assert_eq!(book.hold(owner, take(grant("trips.edit"), tom)).expect("allowed").events, []);
}

#[test]
fn an_end_is_set_moved_and_taken_away() {
    let (mut book, _, tom) = book();
    let owner = book.owner;
    let until = |days: i64, book: &Book| Period { from: None, until: Some(book.now.plus(days * DAY)) };
    for period in [until(1, &book), until(2, &book), Period::OPEN] {
        let before = book.member(tom).holds.ends;
        let hold = Hold { period, ..give(grant("trips.view"), tom) };
        let decision = book.hold(owner, hold).expect("allowed");
        assert_eq!(book.member(tom).holds.end_of(&grant("trips.view")), period.until);
        let first = before.is_empty();
        assert_eq!(kinds(&decision), [if first { "given" } else { "end_moved" }]);
    }
    book.undo(owner).expect("allowed");
    assert!(book.member(tom).holds.end_of(&grant("trips.view")).is_some(), "the last change is taken back");
}

#[test]
fn what_is_held_already_doesnt_begin_later_and_the_refusal_says_so() {
    let (mut book, _, tom) = book();
    let owner = book.owner;
    let clerk = book.role("Clerk", &[]);
    let crew = book.group("Crew", &[]);
    let later = Period { from: Some(book.now.plus(DAY)), until: Some(book.now.plus(2 * DAY)) };
    for (what, name) in [
        (grant("trips.view"), "trips.view"),
        (restriction("trips.edit"), "the restriction of trips.edit"),
        (Holding::Role(clerk), "the role Clerk"),
        (Holding::Group(crew), "the group Crew"),
    ] {
        book.given(owner, what.clone(), tom);
        let why = refusal(book.hold(owner, Hold { period: later, ..give(what.clone(), tom) }));
        assert_eq!((why.code, why.field.as_deref()), (Code::Invalid, Some("from")));
        assert_eq!(why.message, format!("Tom has {name} already, so it can’t begin later."));
        // Taken away in the same breath, it does.
        let anew = Hold { period: later, take: vec![what.clone()], ..give(what, tom) };
        assert_eq!(kinds(&book.hold(owner, anew).expect("allowed")), ["taken", "scheduled"]);
    }
}

#[test]
fn a_period_that_cant_be_is_refused() {
    let (mut book, _, tom) = book();
    let owner = book.owner;
    let at = |days: i64| Some(book.now.plus(days * DAY));
    for (from, until) in [(None, at(-1)), (at(2), at(1)), (at(2), at(2)), (at(-3), at(-2))] {
        let hold = Hold { period: Period { from, until }, ..give(grant("trips.view"), tom) };
        let why = refusal(book.hold(owner, hold));
        assert_eq!((why.code, why.field.as_deref()), (Code::Invalid, Some("until")));
    }
}

#[test]
fn what_isnt_here_is_not_found_whatever_it_is_c28() {
    let (mut book, _, tom) = book();
    let owner = book.owner;
    let foreign = uuid::Uuid::from_u128(u128::MAX);
    for (field, what) in [
        ("roles", Holding::Role(rollbook_domain::RoleId::from_uuid(foreign))),
        ("groups", Holding::Group(rollbook_domain::GroupId::from_uuid(foreign))),
        ("portals", Holding::Portal(rollbook_domain::PortalId::from_uuid(foreign))),
        ("licences", Holding::Licence(package("fleet.none"))),
        ("grants", grant("nothing.view")),
        ("restrictions", restriction("nothing.view")),
    ] {
        for hold in [give(what.clone(), tom), take(what.clone(), tom)] {
            let why = refusal(book.hold(owner, hold));
            assert_eq!((why.code, why.field.as_deref()), (Code::NotFound, Some(field)), "{what:?}");
        }
    }
    let nobody = MemberId::from_uuid(foreign);
    assert_eq!(code(&book.hold(owner, give(grant("trips.view"), nobody))), Some(Code::NotFound));
}

#[test]
fn a_million_grants_are_refused_with_words() {
    let (mut book, _, tom) = book();
    let owner = book.owner;
    let many = vec![grant("trips.view"); 1_000_000];
    let why = refusal(book.hold(owner, Hold { give: many.clone(), ..give(grant("trips.view"), tom) }));
    assert_eq!(why.message, "This names 1000000 things at once. The most is 10000.");
    assert_eq!((why.code, why.help.as_str()), (Code::Invalid, "Do it in parts."));
    let grants = Some(vec![permission("trips.view"); 1_000_000]);
    assert_eq!(code(&book.edit(owner, Edit { grants, ..Edit::of(tom) })), Some(Code::Invalid));
    let with_many = rollbook_domain::command::Invite { holds: many, ..crate::model::invite("Ada", "ada@example.org") };
    assert_eq!(code(&book.invite(owner, with_many)), Some(Code::Invalid));
}

#[test]
fn what_waits_can_be_given_at_once_or_taken_or_both_in_one_breath() {
    let (mut book, _, tom) = book();
    let owner = book.owner;
    let later = Period { from: Some(book.now.plus(DAY)), until: None };
    let wait = |book: &mut Book| {
        let hold = Hold { period: later, ..give(grant("trips.view"), tom) };
        assert_eq!(kinds(&book.hold(owner, hold).expect("allowed")), ["scheduled"]);
    };
    wait(&mut book);
    let both = Hold { take: vec![grant("trips.view")], ..give(grant("trips.view"), tom) };
    assert_eq!(kinds(&book.hold(owner, both).expect("allowed")), ["unscheduled", "given"]);
    book.taken(owner, grant("trips.view"), tom);
    wait(&mut book);
    assert_eq!(kinds(&book.hold(owner, give(grant("trips.view"), tom)).expect("allowed")), ["unscheduled", "given"]);
    book.taken(owner, grant("trips.view"), tom);
    wait(&mut book);
    assert_eq!(kinds(&book.hold(owner, take(grant("trips.view"), tom)).expect("allowed")), ["unscheduled"]);
}

#[test]
fn a_table_lets_somebody_into_a_group_that_they_wait_for() {
    let (mut book, _, tom) = book();
    let owner = book.owner;
    let crew = book.group("Crew", &[]);
    let later = Period { from: Some(book.now.plus(DAY)), until: None };
    book.hold(owner, Hold { period: later, ..give(Holding::Group(crew), tom) }).expect("allowed");
    let row = rollbook_domain::command::PersonRow {
        groups: vec!["Crew".to_owned()],
        ..crate::model::person("", "tom@nordlys.no")
    };
    assert_eq!(kinds(&book.people(owner, vec![row]).expect("judged")), ["unscheduled", "given"]);
    assert_eq!(book.wait(2 * DAY).expect("judged").events, []);
}

#[test]
fn archived_members_hold_what_they_held_until_they_are_restored_r4() {
    let (mut book, _, tom) = book();
    let owner = book.owner;
    book.given(owner, grant("trips.view"), tom);
    book.acted(owner, Action::Archive, tom);
    for hold in [give(grant("trips.edit"), tom), take(grant("trips.view"), tom)] {
        let why = refusal(book.hold(owner, hold));
        assert_eq!((why.code, why.help.as_str()), (Code::WrongStatus, "Restore first."));
    }
    book.acted(owner, Action::Restore, tom);
    assert_eq!(may(&book, tom), permissions(&["trips.view"]));
}
