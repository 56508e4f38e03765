//! Many organizations at once: what each says of itself in an overview, and asking at the desk of one that
//! isn't the one that is looked at.

use super::{ConnectionView, KnownPlace, YouView};
use rollbook_domain::{OrganizationId, Timestamp, organization::Plan};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use ts_rs::TS;

/// What an organization says of itself in an overview (B10).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationSummary {
    /// Its id.
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
    /// One or two letters for its mark.
    pub initials: String,
    /// The domain of the address of whoever is at the desk.
    pub domain: String,
    /// Its plan.
    pub plan: Plan,
    /// The person at the desk.
    pub you: YouView,
    /// Active and suspended members.
    #[ts(type = "number")]
    pub members: u64,
    /// Of them, those who can sign in.
    #[ts(type = "number")]
    pub active: u64,
    /// Of those who can sign in, those with a second factor.
    #[ts(type = "number")]
    pub protected: u64,
    /// Invitations not yet accepted.
    #[ts(type = "number")]
    pub pending: u64,
    /// Administrators that count toward the plan (R21).
    #[ts(type = "number")]
    pub administrators: u64,
    /// Administrators that the plan allows.
    #[ts(type = "number")]
    pub administrator_limit: u64,
    /// What waits for somebody, the most urgent first.
    pub needs: Vec<Need>,
}

/// Something in an organization that waits for somebody.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Need {
    /// What it is; screens know the way to its remedy.
    pub code: NeedCode,
    /// How many it is about.
    #[ts(type = "number")]
    pub count: u64,
    /// In words.
    pub words: String,
}

/// What can wait for somebody in an organization.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NeedCode {
    /// Sign-ins by the emergency account (C17).
    EmergencyUsed,
    /// The plan's administrators are all in use (R21).
    AdministratorLimit,
    /// Administrators without a second factor (R27).
    AdministratorsWithoutFactor,
    /// Mails that were given up.
    FailedMails,
    /// Invitations whose link ran out.
    StaleInvitations,
}

/// One of the known organizations, looked at from outside.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationLook {
    /// What it says of itself.
    pub summary: OrganizationSummary,
    /// How it is reached.
    pub connection: ConnectionView,
    /// When it said so.
    pub at: Timestamp,
}

/// A question at the desk of one of the known organizations.
#[derive(Clone, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AskAt {
    /// Which of the known organizations.
    pub place: KnownPlace,
    /// The name of what is asked.
    pub ask: String,
    /// What it takes.
    #[ts(type = "unknown")]
    pub request: serde_json::Value,
}

/// The answer of a desk as it came, of whatever type was asked for.
#[derive(Clone, Debug, Serialize, TS, JsonSchema)]
#[serde(transparent)]
#[ts(type = "unknown")]
pub struct Answered(#[schemars(with = "serde_json::Value")] pub Box<RawValue>);
