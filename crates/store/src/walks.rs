//! Searching on PostgreSQL. Its planner takes people for scattered evenly over a list: for a word that many have
//! it walks the list's order until a page is full. Where a name stands together, as families do in the order of
//! names, that is nearly the whole list. So the walk has an end here, at which all hits of the search index are
//! read and sorted instead.

use crate::{
    Engine, ListFilter, MemberPage, Order, PageAt, Store, StoreError,
    arg::Sql,
    matching::{Search, push_from, push_needles},
    members::{ROW_COLUMNS, Seek, push_cursor, push_order, read_rows},
    sql,
};
use rollbook_domain::OrganizationId;
use sqlx::{AnyConnection, Row as _};

/// What it costs to read a hit somewhere in the table, in steps on the sort index.
const STEPS_OF_HIT: u64 = 3;

/// After so many steps a walk gives up: `take` hits come after `take * members / hits` steps, if they are
/// scattered, and reading all of them costs `hits * STEPS_OF_HIT`. Where both are the same, the walk ends.
const fn patience(members: u64, take: u64) -> u64 {
    let steps = members.saturating_mul(STEPS_OF_HIT).saturating_mul(take);
    steps.isqrt() + take
}

impl Store {
    /// The page of a search; `None` where another way is meant for the engine, or more than words is asked.
    pub(crate) async fn page_of_words(
        &self,
        connection: &mut AnyConnection,
        (organization, filter, order): (OrganizationId, &ListFilter, Order),
        page: &PageAt,
        search: &Search,
    ) -> Result<Option<MemberPage>, StoreError> {
        if self.engine != Engine::Postgres || !filter.is_search() || filter.is_plain() {
            return Ok(None);
        }
        let seek = Seek::of(page);
        let by = order.by;
        let order = Order { descending: order.descending != seek.backwards, ..order };
        let members = members(connection, organization).await?;
        let steps = patience(members, seek.take);
        let walked = walk(organization, filter, order, &seek, search, steps);
        let mut found = walked.query().fetch_all(&mut *connection).await?;
        let mut total = None;
        if (found.len() as u64) < seek.take && steps < members {
            found = hits(organization, filter, order, &seek, search).query().fetch_all(&mut *connection).await?;
            total = match found.first() {
                _ if seek.cursor.is_some() => None,
                Some(row) => Some(row.try_get::<i64, _>("total")?.unsigned_abs()),
                None => (seek.skip == 0).then_some(0),
            };
        }
        if seek.backwards {
            found.reverse();
        }
        Ok(Some(MemberPage { rows: read_rows(connection, &found, by).await?, total }))
    }
}

/// How many members there are, archived ones too.
async fn members(connection: &mut AnyConnection, organization: OrganizationId) -> Result<u64, StoreError> {
    let statement = sql!(
        "SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) AS n FROM member_count WHERE organization = $1",
        organization.to_bytes()
    );
    Ok(statement.query().fetch_one(connection).await?.try_get::<i64, _>("n")?.unsigned_abs())
}

/// Looks through the next members in an order, so many at most.
fn walk(
    organization: OrganizationId,
    filter: &ListFilter,
    order: Order,
    seek: &Seek<'_>,
    search: &Search,
    steps: u64,
) -> Sql {
    let mut statement = Sql::new("SELECT ");
    statement.push(ROW_COLUMNS).push(" FROM (SELECT m.no FROM (SELECT m.no, m.search, m.added_seq, m.");
    statement.push(order.by.column()).push(" FROM ");
    push_from(Engine::Postgres, &mut statement, organization, filter, &Search::for_all(), false);
    push_place(&mut statement, order, seek);
    push_order(&mut statement, order);
    statement.push(" LIMIT ").bind(steps.cast_signed()).push(") m WHERE TRUE");
    push_needles(Engine::Postgres, &mut statement, search);
    push_rows(&mut statement, order, seek);
    statement
}

/// Reads all hits from the search index, and sorts them; each tells how many they are.
fn hits(organization: OrganizationId, filter: &ListFilter, order: Order, seek: &Seek<'_>, search: &Search) -> Sql {
    // Not to be taken apart by the planner, which would walk again.
    let mut statement = Sql::new("WITH hit AS MATERIALIZED (SELECT m.no, m.added_seq, m.");
    statement.push(order.by.column()).push(" FROM ");
    push_from(Engine::Postgres, &mut statement, organization, filter, search, false);
    push_place(&mut statement, order, seek);
    statement.push(") SELECT p.total, ").push(ROW_COLUMNS);
    statement.push(" FROM (SELECT m.no, count(*) OVER () AS total FROM hit m");
    push_rows(&mut statement, order, seek);
    statement
}

fn push_place(statement: &mut Sql, order: Order, seek: &Seek<'_>) {
    if let Some(cursor) = seek.cursor {
        push_cursor(statement, order, cursor, seek.inclusive);
    }
}

/// Ends what finds the numbers of a page's rows, and reads the rows.
fn push_rows(statement: &mut Sql, order: Order, seek: &Seek<'_>) {
    push_order(statement, order);
    statement.push(" LIMIT ").bind(seek.take.cast_signed()).push(" OFFSET ").bind(seek.skip.cast_signed());
    statement.push(") p JOIN member m ON m.no = p.no");
    push_order(statement, order);
}
