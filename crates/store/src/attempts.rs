//! Attempts that make the next one wait (R25), kept where every server counts them together. A key is
//! a hash, so nothing that somebody typed into a wrong field is ever kept.

use crate::{Store, StoreError, arg::Sql, record, sql};
use rollbook_domain::{
    Timestamp,
    pace::{Pace, Slope, Wait},
    time::DAY,
};
use sqlx::Row;
use std::collections::BTreeMap;

/// What is slowed: a hash of its name. Rows are taken in the order of keys, so those that begin with
/// the lowest byte are held longest.
pub type AttemptKey = [u8; 32];

impl Store {
    /// Counts one attempt at each key, before it is made: of any number at once, no more go on than
    /// one after the other would. Says how many of each key count from then on, in the order of `keys`. Where
    /// one of them has to wait, nothing is counted.
    pub async fn attempt(
        &self,
        keys: &[(AttemptKey, Slope)],
        now: Timestamp,
    ) -> Result<Result<Vec<i64>, Wait>, StoreError> {
        if keys.is_empty() {
            return Ok(Ok(Vec::new()));
        }
        // In one order, so that two attempts wait for each other rather than each for the other.
        let slopes: BTreeMap<AttemptKey, Slope> = keys.iter().copied().collect();
        let mut tx = self.pool.begin().await?;
        // Takes the rows, whether they were there or not; all at once, as others wait for them.
        let mut statement = upsert(slopes.keys().map(|key| (*key, Pace { attempts: 0, last: now })));
        statement.push("attempts = attempt.attempts RETURNING key, attempts, last");
        let mut counted = Vec::with_capacity(slopes.len());
        let mut longest = None;
        for row in statement.query().fetch_all(&mut *tx).await? {
            let key: AttemptKey = record::fixed(&row, "key")?;
            let so_far = Pace { attempts: row.try_get("attempts")?, last: Timestamp(row.try_get("last")?) };
            let slope = slopes.get(&key).ok_or_else(|| StoreError::corrupt("an attempt that nobody made"))?;
            match so_far.attempt(slope, now) {
                Ok(next) => counted.push((key, next)),
                Err(wait) => longest = longest.max(Some(wait)),
            }
        }
        if let Some(wait) = longest {
            tx.rollback().await?;
            return Ok(Err(wait));
        }
        let count_of =
            |key: &AttemptKey| counted.iter().find(|(own, _)| own == key).map_or(0, |(_, pace)| pace.attempts);
        let counts = keys.iter().map(|(key, _)| count_of(key)).collect();
        let mut statement = upsert(counted);
        statement.push("attempts = excluded.attempts, last = excluded.last");
        statement.query().execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(Ok(counts))
    }

    /// An attempt went well: all is forgotten at some keys, and this one attempt at others.
    pub async fn attempt_went_well(&self, forget: &[AttemptKey], take_back: &[AttemptKey]) -> Result<(), StoreError> {
        let mut tx = self.pool.begin().await?;
        let mut all: Vec<(AttemptKey, bool)> = forget.iter().map(|key| (*key, true)).collect();
        all.extend(take_back.iter().map(|key| (*key, false)));
        all.sort_unstable();
        for (key, forgotten) in all {
            let statement = if forgotten {
                sql!("DELETE FROM attempt WHERE key = $1", key)
            } else {
                sql!("UPDATE attempt SET attempts = attempts - 1 WHERE key = $1 AND attempts > 0", key)
            };
            statement.query().execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Drops what no rule asks for any more: attempts older than two days.
    pub async fn forget_attempts(&self, now: Timestamp) -> Result<(), StoreError> {
        let mut statement = Sql::new("DELETE FROM attempt WHERE last < ");
        statement.bind(now.plus(-2 * DAY).0);
        statement.query().execute(&self.pool).await?;
        Ok(())
    }
}

/// Writes these, or does to the rows that are there what is pushed behind it.
fn upsert(rows: impl IntoIterator<Item = (AttemptKey, Pace)>) -> Sql {
    let mut statement = Sql::new("INSERT INTO attempt (key, attempts, last) VALUES ");
    for (at, (key, pace)) in rows.into_iter().enumerate() {
        statement.push(if at == 0 { "(" } else { ", (" });
        statement.bind(key).push(", ").bind(pace.attempts).push(", ").bind(pace.last.0).push(")");
    }
    statement.push(" ON CONFLICT (key) DO UPDATE SET ");
    statement
}
