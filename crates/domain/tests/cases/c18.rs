//! C18: every path by which a right could come ends at the same ceiling.

use super::{Cast, NAMES, cast, grant, name, owners};
use crate::model::{
    Book, Rights, code, fleet, give, group_edit, group_row, invite, new_group, new_role, permission, permissions,
    person, role_edit, take,
};
use rollbook_domain::{
    Command, CommandId, MemberId,
    command::{Action, Edit, GroupEdit, GroupRow, Hold, Invite, NewRole, PersonRow, RoleEdit},
    holding::{Holding, Period},
    member::{AccessMode, Kind, Status, Tier},
    time::DAY,
};
use std::collections::{BTreeMap, BTreeSet};

/// Everyone's rights, now and in time.
fn everyone(book: &Book) -> BTreeMap<MemberId, (Rights, Rights)> {
    let state = &book.state;
    let of = |member| (Rights::of(state, member), Rights::in_time(state, member));
    state.members.values().map(|member| (member.id, of(member))).collect()
}

/// Lise asks, and is refused, and nobody has gained anything.
fn refused(book: &mut Book, lise: MemberId, command: &Command) {
    let before = everyone(book);
    let outcome = book.run(lise, command);
    let rows = outcome.iter().flat_map(|decision| &decision.rows);
    let row = rows.clone().any(|row| matches!(row, rollbook_domain::decide::RowOutcome::Refused(_)));
    assert!(code(&outcome).is_some() || row, "{command:?} was not refused");
    assert_eq!(everyone(book), before, "{command:?}");
}

/// Every way to give somebody what Lise lacks by a command of her own.
fn ways(cast: &Cast) -> Vec<Command> {
    let Cast { book, tom, garage, crew, desk, .. } = cast;
    let (tom, garage, crew) = (*tom, *garage, *crew);
    let lacks = || permissions(&["vehicles.view"]);
    let super_admin = book.super_admin();
    let Holding::Role(root) = super_admin else { panic!("a role") };
    let ada = || invite("Ada", "ada@example.org");
    let later = Period { from: Some(book.now.plus(DAY)), until: None };
    let mut all = Vec::new();
    for what in [Holding::Role(garage), Holding::Role(root), grant("vehicles.view")] {
        all.push(Command::Invite(Invite { holds: vec![what.clone()], ..ada() }));
        all.push(Command::Invite(Invite { holds: vec![what], kind: Kind::Api, ..ada() }));
    }
    for edit in [
        Edit { groups: Some(vec![crew]), ..Edit::of(tom) },
        Edit { roles: Some(vec![garage]), ..Edit::of(tom) },
        Edit { roles: Some(vec![root]), ..Edit::of(tom) },
        Edit { grants: Some(lacks()), ..Edit::of(tom) },
        Edit { access: Some(AccessMode::All), ..Edit::of(tom) },
        Edit { tier: Some(Tier::Owner), ..Edit::of(tom) },
    ] {
        all.push(Command::Edit(edit));
    }
    for what in [Holding::Role(garage), Holding::Role(root), Holding::Group(crew), grant("vehicles.view")] {
        all.push(Command::Hold(give(what.clone(), tom)));
        all.push(Command::Hold(Hold { period: later, ..give(what, tom) }));
    }
    // A clone is a new role with what the other carries.
    let cloned = book.state.roles[&garage].permissions.clone();
    let person = |row: PersonRow| Command::ImportPeople { rows: vec![row], invite: true };
    let groups = |row: GroupRow| Command::ImportGroups(vec![row]);
    all.extend([
        Command::Invite(Invite { groups: vec![crew], ..ada() }),
        Command::Invite(Invite { access: AccessMode::All, ..ada() }),
        Command::Invite(Invite { tier: Tier::Owner, ..ada() }),
        Command::CreateRole(new_role("New", &["vehicles.view"])),
        Command::CreateRole(NewRole { permissions: cloned, ..new_role("Copy of Garage", &[]) }),
        Command::CreateRole(NewRole { portal: true, ..new_role("Portal", &["vehicles.view"]) }),
        Command::EditRoles(vec![RoleEdit { give: lacks(), ..role_edit(*desk) }]),
        Command::EditRoles(vec![RoleEdit { give: permissions(&["trips.view"]), ..role_edit(garage) }]),
        Command::CreateGroup(new_group("New", &["vehicles.view"])),
        Command::EditGroup(GroupEdit { give: lacks(), ..group_edit(book.by_group_name("User")) }),
        Command::EditGroup(GroupEdit { give: permissions(&["trips.view"]), ..group_edit(crew) }),
        groups(group_row("New", None, &["vehicles.view"])),
        groups(group_row("Guest", None, &["vehicles.view"])),
        groups(group_row("New", None, &["invented.everything"])),
        person(PersonRow { groups: vec!["Crew".to_owned()], ..person_of("ada@example.org") }),
        person(PersonRow { groups: vec!["Crew".to_owned()], ..person_of("tom@nordlys.no") }),
        person(PersonRow { access: Some(AccessMode::All), ..person_of("ada@example.org") }),
        person(PersonRow { access: Some(AccessMode::All), ..person_of("tom@nordlys.no") }),
        person(PersonRow { tier: Some(Tier::Owner), ..person_of("tom@nordlys.no") }),
    ]);
    all.extend(owners());
    all
}

fn person_of(email: &str) -> PersonRow {
    person("", email)
}

/// Ways back: what the owner did last, and whose undo would give what Lise lacks.
fn undone(book: &mut Book, tom: MemberId, garage: Holding, crew: Holding) -> Vec<CommandId> {
    let owner = book.owner;
    let (Holding::Role(role), Holding::Group(group)) = (garage.clone(), crew.clone()) else { panic!("those two") };
    let mut all = Vec::new();
    for what in [garage.clone(), crew.clone(), grant("vehicles.view")] {
        book.given(owner, what.clone(), tom);
        book.taken(owner, what, tom);
        all.push(book.last);
    }
    for (there, back) in [(AccessMode::All, AccessMode::Custom)] {
        for access in [there, back] {
            book.edit(owner, Edit { access: Some(access), ..Edit::of(tom) }).expect("allowed");
        }
        all.push(book.last);
    }
    let lacks = || permissions(&["vehicles.view"]);
    let user = book.by_group_name("User");
    book.run(owner, &Command::EditGroup(GroupEdit { take: lacks(), ..group_edit(user) })).expect("allowed");
    all.push(book.last);
    book.run(owner, &Command::EditRoles(vec![RoleEdit { take: lacks(), ..role_edit(role) }])).expect("allowed");
    all.push(book.last);
    book.undo(owner).expect("allowed");
    book.run(owner, &Command::EditGroup(GroupEdit { take: lacks(), ..group_edit(group) })).expect("allowed");
    all.push(book.last);
    book.undo(owner).expect("allowed");
    for what in [garage, crew] {
        book.delete(owner, what).expect("allowed");
        all.push(book.last);
    }
    let ada = Invite { holds: vec![grant("vehicles.view")], ..invite("Ada", "ada@example.org") };
    book.invited(owner, ada);
    book.undo(owner).expect("withdraws her");
    all.push(book.last);
    all
}

#[test]
fn c18_no_command_gives_what_the_actor_lacks() {
    let mut cast = cast();
    let all = ways(&cast);
    for command in &all {
        refused(&mut cast.book, cast.lise, command);
    }
    // The rest of the commands: of an undo below; what changes no right but a person's own way in; and
    // what takes away.
    let covered: BTreeSet<_> = all.iter().map(name).collect();
    let others = [
        "accept",
        "act",
        "undo",
        "settle",
        "set_first_password",
        "sign_in",
        "edit_profile",
        "set_temporary_password",
        "change_password",
        "recover",
        "end_session",
        "lock",
        "ask_sign_in_as",
        "sign_in_as",
        "set_policy",
        "set_photo",
        "set_mail_server",
        "set_wording",
        "set_navigation",
        "set_period",
        "delete_role",
        "delete_group",
        "vacate",
        "add_key",
        "revoke_key",
        "add_portal",
        "remove_portal",
        "add_team",
        "rename_team",
        "remove_team",
        "retry_mails",
        "ask_address",
        "change_address",
        "note_address",
        "note_factor",
        "note_refused_sign_in",
        "ask_invitation",
        "recover_factors",
        "let_in",
        "note_ticket",
        "redeem_ticket",
        "sign_off_review",
        "note_payment",
    ];
    let all: BTreeSet<_> = covered.into_iter().chain(others).collect();
    assert_eq!(all, NAMES.into_iter().collect(), "a new command is thought of here");
}

#[test]
fn c18_no_undo_gives_what_the_actor_lacks() {
    let Cast { mut book, lise, tom, garage, crew, .. } = cast();
    for command in undone(&mut book, tom, Holding::Role(garage), Holding::Group(crew)) {
        refused(&mut book, lise, &Command::Undo(command));
    }
}

#[test]
fn c18_no_restriction_is_lifted_by_whoever_lacks_what_it_takes() {
    let Cast { mut book, lise, tom, garage, .. } = cast();
    let owner = book.owner;
    let restriction = Holding::Restriction(permission("vehicles.view"));
    for what in [restriction.clone(), Holding::Role(garage)] {
        book.given(owner, what, tom);
    }
    refused(&mut book, lise, &Command::Hold(take(restriction.clone(), tom)));
    let soon = Period { from: None, until: Some(book.now.plus(DAY)) };
    refused(&mut book, lise, &Command::Hold(Hold { period: soon, ..give(restriction.clone(), tom) }));
    book.hold(owner, Hold { period: soon, ..give(restriction, tom) }).expect("the owner may");
    book.undo(owner).expect("and back");
    let undone = book.last;
    refused(&mut book, lise, &Command::Undo(undone));
}

#[test]
fn c18_nobody_comes_back_by_somebody_whom_they_would_stand_above() {
    let Cast { mut book, lise, tom, garage, .. } = cast();
    let owner = book.owner;
    book.given(owner, Holding::Role(garage), tom);
    for (leave, back) in [(Action::Suspend, Action::Reactivate), (Action::Archive, Action::Restore)] {
        book.acted(owner, leave, tom);
        let left = book.last;
        refused(&mut book, lise, &Command::Act { action: back, members: vec![tom] });
        refused(&mut book, lise, &Command::Undo(left));
        let period = Period { from: Some(book.now.plus(DAY)), until: None };
        refused(&mut book, lise, &Command::SetPeriod { member: tom, seen: None, period });
        book.acted(owner, back, tom);
    }
}

#[test]
fn c18_what_begins_by_itself_is_under_the_ceiling_of_its_giver() {
    let Cast { mut book, lise, tom, desk, .. } = cast();
    let owner = book.owner;
    let later = Period { from: Some(book.now.plus(DAY)), until: None };
    book.hold(lise, Hold { period: later, ..give(grant("trips.view"), tom) }).expect("she has it now");
    book.taken(owner, Holding::Role(desk), lise);
    let before = Rights::of(&book.state, &book.member(tom));
    book.wait(2 * DAY).expect("judged");
    assert_eq!(Rights::of(&book.state, &book.member(tom)), before, "she had it no more");
}

#[test]
fn c18_an_acceptance_gives_no_more_than_the_inviter_has_by_then() {
    let Cast { mut book, lise, desk, .. } = cast();
    let owner = book.owner;
    let holds = vec![Holding::Role(desk), grant("trips.view")];
    let ada = book.invited(lise, Invite { holds, ..invite("Ada", "ada@example.org") });
    book.taken(owner, Holding::Role(desk), lise);
    book.accept(ada).expect("she comes in");
    let ada = book.member(ada);
    assert_eq!((ada.status, Rights::of(&book.state, &ada)), (Status::Active, Rights::default()));
    assert_eq!((ada.holds.roles.len(), ada.holds.grants.len()), (0, 0));
}

#[test]
fn c18_a_product_gives_what_it_brings_by_the_owner_alone() {
    let Cast { mut book, lise, .. } = cast();
    for command in owners() {
        refused(&mut book, lise, &command);
    }
    assert_eq!(book.state.products, [fleet()]);
}
