//! Where a test's database lies; it goes when the place goes.

use rollbook_store::{Address, Engine, FileKey, Schema, Store, StoreError};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The place of one database, empty at first.
#[derive(Debug)]
pub struct Place {
    /// Which engine keeps it.
    pub engine: Engine,
    folder: TempDir,
    url: String,
}

impl Place {
    /// A place for an encrypted file, or a database of the throwaway PostgreSQL.
    pub fn new(engine: Engine) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let url = match engine {
            Engine::Sqlite => String::new(),
            Engine::Postgres => postgres(),
        };
        Self { engine, folder, url }
    }

    /// The place of a database that is there already.
    pub fn of_database(url: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        Self { engine: Engine::Postgres, folder, url: url.to_owned() }
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
        self.url.parse().expect("the address of the throwaway PostgreSQL")
    }

    /// A store here; the first call makes the schema.
    pub async fn store(&self) -> Store {
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

#[cfg(target_os = "linux")]
fn postgres() -> String {
    rollbook_testservers::postgres::database().expect("a throwaway PostgreSQL")
}

#[cfg(not(target_os = "linux"))]
fn postgres() -> String {
    panic!("PostgreSQL is started for tests on Linux only")
}
