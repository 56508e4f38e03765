//! Access reviews (B14): what was decided about each administrator. Names stand beside the event, sealed by a
//! salted commitment in it, so that erasing a person takes their name and leaves the review verifiable.

use crate::{MemberId, member::Tier};
use serde::{Deserialize, Serialize};

/// The most lines that one review has: more administrators than any plan allows.
pub const MOST_LINES: usize = 500;

/// What was decided about an administrator.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ts_rs::TS, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// They stay an administrator.
    Keep,
    /// They are none any more: the right is taken as the review is signed.
    Remove,
}

/// One line of a review.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReviewLine {
    /// Who.
    pub member: MemberId,
    /// Their tier when the review was signed.
    pub tier: Tier,
    /// What was decided.
    pub verdict: Verdict,
    /// Why; never empty where somebody was removed.
    pub reason: String,
    /// The commitment to name and address ([`crate::chain::commit`]), 64 hexadecimal digits; its salt stands beside.
    pub who: String,
}
