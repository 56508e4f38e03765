//! The connection on which lists are read. A page of a long list costs what isn't in memory of it;
//! a pool hands out its connections in turns, so each would have to learn the same pages. One that is
//! always the same, with the most room, knows what was read a keystroke ago.

use crate::{Store, StoreError};
use sqlx::{Any, AnyConnection, Connection as _, pool::PoolConnection};
use std::sync::Arc;
use tokio::sync::{Mutex, OwnedMappedMutexGuard, OwnedMutexGuard};

/// The connection for lists; `None` where the engine keeps pages for all connections (PostgreSQL),
/// and once it is closed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reader(Arc<Mutex<Option<AnyConnection>>>);

/// A connection to read on, until it is dropped.
#[derive(Debug)]
pub struct Reading(Source);

#[derive(Debug)]
enum Source {
    Own(OwnedMappedMutexGuard<Option<AnyConnection>, AnyConnection>),
    Pooled(PoolConnection<Any>),
}

impl Reader {
    pub(crate) fn new(connection: AnyConnection) -> Self {
        Self(Arc::new(Mutex::new(Some(connection))))
    }
    /// Ends it, after whoever reads on it.
    pub(crate) async fn close(&self) {
        if let Some(connection) = self.0.lock().await.take() {
            // Nothing is written on it, so nothing is lost with it.
            connection.close().await.ok();
        }
    }
}

impl Store {
    /// The connection for lists, or one of the pool while somebody else reads on it.
    pub async fn reading(&self) -> Result<Reading, StoreError> {
        let own = self.reader.0.clone().try_lock_owned().ok();
        match own.and_then(|own| OwnedMutexGuard::try_map(own, Option::as_mut).ok()) {
            Some(own) => Ok(Reading(Source::Own(own))),
            None => Ok(Reading(Source::Pooled(self.pool.acquire().await?))),
        }
    }
}

impl Reading {
    /// The connection itself.
    pub fn connection(&mut self) -> &mut AnyConnection {
        match &mut self.0 {
            Source::Own(own) => own,
            Source::Pooled(pooled) => pooled,
        }
    }
}
