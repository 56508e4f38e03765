//! Cases about who stands where: C13, C14, C19 to C23, C27 to C29, C32.

use super::{Cast, cast, grant, harmless};
use crate::model::{Book, Rights, code, fleet, give, invite, new_role, package, permission, person, refusal, take};
use rollbook_domain::{
    Code, Command, Effect, GroupId, MemberId, RoleId,
    command::{Action, Edit, Hold, Invite, PersonRow},
    decide::authority::effective_now,
    event::Field,
    holding::{Holding, Period},
    member::{AccessMode, Kind, Status, Tier},
    organization::Plan,
    session::Ended,
    session::SessionKind,
    time::DAY,
};
use uuid::Uuid;

/// Every way to take somebody's standing away, or to end them.
fn endings(book: &Book, target: MemberId) -> Vec<Command> {
    let member = book.member(target);
    let row = |tier| PersonRow { tier: Some(tier), ..person("", member.email.as_str()) };
    let act = |action| Command::Act { action, members: vec![target] };
    let until = Some(book.now.plus(DAY));
    let mut all = vec![
        act(Action::Suspend),
        act(Action::Archive),
        act(Action::Revoke),
        act(Action::Erase),
        Command::Edit(Edit { tier: Some(Tier::User), ..Edit::of(target) }),
        Command::Edit(Edit { access: Some(AccessMode::Custom), ..Edit::of(target) }),
        Command::Edit(Edit { roles: Some(vec![]), ..Edit::of(target) }),
        Command::Edit(Edit { groups: Some(vec![]), ..Edit::of(target) }),
        Command::Edit(Edit { grants: Some(vec![]), ..Edit::of(target) }),
        Command::Hold(give(Holding::Restriction(permission("trips.view")), target)),
        Command::SetPeriod { member: target, seen: None, period: Period { from: None, until } },
        Command::SetPeriod { member: target, seen: None, period: Period { from: until, until: None } },
        Command::ImportPeople { rows: vec![row(Tier::User)], invite: false },
    ];
    all.extend(member.holds.roles.iter().map(|id| Command::Hold(take(Holding::Role(*id), target))));
    all.extend(member.holds.roles.iter().map(|id| Command::DeleteRole(*id)));
    all.extend(member.holds.roles.iter().map(|id| Command::Vacate { what: Holding::Role(*id), members: vec![target] }));
    all
}

fn signs_in(book: &mut Book, member: MemberId) -> bool {
    code(&book.run(member, &Command::SignIn { member, kind: SessionKind::Desktop })).is_none()
}

#[test]
fn c13_the_owner_stays_and_signs_in_whatever_anybody_asks() {
    let Cast { mut book, lise, .. } = cast();
    let owner = book.owner;
    let sam = book.custom("Sam", Tier::Admin, &[]);
    let super_admin = book.super_admin();
    book.given(owner, super_admin, sam);
    let beginning = book.beginning;
    for actor in [sam, lise, owner] {
        for command in endings(&book, owner).into_iter().chain([Command::Undo(beginning)]) {
            let before = book.member(owner);
            drop(book.run(actor, &command));
            let after = book.member(owner);
            assert_eq!((after.tier, after.status, &after.holds), (Tier::Owner, Status::Active, &before.holds));
            assert!(signs_in(&mut book, owner), "{command:?}");
        }
    }
    book.wait(999 * DAY).expect("judged");
    assert!(
        Rights::of(&book.state, &book.member(owner)).exempt && signs_in(&mut book, owner),
        "nor does time end them"
    );
}

#[test]
fn c13_the_last_super_admin_may_go_by_hand_or_by_time_as_the_owner_stays() {
    let Cast { mut book, tom, .. } = cast();
    let owner = book.owner;
    let super_admin = book.super_admin();
    let until = Some(book.now.plus(DAY));
    book.hold(owner, Hold { period: Period { from: None, until }, ..give(super_admin.clone(), tom) }).expect("allowed");
    book.wait(DAY).expect("judged");
    assert!(!Rights::of(&book.state, &book.member(tom)).exempt, "it ended");
    assert_eq!(code(&book.delete(owner, super_admin)), Some(Code::BuiltIn), "the role itself never goes");
    assert!(signs_in(&mut book, owner));
}

#[test]
fn c14_nobody_lowers_disables_or_deletes_themselves() {
    let Cast { mut book, lise, .. } = cast();
    let owner = book.owner;
    let everything = book.all("Mads", Tier::Admin);
    let sam = book.custom("Sam", Tier::Admin, &[book.by_group_name("Drivers")]);
    let super_admin = book.super_admin();
    book.given(owner, super_admin, sam);
    for actor in [lise, everything, sam, owner] {
        for command in endings(&book, actor) {
            let before = book.member(actor);
            drop(book.run(actor, &command));
            let after = book.member(actor);
            let standing =
                |m: &rollbook_domain::member::Member| (m.tier, m.access, m.status, m.groups.clone(), m.holds.clone());
            assert_eq!(standing(&after), standing(&before), "{} by {command:?}", before.name());
        }
    }
}

#[test]
fn c19_authority_hangs_on_ids_and_never_on_names() {
    let Cast { mut book, tom, lise, .. } = cast();
    let owner = book.owner;
    let admins = book.by_group_name("Admin");
    book.given(owner, Holding::Group(admins), tom);
    let why = refusal(book.run(owner, &Command::CreateRole(new_role("super  ADMIN", &[]))));
    assert_eq!(why.code, Code::NameTaken, "there is no second one to be taken for it");
    let lookalike = book.role("Super Admin\u{2009}2", &[]);
    book.given(owner, Holding::Role(lookalike), tom);
    let rights = Rights::of(&book.state, &book.member(tom));
    assert_eq!(rights, Rights::default(), "called Admin and Super Admin 2, he may do nothing");
    assert_eq!(code(&book.act(lise, Action::Suspend, tom)), None, "and stands above nobody");
}

#[test]
fn c19_what_was_judged_is_written_or_the_screen_is_told() {
    let Cast { mut book, garage, .. } = cast();
    let owner = book.owner;
    let seen = Some(book.state.versions[&garage.uuid()]);
    let edit = |name: &str| rollbook_domain::command::RoleEdit {
        seen,
        name: Some(name.to_owned()),
        ..crate::model::role_edit(garage)
    };
    book.run(owner, &Command::EditRoles(vec![edit("Hall")])).expect("allowed");
    assert_eq!(code(&book.run(owner, &Command::EditRoles(vec![edit("Yard")]))), Some(Code::Conflict));
}

#[test]
fn c20_each_field_is_judged_on_its_own_and_standing_is_never_ones_own() {
    let Cast { mut book, lise, garage, crew, .. } = cast();
    let of = || Edit::of(lise);
    let portal = book.portal("Customers");
    for (free, edit) in [
        ("first_name", Edit { first_name: Some("Else".into()), ..of() }),
        ("last_name", Edit { last_name: Some("Berg".into()), ..of() }),
        ("language", Edit { language: Some("nb".into()), ..of() }),
        ("phone", Edit { phone: Some("1".into()), ..of() }),
    ] {
        assert_eq!(code(&book.edit(lise, edit)), None, "R7: {free}");
    }
    for (fixed, edit) in [
        ("email", Edit { email: Some("else@nordlys.no".into()), ..of() }),
        ("tier", Edit { tier: Some(Tier::User), ..of() }),
        ("access", Edit { access: Some(AccessMode::All), ..of() }),
        ("groups", Edit { groups: Some(vec![crew]), ..of() }),
        ("roles", Edit { roles: Some(vec![garage]), ..of() }),
        ("grants", Edit { grants: Some(vec![permission("vehicles.view")]), ..of() }),
        ("portals", Edit { portals: Some(vec![portal]), ..of() }),
    ] {
        // Together with a free field nothing of it happens.
        let why = refusal(book.edit(lise, Edit { phone: Some("2".into()), ..edit }));
        assert_eq!((why.code, why.field.as_deref()), (Code::Yourself, Some(fixed)));
        assert_eq!(book.member(lise).phone, "1");
    }
}

#[test]
fn c21_owner_id_account_and_kind_are_no_fields_that_anything_can_name() {
    for fixed in ["id", "account", "kind", "owner", "added_by", "added_at", "status", "held", "has_password", "version"]
    {
        assert!(serde_json::from_value::<Field>(fixed.into()).is_err(), "{fixed}");
    }
    let Cast { mut book, tom, .. } = cast();
    let owner = book.owner;
    let before = book.member(owner);
    for edit in [
        Edit { tier: Some(Tier::Owner), ..Edit::of(tom) },
        Edit { tier: Some(Tier::Admin), ..Edit::of(owner) },
        Edit { tier: Some(Tier::User), ..Edit::of(owner) },
        Edit { access: Some(AccessMode::Custom), ..Edit::of(owner) },
    ] {
        assert!(code(&book.edit(owner, edit)).is_some());
    }
    assert_eq!(book.member(owner), before);
}

#[test]
fn c22_the_ceiling_holds_at_the_invitation_and_again_at_the_acceptance() {
    let mut book = Book::new(Plan::Business);
    book.take_product(&fleet());
    let owner = book.owner;
    let sam = book.custom("Sam", Tier::Admin, &[]);
    let super_admin = book.super_admin();
    let (clerk, portal_role) = (book.role("Clerk", &["trips.view"]), book.portal_role("Customer", &["trips.view"]));
    let with = |holds: Vec<Holding>| Invite { holds, tier: Tier::Admin, ..invite("Ada", "ada@example.org") };
    let all = vec![super_admin.clone(), Holding::Role(clerk), grant("trips.edit")];
    assert_eq!(code(&book.invite(sam, with(all.clone()))), Some(Code::Ceiling));
    book.given(owner, super_admin.clone(), sam);
    let ada = book.invited(sam, with(all));
    let pia =
        Invite { kind: Kind::Portal, holds: vec![Holding::Role(portal_role)], ..invite("Pia", "pia@example.org") };
    let pia = book.invited(sam, pia);
    book.taken(owner, super_admin, sam);
    let decision = book.accept(ada).expect("she comes in");
    let left_out = ["the role Super Admin", "the role Clerk", "the permission trips.edit"].map(str::to_owned).to_vec();
    assert!(decision.effects.contains(&Effect::NoticeLeftOut { member: ada, left_out }), "{:?}", decision.effects);
    book.accept(pia).expect("she comes in");
    for who in [ada, pia] {
        assert_eq!(Rights::of(&book.state, &book.member(who)), Rights::default());
    }
}

#[test]
fn c23_higher_is_who_may_more_wherever_it_comes_from() {
    let Cast { mut book, lise, garage, crew, .. } = cast();
    let owner = book.owner;
    let super_admin = book.super_admin();
    let later = Period { from: Some(book.now.plus(DAY)), until: None };
    for (n, (what, period)) in [
        (Holding::Role(garage), Period::OPEN),
        (Holding::Group(crew), Period::OPEN),
        (grant("vehicles.view"), Period::OPEN),
        (super_admin, Period::OPEN),
        (Holding::Role(garage), later),
    ]
    .into_iter()
    .enumerate()
    {
        let una = book.custom(&format!("Una{n}"), Tier::User, &[]);
        book.hold(owner, Hold { period, ..give(what.clone(), una) }).expect("allowed");
        let (role, group) = (book.role(&format!("R{n}"), &[]), book.group(&format!("G{n}"), &[]));
        let portal = book.portal(&format!("P{n}"));
        let key = (una, rollbook_domain::KeyId::from_uuid(uuid::Uuid::nil()));
        let about_her = |command: &Command| {
            matches!(
                command,
                Command::Edit(_)
                    | Command::Act { .. }
                    | Command::Hold(_)
                    | Command::SetNavigation { .. }
                    | Command::SetPeriod { .. }
            )
        };
        let commands = harmless(una, (role, group, portal, key), book.last, &book);
        for command in commands.iter().filter(|command| about_her(command)) {
            assert_eq!(code(&book.run(lise, command)), Some(Code::RankTooLow), "{what:?} {command:?}");
        }
        let row = PersonRow { phone: "1".into(), ..person("", book.member(una).email.as_str()) };
        let decision = book.people(lise, vec![row]).expect("judged");
        assert_eq!(crate::model::rows(&decision), ["RankTooLow"], "{what:?}");
    }
}

#[test]
fn c27_rights_exist_only_in_the_state_active_and_nothing_final_is_done_to_a_crowd() {
    let Cast { mut book, tom, .. } = cast();
    let owner = book.owner;
    let super_admin = book.super_admin();
    book.given(owner, super_admin.clone(), tom);
    let pending = book.invited(owner, Invite { holds: vec![super_admin], ..invite("Ada", "ada@example.org") });
    let has = |book: &Book, who| {
        let structure = book.structure();
        !effective_now(&structure, &book.member(who)).listed(&structure).is_empty()
    };
    assert!(has(&book, tom) && !has(&book, pending));
    for action in [Action::Suspend, Action::Archive] {
        book.acted(owner, action, tom);
        assert!(!has(&book, tom), "{action:?}");
    }
    let una = book.custom("Una", Tier::User, &[]);
    book.acted(owner, Action::Archive, una);
    let crowd = Command::Act { action: Action::Erase, members: vec![tom, una] };
    assert_eq!(code(&book.run(owner, &crowd)), Some(Code::NotAllowed));
}

#[test]
fn c28_nothing_of_another_organization_can_be_named_here() {
    let Cast { mut book, tom, .. } = cast();
    let owner = book.owner;
    let foreign = Uuid::from_u128(u128::MAX);
    let (member, role) = (MemberId::from_uuid(foreign), RoleId::from_uuid(foreign));
    let (group, portal) = (GroupId::from_uuid(foreign), rollbook_domain::PortalId::from_uuid(foreign));
    let about = |command: &Command| {
        !matches!(
            command,
            Command::Invite(_)
                | Command::SetMailServer { .. }
                | Command::SetWording(_)
                | Command::CreateRole(_)
                | Command::CreateGroup(_)
                | Command::AddPortal { .. }
                | Command::AddTeam { .. }
                | Command::ImportGroups(_)
                | Command::ImportPeople { .. }
                | Command::RetryMails(_)
                | Command::Undo(_)
        )
    };
    let last = book.last;
    let key = (member, rollbook_domain::KeyId::from_uuid(foreign));
    let mut commands: Vec<Command> = harmless(member, (role, group, portal, key), last, &book);
    commands.push(super::key_of(member));
    commands.retain(|command| about(command) && *command != Command::EditRoles(Vec::new()));
    assert_eq!(commands.len(), 21, "every command that names something");
    for command in &commands {
        assert_eq!(code(&book.run(owner, command)), Some(Code::NotFound), "{command:?}");
    }
    let unknown = Command::Undo(rollbook_domain::CommandId::from_uuid(foreign));
    assert_eq!(code(&book.run(owner, &unknown)), Some(Code::NothingToUndo));
    let theirs = Holding::Licence(package("forms.base"));
    assert_eq!(code(&book.hold(owner, give(theirs, tom))), Some(Code::NotFound));
}

#[test]
fn c29_what_was_deleted_gives_nothing_to_what_has_its_name_later() {
    let Cast { mut book, tom, garage, crew, .. } = cast();
    let owner = book.owner;
    for what in [Holding::Role(garage), Holding::Group(crew)] {
        book.given(owner, what.clone(), tom);
        book.delete(owner, what).expect("allowed");
    }
    let again = book.run(owner, &Command::CreateRole(new_role("Garage", &["vehicles.view"]))).expect("allowed");
    let new_group = Command::CreateGroup(crate::model::new_group("Crew", &["vehicles.view"]));
    let group = book.run(owner, &new_group).expect("allowed").group.expect("one group");
    assert_ne!((again.role, group), (Some(garage), crew), "ids are never used again");
    assert_eq!(Rights::of(&book.state, &book.member(tom)), Rights::default());
    for action in [Action::Archive, Action::Erase] {
        book.acted(owner, action, tom);
    }
    let tom_again = book.invited(owner, invite("Tom", "tom2@nordlys.no"));
    assert_ne!(tom_again, tom);
}

#[test]
fn c32_the_state_is_asked_at_every_sign_in_machines_included() {
    let Cast { mut book, .. } = cast();
    let owner = book.owner;
    for kind in [Kind::Regular, Kind::Portal, Kind::Api, Kind::System] {
        let id = book.of_kind(kind, &format!("{kind:?}"));
        assert_eq!(signs_in(&mut book, id), kind == Kind::Regular, "{kind:?}");
        for (action, in_again) in [(Action::Suspend, Action::Reactivate), (Action::Archive, Action::Restore)] {
            let decision = book.act(owner, action, id).expect("judged");
            if kind == Kind::System {
                continue;
            }
            assert!(
                decision.effects.contains(&Effect::EndSessions { member: id, why: Ended::Shut }),
                "{kind:?} {action:?}"
            );
            assert!(!signs_in(&mut book, id), "{kind:?} {action:?}");
            book.acted(owner, in_again, id);
        }
    }
}
