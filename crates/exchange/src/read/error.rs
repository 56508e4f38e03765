//! Why a file isn't a table at all.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Nothing of the file can be taken. The text says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize, TS, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ReadError {
    /// No byte, or nothing but blanks.
    #[error("The file is empty. Choose another file")]
    Empty,
    /// Larger than [`super::MAX_FILE_BYTES`].
    #[error("The file has more than 256 MiB. Split it and import the parts")]
    TooLarge,
    /// A workbook, a PDF, an archive: bytes of another kind.
    #[error("The file is {kind}, not a table of text. Save it as CSV and choose that file")]
    NotText {
        /// What it is, with its article.
        kind: String,
    },
    /// More than [`super::MAX_COLUMNS`].
    #[error("The file has more than 500 columns. Remove those that aren’t needed")]
    TooManyColumns,
    /// More than [`super::MAX_ROWS`].
    #[error("The file has more than 2,000,000 rows. Split it and import the parts")]
    TooManyRows,
    /// More than [`super::MAX_CELLS`].
    #[error("The file has more than 32,000,000 cells. Remove the columns that aren’t needed")]
    TooManyCells,
    /// The row that names the columns can't be read.
    #[error("The heads of the columns on line {line} can’t be read. Check the quotes there")]
    BrokenHead {
        /// The line, counted from 1.
        #[ts(type = "number")]
        line: u64,
    },
}

impl ReadError {
    /// The stable name of the error, as it also stands in its JSON.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge => "too_large",
            Self::NotText { .. } => "not_text",
            Self::TooManyColumns => "too_many_columns",
            Self::TooManyRows => "too_many_rows",
            Self::TooManyCells => "too_many_cells",
            Self::BrokenHead { .. } => "broken_head",
        }
    }
}
