//! Which members match a filter: search, the `WHERE` of a list, counts, and the ids for commands
//! over everything that matches.

use crate::{
    Arg, Count, Engine, ListFilter, Store, StoreError, Work,
    arg::Sql,
    dialect,
    holdings::{kind_number, what_bytes},
    record, sql,
};
use rollbook_domain::{MemberId, OrganizationId, text::search_terms};
use sqlx::{AnyConnection, Row};

/// Up to how many hits among so many members the search index leads and its hits are sorted; beyond
/// it the sort index leads and each row is tested, as a match then is never far. A page of a hundred
/// takes `100 * members / hits` steps on the sort index; where a hit costs `steps` of them, both ways
/// cost the same.
const fn balance(members: i64, steps: i64) -> i64 {
    let balance = (100 * members / steps).isqrt();
    if balance < FEW_HITS { FEW_HITS } else { balance }
}

/// What it costs to read a hit somewhere in the file, in steps on the sort index.
const STEPS_OF_ROW: i64 = 20;
/// What it costs to look a hit up by its number.
const STEPS_OF_NUMBER: i64 = 10;

/// So few hits are read at once, which tells how many match.
const FEW_HITS: i64 = 200;

/// How a filter's words are looked for.
pub(crate) struct Search {
    needles: Vec<String>,
    /// The trigram query, and how many rows it hits.
    index: Option<(String, Hits)>,
}

/// How many rows the search index finds, counted up to where they are too many for it to lead.
#[derive(Clone, Copy)]
struct Hits {
    counted: i64,
    /// Up to how many are read one by one.
    few: i64,
    /// Up to how many are sorted by number.
    most: i64,
}

impl Search {
    /// The words of `text`, and what the search index says about them.
    pub(crate) async fn of(engine: Engine, connection: &mut AnyConnection, text: &str) -> Result<Self, StoreError> {
        let needles: Vec<String> = search_terms(text).iter().map(|word| dialect::needle(word)).collect();
        // PostgreSQL has a trigram index of its own, and another way (see `walks`).
        let index = match (engine, dialect::trigram_query(&needles)) {
            (Engine::Sqlite, Some(query)) => {
                let hits = hits(connection, &query).await?;
                Some((query, hits))
            }
            _ => None,
        };
        Ok(Self { needles, index })
    }

    /// No words: everybody.
    pub(crate) const fn for_all() -> Self {
        Self { needles: Vec::new(), index: None }
    }

    /// The trigram query, where it hits few enough rows to lead.
    pub(crate) fn few(&self) -> Option<&str> {
        self.index.as_ref().filter(|(_, hits)| hits.counted <= hits.few).map(|(query, _)| query.as_str())
    }

    /// The trigram query and how many rows it hits, where they are more than a few but not too many
    /// to sort by number.
    pub(crate) fn sortable(&self) -> Option<(&str, i64)> {
        let sortable = |hits: &Hits| (FEW_HITS + 1..=hits.most).contains(&hits.counted);
        self.index.as_ref().filter(|(_, hits)| sortable(hits)).map(|(query, hits)| (query.as_str(), hits.counted))
    }

    /// Whether the index knows already that nothing matches.
    pub(crate) fn finds_nothing(&self) -> bool {
        self.index.as_ref().is_some_and(|(_, hits)| hits.counted == 0)
    }
}

async fn hits(connection: &mut AnyConnection, query: &str) -> Result<Hits, StoreError> {
    // Numbers have few gaps: the highest is about how many there are.
    let members: i64 =
        sqlx::query_scalar("SELECT COALESCE(max(no), 0) FROM member").fetch_one(&mut *connection).await?;
    let (few, most) = (balance(members, STEPS_OF_ROW), balance(members, STEPS_OF_NUMBER));
    let probe = sql!(
        "SELECT count(*) AS n FROM (SELECT 1 FROM member_fts WHERE member_fts MATCH $1 LIMIT $2)",
        query,
        most + 1
    );
    Ok(Hits { counted: probe.query().fetch_one(&mut *connection).await?.try_get("n")?, few, most })
}

impl Store {
    /// How many members match.
    pub async fn member_count(&self, organization: OrganizationId, filter: &ListFilter) -> Result<Count, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let search = Search::of(self.engine, &mut connection, &filter.text).await?;
        count(self.engine, &mut connection, organization, filter, &search).await
    }
}

impl Work {
    /// How many members match, as this unit of work sees them.
    pub async fn member_count(&mut self, filter: &ListFilter) -> Result<Count, StoreError> {
        let (engine, organization) = (self.engine, self.organization);
        let search = Search::of(engine, self.connection(), &filter.text).await?;
        count(engine, self.connection(), organization, filter, &search).await
    }

    /// The ids of members that match, in the order of their numbers, after `after`; for commands
    /// over everything that matches. Read on the unit's own connection: a command that took a
    /// second one while others wait for the organization would wait for them in turn.
    pub async fn member_ids(
        &mut self,
        filter: &ListFilter,
        after: Option<i64>,
        take: u32,
    ) -> Result<Vec<(i64, MemberId)>, StoreError> {
        let (engine, organization) = (self.engine, self.organization);
        let search = Search::of(engine, self.connection(), &filter.text).await?;
        let mut statement = Sql::new("SELECT m.no, m.id FROM ");
        push_from(engine, &mut statement, organization, filter, &search, true);
        statement.push(" AND m.no > ").bind(after.unwrap_or(0)).push(" ORDER BY m.no LIMIT ").bind(i64::from(take));
        let rows = statement.query().fetch_all(self.connection()).await?;
        rows.iter().map(|row| Ok((row.try_get("no")?, record::member_id(row, "id")?))).collect()
    }
}

/// How many members match.
pub(crate) async fn count(
    engine: Engine,
    connection: &mut AnyConnection,
    organization: OrganizationId,
    filter: &ListFilter,
    search: &Search,
) -> Result<Count, StoreError> {
    let mut statement = Sql::new(
        "SELECT count(*) AS n, CAST(COALESCE(SUM(CASE WHEN m.tier > 0 THEN 1 ELSE 0 END), 0) AS BIGINT) AS a FROM ",
    );
    push_from(engine, &mut statement, organization, filter, search, true);
    let row = statement.query().fetch_one(&mut *connection).await?;
    let number = |column: &str| row.try_get::<i64, _>(column).map(i64::unsigned_abs);
    Ok(Count { all: number("n")?, administrators: number("a")? })
}

/// `FROM … WHERE …` of a filter, the member under the name `m`.
pub(crate) fn push_from(
    engine: Engine,
    sql: &mut Sql,
    organization: OrganizationId,
    filter: &ListFilter,
    search: &Search,
    counting: bool,
) {
    match search.few().or_else(|| search.index.as_ref().filter(|_| counting).map(|(query, _)| query.as_str())) {
        // CROSS JOIN keeps SQLite from turning the order around.
        Some(query) => {
            sql.push("member_fts f CROSS JOIN member m ON m.no = f.rowid WHERE f.member_fts MATCH ")
                .bind(query)
                .push(" AND ");
        }
        None => {
            sql.push("member m WHERE ");
        }
    }
    sql.push("m.organization = ").bind(organization.to_bytes());
    match filter.list() {
        Some(list) => sql.push(" AND m.tab = ").bind(list),
        // Administrators are regular members: both of their lists, each by its index.
        None if filter.hidden_administrators => sql.push(" AND m.tab IN (0, 2)"),
        None => sql.push(" AND m.tab <> 3"),
    };
    if filter.hidden_administrators {
        sql.push(" AND m.tier > 0 AND m.status IN (2, 3)");
    }
    if let Some(since) = filter.dormant_since {
        // Written as the index `member_dormant` has it, which alone holds all that is counted. A page
        // walks its sort order instead: `+` keeps SQLite from the index there.
        let plus = if counting { "" } else { "+" };
        sql.push(" AND m.status = 1 AND ")
            .push(plus)
            .push("CASE WHEN m.last_active = 0 THEN m.added_at ELSE m.last_active END < ")
            .bind(since);
    }
    if let Some(now) = filter.without_link_at {
        sql.push(" AND NOT EXISTS (SELECT 1 FROM link l WHERE l.member = m.id AND l.used_at IS NULL AND l.killed_at IS NULL AND l.expires > ")
            .bind(now)
            .push(")");
    }
    if !filter.tiers.is_empty() {
        sql.push(" AND m.tier IN (").bind_all(filter.tiers.iter().map(|tier| record::tier_number(*tier))).push(")");
    }
    if let Some(status) = filter.status {
        sql.push(" AND m.status = ").bind(record::status_number(status));
    }
    if let Some(group) = filter.group {
        sql.push(" AND EXISTS (SELECT 1 FROM member_grp g WHERE g.member = m.id AND g.grp = ")
            .bind(group.to_bytes())
            .push(")");
    }
    for what in &filter.holding {
        sql.push(" AND EXISTS (SELECT 1 FROM holding h WHERE h.member = m.id AND h.state <> 1 AND h.kind = ")
            .bind(kind_number(what))
            .push(" AND h.what = ")
            .bind(Arg::Bytes(what_bytes(what)))
            .push(")");
    }
    if filter.without_role {
        sql.push(" AND m.tier > 0 AND m.tier < 2 AND NOT EXISTS ")
            .push("(SELECT 1 FROM holding h WHERE h.member = m.id AND h.kind = 1 AND h.state = 0)");
    }
    if let Some(since) = filter.away_since {
        sql.push(" AND m.last_active < ").bind(since);
    }
    if filter.without_second_factor {
        sql.push(" AND m.second_factor IS NULL");
    }
    push_needles(engine, sql, search);
}

/// Only members that have each word of a search.
pub(crate) fn push_needles(engine: Engine, sql: &mut Sql, search: &Search) {
    for needle in &search.needles {
        if engine == Engine::Postgres {
            // LIKE is what the trigram index understands.
            sql.push(" AND m.search LIKE ").bind(like(needle));
        } else {
            let (before, after) = engine.contains();
            sql.push(" AND ").push(before).bind(needle.as_str()).push(after);
        }
    }
}

/// The pattern that finds a text anywhere, its own wildcards taken literally.
pub(crate) fn like(needle: &str) -> String {
    let escaped = needle.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}
