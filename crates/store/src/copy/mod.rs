//! A copy of an organization in another store, a part at a time: a replica is filled by it, and kept by it.
//!
//! What changed is read anew and written over, never replayed. So parts may come twice, late, or while
//! others write: a row is as it was at the moment when it was read last, and whatever changed since is in
//! the log after it, whose every entry names whom it touched. Once the newest entry is there, and whoever
//! any entry touched was read at its moment or later, the copy is the organization. Replaying could not do
//! that: rows are read later than the entries that changed them, secrets ride beside entries, and of whom
//! was erased there is nothing to replay.

mod paste;
mod read;
mod tables;

use crate::Arg;
use rollbook_domain::{MemberId, chain::Seal};

/// Rows of one table, with the columns that a copy has of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Rows {
    /// The table.
    pub table: String,
    /// Its rows, a value for each column.
    pub rows: Vec<Vec<Arg>>,
}

/// Where the log of a store stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Head {
    /// The number of the newest entry; 0 where there is none.
    pub seq: i64,
    /// Its seal.
    pub seal: Seal,
}

/// What is written over a copy, in one unit.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Paste {
    /// Rows as they are now.
    pub rows: Vec<Rows>,
    /// Members that were read anew; those without a row are no longer there.
    pub members: Vec<MemberId>,
    /// Entries of the log after this number go before others are written, and what commands came to.
    pub cut: Option<i64>,
    /// The entry that the rows of the log follow.
    pub before: Option<Head>,
    /// What is kept beside the copy, under names of its own; what is empty goes.
    pub keep: Vec<(String, String)>,
}

/// The entries of a part of the log, and whom they touched.
#[derive(Clone, PartialEq, Debug)]
pub struct LogPart {
    /// The entries.
    pub rows: Rows,
    /// The newest of them; where the part began if there is none.
    pub last: i64,
    /// Members whose rows they changed.
    pub touched: Vec<MemberId>,
}
