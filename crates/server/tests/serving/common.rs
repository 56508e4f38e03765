//! A server process for one test, and what it works with.

use reqwest::{Client, StatusCode};
use rollbook_credentials::{Secret, password::Cost};
use rollbook_directory::{
    ActorId, Desk, Directory, Entropy, Founder, NewOrganization, SystemClock, contract::InviteUser,
};
use rollbook_domain::{
    CommandId, MemberId, OrganizationId,
    member::{AccessMode, Tier},
    organization::Plan,
};
use rollbook_stage::{
    group::{Group, Stop},
    ready::free_port,
};
use rollbook_store::{Schema, Store};
use rollbook_testkit::PASSWORD;
use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// How long a test waits for what has to come.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// The built program, knowing nothing of whoever runs the test.
pub(crate) fn bare(asked: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rollbook-server"));
    command.env_clear().stdin(Stdio::null()).arg(asked);
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
        let output = command.output().expect("the program starts");
        let text = |bytes| String::from_utf8(bytes).expect("what it says is text");
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    #[track_caller]
    pub(crate) fn fails_with(&self, code: i32, words: &str) {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert!(self.err.contains(words), "{words:?} is missing in {self:?}");
    }
}

/// A configuration in a folder of its own.
pub(crate) struct Settings {
    folder: TempDir,
    port: u16,
    values: BTreeMap<String, String>,
}

impl Settings {
    /// One that serves a database at a free port.
    pub(crate) fn over(database: &str) -> Self {
        let port = free_port().expect("a free port");
        let folder = tempfile::tempdir().expect("a folder for the test");
        let mut settings = Self { folder, port, values: BTreeMap::new() };
        settings.set("listen", &format!("\"127.0.0.1:{port}\""));
        settings.set("base_url", &format!("\"http://127.0.0.1:{port}\""));
        if !database.is_empty() {
            settings.set("database.url", &format!("\"{database}\""));
        }
        // The least that R23 allows: tests hash without having been optimised.
        for (key, value) in [("memory_kib", "19456"), ("passes", "2"), ("lanes", "1")] {
            settings.set(&format!("passwords.{key}"), value);
        }
        settings
    }

    /// Sets a key to a value as TOML writes it.
    pub(crate) fn set(&mut self, key: &str, value: &str) -> &mut Self {
        self.values.insert(key.to_owned(), value.to_owned());
        self
    }

    /// Sets a key to a file.
    pub(crate) fn set_path(&mut self, key: &str, path: &Path) -> &mut Self {
        let path = path.to_str().expect("a path of a test");
        self.set(key, &format!("\"{path}\""))
    }

    pub(crate) fn unset(&mut self, key: &str) -> &mut Self {
        self.values.remove(key);
        self
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A file in the folder that only its owner may read.
    pub(crate) fn secret(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder().join(name);
        fs::write(&path, text).expect("the file is written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("its rights are set");
        path
    }

    /// Writes the file.
    pub(crate) fn file(&self) -> PathBuf {
        let lines: Vec<String> = self.values.iter().map(|(key, value)| format!("{key} = {value}\n")).collect();
        self.secret("server.toml", &lines.concat())
    }

    /// A command with this configuration.
    pub(crate) fn command(&self, asked: &str) -> Command {
        let mut command = bare(asked);
        command.arg("--config").arg(self.file());
        command
    }

    pub(crate) fn said(&self, asked: &str) -> Said {
        Said::of(&mut self.command(asked))
    }

    pub(crate) fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Starts the server, and waits until it takes connections.
    pub(crate) async fn serve(&self) -> Server {
        let mut server = self.start();
        server.until(async |server| server.get("/healthz").await.is_some()).await;
        server
    }

    /// Starts the server.
    pub(crate) fn start(&self) -> Server {
        let log = self.folder().join("log");
        let out = fs::File::create(&log).expect("a file for the log");
        let mut group = Group::new(Stop::Politely).expect("a group");
        let mut command = self.command("serve");
        let child = group.spawn(command.stdout(Stdio::null()).stderr(out)).expect("the server starts");
        let pid = child.id();
        Server { base: self.base(), pid, log, client: client(), group }
    }
}

pub(crate) fn client() -> Client {
    // A connection for each request: none is one that the server has just hung up on.
    let client = Client::builder().redirect(reqwest::redirect::Policy::none()).pool_max_idle_per_host(0);
    client.timeout(PATIENCE).build().expect("a client")
}

/// A running server; it ends with the test.
pub(crate) struct Server {
    pub(crate) base: String,
    pub(crate) pid: u32,
    log: PathBuf,
    pub(crate) client: Client,
    group: Group,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) text: String,
}

pub(crate) async fn answer(request: reqwest::RequestBuilder) -> Option<Answer> {
    let response = request.send().await.ok()?;
    let (status, headers) = (response.status(), response.headers().clone());
    Some(Answer { status, headers, text: response.text().await.ok()? })
}

impl Server {
    /// What a page answers; nothing where the connection fails.
    pub(crate) async fn get(&self, path: &str) -> Option<Answer> {
        answer(self.client.get(format!("{}{path}", self.base))).await
    }

    pub(crate) async fn status(&self, path: &str) -> u16 {
        self.get(path).await.expect("an answer").status.as_u16()
    }

    /// Sends a form as a browser does.
    pub(crate) fn form(&self, path: &str, form: &str) -> reqwest::RequestBuilder {
        let request = self.client.post(format!("{}{path}", self.base)).body(form.to_owned());
        request.header("content-type", "application/x-www-form-urlencoded").header("origin", &self.base)
    }

    /// The person behind a link accepts with [`PASSWORD`].
    pub(crate) async fn accept(&self, path: &str) -> Option<Answer> {
        answer(self.form(path, &format!("password={PASSWORD}&again={PASSWORD}"))).await
    }

    /// Waits until something holds.
    pub(crate) async fn until(&mut self, holds: impl AsyncFn(&Self) -> bool) {
        let begun = Instant::now();
        loop {
            if holds(self).await {
                return;
            }
            assert!(!self.group.lost_one(), "the server ended: {}", self.log());
            assert!(begun.elapsed() < PATIENCE, "it didn’t come: {}", self.log());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until the server can be used.
    pub(crate) async fn until_ready(&mut self) {
        self.until(async |server| server.get("/readyz").await.is_some_and(|answer| answer.status == 200)).await;
    }

    /// Waits until the server has noticed that its database is away.
    pub(crate) async fn until_away(&mut self) {
        self.until(async |server| server.get("/readyz").await.is_some_and(|answer| answer.status == 503)).await;
    }

    /// Everything that it logged.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(&self.log).expect("the log")
    }

    /// Asks it to end as the system does.
    pub(crate) fn ask_to_end(&self) {
        self.signal("TERM");
    }

    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name, &self.pid.to_string()]).status().expect("kill runs");
        assert!(sent.success());
    }

    /// Waits until the process has ended.
    pub(crate) async fn until_ended(&mut self) {
        let begun = Instant::now();
        while !self.group.lost_one() {
            assert!(begun.elapsed() < PATIENCE, "it doesn’t end: {}", self.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// A door of the test's own to the database that servers work on, with an organization.
pub(crate) struct Office {
    pub(crate) directory: Directory,
    pub(crate) organization: OrganizationId,
    pub(crate) owner: MemberId,
    chance: Entropy,
}

impl Office {
    /// Sets the database up and founds Nordlys, owned by Sigrun Aasen with [`PASSWORD`].
    pub(crate) async fn found(database: &str, base: &str) -> Self {
        let address = database.parse().expect("an address");
        let store = Store::postgres(&address, Schema::Migrate).await.expect("the database opens");
        let directory = Directory::new(store, Arc::new(SystemClock), Entropy::from_system(), Cost::MINIMUM, base);
        let founder = Founder {
            first_name: "Sigrun".to_owned(),
            last_name: "Aasen".to_owned(),
            email: "sigrun@nordlys.example".to_owned(),
            password: Secret::new(PASSWORD.to_owned()),
        };
        let new =
            NewOrganization { name: "Nordlys".to_owned(), language: "en".to_owned(), plan: Plan::Enterprise, founder };
        let (organization, owner) = directory.create(&new).await.expect("the organization is founded");
        Self { directory, organization, owner, chance: Entropy::from_system() }
    }

    pub(crate) fn desk(&self) -> Desk {
        self.directory.desk(self.organization, ActorId::Member(self.owner))
    }

    /// Invites somebody.
    pub(crate) async fn invite(&self, name: &str, email: &str) -> MemberId {
        let (first_name, last_name) = name.split_once(' ').unwrap_or((name, ""));
        let ask = InviteUser {
            command: CommandId::new(&mut self.chance.ids(self.directory.now())),
            first_name: first_name.to_owned(),
            last_name: last_name.to_owned(),
            email: email.to_owned(),
            tier: Tier::User,
            access: AccessMode::Custom,
            kind: None,
            groups: Vec::new(),
            roles: Vec::new(),
            grants: Vec::new(),
            licences: Vec::new(),
            portals: Vec::new(),
            contact: String::new(),
            customer: String::new(),
            language: "en".to_owned(),
            send: true,
            preview: None,
        };
        let outcome = self.desk().invite(&ask).await.expect("the invitation is sent");
        outcome.member.expect("the invited member")
    }

    /// The path of the link in the mail that waits for an address.
    pub(crate) async fn path_for(&self, email: &str) -> String {
        let store = self.directory.store();
        let (mails, _) = store.mail_page(self.organization, &[], email, 0, 500).await.expect("the outbox");
        let link = mails.into_iter().find_map(|mail| mail.link.filter(|_| mail.to_address == email));
        let link = link.unwrap_or_else(|| panic!("no link waits for {email}"));
        link.strip_prefix(&self.directory.portal()).expect("the link is of the base address").to_owned()
    }

    /// Invites somebody, and gives the path of their link.
    pub(crate) async fn invited(&self, name: &str, email: &str) -> String {
        self.invite(name, email).await;
        self.path_for(email).await
    }

    /// How many of the links are used.
    pub(crate) async fn active(&self) -> u64 {
        self.desk().users_counts().await.expect("the counts").active
    }

    pub(crate) async fn whole(&self) -> bool {
        self.directory.store().verify_log(self.organization, |_| {}).await.expect("the log").is_none()
    }
}
