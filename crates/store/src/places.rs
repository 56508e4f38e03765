//! Known places in long lists. A jump far into a list walks its sort index once; the cursors that it
//! passes are kept with their positions, and the next jump begins at the one before it. Changes of
//! this store move the positions (see [`crate::moves`]); after a change by anybody else all are
//! forgotten.

use crate::{
    Cursor, Engine, ListFilter, Order, PageAt, StoreError,
    arg::Sql,
    matching::{Search, push_from},
    members::{push_cursor, push_order, read_cursor},
    moves::Move,
    sql,
};
use rollbook_domain::OrganizationId;
use sqlx::{AnyConnection, Row};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Every so many rows a cursor is kept. A million rows come to a thousand cursors.
pub(crate) const STRIDE: u64 = 1_024;
/// So many lists are known at once.
const LISTS: usize = 32;

/// A list without filters in one direction.
type List = (OrganizationId, Option<i64>, Order);

/// Cursors, each with the number of rows before it, in their order; and the newest event then.
#[derive(Debug, Default)]
struct Known {
    seq: i64,
    places: Vec<(u64, Cursor)>,
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
        let wanted = from_end.unwrap_or(page.offset);
        if wanted < STRIDE {
            return Ok(None);
        }
        let order = Order { descending: order.descending != from_end.is_some(), ..order };
        let found = self.walk(engine, connection, (organization, filter, order), wanted).await?;
        Ok(found.and_then(|(place, cursor)| {
            let at = match (from_end, page.total) {
                (Some(_), Some(total)) => (total - 1).checked_sub(place)?,
                _ => place,
            };
            Some((at, cursor))
        }))
    }

    /// The last known place that isn't behind the row at `wanted`, at most a stride before it; `None`
    /// where the list ends before.
    async fn walk(
        &self,
        engine: Engine,
        connection: &mut AnyConnection,
        (organization, filter, order): (OrganizationId, &ListFilter, Order),
        wanted: u64,
    ) -> Result<Option<(u64, Cursor)>, StoreError> {
        let seq = newest(connection, organization).await?;
        let list = (organization, filter.list(), order);
        let known = self.all().remove(&list).filter(|known| known.seq == seq);
        let mut known = known.unwrap_or(Known { seq, places: Vec::new() });
        let mut walked = false;
        let found = loop {
            let next = known.places.partition_point(|(at, _)| *at <= wanted);
            let from = next.checked_sub(1).and_then(|last| known.places.get(last));
            let at = from.map_or(0, |(at, _)| *at);
            if wanted - at < STRIDE {
                break from.cloned();
            }
            let statement = stride(engine, (organization, filter, order), from.map(|(_, cursor)| cursor));
            let Some(row) = statement.query().fetch_optional(&mut *connection).await? else { break None };
            known.places.insert(next, (at + STRIDE, read_cursor(&row, order.by)?));
            walked = true;
        };
        // A change while walking: some of the positions are from before, some from after.
        if !walked || newest(connection, organization).await? == seq {
            let mut all = self.all();
            if all.len() >= LISTS {
                all.clear();
            }
            all.insert(list, known);
        }
        Ok(found)
    }

    /// Whether anything of an organization's lists is known.
    pub(crate) fn know(&self, organization: OrganizationId) -> bool {
        self.all().keys().any(|(of, ..)| *of == organization)
    }

    /// Carries a committed change over: what was known at event `before` is known at event `now`.
    pub(crate) fn moved(&self, organization: OrganizationId, before: i64, now: i64, moves: &[Move]) {
        for ((of, tab, order), known) in self.all().iter_mut() {
            if *of == organization && known.seq == before {
                for (at, cursor) in &mut known.places {
                    for one in moves {
                        *at = at.saturating_add_signed(one.shifts(*tab, *order, cursor));
                    }
                }
                known.seq = now;
            }
        }
    }

    fn all(&self) -> MutexGuard<'_, HashMap<List, Known>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The number of an organization's newest event.
async fn newest(connection: &mut AnyConnection, organization: OrganizationId) -> Result<i64, StoreError> {
    let statement = sql!("SELECT seq FROM organization WHERE id = $1", organization.to_bytes());
    Ok(statement.query().fetch_one(&mut *connection).await?.try_get("seq")?)
}

/// The statement of the row that is a stride away from a cursor, or from the beginning.
fn stride(
    engine: Engine,
    (organization, filter, order): (OrganizationId, &ListFilter, Order),
    from: Option<&Cursor>,
) -> Sql {
    let column = order.by.column();
    let mut statement = Sql::new("SELECT m.added_seq, m.");
    statement.push(column).push(" FROM ");
    push_from(engine, &mut statement, organization, filter, &Search::for_all(), false);
    if let Some(cursor) = from {
        push_cursor(&mut statement, order, cursor, true);
    }
    push_order(&mut statement, order);
    statement.push(" LIMIT 1 OFFSET ").bind(STRIDE.cast_signed());
    statement
}
