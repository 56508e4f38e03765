//! Events: every change that happened, as a value. The activity log, the feed of a replica and the
//! live updates are lists of these, and undo is made from what they carry.

use crate::{
    GroupId, LinkId, MailId, MemberId, RoleId, SessionId, Timestamp,
    catalogue::{Package, Product},
    command::ChosenBy,
    factor::FactorKind,
    group::{Group, Permission},
    holding::{Holding, Period, Waiting},
    key::ApiKey,
    member::{Member, Status},
    organization::{Organization, Plan, Policy},
    role::{Portal, Role},
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
    /// An archived member was made anonymous.
    MemberErased {
        /// Who.
        member: MemberId,
    },
}

impl Event {
    /// The member that the event is about, where there is one.
    pub fn member(&self) -> Option<MemberId> {
        match self {
            Self::MemberAdded { member, .. } | Self::MemberWithdrawn { member } => Some(member.id),
            Self::MemberChanged { member, .. }
            | Self::PhotoChanged { member, .. }
            | Self::StatusChanged { member, .. }
            | Self::Given { member, .. }
            | Self::Taken { member, .. }
            | Self::EndMoved { member, .. }
            | Self::Scheduled { member, .. }
            | Self::Unscheduled { member, .. }
            | Self::SeatFreed { member, .. }
            | Self::SeatRegained { member, .. }
            | Self::NavigationChanged { member, .. }
            | Self::PeriodChanged { member, .. }
            | Self::KeyAdded { member, .. }
            | Self::KeyRevoked { member, .. }
            | Self::InvitationSent { member, .. }
            | Self::InvitationAccepted { member, .. }
            | Self::AccessSent { member, .. }
            | Self::PasswordSet { member }
            | Self::PasswordLinkSent { member, .. }
            | Self::RecoverySent { member, .. }
            | Self::LetIn { member, .. }
            | Self::TemporaryPasswordSet { member }
            | Self::PasswordChangeForced { member }
            | Self::PasswordChanged { member, .. }
            | Self::SessionsEnded { member, .. }
            | Self::Locked { member, .. }
            | Self::SignInAsAsked { member, .. }
            | Self::SignedInAs { member, .. }
            | Self::SignedInBy { member, .. }
            | Self::FactorAdded { member, .. }
            | Self::FactorRemoved { member, .. }
            | Self::FactorsReset { member, .. }
            | Self::RecoveryCodesMade { member }
            | Self::RecoveryCodeUsed { member, .. }
            | Self::SignedIn { member, .. }
            | Self::MemberErased { member } => Some(*member),
            Self::MailRetried { member, .. } => *member,
            Self::OrganizationCreated { .. }
            | Self::MailServerChanged { .. }
            | Self::WordingChanged { .. }
            | Self::CatalogueExtended { .. }
            | Self::ProductTaken { .. }
            | Self::SeatsChanged { .. }
            | Self::PlanChanged { .. }
            | Self::PolicyChanged { .. }
            | Self::RoleAdded { .. }
            | Self::RoleChanged { .. }
            | Self::RoleRemoved { .. }
            | Self::PortalAdded { .. }
            | Self::PortalRemoved { .. }
            | Self::GroupAdded { .. }
            | Self::GroupRemoved { .. }
            | Self::GroupChanged { .. } => None,
        }
    }

    /// Whether it changes the structure: catalogue, roles, groups, portals.
    pub const fn is_structural(&self) -> bool {
        matches!(
            self,
            Self::CatalogueExtended { .. }
                | Self::ProductTaken { .. }
                | Self::RoleAdded { .. }
                | Self::RoleChanged { .. }
                | Self::RoleRemoved { .. }
                | Self::PortalAdded { .. }
                | Self::PortalRemoved { .. }
                | Self::GroupAdded { .. }
                | Self::GroupChanged { .. }
                | Self::GroupRemoved { .. }
        )
    }

    /// The stable word of this kind of event, as the log stores and filters it.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::OrganizationCreated { .. } => "organization_created",
            Self::MailServerChanged { .. } => "mail_server_changed",
            Self::WordingChanged { .. } => "wording_changed",
            Self::MailRetried { .. } => "mail_retried",
            Self::CatalogueExtended { .. } => "catalogue_extended",
            Self::ProductTaken { .. } => "product_taken",
            Self::SeatsChanged { .. } => "seats_changed",
            Self::PlanChanged { .. } => "plan_changed",
            Self::RoleAdded { .. } => "role_added",
            Self::RoleChanged { .. } => "role_changed",
            Self::RoleRemoved { .. } => "role_removed",
            Self::PortalAdded { .. } => "portal_added",
            Self::PortalRemoved { .. } => "portal_removed",
            Self::GroupAdded { .. } => "group_added",
            Self::GroupRemoved { .. } => "group_removed",
            Self::GroupChanged { .. } => "group_changed",
            Self::MemberAdded { .. } => "member_added",
            Self::MemberWithdrawn { .. } => "member_withdrawn",
            Self::MemberChanged { .. } => "member_changed",
            Self::PhotoChanged { .. } => "photo_changed",
            Self::StatusChanged { .. } => "status_changed",
            Self::Given { .. } => "given",
            Self::Taken { .. } => "taken",
            Self::EndMoved { .. } => "end_moved",
            Self::Scheduled { .. } => "scheduled",
            Self::Unscheduled { .. } => "unscheduled",
            Self::SeatFreed { .. } => "seat_freed",
            Self::SeatRegained { .. } => "seat_regained",
            Self::NavigationChanged { .. } => "navigation_changed",
            Self::PeriodChanged { .. } => "period_changed",
            Self::KeyAdded { .. } => "key_added",
            Self::KeyRevoked { .. } => "key_revoked",
            Self::InvitationSent { .. } => "invitation_sent",
            Self::InvitationAccepted { .. } => "invitation_accepted",
            Self::AccessSent { .. } => "access_sent",
            Self::PasswordSet { .. } => "password_set",
            Self::PasswordLinkSent { .. } => "password_link_sent",
            Self::RecoverySent { .. } => "recovery_sent",
            Self::LetIn { .. } => "let_in",
            Self::TemporaryPasswordSet { .. } => "temporary_password_set",
            Self::PasswordChangeForced { .. } => "password_change_forced",
            Self::PasswordChanged { .. } => "password_changed",
            Self::SessionsEnded { .. } => "sessions_ended",
            Self::Locked { .. } => "locked",
            Self::SignInAsAsked { .. } => "sign_in_as_asked",
            Self::SignedInAs { .. } => "signed_in_as",
            Self::SignedInBy { .. } => "signed_in_by",
            Self::PolicyChanged { .. } => "policy_changed",
            Self::FactorAdded { .. } => "factor_added",
            Self::FactorRemoved { .. } => "factor_removed",
            Self::FactorsReset { .. } => "factors_reset",
            Self::RecoveryCodesMade { .. } => "recovery_codes_made",
            Self::RecoveryCodeUsed { .. } => "recovery_code_used",
            Self::SignedIn { .. } => "signed_in",
            Self::MemberErased { .. } => "member_erased",
        }
    }
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
