//! Tables of groups and people: the same rules as for one, row by row. A table adds and fills in;
//! it never takes anything away, and the same table twice changes nothing.

mod groups;
mod people;

pub(super) use groups::{groups, stands_under};
pub(super) use people::people;
