//! Tables of groups.

use super::{codes, lise, taken};
use crate::model::{Book, group_row, kinds, permission, rows};
use rollbook_domain::{Code, Event, command::GroupRow, decide::Decision, organization::Plan};

#[test]
fn groups_come_with_parents_catalogue_and_description_in_any_order() {
    let mut book = Book::new(Plan::Business);
    let table = vec![
        group_row("Oslo", Some("sales"), &["contacts.view", "contacts.view"]),
        GroupRow {
            description: " Who  sells ".to_owned(),
            ..group_row("Sales", Some("Company"), &["contacts.edit", "contacts.view"])
        },
        group_row("Company", None, &["time-off.v2.view"]),
    ];
    let decision = taken(book.groups(book.owner, table.clone()));
    assert_eq!(rows(&decision), ["created"; 3]);
    let catalogue: Vec<_> = decision.events.iter().take(2).cloned().collect();
    let extended = |module: &str, actions: &[&str]| Event::CatalogueExtended {
        module: module.to_owned(),
        actions: actions.iter().map(|a| (*a).to_owned()).collect(),
    };
    assert_eq!(catalogue, [extended("contacts", &["edit", "view"]), extended("time-off.v2", &["view"])]);
    let oslo = &book.state.groups[&book.by_group_name("Oslo")];
    assert_eq!(oslo.parent, Some(book.by_group_name("Sales")));
    assert_eq!(oslo.permissions, [permission("contacts.view")]);
    assert_eq!(book.state.groups[&book.by_group_name("Sales")].description, "Who sells");
    let again = taken(book.groups(book.owner, table));
    assert_eq!(rows(&again), ["unchanged"; 3]);
    assert_eq!(again.events, [], "twice changes nothing");
}

#[test]
fn a_table_of_groups_adds_and_never_takes_away() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    book.group("Sales", &["contacts.edit"]);
    let described =
        GroupRow { description: "Who sells".to_owned(), ..group_row("SALES", Some("User"), &["contacts.view"]) };
    let decision = taken(book.groups(owner, vec![described]));
    assert_eq!(rows(&decision), ["changed description, parent, 1 more permission"]);
    assert_eq!(rows(&taken(book.groups(owner, vec![group_row("Sales", None, &[])]))), ["unchanged"]);
    let sales = &book.state.groups[&book.by_group_name("Sales")];
    assert_eq!(sales.permissions, [permission("contacts.edit"), permission("contacts.view")]);
    assert_eq!((sales.description.as_str(), sales.parent.is_some()), ("Who sells", true));
}

#[test]
fn parents_never_form_a_circle() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    let new = vec![
        group_row("A", Some("B"), &[]),
        group_row("B", Some("C"), &[]),
        group_row("C", Some("A"), &[]),
        group_row("Self", Some("self"), &[]),
        group_row("Lost", Some("Nowhere"), &[]),
    ];
    let decision = taken(book.groups(owner, new));
    assert_eq!(codes(&decision), [Some(Code::NotFound); 5]);
    assert_eq!(decision.events, []);
    taken(book.groups(
        owner,
        vec![group_row("A", None, &[]), group_row("B", Some("A"), &[]), group_row("C", Some("B"), &[])],
    ));
    for (name, parent) in [("A", "C"), ("A", "A"), ("B", "C")] {
        let decision = taken(book.groups(owner, vec![group_row(name, Some(parent), &[])]));
        assert_eq!(codes(&decision), [Some(Code::NotFound)], "{name} under {parent}, all there already");
    }
    assert_eq!(rows(&taken(book.groups(owner, vec![group_row("C", Some("A"), &[])]))), ["changed parent"]);
}

#[test]
fn a_group_row_that_cant_be_taken_says_why_and_leaves_nothing_behind() {
    let mut book = Book::new(Plan::Business);
    let table = vec![
        group_row("Sales", None, &[]),
        group_row("SALES", None, &["contacts.view"]),
        group_row(" ", None, &["contacts.view"]),
        group_row(&"x".repeat(201), None, &[]),
        GroupRow { description: "x".repeat(1001), ..group_row("Long", None, &["contacts.view"]) },
        group_row("Child", Some("Long"), &[]),
    ];
    let decision = taken(book.groups(book.owner, table));
    let invalid = Some(Code::Invalid);
    assert_eq!(codes(&decision), [None, invalid, invalid, invalid, invalid, Some(Code::NotFound)]);
    assert_eq!(kinds(&decision), ["group_added"], "no catalogue, no child of a group that isn't there");
}

#[test]
fn nobody_raises_a_group_beyond_themselves_and_what_it_has_is_no_gift_c18() {
    let (mut book, lise) = lise();
    let table = vec![
        group_row("Payroll", None, &["payroll.view"]),
        group_row("Sales", None, &["payroll.view"]),
        group_row("User", None, &["contacts.view"]),
    ];
    assert_eq!(rows(&taken(book.groups(lise, table))), ["unchanged", "Ceiling", "changed 1 more permission"]);
}

#[test]
fn a_table_of_nothing_changes_nothing() {
    let (mut book, lise) = lise();
    assert_eq!(taken(book.people(lise, vec![])), Decision::default());
    assert_eq!(taken(book.groups(lise, vec![])), Decision::default());
}
