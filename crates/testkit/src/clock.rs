//! A clock that stands still until the test moves it.

use rollbook_directory::Clock;
use rollbook_domain::Timestamp;
use std::sync::atomic::{AtomicI64, Ordering};

/// Where every test begins: 2026-11-21 08:00 UTC.
pub const MORNING: Timestamp = Timestamp(1_795_248_000_000);

/// A clock that the test moves.
#[derive(Debug)]
pub struct MovingClock(AtomicI64);

impl Default for MovingClock {
    fn default() -> Self {
        Self(AtomicI64::new(MORNING.0))
    }
}

impl MovingClock {
    /// Moves on by so many milliseconds.
    pub fn advance(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::Relaxed);
    }
}

impl Clock for MovingClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::Relaxed))
    }
}
