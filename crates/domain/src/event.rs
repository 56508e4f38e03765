//! Events: every change that happened, as a value. The activity log, the feed of a replica and the
//! live updates are lists of these, and undo is made from what they carry.

use crate::{
    GroupId, LinkId, MailId, MemberId, Timestamp,
    group::{Group, Permission},
    member::{Member, Status},
    organization::Organization,
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
    /// A group came to be.
    GroupAdded {
        /// The record.
        group: Group,
    },
    /// A group's record changed.
    GroupChanged {
        /// Which group.
        group: GroupId,
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
    /// A member moved to another status.
    StatusChanged {
        /// Who.
        member: MemberId,
        /// The status left.
        before: Status,
        /// The status entered.
        after: Status,
    },
    /// A member joined a group.
    GroupJoined {
        /// Who.
        member: MemberId,
        /// Which group.
        group: GroupId,
    },
    /// A member left a group.
    GroupLeft {
        /// Who.
        member: MemberId,
        /// Which group.
        group: GroupId,
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
            | Self::StatusChanged { member, .. }
            | Self::GroupJoined { member, .. }
            | Self::GroupLeft { member, .. }
            | Self::InvitationSent { member, .. }
            | Self::InvitationAccepted { member, .. }
            | Self::AccessSent { member, .. }
            | Self::PasswordSet { member }
            | Self::SignedIn { member, .. }
            | Self::MemberErased { member } => Some(*member),
            Self::MailRetried { member, .. } => *member,
            Self::OrganizationCreated { .. }
            | Self::MailServerChanged { .. }
            | Self::CatalogueExtended { .. }
            | Self::GroupAdded { .. }
            | Self::GroupRemoved { .. }
            | Self::GroupChanged { .. } => None,
        }
    }

    /// The stable word of this kind of event, as the log stores and filters it.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::OrganizationCreated { .. } => "organization_created",
            Self::MailServerChanged { .. } => "mail_server_changed",
            Self::MailRetried { .. } => "mail_retried",
            Self::CatalogueExtended { .. } => "catalogue_extended",
            Self::GroupAdded { .. } => "group_added",
            Self::GroupRemoved { .. } => "group_removed",
            Self::GroupChanged { .. } => "group_changed",
            Self::MemberAdded { .. } => "member_added",
            Self::MemberWithdrawn { .. } => "member_withdrawn",
            Self::MemberChanged { .. } => "member_changed",
            Self::StatusChanged { .. } => "status_changed",
            Self::GroupJoined { .. } => "group_joined",
            Self::GroupLeft { .. } => "group_left",
            Self::InvitationSent { .. } => "invitation_sent",
            Self::InvitationAccepted { .. } => "invitation_accepted",
            Self::AccessSent { .. } => "access_sent",
            Self::PasswordSet { .. } => "password_set",
            Self::SignedIn { .. } => "signed_in",
            Self::MemberErased { .. } => "member_erased",
        }
    }
}

/// A field of a member that can change; an allow-list (C24).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, ts_rs::TS)]
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
