//! Whether a database server answers, asked on a connection of its own: a pool that is busy, or full of
//! lines that died in silence, would say nothing of it.

use crate::{Address, Engine, ServerProblem, StoreError, postgres::connect, schema};
use sqlx::{AnyConnection, Connection as _};
use std::{
    fmt,
    sync::{
        Arc, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::Mutex;

/// How long an answer may take; connecting, where the line is gone, as much again.
const PATIENCE: Duration = Duration::from_secs(3);

/// A connection that is asked again and again.
pub(crate) struct Probe {
    address: Address,
    line: Mutex<Option<AnyConnection>>,
    trouble: Arc<Trouble>,
}

/// What is known of the line to the server: the pool's connections are looked at more closely while it is
/// away, and those from before it was away ever after.
#[derive(Debug, Default)]
pub(crate) struct Trouble {
    away: AtomicBool,
    last: std::sync::Mutex<Option<Instant>>,
}

impl Trouble {
    /// The server is away at this moment.
    pub(crate) fn is_now(&self) -> bool {
        self.away.load(Ordering::Relaxed)
    }

    /// The server was away since something of this age was made.
    pub(crate) fn was_within(&self, age: Duration) -> bool {
        let last = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.is_some_and(|last| last.elapsed() <= age)
    }

    fn note(&self) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }
}

impl fmt::Debug for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Probe").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Probe {
    pub(crate) fn new(address: Address, first: Option<AnyConnection>, trouble: Arc<Trouble>) -> Self {
        Self { address, line: Mutex::new(first), trouble }
    }

    /// Where the database is.
    pub(crate) const fn address(&self) -> &Address {
        &self.address
    }

    /// Whether the database answers, with a schema that can be used.
    pub(crate) async fn ask(&self) -> Result<(), StoreError> {
        let answer = self.answer().await;
        let away = matches!(&answer, Err(StoreError::Server(_) | StoreError::Database(_)));
        if away {
            self.trouble.note();
        }
        self.trouble.away.store(away, Ordering::Relaxed);
        answer
    }

    async fn answer(&self) -> Result<(), StoreError> {
        let mut line = self.line.lock().await;
        // Taken while it is asked: whoever gives up in between leaves no half answer behind.
        if let Some(mut open) = line.take() {
            match within(PATIENCE, schema::expect(&mut open, Engine::Postgres)).await {
                // It was cut by a restart, perhaps; a new one says how things are.
                Err(StoreError::Server(_) | StoreError::Database(_)) => self.trouble.note(),
                answer => {
                    *line = Some(open);
                    return answer;
                }
            }
        }
        let mut open = connect(&self.address, true, PATIENCE).await?;
        let answer = within(PATIENCE, schema::expect(&mut open, Engine::Postgres)).await;
        *line = Some(open);
        answer
    }

    pub(crate) async fn close(&self) {
        if let Some(line) = self.line.lock().await.take() {
            // Nothing is written on it, so nothing is lost with it.
            line.close().await.ok();
        }
    }
}

/// Gives up after a while.
pub(crate) async fn within<T>(
    patience: Duration,
    asked: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    match tokio::time::timeout(patience, asked).await {
        Ok(answer) => answer,
        Err(_) => Err(StoreError::Server(ServerProblem::NoAnswer)),
    }
}
