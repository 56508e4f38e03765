//! The access review (B14).

use super::SecurityRow;
use rollbook_domain::{CommandId, MemberId, Refusal, Timestamp, review::Verdict};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The review that was signed off last.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LastReview {
    /// The number of its entry in the log.
    #[ts(type = "number")]
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// By whom, as a name; `None` for who is gone.
    pub by: Option<String>,
    /// Whether by the person at the desk.
    pub by_you: bool,
}

/// Everybody whom a review has to decide about.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReviewView {
    /// The administrators by name: active, suspended and invited ones.
    pub rows: Vec<SecurityRow>,
    /// The review before this one.
    pub last: Option<LastReview>,
    /// Why the person at the desk can't sign it off; `None` when they can.
    pub refusal: Option<Refusal>,
}

/// What was decided about one administrator.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReviewDecision {
    /// Who.
    pub member: MemberId,
    /// What.
    pub verdict: Verdict,
    /// Why; may be empty where they are kept.
    pub reason: String,
}

/// Signs a review off.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignReview {
    /// The command's id.
    pub command: CommandId,
    /// A line for each administrator. Who is removed loses the administration as it is signed.
    pub lines: Vec<ReviewDecision>,
    /// Whether to say only what it would do to people.
    pub preview: bool,
}

/// A document to print and to keep.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PaperFile {
    /// The PDF, in Base64 (RFC 4648).
    pub base64: String,
    /// How many lines its table has.
    #[ts(type = "number")]
    pub rows: u64,
}

/// Which review.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReviewSheetAsk {
    /// The number of its entry in the log.
    #[ts(type = "number")]
    pub seq: i64,
}
