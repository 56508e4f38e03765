//! Throwaway PostgreSQL: a real server on loopback that forgets everything.
//!
//! [`database`] is what most tests want. The server starts with the first call in
//! a test program and ends with the program, even if that is killed.

mod account;
mod binaries;
mod template;

use crate::certificates::Certificates;
use account::Account;
use binaries::Binaries;
use rollbook_stage::error::StageError;
use rollbook_stage::group::{Group, Stop};
use rollbook_stage::{folder, ready};
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// No promise about the disk is kept, because nothing outlives the test.
const SETTINGS: [&str; 8] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "shared_buffers=32MB",
    "max_connections=200",
    "log_min_messages=warning",
];
/// As an administrator sets a small server up.
const LASTING: [&str; 6] = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "shared_buffers=1GB",
    "effective_cache_size=2GB",
    "max_connections=100",
    "log_min_messages=warning",
];
/// A port that was free may be taken a moment later: so many tries.
const TRIES: u32 = 3;

/// A running server. It ends, and its files are removed, when this is dropped.
#[derive(Debug)]
pub struct Cluster {
    binaries: Binaries,
    port: u16,
    password: String,
    databases: AtomicU32,
    account: Account,
    folder: PathBuf,
    settings: Vec<String>,
    group: Group,
}

static SHARED: Mutex<Option<Arc<Cluster>>> = Mutex::new(None);

/// Makes an empty database and returns its URL. All databases of a test program are on one server.
pub fn database() -> Result<String, StageError> {
    shared()?.database()
}

/// Makes a database with all that is in the one at `url`, which [`database`] made and nobody is connected to;
/// returns its URL.
pub fn copy_of(url: &str) -> Result<String, StageError> {
    let name = url.rsplit_once('/').map_or(url, |(_, name)| name);
    shared()?.create(Some(name))
}

fn shared() -> Result<Arc<Cluster>, StageError> {
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(match &*shared {
        Some(cluster) => Arc::clone(cluster),
        None => Arc::clone(shared.insert(Arc::new(Cluster::start()?))),
    })
}

impl Cluster {
    /// Starts a server of one's own, for tests that need it to vanish.
    pub fn start() -> Result<Self, StageError> {
        Self::start_with(&SETTINGS, None)
    }

    /// The same, which encrypts with this certificate, and takes no plain connections.
    pub fn start_encrypted(certificates: &Certificates) -> Result<Self, StageError> {
        Self::start_with(&SETTINGS, Some(certificates))
    }

    /// The same, which keeps its promises to the disk, for measuring.
    pub fn start_lasting() -> Result<Self, StageError> {
        Self::start_with(&LASTING, None)
    }

    fn start_with(settings: &[&str], certificates: Option<&Certificates>) -> Result<Self, StageError> {
        let failed = StageError::while_starting;
        let binaries = Binaries::find()?;
        let account = Account::for_server().map_err(failed("postgres"))?;
        let folder = folder::throwaway("postgres").map_err(failed("postgres"))?;
        let group = Group::sweeping(Stop::AtOnce, &folder).map_err(failed("postgres"))?;
        account.give(&folder).map_err(failed("postgres"))?;
        let password = template::copy(&binaries, account, &folder)?;
        let mut settings: Vec<String> = settings.iter().map(ToString::to_string).collect();
        if let Some(certificates) = certificates {
            settings.extend(encrypt(account, &folder, certificates).map_err(failed("postgres"))?);
        }
        let databases = AtomicU32::new(0);
        let mut cluster = Self { binaries, port: 0, password, databases, account, folder, settings, group };
        for _ in 0..TRIES {
            cluster.port = ready::free_port().map_err(failed("postgres"))?;
            if cluster.spawn()? {
                return Ok(cluster);
            }
        }
        Err(cluster.not_ready())
    }

    /// Starts the process; whether it became ready.
    fn spawn(&mut self) -> Result<bool, StageError> {
        let failed = StageError::while_starting;
        let out = File::options().append(true).create(true).open(self.log()).map_err(failed("postgres"))?;
        let mut server = self.account.command(&self.binaries.program("postgres"));
        server.arg("-D").arg(self.folder.join("data")).arg("-p").arg(self.port.to_string());
        server.args(self.settings.iter().flat_map(|setting| ["-c", setting]));
        server.stdin(Stdio::null());
        server.stdout(out.try_clone().map_err(failed("postgres"))?).stderr(out);
        self.group.spawn(&mut server).map_err(StageError::starting("postgres", "postgresql"))?;
        let (binaries, port) = (&self.binaries, self.port);
        Ok(ready::within(Duration::from_secs(30), || is_ready(binaries, port).then_some(())).is_some())
    }

    fn log(&self) -> PathBuf {
        self.folder.join("log")
    }

    fn not_ready(&self) -> StageError {
        StageError::NotReady { what: "postgres", said: ready::last_words(&self.log(), 20) }
    }

    /// Stops it in the middle of whatever it does; its data stay.
    pub fn stop(&self) -> Result<(), StageError> {
        let mut stop = self.account.command(&self.binaries.program("pg_ctl"));
        stop.arg("-D").arg(self.folder.join("data")).args(["-m", "fast", "-w", "stop"]).stdin(Stdio::null());
        let output = stop.output().map_err(StageError::starting("pg_ctl", "postgresql"))?;
        if output.status.success() {
            return Ok(());
        }
        Err(StageError::NotReady { what: "pg_ctl", said: String::from_utf8_lossy(&output.stderr).into_owned() })
    }

    /// Starts it again at the same port, with the same data.
    pub fn start_again(&mut self) -> Result<(), StageError> {
        if self.spawn()? { Ok(()) } else { Err(self.not_ready()) }
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// A program that comes with the server, such as `pg_dump`, with the password in its environment.
    pub fn client(&self, name: &str) -> Command {
        let mut command = Command::new(self.binaries.program(name));
        command.env("PGPASSWORD", &self.password).stdin(Stdio::null());
        command
    }

    /// Makes an empty database on this server and returns its URL.
    pub fn database(&self) -> Result<String, StageError> {
        self.create(None)
    }

    fn create(&self, like: Option<&str>) -> Result<String, StageError> {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let mut create = Command::new(self.binaries.program("createdb"));
        create.args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", "postgres"]);
        create.args(like.iter().flat_map(|like| ["-T", like])).arg(&name);
        create.env("PGPASSWORD", &self.password).stdin(Stdio::null());
        let output = create.output().map_err(StageError::starting("createdb", "postgresql"))?;
        if output.status.success() {
            return Ok(format!("postgres://postgres:{}@127.0.0.1:{}/{name}", self.password, self.port));
        }
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        Err(StageError::NotReady { what: "createdb", said })
    }
}

/// Puts the certificate where the server may read it; the settings that use it.
fn encrypt(account: Account, folder: &Path, certificates: &Certificates) -> io::Result<[String; 4]> {
    let (cert, key, rules) = (folder.join("server.pem"), folder.join("server.key"), folder.join("hba.conf"));
    fs::copy(&certificates.cert, &cert)?;
    fs::copy(&certificates.key, &key)?;
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600))?;
    fs::write(&rules, "hostssl all all all scram-sha-256\n")?;
    for file in [&cert, &key, &rules] {
        account.give(file)?;
    }
    let setting = |name: &str, file: &Path| format!("{name}={}", file.display());
    Ok([
        "ssl=on".to_owned(),
        setting("ssl_cert_file", &cert),
        setting("ssl_key_file", &key),
        setting("hba_file", &rules),
    ])
}

fn is_ready(binaries: &Binaries, port: u16) -> bool {
    let mut ask = Command::new(binaries.program("pg_isready"));
    ask.args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()]);
    ready::answers(port) && ask.status().is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(url: &str, sql: &str) -> Result<String, String> {
        let psql = Binaries::find().unwrap().program("psql");
        let output = Command::new(psql).args(["-XAtq", "-c", sql, url]).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().trim().to_owned();
        if output.status.success() { Ok(text(output.stdout)) } else { Err(text(output.stderr)) }
    }

    #[test]
    fn each_database_is_empty_and_its_own() {
        let (one, two) = (database().unwrap(), database().unwrap());
        assert_ne!(one, two);
        query(&one, "CREATE TABLE people (name text); INSERT INTO people VALUES ('Łukasz')").unwrap();
        assert_eq!(query(&one, "SELECT name FROM people").unwrap(), "Łukasz");
        assert!(query(&two, "SELECT name FROM people").unwrap_err().contains("does not exist"));
    }

    #[test]
    fn the_server_asks_for_its_password() {
        let mut url = url::Url::parse(&database().unwrap()).unwrap();
        assert_eq!(query(url.as_str(), "SELECT 1").unwrap(), "1");
        url.set_password(Some("guess")).unwrap();
        assert!(query(url.as_str(), "SELECT 1").unwrap_err().contains("password authentication failed"));
    }

    #[test]
    fn a_server_that_was_stopped_comes_back_with_its_data() {
        let mut cluster = Cluster::start().unwrap();
        let url = cluster.database().unwrap();
        query(&url, "CREATE TABLE people (name text)").unwrap();
        cluster.stop().unwrap();
        assert!(query(&url, "SELECT 1").is_err());
        cluster.start_again().unwrap();
        assert_eq!(query(&url, "SELECT count(*) FROM people").unwrap(), "0");
    }

    #[test]
    fn a_dropped_server_answers_no_more() {
        let cluster = Cluster::start().unwrap();
        let url = cluster.database().unwrap();
        assert_eq!(query(&url, "SELECT 1").unwrap(), "1");
        drop(cluster);
        assert!(query(&url, "SELECT 1").is_err());
    }
}
