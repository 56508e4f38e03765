//! Reasons: of each permission it can be said where it comes from (R11, B5).

use crate::model::{Book, fleet, permission};
use rollbook_domain::{
    MemberId,
    command::Action,
    decide::authority::{Reason, reasons},
    holding::Holding,
    member::{AccessMode, Kind, Tier},
    organization::Plan,
};

fn book() -> Book {
    let mut book = Book::new(Plan::Business);
    book.take_product(&fleet());
    book
}

fn of(book: &Book, member: MemberId) -> Vec<Reason> {
    reasons(&book.structure(), &book.member(member), &permission("trips.view"))
}

#[test]
fn every_source_is_named_and_what_takes_away_comes_last_r11() {
    let mut book = book();
    let owner = book.owner;
    let tom = book.custom("Tom", Tier::User, &[]);
    assert_eq!(of(&book, tom), []);
    let clerk = book.role("Clerk", &["trips.view"]);
    let other = book.role("Other", &["vehicles.view"]);
    let drivers = book.by_group_name("Drivers");
    let (grant, restriction) =
        (Holding::Grant(permission("trips.view")), Holding::Restriction(permission("trips.view")));
    for what in
        [restriction.clone(), grant.clone(), Holding::Group(drivers), Holding::Role(other), Holding::Role(clerk)]
    {
        book.given(owner, what, tom);
    }
    let named = [Holding::Role(clerk), Holding::Group(drivers), grant, restriction];
    assert_eq!(of(&book, tom), named.map(Reason::Held), "all of them, without what carries something else");
}

#[test]
fn the_owner_super_admin_and_all_are_reasons_of_their_own_r11() {
    let mut book = book();
    let owner = book.owner;
    assert_eq!(of(&book, owner), [Reason::Owner]);
    let una = book.all("Una", Tier::User);
    book.given(owner, Holding::Group(book.by_group_name("Drivers")), una);
    assert_eq!(of(&book, una), [Reason::All], "in mode All nothing else says anything");
    let restriction = Holding::Restriction(permission("trips.view"));
    book.given(owner, restriction.clone(), una);
    assert_eq!(of(&book, una), [Reason::All, Reason::Held(restriction)]);
    let super_admin = book.super_admin();
    book.given(owner, super_admin.clone(), una);
    let Holding::Role(role) = super_admin else { panic!("a role") };
    assert_eq!(of(&book, una), [Reason::SuperAdmin(role)], "no restriction reaches a Super Admin");
}

#[test]
fn portal_members_have_their_reasons_in_portal_roles_and_system_members_have_none_r8_r10() {
    let mut book = book();
    let owner = book.owner;
    let customer = book.portal_role("Customer", &["trips.view"]);
    let pia = book.of_kind(Kind::Portal, "Pia");
    book.given(owner, Holding::Role(customer), pia);
    assert_eq!(of(&book, pia), [Reason::Held(Holding::Role(customer))]);
    let sys = book.of_kind(Kind::System, "Sys");
    book.state.members.get_mut(&sys).unwrap().access = AccessMode::All;
    assert_eq!(of(&book, sys), []);
}

#[test]
fn the_reasons_of_who_is_away_are_those_of_their_return() {
    let mut book = book();
    let owner = book.owner;
    let una = book.all("Una", Tier::User);
    book.acted(owner, Action::Suspend, una);
    assert_eq!(of(&book, una), [Reason::All]);
}
