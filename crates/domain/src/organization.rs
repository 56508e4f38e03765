//! An organization, its plan, and the numbers that its policy names.

use crate::{
    OrganizationId, Timestamp,
    time::{DAY, HOUR},
};
use serde::{Deserialize, Serialize};

/// What the organization bought.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ts_rs::TS)]
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
pub struct Policy {
    /// How long an invitation works, in milliseconds; at most seven days (R2).
    pub invitation_lifetime: i64,
    /// The mode that new members start in (R12).
    pub default_access: crate::member::AccessMode,
}

impl Default for Policy {
    fn default() -> Self {
        Self { invitation_lifetime: 72 * HOUR, default_access: crate::member::AccessMode::All }
    }
}

impl Policy {
    /// The invitation's lifetime within the bounds of R2: at least an hour, at most seven days.
    pub fn invitation_millis(&self) -> i64 {
        self.invitation_lifetime.clamp(HOUR, 7 * DAY)
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
    /// Its policy.
    pub policy: Policy,
    /// When it was created.
    pub created_at: Timestamp,
}
