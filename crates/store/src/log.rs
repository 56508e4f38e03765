//! Reading and verifying the hash-chained log (R30).

use crate::{Store, StoreError, record, sql};
use rollbook_domain::{
    CommandId, Event, MemberId, OrganizationId, Timestamp,
    chain::{GENESIS, Seal, Sealed, commit, seal},
};
use sqlx::{AnyConnection, Row, any::AnyRow};
use std::{collections::HashSet, sync::Arc};
use tokio::task::{JoinHandle, spawn_blocking};

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

/// Where the chain is broken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LogBreak {
    /// The first entry that isn't what was written.
    pub seq: i64,
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

    /// Verifies the whole chain; names the first entry that was changed, removed or put in. Only
    /// entries about people whose erasure is in the chain may be without their bodies. All of it is
    /// read as of one moment: what is written meanwhile is no break. `told` hears how far it is.
    pub async fn verify_log(
        &self,
        organization: OrganizationId,
        mut told: impl FnMut(i64) + Send,
    ) -> Result<Option<LogBreak>, StoreError> {
        let mut moment = self.pool.begin().await?;
        if let Some(statement) = self.engine.one_moment() {
            sqlx::query(statement).execute(&mut *moment).await?;
        }
        let erased = Arc::new(erased(&mut moment, organization).await?);
        let mut read = 0;
        let mut reached = Reached { before: GENESIS, seq: 0 };
        let mut checking: Option<JoinHandle<Result<Verdict, StoreError>>> = None;
        loop {
            let rows = sql!(
                "SELECT seq, at, command, actor, kind, member, body, origin, salt, body_seal, seal FROM event WHERE organization = $1 AND seq > $2 \
                 ORDER BY seq LIMIT 2000",
                organization.to_bytes(), read
            )
            .query()
            .fetch_all(&mut *moment)
            .await?;
            if let Some(checked) = checking.take() {
                match checked.await.map_err(StoreError::corrupt)?? {
                    Ok(further) => reached = further,
                    Err(broken) => return Ok(Some(broken)),
                }
                told(reached.seq);
            }
            let Some(last) = rows.last() else { break };
            read = last.try_get("seq")?;
            // Hashing takes about as long as reading: one part is checked while the next is read.
            let erased = Arc::clone(&erased);
            checking = Some(spawn_blocking(move || check(&rows, reached, organization, &erased)));
        }
        let row = sql!("SELECT seq, head FROM organization WHERE id = $1", organization.to_bytes())
            .query()
            .fetch_one(&mut *moment)
            .await?;
        let whole =
            row.try_get::<i64, _>("seq")? == reached.seq && record::fixed::<32>(&row, "head")? == reached.before;
        Ok((!whole).then_some(LogBreak { seq: reached.seq + 1 }))
    }
}

/// How far the chain is whole: the number of an entry, and its seal.
#[derive(Clone, Copy)]
struct Reached {
    before: Seal,
    seq: i64,
}

/// How far it is whole, or where it is broken.
type Verdict = Result<Reached, LogBreak>;

/// Checks the entries that follow.
fn check(
    rows: &[AnyRow],
    mut reached: Reached,
    organization: OrganizationId,
    erased: &HashSet<MemberId>,
) -> Result<Verdict, StoreError> {
    for row in rows {
        let body_seal: [u8; 32] = record::fixed(row, "body_seal")?;
        let kind: String = row.try_get("kind")?;
        let actor = record::optional_member(row, "actor")?;
        let member = record::optional_member(row, "member")?;
        let entry = Sealed {
            organization: organization.to_bytes(),
            seq: row.try_get("seq")?,
            at: row.try_get("at")?,
            command: record::fixed(row, "command")?,
            actor: actor.map(MemberId::to_bytes).unwrap_or_default(),
            kind: &kind,
            body: body_seal,
        };
        let body: Option<String> = row.try_get("body")?;
        let body_holds = match body {
            Some(body) => commits(row, &body, &body_seal) && says(&body, &kind, member),
            None => member.is_some_and(|member| erased.contains(&member)),
        };
        let expected = reached.seq + 1;
        let sealed = seal(&reached.before, &entry);
        if entry.seq != expected || !body_holds || sealed != record::fixed::<32>(row, "seal")? {
            return Ok(Err(LogBreak { seq: expected }));
        }
        reached = Reached { before: sealed, seq: expected };
    }
    Ok(Ok(reached))
}

/// Members whose erasure the log tells of.
async fn erased(connection: &mut AnyConnection, organization: OrganizationId) -> Result<HashSet<MemberId>, StoreError> {
    let rows =
        sql!("SELECT body FROM event WHERE organization = $1 AND kind = 'member_erased'", organization.to_bytes())
            .query()
            .fetch_all(connection)
            .await?;
    let bodies = rows.iter().map(|row| row.try_get::<Option<String>, _>("body")).collect::<Result<Vec<_>, _>>()?;
    Ok(bodies.iter().flatten().filter_map(|body| serde_json::from_str::<Event>(body).ok()?.member()).collect())
}

/// Whether a body and its salt are those that were committed to.
fn commits(row: &AnyRow, body: &str, sealed: &Seal) -> bool {
    let origin = row.try_get::<String, _>("origin").unwrap_or_default();
    record::fixed(row, "salt").is_ok_and(|salt| commit(&salt, body, &origin) == *sealed)
}

/// Whether the columns that are looked up tell what the body tells.
fn says(body: &str, kind: &str, member: Option<MemberId>) -> bool {
    serde_json::from_str::<Event>(body).is_ok_and(|event| event.kind() == kind && event.member() == member)
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
