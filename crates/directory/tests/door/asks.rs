//! Questions about roles, groups and holdings as the screens ask them, with nothing special in them.

use rollbook_directory::{
    Task,
    contract::{
        ChangeHoldings, CreateGroup, CreateRole, DeleteRole, EditGroup, EditRole, EditRoles, GroupView, Mode, Outcome,
        RoleView, Target,
    },
};
use rollbook_domain::{
    GroupId, MemberId, RoleId,
    catalogue::Package,
    group::Permission,
    holding::{Holding, Period},
    member::Tab,
};
use rollbook_testkit::Bench;
use std::fmt::Write as _;

pub(crate) fn permission(text: &str) -> Permission {
    Permission::parse(text).expect("a permission")
}

pub(crate) fn permissions(all: &[&str]) -> Vec<Permission> {
    all.iter().map(|text| permission(text)).collect()
}

pub(crate) fn grant(text: &str) -> Holding {
    Holding::Grant(permission(text))
}

pub(crate) fn licence(text: &str) -> Holding {
    Holding::Licence(Package::parse(text).expect("a package"))
}

/// Gives something to named members, as far as it is possible.
pub(crate) fn give(bench: &Bench, what: &[Holding], members: &[MemberId]) -> ChangeHoldings {
    ChangeHoldings {
        command: bench.command(),
        give: what.to_vec(),
        take: Vec::new(),
        period: Period::OPEN,
        target: Target::Ids { ids: members.to_vec() },
        mode: Mode::WhatIsPossible,
        preview: false,
        seen: None,
    }
}

/// Takes something from named members, as far as it is possible.
pub(crate) fn take(bench: &Bench, what: &[Holding], members: &[MemberId]) -> ChangeHoldings {
    ChangeHoldings { give: Vec::new(), take: what.to_vec(), ..give(bench, what, members) }
}

/// The owner changes what somebody holds, and is refused nothing.
pub(crate) async fn hold(bench: &Bench, ask: &ChangeHoldings) -> Outcome {
    let outcome = bench.desk().change_holdings(ask, &Task::unwatched()).await.expect("the change is carried out");
    assert_eq!(outcome.refused, 0, "{:?}", outcome.refusals);
    outcome
}

pub(crate) fn new_role(bench: &Bench, name: &str, carries: &[&str]) -> CreateRole {
    CreateRole {
        command: bench.command(),
        name: name.to_owned(),
        description: String::new(),
        portal: false,
        permissions: permissions(carries),
        preview: false,
    }
}

/// The owner makes a role.
pub(crate) async fn role(bench: &Bench, name: &str, carries: &[&str]) -> RoleId {
    let made = bench.desk().create_role(&new_role(bench, name, carries)).await.expect("the role is made");
    made.role.expect("its id")
}

/// A role as the owner sees it.
pub(crate) async fn role_view(bench: &Bench, role: RoleId) -> RoleView {
    let view = bench.desk().roles().await.expect("the roles");
    view.roles.into_iter().find(|view| view.id == role).expect("the role")
}

/// The role of this name.
pub(crate) async fn role_named(bench: &Bench, name: &str) -> RoleView {
    let view = bench.desk().roles().await.expect("the roles");
    view.roles.into_iter().find(|view| view.name == name).expect("the role")
}

/// A change of what one role carries, on what the owner sees now.
pub(crate) async fn edit_role(bench: &Bench, role: RoleId, gives: &[&str], takes: &[&str]) -> EditRoles {
    let seen = role_view(bench, role).await.version;
    let (give, take) = (permissions(gives), permissions(takes));
    let edit = EditRole { role, seen, name: None, description: None, give, take };
    EditRoles { command: bench.command(), edits: vec![edit], preview: false }
}

pub(crate) fn delete_role(bench: &Bench, role: RoleId) -> DeleteRole {
    DeleteRole { command: bench.command(), role, preview: false }
}

pub(crate) fn new_group(bench: &Bench, name: &str, carries: &[&str]) -> CreateGroup {
    CreateGroup {
        command: bench.command(),
        name: name.to_owned(),
        description: String::new(),
        product: None,
        parent: None,
        permissions: permissions(carries),
        preview: false,
    }
}

/// The owner makes a group.
pub(crate) async fn group(bench: &Bench, name: &str, carries: &[&str]) -> GroupId {
    let made = bench.desk().create_group(&new_group(bench, name, carries)).await.expect("the group is made");
    made.group.expect("its id")
}

/// A group as the owner sees it.
pub(crate) async fn group_view(bench: &Bench, group: GroupId) -> GroupView {
    let view = bench.desk().groups_view().await.expect("the groups");
    view.groups.into_iter().find(|view| view.id == group).expect("the group")
}

/// A change of what a group carries, on what the owner sees now.
pub(crate) async fn edit_group(bench: &Bench, group: GroupId, gives: &[&str], takes: &[&str]) -> EditGroup {
    EditGroup {
        command: bench.command(),
        group,
        seen: group_view(bench, group).await.version,
        name: None,
        description: None,
        place: None,
        give: permissions(gives),
        take: permissions(takes),
        preview: false,
    }
}

/// So many people in mode Custom who hold nothing, in the order of their names.
pub(crate) async fn crowd(bench: &Bench, n: usize) -> Vec<MemberId> {
    let mut csv = "email,first_name,last_name,access\n".to_owned();
    for n in 0..n {
        writeln!(csv, "p{n:04}@nordlys.example,Person,Number {n:04},custom").expect("text takes all");
    }
    assert_eq!(bench.import(&csv).await.created, n as u64);
    let rows = bench.rows(Tab::Active).await;
    rows.iter().filter(|row| row.name.starts_with("Person Number")).map(|row| row.id).collect()
}

/// What somebody may do, as the owner sees it: sorted.
pub(crate) async fn may(bench: &Bench, member: MemberId) -> Vec<String> {
    may_as_seen(&bench.desk(), member).await
}

/// The same, as a desk sees it.
pub(crate) async fn may_as_seen(desk: &rollbook_directory::Desk, member: MemberId) -> Vec<String> {
    let glass = desk.glass(member).await.expect("the view");
    let modules = glass.products.iter().flat_map(|product| &product.modules);
    let marks = modules.flat_map(|module| &module.marks).filter(|mark| mark.allowed);
    let mut all: Vec<String> = marks.map(|mark| mark.permission.to_string()).collect();
    all.sort();
    all
}
