//! Work that goes on behind an answer, which waits for none of it; whoever ends waits for it.

use crate::Directory;
use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::task::{JoinError, JoinSet};

/// At most so much later it begins: whoever asks again at once finds nothing busy that tells them something (R25, C40).
const LATER: Duration = Duration::from_millis(500);

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

impl Directory {
    /// Goes on with something behind an answer, a little later.
    pub(crate) fn behind(&self, work: impl Future<Output = ()> + Send + 'static) {
        let later = LATER.mul_f64(self.inner.entropy.with(rand::RngExt::random::<f64>));
        self.inner.behind.go_on(async move {
            tokio::time::sleep(later).await;
            work.await;
        });
    }

    /// Waits until all is written that goes on behind answers.
    pub async fn behind_done(&self) {
        self.inner.behind.done().await;
    }
}

fn tell(ended: Result<(), JoinError>) {
    if let Err(error) = ended {
        tracing::error!(%error, "work behind an answer broke off");
    }
}
