//! Work that goes on behind an answer, which waits for none of it; whoever ends waits for it.

use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::task::{JoinError, JoinSet};

/// What goes on.
#[derive(Debug, Default)]
pub(crate) struct Behind(Mutex<JoinSet<()>>);

impl Behind {
    /// Goes on with it.
    pub(crate) fn go_on(&self, work: impl Future<Output = ()> + Send + 'static) {
        let mut going = self.held();
        while let Some(ended) = going.try_join_next() {
            tell(ended);
        }
        going.spawn(work);
    }

    /// Waits until nothing goes on any more.
    pub(crate) async fn done(&self) {
        loop {
            let mut going = std::mem::take(&mut *self.held());
            if going.is_empty() {
                return;
            }
            while let Some(ended) = going.join_next().await {
                tell(ended);
            }
        }
    }

    fn held(&self) -> MutexGuard<'_, JoinSet<()>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn tell(ended: Result<(), JoinError>) {
    if let Err(error) = ended {
        tracing::error!(%error, "work behind an answer broke off");
    }
}
