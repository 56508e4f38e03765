//! The schema of a database: which one is there, whether this version may use it, and how it is brought
//! up to date.

use crate::{Engine, Schema, StoreError, kept};
use sqlx::{AnyConnection, migrate::Migrator};
use std::path::Path;

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// The schema that this version writes.
pub const SCHEMA: i64 = 2;

/// What [`crate::Store::migrate`] came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Migrated {
    /// The schema that was there; `None` in an empty database.
    pub before: Option<i64>,
    /// The schema that is there now.
    pub now: i64,
}

/// Makes a file ready to be used, as far as that is wanted; what it was before is kept.
pub(crate) async fn bring(connection: &mut AnyConnection, path: &Path, wanted: Schema) -> Result<(), StoreError> {
    match (expect(connection, Engine::Sqlite).await, wanted) {
        (Err(StoreError::NotMigrated { found: None, .. }), Schema::Expect) => {
            Err(StoreError::Damaged("it holds no organization".to_owned()))
        }
        (Err(StoreError::NotMigrated { found, .. }), _) => {
            if let (Some(version), Schema::Expect | Schema::Migrate) = (found, wanted) {
                kept::keep(connection, path, version).await?;
            }
            migrate(connection, Engine::Sqlite).await.map(drop)
        }
        (answer, _) => answer,
    }
}

/// Whether the schema that is there can be used as it is.
pub(crate) async fn expect(connection: &mut AnyConnection, engine: Engine) -> Result<(), StoreError> {
    match found(connection, engine).await? {
        Some((_, oldest_reader)) if oldest_reader > SCHEMA => {
            Err(StoreError::Newer { file: oldest_reader, app: SCHEMA })
        }
        Some((version, _)) if version >= SCHEMA => Ok(()),
        other => Err(StoreError::NotMigrated { found: other.map(|(version, _)| version), app: SCHEMA }),
    }
}

/// Makes the schema, or brings it up to date; a newer one is refused. On PostgreSQL one process does it
/// at a time, by an advisory lock of sqlx, and whoever waited finds it done.
pub(crate) async fn migrate(connection: &mut AnyConnection, engine: Engine) -> Result<Migrated, StoreError> {
    let before = match expect(connection, engine).await {
        Ok(()) => found(connection, engine).await?.map(|(version, _)| version),
        Err(StoreError::NotMigrated { found, .. }) => {
            let migrator = match engine {
                Engine::Sqlite => &SQLITE,
                Engine::Postgres => &POSTGRES,
            };
            // `run` itself takes no borrowed connection inside a future that may move to another thread.
            migrator.run_direct(None, &mut *connection, false).await?;
            found
        }
        Err(other) => return Err(other),
    };
    let now = found(connection, engine).await?.map_or(SCHEMA, |(version, _)| version);
    Ok(Migrated { before, now })
}

/// The schema's version and the oldest that may read it; `None` in an empty database.
async fn found(connection: &mut AnyConnection, engine: Engine) -> Result<Option<(i64, i64)>, StoreError> {
    let there = match engine {
        Engine::Sqlite => "SELECT count(*) FROM sqlite_master WHERE name = 'schema_info'",
        Engine::Postgres => {
            "SELECT count(*) FROM information_schema.tables WHERE table_name = 'schema_info' AND table_schema = current_schema()"
        }
    };
    let there: i64 = sqlx::query_scalar(there).fetch_one(&mut *connection).await?;
    if there == 0 {
        return Ok(None);
    }
    let row: (i64, i64) =
        sqlx::query_as("SELECT version, oldest_reader FROM schema_info").fetch_one(&mut *connection).await?;
    Ok(Some(row))
}
