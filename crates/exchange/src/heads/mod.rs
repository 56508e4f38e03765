//! What the heads of the columns mean, and whose table it is.
//!
//! A [`Mapping`] is a proposal: the screens show it beside the first rows, and a
//! person may set any column to another [`Field`] before anything is read from it.

mod source;
mod words;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use source::Source;
pub(crate) use source::{GROUPS, PEOPLE};

use crate::read::Table;

/// What a column holds. A field may stand in several columns: the first one that
/// isn't empty counts, and groups are gathered from all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The address to sign in with and to write to.
    Email,
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// Both names in one cell.
    FullName,
    /// Owner, admin or user.
    Tier,
    /// The names of the person's groups.
    Groups,
    /// Pending, active, suspended or archived; also "enabled", "blocked" and the like.
    Status,
    /// A phone number.
    Phone,
    /// The language to write to the person in.
    Language,
    /// When the person last signed in.
    LastSignIn,
    /// All or custom: how the person's permissions are given.
    Access,
    /// The administrators' note.
    Note,
    /// In a table of groups: the group's name.
    GroupName,
    /// In a table of groups: what the group is for.
    GroupDescription,
    /// In a table of groups: the group above.
    GroupParent,
    /// In a table of groups: its permissions.
    GroupPermissions,
    /// Not read. Passwords are never read.
    Ignore,
}

/// What the rows are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TableKind {
    /// One person a row.
    People,
    /// One group a row.
    Groups,
}

/// What the columns of a table hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Mapping {
    /// Whose table it is.
    pub source: Source,
    /// What the rows are about.
    pub kind: TableKind,
    /// One field for each column, in the order of the columns.
    pub columns: Vec<Field>,
}

impl Mapping {
    /// Whether there is a column without which no row can be read.
    pub fn is_usable(&self) -> bool {
        let needed = match self.kind {
            TableKind::People => Field::Email,
            TableKind::Groups => Field::GroupName,
        };
        self.columns.contains(&needed)
    }
}

/// Proposes what the columns hold: from the heads, and where no head names the
/// address, from where addresses stand in the first rows.
pub fn recognize(table: &Table) -> Mapping {
    let mut mapping = of_columns(&table.columns);
    let lacks_address = mapping.kind == TableKind::People && !mapping.is_usable();
    if lacks_address && let Some(at) = column_of_addresses(table) {
        mapping.columns[at] = Field::Email;
    }
    mapping
}

fn column_of_addresses(table: &Table) -> Option<usize> {
    const ROWS: usize = 50;
    let sample = &table.rows[..table.rows.len().min(ROWS)];
    let addresses = |at: usize| sample.iter().filter(|row| row.cells[at].contains('@')).count();
    (0..table.columns.len())
        .filter(|at| addresses(*at) * 2 > sample.len())
        .max_by_key(|at| (addresses(*at), std::cmp::Reverse(*at)))
}

/// How many heads are known ones.
pub(crate) fn known<S: AsRef<str>>(heads: &[S]) -> usize {
    heads.iter().filter(|head| words::is_known(head.as_ref())).count()
}

/// Whether the head names what people sign in with, which need not be an address.
pub(crate) fn is_sign_in_name(head: &str) -> bool {
    words::meaning(head) == Some(words::Meaning::SignInName)
}

/// The mapping that the heads alone suggest.
pub(crate) fn of_columns<S: AsRef<str>>(heads: &[S]) -> Mapping {
    use words::Meaning;

    let source = Source::of(heads);
    let meanings: Vec<_> = heads.iter().map(|head| words::meaning(head.as_ref())).collect();
    let has = |meaning| meanings.contains(&Some(meaning));
    let people = has(Meaning::Field(Field::Email)) || has(Meaning::SignInName);
    let about_groups = has(Meaning::Field(Field::GroupPermissions))
        || has(Meaning::Field(Field::GroupParent))
        || has(Meaning::Field(Field::Groups));
    let kind = if !people && about_groups { TableKind::Groups } else { TableKind::People };
    let (first, last) = (has(Meaning::Field(Field::FirstName)), has(Meaning::Field(Field::LastName)));
    let of_person = |meaning| match meaning {
        Meaning::Field(field) if is_of_group(field) => Field::Ignore,
        Meaning::Field(field) => field,
        Meaning::SignInName => Field::Email,
        Meaning::SomeName => match (first, last) {
            (true, false) => Field::LastName,
            (false, true) => Field::FirstName,
            _ => Field::FullName,
        },
    };
    let group_is_named = has(Meaning::Field(Field::Groups));
    let of_group = |meaning| match meaning {
        Meaning::SomeName | Meaning::Field(Field::FullName) if !group_is_named => Field::GroupName,
        Meaning::Field(Field::Groups) => Field::GroupName,
        Meaning::Field(field) if is_of_group(field) => field,
        _ => Field::Ignore,
    };
    let columns = meanings
        .iter()
        .map(|meaning| match (meaning, kind) {
            (None, _) => Field::Ignore,
            (Some(meaning), TableKind::People) => of_person(*meaning),
            (Some(meaning), TableKind::Groups) => of_group(*meaning),
        })
        .collect();
    Mapping { source, kind, columns }
}

fn is_of_group(field: Field) -> bool {
    matches!(field, Field::GroupName | Field::GroupDescription | Field::GroupParent | Field::GroupPermissions)
}
