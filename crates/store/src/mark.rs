//! What a member’s rights hang on, in one small statement: so that rights kept in memory are never older
//! than what was committed, by whichever program (C30).

use crate::{Store, StoreError, sql};
use rollbook_domain::{MemberId, OrganizationId};
use sqlx::Row;

/// The newest change of a member’s record, of the organization’s structure, and of anything in it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Mark {
    /// The number of the newest event about the member.
    pub version: i64,
    /// The number of the newest event about catalogue, roles, groups, portals and teams.
    pub structure: i64,
    /// The number of the newest event.
    pub seq: i64,
}

impl Store {
    /// What a member’s rights hang on now; `None` when there is no such member here.
    pub async fn mark(&self, organization: OrganizationId, member: MemberId) -> Result<Option<Mark>, StoreError> {
        let row = sql!(
            "SELECT m.version, o.structure_seq, o.seq FROM member m JOIN organization o ON o.id = m.organization \
             WHERE m.id = $1 AND m.organization = $2 AND m.tab <> 3",
            member.to_bytes(),
            organization.to_bytes()
        )
        .query()
        .fetch_optional(&self.pool)
        .await?;
        let read = |row: sqlx::any::AnyRow| -> Result<Mark, StoreError> {
            Ok(Mark {
                version: row.try_get("version")?,
                structure: row.try_get("structure_seq")?,
                seq: row.try_get("seq")?,
            })
        };
        row.map(read).transpose()
    }
}
