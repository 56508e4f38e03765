//! How a change moves people in lists: where they stood before, and where they stand after. Known
//! places of lists (see [`crate::places`]) are carried over a change with it instead of being walked
//! to again.

use crate::{Cursor, Order, SortBy, StoreError, Work, arg::Sql, members::read_cursor, record};
use rollbook_domain::{Event, MemberId};
use sqlx::{Row, any::AnyRow};
use std::{
    cmp::Ordering,
    collections::{HashMap, HashSet},
};

/// A change that moves more people than these makes lists be walked again.
const MOST: usize = 64;

/// What decides where a member stands in lists: the tab, and the cursor of each order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Standing {
    tab: i64,
    cursors: Vec<(SortBy, Cursor)>,
}

/// A member's move; `None` is not being there.
#[derive(Clone, Debug)]
pub(crate) struct Move {
    before: Option<Standing>,
    after: Option<Standing>,
}

impl Move {
    /// By how much the number of rows before `cursor` changes in a list.
    pub(crate) fn shifts(&self, list: Option<i64>, order: Order, cursor: &Cursor) -> i64 {
        let way = if order.descending { Ordering::Greater } else { Ordering::Less };
        let stands_before = |standing: &Option<Standing>| {
            standing.as_ref().is_some_and(|standing| {
                let listed = list.map_or(standing.tab != 3, |list| list == standing.tab);
                let own = standing.cursors.iter().find(|(by, _)| *by == order.by);
                listed && own.is_some_and(|(by, own)| own.compare(cursor, *by) == way)
            })
        };
        i64::from(stands_before(&self.after)) - i64::from(stands_before(&self.before))
    }
}

impl Standing {
    fn read(row: &AnyRow) -> Result<Self, StoreError> {
        let mut cursors = Vec::with_capacity(SortBy::ALL.len());
        for by in SortBy::ALL {
            cursors.push((by, read_cursor(row, by)?));
        }
        Ok(Self { tab: row.try_get("tab")?, cursors })
    }
}

impl Work {
    /// Where everybody of whom `events` tell stands now; `None` where nobody asks, or too many move.
    pub(crate) async fn standings(
        &mut self,
        events: &[Event],
    ) -> Result<Option<HashMap<MemberId, Standing>>, StoreError> {
        let ids: HashSet<MemberId> = events.iter().filter_map(Event::member).collect();
        let few = self.moves.as_ref().is_some_and(|moves| moves.len() + ids.len() <= MOST);
        if !few || !self.places.know(self.organization) {
            return Ok(None);
        }
        if ids.is_empty() {
            return Ok(Some(HashMap::new()));
        }
        let mut statement =
            Sql::new("SELECT id, tab, name_key, email_key, tier, last_active, added_at, added_seq FROM member WHERE ");
        statement.of("organization", self.organization).push(" AND id IN (");
        statement.bind_all(ids.into_iter().map(MemberId::to_bytes)).push(")");
        let rows = statement.query().fetch_all(self.connection()).await?;
        rows.iter()
            .map(|row| Ok((record::member_id(row, "id")?, Standing::read(row)?)))
            .collect::<Result<_, _>>()
            .map(Some)
    }

    /// Keeps who moved between two looks at them.
    pub(crate) fn keep_moves(
        &mut self,
        before: Option<HashMap<MemberId, Standing>>,
        after: Option<HashMap<MemberId, Standing>>,
    ) {
        self.moves = match (self.moves.take(), before, after) {
            (Some(mut moves), Some(mut before), Some(after)) => {
                for (member, after) in after {
                    moves.push(Move { before: before.remove(&member), after: Some(after) });
                }
                moves.extend(before.into_values().map(|before| Move { before: Some(before), after: None }));
                moves.retain(|one| one.before != one.after);
                Some(moves)
            }
            _ => None,
        };
    }
}
