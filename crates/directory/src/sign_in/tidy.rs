//! Dropping what no rule asks for any more: sessions, links and registrations that were over long ago, and attempts
//! that count for nothing. From where somebody came isn’t kept longer than the person may want to see it.

use crate::{Directory, DirectoryError};
use rollbook_domain::{
    Timestamp,
    time::{DAY, HOUR},
};

/// How long sessions that are over are shown.
const SHOWN: i64 = 90 * DAY;

/// How long mails of the platform itself are kept: while somebody may ask what became of theirs.
const TOLD: i64 = 7 * DAY;

impl Directory {
    /// Drops what is of no use any more.
    pub async fn tidy_sessions(&self) -> Result<(), DirectoryError> {
        let (store, now) = (self.store(), self.now());
        store.forget_sessions(now.plus(-SHOWN)).await?;
        store.forget_as_links(now.plus(-DAY)).await?;
        store.forget_attempts(now).await?;
        store.forget_registrations(now, now.plus(-TOLD)).await?;
        Ok(())
    }

    /// The same once an hour; `tidied` is when it was done last.
    pub(crate) async fn tidy_now_and_then(&self, tidied: &mut Option<Timestamp>) {
        let now = self.now();
        if tidied.is_some_and(|at| (0..HOUR).contains(&now.0.saturating_sub(at.0))) {
            return;
        }
        *tidied = Some(now);
        if let Err(error) = self.tidy_sessions().await {
            tracing::warn!(%error, "old sessions can’t be dropped; tried again in an hour");
        }
    }
}
