//! Reading the hash-chained log (R30).

use crate::{Store, StoreError, record, sql};
use rollbook_domain::{CommandId, Event, MemberId, OrganizationId, Timestamp};
use sqlx::{Row, any::AnyRow};

/// An entry of the log.
#[derive(Clone, Debug)]
pub struct LogEntry {
    /// Its number, from 1, without gaps.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Under which command.
    pub command: CommandId,
    /// Who acted.
    pub actor: Option<MemberId>,
    /// What happened; `None` once the person was erased.
    pub event: Option<Event>,
}

impl Store {
    /// The entries after `after`, oldest first.
    pub async fn log(&self, organization: OrganizationId, after: i64, take: u32) -> Result<Vec<LogEntry>, StoreError> {
        let rows = sql!(
            "SELECT seq, at, command, actor, body FROM event WHERE organization = $1 AND seq > $2 ORDER BY seq LIMIT $3",
            organization.to_bytes(),
            after,
            i64::from(take)
        )
        .query()
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(entry).collect()
    }

    /// The newest entries about one member, older than `before`, newest first; and how many there are
    /// in all.
    pub async fn log_about(
        &self,
        organization: OrganizationId,
        member: MemberId,
        before: Option<i64>,
        take: u32,
    ) -> Result<(Vec<LogEntry>, u64), StoreError> {
        let mut connection = self.pool.acquire().await?;
        let rows = sql!(
            "SELECT seq, at, command, actor, body FROM event WHERE member = $1 AND organization = $2 AND seq < $3 \
             ORDER BY seq DESC LIMIT $4",
            member.to_bytes(),
            organization.to_bytes(),
            before.unwrap_or(i64::MAX),
            i64::from(take)
        )
        .query()
        .fetch_all(&mut *connection)
        .await?;
        let total: i64 = sql!(
            "SELECT count(*) AS n FROM event WHERE member = $1 AND organization = $2",
            member.to_bytes(),
            organization.to_bytes()
        )
        .query()
        .fetch_one(&mut *connection)
        .await?
        .try_get("n")?;
        Ok((rows.iter().map(entry).collect::<Result<_, _>>()?, total.unsigned_abs()))
    }

    /// Every entry up to a moment that says what one member might do then: those about them, and those
    /// about nobody (catalogue, roles, groups), oldest first.
    pub async fn log_until(
        &self,
        organization: OrganizationId,
        member: MemberId,
        until: Timestamp,
    ) -> Result<Vec<LogEntry>, StoreError> {
        let rows = sql!(
            "SELECT seq, at, command, actor, body FROM event WHERE member = $1 AND organization = $2 AND at <= $3 \
             UNION ALL SELECT seq, at, command, actor, body FROM event WHERE member IS NULL AND organization = $2 AND at <= $3 \
             ORDER BY seq",
            member.to_bytes(),
            organization.to_bytes(),
            until.0
        )
        .query()
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(entry).collect()
    }

    /// The names of members, erased ones left out.
    pub async fn names(
        &self,
        organization: OrganizationId,
        ids: &[MemberId],
    ) -> Result<std::collections::HashMap<MemberId, String>, StoreError> {
        let members = self.members(organization, ids).await?;
        Ok(members.into_iter().map(|member| (member.id, member.name())).collect())
    }
}

pub(crate) fn entry(row: &AnyRow) -> Result<LogEntry, StoreError> {
    let body: Option<String> = row.try_get("body")?;
    let event = body.map(|body| serde_json::from_str(&body)).transpose().map_err(StoreError::corrupt)?;
    Ok(LogEntry {
        seq: row.try_get("seq")?,
        at: Timestamp(row.try_get("at")?),
        command: record::command_id(row, "command")?,
        actor: record::optional_member(row, "actor")?,
        event,
    })
}
