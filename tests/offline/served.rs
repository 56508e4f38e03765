//! The sample organization behind a server that is a process of its own: it can be killed, and comes back.

use crate::at_work::far::{OWNER, give_password};
use rollbook_credentials::password::Cost;
use rollbook_directory::{
    ActorId, Desk, Directory, Entropy, SystemClock,
    contract::{Sort, SortKey, UserFilter, UserRow, UsersPage},
};
use rollbook_domain::{
    MemberId,
    member::{Tab, Tier},
};
use rollbook_stage::{
    group::{Group, Stop},
    ready::{answers, free_port, within},
};
use rollbook_store::{Schema, Store};
use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
    time::Duration,
};
use tempfile::TempDir;

/// How long the server may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server over a database of its own, with the sample in it.
pub(crate) struct Served {
    /// Its address.
    pub(crate) address: String,
    port: u16,
    folder: TempDir,
    directory: Directory,
    database: String,
    running: Option<(Group, u32)>,
}

impl Served {
    pub(crate) async fn open() -> Self {
        let database = rollbook_testservers::postgres::database().unwrap();
        let port = free_port().unwrap();
        let address = format!("http://127.0.0.1:{port}");
        let store = Store::postgres(&database.parse().unwrap(), Schema::Migrate).await.unwrap();
        let directory = Directory::new(store, Arc::new(SystemClock), Entropy::from_system(), Cost::MINIMUM, &address);
        directory.create_sample().await.unwrap();
        give_password(&database, OWNER).await;
        everybody_has_one(&database).await;
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("server.toml");
        let keys = folder.path().join("factor-keys");
        fs::write(&keys, "1:BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=").unwrap();
        fs::set_permissions(&keys, fs::Permissions::from_mode(0o600)).unwrap();
        let text = format!(
            "listen = \"127.0.0.1:{port}\"\nbase_url = \"{address}\"\ndatabase.url = \"{database}\"\n\
             passwords = {{ memory_kib = 19456, passes = 2, lanes = 1 }}\nlog.level = \"warn\"\n\
             factors.keys_file = \"{}\"\n",
            keys.display()
        );
        fs::write(&config, text).unwrap();
        fs::set_permissions(&config, fs::Permissions::from_mode(0o600)).unwrap();
        let mut served = Self { address, port, folder, directory, database, running: None };
        served.start();
        served
    }

    /// Starts the server, and waits until it answers.
    pub(crate) fn start(&mut self) {
        let mut group = Group::new(Stop::AtOnce).unwrap();
        let log = fs::File::create(self.folder.path().join("log")).unwrap();
        let mut command = Command::new(program());
        command.env_clear().arg("--config").arg(self.folder.path().join("server.toml")).arg("serve");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        let pid = group.spawn(&mut command).unwrap().id();
        self.running = Some((group, pid));
        within(PATIENCE, || answers(self.port).then_some(())).expect("the server answers");
    }

    /// Kills it: nothing is said to anybody, nothing is finished.
    pub(crate) fn kill(&mut self) {
        let (_group, pid) = self.running.take().unwrap();
        assert!(Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
        within(PATIENCE, || (!answers(self.port)).then_some(())).expect("it is gone");
    }

    /// Ends every session by time alone.
    pub(crate) async fn sessions_run_out(&self) {
        let pool = sqlx::PgPool::connect(&self.database).await.unwrap();
        sqlx::query("UPDATE session SET expires = created_at").execute(&pool).await.unwrap();
        pool.close().await;
    }

    /// The owner, at another desk: over the database itself, which is there all the time.
    pub(crate) async fn owner(&self) -> Desk {
        let organization = self.directory.store().organizations().await.unwrap().remove(0).id;
        let owner = self.directory.owner(organization).await.unwrap();
        self.directory.desk(organization, ActorId::Member(owner.id))
    }

    /// Three people who are no administrators.
    pub(crate) async fn people(&self) -> [UserRow; 3] {
        let ask = UsersPage {
            filter: UserFilter { tiers: vec![Tier::User], suspended: Some(false), ..Desk::whole_tab(Tab::Active) },
            sort: Sort { key: SortKey::Email, descending: false },
            offset: 0,
            take: 3,
            anchor: None,
        };
        self.owner().await.users_page(&ask).await.unwrap().rows.try_into().unwrap()
    }

    /// Whoever has an address.
    pub(crate) async fn of(&self, email: &str) -> MemberId {
        let filter = UserFilter { text: email.to_owned(), ..Desk::whole_tab(Tab::Active) };
        let sort = Sort { key: SortKey::Email, descending: false };
        let ask = UsersPage { filter, sort, offset: 0, take: 1, anchor: None };
        self.owner().await.users_page(&ask).await.unwrap().rows[0].id
    }

    /// How often something happened to somebody.
    pub(crate) async fn times(&self, member: MemberId, kind: &str) -> i64 {
        let ask = serde_json::json!({ "filter": { "person": member, "kinds": [kind] }, "before": null, "take": 50 });
        self.owner().await.log_page(&serde_json::from_value(ask).unwrap()).await.unwrap().matching
    }
}

/// Whoever has chosen a password can be sent a link to choose another.
async fn everybody_has_one(database: &str) {
    let pool = sqlx::PgPool::connect(database).await.unwrap();
    let statement = "UPDATE account SET password_at = created_at, \
         password = (SELECT password FROM account WHERE email_key = $1) WHERE password IS NULL";
    sqlx::query(statement).bind(OWNER).execute(&pool).await.unwrap();
    pool.close().await;
}

/// Who owns it.
pub(crate) const WHO: &str = OWNER;

/// The server’s program, built beside the window’s.
fn program() -> PathBuf {
    let program = Path::new(env!("CARGO_BIN_EXE_rollbook")).with_file_name("rollbook-server");
    assert!(program.is_file(), "cargo build --workspace --bin rollbook-server makes {}", program.display());
    program
}
