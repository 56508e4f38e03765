//! The table that comes out, and what a person can decide about reading it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Encoding;
use crate::RowProblem;

/// What stands between two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Delimiter {
    /// `,`
    #[default]
    Comma,
    /// `;`, where the comma separates decimals.
    Semicolon,
    /// A tab.
    Tab,
    /// `|`
    Pipe,
}

impl Delimiter {
    /// All of them, the most common first.
    pub const ALL: [Self; 4] = [Self::Comma, Self::Semicolon, Self::Tab, Self::Pipe];

    /// The character itself.
    pub const fn as_byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Pipe => b'|',
        }
    }
}

/// What is known about the file beforehand. What is `None` is found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(default)]
pub struct ReadOptions {
    /// How the characters are written. A byte order mark outranks it.
    pub encoding: Option<Encoding>,
    /// What separates the cells.
    pub delimiter: Option<Delimiter>,
    /// Whether the first row names the columns.
    pub header: Option<bool>,
}

/// One row that could be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Row {
    /// The line of the file where the row begins, counted from 1.
    #[ts(type = "number")]
    pub line: u64,
    /// As many cells as the table has columns, as they stand in the file.
    pub cells: Vec<String>,
}

/// A file taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Table {
    /// The heads, trimmed; "Column 3" where the file names none.
    pub columns: Vec<String>,
    /// The rows that could be read, in the order of the file. Blank ones are left out.
    pub rows: Vec<Row>,
    /// What was wrong with single rows, in the order of the file.
    pub problems: Vec<RowProblem>,
    /// How the characters were read.
    pub encoding: Encoding,
    /// What separated the cells.
    pub delimiter: Delimiter,
    /// Whether the first row named the columns.
    pub header: bool,
}
