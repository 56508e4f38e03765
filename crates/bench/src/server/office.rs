//! What is measured: a database of its own with an organization in it, and the server over it.

use super::line::Line;
use crate::{book::Book, error::BenchError, fill};
use rollbook_stage::{
    error::StageError,
    group::{Group, Stop},
    ready,
};
use rollbook_store::{Schema, Store};
use rollbook_testservers::postgres::Cluster;
use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

/// The cost of a password's hash here: what a server of these days measures itself to be right.
pub(crate) const COST: (u32, u32, u32) = (65_536, 2, 1);

/// The server at work.
pub(crate) struct Office {
    pub(crate) book: Book,
    pub(crate) host: String,
    pub(crate) pid: u32,
    /// The session of the organization's owner.
    pub(crate) token: String,
    _group: Group,
    _cluster: Cluster,
}

impl Office {
    pub(crate) async fn open(program: &Path, folder: &Path, members: u64) -> Result<Self, BenchError> {
        let cluster = Cluster::start_lasting().map_err(BenchError::of)?;
        let url = cluster.database().map_err(BenchError::of)?;
        let address = url.parse().map_err(BenchError::of)?;
        let store = Store::postgres(&address, Schema::Migrate).await?;
        let bare = Store::postgres(&address, Schema::Expect).await?;
        let book = Book::found(store, bare).await?;
        fill::fill_up(&book, members).await?;
        // As the database's own housekeeping leaves it after a while.
        sqlx::query("VACUUM ANALYZE").execute(book.bare.pool()).await?;

        let port = ready::free_port()?;
        let host = format!("127.0.0.1:{port}");
        let config = folder.join("server.toml");
        let (memory, passes, lanes) = COST;
        let text = format!(
            "listen = \"{host}\"\nbase_url = \"http://{host}\"\ndatabase.url = \"{url}\"\n\
             passwords = {{ memory_kib = {memory}, passes = {passes}, lanes = {lanes} }}\nlog.level = \"warn\"\n"
        );
        fs::write(&config, text)?;
        fs::set_permissions(&config, fs::Permissions::from_mode(0o600))?;
        let mut group = Group::new(Stop::Politely)?;
        let mut server = Command::new(program);
        server.env_clear().arg("--config").arg(&config).arg("serve").stdin(Stdio::null()).stdout(Stdio::null());
        let pid = group
            .spawn(&mut server)
            .map_err(StageError::while_starting("rollbook-server"))
            .map_err(BenchError::of)?
            .id();
        // Nobody is signed in before the database was seen.
        let signed_in = async {
            loop {
                if let Ok(token) = sign_in(&host, OWNER).await {
                    return token;
                }
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        };
        let token = tokio::time::timeout(Duration::from_mins(1), signed_in).await;
        let token = token.map_err(|_| BenchError::of("the server didn’t become ready"))?;
        Ok(Self { book, host, pid, token, _group: group, _cluster: cluster })
    }

    pub(crate) async fn close(self) {
        self.book.close().await;
    }
}

/// The owner of the organization.
pub(crate) const OWNER: &str = "sigrun@nordlys.example";

/// Signs somebody in; their session's token.
pub(crate) async fn sign_in(host: &str, email: &str) -> Result<String, BenchError> {
    sign_in_on(&mut Line::open(host).await?, email).await
}

/// The same on an open connection.
pub(crate) async fn sign_in_on(line: &mut Line, email: &str) -> Result<String, BenchError> {
    let ask = serde_json::json!({ "email": email, "password": crate::book::PASSWORD, "device": "bench" }).to_string();
    let said: serde_json::Value =
        serde_json::from_slice(line.post("/api/v1/session", "", &ask).await?).map_err(BenchError::of)?;
    let token = said.get("token").and_then(serde_json::Value::as_str);
    token.map(str::to_owned).ok_or_else(|| BenchError::of("a sign-in without a token"))
}
