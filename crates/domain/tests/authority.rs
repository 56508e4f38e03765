//! Authority: who may act at all, on whom (R14), giving what (R13).

use crate::model::{Book, code, group_row, invite, person, refusal};
use rollbook_domain::{
    Code, Command, GroupId, MemberId,
    command::{Action, Edit, Invite},
    facts::Actor,
    member::{AccessMode, Kind, Member, Status, Tier},
    organization::Plan,
    session::SessionKind,
};

/// Every way to change something, aimed at one member.
fn everything(target: MemberId) -> Vec<Command> {
    let mut all: Vec<Command> = Action::ALL.map(|action| Command::Act { action, members: vec![target] }).to_vec();
    all.extend([
        Command::Invite(invite("New", "new@example.org")),
        Command::Edit(Edit { phone: Some("1".to_owned()), ..Edit::of(target) }),
        Command::ImportGroups(vec![group_row("New", None, &[])]),
        Command::ImportPeople { rows: vec![person("New", "new@example.org")], invite: false },
    ]);
    all
}

#[test]
fn rights_exist_only_for_active_administrators_c27_c32() {
    for status in [Status::Pending, Status::Suspended, Status::Archived] {
        let mut book = Book::new(Plan::Business);
        let owner = book.owner;
        let target = book.custom("Tom", Tier::User, &[]);
        let lise = if status == Status::Pending {
            let invite = Invite { tier: Tier::Admin, access: AccessMode::All, ..invite("Lise", "l@example.org") };
            book.invited(owner, invite)
        } else {
            book.all("Lise", Tier::Admin)
        };
        match status {
            Status::Suspended => book.acted(owner, Action::Suspend, lise),
            Status::Archived => book.acted(owner, Action::Archive, lise),
            Status::Pending | Status::Active => {}
        }
        let undo = Command::Undo(book.last);
        for command in everything(target).into_iter().chain([undo]) {
            assert_eq!(code(&book.run(lise, &command)), Some(Code::NotAllowed), "{status:?}: {command:?}");
        }
    }
}

#[test]
fn users_invited_people_and_the_clock_administer_nothing() {
    let mut book = Book::new(Plan::Business);
    let una = book.all("Una", Tier::User);
    let target = book.custom("Tom", Tier::User, &[]);
    for actor in [Actor::Member(Box::new(book.member(una))), Actor::Invited(una), Actor::System] {
        for command in everything(target) {
            assert_eq!(code(&book.run_as(&actor, &command)), Some(Code::NotAllowed), "{command:?}");
        }
    }
}

#[test]
fn machines_administer_nothing_whatever_their_tier_r9_r10() {
    let mut book = Book::new(Plan::Business);
    let target = book.custom("Tom", Tier::User, &[]);
    for kind in [Kind::Portal, Kind::Api, Kind::System] {
        let robot = Member { kind, tier: Tier::Admin, access: AccessMode::All, ..book.record("Robot", "r@nordlys.no") };
        let actor = Actor::Member(Box::new(robot));
        for command in everything(target) {
            assert_eq!(code(&book.run_as(&actor, &command)), Some(Code::NotAllowed), "{kind:?} {command:?}");
        }
    }
}

#[test]
fn system_members_cant_be_changed_not_even_by_the_owner_r10() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    let id = book.custom("Robot", Tier::User, &[]);
    let robot = book.state.members.get_mut(&id).unwrap();
    robot.kind = Kind::System;
    for action in [Action::Suspend, Action::Archive] {
        assert_eq!(code(&book.act(owner, action, id)), Some(Code::SystemFixed));
    }
    let edit = Edit { first_name: Some("Rob".to_owned()), ..Edit::of(id) };
    assert_eq!(code(&book.edit(owner, edit)), Some(Code::SystemFixed));
    assert_eq!(
        code(&book.run(id, &Command::SignIn { member: id, kind: SessionKind::Desktop })),
        Some(Code::NotAllowed)
    );
}

#[test]
fn everyone_signs_in_as_themselves_and_only_while_active_c32() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    let una = book.custom("Una", Tier::User, &[]);
    assert_eq!(code(&book.run(una, &Command::SignIn { member: una, kind: SessionKind::Desktop })), None);
    assert_eq!(book.state.last_sign_in[&una], book.now);
    assert_eq!(
        code(&book.run(owner, &Command::SignIn { member: una, kind: SessionKind::Desktop })),
        Some(Code::NotAllowed)
    );
    book.acted(owner, Action::Suspend, una);
    assert_eq!(
        code(&book.run(una, &Command::SignIn { member: una, kind: SessionKind::Desktop })),
        Some(Code::NotAllowed)
    );
}

#[test]
fn the_owner_is_above_every_administrator_r14_r15() {
    let mut book = Book::new(Plan::Business);
    let lise = book.all("Lise", Tier::Admin);
    let owner = book.owner;
    for action in [Action::Suspend, Action::Archive] {
        assert_eq!(code(&book.act(lise, action, owner)), Some(Code::RankTooLow), "{action:?}");
        assert_eq!(code(&book.act(owner, action, owner)), Some(Code::OwnerFixed), "{action:?} on themselves");
    }
    let lower = Edit { tier: Some(Tier::User), ..Edit::of(owner) };
    assert_eq!(code(&book.edit(lise, lower.clone())), Some(Code::RankTooLow));
    assert_eq!(code(&book.edit(owner, lower)), Some(Code::Yourself));
}

#[test]
fn administrators_of_equal_rank_may_touch_each_other_r14() {
    let mut book = Book::new(Plan::Business);
    let lise = book.all("Lise", Tier::Admin);
    let mads = book.all("Mads", Tier::Admin);
    book.acted(lise, Action::Suspend, mads);
    assert_eq!(book.status(mads), Status::Suspended);
}

/// Lise administers with what Sales carries; the other has what these groups carry.
fn lise_and(tier: Tier, access: AccessMode, permissions: &[&str]) -> (Book, MemberId, MemberId) {
    let mut book = Book::new(Plan::Business);
    let sales = book.group("Sales", &["contacts.view", "contacts.edit"]);
    let other = book.group("Other", permissions);
    let lise = book.custom("Lise", Tier::Admin, &[sales]);
    let target = match access {
        AccessMode::All => book.all("Tom", tier),
        AccessMode::Custom => book.custom("Tom", tier, &[other]),
    };
    (book, lise, target)
}

#[test]
fn rank_counts_rights_that_come_by_groups_and_modes_c23() {
    let beyond: [(Tier, AccessMode, &[&str]); 3] = [
        (Tier::User, AccessMode::Custom, &["payroll.view"]),
        (Tier::User, AccessMode::Custom, &["contacts.view", "contacts.delete"]),
        (Tier::User, AccessMode::All, &[]),
    ];
    for (tier, access, permissions) in beyond {
        let (mut book, lise, tom) = lise_and(tier, access, permissions);
        let why = refusal(book.act(lise, Action::Suspend, tom));
        assert_eq!(why.code, Code::RankTooLow, "{access:?} {permissions:?}");
        assert_eq!(why.message, "Tom has rights that you don’t have.");
        let edit = Edit { email: Some("mine@example.org".to_owned()), ..Edit::of(tom) };
        assert_eq!(code(&book.edit(lise, edit)), Some(Code::RankTooLow), "whoever moves the address becomes them");
    }
    let (mut book, lise, tom) = lise_and(Tier::Admin, AccessMode::Custom, &["contacts.view"]);
    assert_eq!(code(&book.act(lise, Action::Suspend, tom)), None, "another administrator with less");
}

#[test]
fn a_suspended_member_keeps_their_rank_c23() {
    let (mut book, lise, tom) = lise_and(Tier::Admin, AccessMode::All, &[]);
    book.acted(book.owner, Action::Suspend, tom);
    for action in [Action::Reactivate, Action::Archive] {
        assert_eq!(code(&book.act(lise, action, tom)), Some(Code::RankTooLow), "{action:?}");
    }
}

#[test]
fn losing_a_group_lowers_the_rank_at_once_r14_r19() {
    let (mut book, lise, tom) = lise_and(Tier::User, AccessMode::Custom, &["contacts.view"]);
    let owner = book.owner;
    assert_eq!(code(&book.edit(owner, Edit { groups: Some(vec![]), ..Edit::of(lise) })), None);
    assert_eq!(code(&book.act(lise, Action::Suspend, tom)), Some(Code::RankTooLow));
}

#[test]
fn nobody_changes_their_own_standing_r17_c14() {
    let mut book = Book::new(Plan::Business);
    let sales = book.group("Sales", &["contacts.view"]);
    let lise = book.custom("Lise", Tier::Admin, &[sales]);
    for action in [Action::Suspend, Action::Archive] {
        assert_eq!(code(&book.act(lise, action, lise)), Some(Code::Yourself), "{action:?}");
    }
    let own = || Edit::of(lise);
    for (field, edit) in [
        ("tier", Edit { tier: Some(Tier::User), ..own() }),
        ("access", Edit { access: Some(AccessMode::All), ..own() }),
        ("groups", Edit { groups: Some(vec![]), ..own() }),
    ] {
        let why = refusal(book.edit(lise, edit));
        assert_eq!((why.code, why.field.as_deref()), (Code::Yourself, Some(field)));
    }
    let row = rollbook_domain::command::PersonRow { tier: Some(Tier::User), ..person("", "lise@nordlys.no") };
    let decision = book.people(lise, vec![row]).expect("judged");
    assert_eq!(crate::model::rows(&decision), ["Yourself"], "nor by a table");
}

#[test]
fn the_ceiling_holds_for_editing_as_for_inviting_r13() {
    let (mut book, lise, tom) = lise_and(Tier::User, AccessMode::Custom, &["contacts.view"]);
    let payroll = book.group("Payroll", &["payroll.view"]);
    let sales = book.by_group_name("Sales");
    let edit = |groups: &[GroupId]| Edit { groups: Some(groups.to_vec()), ..Edit::of(tom) };
    assert_eq!(code(&book.edit(lise, edit(&[payroll]))), Some(Code::Ceiling));
    let all = Edit { access: Some(AccessMode::All), ..Edit::of(tom) };
    assert_eq!(code(&book.edit(lise, all)), Some(Code::Ceiling));
    let owner = Edit { tier: Some(Tier::Owner), ..Edit::of(tom) };
    assert_eq!(code(&book.edit(lise, owner)), Some(Code::OwnerFixed));
    assert_eq!(code(&book.edit(lise, edit(&[sales]))), None, "what she has she may give");
    let admin = Edit { tier: Some(Tier::Admin), ..Edit::of(tom) };
    assert_eq!(code(&book.edit(lise, admin)), None, "also her standing");
}

#[test]
fn nobody_makes_a_group_carry_more_than_they_have_c18() {
    let (mut book, lise, _) = lise_and(Tier::User, AccessMode::Custom, &[]);
    let rows = vec![
        group_row("Audit", None, &["contacts.view"]),
        group_row("Other", None, &["payroll.view"]),
        group_row("Mine", None, &["invented.everything"]),
    ];
    let decision = book.groups(lise, rows).expect("judged");
    assert_eq!(crate::model::rows(&decision), ["created", "Ceiling", "Ceiling"]);
    assert_eq!(crate::model::kinds(&decision), ["group_added"], "a refused row adds nothing to the catalogue");
}
