//! The users screen: pages of members, counts, actions, and the invite and edit drawer.

use rollbook_domain::{
    CommandId, GroupId, MemberId, PortalId, Refusal, RoleId, Timestamp,
    catalogue::Package,
    command::Action,
    event::Field,
    group::Permission,
    member::{AccessMode, Kind, Status, Tab, Tier},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which members a list shows.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UserFilter {
    /// The tab.
    pub tab: Tab,
    /// What was typed: words of name or address, in any order; empty shows all.
    pub text: String,
    /// Only these tiers; empty shows all.
    pub tiers: Vec<Tier>,
    /// Only members of this group.
    pub group: Option<GroupId>,
    /// Only suspended (`true`) or only active (`false`) members of the active tab.
    pub suspended: Option<bool>,
    /// Only members without a sign-in for this many days (never signed in counts).
    pub away_days: Option<u16>,
    /// Only members without a second factor.
    pub without_second_factor: bool,
    /// Only holders of this role.
    pub role: Option<RoleId>,
    /// Only holders of a licence of this package, with or without its seat.
    pub licence: Option<Package>,
    /// Only this kind; absent is regular members.
    pub kind: Option<Kind>,
    /// Only administrators without a role (R31).
    pub without_role: bool,
}

/// What a list is sorted by; an allow-list (C34).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, Serialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SortKey {
    /// Name, folded.
    Name,
    /// Address, folded.
    Email,
    /// Tier, highest first when descending.
    Tier,
    /// Last sign-in.
    LastActive,
    /// When the member was added.
    Added,
}

/// A sort order.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Sort {
    /// By what.
    pub key: SortKey,
    /// Whether the highest comes first.
    pub descending: bool,
}

/// A page of users, by position.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UsersPage {
    /// Which members.
    pub filter: UserFilter,
    /// In which order.
    pub sort: Sort,
    /// Position of the first row wanted, from 0.
    #[ts(type = "number")]
    pub offset: u64,
    /// How many rows; at most 500.
    pub take: u16,
    /// A place that is already known, near the wanted one; makes deep pages quick.
    pub anchor: Option<Anchor>,
}

/// A known place in a list: the row at `offset` has this cursor.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Anchor {
    /// Position of the row, from 0.
    #[ts(type = "number")]
    pub offset: u64,
    /// The row's cursor: opaque.
    pub cursor: String,
}

/// The rows of a page.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UsersPageView {
    /// The rows in order.
    pub rows: Vec<UserRow>,
    /// Position of the first row.
    #[ts(type = "number")]
    pub offset: u64,
    /// How many members match, where it is known at no cost; else ask `users_count`.
    #[ts(type = "number | null")]
    pub total: Option<u64>,
    /// The place of the first row, for the next question.
    pub first: Option<Anchor>,
    /// The place of the last row.
    pub last: Option<Anchor>,
}

/// Since when and until when somebody is in a group.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct InGroup {
    /// Since when.
    pub since: Timestamp,
    /// When it ends by itself.
    pub until: Option<Timestamp>,
}

/// A user as a row of the list.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserRow {
    /// The member.
    pub id: MemberId,
    /// The version to send with an edit.
    #[ts(type = "number")]
    pub version: i64,
    /// Name as shown.
    pub name: String,
    /// One or two letters for the avatar.
    pub initials: String,
    /// The login address; empty for a machine that has none.
    pub email: String,
    /// How the member reaches the organization.
    pub kind: Kind,
    /// Standing.
    pub tier: Tier,
    /// Status.
    pub status: Status,
    /// Names of the first groups.
    pub groups: Vec<String>,
    /// In how many groups the member is.
    pub group_count: u32,
    /// Names of roles.
    pub roles: Vec<String>,
    /// Names of products of which a licence is held.
    pub licences: Vec<String>,
    /// The kind of second factor; `None` when there is none.
    pub second_factor: Option<String>,
    /// Last sign-in; `None` when never.
    pub last_active: Option<Timestamp>,
    /// Sign-ins of fourteen days: bit 0 is today.
    pub roll: u16,
    /// Whether it is the person at the desk.
    pub is_you: bool,
    /// When the member was added or invited.
    pub added_at: Timestamp,
    /// By whom, as a name; `None` for the creator.
    pub added_by: Option<String>,
    /// Until when the newest invitation link works; `None` when there is none.
    pub invitation_until: Option<Timestamp>,
    /// When the member was archived.
    pub archived_at: Option<Timestamp>,
    /// What may be done, and why not the rest; only actions that fit the status.
    pub may: Vec<Permit>,
    /// Why the record can't be edited; `None` when it can.
    pub edit_refusal: Option<Refusal>,
    /// In a list of a group’s members: since when and until when this one is in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub in_group: Option<InGroup>,
    /// Why the person at the desk can't sign in as this user (R29); `None` when they can.
    pub as_refusal: Option<Refusal>,
    /// Why the person at the desk can’t set a password for them (R14, R24); `None` when they can.
    pub password_refusal: Option<Refusal>,
    /// Why they can’t be locked out at once (B11).
    pub lock_refusal: Option<Refusal>,
}

/// Whether one action may be given.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Permit {
    /// The action.
    pub action: Action,
    /// Why not; `None` when it may.
    pub refusal: Option<Refusal>,
}

/// How many members a filter matches.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UsersCount {
    /// Members that match.
    #[ts(type = "number")]
    pub matching: u64,
    /// Of them, administrators (owner or admin).
    #[ts(type = "number")]
    pub administrators: u64,
}

/// The counts that stand on tabs and quick filters; kept, never counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserCounts {
    /// Active and suspended members: the active tab.
    #[ts(type = "number")]
    pub active: u64,
    /// Of them, suspended.
    #[ts(type = "number")]
    pub suspended: u64,
    /// Invitations not yet accepted.
    #[ts(type = "number")]
    pub pending: u64,
    /// Archived members.
    #[ts(type = "number")]
    pub archived: u64,
    /// Administrators in the active tab.
    #[ts(type = "number")]
    pub admins: u64,
    /// Administrators that count toward the plan.
    #[ts(type = "number")]
    pub plan_used: u64,
    /// Administrators that the plan allows.
    #[ts(type = "number")]
    pub plan_limit: u64,
}

/// Everything that the edit drawer shows of one user.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserView {
    /// The same as in the list.
    pub row: UserRow,
    /// Given names.
    pub first_name: String,
    /// Family names.
    pub last_name: String,
    /// Access mode.
    pub access: AccessMode,
    /// Groups that the user is in.
    pub groups: Vec<GroupChoice>,
    /// Roles.
    pub roles: Vec<RoleId>,
    /// Permissions given directly.
    pub grants: Vec<Permission>,
    /// Permissions taken directly.
    pub restrictions: Vec<Permission>,
    /// Licences held.
    pub licences: Vec<Package>,
    /// Portals of a portal member.
    pub portals: Vec<PortalId>,
    /// The contact of a portal member.
    pub contact: String,
    /// The customer of a portal member.
    pub customer: String,
    /// BCP 47 tag of mails.
    pub language: String,
    /// Phone number.
    pub phone: String,
    /// Note of the administrators.
    pub note: String,
}

/// A group to choose.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupChoice {
    /// The group.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// How many members it has that are not archived.
    #[ts(type = "number")]
    pub members: u64,
    /// How many permissions it carries.
    pub permissions: u32,
}

/// The invite drawer's question.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InviteUser {
    /// Made by the screen; the same id twice is carried out once.
    pub command: CommandId,
    /// Given names.
    pub first_name: String,
    /// Family names.
    pub last_name: String,
    /// The login address.
    pub email: String,
    /// Standing.
    pub tier: Tier,
    /// All, or custom.
    pub access: AccessMode,
    /// Groups to be in.
    pub groups: Vec<GroupId>,
    /// How the person reaches the organization; regular where absent.
    #[ts(optional)]
    pub kind: Option<Kind>,
    /// Roles to have.
    pub roles: Vec<RoleId>,
    /// Permissions given directly.
    pub grants: Vec<Permission>,
    /// Licences to hold.
    pub licences: Vec<Package>,
    /// Portals of a portal member.
    pub portals: Vec<PortalId>,
    /// The contact of a portal member.
    pub contact: String,
    /// The customer of a portal member.
    pub customer: String,
    /// BCP 47 tag for the mail.
    pub language: String,
    /// Whether the mail leaves now.
    pub send: bool,
    /// Only say what would happen.
    #[serde(default)]
    #[ts(optional)]
    pub preview: Option<bool>,
}

/// The edit drawer's question; absent fields stay as they are.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EditUser {
    /// Made by the screen; the same id twice is carried out once.
    pub command: CommandId,
    /// Whom.
    pub member: MemberId,
    /// The version that the screen saw.
    #[ts(type = "number")]
    pub seen: i64,
    /// Given names.
    #[ts(optional)]
    pub first_name: Option<String>,
    /// Family names.
    #[ts(optional)]
    pub last_name: Option<String>,
    /// The login address.
    #[ts(optional)]
    pub email: Option<String>,
    /// Standing.
    #[ts(optional)]
    pub tier: Option<Tier>,
    /// All, or custom.
    #[ts(optional)]
    pub access: Option<AccessMode>,
    /// All groups that the user shall be in.
    #[ts(optional)]
    pub groups: Option<Vec<GroupId>>,
    /// All roles that the user shall have.
    #[ts(optional)]
    pub roles: Option<Vec<RoleId>>,
    /// All permissions given directly.
    #[ts(optional)]
    pub grants: Option<Vec<Permission>>,
    /// All licences that the user shall hold.
    #[ts(optional)]
    pub licences: Option<Vec<Package>>,
    /// All portals of a portal member.
    #[ts(optional)]
    pub portals: Option<Vec<PortalId>>,
    /// The contact of a portal member.
    #[ts(optional)]
    pub contact: Option<String>,
    /// The customer of a portal member.
    #[ts(optional)]
    pub customer: Option<String>,
    /// BCP 47 tag.
    #[ts(optional)]
    pub language: Option<String>,
    /// Phone number.
    #[ts(optional)]
    pub phone: Option<String>,
    /// Note.
    #[ts(optional)]
    pub note: Option<String>,
    /// Only say what would happen.
    #[serde(default)]
    #[ts(optional)]
    pub preview: Option<bool>,
}

/// Whom an action is for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub enum Target {
    /// These members.
    Ids {
        /// Whom.
        ids: Vec<MemberId>,
    },
    /// Everything that matches, but for some.
    Matching {
        /// Which members.
        filter: UserFilter,
        /// Not these.
        except: Vec<MemberId>,
    },
}

/// What happens when an action is refused for some.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Nothing is done unless all of it can be.
    AllOrNone,
    /// What is possible is done; the rest is named.
    WhatIsPossible,
}

/// One action for one user or many.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ActOnUsers {
    /// Made by the screen; the same id twice is carried out once.
    pub command: CommandId,
    /// What to do.
    pub action: Action,
    /// To whom.
    pub target: Target,
    /// When some are refused.
    pub mode: Mode,
    /// Only say what would happen.
    pub preview: bool,
}

/// Take an earlier command back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UndoCommand {
    /// Which command.
    pub command: CommandId,
    /// Only say what would happen.
    #[serde(default)]
    #[ts(optional)]
    pub preview: Option<bool>,
    /// The undo’s own id, made by the screen; the same twice is carried out once.
    #[serde(default)]
    #[ts(optional)]
    pub id: Option<CommandId>,
}

/// What a command did, or would do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// The command; undo names it.
    pub command: CommandId,
    /// Whether nothing was written, as asked.
    pub preview: bool,
    /// For how many members something changed.
    #[ts(type = "number")]
    pub done: u64,
    /// The member, where the command was about one.
    pub member: Option<MemberId>,
    /// For how many members it was refused.
    #[ts(type = "number")]
    pub refused: u64,
    /// Whom and why, at most 200 of them.
    pub refusals: Vec<RefusedFor>,
    /// Whether undo can take it back.
    pub undoable: bool,
    /// The role, where the command was about one.
    pub role: Option<RoleId>,
    /// The group, where the command was about one.
    pub group: Option<GroupId>,
    /// For a preview: what it would do to people.
    pub impact: Option<super::Impact>,
    /// It isn’t carried out yet: it waits on this computer for a connection (R32).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<bool>", optional)]
    pub waits: bool,
}

impl Outcome {
    /// What a command did that did nothing yet.
    pub const fn nothing(command: CommandId) -> Self {
        Self {
            command,
            preview: false,
            done: 0,
            member: None,
            refused: 0,
            refusals: Vec::new(),
            undoable: false,
            role: None,
            group: None,
            impact: None,
            waits: false,
        }
    }
}

/// A refusal for one member of many.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RefusedFor {
    /// Whom; `None` where it is about no single member.
    pub member: Option<MemberId>,
    /// Their name; empty where it is about no single member.
    pub name: String,
    /// Why.
    pub refusal: Refusal,
}

/// A change by somebody else that stands against an edit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct FieldConflict {
    /// Which field.
    pub field: Field,
}
