//! Settings by name, of one organization or of everybody.

use crate::{arg::Sql, sql};

/// Writes a setting in the place of what it was.
pub(crate) fn put(organization: [u8; 16], name: &str, value: &str) -> Sql {
    sql!(
        "INSERT INTO setting (organization, name, value) VALUES ($1, $2, $3) \
         ON CONFLICT (organization, name) DO UPDATE SET value = excluded.value",
        organization,
        name,
        value
    )
}
