//! Where a test's database lies; it goes when the place goes.

use rollbook_store::{Address, Engine, FileKey, Schema, Store, StoreError};
use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
};
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// The place of one database, empty at first.
#[derive(Debug)]
pub struct Place {
    /// Which engine keeps it.
    pub engine: Engine,
    folder: TempDir,
    /// Made when it is asked for: whoever wants a schema in it gets a copy.
    url: OnceLock<String>,
}

/// A database of the throwaway PostgreSQL with the schema and nothing else: making a schema takes longer than
/// most tests.
static EMPTY: OnceCell<String> = OnceCell::const_new();

impl Place {
    /// A place for an encrypted file, or a database of the throwaway PostgreSQL.
    pub fn new(engine: Engine) -> Self {
        Self { engine, folder: tempfile::tempdir().expect("a folder for the test"), url: OnceLock::new() }
    }

    /// The place of a database that is there already.
    pub fn of_database(url: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        Self { engine: Engine::Postgres, folder, url: OnceLock::from(url.to_owned()) }
    }

    /// The key of the file.
    pub fn key() -> FileKey {
        FileKey::new(&[7; 32], &[9; 16])
    }

    /// A key that isn't the file's.
    pub fn other_key() -> FileKey {
        FileKey::new(&[8; 32], &[9; 16])
    }

    /// The folder of the test.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The file of SQLite.
    pub fn file(&self) -> PathBuf {
        self.folder.path().join("nordlys.rollbook")
    }

    /// The address of the database; a file has none.
    pub fn address(&self) -> Address {
        address(self.url.get_or_init(postgres::database))
    }

    /// A store here; the first call makes the schema.
    pub async fn store(&self) -> Store {
        if self.engine == Engine::Postgres && self.url.get().is_none() {
            let empty = EMPTY.get_or_init(with_schema).await;
            self.url.get_or_init(|| postgres::copy_of(empty));
        }
        self.open(Schema::Migrate).await.expect("the store opens")
    }

    /// Opens the database that is here, or says why not.
    pub async fn open(&self, schema: Schema) -> Result<Store, StoreError> {
        match self.engine {
            Engine::Sqlite => Store::file(&self.file(), &Self::key(), schema).await,
            Engine::Postgres => Store::postgres(&self.address(), schema).await,
        }
    }
}

fn address(url: &str) -> Address {
    url.parse().expect("the address of the throwaway PostgreSQL")
}

async fn with_schema() -> String {
    let url = postgres::database();
    Store::postgres(&address(&url), Schema::Migrate).await.expect("the schema is made").close().await;
    url
}

#[cfg(target_os = "linux")]
mod postgres {
    use rollbook_testservers::postgres;

    pub(super) fn database() -> String {
        postgres::database().expect("a throwaway PostgreSQL")
    }

    pub(super) fn copy_of(url: &str) -> String {
        postgres::copy_of(url).expect("a throwaway PostgreSQL")
    }
}

#[cfg(not(target_os = "linux"))]
mod postgres {
    pub(super) fn database() -> String {
        panic!("PostgreSQL is started for tests on Linux only")
    }

    pub(super) fn copy_of(_: &str) -> String {
        database()
    }
}
