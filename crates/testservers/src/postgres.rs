//! Throwaway PostgreSQL: a real server on loopback that forgets everything.
//!
//! [`database`] is what most tests want. The server starts with the first call in
//! a test program and ends with the program, even if that is killed.

mod account;
mod binaries;
mod template;

use account::Account;
use binaries::Binaries;
use rollbook_stage::error::StageError;
use rollbook_stage::group::{Group, Stop};
use rollbook_stage::{folder, ready};
use std::fs::File;
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
/// A port that was free may be taken a moment later: so many tries.
const TRIES: u32 = 3;

/// A running server. It ends, and its files are removed, when this is dropped.
#[derive(Debug)]
pub struct Cluster {
    binaries: Binaries,
    port: u16,
    password: String,
    databases: AtomicU32,
    _group: Group,
}

static SHARED: Mutex<Option<Arc<Cluster>>> = Mutex::new(None);

/// Makes an empty database and returns its URL. All databases of a test program are on one server.
pub fn database() -> Result<String, StageError> {
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    let cluster = match &*shared {
        Some(cluster) => Arc::clone(cluster),
        None => Arc::clone(shared.insert(Arc::new(Cluster::start()?))),
    };
    drop(shared);
    cluster.database()
}

impl Cluster {
    /// Starts a server of one's own, for tests that need it to vanish.
    pub fn start() -> Result<Self, StageError> {
        let failed = StageError::while_starting;
        let binaries = Binaries::find()?;
        let account = Account::for_server().map_err(failed("postgres"))?;
        let folder = folder::throwaway("postgres").map_err(failed("postgres"))?;
        let mut group = Group::sweeping(Stop::AtOnce, &folder).map_err(failed("postgres"))?;
        account.give(&folder).map_err(failed("postgres"))?;
        let password = template::copy(&binaries, account, &folder)?;
        let log = folder.join("log");
        let out = File::create(&log).map_err(failed("postgres"))?;
        for _ in 0..TRIES {
            let port = ready::free_port().map_err(failed("postgres"))?;
            let mut server = account.command(&binaries.program("postgres"));
            server.arg("-D").arg(folder.join("data")).arg("-p").arg(port.to_string());
            server.args(SETTINGS.iter().flat_map(|setting| ["-c", setting]));
            server.stdin(Stdio::null());
            server.stdout(out.try_clone().map_err(failed("postgres"))?);
            server.stderr(out.try_clone().map_err(failed("postgres"))?);
            group.spawn(&mut server).map_err(StageError::starting("postgres", "postgresql"))?;
            if ready::within(Duration::from_secs(30), || is_ready(&binaries, port).then_some(())).is_some() {
                let databases = AtomicU32::new(0);
                return Ok(Self { binaries, port, password, databases, _group: group });
            }
        }
        Err(StageError::NotReady { what: "postgres", said: ready::last_words(&log, 20) })
    }

    /// Makes an empty database on this server and returns its URL.
    pub fn database(&self) -> Result<String, StageError> {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let mut create = Command::new(self.binaries.program("createdb"));
        create.args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", "postgres", &name]);
        create.env("PGPASSWORD", &self.password).stdin(Stdio::null());
        let output = create.output().map_err(StageError::starting("createdb", "postgresql"))?;
        if output.status.success() {
            return Ok(format!("postgres://postgres:{}@127.0.0.1:{}/{name}", self.password, self.port));
        }
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        Err(StageError::NotReady { what: "createdb", said })
    }
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
    fn a_dropped_server_answers_no_more() {
        let cluster = Cluster::start().unwrap();
        let url = cluster.database().unwrap();
        assert_eq!(query(&url, "SELECT 1").unwrap(), "1");
        drop(cluster);
        assert!(query(&url, "SELECT 1").is_err());
    }
}
