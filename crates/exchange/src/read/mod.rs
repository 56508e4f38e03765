//! From bytes to a table: encoding, delimiter, head, rows, and what is wrong with
//! single rows.
//!
//! Files come from spreadsheets, directories and strangers. What can't be a table
//! at all is a [`ReadError`]; what is wrong with one row is a
//! [`crate::RowProblem`] and costs that row alone.

mod encoding;
mod error;
mod head;
mod judge;
mod parse;
mod scan;
mod sniff;
mod table;

pub use encoding::Encoding;
pub use error::ReadError;
pub use parse::parse;
pub use sniff::{Sniffed, sniff};
pub use table::{Delimiter, ReadOptions, Row, Table};

/// The largest file that is read, in bytes.
pub const MAX_FILE_BYTES: usize = 256 * 1024 * 1024;
/// The most columns that a table may have.
pub const MAX_COLUMNS: usize = 500;
/// The most rows that a table may have, broken ones counted.
pub const MAX_ROWS: usize = 2_000_000;
/// The most cells that a table may have, so that a file within the other limits
/// can't take all memory.
pub const MAX_CELLS: usize = 32_000_000;
/// The largest cell that is taken, in bytes of UTF-8.
pub const MAX_CELL_BYTES: usize = 64 * 1024;
