//! A store: a pool of connections to one database, and what is kept beside it.

use crate::{Engine, StoreError, places::Places, probe::Probe, reading::Reader};
use sqlx::{AnyPool, ConnectOptions as _, any::AnyConnectOptions};
use std::{
    hash::{BuildHasher as _, RandomState},
    str::FromStr as _,
    sync::{Arc, Once},
};

/// Whether the schema may be brought up to date while opening.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Schema {
    /// Make it, or migrate it. What a file was before is kept beside it ([`crate::kept_at`]).
    Migrate,
    /// The same for a copy of what lies elsewhere, which can be made anew: nothing is kept of what it was.
    Copy,
    /// It has to be there already. An older one of a file is migrated, as the file has one window; that
    /// of a server is others' as well, and refused.
    Expect,
}

/// A store: one database with its organizations.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) pool: AnyPool,
    pub(crate) engine: Engine,
    pub(crate) places: Arc<Places>,
    pub(crate) structures: Arc<crate::structure::Structures>,
    pub(crate) reader: Reader,
    /// The database's server, where there is one.
    pub(crate) probe: Option<Arc<Probe>>,
    /// By what this store knows its own announcements (see [`crate::Listener`]).
    pub(crate) voice: Arc<str>,
}

impl Store {
    pub(crate) fn over(pool: AnyPool, engine: Engine, reader: Reader, probe: Option<Arc<Probe>>) -> Self {
        let (places, structures) = (Arc::default(), Arc::default());
        // Seeded by the system: no secret, and of all stores over one database hardly two have the same.
        let voice = format!("{:016x}", RandomState::new().hash_one(std::process::id())).into();
        Self { pool, engine, places, structures, reader, probe, voice }
    }

    /// The engine behind it.
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// The pool itself, for measuring bare statements beside the store's own.
    pub const fn pool(&self) -> &AnyPool {
        &self.pool
    }

    /// Whether the database answers, and with a schema that this version knows. Of a server it is asked
    /// on a connection of its own, so that a full pool doesn't pass for a database that is away.
    pub async fn check(&self) -> Result<(), StoreError> {
        match &self.probe {
            Some(probe) => probe.ask().await,
            None => crate::schema::expect(&mut *self.pool.acquire().await?, self.engine).await,
        }
    }

    /// Ends all connections; what was committed is on disk.
    pub async fn close(&self) {
        self.reader.close().await;
        if let Some(probe) = &self.probe {
            probe.close().await;
        }
        self.pool.close().await;
    }
}

/// How to connect, without statements in any log: the one that gives a file its key is a statement.
pub(crate) fn quiet(url: &str) -> Result<AnyConnectOptions, sqlx::Error> {
    Ok(AnyConnectOptions::from_str(url)?.disable_statement_logging())
}

pub(crate) fn drivers() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // OpenSSL tears itself down when the process ends, under the feet of connections that are
        // still closing on threads of their own, and the process crashes. Started like this, it
        // leaves that to the system.
        openssl_sys::init();
        sqlx::any::install_default_drivers();
    });
}
