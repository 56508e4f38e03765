//! Reports on the screens (B3): pictures, tables and files of the same numbers.

use rollbook_domain::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What can be reported.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Report {
    /// Active users by how long they have been away.
    Away,
    /// Sign-ins, day by day.
    SignIns,
    /// Seats that nobody needs: not assigned, or held by somebody who is away.
    UnusedLicences,
    /// Open invitations by their age.
    Invitations,
}

/// Which report.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReportAsk {
    /// What.
    pub report: Report,
    /// Over how many days, today included; for sign-ins. At most 366.
    pub days: u16,
}

/// A report.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportView {
    /// The heads of the columns; the first is that of the labels.
    pub columns: Vec<String>,
    /// The lines, in the order of the report.
    pub lines: Vec<ReportLine>,
}

/// A line of a report.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportLine {
    /// What it is about; of a day its date (ISO 8601).
    pub label: String,
    /// Of a day: when it began (UTC).
    pub day: Option<Timestamp>,
    /// A number for every further column.
    #[ts(type = "number[]")]
    pub numbers: Vec<i64>,
}
