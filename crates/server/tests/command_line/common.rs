//! An organization's file for one test, and the command line that works on it.

use rollbook_credentials::{Secret, password::Cost};
use rollbook_directory::{Directory, Entropy, Founder, NewOrganization, SystemClock};
use rollbook_domain::organization::Plan;
use rollbook_keys::Protection;
use rollbook_store::{Schema, Store};
use rollbook_testkit::{Dump, Engine, PASSWORD, dump};
use std::{
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::Arc,
};
use tempfile::TempDir;

/// The passphrase of every file here.
pub(crate) const PASSPHRASE: &str = "brisk-otter-77-lagoon";

/// A folder with an organization's file in it.
pub(crate) struct Office {
    folder: TempDir,
    /// Where it lies in a database instead.
    url: Option<String>,
}

impl Office {
    pub(crate) async fn open() -> Self {
        Self::on(Engine::Sqlite).await
    }

    /// The same on one engine.
    pub(crate) async fn on(engine: Engine) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let url = (engine == Engine::Postgres).then(postgres);
        let office = Self { folder, url };
        let store = office.made().await;
        let directory = Directory::new(store, Arc::new(SystemClock), Entropy::from_system(), Cost::MINIMUM, "");
        directory
            .create(&organization("Kubernetes Client", "owner@kubernetes.example"))
            .await
            .expect("the organization is founded");
        directory.store().close().await;
        office
    }

    async fn made(&self) -> Store {
        if let Some(url) = &self.url {
            return Store::postgres(&url.parse().expect("an address"), Schema::Migrate).await.expect("the schema");
        }
        let protection = Protection::Passphrase(Secret::new(PASSPHRASE.to_owned()));
        let key = rollbook_keys::create(&self.file(), &protection).expect("a key for the file");
        Store::file(&self.file(), &key, Schema::Migrate).await.expect("the file is made")
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.path("client.rollbook")
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a table into the folder.
    pub(crate) fn table(&self, name: &str, csv: &str) -> PathBuf {
        std::fs::write(self.path(name), csv).expect("the table is written");
        self.path(name)
    }

    /// Writes a file that is its owner's alone.
    pub(crate) fn secret(&self, name: &str, text: &str) -> PathBuf {
        let path = self.table(name, text);
        #[cfg(unix)]
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("its rights");
        path
    }

    /// The organization, opened beside the command line.
    pub(crate) async fn store(&self) -> Store {
        if let Some(url) = &self.url {
            return Store::postgres(&url.parse().expect("an address"), Schema::Expect).await.expect("it opens");
        }
        let key =
            rollbook_keys::open(&self.file(), Some(&Secret::new(PASSPHRASE.to_owned()))).expect("the key of the file");
        Store::file(&self.file(), &key, Schema::Expect).await.expect("the file opens")
    }

    /// Every row of every table.
    pub(crate) async fn dump(&self) -> Dump {
        let store = self.store().await;
        let dump = dump(&store).await;
        store.close().await;
        dump
    }

    /// A command on the organization, with what opens it, that is yet to be run.
    pub(crate) fn command(&self, asked: &str) -> Command {
        let mut command = bare();
        command.arg(asked);
        match &self.url {
            Some(url) => command.env("ROLLBOOK_DATABASE_URL", url),
            None => command.env("ROLLBOOK_PASSPHRASE", PASSPHRASE).arg("--file").arg(self.file()),
        };
        command
    }

    /// Runs `import` on tables, with switches.
    pub(crate) fn import(&self, tables: &[PathBuf], switches: &[&str]) -> Said {
        Said::of(self.command("import").args(tables).args(switches))
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

/// A key of second factors, as the configuration writes it.
pub(crate) fn factor_key(number: u8) -> String {
    // 32 times the same byte, in Base64.
    let key = ["AQEB", "AgIC", "AwMD"][usize::from(number) - 1].repeat(10)
        + ["AQE=", "AgI=", "AwM="][usize::from(number) - 1];
    format!("{number}:{key}")
}

/// The built command line, knowing nothing of whoever runs the test.
pub(crate) fn bare() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rollbook-server"));
    command.env_clear().stdin(Stdio::null());
    command
}

/// How a command ended and what it said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    pub(crate) fn of(command: &mut Command) -> Self {
        command.output().expect("the command line starts").into()
    }

    #[track_caller]
    pub(crate) fn fails_with(&self, code: i32, words: &str) {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert!(self.err.contains(words), "{words:?} is missing in {self:?}");
        assert!(!self.err.contains(PASSPHRASE));
    }

    /// The number beside a word in the table of counts.
    #[track_caller]
    pub(crate) fn count(&self, what: &str) -> u64 {
        let line = self.out.lines().find_map(|line| line.trim().strip_prefix(what));
        line.unwrap_or_else(|| panic!("{what} is missing in {self:?}")).trim().parse().expect("a number")
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("what it says is text");
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// The tables of the real organization.
pub(crate) fn tables() -> [PathBuf; 2] {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/command_line/data");
    [data.join("people.csv"), data.join("groups.csv")]
}

pub(crate) fn organization(name: &str, email: &str) -> NewOrganization {
    NewOrganization {
        name: name.to_owned(),
        language: "en".to_owned(),
        plan: Plan::Enterprise,
        founder: Founder {
            first_name: "Olga".to_owned(),
            last_name: "Nor".to_owned(),
            email: email.to_owned(),
            password: Secret::new(PASSWORD.to_owned()),
        },
    }
}
