//! Pages of the log for people: what matches, newest first, with each entry's seal (B4).

use crate::{LogEntry, Store, StoreError, arg::Sql, log::entry, matching::like, record};
use rollbook_domain::{
    MemberId, OrganizationId, Timestamp,
    chain::{GENESIS, Seal},
    origin::Origin,
};
use sqlx::{Row, any::AnyRow};

/// Up to how many matches are counted; beyond, it is said that there are more.
pub const COUNTED: i64 = 10_000;

/// Which entries; what is empty doesn't narrow.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LogFilter {
    /// Who acted, or whom it is about: any of these.
    pub members: Vec<MemberId>,
    /// Which kinds of events ([`rollbook_domain::Event::kind`]).
    pub kinds: Vec<String>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
    /// A part of the address or the device that it came from.
    pub origin: String,
    /// Of whose entries the address and the device aren't looked at, here and in typed words.
    pub unsearched: Vec<MemberId>,
    /// Only what was left out of something, or did not begin.
    pub left_out: bool,
    /// Only what was refused.
    pub refused: bool,
    /// What typed words may mean: any of it.
    pub text: Option<LogText>,
}

/// What typed words may mean in a log.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LogText {
    /// People whose names they are a part of.
    pub members: Vec<MemberId>,
    /// Kinds of events that are called so.
    pub kinds: Vec<String>,
    /// An entry's number.
    pub seq: Option<i64>,
    /// A part of the address or the device; empty where those aren't meant.
    pub origin: String,
}

/// An entry with where it came from and its seal.
#[derive(Clone, Debug)]
pub struct SealedEntry {
    /// The entry.
    pub entry: LogEntry,
    /// Which kind of event; told even where the body was erased.
    pub kind: String,
    /// The member that it is about.
    pub member: Option<MemberId>,
    /// From where; `None` for Rollbook itself, and once the person was erased.
    pub origin: Option<Origin>,
    /// Its seal.
    pub seal: Seal,
}

impl LogFilter {
    fn narrow(&self, statement: &mut Sql, organization: OrganizationId) {
        statement.push("organization = ").bind(organization.to_bytes());
        if !self.members.is_empty() {
            statement.push(" AND (");
            of_people(statement, &self.members);
            statement.push(")");
        }
        if !self.kinds.is_empty() {
            statement.push(" AND kind IN (").bind_all(self.kinds.iter().map(String::as_str)).push(")");
        }
        if let Some(from) = self.from {
            statement.push(" AND at >= ").bind(from.0);
        }
        if let Some(until) = self.until {
            statement.push(" AND at < ").bind(until.0);
        }
        if !self.origin.is_empty() {
            statement.push(" AND ");
            self.push_origin(statement, &self.origin);
        }
        if self.left_out {
            statement.push(" AND kind IN ('invitation_accepted', 'unscheduled', 'period_changed')");
            statement.push(" AND body NOT LIKE '%\"left_out\":\"\"%' AND body NOT LIKE '%\"left_out\":[]%'");
        }
        if self.refused {
            statement.push(" AND kind = 'sign_in_refused'");
        }
        if let Some(text) = &self.text {
            statement.push(" AND (");
            if text.origin.is_empty() {
                statement.push("1 = 0");
            } else {
                self.push_origin(statement, &text.origin);
            }
            if let Some(seq) = text.seq {
                statement.push(" OR seq = ").bind(seq);
            }
            if !text.kinds.is_empty() {
                statement.push(" OR kind IN (").bind_all(text.kinds.iter().map(String::as_str)).push(")");
            }
            if !text.members.is_empty() {
                statement.push(" OR ");
                of_people(statement, &text.members);
            }
            statement.push(")");
        }
    }

    fn push_origin(&self, statement: &mut Sql, part: &str) {
        statement.push("(lower(origin) LIKE ").bind(like(&part.to_lowercase())).push(" ESCAPE '\\'");
        if !self.unsearched.is_empty() {
            let of = self.unsearched.iter().map(|id| id.to_bytes());
            statement.push(" AND COALESCE(actor, member) NOT IN (").bind_all(of).push(")");
        }
        statement.push(")");
    }
}

fn of_people(statement: &mut Sql, members: &[MemberId]) {
    statement.push("member IN (").bind_all(members.iter().map(|id| id.to_bytes()));
    statement.push(") OR actor IN (").bind_all(members.iter().map(|id| id.to_bytes())).push(")");
}

const COLUMNS: &str = "SELECT seq, at, command, actor, kind, member, body, origin, seal FROM event WHERE ";

impl Store {
    /// The entries that match and are older than `before`, newest first.
    pub async fn log_page(
        &self,
        organization: OrganizationId,
        filter: &LogFilter,
        before: Option<i64>,
        take: u32,
    ) -> Result<Vec<SealedEntry>, StoreError> {
        let mut page = Sql::new(COLUMNS);
        filter.narrow(&mut page, organization);
        page.push(" AND seq < ").bind(before.unwrap_or(i64::MAX));
        page.push(" ORDER BY seq DESC LIMIT ").bind(i64::from(take));
        let rows = page.query().fetch_all(&self.pool).await?;
        rows.iter().map(sealed).collect()
    }

    /// How many entries match, counted up to one more than [`COUNTED`].
    pub async fn log_count(&self, organization: OrganizationId, filter: &LogFilter) -> Result<i64, StoreError> {
        let mut count = Sql::new("SELECT count(*) AS n FROM (SELECT 1 AS one FROM event WHERE ");
        filter.narrow(&mut count, organization);
        count.push(" LIMIT ").bind(COUNTED + 1).push(") AS matching");
        Ok(count.query().fetch_one(&self.pool).await?.try_get("n")?)
    }

    /// One entry, and the seal of the one before it.
    pub async fn log_entry(
        &self,
        organization: OrganizationId,
        seq: i64,
    ) -> Result<Option<(SealedEntry, Seal)>, StoreError> {
        let mut statement = Sql::new(COLUMNS);
        statement.push("organization = ").bind(organization.to_bytes());
        statement.push(" AND seq IN (").bind(seq).push(", ").bind(seq.saturating_sub(1)).push(") ORDER BY seq DESC");
        let rows = statement.query().fetch_all(&self.pool).await?;
        let mut rows = rows.iter().map(sealed).collect::<Result<Vec<_>, _>>()?.into_iter();
        let Some(found) = rows.next().filter(|row| row.entry.seq == seq) else { return Ok(None) };
        Ok(Some((found, rows.next().map_or(GENESIS, |before| before.seal))))
    }

    /// How many entries one command has, and how many members they are about.
    pub async fn reach_of(
        &self,
        organization: OrganizationId,
        command: rollbook_domain::CommandId,
    ) -> Result<(i64, i64), StoreError> {
        let row = crate::sql!(
            "SELECT count(*) AS entries, count(DISTINCT member) AS members FROM event \
             WHERE command = $1 AND organization = $2",
            command.to_bytes(),
            organization.to_bytes()
        )
        .query()
        .fetch_one(&self.pool)
        .await?;
        Ok((row.try_get("entries")?, row.try_get("members")?))
    }
}

fn sealed(row: &AnyRow) -> Result<SealedEntry, StoreError> {
    let origin: String = row.try_get("origin")?;
    let origin =
        (!origin.is_empty()).then(|| serde_json::from_str(&origin)).transpose().map_err(StoreError::corrupt)?;
    Ok(SealedEntry {
        entry: entry(row)?,
        kind: row.try_get("kind")?,
        member: record::optional_member(row, "member")?,
        origin,
        seal: record::fixed(row, "seal")?,
    })
}
