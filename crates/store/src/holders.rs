//! Who holds licences of a package.

use crate::{
    Arg, Engine, RowRecord, SortBy, Store, StoreError,
    arg::Sql,
    matching::{Search, push_from},
    members::{ListFilter, ROW_COLUMNS, read_rows},
    moment::Moment,
    sql,
};
use rollbook_domain::{OrganizationId, catalogue::Package, holding::Holding};
use sqlx::{AnyConnection, Row};

/// A holder of a licence.
#[derive(Clone, Debug)]
pub struct Holder {
    /// The person.
    pub row: RowRecord,
    /// Since when.
    pub since: i64,
    /// The name of who gave it.
    pub by: Option<String>,
    /// Whether a seat is used.
    pub seated: bool,
}

/// Holders of one package.
#[derive(Clone, Debug)]
pub struct Holders {
    /// The rows: those with a seat first, then by name.
    pub rows: Vec<Holder>,
    /// How many match.
    pub total: u64,
    /// Of all holders with a seat, how many haven't signed in since the moment that was asked.
    pub idle: u64,
}

impl Store {
    /// A page of the holders of a package; `away_since` takes only those whose last sign-in is before
    /// it, and `idle_since` is what idle ones are counted by.
    pub async fn licence_holders(
        &self,
        organization: OrganizationId,
        package: &Package,
        text: &str,
        away_since: Option<i64>,
        (offset, take): (u64, u16),
        idle_since: i64,
    ) -> Result<Holders, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let asked = Asked { organization, package, text, away_since, idle_since, page: (offset, take) };
        holders(self.engine, &mut connection, &asked).await
    }
}

impl Moment {
    /// A page of all who hold a package.
    pub async fn licence_holders(&mut self, package: &Package, page: (u64, u16)) -> Result<Holders, StoreError> {
        let organization = self.organization;
        let asked = Asked { organization, package, text: "", away_since: None, idle_since: 0, page };
        holders(self.engine, &mut self.tx, &asked).await
    }
}

/// What is asked of holders.
struct Asked<'a> {
    organization: OrganizationId,
    package: &'a Package,
    text: &'a str,
    away_since: Option<i64>,
    idle_since: i64,
    page: (u64, u16),
}

async fn holders(engine: Engine, connection: &mut AnyConnection, asked: &Asked<'_>) -> Result<Holders, StoreError> {
    let &Asked { organization, package, text, away_since, idle_since, page: (offset, take) } = asked;
    let what = Arg::Bytes(package.to_string().into_bytes());
    let idle: i64 = sql!(
        "SELECT count(*) AS n FROM holding h JOIN member m ON m.id = h.member \
             WHERE h.kind = 2 AND h.what = $1 AND h.state = 0 AND m.organization = $2 AND m.last_active < $3",
        what.clone(),
        organization.to_bytes(),
        idle_since
    )
    .query()
    .fetch_one(&mut *connection)
    .await?
    .try_get("n")?;
    let filter = ListFilter {
        tab: None,
        text: text.to_owned(),
        away_since,
        holding: vec![Holding::Licence(package.clone())],
        ..ListFilter::tab(rollbook_domain::member::Tab::Active)
    };
    let search = Search::of(engine, &mut *connection, text).await?;
    let mut statement = Sql::new(
        "SELECT m.no, h.since, h.state, count(*) OVER () AS total, \
             (SELECT CASE WHEN b.first_name = '' AND b.last_name = '' THEN b.email ELSE trim(b.first_name || ' ' || b.last_name) END \
              FROM member b WHERE b.id = h.given_by AND b.tab <> 3) AS giver, ",
    );
    // The page is found first: only its rows are read whole.
    statement.push(ROW_COLUMNS).push(" FROM (SELECT m.id AS found FROM ");
    push_from(engine, &mut statement, organization, &filter, &search, true);
    statement
        .push(") AS p JOIN member m ON m.id = p.found JOIN holding h ON h.member = m.id AND h.kind = 2 AND h.what = ");
    statement.bind(what).push(" ORDER BY h.state, m.name_key, m.no LIMIT ").bind(i64::from(take));
    statement.push(" OFFSET ").bind(i64::try_from(offset).unwrap_or(i64::MAX));
    let found = statement.query().fetch_all(&mut *connection).await?;
    let rows = read_rows(&mut *connection, &found, SortBy::Name).await?;
    let total = found.first().map(|row| row.try_get::<i64, _>("total")).transpose()?.unwrap_or_default();
    let rows = rows.into_iter().zip(&found).map(|(row, found)| {
        Ok(Holder {
            row,
            since: found.try_get("since")?,
            by: found.try_get("giver")?,
            seated: found.try_get::<i64, _>("state")? == 0,
        })
    });
    let rows = rows.collect::<Result<Vec<_>, StoreError>>()?;
    Ok(Holders { rows, total: total.unsigned_abs(), idle: idle.unsigned_abs() })
}
