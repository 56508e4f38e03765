//! R13 over time: what the giver has until a day is given until that day at most, on every path.

use crate::model::{
    Book, Rights, code, fleet, give, group_edit, group_row, invite, new_role, package, permission, permissions, person,
    refusal, role_edit, rows, take,
};
use rollbook_domain::{
    Code, Command, Event, MemberId,
    command::{Action, Edit, GroupEdit, Hold, Invite, PersonRow, RoleEdit},
    holding::{Holding, Period},
    member::{AccessMode, Kind, Tier},
    organization::Plan,
    time::DAY,
};

/// An organization with a product; Mads administers with `trips.view` until the third day, and with
/// `vehicles.view` for good.
struct Cast {
    book: Book,
    mads: MemberId,
    tom: MemberId,
    third: rollbook_domain::Timestamp,
}

fn trips() -> Holding {
    Holding::Grant(permission("trips.view"))
}

fn cast() -> Cast {
    let mut book = Book::new(Plan::Business);
    book.take_product(&fleet());
    book.buy(&package("fleet.base"), 2);
    let owner = book.owner;
    let mads = book.custom("Mads", Tier::Admin, &[]);
    let tom = book.custom("Tom", Tier::User, &[]);
    book.given(owner, Holding::Grant(permission("vehicles.view")), mads);
    let third = book.now.plus(3 * DAY);
    book.hold(owner, Hold { period: until(third), ..give(trips(), mads) }).expect("allowed");
    Cast { book, mads, tom, third }
}

fn until(day: rollbook_domain::Timestamp) -> Period {
    Period { from: None, until: Some(day) }
}

/// Every way to give somebody for good what Mads has until the third day.
fn ways(book: &mut Book, tom: MemberId) -> Vec<Command> {
    let clerk = book.role("Clerk", &["trips.view"]);
    let crew = book.group("Crew", &["trips.view"]);
    let (desk, hall) = (book.role("Desk", &[]), book.group("Hall", &[]));
    let owner = book.owner;
    book.given(owner, Holding::Role(desk), tom);
    book.given(owner, Holding::Group(hall), tom);
    let ada = || invite("Ada", "ada@example.org");
    let mut all = Vec::new();
    for what in [trips(), Holding::Role(clerk), Holding::Group(crew)] {
        let now = book.now;
        let dates = [(None, None), (None, Some(4)), (Some(1), None), (Some(1), Some(4)), (Some(3), Some(4))];
        for (from, until) in dates {
            let at = |days: i64| now.plus(days * DAY);
            let period = Period { from: from.map(at), until: until.map(at) };
            all.push(Command::Hold(Hold { period, ..give(what.clone(), tom) }));
        }
    }
    let table = |row: PersonRow| Command::ImportPeople { rows: vec![row], invite: true };
    let crew_of = |name, email| PersonRow { groups: vec!["Crew".to_owned()], ..person(name, email) };
    let gains = || permissions(&["trips.view"]);
    all.extend([
        Command::Invite(Invite { holds: vec![trips()], ..ada() }),
        Command::Invite(Invite { holds: vec![Holding::Role(clerk)], ..ada() }),
        Command::Invite(Invite { holds: vec![trips()], kind: Kind::Api, email: String::new(), ..ada() }),
        Command::Invite(Invite { groups: vec![crew], ..ada() }),
        Command::Edit(Edit { grants: Some(gains()), ..Edit::of(tom) }),
        Command::Edit(Edit { roles: Some(vec![desk, clerk]), ..Edit::of(tom) }),
        Command::Edit(Edit { groups: Some(vec![hall, crew]), ..Edit::of(tom) }),
        Command::EditRoles(vec![RoleEdit { give: gains(), ..role_edit(desk) }]),
        Command::EditGroup(GroupEdit { give: gains(), ..group_edit(hall) }),
        Command::ImportGroups(vec![group_row("Hall", None, &["trips.view"])]),
        table(crew_of("Ada", "ada@example.org")),
        table(crew_of("", "tom@nordlys.no")),
    ]);
    all
}

#[test]
fn r13_what_is_had_until_a_day_is_given_for_longer_on_no_path() {
    let Cast { mut book, mads, tom, .. } = cast();
    for command in ways(&mut book, tom) {
        let before = book.state.clone();
        let outcome = book.run(mads, &command);
        let row = outcome.as_ref().map(rows).unwrap_or_default();
        assert!(code(&outcome) == Some(Code::Ceiling) || row == ["Ceiling"], "{command:?} led to {outcome:?}");
        assert!(book.state == before, "{command:?}");
        // The owner, who has it for good, may.
        let mut other = book.clone();
        assert_eq!(code(&other.run(other.owner, &command)), None, "{command:?}");
    }
}

#[test]
fn r13_the_refusal_names_the_day() {
    let Cast { mut book, mads, tom, .. } = cast();
    let why = refusal(book.hold(mads, give(trips(), tom)));
    let words = "You have trips.view only until 17 January 2027, so you can’t give it for longer.";
    assert_eq!((why.message.as_str(), why.help.as_str()), (words, "Let it end on 17 January 2027 or earlier."));
    assert_eq!(why.field.as_deref(), Some("grants"));
}

#[test]
fn r13_until_that_day_it_is_given_at_once_and_later() {
    let Cast { mut book, mads, tom, third } = cast();
    let (first, second) = (book.now.plus(DAY), book.now.plus(2 * DAY));
    for period in [until(third), until(second), Period { from: Some(first), until: Some(third) }] {
        book.hold(mads, Hold { period, ..give(trips(), tom) }).expect("within what he has");
        assert_eq!(code(&book.undo(mads)), None, "{period:?}");
    }
    // Nobody has a new role yet, so nothing is given by making it.
    book.run(mads, &Command::CreateRole(new_role("Clerk", &["trips.view"]))).expect("he has it now");
    book.wait(4 * DAY).expect("judged");
    assert_eq!(
        code(&book.hold(mads, Hold { period: until(book.now.plus(DAY)), ..give(trips(), tom) })),
        Some(Code::Ceiling)
    );
}

#[test]
fn r13_an_end_is_moved_no_further_than_the_givers_own_and_always_nearer() {
    let Cast { mut book, mads, tom, third } = cast();
    let owner = book.owner;
    book.hold(mads, Hold { period: until(third), ..give(trips(), tom) }).expect("allowed");
    for period in [Period::OPEN, until(third.plus(1))] {
        assert_eq!(code(&book.hold(mads, Hold { period, ..give(trips(), tom) })), Some(Code::Ceiling), "{period:?}");
    }
    // What somebody else gave for longer may be cut short.
    book.hold(owner, give(trips(), tom)).expect("allowed");
    book.hold(mads, Hold { period: until(third.plus(DAY)), ..give(trips(), tom) }).expect("nearer than never");
    assert_eq!(code(&book.undo(mads)), Some(Code::Ceiling), "and only the owner makes it last again");
    assert_eq!(code(&book.undo(owner)), None);
}

#[test]
fn r13_what_others_gave_for_good_stands_in_nobodys_way() {
    let Cast { mut book, mads, tom, .. } = cast();
    let owner = book.owner;
    book.given(owner, trips(), tom);
    book.given(mads, Holding::Grant(permission("vehicles.view")), tom);
    let later = Period { from: Some(book.now.plus(DAY)), until: None };
    let kai = book.custom("Kai", Tier::User, &[]);
    book.hold(owner, Hold { period: later, ..give(trips(), kai) }).expect("allowed");
    book.given(mads, Holding::Grant(permission("vehicles.view")), kai);
}

#[test]
fn r13_no_restriction_is_lifted_for_longer_than_the_lifter_has_what_it_takes() {
    let Cast { mut book, mads, tom, third } = cast();
    let owner = book.owner;
    let restriction = Holding::Restriction(permission("trips.view"));
    book.given(owner, trips(), tom);
    book.given(owner, restriction.clone(), tom);
    assert_eq!(code(&book.hold(mads, take(restriction.clone(), tom))), Some(Code::Ceiling));
    assert_eq!(
        code(&book.hold(mads, Hold { period: until(third), ..give(restriction.clone(), tom) })),
        Some(Code::Ceiling)
    );
    // One that is still to come is lifted as little.
    book.taken(owner, restriction.clone(), tom);
    let later = Period { from: Some(third), until: None };
    book.hold(owner, Hold { period: later, ..give(restriction.clone(), tom) }).expect("allowed");
    assert_eq!(code(&book.hold(mads, take(restriction, tom))), Some(Code::Ceiling));
}

#[test]
fn r13_what_will_be_taken_from_the_giver_counts_as_what_ends() {
    let Cast { mut book, mads, tom, third } = cast();
    let owner = book.owner;
    let vehicles = || Holding::Grant(permission("vehicles.view"));
    let later = Period { from: Some(third), until: None };
    let restriction = Holding::Restriction(permission("vehicles.view"));
    book.hold(owner, Hold { period: later, ..give(restriction, mads) }).expect("allowed");
    assert_eq!(code(&book.hold(mads, give(vehicles(), tom))), Some(Code::Ceiling));
    book.hold(mads, Hold { period: until(third), ..give(vehicles(), tom) }).expect("until then he has it");
    let lise = book.all("Lise", Tier::Admin);
    let restriction = Holding::Restriction(permission("trips.view"));
    book.hold(owner, Hold { period: later, ..give(restriction, lise) }).expect("allowed");
    let why = refusal(book.edit(lise, Edit { access: Some(AccessMode::All), ..Edit::of(tom) }));
    assert_eq!((why.code, why.field.as_deref()), (Code::Ceiling, Some("access")));
    assert!(why.message.contains("17 January 2027"), "{}", why.message);
}

#[test]
fn r13_a_super_admin_for_a_while_makes_none_for_longer() {
    let Cast { mut book, mads, tom, third } = cast();
    let (owner, root) = (book.owner, book.super_admin());
    book.hold(owner, Hold { period: until(third), ..give(root.clone(), mads) }).expect("allowed");
    let why = refusal(book.hold(mads, give(root.clone(), tom)));
    assert_eq!((why.code, why.field.as_deref()), (Code::Ceiling, Some("roles")));
    assert!(why.message.contains("17 January 2027"), "{}", why.message);
    book.hold(mads, Hold { period: until(third), ..give(root, tom) }).expect("until then he may");
    book.wait(4 * DAY).expect("judged");
    assert_eq!(Rights::of(&book.state, &book.member(tom)), Rights::default());
}

#[test]
fn r13_an_undo_gives_nothing_back_for_longer() {
    let Cast { mut book, mads, tom, .. } = cast();
    let owner = book.owner;
    let clerk = book.role("Clerk", &["trips.view"]);
    for what in [trips(), Holding::Role(clerk)] {
        book.given(owner, what.clone(), tom);
        book.taken(owner, what, tom);
        assert_eq!(code(&book.undo(mads)), Some(Code::Ceiling));
    }
    book.given(owner, Holding::Role(clerk), tom);
    let lose = RoleEdit { take: permissions(&["trips.view"]), ..role_edit(clerk) };
    book.run(owner, &Command::EditRoles(vec![lose])).expect("allowed");
    let outcome = book.undo(mads);
    assert_eq!(outcome.expect_err("refused").code, Code::Ceiling);
}

#[test]
fn r13_r6_what_the_giver_has_only_for_a_while_by_then_neither_begins_nor_is_accepted_for_good() {
    let Cast { mut book, mads, tom, third } = cast();
    let owner = book.owner;
    let vehicles = || Holding::Grant(permission("vehicles.view"));
    let later = Period { from: Some(book.now.plus(DAY)), until: None };
    book.hold(mads, Hold { period: later, ..give(vehicles(), tom) }).expect("he has it for good");
    let ada = book.invited(mads, Invite { holds: vec![vehicles()], ..invite("Ada", "ada@example.org") });
    book.hold(owner, Hold { period: until(third), ..give(vehicles(), mads) }).expect("allowed");
    book.accept(ada).expect("she comes in");
    assert_eq!(book.member(ada).holds.grants, []);
    let begun = book.wait(DAY).expect("judged");
    let words = begun.events.iter().find_map(|event| match event {
        Event::Unscheduled { left_out, .. } => Some(left_out.as_str()),
        _ => None,
    });
    assert_eq!(words, Some("You have vehicles.view only until 17 January 2027, so you can’t give it for longer."));
    assert_eq!(book.member(tom).holds.grants, []);
}

#[test]
fn r13_whoever_comes_back_keeps_what_others_gave_them() {
    let Cast { mut book, mads, tom, .. } = cast();
    let owner = book.owner;
    book.given(owner, trips(), tom);
    for (away, back) in [(Action::Suspend, Action::Reactivate), (Action::Archive, Action::Restore)] {
        book.acted(mads, away, tom);
        book.acted(mads, back, tom);
    }
}
