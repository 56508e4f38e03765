//! An organization in memory: the state that events lead to, the facts that commands are judged by,
//! and a book that carries commands out. It is also the reference for replay.

mod authority;
mod book;
mod facts;
mod ids;
mod product;
mod rights;
mod state;

pub(crate) use book::Book;
pub(crate) use ids::Counting;
pub(crate) use product::{fleet, forms, package};
pub(crate) use rights::{Rights, administers};
pub(crate) use state::State;

use rollbook_domain::{
    Code, GroupId, MemberId, Refusal, RoleId,
    command::{GroupEdit, GroupRow, Hold, Invite, NewGroup, NewRole, PersonRow, RoleEdit},
    decide::{Decision, RowOutcome},
    event::{Change, Event, Field},
    group::Permission,
    holding::{Holding, Period},
    member::{AccessMode, Kind, Tier},
};

pub(crate) type Outcome = Result<Decision, Refusal>;

/// Why nothing at all was done, by its code.
pub(crate) fn code(outcome: &Outcome) -> Option<Code> {
    match outcome {
        Err(refusal) => Some(refusal.code),
        Ok(decision) if decision.events.is_empty() => decision.refused.first().map(|(_, refusal)| refusal.code),
        Ok(_) => None,
    }
}

/// The refusal itself.
pub(crate) fn refusal(outcome: Outcome) -> Refusal {
    match outcome {
        Err(refusal) => refusal,
        Ok(mut decision) => {
            assert!(decision.events.is_empty(), "not refused: {decision:?}");
            assert!(!decision.refused.is_empty(), "nothing was refused");
            decision.refused.swap_remove(0).1
        }
    }
}

/// The words of the events, in order.
pub(crate) fn kinds(decision: &Decision) -> Vec<&'static str> {
    decision.events.iter().map(Event::kind).collect()
}

/// The field changes of all events, as `(field, before, after)`.
pub(crate) fn changes(decision: &Decision) -> Vec<(Field, &str, &str)> {
    let all = decision.events.iter().filter_map(|event| match event {
        Event::MemberChanged { changes, .. } => Some(changes),
        _ => None,
    });
    all.flatten().map(|Change { field, before, after }| (*field, before.as_str(), after.as_str())).collect()
}

/// What the rows of a table led to: `created`, `changed`, `unchanged`, or the refusal's code.
pub(crate) fn rows(decision: &Decision) -> Vec<String> {
    decision
        .rows
        .iter()
        .map(|row| match row {
            RowOutcome::Created => "created".to_owned(),
            RowOutcome::Changed(what) => format!("changed {what}"),
            RowOutcome::Unchanged => "unchanged".to_owned(),
            RowOutcome::Ignored(what) => format!("ignored {what}"),
            RowOutcome::Refused(refusal) => format!("{:?}", refusal.code),
        })
        .collect()
}

pub(crate) fn permission(text: &str) -> Permission {
    Permission::parse(text).expect("a permission in a test is well formed")
}

/// An invitation of a user in mode *Custom* without groups.
pub(crate) fn invite(first_name: &str, email: &str) -> Invite {
    Invite {
        first_name: first_name.to_owned(),
        last_name: String::new(),
        email: email.to_owned(),
        tier: Tier::User,
        access: AccessMode::Custom,
        kind: Kind::Regular,
        groups: Vec::new(),
        holds: Vec::new(),
        contact: String::new(),
        customer: String::new(),
        language: String::new(),
        send: true,
    }
}

/// Something for one member, at once and for good.
pub(crate) fn give(what: Holding, member: MemberId) -> Hold {
    Hold { give: vec![what], take: Vec::new(), period: Period::OPEN, members: vec![member], seen: None }
}

/// Something that one member is to lose.
pub(crate) fn take(what: Holding, member: MemberId) -> Hold {
    Hold { give: Vec::new(), take: vec![what], period: Period::OPEN, members: vec![member], seen: None }
}

pub(crate) fn permissions(all: &[&str]) -> Vec<Permission> {
    all.iter().map(|text| permission(text)).collect()
}

/// A role that carries these.
pub(crate) fn new_role(name: &str, all: &[&str]) -> NewRole {
    NewRole { name: name.to_owned(), description: String::new(), portal: false, permissions: permissions(all) }
}

/// An edit of a role that changes nothing yet.
pub(crate) fn role_edit(role: RoleId) -> RoleEdit {
    RoleEdit { role, seen: None, name: None, description: None, give: Vec::new(), take: Vec::new() }
}

/// A group by kind of work that carries these.
pub(crate) fn new_group(name: &str, all: &[&str]) -> NewGroup {
    let (name, description) = (name.to_owned(), String::new());
    NewGroup { name, description, product: None, parent: None, permissions: permissions(all) }
}

/// An edit of a group that changes nothing yet.
pub(crate) fn group_edit(group: GroupId) -> GroupEdit {
    let (name, description, place) = (None, None, None);
    GroupEdit { group, seen: None, name, description, place, give: Vec::new(), take: Vec::new() }
}

/// A row that names nothing but the person.
pub(crate) fn person(first_name: &str, email: &str) -> PersonRow {
    PersonRow { first_name: first_name.to_owned(), email: email.to_owned(), ..PersonRow::default() }
}

/// A row of a table of groups.
pub(crate) fn group_row(name: &str, parent: Option<&str>, permissions: &[&str]) -> GroupRow {
    GroupRow {
        name: name.to_owned(),
        description: String::new(),
        parent: parent.map(str::to_owned),
        permissions: permissions.iter().map(|text| permission(text)).collect(),
    }
}
