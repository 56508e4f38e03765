//! Links by which administrators sign in as others (R29). A row lives for a minute; its token is never
//! kept (C43).

use crate::{Store, StoreError, Work, record, sql};
use rollbook_domain::{MemberId, OrganizationId, SessionId, Timestamp};
use sqlx::Row;

/// A link to sign in as another user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AsLinkRecord {
    /// In which organization.
    pub organization: OrganizationId,
    /// As whom.
    pub member: MemberId,
    /// Who asked.
    pub by: MemberId,
    /// From which of their sessions; `None` at a desktop on a file.
    pub by_session: Option<SessionId>,
    /// Why.
    pub reason: String,
    /// Until when it works.
    pub expires: Timestamp,
    /// Whether it was used.
    pub used: bool,
}

impl Store {
    /// What is known of such a link by its hash.
    pub async fn as_link(&self, hash: &[u8; 32]) -> Result<Option<AsLinkRecord>, StoreError> {
        let row = sql!(
            "SELECT organization, member, by_member, by_session, reason, expires, used_at FROM as_link WHERE hash = $1",
            *hash
        )
        .query()
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let session = row.try_get::<Option<Vec<u8>>, _>("by_session")?;
        Ok(Some(AsLinkRecord {
            organization: record::organization_id(&row, "organization")?,
            member: record::member_id(&row, "member")?,
            by: record::member_id(&row, "by_member")?,
            by_session: session.and_then(|bytes| SessionId::from_slice(&bytes)),
            reason: row.try_get("reason")?,
            expires: Timestamp(row.try_get("expires")?),
            used: row.try_get::<Option<i64>, _>("used_at")?.is_some(),
        }))
    }

    /// Drops links that were over before a moment.
    pub async fn forget_as_links(&self, before: Timestamp) -> Result<(), StoreError> {
        sql!("DELETE FROM as_link WHERE expires < $1", before.0).query().execute(&self.pool).await?;
        Ok(())
    }
}

impl Work {
    /// Keeps such a link.
    pub async fn add_as_link(&mut self, hash: &[u8; 32], link: &AsLinkRecord) -> Result<(), StoreError> {
        let organization = self.organization().to_bytes();
        self.run(sql!(
            "INSERT INTO as_link (hash, organization, member, by_member, by_session, reason, expires) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            *hash,
            organization,
            link.member.to_bytes(),
            link.by.to_bytes(),
            link.by_session.map(SessionId::to_bytes),
            link.reason.as_str(),
            link.expires.0
        ))
        .await?;
        Ok(())
    }

    /// Marks such a link as used; `false` when somebody was quicker, or it is old.
    pub async fn use_as_link(&mut self, hash: &[u8; 32], at: Timestamp) -> Result<bool, StoreError> {
        let organization = self.organization().to_bytes();
        let used = self
            .run(sql!(
                "UPDATE as_link SET used_at = $1 WHERE hash = $2 AND organization = $3 AND used_at IS NULL AND expires > $1",
                at.0,
                *hash,
                organization
            ))
            .await?;
        Ok(used == 1)
    }
}
