//! Tables of people and groups, in and out of an organization.
//!
//! Pure: bytes come in, values go out. No file is opened here, no rule of the
//! domain is judged, and nothing is changed: whoever takes the rows turns them
//! into commands, which pass through the same door as every other change.
//!
//! The way in has three steps, so that a person can look and correct between them:
//! [`read::parse`] makes a [`Table`] of the bytes, [`recognize`] proposes a
//! [`Mapping`] from columns to fields, and [`people::rows`] or [`groups::rows`]
//! turns every row into a value or into the reasons why not.

pub mod groups;
pub mod heads;
mod list;
mod neutral;
pub mod people;
mod problem;
pub mod read;
pub mod report;
mod text;
pub mod write;

pub use groups::{Group, GroupRow};
pub use heads::{Field, Mapping, Source, TableKind, recognize};
pub use people::{AccessWord, Person, PersonRow, StatusWord, TierWord};
pub use problem::{Code, Problem, RowProblem};
pub use read::{Delimiter, Encoding, ReadError, ReadOptions, Row, Sniffed, Table, parse, sniff};
pub use report::{Outcome, ReportRow};
pub use write::{WriteError, WriteOptions, groups_csv, people_csv, report_csv, table_csv};
