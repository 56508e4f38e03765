//! Imports and groups, taken back.

use super::{book, members, undo_of};
use crate::model::{code, group_row, permission, person};
use rollbook_domain::{
    Code,
    command::{GroupRow, PersonRow},
    member::Tier,
};

fn table() -> Vec<PersonRow> {
    let row =
        |name: &str, email: &str, group: &str| PersonRow { groups: vec![group.to_owned()], ..person(name, email) };
    vec![
        row("Ada", "ada@example.org", "Fair"),
        row("Bea", "bea@example.org", "Fair"),
        row("Thomas", "tom@nordlys.no", "Fair"),
    ]
}

#[test]
fn an_import_is_taken_back_whole_and_brought_back_whole() {
    let (mut book, _) = book();
    let owner = book.owner;
    let (people, groups) = (members(&book), book.state.groups.clone());
    book.people(owner, table()).expect("judged");
    let (more_people, more_groups) = (members(&book), book.state.groups.clone());
    for (people, groups) in [(&people, &groups), (&more_people, &more_groups), (&people, &groups)] {
        let decision = book.undo(owner).expect("allowed");
        assert_eq!((decision.refused, decision.kept), (vec![], vec![]));
        assert_eq!((&members(&book), &book.state.groups), (people, groups));
    }
}

#[test]
fn a_group_that_others_use_by_now_stays_and_is_named() {
    let (mut book, _) = book();
    let owner = book.owner;
    book.people(owner, table()).expect("judged");
    let imported = book.last;
    let fair = book.by_group_name("Fair");
    let una = book.custom("Una", Tier::User, &[fair]);
    let decision = undo_of(&mut book, imported).expect("allowed");
    let kept: Vec<_> = decision.kept.iter().map(|why| why.message.as_str()).collect();
    assert_eq!(kept, ["The group Fair stays: people are in it."]);
    assert_eq!(book.member(una).groups, [fair]);
}

#[test]
fn groups_go_and_come_back_with_their_parents() {
    let (mut book, _) = book();
    let owner = book.owner;
    let before = book.state.groups.clone();
    let rows = vec![group_row("Oslo", Some("North"), &["contacts.view"]), group_row("North", None, &["new.view"])];
    book.groups(owner, rows).expect("judged");
    let after = book.state.groups.clone();
    for expected in [&before, &after, &before] {
        assert_eq!(book.undo(owner).expect("allowed").kept, []);
        assert_eq!(book.state.groups, *expected);
    }
    assert!(book.state.catalogue.contains(&permission("new.view")), "what there is to permit stays");
}

#[test]
fn a_group_that_was_changed_since_stays_and_so_does_one_with_others_under_it() {
    let (mut book, _) = book();
    let owner = book.owner;
    book.groups(owner, vec![group_row("North", None, &[])]).expect("judged");
    let made = book.last;
    book.groups(owner, vec![group_row("Oslo", Some("North"), &[])]).expect("judged");
    assert_eq!(code(&undo_of(&mut book, made)), Some(Code::Conflict));
    book.undo(owner).expect("takes Oslo away");
    let described = GroupRow { description: "Above Oslo".to_owned(), ..group_row("North", None, &[]) };
    book.groups(owner, vec![described]).expect("judged");
    assert_eq!(code(&undo_of(&mut book, made)), Some(Code::Conflict));
    book.undo(owner).expect("takes the description back");
    assert_eq!(code(&undo_of(&mut book, made)), None);
    let removed = book.last;
    book.groups(owner, vec![group_row("NORTH", None, &[])]).expect("judged");
    assert_eq!(code(&undo_of(&mut book, removed)), Some(Code::Conflict), "another has the name by now");
}

#[test]
fn a_changed_group_is_taken_back_where_nobody_changed_it_since() {
    let (mut book, _) = book();
    let owner = book.owner;
    let before = book.state.groups.clone();
    let row = |description: &str, parent| GroupRow {
        description: description.to_owned(),
        ..group_row("Sales", parent, &["contacts.edit"])
    };
    book.groups(owner, vec![row("Who sells", Some("User"))]).expect("judged");
    let changed = book.last;
    let after = book.state.groups.clone();
    for expected in [&before, &after] {
        assert_eq!(code(&book.undo(owner)), None);
        assert_eq!(book.state.groups, *expected);
    }
    book.groups(owner, vec![row("Who sells a lot", None)]).expect("judged");
    assert_eq!(code(&undo_of(&mut book, changed)), Some(Code::Conflict), "the newer description stays");
    book.undo(owner).expect("allowed");
    book.groups(owner, vec![row("", Some("Admin"))]).expect("judged");
    assert_eq!(code(&undo_of(&mut book, changed)), Some(Code::Conflict), "the newer parent stays");
}

#[test]
fn undo_closes_no_circle_of_parents() {
    let (mut book, _) = book();
    let owner = book.owner;
    let under = |name, parent| vec![group_row(name, Some(parent), &[])];
    book.groups(owner, under("Sales", "User")).expect("judged");
    book.undo(owner).expect("allowed");
    let undone = book.last;
    book.groups(owner, under("User", "Sales")).expect("judged");
    assert_eq!(code(&undo_of(&mut book, undone)), Some(Code::Conflict));
}

#[test]
fn the_order_in_which_a_store_lists_permissions_is_no_change() {
    let (mut book, _) = book();
    let owner = book.owner;
    let row = group_row("North", None, &["a.view", "a-b.view"]);
    book.groups(owner, vec![row]).expect("judged");
    let north = book.by_group_name("North");
    let group = book.state.groups.get_mut(&north).expect("it was made");
    group.permissions.reverse();
    assert_eq!(code(&book.undo(owner)), None);
}
