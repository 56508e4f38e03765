//! Opening a store: the pool, the file's key, the schema.

use crate::{Engine, StoreError, places::Places, reading::Reader};
use sqlx::{
    AnyConnection, AnyPool, ConnectOptions as _, Connection,
    any::{AnyConnectOptions, AnyPoolOptions},
    migrate::Migrator,
};
use std::{
    fs::File,
    io::Read as _,
    path::Path,
    str::FromStr as _,
    sync::{Arc, Once},
    time::Duration,
};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// The schema that this version writes.
pub(crate) const SCHEMA: i64 = 1;

/// The key of an encrypted file: 32 bytes of key and the 16 bytes of salt that stand at the file's
/// beginning. Can't be printed.
#[derive(Clone)]
pub struct FileKey {
    pragma: Arc<str>,
}

impl FileKey {
    /// The key and the salt of a file.
    pub fn new(key: &[u8; 32], salt: &[u8; 16]) -> Self {
        let pragma = format!("PRAGMA key = \"x'{}{}'\"", hex::encode(key), hex::encode(salt));
        Self { pragma: pragma.into() }
    }
}

impl std::fmt::Debug for FileKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FileKey([secret])")
    }
}

/// Whether the schema may be brought up to date while opening.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Schema {
    /// Make it, or migrate it.
    Migrate,
    /// It has to be there already.
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
}

impl Store {
    /// Opens the encrypted file at `path`. With `Schema::Migrate` a file that isn't there is made.
    pub async fn file(path: &Path, key: &FileKey, schema: Schema) -> Result<Self, StoreError> {
        let Some(text) = path.to_str() else {
            return Err(StoreError::CannotOpen("the path isn’t Unicode".to_owned()));
        };
        let mode = if schema == Schema::Migrate { "rwc" } else { "rw" };
        not_foreign(path)?;
        // In a URL these three would end the path.
        let escaped = text.replace('%', "%25").replace('?', "%3F").replace('#', "%23");
        let opened = Self::sqlite(&format!("sqlite://{escaped}?mode={mode}"), key.clone(), schema).await;
        match opened {
            Err(StoreError::CannotOpen(_)) if may_not_write(path, schema) => Err(StoreError::ReadOnly),
            other => other,
        }
    }

    async fn sqlite(url: &str, key: FileKey, schema: Schema) -> Result<Self, StoreError> {
        drivers();
        // The pool would try a file that can't be opened again and again until its time is over,
        // and forget why. One connection of its own says it at once; lists are read on it later.
        let options = quiet(url)?;
        let mut first = AnyConnection::connect_with(&options).await?;
        if let Err(problem) = prepare(&mut first, &key, LISTS_CACHE).await {
            first.close().await?;
            return Err(problem.into());
        }
        let pool = AnyPoolOptions::new()
            .max_connections(4)
            .acquire_timeout(Duration::from_secs(20))
            // A file doesn't hang up: asking it each time whether it is there would only cost.
            .test_before_acquire(false)
            .after_connect(move |connection, _| {
                let key = key.clone();
                Box::pin(async move { prepare(connection, &key, CACHE).await })
            })
            .connect_with(options)
            .await?;
        let (places, structures) = (Arc::default(), Arc::default());
        Self { pool, engine: Engine::Sqlite, places, structures, reader: Reader::new(first) }.ready(schema).await
    }

    /// Opens a PostgreSQL database by its URL.
    pub async fn postgres(url: &str, schema: Schema) -> Result<Self, StoreError> {
        drivers();
        let options = AnyPoolOptions::new().max_connections(16).acquire_timeout(Duration::from_secs(20));
        let pool = options.connect_with(quiet(url)?).await?;
        let (places, structures) = (Arc::default(), Arc::default());
        Self { pool, engine: Engine::Postgres, places, structures, reader: Reader::default() }.ready(schema).await
    }

    async fn ready(self, schema: Schema) -> Result<Self, StoreError> {
        let found = self.schema().await?;
        if let Some((version, oldest_reader)) = found {
            if oldest_reader > SCHEMA {
                return Err(StoreError::Newer { file: oldest_reader, app: SCHEMA });
            }
            if version >= SCHEMA {
                return Ok(self);
            }
        }
        if schema == Schema::Expect && found.is_none() {
            return Err(StoreError::Damaged("it holds no organization".to_owned()));
        }
        match self.engine {
            Engine::Sqlite => SQLITE.run(&self.pool).await?,
            Engine::Postgres => POSTGRES.run(&self.pool).await?,
        }
        Ok(self)
    }

    /// The schema's version and the oldest that may read it; `None` in an empty database.
    async fn schema(&self) -> Result<Option<(i64, i64)>, StoreError> {
        let there = match self.engine {
            Engine::Sqlite => "SELECT count(*) FROM sqlite_master WHERE name = 'schema_info'",
            Engine::Postgres => {
                "SELECT count(*) FROM information_schema.tables WHERE table_name = 'schema_info' AND table_schema = current_schema()"
            }
        };
        let there: i64 = sqlx::query_scalar(there).fetch_one(&self.pool).await?;
        if there == 0 {
            return Ok(None);
        }
        let row: (i64, i64) =
            sqlx::query_as("SELECT version, oldest_reader FROM schema_info").fetch_one(&self.pool).await?;
        Ok(Some(row))
    }

    /// The engine behind it.
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// The pool itself, for measuring bare statements beside the store's own.
    pub const fn pool(&self) -> &AnyPool {
        &self.pool
    }

    /// Ends all connections; what was committed is on disk.
    pub async fn close(&self) {
        self.reader.close().await;
        self.pool.close().await;
    }
}

/// The size of the pages that a file consists of.
const PAGE: u64 = 4_096;

/// How much memory a connection of the pool takes for pages, in KiB.
const CACHE: u32 = 16_000;
/// The same for the one on which lists are read.
const LISTS_CACHE: u32 = 40_000;

/// Tells what no key would open: a file that isn't made of whole pages (unless a crash left some of
/// them in its log), or a database that isn't encrypted. A file that isn't there is none of them.
fn not_foreign(path: &Path) -> Result<(), StoreError> {
    let Ok(mut file) = File::open(path) else { return Ok(()) };
    let size = file.metadata().map_or(0, |about| about.len());
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    if size % PAGE != 0 && !Path::new(&log).exists() {
        return Err(StoreError::Damaged("it is cut off, or something else".to_owned()));
    }
    let mut head = [0; 16];
    if file.read_exact(&mut head).is_ok() && &head == b"SQLite format 3\0" {
        return Err(StoreError::Damaged("it isn’t encrypted".to_owned()));
    }
    Ok(())
}

/// Whether a file that SQLite can't open is there, or could be made there, so that only the right
/// to write is missing: SQLite keeps its log beside the file.
fn may_not_write(path: &Path, schema: Schema) -> bool {
    let readable = path.is_file() && File::open(path).is_ok();
    let makeable = schema == Schema::Migrate && !path.exists() && path.parent().is_some_and(Path::is_dir);
    readable || makeable
}

/// Gives a connection its key, and the settings that every connection has.
async fn prepare(connection: &mut AnyConnection, key: &FileKey, cache: u32) -> Result<(), sqlx::Error> {
    sqlx::query(sqlx::AssertSqlSafe(key.pragma.to_string())).execute(&mut *connection).await?;
    // Every page that is read is authenticated first. Processors have instructions for SHA-256: it
    // takes half the time of SHA-512, SQLCipher's default, and is as sound.
    sqlx::query("PRAGMA cipher_hmac_algorithm = HMAC_SHA256").execute(&mut *connection).await?;
    // Reading proves the key before anything else is asked.
    sqlx::query("SELECT count(*) FROM sqlite_master").execute(&mut *connection).await?;
    // WAL: readers never wait for the writer. FULL: what was answered survives a power cut.
    // temp_store: nothing of the file ever lies beside it in the clear.
    for pragma in [
        "PRAGMA cipher_log_level = NONE",
        "PRAGMA busy_timeout = 10000",
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",
        "PRAGMA foreign_keys = ON",
        "PRAGMA temp_store = MEMORY",
    ] {
        sqlx::query(pragma).execute(&mut *connection).await?;
    }
    let cache = format!("PRAGMA cache_size = -{cache}");
    sqlx::query(sqlx::AssertSqlSafe(cache)).execute(&mut *connection).await?;
    Ok(())
}

/// How to connect, without statements in any log: the one that gives a file its key is a statement.
fn quiet(url: &str) -> Result<AnyConnectOptions, sqlx::Error> {
    Ok(AnyConnectOptions::from_str(url)?.disable_statement_logging())
}

fn drivers() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // OpenSSL tears itself down when the process ends, under the feet of connections that are
        // still closing on threads of their own, and the process crashes. Started like this, it
        // leaves that to the system.
        openssl_sys::init();
        sqlx::any::install_default_drivers();
    });
}
