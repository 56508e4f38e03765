//! Roles: made, changed, deleted (R17, R19, R20), under the ceiling (R13).

use crate::model::{Book, code, fleet, kinds, new_role, permission, permissions, refusal, role_edit};
use rollbook_domain::{
    Code, Command, Event, MemberId, RoleId,
    command::{NewRole, RoleEdit},
    decide::authority::effective,
    group::Permission,
    holding::{Holding, Period},
    member::Tier,
    organization::Plan,
    role::BuiltInRole,
};

/// Lise administers with trips by a role of her own; Clerk carries vehicles.view too and is Tom's.
struct Cast {
    book: Book,
    lise: MemberId,
    tom: MemberId,
    clerk: RoleId,
}

fn cast() -> Cast {
    let mut book = Book::new(Plan::Business);
    book.take_product(&fleet());
    let owner = book.owner;
    let desk = book.role("Desk", &["trips.view", "trips.edit"]);
    let clerk = book.role("Clerk", &["trips.view", "vehicles.view"]);
    let lise = book.custom("Lise", Tier::Admin, &[]);
    let tom = book.custom("Tom", Tier::User, &[]);
    book.given(owner, Holding::Role(desk), lise);
    book.given(owner, Holding::Role(clerk), tom);
    Cast { book, lise, tom, clerk }
}

fn edit(book: &mut Book, actor: MemberId, edit: RoleEdit) -> crate::model::Outcome {
    book.run(actor, &Command::EditRoles(vec![edit]))
}

fn may(book: &Book, member: MemberId) -> Vec<Permission> {
    let structure = book.structure();
    let set = effective(&structure, &book.member(member)).listed(&structure);
    structure.numbers().permissions(&set)
}

#[test]
fn a_role_is_made_of_what_its_maker_has_r13() {
    let Cast { mut book, lise, .. } = cast();
    let decision = book.run(lise, &Command::CreateRole(new_role(" Night  desk ", &["trips.view", "trips.view"])));
    let id = decision.expect("allowed").role.expect("a command about one role");
    let role = &book.state.roles[&id];
    assert_eq!((role.name.as_str(), &role.permissions), ("Night desk", &permissions(&["trips.view"])));
    let why = refusal(book.run(lise, &Command::CreateRole(new_role("Cars", &["vehicles.view"]))));
    assert_eq!((why.code, why.field.as_deref()), (Code::Ceiling, Some("permissions")));
    assert!(why.message.contains("vehicles.view"), "{}", why.message);
}

#[test]
fn a_name_is_used_once_however_it_is_spelled() {
    let Cast { mut book, clerk, .. } = cast();
    let owner = book.owner;
    for taken in ["Clerk", " CLERK ", "Cle\u{301}rk", "Cl\u{200b}erk", "super admin"] {
        let why = refusal(book.run(owner, &Command::CreateRole(new_role(taken, &[]))));
        assert_eq!((why.code, why.field.as_deref()), (Code::NameTaken, Some("name")), "{taken:?}");
    }
    for (alike, other) in [("\u{421}lerk", "Clerk"), ("C1erk", "Clerk"), ("\u{410}dmin", "Admin")] {
        let why = refusal(book.run(owner, &Command::CreateRole(new_role(alike, &[]))));
        assert_eq!((why.code, why.field.as_deref()), (Code::NameTaken, Some("name")), "{alike:?}");
        assert_eq!(why.message, format!("This name looks like {other}."));
    }
    let why = refusal(book.run(owner, &Command::CreateRole(new_role(" \u{200b}", &[]))));
    assert_eq!((why.code, why.message.as_str()), (Code::Invalid, "The role has no name. Add one."));
    let same = RoleEdit { name: Some("CLERK".into()), ..role_edit(clerk) };
    assert_eq!(code(&edit(&mut book, owner, same)), None, "its own name in other letters is free");
}

#[test]
fn what_the_catalogue_doesnt_know_is_no_permission_c24() {
    let Cast { mut book, clerk, .. } = cast();
    let owner = book.owner;
    let why = refusal(book.run(owner, &Command::CreateRole(new_role("New", &["nothing.view"]))));
    assert_eq!((why.code, why.field.as_deref()), (Code::NotFound, Some("permissions")));
    for unknown in [
        RoleEdit { give: permissions(&["nothing.view"]), ..role_edit(clerk) },
        RoleEdit { take: permissions(&["nothing.view"]), ..role_edit(clerk) },
    ] {
        assert_eq!(code(&edit(&mut book, owner, unknown)), Some(Code::NotFound));
    }
    let both = permissions(&["trips.edit"]);
    let why = refusal(edit(&mut book, owner, RoleEdit { give: both.clone(), take: both, ..role_edit(clerk) }));
    assert_eq!(why.message, "trips.edit is both added and taken away.");
}

#[test]
fn a_change_of_a_role_holds_for_all_who_have_it_at_once_r19() {
    let Cast { mut book, tom, clerk, .. } = cast();
    let owner = book.owner;
    let una = book.custom("Una", Tier::User, &[]);
    book.given(owner, Holding::Role(clerk), una);
    let (give, take) = (permissions(&["vehicles.edit"]), permissions(&["trips.view"]));
    let decision = edit(&mut book, owner, RoleEdit { give, take, ..role_edit(clerk) }).expect("allowed");
    assert_eq!(kinds(&decision), ["role_changed"], "one entry, however many have it");
    for member in [tom, una] {
        assert_eq!(may(&book, member), permissions(&["vehicles.edit", "vehicles.view"]));
    }
}

#[test]
fn changes_of_many_roles_are_all_or_none() {
    let Cast { mut book, clerk, .. } = cast();
    let owner = book.owner;
    let staff = book.built_in(BuiltInRole::Staff);
    let good = RoleEdit { give: permissions(&["vehicles.edit"]), ..role_edit(clerk) };
    let bad = RoleEdit { name: Some("Crew".into()), ..role_edit(staff) };
    let before = book.state.clone();
    assert_eq!(code(&book.run(owner, &Command::EditRoles(vec![good.clone(), bad]))), Some(Code::BuiltIn));
    assert_eq!(book.state, before);
    let other = RoleEdit { take: permissions(&["trips.view"]), ..role_edit(staff) };
    let decision = book.run(owner, &Command::EditRoles(vec![good, other])).expect("allowed");
    assert_eq!(kinds(&decision), ["role_changed"; 2]);
}

#[test]
fn a_role_that_somebody_changed_meanwhile_is_not_overwritten() {
    let Cast { mut book, lise: _, clerk, .. } = cast();
    let owner = book.owner;
    let seen = Some(book.state.seq);
    let theirs = RoleEdit { seen, give: permissions(&["vehicles.edit"]), ..role_edit(clerk) };
    assert_eq!(code(&edit(&mut book, owner, theirs)), None);
    let mine = RoleEdit { seen, take: permissions(&["vehicles.view"]), ..role_edit(clerk) };
    let why = refusal(edit(&mut book, owner, mine.clone()));
    assert_eq!(why.code, Code::Conflict);
    assert_eq!(why.message, "Somebody changed the role Clerk in between.");
    let seen = Some(book.state.seq);
    assert_eq!(code(&edit(&mut book, owner, RoleEdit { seen, ..mine })), None, "having seen it, one may");
    let other = book.role("Other", &[]);
    let renamed =
        RoleEdit { seen: Some(book.state.versions[&other.uuid()]), name: Some("Third".into()), ..role_edit(other) };
    assert_eq!(code(&edit(&mut book, owner, renamed)), None, "a change of another role is no conflict");
}

#[test]
fn super_admin_is_locked_for_everybody_r11_r20() {
    let Cast { mut book, .. } = cast();
    let owner = book.owner;
    let role = book.built_in(BuiltInRole::SuperAdmin);
    for change in [
        RoleEdit { take: permissions(&["trips.view"]), ..role_edit(role) },
        RoleEdit { give: permissions(&["trips.view"]), ..role_edit(role) },
        RoleEdit { name: Some("Root".into()), ..role_edit(role) },
        RoleEdit { description: Some("All of it".into()), ..role_edit(role) },
    ] {
        assert_eq!(code(&edit(&mut book, owner, change)), Some(Code::SuperAdminFixed));
    }
    assert_eq!(code(&book.delete(owner, Holding::Role(role))), Some(Code::BuiltIn));
}

#[test]
fn built_in_roles_keep_their_names_and_stay_but_their_permissions_can_change_r20() {
    let Cast { mut book, .. } = cast();
    let owner = book.owner;
    for which in [BuiltInRole::Admin, BuiltInRole::Staff, BuiltInRole::ReadOnly] {
        let role = book.built_in(which);
        let why = refusal(edit(&mut book, owner, RoleEdit { name: Some("Mine".into()), ..role_edit(role) }));
        assert_eq!((why.code, why.field.as_deref()), (Code::BuiltIn, Some("name")), "{which:?}");
        assert_eq!(code(&book.delete(owner, Holding::Role(role))), Some(Code::BuiltIn), "{which:?}");
        let more = RoleEdit { give: permissions(&["vehicles.manage"]), ..role_edit(role) };
        assert_eq!(code(&edit(&mut book, owner, more)), None, "{which:?}");
    }
}

#[test]
fn nobody_changes_or_deletes_their_own_role_not_even_one_that_they_wait_for_r17() {
    let Cast { mut book, lise, .. } = cast();
    let owner = book.owner;
    let own = book.member(lise).holds.roles[0];
    let audit = book.role("Audit", &["trips.view"]);
    let later = Period { from: Some(book.now.plus(3_600_000)), until: None };
    let hold = rollbook_domain::command::Hold { period: later, ..crate::model::give(Holding::Role(audit), lise) };
    book.hold(owner, hold).expect("allowed");
    for role in [own, audit] {
        let take = RoleEdit { take: permissions(&["trips.view"]), ..role_edit(role) };
        assert_eq!(code(&edit(&mut book, lise, take)), Some(Code::Yourself));
        let give = RoleEdit { give: permissions(&["trips.edit"]), ..role_edit(role) };
        assert_eq!(code(&edit(&mut book, lise, give)), Some(Code::Yourself), "what ends elsewhere would stay by it");
        assert_eq!(code(&book.delete(lise, Holding::Role(role))), Some(Code::Yourself));
    }
    let sam = book.custom("Sam", Tier::Admin, &[]);
    let super_admin = book.super_admin();
    for what in [super_admin, Holding::Role(own)] {
        book.given(owner, what, sam);
    }
    let change = RoleEdit { take: permissions(&["trips.view"]), ..role_edit(own) };
    assert_eq!(code(&edit(&mut book, sam, change)), Some(Code::Yourself), "a Super Admin's other role is theirs too");
}

#[test]
fn a_role_that_carries_more_than_the_actor_has_stands_above_them_r13_r14() {
    let Cast { mut book, lise, clerk, .. } = cast();
    for change in [
        RoleEdit { name: Some("Mine".into()), ..role_edit(clerk) },
        RoleEdit { take: permissions(&["trips.view"]), ..role_edit(clerk) },
        RoleEdit { give: permissions(&["trips.edit"]), ..role_edit(clerk) },
    ] {
        let why = refusal(edit(&mut book, lise, change));
        assert_eq!(
            (why.code, why.message.as_str()),
            (Code::RankTooLow, "Clerk carries permissions that you don\u{2019}t have.")
        );
    }
    assert_eq!(code(&book.delete(lise, Holding::Role(clerk))), Some(Code::RankTooLow));
    let small = book.role("Small", &["trips.view"]);
    let more = RoleEdit { give: permissions(&["vehicles.view"]), ..role_edit(small) };
    assert_eq!(code(&edit(&mut book, lise, more)), Some(Code::Ceiling));
    let enough = RoleEdit { give: permissions(&["trips.edit"]), ..role_edit(small) };
    assert_eq!(code(&edit(&mut book, lise, enough)), None);
}

#[test]
fn deleting_a_role_unassigns_it_and_says_who_had_it_r20() {
    let Cast { mut book, tom, clerk, .. } = cast();
    let owner = book.owner;
    let arn = book.custom("Arn", Tier::User, &[]);
    book.given(owner, Holding::Role(clerk), arn);
    book.acted(owner, rollbook_domain::command::Action::Suspend, arn);
    let decision = book.delete(owner, Holding::Role(clerk)).expect("allowed");
    let lost: Vec<_> = decision.events.iter().filter_map(Event::member).collect();
    assert_eq!(lost, [tom, arn], "whatever their status");
    assert_eq!(kinds(&decision), ["taken", "taken", "role_removed"]);
    assert!(book.member(tom).holds.roles.is_empty(), "listed under Without role from now on");
}

#[test]
fn a_role_that_somebody_was_given_in_between_is_not_deleted() {
    let Cast { mut book, clerk, .. } = cast();
    let owner = book.owner;
    let why = refusal(book.run(owner, &Command::DeleteRole(clerk)));
    assert_eq!((why.code, why.message.as_str()), (Code::Conflict, "Somebody was given this role in between."));
}

#[test]
fn whoever_waits_for_a_role_waits_in_vain_once_it_is_deleted() {
    let Cast { mut book, clerk, .. } = cast();
    let owner = book.owner;
    let una = book.custom("Una", Tier::User, &[]);
    let period = Period { from: Some(book.now.plus(3_600_000)), until: None };
    let hold = rollbook_domain::command::Hold { period, ..crate::model::give(Holding::Role(clerk), una) };
    book.hold(owner, hold).expect("allowed");
    let decision = book.delete(owner, Holding::Role(clerk)).expect("allowed");
    assert_eq!(kinds(&decision), ["taken", "unscheduled", "role_removed"]);
    assert_eq!(book.wait(7_200_000).expect("judged").events, []);
}

#[test]
fn a_deleted_role_comes_back_with_all_who_had_it_by_undo_b6() {
    let Cast { mut book, clerk, .. } = cast();
    let owner = book.owner;
    let before = book.state.clone();
    book.delete(owner, Holding::Role(clerk)).expect("allowed");
    let undone = book.undo(owner).expect("allowed");
    assert_eq!((undone.refused, undone.kept), (vec![], vec![]));
    assert_eq!(book.state.roles, before.roles);
    assert_eq!(book.state.role_sizes, before.role_sizes);
    assert_eq!(book.undo(owner).map(|undone| kinds(&undone)), Ok(vec!["taken", "role_removed"]), "and goes again");
}

#[test]
fn a_role_stays_against_undo_where_people_have_it_or_it_was_changed_since() {
    let Cast { mut book, tom, .. } = cast();
    let owner = book.owner;
    let made = book.run(owner, &Command::CreateRole(new_role("New", &["trips.edit", "trips.view"]))).expect("allowed");
    let (new, undo) = (made.role.expect("one role"), Command::Undo(book.last));
    book.given(owner, Holding::Role(new), tom);
    let why = refusal(book.run(owner, &undo));
    assert_eq!(why.message, "The role New stays: people have it.");
    book.taken(owner, Holding::Role(new), tom);
    edit(&mut book, owner, RoleEdit { description: Some("For trips".into()), ..role_edit(new) }).expect("allowed");
    assert_eq!(refusal(book.run(owner, &undo)).message, "The role New stays: it was changed since.");
    book.undo(owner).expect("takes the description back");
    book.state.roles.get_mut(&new).unwrap().permissions.reverse();
    assert_eq!(code(&book.run(owner, &undo)), None, "the order in which a store lists permissions is no change");
}

#[test]
fn a_change_of_a_role_is_taken_back_unless_somebody_changed_it_again() {
    let Cast { mut book, clerk, .. } = cast();
    let owner = book.owner;
    let before = book.state.roles.clone();
    let change = RoleEdit {
        name: Some("Front desk".into()),
        description: Some("Where people come in".into()),
        give: permissions(&["vehicles.edit"]),
        take: permissions(&["trips.view"]),
        ..role_edit(clerk)
    };
    edit(&mut book, owner, change).expect("allowed");
    let (changed, after) = (book.last, book.state.roles.clone());
    for expected in [&before, &after] {
        assert_eq!(code(&book.undo(owner)), None);
        assert_eq!(book.state.roles, *expected);
    }
    edit(&mut book, owner, RoleEdit { name: Some("Lobby".into()), ..role_edit(clerk) }).expect("allowed");
    assert_eq!(code(&book.run(owner, &Command::Undo(changed))), Some(Code::Conflict));
}

#[test]
fn a_role_that_isnt_here_is_not_found_c28() {
    let Cast { mut book, tom, .. } = cast();
    let owner = book.owner;
    let foreign = RoleId::from_uuid(uuid::Uuid::from_u128(u128::MAX));
    let change = RoleEdit { give: vec![permission("trips.view")], ..role_edit(foreign) };
    assert_eq!(code(&edit(&mut book, owner, change)), Some(Code::NotFound));
    assert_eq!(code(&book.delete(owner, Holding::Role(foreign))), Some(Code::NotFound));
    let why = refusal(book.hold(owner, crate::model::give(Holding::Role(foreign), tom)));
    assert_eq!((why.code, why.field.as_deref()), (Code::NotFound, Some("roles")));
}

#[test]
fn a_million_permissions_are_refused_with_words_before_they_are_looked_at() {
    let Cast { mut book, clerk, .. } = cast();
    let owner = book.owner;
    let many = vec![permission("trips.view"); 1_000_000];
    let new = NewRole { permissions: many.clone(), ..new_role("Night desk", &[]) };
    let why = refusal(book.run(owner, &Command::CreateRole(new)));
    assert_eq!((why.code, why.field.as_deref()), (Code::Invalid, Some("permissions")));
    assert_eq!(why.message, "This names 1000000 things at once. The most is 10000.");
    for one in [RoleEdit { give: many.clone(), ..role_edit(clerk) }, RoleEdit { take: many, ..role_edit(clerk) }] {
        assert_eq!(code(&edit(&mut book, owner, one)), Some(Code::Invalid));
    }
    let edits = vec![role_edit(clerk); 1_000_000];
    assert_eq!(code(&book.run(owner, &Command::EditRoles(edits))), Some(Code::Invalid));
}
