//! Commands: every change that somebody asks for, as a value. There is no other way to change
//! anything.

mod rights;

pub use rights::{GroupEdit, Hold, NewGroup, NewKey, NewRole, RoleEdit};

use crate::{
    CommandId, Email, GroupId, KeyId, LinkId, MailId, MemberId, PortalId, RoleId, SessionId, TeamId, Timestamp,
    billing::{PaymentNews, Terms},
    catalogue::{Package, Product},
    company::Details,
    event::RefusedBy,
    factor::{FactorChange, FactorKind},
    group::Permission,
    holding::{Holding, Period},
    member::{AccessMode, Kind, Status, Tier},
    order::Order,
    organization::{Plan, Policy},
    review::ReviewLine,
    session::SessionKind,
    wording::{Wording, WordingOf},
};
use serde::{Deserialize, Serialize};

/// What an actor asks for.
#[derive(Clone, PartialEq, Debug)]
pub enum Command {
    /// Invite one person (R1).
    Invite(Invite),
    /// Change one member's details.
    Edit(Edit),
    /// Change one's own profile (R7).
    EditProfile(Profile),
    /// Set one's own photo, or take it away.
    SetPhoto {
        /// Whose.
        member: MemberId,
        /// SHA-256 of the picture, as hex; `None` takes it away.
        photo: Option<String>,
    },
    /// One action on each of many members.
    Act {
        /// What to do.
        action: Action,
        /// To whom.
        members: Vec<MemberId>,
    },
    /// The invited person accepts; the link was proved by the caller.
    Accept {
        /// Who accepts.
        member: MemberId,
        /// Who sent the link, as they are now; `None` when they are gone.
        inviter: Option<MemberId>,
        /// When it was made: its sender stands for what the person had by then.
        sent: Timestamp,
    },
    /// Somebody who stands as active chooses their first password (R5); the link was proved by the
    /// caller.
    SetFirstPassword {
        /// Who chooses.
        member: MemberId,
        /// Who sent the link, as they are now; `None` when they are gone.
        sender: Option<MemberId>,
    },
    /// Set a password that is to be changed at the next sign-in (R24); its hash rides beside.
    SetTemporaryPassword {
        /// Whose.
        member: MemberId,
    },
    /// The person chooses a new password; its hash rides beside, and the caller has proved who asks.
    ChangePassword {
        /// Whose.
        member: MemberId,
        /// By what they may.
        by: PasswordBy,
    },
    /// Somebody asked for a new password by mail (R26); Rollbook’s own command.
    Recover {
        /// Who.
        member: MemberId,
    },
    /// The person asks to sign in with another address (R7); the caller has proved who asks.
    AskAddress {
        /// Who.
        member: MemberId,
        /// The address as typed.
        email: String,
    },
    /// The person confirmed their new address by the link that went there (R7); the caller has proved it.
    ChangeAddress {
        /// Who.
        member: MemberId,
        /// The address that the link was sent to.
        email: Email,
    },
    /// Take up the address that an account has by now; Rollbook’s own command, as addresses are an account’s and not an
    /// organization’s.
    NoteAddress {
        /// Whose.
        member: MemberId,
        /// The address.
        email: Email,
    },
    /// Let somebody back in who is locked out, at the server itself (C16); its link rides beside.
    LetIn {
        /// Whom.
        member: MemberId,
        /// Who does it, and at which machine.
        by: String,
    },
    /// Record that the actor made a reset ticket without a network (R35); the caller has proved that they did. It is what
    /// happened, so no right is asked for: whether the ticket is honoured is judged when it is used.
    NoteTicket {
        /// For whom.
        member: MemberId,
        /// When, by the clock of whoever made it.
        made: Timestamp,
    },
    /// Use a reset ticket that was made without a network (R35); the caller has proved the ticket, and the person’s
    /// second factor where they have one.
    RedeemTicket {
        /// Whose it is.
        member: MemberId,
        /// Who made it, as they are now.
        by: MemberId,
        /// When it was made.
        made: Timestamp,
        /// Drawn from the ticket, so that it is used once.
        link: LinkId,
    },
    /// End one session of a member (R14).
    EndSession {
        /// Whose.
        member: MemberId,
        /// Which.
        session: SessionId,
    },
    /// Shut somebody out at once, with a reason (B11).
    Lock {
        /// Whom.
        member: MemberId,
        /// Why.
        reason: String,
    },
    /// Ask for the link by which to sign in as another user (R29); the caller has proved who asks.
    AskSignInAs {
        /// As whom.
        member: MemberId,
        /// Why.
        reason: String,
    },
    /// Sign in as another user by that link (R29); the caller has proved it.
    SignInAs {
        /// As whom.
        member: MemberId,
        /// Why, as it was said.
        reason: String,
    },
    /// Set the organization’s policy, whole.
    SetPolicy {
        /// As the screen saw it.
        seen: Box<Policy>,
        /// As it shall be.
        policy: Box<Policy>,
    },
    /// The person at the desk opened the organization, or signed in: for the roll.
    SignIn {
        /// Who.
        member: MemberId,
        /// Where.
        kind: SessionKind,
    },
    /// Set, change or take away the mail server, named as JSON without any secret.
    SetMailServer {
        /// As it is now.
        before: Option<String>,
        /// As it shall be.
        after: Option<String>,
    },
    /// Put the organization’s own words in the place of a mail’s, or go back to the product’s. Whether they can be sent
    /// was judged where mails are written.
    SetWording(Box<SetWording>),
    /// Give something to each of many members, or take it away.
    Hold(Hold),
    /// Show and hide modules in a member's menus.
    SetNavigation {
        /// Whose.
        member: MemberId,
        /// Modules to show.
        show: Vec<String>,
        /// Modules to hide.
        hide: Vec<String>,
    },
    /// From when until when a membership holds (B13).
    SetPeriod {
        /// Whose.
        member: MemberId,
        /// The version that the screen saw; dates that changed since are a conflict.
        seen: Option<i64>,
        /// The period.
        period: Period,
    },
    /// Make a role.
    CreateRole(NewRole),
    /// Change roles, all or none.
    EditRoles(Vec<RoleEdit>),
    /// Delete a role that its holders were unassigned from in the same unit of work (R20).
    DeleteRole(RoleId),
    /// Make a group.
    CreateGroup(NewGroup),
    /// Change a group.
    EditGroup(GroupEdit),
    /// Delete a group that its members left in the same unit of work.
    DeleteGroup(GroupId),
    /// Take a role, a group or a portal from a part of those who hold it, on the way to its deletion.
    Vacate {
        /// The role, group or portal.
        what: Holding,
        /// Who holds it, whatever their status.
        members: Vec<MemberId>,
    },
    /// Make an API key (R9); the key itself rides beside the command.
    AddKey(NewKey),
    /// Have an API key work no more.
    RevokeKey {
        /// Whose.
        member: MemberId,
        /// Which.
        key: KeyId,
    },
    /// Make a portal.
    AddPortal {
        /// Its name.
        name: String,
    },
    /// Remove a portal that its members lost in the same unit of work.
    RemovePortal(PortalId),
    /// Make a team.
    AddTeam {
        /// Its name.
        name: String,
    },
    /// Give a team another name.
    RenameTeam {
        /// Which.
        team: TeamId,
        /// The name that whoever asks has seen.
        seen: String,
        /// Its new name.
        name: String,
    },
    /// Remove a team that its members left in the same unit of work.
    RemoveTeam(TeamId),
    /// Say how many seats of a package there are; takes the product where it wasn't taken (R18, R22).
    SetSeats {
        /// The package.
        package: Package,
        /// How many.
        seats: i64,
        /// The product, as the default catalogue has it.
        product: Option<Box<Product>>,
    },
    /// Change the plan (R18, R21).
    SetPlan(Plan),
    /// Say of the organization what it is as a company, whole (R18).
    SetDetails {
        /// As the screen saw it.
        seen: Box<Details>,
        /// As it shall be.
        details: Box<Details>,
    },
    /// Say how the organization pays (R18).
    SetTerms {
        /// As the screen saw it.
        seen: Box<Terms>,
        /// As it shall be.
        terms: Box<Terms>,
    },
    /// Change the plan and the seats of packages at once, all or nothing (R18, R21, R22).
    Order {
        /// What is wanted; packages that it doesn’t name keep their seats.
        order: Box<Order>,
        /// The products that it names, as the default catalogue has them.
        products: Vec<Product>,
    },
    /// Keep what sales is asked to make an offer for (R18).
    AskQuote(Box<Order>),
    /// Take over what the payment provider said; Rollbook’s own command.
    NotePayment(Box<PaymentNews>),
    /// Begin and end what is due (B13); Rollbook's own command.
    Settle,
    /// Send mails now that wait, are tried again later, or were given up.
    RetryMails(Vec<MailId>),
    /// Groups from a table.
    ImportGroups(Vec<GroupRow>),
    /// People from a table, a part at a time.
    ImportPeople {
        /// The rows of this part.
        rows: Vec<PersonRow>,
        /// Whether new people are invited by mail, or stand as active at once.
        invite: bool,
    },
    /// What happened to a member’s second factors, for the log; Rollbook’s own command, as factors are an account’s and
    /// not an organization’s.
    NoteFactor {
        /// Whose.
        member: MemberId,
        /// What happened.
        change: FactorChange,
        /// Their strongest factor from then on.
        now: Option<FactorKind>,
        /// Whether the person is told by this organization: one of theirs is enough.
        mails: bool,
    },
    /// Somebody wasn’t let in, for the log; Rollbook’s own command.
    NoteRefusedSignIn {
        /// Whose account it was tried with.
        member: MemberId,
        /// What was wrong.
        by: RefusedBy,
        /// How many failures in a row it was the last of.
        failures: i64,
    },
    /// Tell those who may invite that somebody without access asks for an invitation; Rollbook’s own command. Texts are
    /// raw.
    AskInvitation {
        /// Who asks, as they call themselves.
        name: String,
        /// Where an invitation would go.
        email: String,
    },
    /// Sign an access review off (B14); the names ride beside.
    SignOffReview(Vec<ReviewLine>),
    /// Take every second factor off a member who has no other way in; at the server itself alone (C16).
    RecoverFactors {
        /// Whose.
        member: MemberId,
    },
    /// Take back an earlier command, as far as the rules allow it now.
    Undo(CommandId),
}

/// An action that can be given for one member or many.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ts_rs::TS, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Close this organization to the member (R3).
    Suspend,
    /// Open it again.
    Reactivate,
    /// Take the member off the list, keep the history (R4).
    Archive,
    /// Bring an archived member back as they were (R4).
    Restore,
    /// Send a new invitation link, which kills the old one (R2).
    Resend,
    /// Send the link to choose a first password, and the user name (R5).
    SendAccess,
    /// Send the link to choose a new password (R2, R14).
    PasswordLink,
    /// Have the password changed at the next sign-in (R24).
    ForceChange,
    /// End every session of the member in this organization (R14).
    EndSessions,
    /// Take an invitation back.
    Revoke,
    /// Take off every second factor and the recovery codes (R28).
    ResetFactor,
    /// Ask by mail for a second factor to be set up (R31).
    AskFactor,
    /// Have a second factor set up at the next sign-in (R27, R31).
    RequireFactor,
    /// Make an archived member anonymous for good.
    Erase,
}

impl Action {
    /// Every action, in the order of the row menu.
    pub const ALL: [Self; 14] = [
        Self::Resend,
        Self::SendAccess,
        Self::PasswordLink,
        Self::ForceChange,
        Self::EndSessions,
        Self::ResetFactor,
        Self::AskFactor,
        Self::RequireFactor,
        Self::Suspend,
        Self::Reactivate,
        Self::Revoke,
        Self::Archive,
        Self::Restore,
        Self::Erase,
    ];
}

/// By what somebody may choose a new password.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PasswordBy {
    /// Signed in, with the present one.
    Themselves,
    /// By a link that an administrator sent.
    Link {
        /// Who sent it, as they are now; `None` when they are gone.
        sender: Option<MemberId>,
    },
    /// By a link that they asked for (R26).
    Recovery,
    /// By a link that was made at the server itself (C16).
    Local,
}

impl PasswordBy {
    /// The same as the log keeps it.
    pub const fn word(self) -> ChosenBy {
        match self {
            Self::Themselves => ChosenBy::Themselves,
            Self::Link { .. } => ChosenBy::Link,
            Self::Recovery => ChosenBy::Recovery,
            Self::Local => ChosenBy::Local,
        }
    }
}

/// By what a new password was chosen, as the log keeps it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChosenBy {
    /// Signed in, with the present one.
    Themselves,
    /// By a link that an administrator sent.
    Link,
    /// By a link that they asked for.
    Recovery,
    /// By a link that was made at the server itself.
    Local,
}

/// An invitation as asked for. Texts are raw: `decide` judges them.
#[derive(Clone, PartialEq, Debug)]
pub struct Invite {
    /// Given names.
    pub first_name: String,
    /// Family names.
    pub last_name: String,
    /// The login address.
    pub email: String,
    /// The tier to give.
    pub tier: Tier,
    /// The mode to start in.
    pub access: AccessMode,
    /// How the person reaches the organization; machines get no mail and are active at once.
    pub kind: Kind,
    /// Groups to be in.
    pub groups: Vec<GroupId>,
    /// Roles, licences, grants and portals to hold.
    pub holds: Vec<Holding>,
    /// For portal members: the customer's contact.
    pub contact: String,
    /// For portal members: the customer's account.
    pub customer: String,
    /// BCP 47 tag for the mail.
    pub language: String,
    /// Whether the mail leaves now.
    pub send: bool,
}

/// A change of one member's details; `None` leaves a field as it is.
#[derive(Clone, PartialEq, Debug)]
pub struct Edit {
    /// Whom.
    pub member: MemberId,
    /// The version that the screen saw; a newer change to the same field is a conflict.
    pub seen: Option<i64>,
    /// Given names.
    pub first_name: Option<String>,
    /// Family names.
    pub last_name: Option<String>,
    /// The login address.
    pub email: Option<String>,
    /// The tier.
    pub tier: Option<Tier>,
    /// The access mode.
    pub access: Option<AccessMode>,
    /// The groups that the member shall be in, all of them.
    pub groups: Option<Vec<GroupId>>,
    /// The roles that the member shall have, all of them.
    pub roles: Option<Vec<RoleId>>,
    /// The permissions that the member shall be given directly, all of them.
    pub grants: Option<Vec<Permission>>,
    /// The licences that the member shall hold, all of them.
    pub licences: Option<Vec<Package>>,
    /// The portals that a portal member shall sign in to, all of them.
    pub portals: Option<Vec<PortalId>>,
    /// For portal members: the customer's contact.
    pub contact: Option<String>,
    /// For portal members: the customer's account.
    pub customer: Option<String>,
    /// BCP 47 tag for mails.
    pub language: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// A note of the administrators.
    pub note: Option<String>,
}

/// What people change about themselves (R7); `None` leaves a field as it is.
#[derive(Clone, PartialEq, Debug)]
pub struct Profile {
    /// Whose: the actor's own.
    pub member: MemberId,
    /// The version that the page saw; a newer change to the same field is a conflict.
    pub seen: Option<i64>,
    /// Given names.
    pub first_name: Option<String>,
    /// Family names.
    pub last_name: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// BCP 47 tag for pages and mails.
    pub language: Option<String>,
}

impl Profile {
    /// A change of nothing yet.
    pub const fn of(member: MemberId) -> Self {
        Self { member, seen: None, first_name: None, last_name: None, phone: None, language: None }
    }
}

impl Edit {
    /// An edit that changes nothing yet.
    pub const fn of(member: MemberId) -> Self {
        Self {
            member,
            seen: None,
            first_name: None,
            last_name: None,
            email: None,
            tier: None,
            access: None,
            groups: None,
            roles: None,
            grants: None,
            licences: None,
            portals: None,
            contact: None,
            customer: None,
            language: None,
            phone: None,
            note: None,
        }
    }
}

/// A person as a table names them.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct PersonRow {
    /// The address as written.
    pub email: String,
    /// Given names; empty leaves an existing member's as they are.
    pub first_name: String,
    /// Family names; likewise.
    pub last_name: String,
    /// The tier; `None` leaves it (new people become users).
    pub tier: Option<Tier>,
    /// Names of groups to join.
    pub groups: Vec<String>,
    /// The status that a new person starts in.
    pub status: Option<Status>,
    /// Phone number.
    pub phone: String,
    /// BCP 47 tag.
    pub language: String,
    /// Last sign-in elsewhere, carried over for new people.
    pub last_sign_in: Option<Timestamp>,
    /// How permissions are given; `None` leaves it (new people start in the mode that policy names).
    pub access: Option<AccessMode>,
    /// The administrators' note.
    pub note: String,
}

/// A group as a table names it.
#[derive(Clone, PartialEq, Debug)]
pub struct GroupRow {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The name of its parent.
    pub parent: Option<String>,
    /// The permissions that it carries.
    pub permissions: Vec<Permission>,
}

/// Other words of a mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SetWording {
    /// Of which mail, in which language.
    pub of: WordingOf,
    /// The own words that the screen saw; `None` where there were the product’s.
    pub seen: Option<Wording>,
    /// As they shall be; `None` goes back to the product’s.
    pub words: Option<Wording>,
}
