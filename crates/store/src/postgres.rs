//! Opening a database on a server: first one connection, whose answer can be told to a person, then a
//! pool that connects when it is asked.

use crate::{
    Address, Engine, Schema, ServerProblem, Store, StoreError,
    connect::drivers,
    probe::{Probe, Trouble, within},
    reading::Reader,
    schema::{self, Migrated},
};
use sqlx::{AnyConnection, AnyPool, Connection as _, any::AnyPoolOptions};
use std::{sync::Arc, time::Duration};

/// How long the first word may take.
const CONNECT: Duration = Duration::from_secs(10);
/// How long a question waits for a connection of the pool.
const ACQUIRE: Duration = Duration::from_secs(5);
/// How long a connection that was idle may take to say that it still works.
const STILL_THERE: Duration = Duration::from_secs(2);
/// After this long without a word a connection is asked before it is used.
const IDLE: Duration = Duration::from_secs(1);
/// The oldest version that is supported, as PostgreSQL numbers them.
const OLDEST: i64 = 150_000;

impl Store {
    /// Opens a database, and says in one variant each why it can't be used.
    pub async fn postgres(address: &Address, wanted: Schema) -> Result<Self, StoreError> {
        if wanted != Schema::Expect {
            Self::migrate(address).await?;
        }
        let mut first = connect(address, true, CONNECT).await?;
        if let Err(problem) = schema::expect(&mut first, Engine::Postgres).await {
            // It has said why; whether it takes its leave doesn't matter.
            first.close().await.ok();
            return Err(problem);
        }
        Self::pooled(address, Some(first))
    }

    /// A store whose database may be away at this moment: nothing is asked yet. [`Store::check`] says when
    /// it can be used.
    pub fn postgres_later(address: &Address) -> Result<Self, StoreError> {
        Self::pooled(address, None)
    }

    /// Makes the schema or brings it up to date, however long that takes.
    pub async fn migrate(address: &Address) -> Result<Migrated, StoreError> {
        let mut connection = connect(address, false, CONNECT).await?;
        let migrated = schema::migrate(&mut connection, Engine::Postgres).await;
        connection.close().await.ok();
        migrated
    }

    fn pooled(address: &Address, first: Option<AnyConnection>) -> Result<Self, StoreError> {
        drivers();
        let trouble = Arc::new(Trouble::default());
        let pool = pool(address, &trouble)?;
        let probe = Arc::new(Probe::new(address.clone(), first, trouble));
        Ok(Self::over(pool, Engine::Postgres, Reader::default(), Some(probe)))
    }
}

/// The pool. sqlx would ask every connection before each use; here only those are asked that were idle, or
/// are from before the server was away. While it is away, also those that come back are asked, so that a
/// line that died in silence isn't kept.
fn pool(address: &Address, trouble: &Arc<Trouble>) -> Result<AnyPool, StoreError> {
    let (before, after) = (Arc::clone(trouble), Arc::clone(trouble));
    let options = AnyPoolOptions::new()
        .max_connections(address.most_connections())
        .acquire_timeout(ACQUIRE)
        .test_before_acquire(false)
        .before_acquire(move |connection, about| {
            let asked = about.idle_for >= IDLE || before.is_now() || before.was_within(about.age);
            still_there(connection, asked)
        })
        .after_release(move |connection, _| still_there(connection, after.is_now()));
    Ok(options.connect_lazy_with(address.options(true)?))
}

type Answer<'c> = std::pin::Pin<Box<dyn Future<Output = Result<bool, sqlx::Error>> + Send + 'c>>;

fn still_there(connection: &mut AnyConnection, asked: bool) -> Answer<'_> {
    Box::pin(async move {
        if !asked {
            return Ok(true);
        }
        let answer = tokio::time::timeout(STILL_THERE, connection.ping()).await;
        Ok(answer.is_ok_and(|answer| answer.is_ok()))
    })
}

/// One connection to a server that is new enough.
pub(crate) async fn connect(address: &Address, limited: bool, patience: Duration) -> Result<AnyConnection, StoreError> {
    drivers();
    let options = address.options(limited)?;
    let connecting = async {
        if !address.is_socket() {
            // sqlx would say it in the system's words alone.
            let found = tokio::net::lookup_host((address.host(), address.port())).await;
            if !found.is_ok_and(|mut found| found.next().is_some()) {
                return Err(StoreError::Server(ServerProblem::NameNotFound(address.host().to_owned())));
            }
        }
        let connected = AnyConnection::connect_with(&options).await;
        let mut connection = connected.map_err(|error| ServerProblem::while_connecting(error, address))?;
        let version: String =
            sqlx::query_scalar("SELECT current_setting('server_version_num')").fetch_one(&mut connection).await?;
        if version.parse::<i64>().map_err(StoreError::corrupt)? < OLDEST {
            let major = version.get(..version.len().saturating_sub(4)).unwrap_or_default().to_owned();
            return Err(StoreError::Server(ServerProblem::TooOld(major)));
        }
        Ok(connection)
    };
    within(patience, connecting).await
}
