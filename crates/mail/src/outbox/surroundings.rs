//! Time, chance and the wish to stop: what a run takes from outside.

use std::fmt;
use std::sync::Arc;

use tokio::sync::watch;

/// What a run takes from outside.
#[derive(Clone)]
pub struct Surroundings {
    /// Now, in milliseconds since 1970 UTC.
    pub clock: Arc<dyn Fn() -> i64 + Send + Sync>,
    /// A number between 0 and 1, another one each time.
    pub chance: Arc<dyn Fn() -> f64 + Send + Sync>,
    /// Turns true when the worker should end. Mails under way are finished, no more are claimed.
    pub stop: watch::Receiver<bool>,
}

impl Surroundings {
    pub(super) fn now(&self) -> i64 {
        (self.clock)()
    }

    /// Also when whoever could say stop is gone.
    pub(super) fn stopped(&self) -> bool {
        *self.stop.borrow() || self.stop.has_changed().is_err()
    }
}

impl fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Surroundings").field("stopped", &self.stopped()).finish_non_exhaustive()
    }
}
