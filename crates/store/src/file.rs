//! Opening an encrypted file: its key, what tells it from other files, its connections' settings.

use crate::{
    Engine, Schema, Store, StoreError,
    connect::{drivers, quiet},
    reading::Reader,
    schema,
};
use sqlx::{AnyConnection, Connection as _, any::AnyPoolOptions};
use std::{fs::File, io::Read as _, path::Path, sync::Arc, time::Duration};

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

    /// Hands over what other keys of this file are drawn from; it is as secret as the key itself.
    pub fn with_material<T>(&self, draw: impl FnOnce(&[u8]) -> T) -> T {
        draw(self.pragma.as_bytes())
    }
}

impl std::fmt::Debug for FileKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FileKey([secret])")
    }
}

impl Store {
    /// Opens the encrypted file at `path`. But with `Schema::Expect` a file that isn't there is made.
    pub async fn file(path: &Path, key: &FileKey, schema: Schema) -> Result<Self, StoreError> {
        let Some(text) = path.to_str() else {
            return Err(StoreError::CannotOpen("the path isn’t Unicode".to_owned()));
        };
        let mode = if schema == Schema::Expect { "rw" } else { "rwc" };
        not_foreign(path)?;
        // In a URL these three would end the path.
        let escaped = text.replace('%', "%25").replace('?', "%3F").replace('#', "%23");
        let opened = Self::sqlite(path, &format!("sqlite://{escaped}?mode={mode}"), key.clone(), schema).await;
        match opened {
            Err(StoreError::CannotOpen(_)) if may_not_write(path, schema) => Err(StoreError::ReadOnly),
            other => other,
        }
    }

    async fn sqlite(path: &Path, url: &str, key: FileKey, wanted: Schema) -> Result<Self, StoreError> {
        drivers();
        // The pool would try a file that can't be opened again and again until its time is over,
        // and forget why. One connection of its own says it at once; lists are read on it later.
        let options = quiet(url)?;
        let mut first = AnyConnection::connect_with(&options).await?;
        let ready = match prepare(&mut first, &key, LISTS_CACHE).await {
            Ok(()) => schema::bring(&mut first, path, wanted).await,
            Err(problem) => Err(problem.into()),
        };
        if let Err(problem) = ready {
            first.close().await?;
            return Err(problem);
        }
        // The others are begun once two are needed at a time.
        let pool = AnyPoolOptions::new()
            .max_connections(4)
            .acquire_timeout(Duration::from_secs(20))
            // A file doesn't hang up: asking it each time whether it is there would only cost.
            .test_before_acquire(false)
            .after_connect(move |connection, _| {
                let key = key.clone();
                Box::pin(async move { prepare(connection, &key, CACHE).await })
            })
            .connect_lazy_with(options);
        Ok(Self::over(pool, Engine::Sqlite, Reader::new(first), None))
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
    let makeable = schema != Schema::Expect && !path.exists() && path.parent().is_some_and(Path::is_dir);
    readable || makeable
}

/// Gives a connection its key, and the settings that every connection has, by one statement after the other, but
/// sent at once: somebody who looks after many organizations opens many files.
async fn prepare(connection: &mut AnyConnection, key: &FileKey, cache: u32) -> Result<(), sqlx::Error> {
    // HMAC_SHA256: every page that is read is authenticated first, and processors have instructions for it. It
    // takes half the time of SHA-512, SQLCipher's default, and is as sound.
    // Reading proves the key before anything else is asked.
    // WAL: readers never wait for the writer. FULL: what was answered survives a power cut.
    // temp_store: nothing of the file ever lies beside it in the clear.
    let statements = format!(
        "{}; \
         PRAGMA cipher_hmac_algorithm = HMAC_SHA256; \
         SELECT count(*) FROM sqlite_master; \
         PRAGMA cipher_log_level = NONE; \
         PRAGMA busy_timeout = 10000; \
         PRAGMA journal_mode = WAL; \
         PRAGMA synchronous = FULL; \
         PRAGMA foreign_keys = ON; \
         PRAGMA temp_store = MEMORY; \
         PRAGMA cache_size = -{cache}",
        key.pragma
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(statements)).execute(&mut *connection).await?;
    Ok(())
}
