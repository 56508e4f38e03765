//! An organization, its plan, and the numbers that its policy names.

use crate::{
    MemberId, OrganizationId, Timestamp,
    billing::Billing,
    company::Company,
    member::Tier,
    time::{DAY, HOUR, MINUTE},
};
use serde::{Deserialize, Serialize};

/// What the organization bought.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ts_rs::TS, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Plan {
    /// Two administrators.
    Starter,
    /// Five administrators.
    Professional,
    /// Fifteen administrators.
    Business,
    /// Fifty administrators.
    Enterprise,
}

impl Plan {
    /// Every plan, the smallest first.
    pub const ALL: [Self; 4] = [Self::Starter, Self::Professional, Self::Business, Self::Enterprise];

    /// How many administrators the plan allows (R21).
    pub const fn administrators(self) -> i64 {
        match self {
            Self::Starter => 2,
            Self::Professional => 5,
            Self::Business => 15,
            Self::Enterprise => 50,
        }
    }
}

/// Every number of the rules that an organization may set for itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Policy {
    /// How long an invitation works, in milliseconds; at most seven days (R2).
    pub invitation_lifetime: i64,
    /// The mode that new members start in (R12).
    pub default_access: crate::member::AccessMode,
    /// How long a session lasts at most, in milliseconds.
    pub session_lifetime: i64,
    /// How long a session lasts without use, in milliseconds.
    pub session_idle: i64,
    /// Fewest characters of a password, where that is more than R23 asks for; 0 leaves it to the rule.
    pub password_length: u32,
    /// Who may ask for a new password by mail (R26).
    pub recovery: Recovery,
    /// Whether the form for it keeps to itself which addresses are known (R26).
    pub hides_addresses: bool,
    /// Whether somebody without access may ask for an invitation on the sign-in page.
    pub invitation_asks: bool,
    /// Of whom a second factor is required (R27).
    pub second_factor: SecondFactor,
    /// Whether administrators may sign in as others (R29).
    pub sign_in_as: bool,
    /// Whether people may change the address that they sign in with (R7).
    pub own_address: bool,
    /// After how many days without a sign-in an active user counts as dormant (R31).
    pub dormant_days: u32,
    /// The emergency account (C17): a Super Admin of whom no second factor is required, so that a lost device or a wrong
    /// rule shuts nobody out for good; whose every sign-in alarms the owner and all Super Admins.
    pub emergency: Option<MemberId>,
    /// How many mails may wait in the outbox before nobody can ask for more.
    pub waiting_mails: u32,
    /// How long everything may be read on a computer without a connection since it had one last, in
    /// milliseconds (R34).
    pub offline_lifetime: i64,
    /// How long a reset ticket works that was made without a network, in milliseconds; at most a day (R35).
    pub ticket_lifetime: i64,
}

/// Who may ask for a new password by mail (R26).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ts_rs::TS, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Recovery {
    /// Members of tier user.
    pub users: bool,
    /// Administrators, the owner among them.
    pub administrators: bool,
}

impl Recovery {
    /// Whether members of a tier may.
    pub const fn covers(self, tier: Tier) -> bool {
        if tier.administers() { self.administrators } else { self.users }
    }
    /// Whether anybody may.
    pub const fn offered(self) -> bool {
        self.users || self.administrators
    }
}

/// Of whom a second factor is required, and from when (R27).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ts_rs::TS, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SecondFactor {
    /// Of whom.
    pub of: RequiredOf,
    /// From when; `None` is at once.
    pub from: Option<Timestamp>,
}

/// Of whom something is required.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ts_rs::TS, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RequiredOf {
    /// Of nobody.
    Nobody,
    /// Of administrators, the owner among them.
    Administrators,
    /// Of everybody who signs in.
    Everybody,
}

impl SecondFactor {
    /// Whether it is, or will be, required of members of a tier.
    pub const fn covers(self, tier: Tier) -> bool {
        match self.of {
            RequiredOf::Nobody => false,
            RequiredOf::Administrators => tier.administers(),
            RequiredOf::Everybody => true,
        }
    }
    /// Whether it is required of members of a tier at a moment.
    pub fn required(self, tier: Tier, now: Timestamp) -> bool {
        self.covers(tier) && self.from.is_none_or(|from| from <= now)
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            invitation_lifetime: 72 * HOUR,
            default_access: crate::member::AccessMode::All,
            session_lifetime: 12 * HOUR,
            session_idle: 30 * MINUTE,
            password_length: 0,
            recovery: Recovery { users: true, administrators: true },
            hides_addresses: true,
            invitation_asks: false,
            second_factor: SecondFactor { of: RequiredOf::Nobody, from: None },
            sign_in_as: true,
            own_address: false,
            dormant_days: 90,
            emergency: None,
            waiting_mails: 100_000,
            offline_lifetime: 7 * DAY,
            ticket_lifetime: 8 * HOUR,
        }
    }
}

impl Policy {
    /// The invitation's lifetime within the bounds of R2: at least an hour, at most seven days.
    pub fn invitation_millis(&self) -> i64 {
        self.invitation_lifetime.clamp(HOUR, 7 * DAY)
    }
    /// How long a session lasts at most: within five minutes and thirty days, whatever is stored.
    pub fn session_millis(&self) -> i64 {
        self.session_lifetime.clamp(5 * MINUTE, 30 * DAY)
    }
    /// How long the right to read without a connection lasts: within a day and thirty.
    pub fn offline_millis(&self) -> i64 {
        self.offline_lifetime.clamp(DAY, 30 * DAY)
    }
    /// How long a reset ticket works: within an hour and a day.
    pub fn ticket_millis(&self) -> i64 {
        self.ticket_lifetime.clamp(HOUR, DAY)
    }
    /// How long a session lasts without use: within a minute and its whole length.
    pub fn idle_millis(&self) -> i64 {
        self.session_idle.clamp(MINUTE, self.session_millis())
    }
}

/// A company that uses the platform.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Organization {
    /// Its id.
    pub id: OrganizationId,
    /// Its name as shown.
    pub name: String,
    /// What it bought.
    pub plan: Plan,
    /// BCP 47 tag of its own language.
    pub language: String,
    /// What else it says of itself as a company.
    #[serde(default)]
    pub company: Box<Company>,
    /// How it pays, and whether it ordered yet.
    #[serde(default)]
    pub billing: Box<Billing>,
    /// Its policy.
    pub policy: Policy,
    /// When it was created.
    pub created_at: Timestamp,
}
