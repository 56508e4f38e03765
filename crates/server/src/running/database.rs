//! Opening what the configuration names, and measuring what a password's hash may cost here.

use crate::config::DatabaseAt;
use rand::SeedableRng as _;
use rollbook_credentials::{
    Secret,
    factor::FactorKeys,
    password::{Cost, hash},
};
use rollbook_keys::{FileLock, KeyError};
use rollbook_store::{Schema, Store, StoreError};
use std::{
    io,
    path::PathBuf,
    time::{Duration, Instant},
};

/// How long one hash may take: long for a guesser, short for many people who sign in at once.
const TARGET: Duration = Duration::from_millis(100);
/// The most memory for one hash, in KiB; several are made at once.
const MEMORY: u32 = 64 * 1024;

/// Why a database can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file has no key here, or somebody has it open.
    #[error("{path}: {error}", path = .path.display())]
    Key {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        error: KeyError,
    },
    /// The store can't be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What was opened for serving.
#[derive(Debug)]
pub struct Opened {
    /// The store.
    pub store: Store,
    /// The key of the file's second factors, drawn from the file's own; a database on a server has none.
    pub file_keys: Option<FactorKeys>,
    /// Of a file: it is nobody else's for as long as this is held.
    pub lock: Option<FileLock>,
}

/// Opens the database for serving. One on a server may be away at this moment; a file has to be there.
pub async fn open(database: &DatabaseAt) -> Result<Opened, OpenError> {
    match database {
        DatabaseAt::Server(address) => {
            Ok(Opened { store: Store::postgres_later(address)?, file_keys: None, lock: None })
        }
        DatabaseAt::File { path, passphrase } => {
            let (file, passphrase) = (path.clone(), passphrase.clone());
            let opened = tokio::task::spawn_blocking(move || {
                rollbook_keys::salt_of(&file)?;
                let lock = FileLock::take(&file)?;
                Ok((rollbook_keys::open(&file, passphrase.as_ref())?, lock))
            });
            let failed = |error| OpenError::Key { path: path.clone(), error };
            let opened = opened.await.map_err(|error| failed(KeyError::Unreadable(io::Error::other(error))))?;
            let (key, lock) = opened.map_err(failed)?;
            let file_keys = Some(key.with_material(FactorKeys::of_file));
            let store = Store::file(path, &key, Schema::Expect).await?;
            Ok(Opened { store, file_keys, lock: Some(lock) })
        }
    }
}

/// The highest cost that this machine pays in time (R23).
pub(super) async fn measured() -> Cost {
    let measuring = tokio::task::spawn_blocking(|| {
        let mut rng = rand::rngs::StdRng::seed_from_u64(0);
        let password = Secret::new("a password to measure with".to_owned());
        Cost::calibrate(TARGET, |cost| {
            if cost.memory_kib() > MEMORY {
                return Duration::MAX;
            }
            let begun = Instant::now();
            match hash(&password, cost, &mut rng) {
                Ok(_) => begun.elapsed(),
                // A cost that this machine can't pay is too high.
                Err(_) => Duration::MAX,
            }
        })
    });
    let cost = measuring.await.unwrap_or(Cost::MINIMUM);
    tracing::info!(memory_kib = cost.memory_kib(), passes = cost.passes(), "the cost of password hashes was measured");
    cost
}
