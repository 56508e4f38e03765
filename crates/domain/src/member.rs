//! A member: an account inside one organization, which is what the screens call a user.

use crate::{AccountId, Email, GroupId, MemberId, Timestamp, factor::FactorKind};
use serde::{Deserialize, Serialize};

/// The domain of the addresses that stand in for those of machines: nobody writes to it (RFC 2606).
pub const MACHINES: &str = "machine.invalid";

/// How a member reaches the organization.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ts_rs::TS, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Signs in to the organization (R7).
    Regular,
    /// Signs in to named portals only (R8).
    Portal,
    /// Never signs in with a password (R9).
    Api,
    /// Can't sign in and can't be changed (R10).
    System,
}

/// How much of the administration a member may do; ordered, lowest first.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ts_rs::TS, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// Uses what was granted.
    User,
    /// Looks after users, up to what the administrator has.
    Admin,
    /// The creator (R15).
    Owner,
}

impl Tier {
    /// Whether the tier counts as an administrator for the plan (R21).
    pub const fn administers(self) -> bool {
        matches!(self, Self::Owner | Self::Admin)
    }
}

/// Where a member stands in the life of a member.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ts_rs::TS, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Invited, not yet accepted.
    Pending,
    /// May sign in.
    Active,
    /// Closed out of this organization, seat free, comes back without an invitation (R3).
    Suspended,
    /// Gone from the list, history kept (R4).
    Archived,
}

/// The tab of the users screen that a member stands in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ts_rs::TS, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tab {
    /// Active and suspended members.
    Active,
    /// Invitations not yet accepted.
    Pending,
    /// Former users without access.
    Archived,
}

impl Status {
    /// The tab that shows members of this status.
    pub const fn tab(self) -> Tab {
        match self {
            Self::Active | Self::Suspended => Tab::Active,
            Self::Pending => Tab::Pending,
            Self::Archived => Tab::Archived,
        }
    }
    /// Whether an administrator of this status uses one of the plan's places (R3, R21).
    pub const fn counts(self) -> bool {
        matches!(self, Self::Active | Self::Pending)
    }
}

/// Where effective permissions start from (R11).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ts_rs::TS, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccessMode {
    /// Every permission of the organization's products, never more than the inviter has (R12).
    All,
    /// What roles, groups and grants give.
    Custom,
}

/// The whole record of a member as events carry it and the store keeps it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Member {
    /// The member's own id.
    pub id: MemberId,
    /// The person behind it.
    pub account: AccountId,
    /// Given names; may be empty where only one name is known.
    pub first_name: String,
    /// Family names; may be empty.
    pub last_name: String,
    /// The login address.
    pub email: Email,
    /// How the member reaches the organization.
    pub kind: Kind,
    /// How much of the administration the member may do.
    pub tier: Tier,
    /// Where the member stands.
    pub status: Status,
    /// The state held before archiving, for restoring (R4); equal to `status` otherwise.
    pub held: Status,
    /// Where permissions start from.
    pub access: AccessMode,
    /// BCP 47 tag of the language mails are written in.
    pub language: String,
    /// A phone number as typed; may be empty.
    pub phone: String,
    /// A note of the administrators; may be empty.
    pub note: String,
    /// Groups that the member is in.
    pub groups: Vec<GroupId>,
    /// What the member holds beside groups.
    pub holds: crate::holding::Holds,
    /// Who added the member; `None` for the creator.
    pub added_by: Option<MemberId>,
    /// When the member was added.
    pub added_at: Timestamp,
    /// The event number of the newest change: the version that a screen saw.
    pub version: i64,
    /// Whether the account can sign in by a password.
    pub has_password: bool,
    /// The strongest second factor of the account (R27).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_factor: Option<FactorKind>,
}

impl Member {
    /// The name as shown: both names, or the address where there is none.
    pub fn name(&self) -> String {
        display_name(&self.first_name, &self.last_name, self.email.as_str())
    }
}

/// The name as shown: both names, or the address where there is none.
pub fn display_name(first: &str, last: &str, email: &str) -> String {
    match (first.is_empty(), last.is_empty()) {
        (true, true) => email.to_owned(),
        (false, true) => first.to_owned(),
        (true, false) => last.to_owned(),
        (false, false) => format!("{first} {last}"),
    }
}
