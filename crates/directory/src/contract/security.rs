//! The security page: coverage by second factors over time, the administrator limit, and the lists whose
//! rows end in their remedy (R31, FEATURES rows 71–74).

use super::{LastReview, UserRow};
use rollbook_domain::{
    Refusal, Timestamp,
    organization::{Plan, SecondFactor},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How many days back.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SecurityAsk {
    /// How many days of the curve, today among them; at most 366.
    pub days: u16,
}

/// A list of the security page.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SecurityList {
    /// Active administrators without a second factor.
    WithoutFactor,
    /// Active administrators without a role; the owner needs none.
    WithoutRole,
    /// Administrators that are suspended or archived.
    HiddenAdministrators,
    /// Active users without a sign-in for as many days as policy names.
    Dormant,
    /// Invitations that wait and whose link doesn't work any more.
    StaleInvitations,
}

/// How many a list of the security page holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SecurityCount {
    /// Which list.
    pub list: SecurityList,
    /// How many.
    #[ts(type = "number")]
    pub total: u64,
}

/// How things stood at the end of a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CoveragePoint {
    /// The day, as the moment at which it begins (UTC).
    pub at: Timestamp,
    /// Active users.
    #[ts(type = "number")]
    pub people: i64,
    /// Of them, with a second factor.
    #[ts(type = "number")]
    pub covered: i64,
}

/// A day on which the rule about second factors changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RuleMark {
    /// When.
    pub at: Timestamp,
    /// The rule from then on.
    pub rule: SecondFactor,
    /// By whom, as a name; `None` for Rollbook itself or who is gone.
    pub by: Option<String>,
    /// Whether by the person at the desk.
    pub by_you: bool,
}

/// The security page at one look.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SecurityView {
    /// Active users.
    #[ts(type = "number")]
    pub people: i64,
    /// Of them, whose strongest second factor is an app.
    #[ts(type = "number")]
    pub totp: i64,
    /// And a passkey.
    #[ts(type = "number")]
    pub passkey: i64,
    /// Each day's end, oldest first; it begins with the first day that is known.
    pub curve: Vec<CoveragePoint>,
    /// Days within the curve on which the rule changed, oldest first.
    pub marks: Vec<RuleMark>,
    /// The access review that was signed off last (B14).
    pub last_review: Option<LastReview>,
    /// The plan.
    pub plan: Plan,
    /// Administrators that count toward it (R21).
    #[ts(type = "number")]
    pub administrators: i64,
    /// How many it allows.
    #[ts(type = "number")]
    pub limit: i64,
    /// How long the lists are, in the order of the page.
    pub lists: Vec<SecurityCount>,
    /// What awaits a review: administrators without a second factor, without a role, and hidden ones.
    #[ts(type = "number")]
    pub to_review: u64,
    /// After how many days an active user counts as dormant.
    pub dormant_days: u32,
}

/// A page of one list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SecurityListAsk {
    /// Which list.
    pub list: SecurityList,
    /// Position of the first row wanted, from 0.
    #[ts(type = "number")]
    pub offset: u64,
    /// How many rows; at most 500.
    pub take: u16,
}

/// Somebody whom the security page names, with what stands beside them.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SecurityRow {
    /// As in the list of users.
    pub row: UserRow,
    /// How often they were asked for a second factor since they had none.
    #[ts(type = "number")]
    pub asks: i64,
    /// When last.
    pub asked_at: Option<Timestamp>,
    /// When their last second factor went; `None` where they never had one.
    pub factor_lost_at: Option<Timestamp>,
    /// Whether one is required of them in person, at the next sign-in.
    pub factor_required: bool,
    /// Since when they are suspended or archived.
    pub shut_at: Option<Timestamp>,
    /// The role that they lost because it was deleted; `None` where they have one, or lost none that way.
    pub lost_role: Option<LostRole>,
    /// Why they can't be lowered to user; `None` when they can. An archived administrator can.
    pub lower_refusal: Option<Refusal>,
}

/// A role that was deleted (R20).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LostRole {
    /// Its name.
    pub name: String,
    /// When it was deleted.
    pub at: Timestamp,
}

/// A page of one list, and how many there are in all.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SecurityListView {
    /// The rows by name; dormant users and invitations with the oldest first.
    pub rows: Vec<SecurityRow>,
    /// How many there are in all.
    #[ts(type = "number")]
    pub total: u64,
}
