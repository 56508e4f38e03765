//! The file that is measured: an organization in it, and its owner at work.

use crate::{error::BenchError, people};
use rollbook_credentials::{Secret, password::Cost};
use rollbook_directory::{
    ActorId, Desk, Directory, Entropy, Founder, NewOrganization, SystemClock, Tables, Task,
    contract::{ImportView, RunImport},
};
use rollbook_domain::{CommandId, OrganizationId, organization::Plan};
use rollbook_store::{FileKey, Schema, Store};
use std::{path::Path, sync::Arc};

/// The key of measured files; they hold made-up people and are thrown away.
pub(crate) const KEY: [u8; 32] = [41; 32];
/// The salt at their beginning.
pub(crate) const SALT: [u8; 16] = [14; 16];
/// The password of every owner here.
pub(crate) const PASSWORD: &str = "wet-lantern-quartz-41-orbit";

/// An organization in a file.
pub(crate) struct Book {
    pub(crate) store: Store,
    /// The same file, opened again for bare statements: each side remembers pages of its own.
    pub(crate) bare: Store,
    pub(crate) directory: Directory,
    pub(crate) organization: OrganizationId,
    pub(crate) desk: Desk,
    chance: Entropy,
}

impl Book {
    /// A new file with the owner and groups.
    pub(crate) async fn create(path: &Path) -> Result<Self, BenchError> {
        Self::found(store(path, Schema::Migrate).await?, store(path, Schema::Expect).await?).await
    }

    /// A new organization with the owner and groups in a store; `bare` is the same store once more.
    pub(crate) async fn found(store: Store, bare: Store) -> Result<Self, BenchError> {
        let directory = door(&store);
        let (organization, _) = directory.create(&founded("Nordlys Rederi", "sigrun@nordlys.example")).await?;
        let book = Self::at_work(store, bare, directory, organization).await?;
        book.import("groups.csv", people::groups_csv(), false).await?;
        Ok(book)
    }

    /// One more organization; what its owner signs in with.
    #[cfg(target_os = "linux")]
    pub(crate) async fn another(&self, number: usize) -> Result<String, BenchError> {
        let email = format!("owner@fjord-{number}.example");
        self.directory.create(&founded(&format!("Fjord {number}"), &email)).await?;
        Ok(email)
    }

    /// The file as it is.
    pub(crate) async fn open(path: &Path) -> Result<Self, BenchError> {
        let store = store(path, Schema::Expect).await?;
        let directory = door(&store);
        let organizations = store.organizations().await?;
        let organization = organizations.first().ok_or_else(|| BenchError::of("the file holds no organization"))?.id;
        let bare = self::store(path, Schema::Expect).await?;
        Self::at_work(store, bare, directory, organization).await
    }

    async fn at_work(
        store: Store,
        bare: Store,
        directory: Directory,
        organization: OrganizationId,
    ) -> Result<Self, BenchError> {
        let owner = store.owner(organization).await?;
        let desk = directory.desk(organization, ActorId::Member(owner));
        Ok(Self { store, bare, directory, organization, desk, chance: Entropy::seeded(43) })
    }

    /// Ends all connections.
    pub(crate) async fn close(&self) {
        self.bare.close().await;
        self.store.close().await;
    }

    /// The id of a new command.
    pub(crate) fn command(&self) -> CommandId {
        CommandId::new(&mut self.chance.ids(self.directory.now()))
    }

    /// Imports one table as the import screen does; every row has to be taken.
    pub(crate) async fn import(&self, name: &str, csv: Vec<u8>, invite: bool) -> Result<ImportView, BenchError> {
        let tables = Tables::load(vec![(name.to_owned(), csv)])?;
        let ask = RunImport { import: 0, command: self.command(), invite, preview: false };
        let (view, _) = self.desk.import(&tables, &ask, &Task::unwatched()).await?;
        match view.rows.iter().find(|_| view.refused > 0) {
            Some(row) => Err(BenchError::Unfit(format!("{} rows of {name} were refused: {}", view.refused, row.words))),
            None => Ok(view),
        }
    }
}

fn founded(name: &str, email: &str) -> NewOrganization {
    NewOrganization {
        name: name.to_owned(),
        language: "en".to_owned(),
        plan: Plan::Enterprise,
        founder: Founder {
            first_name: "Sigrun".to_owned(),
            last_name: "Aasen".to_owned(),
            email: email.to_owned(),
            password: Secret::new(PASSWORD.to_owned()),
        },
    }
}

/// An empty store of the same schema, with the same settings, for bare statements.
pub(crate) async fn store(path: &Path, schema: Schema) -> Result<Store, BenchError> {
    Ok(Store::file(path, &FileKey::new(&KEY, &SALT), schema).await?)
}

pub(crate) fn door(store: &Store) -> Directory {
    let entropy = Entropy::seeded(42);
    Directory::new(store.clone(), Arc::new(SystemClock), entropy, Cost::MINIMUM, "http://127.0.0.1:49152")
}

/// The versions of SQLCipher and SQLite.
pub(crate) async fn sqlite(folder: &Path) -> Result<String, BenchError> {
    let store = store(&folder.join("version.rollbook"), Schema::Migrate).await?;
    let ask = |text: &'static str| sqlx::query_scalar::<_, String>(text).fetch_one(store.pool());
    let versions = format!("{}, {}", ask("PRAGMA cipher_version").await?, ask("SELECT sqlite_version()").await?);
    store.close().await;
    Ok(versions)
}
