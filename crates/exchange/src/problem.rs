//! What can be wrong with one row, in a form that screens and reports share.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which problem it is. Stable: screens word and count problems by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// A quote opens and never closes, or closes in the middle of a cell.
    BrokenQuote,
    /// The row has more cells than the head.
    LongRow,
    /// The row has fewer cells than the head; the missing ones count as empty.
    ShortRow,
    /// The row holds a NUL byte.
    NulByte,
    /// A cell is larger than [`crate::read::MAX_CELL_BYTES`].
    CellTooLong,
    /// Some bytes mean nothing in the encoding.
    UnreadableText,
    /// The row names no e-mail address.
    EmailMissing,
    /// What stands in the e-mail column can't be an address.
    EmailNotAnAddress,
    /// The address holds characters that can't be seen.
    EmailInvisible,
    /// An earlier row of the same file has this address.
    EmailDoubled,
    /// The word in the role column isn't a tier.
    TierUnknown,
    /// The word in the status column isn't a status.
    StatusUnknown,
    /// The way in which permissions are given isn't one that we know; it is left out.
    AccessUnknown,
    /// Invisible characters were taken out of a cell.
    InvisibleRemoved,
    /// The row names no group.
    GroupMissing,
    /// An earlier row of the same file has this group.
    GroupDoubled,
    /// The parent is neither in the file nor in the organization.
    ParentUnknown,
    /// The group is, through its parents, its own parent.
    ParentCycle,
    /// The parent is in the file, but its own row can't be taken.
    ParentRefused,
    /// A permission isn't written as `module.action`.
    PermissionSyntax,
}

/// One thing that is wrong, or was set right, in one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Problem {
    /// Which problem it is.
    pub code: Code,
    /// What happened and what to do, for a person.
    pub words: String,
    /// The head of the column where it is, when one column is to blame.
    pub column: Option<String>,
}

impl Problem {
    pub(crate) fn new(code: Code, words: impl Into<String>, column: Option<&str>) -> Self {
        Self { code, words: words.into(), column: column.map(str::to_owned) }
    }
}

/// A problem that was met while the file was taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct RowProblem {
    /// The line of the file, counted from 1. Of a broken quote: where it opens.
    #[ts(type = "number")]
    pub line: u64,
    /// Whether the row is among the table's rows all the same.
    pub kept: bool,
    /// What is wrong.
    pub problem: Problem,
}
