//! Reading a part of an organization, as of one moment.

use super::{
    Head, LogPart, Rows,
    tables::{Kind, LOG, MAILS, OF_MEMBERS, SESSIONS, Table, WHOLE},
};
use crate::{Arg, Moment, Store, StoreError, Work, arg::Sql, record, sql};
use rollbook_domain::{CommandId, MemberId, OrganizationId, Timestamp, chain::GENESIS};
use sqlx::{AnyConnection, Row as _, any::AnyRow};
use std::sync::Arc;

/// How many ids one statement names.
const CHUNK: usize = 500;
/// How many mails are looked at, the newest first, for those that changed: their deliveries are no events.
const MAILS_LOOKED_AT: i64 = 500;

impl Store {
    /// The same database with nothing remembered of it: what is kept in memory is known by the number of
    /// the newest event, and a copy whose rows were written over may have had that number before.
    #[must_use]
    pub fn anew(&self) -> Self {
        Self { places: Arc::default(), structures: Arc::default(), ..self.clone() }
    }

    /// What is kept beside a copy under names that begin like this, in the order of their names.
    pub async fn kept(&self, organization: OrganizationId, begin: &str) -> Result<Vec<(String, String)>, StoreError> {
        let rows = sql!(
            "SELECT name, value FROM setting WHERE organization = $1 AND substr(name, 1, $2) = $3 ORDER BY name",
            organization.to_bytes(),
            i64::try_from(begin.chars().count()).unwrap_or(i64::MAX),
            begin
        )
        .query()
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| Ok((row.try_get("name")?, row.try_get("value")?))).collect()
    }

    /// Whether something is kept of another organization.
    pub async fn keeps_for_others(&self, organization: OrganizationId) -> Result<bool, StoreError> {
        let row = sql!("SELECT count(*) AS n FROM setting WHERE organization <> $1", organization.to_bytes())
            .query()
            .fetch_one(&self.pool)
            .await?;
        Ok(row.try_get::<i64, _>("n")? > 0)
    }

    /// The commands whose outcomes are kept.
    pub async fn carried_out(&self, organization: OrganizationId) -> Result<Vec<CommandId>, StoreError> {
        let rows = sql!("SELECT id FROM command WHERE organization = $1", organization.to_bytes())
            .query()
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| record::command_id(row, "id")).collect()
    }
}

impl Moment {
    /// Where the log stands.
    pub async fn head(&mut self) -> Result<Head, StoreError> {
        let row = sql!("SELECT seq, head FROM organization WHERE id = $1", self.organization.to_bytes())
            .query()
            .fetch_one(&mut *self.tx)
            .await?;
        Ok(Head { seq: row.try_get("seq")?, seal: record::fixed(&row, "head")? })
    }

    /// Whether the log has an entry with this seal: a copy that was made of another log, or of one that has
    /// gone back since, has none of its.
    pub async fn has(&mut self, head: Head) -> Result<bool, StoreError> {
        has(&mut self.tx, self.organization, head).await
    }

    /// The organization and its structure, whole.
    pub async fn copy_whole(&mut self) -> Result<Vec<Rows>, StoreError> {
        let mut all = Vec::with_capacity(WHOLE.len());
        for table in WHOLE {
            let mut statement = select(table);
            statement.bind(self.organization.to_bytes());
            if table.of.contains('(') {
                statement.push(")");
            }
            all.push(self.rows(table, statement).await?);
        }
        Ok(all)
    }

    /// The ids of members in their order, those after `after`.
    pub async fn member_ids_after(&mut self, after: Option<MemberId>, take: u32) -> Result<Vec<MemberId>, StoreError> {
        let mut statement = Sql::new("SELECT id FROM member WHERE ");
        statement.of("organization", self.organization);
        if let Some(after) = after {
            statement.push(" AND id > ").bind(after.to_bytes());
        }
        statement.push(" ORDER BY id LIMIT ").bind(i64::from(take));
        let rows = statement.query().fetch_all(&mut *self.tx).await?;
        rows.iter().map(|row| record::member_id(row, "id")).collect()
    }

    /// These members with all that hangs on them, and the sessions of some of them.
    pub async fn copy_members(&mut self, ids: &[MemberId], sessions: &[MemberId]) -> Result<Vec<Rows>, StoreError> {
        let mut all = Vec::new();
        for table in OF_MEMBERS {
            all.push(self.of_members(table, ids).await?);
        }
        all.push(self.of_members(&SESSIONS, sessions).await?);
        Ok(all)
    }

    async fn of_members(&mut self, table: &'static Table, ids: &[MemberId]) -> Result<Rows, StoreError> {
        let mut all = Rows { table: table.name.to_owned(), rows: Vec::new() };
        for part in ids.chunks(CHUNK) {
            let mut statement = select(table);
            statement.bind_all(part.iter().map(|id| id.to_bytes())).push(")");
            if table.of.matches('(').count() > 1 {
                statement.push(")");
            }
            all.rows.extend(self.rows(table, statement).await?.rows);
        }
        Ok(all)
    }

    /// Mails with links of these members, and those of the newest that were made or moved since a moment.
    pub async fn copy_mails(&mut self, of: &[MemberId], since: Timestamp) -> Result<Rows, StoreError> {
        let mut ids = Vec::new();
        for part in of.chunks(CHUNK) {
            let mut statement = Sql::new("SELECT id FROM mail WHERE link_id IN (SELECT id FROM link WHERE member IN (");
            statement.bind_all(part.iter().map(|id| id.to_bytes())).push("))");
            for row in statement.query().fetch_all(&mut *self.tx).await? {
                ids.push(record::fixed::<16>(&row, "id")?);
            }
        }
        let newest = sql!(
            "SELECT id FROM (SELECT id, created_at, sent_at, next_at FROM mail WHERE organization = $1 \
             ORDER BY created_at DESC LIMIT $2) AS newest WHERE created_at >= $3 OR sent_at >= $3 OR next_at >= $3",
            self.organization.to_bytes(),
            MAILS_LOOKED_AT,
            since.0
        );
        for row in newest.query().fetch_all(&mut *self.tx).await? {
            ids.push(record::fixed::<16>(&row, "id")?);
        }
        ids.sort_unstable();
        ids.dedup();
        let mut all = Rows { table: MAILS.name.to_owned(), rows: Vec::new() };
        for part in ids.chunks(CHUNK) {
            let mut statement = select(&MAILS);
            statement.bind_all(part.iter().copied()).push(")");
            all.rows.extend(self.rows(&MAILS, statement).await?.rows);
        }
        Ok(all)
    }

    /// Entries of the log after a number, oldest first, and whom they touched.
    pub async fn copy_log(&mut self, after: i64, until: i64, take: u32) -> Result<LogPart, StoreError> {
        let organization = self.organization.to_bytes();
        let mut statement = select(&LOG);
        statement.bind(organization).push(" AND seq > ").bind(after).push(" AND seq <= ").bind(until);
        statement.push(" ORDER BY seq LIMIT ").bind(i64::from(take));
        let rows = self.rows(&LOG, statement).await?;
        let last = rows.rows.last().and_then(|row| whole(row.get(1))).unwrap_or(after);
        let touched = sql!(
            "SELECT DISTINCT member FROM event WHERE organization = $1 AND seq > $2 AND seq <= $3 AND member IS NOT NULL \
             UNION SELECT link.member FROM link JOIN event ON event.member = link.inviter AND event.kind = 'member_erased' \
             WHERE event.organization = $1 AND event.seq > $2 AND event.seq <= $3",
            organization,
            after,
            last
        );
        let touched = touched.query().fetch_all(&mut *self.tx).await?;
        let touched = touched.iter().map(|row| record::member_id(row, "member")).collect::<Result<_, _>>()?;
        Ok(LogPart { rows, last, touched })
    }

    async fn rows(&mut self, table: &'static Table, statement: Sql) -> Result<Rows, StoreError> {
        let found = statement.query().fetch_all(&mut *self.tx).await?;
        let rows = found.iter().map(|row| cells(table, row)).collect::<Result<_, _>>()?;
        Ok(Rows { table: table.name.to_owned(), rows })
    }
}

impl Work {
    /// Whether the log has an entry with this seal.
    pub async fn has(&mut self, head: Head) -> Result<bool, StoreError> {
        let organization = self.organization;
        has(self.connection(), organization, head).await
    }
}

async fn has(connection: &mut AnyConnection, organization: OrganizationId, head: Head) -> Result<bool, StoreError> {
    if head.seq == 0 {
        return Ok(head.seal == GENESIS);
    }
    let row = sql!("SELECT seal FROM event WHERE organization = $1 AND seq = $2", organization.to_bytes(), head.seq)
        .query()
        .fetch_optional(connection)
        .await?;
    Ok(row.map(|row| record::fixed::<32>(&row, "seal")).transpose()?.is_some_and(|seal| seal == head.seal))
}

fn whole(cell: Option<&Arg>) -> Option<i64> {
    match cell {
        Some(Arg::Int(value)) => Some(*value),
        _ => None,
    }
}

/// The beginning of a question for a table’s columns, up to the value that its condition is about.
fn select(table: &Table) -> Sql {
    let mut statement = Sql::new("SELECT ");
    for (at, column) in table.columns.iter().enumerate() {
        if at > 0 {
            statement.push(", ");
        }
        match (column.instead, column.kind) {
            // Bare NULL has no type of its own.
            (Some("NULL"), Kind::Bytes) => statement.push("CAST(NULL AS BYTEA) AS ").push(column.name),
            (Some("NULL"), Kind::Text) => statement.push("CAST(NULL AS TEXT) AS ").push(column.name),
            (Some(instead), _) => statement.push(instead).push(" AS ").push(column.name),
            (None, _) => statement.push(column.name),
        };
    }
    statement.push(" FROM ").push(table.name).push(" WHERE ").push(table.of);
    statement
}

fn cells(table: &Table, row: &AnyRow) -> Result<Vec<Arg>, StoreError> {
    let cell = |(at, kind)| {
        Ok(match kind {
            Kind::Int => row.try_get::<Option<i64>, _>(at)?.into(),
            Kind::Text => row.try_get::<Option<String>, _>(at)?.into(),
            Kind::Bytes => row.try_get::<Option<Vec<u8>>, _>(at)?.into(),
        })
    };
    table.columns.iter().map(|column| column.kind).enumerate().map(cell).collect()
}
