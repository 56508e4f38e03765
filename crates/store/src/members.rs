//! The list of members: filters, sort orders, and pages by position or by cursor.

use crate::{
    Store, StoreError,
    arg::Sql,
    holdings::holding,
    matching::{Search, count, push_from},
    places, record,
};
use rollbook_domain::{
    GroupId, MemberId, OrganizationId, Timestamp,
    holding::Holding,
    member::{AccessMode, Kind, Status, Tab, Tier},
};
use sqlx::{AnyConnection, Row, any::AnyRow};

/// Which members a list holds.
#[derive(Clone, Debug)]
pub struct ListFilter {
    /// The tab; `None` takes every member that isn't erased.
    pub tab: Option<Tab>,
    /// What was typed.
    pub text: String,
    /// Only these tiers; empty takes all.
    pub tiers: Vec<Tier>,
    /// Only members of this group.
    pub group: Option<GroupId>,
    /// Only this status.
    pub status: Option<Status>,
    /// Only members whose last sign-in is before this moment (never counts as before).
    pub away_since: Option<i64>,
    /// Only members without a second factor.
    pub without_second_factor: bool,
    /// The kind, where a tab is asked; every kind otherwise.
    pub kind: Kind,
    /// Only members who hold all of these (groups apart), a licence without its seat included.
    pub holding: Vec<Holding>,
    /// Only administrators without a role (R31); the owner needs none.
    pub without_role: bool,
    /// Only administrators that are suspended or archived (R31).
    pub hidden_administrators: bool,
    /// Only active members who didn't sign in since this moment; who never did counts from the day they came (R31).
    pub dormant_since: Option<i64>,
    /// Only members to whom no link is open at this moment.
    pub without_link_at: Option<i64>,
}

impl ListFilter {
    /// Everybody in a tab.
    pub const fn tab(tab: Tab) -> Self {
        Self {
            tab: Some(tab),
            text: String::new(),
            tiers: Vec::new(),
            group: None,
            status: None,
            away_since: None,
            without_second_factor: false,
            kind: Kind::Regular,
            holding: Vec::new(),
            without_role: false,
            hidden_administrators: false,
            dormant_since: None,
            without_link_at: None,
        }
    }
    /// The number of the list that the tab and the kind name; `None` for every member.
    pub(crate) fn list(&self) -> Option<i64> {
        self.tab.map(|tab| record::list_number(self.kind, tab))
    }
    /// Whether nothing but the tab is asked.
    pub fn is_plain(&self) -> bool {
        self.text.trim().is_empty() && self.is_search()
    }
    /// Whether nothing but the tab and words are asked.
    pub(crate) const fn is_search(&self) -> bool {
        self.tiers.is_empty()
            && self.group.is_none()
            && self.status.is_none()
            && self.away_since.is_none()
            && !self.without_second_factor
            && self.holding.is_empty()
            && !self.without_role
            && !self.hidden_administrators
            && self.dormant_since.is_none()
            && self.without_link_at.is_none()
    }
}

/// Columns that lists may be sorted by (C34).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SortBy {
    /// Folded name.
    Name,
    /// Folded address.
    Email,
    /// Tier.
    Tier,
    /// Last sign-in; never is oldest.
    LastActive,
    /// When added.
    Added,
}

impl SortBy {
    pub(crate) const ALL: [Self; 5] = [Self::Name, Self::Email, Self::Tier, Self::LastActive, Self::Added];
    pub(crate) const fn column(self) -> &'static str {
        match self {
            Self::Name => "name_key",
            Self::Email => "email_key",
            Self::Tier => "tier",
            Self::LastActive => "last_active",
            Self::Added => "added_at",
        }
    }
    const fn is_text(self) -> bool {
        matches!(self, Self::Name | Self::Email)
    }
}

/// A sort order; ties are broken by the order in which members were added.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Order {
    /// The column.
    pub by: SortBy,
    /// Whether the highest comes first.
    pub descending: bool,
}

/// A row's place in an order: the value that it is sorted by, and which event added it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cursor {
    value: String,
    seq: i64,
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.seq, self.value)
    }
}

impl Cursor {
    /// Which of two comes first in an ascending order.
    pub(crate) fn compare(&self, other: &Self, by: SortBy) -> std::cmp::Ordering {
        let number = |cursor: &Self| cursor.value.parse::<i64>().unwrap_or(0);
        let values = if by.is_text() { self.value.cmp(&other.value) } else { number(self).cmp(&number(other)) };
        values.then(self.seq.cmp(&other.seq))
    }
    /// Reads what `Display` wrote; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (seq, value) = text.split_once(':')?;
        Some(Self { value: value.to_owned(), seq: seq.parse().ok()? })
    }
}

/// Where a page begins.
#[derive(Clone, Debug)]
pub struct PageAt {
    /// Position of the first row wanted.
    pub offset: u64,
    /// How many rows.
    pub take: u16,
    /// A row whose position is known.
    pub anchor: Option<(u64, Cursor)>,
    /// How many rows there are in all, where that is known.
    pub total: Option<u64>,
}

/// A group that a member is in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RowGroup {
    /// Which.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// Since when.
    pub since: Timestamp,
    /// When it ends by itself.
    pub until: Option<Timestamp>,
}

/// A member as a list shows it.
#[derive(Clone, Debug)]
pub struct RowRecord {
    /// The member.
    pub id: MemberId,
    /// Version for edits.
    pub version: i64,
    /// Given names.
    pub first_name: String,
    /// Family names.
    pub last_name: String,
    /// Address.
    pub email: String,
    /// Kind.
    pub kind: Kind,
    /// Tier.
    pub tier: Tier,
    /// Status.
    pub status: Status,
    /// The status held before archiving.
    pub held: Status,
    /// When the membership begins, where that is to come.
    pub begins: Option<Timestamp>,
    /// Access mode.
    pub access: AccessMode,
    /// When the membership ends, where it does.
    pub ends: Option<Timestamp>,
    /// All groups, by name.
    pub groups: Vec<RowGroup>,
    /// What else is held now.
    pub holdings: Vec<Holding>,
    /// Kind of second factor.
    pub second_factor: Option<String>,
    /// Last sign-in; 0 when never.
    pub last_active: i64,
    /// The roll's newest day.
    pub roll_day: i64,
    /// The roll's bits.
    pub roll_bits: i64,
    /// When added.
    pub added_at: i64,
    /// Name of who added them.
    pub added_by: Option<String>,
    /// Until when the open link works.
    pub link_until: Option<i64>,
    /// When archived.
    pub archived_at: Option<i64>,
    /// Phone number.
    pub phone: String,
    /// BCP 47 tag of mails.
    pub language: String,
    /// Whether the account can sign in by a password.
    pub has_password: bool,
    /// Whether the account stands in another organization too.
    pub elsewhere: bool,
    /// The place in the order that was asked for.
    pub cursor: Cursor,
}

/// A page of members.
#[derive(Clone, Debug)]
pub struct MemberPage {
    /// The rows in order.
    pub rows: Vec<RowRecord>,
    /// How many match, where searching told it.
    pub total: Option<u64>,
}

/// How many members match.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Count {
    /// All that match.
    pub all: u64,
    /// Of them, administrators.
    pub administrators: u64,
}

impl Store {
    /// A page of members in an order.
    pub async fn member_page(
        &self,
        organization: OrganizationId,
        filter: &ListFilter,
        order: Order,
        page: &PageAt,
    ) -> Result<MemberPage, StoreError> {
        let mut reading = self.reading().await?;
        let connection = reading.connection();
        let search = Search::of(self.engine, connection, &filter.text).await?;
        if search.finds_nothing() {
            return Ok(MemberPage { rows: Vec::new(), total: Some(0) });
        }
        let list = (organization, filter, order);
        if let Some(page) = self.page_of_hits(connection, list, page, &search).await? {
            return Ok(page);
        }
        if let Some(page) = self.page_of_words(connection, list, page, &search).await? {
            return Ok(page);
        }
        let known = self.known_place(connection, list, page).await?;
        let page = known.as_ref().unwrap_or(page);
        let (statement, reversed, told) = self.page_statement(organization, filter, order, page, &search);
        let mut found = statement.query().fetch_all(&mut *connection).await?;
        if reversed {
            found.reverse();
        }
        let rows = read_rows(connection, &found, order.by).await?;
        let total = match (search.few(), found.first().filter(|_| told)) {
            (None, _) => None,
            (Some(_), Some(row)) => Some(row.try_get::<i64, _>("total")?.unsigned_abs()),
            (Some(_), None) => Some(count(self.engine, connection, organization, filter, &search).await?.all),
        };
        Ok(MemberPage { rows, total })
    }

    /// One member as a list shows it.
    pub async fn member_row(
        &self,
        organization: OrganizationId,
        member: MemberId,
    ) -> Result<Option<RowRecord>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let mut statement = Sql::new("SELECT ");
        statement
            .push(ROW_COLUMNS)
            .push(" FROM member m WHERE m.tab <> 3 AND m.organization = ")
            .bind(organization.to_bytes());
        statement.push(" AND m.id = ").bind(member.to_bytes());
        let found = statement.query().fetch_all(&mut *connection).await?;
        Ok(read_rows(&mut connection, &found, SortBy::Name).await?.pop())
    }

    /// A page of a list without filters that begins far from all places that the question knows, with
    /// a place that this store knows.
    async fn known_place(
        &self,
        connection: &mut AnyConnection,
        list: (OrganizationId, &ListFilter, Order),
        page: &PageAt,
    ) -> Result<Option<PageAt>, StoreError> {
        if !list.1.is_plain() || Seek::of(page).skip <= places::STRIDE {
            return Ok(None);
        }
        let anchor = self.places.near(self.engine, connection, list, page).await?;
        Ok(anchor.map(|anchor| PageAt { anchor: Some(anchor), ..page.clone() }))
    }

    /// The statement of a page, whether its rows come in reverse, and whether each tells how many
    /// match in all.
    fn page_statement(
        &self,
        organization: OrganizationId,
        filter: &ListFilter,
        order: Order,
        page: &PageAt,
        search: &Search,
    ) -> (Sql, bool, bool) {
        let seek = Seek::of(page);
        let order = Order { descending: order.descending != seek.backwards, ..order };
        // Where the search index leads, all hits are at hand. After a cursor only the rest of them is.
        let told = search.few().is_some() && seek.cursor.is_none();
        let total = if told { "count(*) OVER () AS total" } else { "0 AS total" };
        // The inner statement finds the page on the sort index alone; only its rows are read whole.
        let mut statement = Sql::new("SELECT p.total, ");
        statement.push(ROW_COLUMNS).push(" FROM (SELECT m.no, ").push(total).push(" FROM ");
        push_from(self.engine, &mut statement, organization, filter, search, false);
        if let Some(cursor) = seek.cursor {
            push_cursor(&mut statement, order, cursor, seek.inclusive);
        }
        push_order(&mut statement, order);
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        statement.push(" LIMIT ").bind(number(seek.take)).push(" OFFSET ").bind(number(seek.skip));
        statement.push(") p JOIN member m ON m.no = p.no");
        push_order(&mut statement, order);
        (statement, seek.backwards, told)
    }
}

/// Only what comes after a row in an order, or that row too.
pub(crate) fn push_cursor(sql: &mut Sql, order: Order, cursor: &Cursor, inclusive: bool) {
    let sign = match (order.descending, inclusive) {
        (true, true) => "<=",
        (true, false) => "<",
        (false, true) => ">=",
        (false, false) => ">",
    };
    sql.push(" AND (m.").push(order.by.column()).push(", m.added_seq) ").push(sign).push(" (");
    if order.by.is_text() {
        sql.bind(cursor.value.as_str());
    } else {
        sql.bind(cursor.value.parse::<i64>().unwrap_or(0));
    }
    sql.push(", ").bind(cursor.seq).push(")");
}

/// An order, ties broken.
pub(crate) fn push_order(sql: &mut Sql, order: Order) {
    let direction = if order.descending { " DESC" } else { "" };
    sql.push(" ORDER BY m.").push(order.by.column()).push(direction).push(", m.added_seq").push(direction);
}

/// A row's place in an order; the row has both columns of the order.
pub(crate) fn read_cursor(row: &AnyRow, by: SortBy) -> Result<Cursor, StoreError> {
    let column = by.column();
    let value =
        if by.is_text() { row.try_get::<String, _>(column)? } else { row.try_get::<i64, _>(column)?.to_string() };
    Ok(Cursor { value, seq: row.try_get("added_seq")? })
}

/// The shortest way to a page: from its anchor, from the beginning, or from the end.
pub(crate) struct Seek<'a> {
    pub(crate) cursor: Option<&'a Cursor>,
    pub(crate) inclusive: bool,
    pub(crate) backwards: bool,
    pub(crate) skip: u64,
    pub(crate) take: u64,
}

impl<'a> Seek<'a> {
    pub(crate) fn of(page: &'a PageAt) -> Self {
        let take = u64::from(page.take);
        let from_start = Self { cursor: None, inclusive: true, backwards: false, skip: page.offset, take };
        let from_end = page.total.map(|total| {
            let end = page.offset.saturating_add(take).min(total);
            Self {
                cursor: None,
                inclusive: true,
                backwards: true,
                skip: total - end,
                take: end.saturating_sub(page.offset),
            }
        });
        let from_anchor = page.anchor.as_ref().map(|(at, cursor)| {
            if *at <= page.offset {
                Self { cursor: Some(cursor), inclusive: true, backwards: false, skip: page.offset - at, take }
            } else {
                let back = at - page.offset;
                Self {
                    cursor: Some(cursor),
                    inclusive: false,
                    backwards: true,
                    skip: back.saturating_sub(take),
                    take: take.min(back),
                }
            }
        });
        // A page that reaches over its anchor from behind would come out short: only whole ones go back.
        let from_anchor = from_anchor.filter(|seek| !seek.backwards || seek.take == take);
        [Some(from_start), from_end, from_anchor].into_iter().flatten().min_by_key(|seek| seek.skip).unwrap_or(Self {
            cursor: None,
            inclusive: true,
            backwards: false,
            skip: page.offset,
            take,
        })
    }
}

pub(crate) const ROW_COLUMNS: &str = "m.id, m.version, m.first_name, m.last_name, m.email, m.kind, m.tier, m.status, m.held, m.period_from, m.period_until, m.access, \
     m.second_factor, m.last_active, m.roll_day, m.roll_bits, m.added_at, m.added_seq, m.archived_at, m.name_key, m.email_key, m.phone, m.language, \
     (SELECT CASE WHEN b.first_name = '' AND b.last_name = '' THEN b.email ELSE trim(b.first_name || ' ' || b.last_name) END \
      FROM member b WHERE b.id = m.added_by AND b.tab <> 3) AS added_by, \
     (SELECT count(*) FROM account a WHERE a.id = m.account AND a.password IS NOT NULL) AS has_password, \
     (SELECT count(*) FROM member o WHERE o.account = m.account AND o.id <> m.id) AS elsewhere, \
     (SELECT max(l.expires) FROM link l WHERE l.member = m.id AND l.used_at IS NULL AND l.killed_at IS NULL) AS link_until";

/// Rows as lists show them, with their groups and holdings.
pub(crate) async fn read_rows(
    connection: &mut AnyConnection,
    found: &[AnyRow],
    by: SortBy,
) -> Result<Vec<RowRecord>, StoreError> {
    let mut rows = found.iter().map(|row| read_row(row, by)).collect::<Result<Vec<_>, _>>()?;
    add_holdings(connection, &mut rows).await?;
    Ok(rows)
}

fn read_row(row: &AnyRow, by: SortBy) -> Result<RowRecord, StoreError> {
    let text = |column: &str| row.try_get::<String, _>(column);
    let number = |column: &str| row.try_get::<i64, _>(column);
    Ok(RowRecord {
        id: record::member_id(row, "id")?,
        version: number("version")?,
        first_name: text("first_name")?,
        last_name: text("last_name")?,
        email: text("email")?,
        kind: record::from_word(&text("kind")?)?,
        tier: record::tier(number("tier")?)?,
        status: record::status(number("status")?)?,
        held: record::status(number("held")?)?,
        access: record::from_word(&text("access")?)?,
        begins: record::moment(row, "period_from")?,
        ends: record::moment(row, "period_until")?,
        groups: Vec::new(),
        holdings: Vec::new(),
        second_factor: row.try_get("second_factor")?,
        last_active: number("last_active")?,
        roll_day: number("roll_day")?,
        roll_bits: number("roll_bits")?,
        added_at: number("added_at")?,
        added_by: row.try_get("added_by")?,
        link_until: row.try_get("link_until")?,
        archived_at: row.try_get("archived_at")?,
        phone: text("phone")?,
        language: text("language")?,
        has_password: number("has_password")? != 0,
        elsewhere: number("elsewhere")? != 0,
        cursor: read_cursor(row, by)?,
    })
}

/// The groups and holdings of all rows of a page in two statements.
async fn add_holdings(connection: &mut AnyConnection, rows: &mut [RowRecord]) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut statement = Sql::new(
        "SELECT x.member, g.id, g.name, x.since, x.until FROM member_grp x JOIN grp g ON g.id = x.grp WHERE x.member IN (",
    );
    statement.bind_all(rows.iter().map(|row| row.id.to_bytes())).push(") ORDER BY g.name_key");
    for found in statement.query().fetch_all(&mut *connection).await? {
        let member = record::member_id(&found, "member")?;
        if let Some(row) = rows.iter_mut().find(|row| row.id == member) {
            row.groups.push(RowGroup {
                id: record::group_id(&found, "id")?,
                name: found.try_get("name")?,
                since: Timestamp(found.try_get("since")?),
                until: record::moment(&found, "until")?,
            });
        }
    }
    let mut statement = Sql::new("SELECT member, kind, what FROM holding WHERE state = 0 AND member IN (");
    statement.bind_all(rows.iter().map(|row| row.id.to_bytes())).push(") ORDER BY member, kind, what");
    for found in statement.query().fetch_all(&mut *connection).await? {
        let member = record::member_id(&found, "member")?;
        if let Some(row) = rows.iter_mut().find(|row| row.id == member) {
            let what: Vec<u8> = found.try_get("what")?;
            row.holdings.push(holding(found.try_get("kind")?, &what)?);
        }
    }
    Ok(())
}
