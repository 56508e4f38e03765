//! The security cases that can be judged without a disk and without a network, one named test each.
//!
//! What a case needs of sessions, keys, caches or lists of a screen stands with the rooms that have
//! them.

mod c18;
mod c26;
mod people;
mod records;

use crate::model::{
    Book, fleet, forms, give, group_edit, group_row, invite, new_group, new_role, package, permission, permissions,
    person, role_edit,
};
use rollbook_domain::{
    Command, CommandId, Email, GroupId, KeyId, MailId, MemberId, PortalId, RoleId, SessionId, TeamId, Timestamp,
    billing::{PaymentNews, PaymentStep, Terms},
    command::{Action, Edit, GroupEdit, NewKey, PasswordBy, Profile, RoleEdit, SetWording},
    company::Details,
    event::RefusedBy,
    factor::FactorChange,
    holding::{Holding, Period},
    member::Tier,
    order::{Order, Seating},
    organization::{Plan, Policy},
    session::SessionKind,
    time::DAY,
    wording::{Wording, WordingOf},
};

/// An organization with a product; Lise administers with what the role Desk carries.
struct Cast {
    book: Book,
    lise: MemberId,
    tom: MemberId,
    /// Carries `trips.view`.
    desk: RoleId,
    /// Carries `vehicles.view`, which Lise lacks.
    garage: RoleId,
    /// Carries the same.
    crew: GroupId,
}

fn cast() -> Cast {
    let mut book = Book::new(Plan::Business);
    book.take_product(&fleet());
    book.buy(&package("fleet.base"), 2);
    let owner = book.owner;
    let (desk, garage) = (book.role("Desk", &["trips.view"]), book.role("Garage", &["vehicles.view"]));
    let crew = book.group("Crew", &["vehicles.view"]);
    let lise = book.custom("Lise", Tier::Admin, &[]);
    let tom = book.custom("Tom", Tier::User, &[]);
    book.given(owner, Holding::Role(desk), lise);
    Cast { book, lise, tom, desk, garage, crew }
}

fn grant(text: &str) -> Holding {
    Holding::Grant(permission(text))
}

/// The name of a command: whoever adds one meets this list, and with it the cases.
const fn name(command: &Command) -> &'static str {
    match command {
        Command::Invite(_) => "invite",
        Command::Edit(_) => "edit",
        Command::EditProfile(_) => "edit_profile",
        Command::SetPhoto { .. } => "set_photo",
        Command::Act { .. } => "act",
        Command::Accept { .. } => "accept",
        Command::SetFirstPassword { .. } => "set_first_password",
        Command::SetTemporaryPassword { .. } => "set_temporary_password",
        Command::ChangePassword { .. } => "change_password",
        Command::Recover { .. } => "recover",
        Command::EndSession { .. } => "end_session",
        Command::Lock { .. } => "lock",
        Command::LetIn { .. } => "let_in",
        Command::NoteTicket { .. } => "note_ticket",
        Command::RedeemTicket { .. } => "redeem_ticket",
        Command::AskSignInAs { .. } => "ask_sign_in_as",
        Command::SignInAs { .. } => "sign_in_as",
        Command::SetPolicy { .. } => "set_policy",
        Command::SignIn { .. } => "sign_in",
        Command::SetMailServer { .. } => "set_mail_server",
        Command::SetWording(_) => "set_wording",
        Command::Hold(_) => "hold",
        Command::SetNavigation { .. } => "set_navigation",
        Command::SetPeriod { .. } => "set_period",
        Command::CreateRole(_) => "create_role",
        Command::EditRoles(_) => "edit_roles",
        Command::DeleteRole(_) => "delete_role",
        Command::CreateGroup(_) => "create_group",
        Command::EditGroup(_) => "edit_group",
        Command::DeleteGroup(_) => "delete_group",
        Command::Vacate { .. } => "vacate",
        Command::AddKey(_) => "add_key",
        Command::RevokeKey { .. } => "revoke_key",
        Command::AddPortal { .. } => "add_portal",
        Command::RemovePortal(_) => "remove_portal",
        Command::AddTeam { .. } => "add_team",
        Command::RenameTeam { .. } => "rename_team",
        Command::RemoveTeam(_) => "remove_team",
        Command::SetSeats { .. } => "set_seats",
        Command::SetPlan(_) => "set_plan",
        Command::SetDetails { .. } => "set_details",
        Command::SetTerms { .. } => "set_terms",
        Command::Order { .. } => "order",
        Command::AskQuote(_) => "ask_quote",
        Command::NotePayment(_) => "note_payment",
        Command::Settle => "settle",
        Command::RetryMails(_) => "retry_mails",
        Command::ImportGroups(_) => "import_groups",
        Command::ImportPeople { .. } => "import_people",
        Command::AskAddress { .. } => "ask_address",
        Command::ChangeAddress { .. } => "change_address",
        Command::NoteAddress { .. } => "note_address",
        Command::NoteFactor { .. } => "note_factor",
        Command::NoteRefusedSignIn { .. } => "note_refused_sign_in",
        Command::AskInvitation { .. } => "ask_invitation",
        Command::RecoverFactors { .. } => "recover_factors",
        Command::SignOffReview(_) => "sign_off_review",
        Command::Undo(_) => "undo",
    }
}

const NAMES: [&str; 58] = [
    "accept",
    "act",
    "add_key",
    "add_portal",
    "add_team",
    "ask_address",
    "ask_invitation",
    "ask_quote",
    "ask_sign_in_as",
    "change_address",
    "change_password",
    "create_group",
    "create_role",
    "delete_group",
    "delete_role",
    "edit",
    "edit_group",
    "edit_profile",
    "edit_roles",
    "end_session",
    "hold",
    "import_groups",
    "import_people",
    "invite",
    "let_in",
    "lock",
    "note_address",
    "note_factor",
    "note_payment",
    "note_refused_sign_in",
    "note_ticket",
    "order",
    "recover",
    "recover_factors",
    "redeem_ticket",
    "remove_portal",
    "remove_team",
    "rename_team",
    "retry_mails",
    "revoke_key",
    "set_details",
    "set_first_password",
    "set_mail_server",
    "set_navigation",
    "set_period",
    "set_photo",
    "set_plan",
    "set_policy",
    "set_seats",
    "set_temporary_password",
    "set_terms",
    "set_wording",
    "settle",
    "sign_in",
    "sign_in_as",
    "sign_off_review",
    "undo",
    "vacate",
];

/// Every command that an administrator may give, as harmless as it can be, aimed at one member, at a
/// role, a group, a portal and a team that nobody has, at a machine’s key, and at an earlier command.
fn harmless(
    target: MemberId,
    (role, group, portal, (machine, key)): (RoleId, GroupId, PortalId, (MemberId, KeyId)),
    earlier: CommandId,
    book: &Book,
) -> Vec<Command> {
    let until = Some(book.now.plus(DAY));
    let (team, seen) = book
        .state
        .teams
        .values()
        .next()
        .map_or_else(|| (TeamId::from_uuid(portal.uuid()), String::new()), |team| (team.id, team.name.clone()));
    let act = |action| Command::Act { action, members: vec![target] };
    vec![
        Command::Invite(invite("New", "new@example.org")),
        Command::Edit(Edit { phone: Some("1".to_owned()), ..Edit::of(target) }),
        act(Action::Suspend),
        Command::Hold(give(Holding::Group(group), target)),
        Command::SetNavigation { member: target, show: vec![], hide: vec!["trips".to_owned()] },
        Command::SetPeriod { member: target, seen: None, period: Period { from: None, until } },
        Command::SetTemporaryPassword { member: target },
        Command::EndSession { member: target, session: SessionId::from_uuid(uuid::Uuid::nil()) },
        Command::AskSignInAs { member: target, reason: "A question".to_owned() },
        Command::SignInAs { member: target, reason: "A question".to_owned() },
        Command::Lock { member: target, reason: "A lost laptop".to_owned() },
        Command::CreateRole(new_role("New", &[])),
        Command::EditRoles(vec![RoleEdit { description: Some("New".to_owned()), ..role_edit(role) }]),
        Command::EditRoles(Vec::new()),
        Command::Vacate { what: Holding::Role(role), members: vec![] },
        Command::Vacate { what: Holding::Group(group), members: vec![] },
        Command::DeleteRole(role),
        Command::CreateGroup(new_group("New", &[])),
        Command::EditGroup(GroupEdit { description: Some("New".to_owned()), ..group_edit(group) }),
        Command::DeleteGroup(group),
        Command::AddPortal { name: "New".to_owned() },
        Command::AddTeam { name: "New".to_owned() },
        Command::RenameTeam { team, seen, name: "Newer".to_owned() },
        Command::RemoveTeam(team),
        Command::RemovePortal(portal),
        Command::RevokeKey { member: machine, key },
        Command::RetryMails(vec![MailId::from_uuid(uuid::Uuid::nil())]),
        Command::ImportGroups(vec![group_row("New", None, &[])]),
        Command::ImportPeople { rows: vec![person("New", "new@example.org")], invite: false },
        Command::Undo(earlier),
    ]
}

/// A key that reaches a little, which only those may make who have it.
fn key_of(member: MemberId) -> Command {
    let scope = permissions(&["trips.view"]);
    Command::AddKey(NewKey { member, name: "Feed".to_owned(), scope, expires: None })
}

/// The details that the book begins with.
fn details() -> Details {
    Details { name: "Nordlys".to_owned(), language: "en".to_owned(), ..Details::default() }
}

/// What only the owner may give.
fn owners() -> Vec<Command> {
    let seats = |text: &str, product| Command::SetSeats { package: package(text), seats: 9, product };
    let order = Order { plan: Plan::Enterprise, packages: vec![Seating { package: package("fleet.base"), seats: 9 }] };
    let terms = Terms { reference: "PO 7".to_owned(), ..Terms::default() };
    vec![
        seats("fleet.base", None),
        seats("forms.base", Some(Box::new(forms()))),
        Command::SetPlan(Plan::Enterprise),
        Command::SetDetails {
            seen: Box::new(details()),
            details: Box::new(Details { country: "NO".to_owned(), ..details() }),
        },
        Command::SetTerms { seen: Box::default(), terms: Box::new(terms) },
        Command::AskQuote(Box::new(order.clone())),
        Command::Order { order: Box::new(order), products: Vec::new() },
    ]
}

/// What takes somebody who has everything.
fn unlimited() -> Vec<Command> {
    let policy = Policy { session_idle: DAY / 24, ..Policy::default() };
    vec![
        Command::SetMailServer { before: None, after: Some("{\"host\":\"a\"}".to_owned()) },
        Command::SetPolicy { seen: Box::default(), policy: Box::new(policy) },
        own_words(None),
    ]
}

/// What nobody gives as an administrator, aimed at one member.
fn nobodys(target: MemberId, by: MemberId) -> Vec<Command> {
    vec![
        Command::Accept { member: target, inviter: Some(by), sent: Timestamp(i64::MAX) },
        Command::SetFirstPassword { member: target, sender: Some(by) },
        Command::ChangePassword { member: target, by: PasswordBy::Link { sender: Some(by) } },
        Command::ChangePassword { member: target, by: PasswordBy::Recovery },
        Command::ChangePassword { member: target, by: PasswordBy::Themselves },
        Command::Recover { member: target },
        Command::LetIn { member: target, by: "somebody".to_owned() },
        Command::RedeemTicket {
            member: target,
            by,
            made: Timestamp(0),
            link: rollbook_domain::LinkId::from_uuid(uuid::Uuid::nil()),
        },
        Command::SignIn { member: target, kind: SessionKind::Desktop },
        Command::EditProfile(Profile { phone: Some("1".to_owned()), ..Profile::of(target) }),
        Command::SetPhoto { member: target, photo: None },
        Command::AskAddress { member: target, email: "new@nordlys.example".to_owned() },
        Command::ChangeAddress { member: target, email: Email::parse("new@nordlys.example").expect("an address") },
        Command::NoteAddress { member: target, email: Email::parse("new@nordlys.example").expect("an address") },
        Command::NoteFactor { member: target, change: FactorChange::Reset, now: None, mails: true },
        Command::AskInvitation { name: "Una".to_owned(), email: "una@example.org".to_owned() },
        Command::NoteRefusedSignIn { member: target, by: RefusedBy::Password, failures: 1 },
        Command::RecoverFactors { member: target },
        Command::NotePayment(Box::new(PaymentNews { customer: "cus_1".to_owned(), at: 1, what: PaymentStep::Known })),
        Command::Settle,
    ]
}

#[test]
fn every_command_is_named_and_asked_in_the_cases() {
    let Cast { book, tom, desk, crew, .. } = cast();
    let nil = uuid::Uuid::nil();
    let (nowhere, key) = (PortalId::from_uuid(nil), (tom, KeyId::from_uuid(nil)));
    let mut all: Vec<_> = harmless(tom, (desk, crew, nowhere, key), book.last, &book).iter().map(name).collect();
    all.push(name(&key_of(tom)));
    // What it takes to sign one is asked with the reviews (B14).
    all.push(name(&Command::SignOffReview(Vec::new())));
    // Whoever proves that they made a ticket is recorded with it, whatever they may by then (R35).
    all.push(name(&Command::NoteTicket { member: tom, made: book.now }));
    all.extend(owners().iter().chain(&unlimited()).chain(&nobodys(tom, book.owner)).map(name));
    all.sort_unstable();
    all.dedup();
    assert_eq!(all, NAMES);
    assert_eq!(permissions(&["trips.view"]), book.state.roles[&desk].permissions);
}

/// An organization’s own words of its invitation.
pub(crate) fn own_words(seen: Option<Wording>) -> Command {
    let of = WordingOf::new("invitation", "de").expect("a tag");
    let words = Wording { subject: "Willkommen".into(), text: "{{ link }}".into(), html: "{{ link }}".into() };
    Command::SetWording(Box::new(SetWording { of, seen, words: Some(words) }))
}
