//! Impact: who gains and who loses what by a command, before it is carried out (B6).

use crate::model::{Book, Counting, fleet, give, permissions, role_edit};
use rollbook_domain::{
    Command, CommandId, Facts, MemberId,
    command::{Action, Edit, RoleEdit},
    decide::decide,
    facts::{Actor, Context},
    holding::Holding,
    impact::{Change, between, could_still_give, now},
    member::{AccessMode, Tier},
    organization::Plan,
};

fn book() -> (Book, MemberId) {
    let mut book = Book::new(Plan::Business);
    book.take_product(&fleet());
    let drivers = book.by_group_name("Drivers");
    let tom = book.custom("Tom", Tier::User, &[drivers]);
    (book, tom)
}

/// The facts before a command, and after it without carrying it out.
fn facts(book: &Book, command: &Command) -> (Facts, Facts) {
    let actor = Actor::Member(Box::new(book.member(book.owner)));
    let before = book.facts(actor, command);
    let mut ids = Counting::default();
    let at = Context { now: book.now, command: CommandId::new(&mut ids) };
    let decision = decide(&before, at, command, &mut ids).expect("allowed");
    let mut after = before.clone();
    decision.events.iter().for_each(|event| after.apply(event));
    (before, after)
}

fn impact(book: &Book, command: &Command, member: MemberId) -> Option<Change> {
    let (before, after) = facts(book, command);
    between(&before, &after, member)
}

#[test]
fn a_role_edit_names_what_each_of_its_members_gains_and_loses_r19() {
    let (mut book, tom) = book();
    let owner = book.owner;
    let clerk = book.role("Clerk", &["trips.view", "vehicles.view"]);
    book.given(owner, Holding::Role(clerk), tom);
    let una = book.all("Una", Tier::User);
    book.given(owner, Holding::Role(clerk), una);
    let (give, take) = (permissions(&["vehicles.edit"]), permissions(&["trips.view", "vehicles.view"]));
    let command = Command::EditRoles(vec![RoleEdit { give, take, ..role_edit(clerk) }]);
    let state = book.state.clone();
    let change = impact(&book, &command, tom).expect("he is concerned");
    assert_eq!(change.gained, permissions(&["vehicles.edit"]));
    assert_eq!(change.lost, permissions(&["vehicles.view"]), "trips.view stays by his group");
    assert_eq!(impact(&book, &command, una), None, "who has all neither gains nor loses");
    assert_eq!(book.state, state, "nothing was done");
}

#[test]
fn leaving_and_coming_are_told_as_losing_and_gaining_everything() {
    let (mut book, tom) = book();
    let all = permissions(&["trips.edit", "trips.view"]);
    let act = |action| Command::Act { action, members: vec![tom] };
    let change = impact(&book, &act(Action::Suspend), tom).expect("he is concerned");
    assert_eq!((change.gained, &change.lost), (vec![], &all));
    book.acted(book.owner, Action::Suspend, tom);
    let change = impact(&book, &act(Action::Reactivate), tom).expect("he is concerned");
    assert_eq!((&change.gained, change.lost), (&all, vec![]));
    let grant = Holding::Grant(permissions(&["vehicles.view"]).remove(0));
    assert_eq!(impact(&book, &Command::Hold(give(grant, tom)), tom), None, "suspended, he gains nothing yet");
    let edit = Command::Edit(Edit { access: Some(AccessMode::All), ..Edit::of(tom) });
    assert_eq!(impact(&book, &edit, tom), None);
}

#[test]
fn a_product_that_is_taken_is_a_gain_of_those_who_have_all_and_of_built_in_groups() {
    let (mut book, tom) = book();
    let una = book.all("Una", Tier::User);
    let guest = book.by_group_name("Guest");
    book.given(book.owner, Holding::Group(guest), tom);
    let product = Some(Box::new(crate::model::forms()));
    let command = Command::SetSeats { package: crate::model::package("forms.base"), seats: 1, product };
    let gained = |member| impact(&book, &command, member).expect("concerned").gained;
    assert_eq!(gained(una), permissions(&["forms.edit", "forms.view"]));
    assert_eq!(gained(tom), permissions(&["forms.view"]));
}

#[test]
fn what_somebody_gave_is_listed_once_they_could_not_give_it_any_more_c19() {
    let (mut book, _) = book();
    let owner = book.owner;
    let lise = book.all("Lise", Tier::Admin);
    let given = book.structure().known(&permissions(&["trips.view"]));
    let could = |book: &Book| {
        let facts = book.facts(Actor::System, &Command::Settle);
        could_still_give(&facts, &book.member(lise), &given)
    };
    assert!(could(&book));
    let restriction = Holding::Restriction(permissions(&["trips.view"]).remove(0));
    book.given(owner, restriction.clone(), lise);
    assert!(!could(&book), "she has it no more");
    book.taken(owner, restriction, lise);
    book.edit(owner, Edit { tier: Some(Tier::User), ..Edit::of(lise) }).expect("allowed");
    assert!(!could(&book), "she administers no more");
    book.edit(owner, Edit { tier: Some(Tier::Admin), ..Edit::of(lise) }).expect("allowed");
    book.acted(owner, Action::Suspend, lise);
    assert!(!could(&book), "she is out");
}

#[test]
fn what_a_member_may_do_now_is_read_by_the_catalogue_of_the_moment() {
    let (book, tom) = book();
    let facts = book.facts(Actor::System, &Command::Settle);
    let set = now(&facts, &facts.members[&tom]);
    assert_eq!(facts.structure.numbers().permissions(&set), permissions(&["trips.edit", "trips.view"]));
    assert_eq!(now(&facts, &facts.members[&book.owner]).len(), book.state.catalogue.len());
}
