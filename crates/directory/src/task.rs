//! Long work: how far it is, and whether somebody wants it to stop.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// A long piece of work, seen from outside.
#[derive(Clone)]
pub struct Task {
    told: Arc<dyn Fn(u64, u64) + Send + Sync>,
    stop: Arc<AtomicBool>,
}

impl Task {
    /// Work whose progress (done, in all) goes to `told`.
    pub fn new(told: impl Fn(u64, u64) + Send + Sync + 'static) -> Self {
        Self { told: Arc::new(told), stop: Arc::new(AtomicBool::new(false)) }
    }
    /// Work that nobody watches.
    pub fn unwatched() -> Self {
        Self::new(|_, _| {})
    }
    /// Asks it to stop; it takes back what it did.
    pub fn cancel(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }
    /// Whether it was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
    /// Waits until it is asked to stop.
    pub async fn cancelled(&self) {
        /// How often it is looked: a person notices nothing of it.
        const LOOK: Duration = Duration::from_millis(50);
        while !self.is_cancelled() {
            tokio::time::sleep(LOOK).await;
        }
    }
    /// Says how far it is.
    pub fn tell(&self, done: u64, total: u64) {
        (self.told)(done, total);
    }
}

impl std::fmt::Debug for Task {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Task").field("cancelled", &self.is_cancelled()).finish_non_exhaustive()
    }
}
