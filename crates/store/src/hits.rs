//! Searching from the search index. It knows every hit's number; an index by number tells where the
//! hit stands in the list, in so little room that it stays in memory. So all hits are sorted without
//! reading one of them, and only those of the page are read and proved.

use crate::{
    ListFilter, MemberPage, Order, PageAt, SortBy, Store, StoreError,
    arg::Sql,
    matching::{Search, push_needles},
    members::{ROW_COLUMNS, Seek, push_cursor, push_order, read_rows},
};
use rollbook_domain::OrganizationId;
use sqlx::AnyConnection;

impl Store {
    /// The page of a search that the search index leads to; `None` where another way is quicker, or
    /// the question asks for more than the index by number knows.
    pub(crate) async fn page_of_hits(
        &self,
        connection: &mut AnyConnection,
        (organization, filter, order): (OrganizationId, &ListFilter, Order),
        page: &PageAt,
        search: &Search,
    ) -> Result<Option<MemberPage>, StoreError> {
        let seek = Seek::of(page);
        let known = filter.is_search()
            && order.by == SortBy::LastActive
            && !seek.backwards
            && seek.skip <= u64::from(page.take);
        let Some((query, hits)) = search.sortable().filter(|_| known) else { return Ok(None) };
        let (take, skip) = (i64::from(page.take), seek.skip.cast_signed());
        // The index finds a few that have all the pieces of a word, but not the word.
        let mut sorted = (skip + take) * 3 / 2;
        loop {
            let mut statement = Sql::new("SELECT 0 AS total, ");
            statement.push(ROW_COLUMNS).push(
                " FROM (SELECT m.no FROM member_fts f CROSS JOIN member m INDEXED BY member_by_no ON m.no = f.rowid \
                 WHERE f.member_fts MATCH ",
            );
            statement.bind(query);
            if let Some(list) = filter.list() {
                statement.push(" AND m.tab = ").bind(list);
            }
            if let Some(cursor) = seek.cursor {
                push_cursor(&mut statement, order, cursor, seek.inclusive);
            }
            push_order(&mut statement, order);
            statement.push(" LIMIT ").bind(sorted);
            statement.push(") p CROSS JOIN member m ON m.no = p.no WHERE m.organization = ");
            statement.bind(organization.to_bytes());
            push_needles(self.engine, &mut statement, search);
            push_order(&mut statement, order);
            statement.push(" LIMIT ").bind(take).push(" OFFSET ").bind(skip);
            let found = statement.query().fetch_all(&mut *connection).await?;
            if found.len() == usize::from(page.take) || sorted >= hits {
                let rows = read_rows(connection, &found, order.by).await?;
                return Ok(Some(MemberPage { rows, total: None }));
            }
            sorted = sorted.saturating_mul(8);
        }
    }
}
