//! Attempts that make the next one wait (R25), kept where every server counts them together. A key is
//! a hash, so nothing that somebody typed into a wrong field is ever kept.

use crate::{Store, StoreError, arg::Sql, sql};
use rollbook_domain::{
    Timestamp,
    pace::{Pace, Slope, Wait},
    time::DAY,
};
use sqlx::Row;

/// What is slowed: a hash of its name.
pub type AttemptKey = [u8; 32];

impl Store {
    /// Counts one attempt at each key, before it is made: of any number at once, no more go on than
    /// one after the other would. Where one of them has to wait, nothing is counted.
    pub async fn attempt(&self, keys: &[(AttemptKey, Slope)], now: Timestamp) -> Result<Result<(), Wait>, StoreError> {
        let mut tx = self.pool.begin().await?;
        // In one order, so that two attempts wait for each other rather than each for the other.
        let mut keys = keys.to_vec();
        keys.sort_by_key(|(key, _)| *key);
        let mut longest = None;
        for (key, slope) in keys {
            // Takes the row, whether it was there or not.
            let row = sql!(
                "INSERT INTO attempt (key, attempts, last) VALUES ($1, 0, $2) \
                 ON CONFLICT (key) DO UPDATE SET attempts = attempt.attempts RETURNING attempts, last",
                key,
                now.0
            )
            .query()
            .fetch_one(&mut *tx)
            .await?;
            let so_far = Pace { attempts: row.try_get("attempts")?, last: Timestamp(row.try_get("last")?) };
            match so_far.attempt(&slope, now) {
                Ok(next) => {
                    sql!("UPDATE attempt SET attempts = $1, last = $2 WHERE key = $3", next.attempts, next.last.0, key)
                        .query()
                        .execute(&mut *tx)
                        .await?;
                }
                Err(wait) => longest = longest.max(Some(wait)),
            }
        }
        if let Some(wait) = longest {
            tx.rollback().await?;
            return Ok(Err(wait));
        }
        tx.commit().await?;
        Ok(Ok(()))
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
