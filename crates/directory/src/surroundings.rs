//! What the directory takes from outside: time, chance, and where its links point.

use rand::{Rng as _, SeedableRng, rngs::StdRng};
use rollbook_domain::{IdSource, Timestamp};
use std::sync::Mutex;
use uuid::Uuid;

/// Where the time comes from.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// This moment.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Timestamp(since.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX)))
    }
}

/// Where ids, tokens and salts come from.
#[derive(Debug)]
pub struct Entropy(Mutex<StdRng>);

impl Entropy {
    /// Seeded by the operating system.
    pub fn from_system() -> Self {
        Self(Mutex::new(rand::make_rng()))
    }
    /// The same run again, for tests.
    pub fn seeded(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }
    /// Another source, drawn from this one.
    #[must_use]
    pub fn branch(&self) -> Self {
        Self(Mutex::new(self.with(StdRng::from_rng)))
    }
    /// Uses the generator.
    pub fn with<T>(&self, work: impl FnOnce(&mut StdRng) -> T) -> T {
        // A panic while it was held leaves a generator that is as good as before.
        let mut held = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        work(&mut held)
    }
    /// A source of ids for commands at `now`.
    pub const fn ids(&self, now: Timestamp) -> Ids<'_> {
        Ids { entropy: self, now }
    }
    /// Sixteen random bytes.
    pub fn salt(&self) -> [u8; 16] {
        self.with(|rng| {
            let mut bytes = [0; 16];
            rng.fill_bytes(&mut bytes);
            bytes
        })
    }
}

/// Gives `UUIDv7` (RFC 9562) of one moment.
#[derive(Debug)]
pub struct Ids<'a> {
    entropy: &'a Entropy,
    now: Timestamp,
}

impl IdSource for Ids<'_> {
    fn next(&mut self) -> Uuid {
        let random = self.entropy.with(|rng| {
            let mut bytes = [0; 10];
            rng.fill_bytes(&mut bytes);
            bytes
        });
        uuid::Builder::from_unix_timestamp_millis(self.now.0.unsigned_abs(), &random).into_uuid()
    }
}
