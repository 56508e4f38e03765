//! Groups that don't hang together.

use std::fmt::Write as _;

use crate::common::{groups_of, refused_groups};
use rollbook_exchange::{Code, Group};

const HEAD: &str = "group,description,parent,permissions\n";

fn read(rows: &str, existing: &[&str]) -> Vec<rollbook_exchange::GroupRow> {
    groups_of(format!("{HEAD}{rows}").as_bytes(), existing).2
}

#[test]
fn a_group_has_name_description_parent_and_permissions() {
    let rows = read("sales,\"Sells, mostly\",staff,contacts.view; contacts.edit;contacts.view\nstaff,,,\n", &[]);
    assert_eq!(
        rows[0].group,
        Ok(Group {
            name: "sales".into(),
            description: "Sells, mostly".into(),
            parent: Some("staff".into()),
            permissions: vec!["contacts.view".into(), "contacts.edit".into()],
        })
    );
}

#[test]
fn an_unknown_parent_is_a_problem_unless_the_organization_has_it() {
    assert_eq!(refused_groups(&read("sales,,staff,\n", &[])), [(2, Code::ParentUnknown)]);
    let rows = read("sales,,staff,\n", &["Staff"]);
    assert_eq!(rows[0].group.as_ref().unwrap().parent.as_deref(), Some("Staff"), "spelled as the organization does");
}

#[test]
fn everybody_in_a_circle_of_parents_is_named_and_those_below_can_not_come_either() {
    let rows = read("a,,b,\nb,,c,\nc,,a,\nbelow,,a,\nfurther,,below,\nself,,self,\nfree,,,\n", &[]);
    assert_eq!(
        refused_groups(&rows),
        [
            (2, Code::ParentCycle),
            (3, Code::ParentCycle),
            (4, Code::ParentCycle),
            (5, Code::ParentRefused),
            (6, Code::ParentRefused),
            (7, Code::ParentCycle),
        ]
    );
}

#[test]
fn a_long_way_down_to_a_circle_is_no_circle_itself() {
    let rows = read("far,,near,\nnear,,a,\na,,b,\nb,,a,\n", &[]);
    let codes: Vec<_> = refused_groups(&rows).into_iter().map(|(_, code)| code).collect();
    assert_eq!(codes, [Code::ParentRefused, Code::ParentRefused, Code::ParentCycle, Code::ParentCycle]);
}

#[test]
fn a_parent_is_found_in_any_case_and_spelled_as_its_own_row() {
    let rows = read("sales,,STAFF,\nStaff,,,\n", &[]);
    assert_eq!(rows[0].group.as_ref().unwrap().parent.as_deref(), Some("Staff"));
}

#[test]
fn every_permission_that_is_none_is_named() {
    let rows = read("sales,,,contacts.view;Contacts.edit;nothing\n", &[]);
    let problems = rows[0].group.as_ref().unwrap_err();
    assert_eq!(problems.len(), 2);
    assert!(problems.iter().all(|p| p.code == Code::PermissionSyntax));
    assert!(problems[0].words.contains("Contacts.edit"));
    assert_eq!(problems[0].column.as_deref(), Some("permissions"));
}

#[test]
fn a_group_twice_or_without_a_name_is_refused() {
    let rows = read("sales,,,\nSales,,,\n,no name,,\n", &[]);
    assert_eq!(refused_groups(&rows), [(3, Code::GroupDoubled), (4, Code::GroupMissing)]);
}

#[test]
fn a_very_deep_chain_of_groups_is_checked_quickly() {
    let mut rows = String::new();
    for at in 0..50_000 {
        writeln!(rows, "g{at},,g{},", at + 1).unwrap();
    }
    rows.push_str("g50000,,,not-a-permission\n");
    let refused = refused_groups(&read(&rows, &[]));
    assert_eq!(refused.len(), 50_001, "all hang below the one that can’t be taken");
}
