//! Kinds: portal members (R8), machines (R9), and those of Rollbook's own (R10).

use crate::model::{Book, code, fleet, give, invite, kinds, new_role, package, permission, refusal, take};
use rollbook_domain::{
    Code, Command, Effect, MemberId,
    command::{Action, Edit, Hold, Invite, NewRole, PersonRow},
    decide::authority::effective_now,
    holding::{Holding, Period},
    member::{AccessMode, Kind, Status, Tier},
    organization::Plan,
    session::SessionKind,
};

fn book() -> Book {
    let mut book = Book::new(Plan::Business);
    book.take_product(&fleet());
    book.buy(&package("fleet.base"), 3);
    book
}

fn may(book: &Book, member: MemberId, text: &str) -> bool {
    let structure = book.structure();
    effective_now(&structure, &book.member(member)).has(&structure, &permission(text))
}

#[test]
fn a_portal_member_is_invited_with_portals_roles_contact_and_customer_r8() {
    let mut book = book();
    let owner = book.owner;
    let role = book.portal_role("Customer", &["trips.view"]);
    let portal = book.portal("Customers");
    let pia = Invite {
        kind: Kind::Portal,
        holds: vec![Holding::Portal(portal), Holding::Role(role), Holding::Licence(package("fleet.base"))],
        contact: " Pia  Nord ".into(),
        customer: "Fjord AS".into(),
        ..invite("Pia", "pia@fjord.no")
    };
    let pia = book.invited(owner, pia);
    book.accept(pia).expect("allowed");
    let member = book.member(pia);
    assert_eq!((member.holds.portals, member.holds.roles), (vec![portal], vec![role]));
    assert_eq!((member.holds.contact.as_str(), member.holds.customer.as_str()), ("Pia Nord", "Fjord AS"));
    assert!(may(&book, pia, "trips.view") && !may(&book, pia, "trips.edit"));
    assert_eq!(
        code(&book.run(pia, &Command::SignIn { member: pia, kind: SessionKind::Desktop })),
        Some(Code::NotAllowed),
        "to the portals alone"
    );
}

#[test]
fn portal_members_have_portal_roles_alone_and_nobody_else_has_them_r8() {
    let mut book = book();
    let owner = book.owner;
    let (customer, clerk) = (book.portal_role("Customer", &["trips.view"]), book.role("Clerk", &["trips.view"]));
    let portal = book.portal("Customers");
    let crew = book.group("Crew", &[]);
    let (pia, una) = (book.of_kind(Kind::Portal, "Pia"), book.custom("Una", Tier::User, &[]));
    let super_admin = book.super_admin();
    for (who, what, field) in [
        (pia, Holding::Role(clerk), "roles"),
        (pia, super_admin, "roles"),
        (pia, Holding::Group(crew), "groups"),
        (pia, Holding::Grant(permission("trips.view")), "groups"),
        (una, Holding::Role(customer), "roles"),
        (una, Holding::Portal(portal), "portals"),
    ] {
        let why = refusal(book.hold(owner, give(what.clone(), who)));
        assert_eq!((why.code, why.field.as_deref()), (Code::Invalid, Some(field)), "{what:?}");
        let period = Period { from: Some(book.now.plus(3_600_000)), until: None };
        let later = book.hold(owner, Hold { period, ..give(what.clone(), who) });
        assert_eq!(code(&later), Some(Code::Invalid), "nor for later: {what:?}");
    }
    let all = Edit { access: Some(AccessMode::All), ..Edit::of(pia) };
    assert_eq!(code(&book.edit(owner, all)), Some(Code::Invalid), "nor All");
    for group in ["Crew", "Made by the table"] {
        let row = PersonRow { groups: vec![group.into()], ..crate::model::person("", "pia@nordlys.no") };
        let decision = book.people(owner, vec![row]).expect("judged");
        assert_eq!((crate::model::rows(&decision), decision.events), (vec!["Invalid".to_owned()], vec![]), "{group}");
    }
}

#[test]
fn a_record_that_held_the_wrong_sort_of_role_would_gain_nothing_by_it_r8() {
    let mut book = book();
    let (customer, clerk) = (book.portal_role("Customer", &["trips.view"]), book.role("Clerk", &["trips.view"]));
    let crew = book.group("Crew", &["trips.view"]);
    let (pia, una) = (book.of_kind(Kind::Portal, "Pia"), book.custom("Una", Tier::User, &[]));
    let super_admin = book.built_in(rollbook_domain::role::BuiltInRole::SuperAdmin);
    let record = book.state.members.get_mut(&pia).unwrap();
    record.holds.roles = vec![clerk, super_admin];
    (record.access, record.groups, record.holds.grants) = (AccessMode::All, vec![crew], vec![permission("trips.view")]);
    book.state.members.get_mut(&una).unwrap().holds.roles = vec![customer];
    assert!(!may(&book, pia, "trips.view") && !may(&book, una, "trips.view"));
}

#[test]
fn only_regular_users_administer_r8_r9() {
    let mut book = book();
    let owner = book.owner;
    for kind in [Kind::Portal, Kind::Api] {
        let member = book.of_kind(kind, &format!("{kind:?}"));
        let why = refusal(book.edit(owner, Edit { tier: Some(Tier::Admin), ..Edit::of(member) }));
        assert_eq!((why.code, why.field.as_deref()), (Code::Invalid, Some("tier")), "{kind:?}");
        let row = PersonRow { tier: Some(Tier::Admin), ..crate::model::person("", book.member(member).email.as_str()) };
        assert_eq!(crate::model::rows(&book.people(owner, vec![row]).expect("judged")), ["Invalid"], "nor by a table");
        let admin = Invite { kind, tier: Tier::Admin, ..invite("New", "new@example.org") };
        assert_eq!(code(&book.invite(owner, admin)), Some(Code::Invalid), "{kind:?}");
    }
}

#[test]
fn what_a_portal_member_may_do_is_restricted_and_changed_like_any_others_r8_r19() {
    let mut book = book();
    let owner = book.owner;
    let made = NewRole { portal: true, ..new_role("Customer", &["trips.view", "trips.edit"]) };
    let role = book.run(owner, &Command::CreateRole(made)).expect("allowed").role.expect("one role");
    let pia = book.of_kind(Kind::Portal, "Pia");
    book.given(owner, Holding::Role(role), pia);
    book.given(owner, Holding::Restriction(permission("trips.edit")), pia);
    assert!(may(&book, pia, "trips.view") && !may(&book, pia, "trips.edit"));
}

#[test]
fn a_machine_is_there_at_once_without_a_mail_and_with_an_account_of_its_own_r9() {
    let mut book = book();
    let owner = book.owner;
    let bot = Invite {
        kind: Kind::Api,
        email: String::new(),
        holds: vec![Holding::Grant(permission("trips.view"))],
        ..invite("Bot", "")
    };
    let decision = book.invite(owner, bot.clone()).expect("allowed");
    assert_eq!((kinds(&decision), &decision.effects[..]), (vec!["member_added"], &[][..]), "nobody writes to it");
    let id = decision.member.expect("one member");
    assert_eq!((book.status(id), book.member(id).has_password), (Status::Active, false));
    assert!(may(&book, id, "trips.view"));
    let other = book.invited(owner, bot.clone());
    assert_ne!(book.member(id).email.key(), book.member(other).email.key(), "each has an address that is nobody's");
    book.record("Ada", "ada@example.org");
    let why = refusal(book.invite(owner, Invite { email: "ADA@example.org".into(), ..bot }));
    assert_eq!(
        (why.code, why.field.as_deref()),
        (Code::EmailTaken, Some("email")),
        "a person's account is no machine's"
    );
}

#[test]
fn a_machine_never_signs_in_and_gets_no_link_whatever_is_asked_r9_c39() {
    let mut book = book();
    let owner = book.owner;
    let bot = book.of_kind(Kind::Api, "Bot");
    assert_eq!(
        code(&book.run(bot, &Command::SignIn { member: bot, kind: SessionKind::Desktop })),
        Some(Code::NotAllowed)
    );
    let mut effects = Vec::new();
    for action in
        [Action::SendAccess, Action::Resend, Action::Suspend, Action::Reactivate, Action::Archive, Action::Restore]
    {
        effects.extend(book.act(owner, action, bot).map(|decision| decision.effects).unwrap_or_default());
    }
    let moved = Edit { email: Some("other@example.org".into()), ..Edit::of(bot) };
    effects.extend(book.edit(owner, moved).expect("allowed").effects);
    effects.extend(book.undo(owner).expect("allowed").effects);
    let link = |effect: &Effect| matches!(effect, Effect::Invite { .. } | Effect::SendAccess { .. });
    assert!(!effects.iter().any(link), "{effects:?}");
    let row = crate::model::person("Robot", "bot@nordlys.no");
    let decision = book.run(owner, &Command::ImportPeople { rows: vec![row], invite: true }).expect("judged");
    assert_eq!(kinds(&decision), ["member_changed"], "nor by a table");
    assert_eq!(code(&book.choose_password(bot)), Some(Code::LinkDead));
}

#[test]
fn a_machine_has_rights_under_the_same_ceiling_r9_r13() {
    let mut book = book();
    let owner = book.owner;
    let lise = book.custom("Lise", Tier::Admin, &[]);
    let bot = book.of_kind(Kind::Api, "Bot");
    let all = Invite { kind: Kind::Api, access: AccessMode::All, ..invite("Other", "") };
    assert_eq!(code(&book.invite(lise, all.clone())), Some(Code::Ceiling));
    assert_eq!(code(&book.hold(lise, give(Holding::Grant(permission("trips.view")), bot))), Some(Code::Ceiling));
    let super_admin = book.super_admin();
    book.given(owner, super_admin, bot);
    let everything = book.all("Mads", Tier::Admin);
    assert_eq!(code(&book.act(everything, Action::Suspend, bot)), Some(Code::RankTooLow), "a machine can stand high");
}

#[test]
fn system_members_are_left_alone_by_every_command_r10() {
    let mut book = book();
    let owner = book.owner;
    let sys = book.of_kind(Kind::System, "Sys");
    let what = Holding::Grant(permission("trips.view"));
    let mut commands: Vec<Command> = Action::ALL.map(|action| Command::Act { action, members: vec![sys] }).to_vec();
    commands.extend([
        Command::Edit(Edit { phone: Some("1".into()), ..Edit::of(sys) }),
        Command::Hold(give(what.clone(), sys)),
        Command::Hold(take(what, sys)),
        Command::SetNavigation { member: sys, show: vec![], hide: vec!["trips".into()] },
        Command::SetPeriod {
            member: sys,
            seen: None,
            period: Period { from: None, until: Some(book.now.plus(9_000_000)) },
        },
    ]);
    for command in commands {
        assert_eq!(code(&book.run(owner, &command)), Some(Code::SystemFixed), "{command:?}");
    }
    let row = crate::model::person("Other", "sys@nordlys.no");
    assert_eq!(crate::model::rows(&book.people(owner, vec![row]).expect("judged")), ["SystemFixed"]);
    let invited = Invite { kind: Kind::System, ..invite("New", "new@example.org") };
    assert_eq!(code(&book.invite(owner, invited)), Some(Code::SystemFixed), "they come with Rollbook");
    assert!(!may(&book, sys, "trips.view"));
}

#[test]
fn portals_have_names_of_their_own() {
    let mut book = book();
    let owner = book.owner;
    let add = |name: &str| Command::AddPortal { name: name.to_owned() };
    assert_eq!(kinds(&book.run(owner, &add(" Customers ")).expect("allowed")), ["portal_added"]);
    for (name, expected) in [("CUSTOMERS", Code::NameTaken), ("  ", Code::Invalid), (&"x".repeat(201), Code::Invalid)] {
        let why = refusal(book.run(owner, &add(name)));
        assert_eq!((why.code, why.field.as_deref()), (expected, Some("name")), "{name}");
    }
    let una = book.all("Una", Tier::User);
    assert_eq!(code(&book.run(una, &add("Mine"))), Some(Code::NotAllowed));
}
