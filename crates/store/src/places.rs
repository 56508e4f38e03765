//! Known places in long lists. A jump far into a list walks its sort index once; the cursors that it
//! passes are kept, and the next jump begins at the one before it. Any change of the organization
//! makes them worthless, as every position may have moved.

use crate::{
    Cursor, Engine, ListFilter, Order, PageAt, StoreError,
    arg::Sql,
    matching::{Search, push_from},
    members::{push_cursor, push_order, read_cursor},
    sql,
};
use rollbook_domain::{OrganizationId, member::Tab};
use sqlx::{AnyConnection, Row};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Every so many rows a cursor is kept. A million rows come to a thousand cursors.
pub(crate) const STRIDE: u64 = 1_024;
/// So many lists are known at once.
const LISTS: usize = 32;

/// A list without filters in one direction.
type List = (OrganizationId, Option<Tab>, Order);

/// The cursors of the rows at `STRIDE`, twice `STRIDE` and so on, and the newest event then.
#[derive(Debug, Default)]
struct Known {
    seq: i64,
    cursors: Vec<Cursor>,
}

/// Known places of every list that was jumped in.
#[derive(Debug, Default)]
pub(crate) struct Places(Mutex<HashMap<List, Known>>);

impl Places {
    /// A known place close to a page of a list without filters, counted from the nearer end; `None`
    /// where that end is close enough itself.
    pub(crate) async fn near(
        &self,
        engine: Engine,
        connection: &mut AnyConnection,
        list: (OrganizationId, &ListFilter, Order),
        page: &PageAt,
    ) -> Result<Option<(u64, Cursor)>, StoreError> {
        let (organization, filter, order) = list;
        // Behind the page, the last row before which it ends whole.
        let behind = page.total.and_then(|total| total.checked_sub(page.offset.saturating_add(page.take.into()) + 1));
        let from_end = behind.filter(|behind| *behind < page.offset);
        let steps = from_end.unwrap_or(page.offset) / STRIDE;
        if steps == 0 {
            return Ok(None);
        }
        let order = Order { descending: order.descending != from_end.is_some(), ..order };
        let cursor = self.walk(engine, connection, (organization, filter, order), steps).await?;
        let place = steps * STRIDE;
        let at = |total: u64| if from_end.is_some() { total - 1 - place } else { place };
        Ok(cursor.map(|cursor| (page.total.map_or(place, at), cursor)))
    }

    /// The cursor after so many strides; `None` where the list ends before.
    async fn walk(
        &self,
        engine: Engine,
        connection: &mut AnyConnection,
        (organization, filter, order): (OrganizationId, &ListFilter, Order),
        steps: u64,
    ) -> Result<Option<Cursor>, StoreError> {
        let seq: i64 = sql!("SELECT seq FROM organization WHERE id = $1", organization.to_bytes())
            .query()
            .fetch_one(&mut *connection)
            .await?
            .try_get("seq")?;
        let list = (organization, filter.tab, order);
        let all = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut known =
            all().remove(&list).filter(|known| known.seq == seq).unwrap_or(Known { seq, cursors: Vec::new() });
        let wanted = usize::try_from(steps).unwrap_or(usize::MAX);
        while known.cursors.len() < wanted {
            let next = stride(engine, (organization, filter, order), known.cursors.last());
            match next.query().fetch_optional(&mut *connection).await? {
                Some(row) => known.cursors.push(read_cursor(&row, order.by)?),
                None => break,
            }
        }
        let found = known.cursors.get(wanted - 1).cloned();
        let mut all = all();
        if all.len() >= LISTS {
            all.clear();
        }
        all.insert(list, known);
        Ok(found)
    }
}

/// The statement of the row that is a stride away from a cursor, or from the beginning.
fn stride(
    engine: Engine,
    (organization, filter, order): (OrganizationId, &ListFilter, Order),
    from: Option<&Cursor>,
) -> Sql {
    let column = order.by.column();
    let mut statement = Sql::new("SELECT m.no, m.");
    statement.push(column).push(" FROM ");
    push_from(engine, &mut statement, organization, filter, &Search::for_all(), false);
    if let Some(cursor) = from {
        push_cursor(&mut statement, order, cursor, true);
    }
    push_order(&mut statement, order);
    statement.push(" LIMIT 1 OFFSET ").bind(STRIDE.cast_signed());
    statement
}
