//! What became of each row of an import, as a table to keep.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What became of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The person is new.
    Created,
    /// The person was there and is different now.
    Changed,
    /// The row was left out on purpose.
    Skipped,
    /// A rule or a problem of the row was in the way.
    Refused,
    /// The person was there and the row says nothing new.
    Unchanged,
}

impl Outcome {
    /// The word in the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "Created",
            Self::Changed => "Changed",
            Self::Skipped => "Skipped",
            Self::Refused => "Refused",
            Self::Unchanged => "Unchanged",
        }
    }
}

/// One row of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ReportRow {
    /// The line of the file, counted from 1.
    #[ts(type = "number")]
    pub line: u64,
    /// The address, or what stood in its place.
    pub email: String,
    /// What became of the row.
    pub outcome: Outcome,
    /// Why, for a person; empty where nothing is to be said.
    pub words: String,
}
