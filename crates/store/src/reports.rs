//! What reports count: who is away for how long, who signs in, how long invitations have been open.

use crate::{Store, StoreError, arg::Sql, record, sql};
use rollbook_domain::{
    OrganizationId, Timestamp,
    member::{Kind, Status, Tab},
    time::DAY,
};
use sqlx::{Row, any::AnyRow};

/// The sign-ins of a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SignInDay {
    /// Days since 1970 (UTC).
    pub day: i64,
    /// How many sign-ins.
    pub sign_ins: i64,
    /// By how many people.
    pub people: i64,
}

/// Open invitations that are about as old.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Invited {
    /// How many people are invited.
    pub open: i64,
    /// Of them, whose link works no more.
    pub run_out: i64,
}

impl Store {
    /// Active users by when they signed in last. `since` goes back in time; the answer has a number for what
    /// is at or after each of them and before the one before it, then for what is earlier, then for never.
    pub async fn away(&self, organization: OrganizationId, since: &[Timestamp]) -> Result<Vec<i64>, StoreError> {
        let mut statement = Sql::new("SELECT ");
        for (n, (from, to)) in ranges(since).enumerate() {
            statement.push(if n == 0 { "" } else { ", " });
            sum(&mut statement, "m.last_active > 0", ("m.last_active", from, to), n);
        }
        let never = since.len() + 1;
        statement.push(", ");
        sum(&mut statement, "m.last_active = 0", ("m.last_active", None, None), never);
        statement.push(" FROM member m WHERE m.organization = ").bind(organization.to_bytes());
        statement.push(" AND m.tab = ").bind(record::list_number(Kind::Regular, Tab::Active));
        statement.push(" AND m.status = ").bind(record::status_number(Status::Active));
        let row = statement.query().fetch_one(&self.pool).await?;
        (0..=never).map(|n| number(&row, n)).collect()
    }

    /// The days since a moment on which somebody signed in, oldest first.
    pub async fn sign_ins(&self, organization: OrganizationId, since: Timestamp) -> Result<Vec<SignInDay>, StoreError> {
        let rows = sql!(
            "SELECT at / $1 AS day, count(*) AS n, count(DISTINCT member) AS people FROM event \
             WHERE organization = $2 AND kind = 'signed_in' AND at >= $3 GROUP BY at / $1 ORDER BY 1",
            DAY,
            organization.to_bytes(),
            since.0
        )
        .query()
        .fetch_all(&self.pool)
        .await?;
        let day = |row: &AnyRow| {
            let number = |column: &str| row.try_get::<i64, _>(column);
            Ok(SignInDay { day: number("day")?, sign_ins: number("n")?, people: number("people")? })
        };
        rows.iter().map(day).collect()
    }

    /// Invited users by when their newest invitation was sent, in the ranges of [`Store::away`]; whoever was
    /// sent none counts from the day they were added.
    pub async fn invited(
        &self,
        organization: OrganizationId,
        since: &[Timestamp],
        now: Timestamp,
    ) -> Result<Vec<Invited>, StoreError> {
        let mut statement = Sql::new("SELECT ");
        for (n, range) in ranges(since).enumerate() {
            statement.push(if n == 0 { "" } else { ", " });
            sum(&mut statement, "1 = 1", ("i.sent", range.0, range.1), n * 2);
            statement.push(", ");
            sum(&mut statement, "i.works = 0", ("i.sent", range.0, range.1), n * 2 + 1);
        }
        statement.push(
            " FROM (SELECT COALESCE(max(l.created_at), m.added_at) AS sent, \
             COALESCE(max(CASE WHEN l.used_at IS NULL AND l.killed_at IS NULL AND l.expires > ",
        );
        statement.bind(now.0).push(
            " THEN 1 ELSE 0 END), 0) AS works FROM member m \
             LEFT JOIN link l ON l.member = m.id AND l.purpose = 'invitation' WHERE m.organization = ",
        );
        statement.bind(organization.to_bytes()).push(" AND m.tab = ");
        statement.bind(record::list_number(Kind::Regular, Tab::Pending)).push(" GROUP BY m.id, m.added_at) i");
        let row = statement.query().fetch_one(&self.pool).await?;
        (0..=since.len())
            .map(|n| Ok(Invited { open: number(&row, n * 2)?, run_out: number(&row, n * 2 + 1)? }))
            .collect()
    }
}

/// From when until when: since the first, then between one and the one before, then before the last.
fn ranges(since: &[Timestamp]) -> impl Iterator<Item = (Option<Timestamp>, Option<Timestamp>)> {
    let from = since.iter().copied().map(Some).chain([None]);
    let to = [None].into_iter().chain(since.iter().copied().map(Some));
    from.zip(to)
}

/// How many rows match, as the `n`th column.
fn sum(statement: &mut Sql, what: &str, (column, from, to): (&str, Option<Timestamp>, Option<Timestamp>), n: usize) {
    statement.push("CAST(COALESCE(SUM(CASE WHEN ").push(what);
    if let Some(from) = from {
        statement.push(" AND ").push(column).push(" >= ").bind(from.0);
    }
    if let Some(to) = to {
        statement.push(" AND ").push(column).push(" < ").bind(to.0);
    }
    statement.push(" THEN 1 ELSE 0 END), 0) AS BIGINT) AS c").push(&n.to_string());
}

fn number(row: &AnyRow, n: usize) -> Result<i64, StoreError> {
    Ok(row.try_get(format!("c{n}").as_str())?)
}
