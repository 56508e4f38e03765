//! What hashing a password may cost on this machine (R23): measured once, kept in the settings
//! folder. It is a number and no secret.

use rand::SeedableRng as _;
use rollbook_credentials::{
    Secret,
    password::{Cost, hash},
};
use serde::{Deserialize, Serialize};
use std::{
    path::Path,
    time::{Duration, Instant},
};

const NAME: &str = "password-cost.json";
/// How long one hash may take: short enough for signing in, long for a guesser.
const TARGET: Duration = Duration::from_millis(250);

#[derive(Serialize, Deserialize)]
struct Kept {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

/// What was measured before; the minimum of R23 where nothing was.
pub fn kept(settings: &Path) -> Cost {
    let read = std::fs::read(settings.join(NAME)).ok();
    let kept: Option<Kept> = read.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    kept.and_then(|kept| Cost::new(kept.memory_kib, kept.passes, kept.lanes).ok()).unwrap_or(Cost::MINIMUM)
}

/// Measures, upward from the minimum, and keeps the result; at most a few seconds, so not for the
/// window's own thread.
pub fn measured(settings: &Path) -> Cost {
    if settings.join(NAME).is_file() {
        return kept(settings);
    }
    let mut rng = rand::rngs::StdRng::seed_from_u64(0);
    let password = Secret::new("a password to measure with".to_owned());
    let cost = Cost::calibrate(TARGET, |cost| {
        let begun = Instant::now();
        match hash(&password, cost, &mut rng) {
            Ok(_) => begun.elapsed(),
            // A cost that this machine can't pay is too high.
            Err(_) => Duration::MAX,
        }
    });
    let kept = Kept { memory_kib: cost.memory_kib(), passes: cost.passes(), lanes: cost.lanes() };
    let written = serde_json::to_vec(&kept)
        .map_err(std::io::Error::other)
        .and_then(|bytes| rollbook_keys::write_whole(&settings.join(NAME), &bytes));
    if let Err(error) = written {
        tracing::warn!(%error, "the measured cost can’t be kept");
    }
    cost
}
