//! Events: every change that happened, as a value. The activity log, the feed of a replica and the
//! live updates are lists of these, and undo is made from what they carry.

mod kind;

use crate::{
    GroupId, LinkId, MailId, MemberId, RoleId, SessionId, TeamId, Timestamp,
    billing::Billing,
    catalogue::{Package, Product},
    command::ChosenBy,
    company::Details,
    factor::FactorKind,
    group::{Group, Permission},
    holding::{Holding, Period, Waiting},
    key::ApiKey,
    member::{Member, Status},
    named::{Portal, Team},
    organization::{Organization, Plan, Policy},
    review::ReviewLine,
    role::Role,
    wording::{Wording, WordingOf},
};
use serde::{Deserialize, Serialize};

/// One change that happened. No secret is ever in one (R30).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// The organization came to be, with its owner following as the first member.
    OrganizationCreated {
        /// The record.
        organization: Organization,
    },
    /// A module and its actions entered the catalogue, or an action was added to one.
    CatalogueExtended {
        /// The module's key.
        module: String,
        /// The actions that are new.
        actions: Vec<String>,
    },
    /// The organization took a product: its modules entered the catalogue.
    ProductTaken {
        /// The product as the default catalogue has it now.
        product: Box<Product>,
    },
    /// Seats of a package were bought or given back (R22).
    SeatsChanged {
        /// The package.
        package: Package,
        /// Seats before; 0 where there was none.
        before: i64,
        /// Seats after.
        after: i64,
    },
    /// The plan changed.
    PlanChanged {
        /// The plan before.
        before: Plan,
        /// The plan after.
        after: Plan,
    },
    /// The organization’s details changed.
    DetailsChanged {
        /// As they were.
        before: Box<Details>,
        /// As they are.
        after: Box<Details>,
    },
    /// How the organization pays changed, or what its payment provider said of it.
    BillingChanged {
        /// As it was.
        before: Box<Billing>,
        /// As it is.
        after: Box<Billing>,
    },
    /// A role came to be.
    RoleAdded {
        /// The record.
        role: Role,
    },
    /// A role's record changed; it holds for all its members at once (R19).
    RoleChanged {
        /// Which role.
        role: RoleId,
        /// Its name before and after.
        name: Option<(String, String)>,
        /// Its description before and after.
        description: Option<(String, String)>,
        /// Permissions that it gained.
        gained: Vec<Permission>,
        /// Permissions that it lost.
        lost: Vec<Permission>,
    },
    /// A role was removed, without holders by then (R20).
    RoleRemoved {
        /// The record as it was.
        role: Role,
    },
    /// A portal came to be.
    PortalAdded {
        /// The record.
        portal: Portal,
    },
    /// A portal was removed, without members by then.
    PortalRemoved {
        /// The record as it was.
        portal: Portal,
    },
    /// A team came to be.
    TeamAdded {
        /// The record.
        team: Team,
    },
    /// A team was given another name.
    TeamRenamed {
        /// Which.
        team: TeamId,
        /// Its name before and after.
        name: (String, String),
    },
    /// A team was removed, without members by then.
    TeamRemoved {
        /// The record as it was.
        team: Team,
    },
    /// A group came to be.
    GroupAdded {
        /// The record.
        group: Group,
    },
    /// A group's record changed.
    GroupChanged {
        /// Which group.
        group: GroupId,
        /// Its name before and after.
        name: Option<(String, String)>,
        /// The product that it belongs to, before and after.
        product: Option<(Option<String>, Option<String>)>,
        /// Its description before and after.
        description: Option<(String, String)>,
        /// Its parent before and after.
        parent: Option<(Option<GroupId>, Option<GroupId>)>,
        /// Permissions that it gained.
        gained: Vec<Permission>,
        /// Permissions that it lost.
        lost: Vec<Permission>,
    },
    /// A group was removed, without members by then.
    GroupRemoved {
        /// The record as it was.
        group: Group,
    },
    /// The mail server was set, changed or taken away: where invitations leave by. No secret is in
    /// its words.
    MailServerChanged {
        /// Host, port, protection, account and sender before, as JSON; `None` when there was none.
        before: Option<String>,
        /// The same after.
        after: Option<String>,
    },
    /// The organization’s own words of a mail changed. They hold variables, never a link.
    WordingChanged {
        /// Of which mail, in which language.
        of: WordingOf,
        /// As they were; `None` for the product’s.
        before: Option<Box<Wording>>,
        /// As they are.
        after: Option<Box<Wording>>,
    },
    /// A mail was put to the front of the outbox by hand.
    MailRetried {
        /// Which mail (its id, never what it says).
        mail: MailId,
        /// The member that it is about; `None` where it is about nobody.
        member: Option<MemberId>,
    },
    /// A member was added, pending or active.
    MemberAdded {
        /// The whole record, groups included.
        member: Box<Member>,
        /// The last sign-in elsewhere, for members that came from a table.
        last_sign_in: Option<Timestamp>,
    },
    /// The addition of a member was taken back before they ever signed in.
    MemberWithdrawn {
        /// The whole record as it was.
        member: Box<Member>,
    },
    /// Fields of a member changed.
    MemberChanged {
        /// Who.
        member: MemberId,
        /// What, in the order of [`Field`].
        changes: Vec<Change>,
    },
    /// A member set a photo, or took it away; the picture itself is in no event.
    PhotoChanged {
        /// Who.
        member: MemberId,
        /// SHA-256 of the picture, as hex; `None` where it was taken away.
        photo: Option<String>,
    },
    /// A member moved to another status.
    StatusChanged {
        /// Who.
        member: MemberId,
        /// The status left.
        before: Status,
        /// The status entered.
        after: Status,
    },
    /// A member was given something to hold: a role, a group, a licence, a grant, a restriction, a
    /// portal.
    Given {
        /// Who.
        member: MemberId,
        /// What.
        what: Holding,
        /// When it ends by itself (B13).
        until: Option<Timestamp>,
    },
    /// A member no longer holds something.
    Taken {
        /// Who.
        member: MemberId,
        /// What.
        what: Holding,
        /// When it would have ended by itself.
        until: Option<Timestamp>,
    },
    /// The end of something held was set, moved or taken away.
    EndMoved {
        /// Who.
        member: MemberId,
        /// What.
        what: Holding,
        /// Its end before.
        before: Option<Timestamp>,
        /// Its end after.
        after: Option<Timestamp>,
    },
    /// Something is to begin later (B13).
    Scheduled {
        /// Who.
        member: MemberId,
        /// What, from when until when, by whom.
        waiting: Waiting,
    },
    /// What was to begin later no longer waits: it began, was taken back, or could not be given any
    /// more.
    Unscheduled {
        /// Who.
        member: MemberId,
        /// What had waited.
        waiting: Waiting,
        /// Why it could not begin, in words; empty where it began or was taken back.
        left_out: String,
    },
    /// The seat of a licence was freed while the member is away; it comes back with them as far as
    /// seats allow (R4).
    SeatFreed {
        /// Who.
        member: MemberId,
        /// Of which package.
        package: Package,
    },
    /// A member came back and uses the seat of a licence again.
    SeatRegained {
        /// Who.
        member: MemberId,
        /// Of which package.
        package: Package,
    },
    /// Modules were hidden or shown in a member's menus.
    NavigationChanged {
        /// Whose.
        member: MemberId,
        /// Modules that are hidden now.
        hidden: Vec<String>,
        /// Modules that are shown now.
        shown: Vec<String>,
    },
    /// An API key was made (R9). Neither it nor its hash is ever in an event.
    KeyAdded {
        /// Whose.
        member: MemberId,
        /// What is known of it.
        key: ApiKey,
    },
    /// An API key works no more.
    KeyRevoked {
        /// Whose.
        member: MemberId,
        /// What is known of it.
        key: ApiKey,
    },
    /// From when until when a membership holds changed (B13).
    PeriodChanged {
        /// Whose.
        member: MemberId,
        /// Before.
        before: Period,
        /// After.
        after: Period,
        /// Who set a first day: judged again on it, as an invitation is (R6).
        by: Option<MemberId>,
        /// Why nobody was let in when the first day came, in words; empty otherwise.
        left_out: String,
    },
    /// An invitation link was made; the older ones died (R2).
    InvitationSent {
        /// To whom.
        member: MemberId,
        /// The link's id (never its secret).
        link: LinkId,
        /// Until when it works.
        expires: Timestamp,
    },
    /// Somebody without access asked for an invitation. Who it was stands in the mail alone: who isn't here can't be
    /// erased here.
    InvitationAsked,
    /// The person accepted.
    InvitationAccepted {
        /// Who.
        member: MemberId,
        /// What the inviter may no longer give and was left out (R6), in words.
        left_out: Vec<String>,
    },
    /// A link to choose a first password was made; the older ones died (R5).
    AccessSent {
        /// To whom.
        member: MemberId,
        /// The link's id (never its secret).
        link: LinkId,
        /// Until when it works.
        expires: Timestamp,
    },
    /// The person chose their first password.
    PasswordSet {
        /// Who.
        member: MemberId,
    },
    /// A link to choose a new password was made by an administrator; the older ones died.
    PasswordLinkSent {
        /// To whom.
        member: MemberId,
        /// The link's id (never its secret).
        link: LinkId,
        /// Until when it works.
        expires: Timestamp,
    },
    /// Somebody asked for a new password by mail, and a link was sent (R26).
    RecoverySent {
        /// To whom.
        member: MemberId,
        /// The link's id (never its secret).
        link: LinkId,
        /// Until when it works.
        expires: Timestamp,
    },
    /// The person asked to sign in with another address, and a link was sent there (R7).
    AddressAsked {
        /// Who.
        member: MemberId,
        /// The link's id (never its secret).
        link: LinkId,
        /// Until when it works.
        expires: Timestamp,
        /// The address that they want.
        email: String,
    },
    /// Somebody was let back in at the server itself, by a link to choose a new password (C16).
    LetIn {
        /// Whom.
        member: MemberId,
        /// The link's id (never its secret).
        link: LinkId,
        /// Until when it works.
        expires: Timestamp,
        /// Who did it, and at which machine.
        by: String,
    },
    /// A reset ticket was made without a network (R35), by the actor; heard of once there was one.
    TicketMade {
        /// For whom.
        member: MemberId,
        /// When, by the clock of whoever made it.
        made: Timestamp,
    },
    /// A reset ticket was used, which support made without a network (R35): a link to choose a new password was made.
    TicketRedeemed {
        /// Whose.
        member: MemberId,
        /// Who made the ticket.
        by: MemberId,
        /// When it was made, by the clock of whoever made it.
        made: Timestamp,
        /// The link's id (never its secret).
        link: LinkId,
        /// Until when the link works.
        expires: Timestamp,
    },
    /// An administrator set a password that is to be changed at the next sign-in (R24).
    TemporaryPasswordSet {
        /// Whose.
        member: MemberId,
    },
    /// The password is to be changed at the next sign-in.
    PasswordChangeForced {
        /// Whose.
        member: MemberId,
    },
    /// The person chose a new password.
    PasswordChanged {
        /// Who.
        member: MemberId,
        /// By what they might.
        by: ChosenBy,
    },
    /// An administrator ended sessions of a member in this organization.
    SessionsEnded {
        /// Whose.
        member: MemberId,
        /// Which one; `None` for all.
        session: Option<SessionId>,
    },
    /// A member was shut out at once (B11).
    Locked {
        /// Who.
        member: MemberId,
        /// Why.
        reason: String,
    },
    /// An administrator asked for the link by which to sign in as a member (R29).
    SignInAsAsked {
        /// As whom.
        member: MemberId,
        /// The link's id (never its secret).
        link: LinkId,
        /// Until when it works.
        expires: Timestamp,
        /// Why.
        reason: String,
    },
    /// An administrator signed in as another member: the entry in their own name.
    SignedInAs {
        /// Who.
        member: MemberId,
        /// As whom.
        whom: MemberId,
        /// Why.
        reason: String,
    },
    /// The same in the name of the member whom they signed in as.
    SignedInBy {
        /// As whom.
        member: MemberId,
        /// Who.
        by: MemberId,
        /// Why.
        reason: String,
    },
    /// The organization’s policy changed.
    PolicyChanged {
        /// As it was.
        before: Box<Policy>,
        /// As it is.
        after: Box<Policy>,
    },
    /// The person enrolled a second factor (R27).
    FactorAdded {
        /// Who.
        member: MemberId,
        /// Which kind.
        factor: FactorKind,
        /// What they call it.
        name: String,
        /// Their strongest factor from then on.
        now: Option<FactorKind>,
    },
    /// The person removed a second factor.
    FactorRemoved {
        /// Who.
        member: MemberId,
        /// Which kind.
        factor: FactorKind,
        /// What they called it.
        name: String,
        /// Their strongest factor from then on.
        now: Option<FactorKind>,
    },
    /// All second factors of a member were taken off, recovery codes too (R28).
    FactorsReset {
        /// Whose.
        member: MemberId,
        /// The strongest one before.
        before: Option<FactorKind>,
    },
    /// A member was asked by mail to set up a second factor (R31).
    FactorAsked {
        /// Who.
        member: MemberId,
    },
    /// A second factor is required of a member in person, or no longer (R27, R31).
    FactorRequired {
        /// Of whom.
        member: MemberId,
        /// Whether it is from now on.
        required: bool,
    },
    /// The administrators were reviewed and what was decided was signed (B14). Names stand beside.
    ReviewSignedOff {
        /// What was decided, of each administrator.
        lines: Vec<ReviewLine>,
    },
    /// The person made new recovery codes; the old ones died.
    RecoveryCodesMade {
        /// Who.
        member: MemberId,
    },
    /// A recovery code stood in for a second factor at a sign-in.
    RecoveryCodeUsed {
        /// Whose.
        member: MemberId,
        /// How many are left.
        left: u32,
    },
    /// Somebody signed in.
    SignedIn {
        /// Who.
        member: MemberId,
        /// When.
        at: Timestamp,
    },
    /// Somebody was not let in. Not every failure is an entry: [`crate::pace::is_noted`] says which.
    SignInRefused {
        /// Whose account it was tried with.
        member: MemberId,
        /// What was wrong.
        by: RefusedBy,
        /// How many failures in a row it was the last of.
        failures: i64,
    },
    /// Somebody came in by the emergency account (C17).
    EmergencyUsed {
        /// The account that it is.
        member: MemberId,
    },
    /// An archived member was made anonymous.
    MemberErased {
        /// Who.
        member: MemberId,
    },
}

/// By what a sign-in was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusedBy {
    /// The password was wrong, or opened nothing.
    Password,
    /// The password was right, and the second factor wrong.
    Factor,
}

/// A field of a member that can change; an allow-list (C24).
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, ts_rs::TS, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Given names.
    FirstName,
    /// Family names.
    LastName,
    /// The login address.
    Email,
    /// The tier, as its wire word.
    Tier,
    /// The access mode, as its wire word.
    Access,
    /// The language tag.
    Language,
    /// The phone number.
    Phone,
    /// The administrators' note.
    Note,
    /// The customer's contact that a portal member is (R8).
    Contact,
    /// The customer's account that a portal member belongs to (R8).
    Customer,
}

/// One field's change.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Change {
    /// Which field.
    pub field: Field,
    /// Its value before.
    pub before: String,
    /// Its value after.
    pub after: String,
}
