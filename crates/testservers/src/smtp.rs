//! A real SMTP server (`aiosmtpd`), and what arrived at it.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde::Deserialize;
use tempfile::TempDir;

use crate::certificates::Certificates;
use crate::process::Server;
use crate::venv;

/// How the server protects its line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tls {
    /// Not at all.
    #[default]
    None,
    /// By STARTTLS, and it takes no mail before.
    StartTls,
    /// From the first byte.
    Implicit,
}

/// What the server asks of its clients.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How the line is protected.
    pub tls: Tls,
    /// The one user and password that may send; without it everybody may.
    pub auth: Option<(String, String)>,
    /// The names in its certificate; without any, `localhost` and 127.0.0.1.
    pub names: Vec<String>,
}

/// A running server on 127.0.0.1; it ends when it is dropped.
#[derive(Debug)]
pub struct SmtpServer {
    /// Where it listens.
    pub port: u16,
    /// The folder with one `.eml` and one `.json` per message.
    pub maildir: PathBuf,
    /// The root certificate to trust, where the line is protected.
    pub root_pem: Option<String>,
    // In this order: the process ends before its folder goes.
    _server: Server,
    _folder: TempDir,
}

/// One message as the server got it, taken apart by Python's e-mail package.
#[derive(Debug, Clone, Deserialize)]
pub struct Received {
    /// Every byte after DATA.
    pub raw: String,
    /// The envelope's sender.
    pub mail_from: String,
    /// The envelope's recipients.
    pub rcpt_tos: Vec<String>,
    /// Which connection it came by; the first is 1.
    pub session: u32,
    /// Whether that connection was encrypted.
    pub tls: bool,
    /// Who had signed in.
    pub user: Option<String>,
    /// The message's outer type, such as `multipart/alternative`.
    pub content_type: String,
    /// All headers, decoded, in their order.
    pub headers: Vec<(String, String)>,
    /// The name in `To`, decoded.
    pub to_name: String,
    /// The name in `From`, decoded.
    pub from_name: String,
    /// The plain text, decoded.
    pub text: String,
    /// The HTML, decoded.
    pub html: String,
}

impl Received {
    /// The value of the first header of that name, or nothing.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| value.as_str())
    }
}

impl SmtpServer {
    /// Starts a server on a free port. The first call of a fresh build folder installs `aiosmtpd` there.
    pub fn start(options: &Options) -> io::Result<Self> {
        let folder = TempDir::new()?;
        let maildir = folder.path().join("mail");
        std::fs::create_dir(&maildir)?;
        let mut command = Command::new(venv::python()?);
        command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("smtp/server.py"));
        command.args(["--port", "0", "--maildir"]).arg(&maildir);
        let mut root_pem = None;
        if options.tls != Tls::None {
            let own: Vec<&str> = options.names.iter().map(String::as_str).collect();
            let names = if own.is_empty() { vec!["localhost", "127.0.0.1"] } else { own };
            let certificates = Certificates::make(folder.path(), &names)?;
            let mode = if options.tls == Tls::StartTls { "starttls" } else { "implicit" };
            command.args(["--tls", mode, "--cert"]).arg(&certificates.cert).arg("--key").arg(&certificates.key);
            root_pem = Some(certificates.root_pem);
        }
        if let Some((user, password)) = &options.auth {
            command.args(["--auth", &format!("{user}:{password}")]);
        }
        let (server, port) = Server::start(&mut command)?;
        Ok(Self { port, maildir, root_pem, _server: server, _folder: folder })
    }

    /// From now on the server knows no mailbox of these addresses (550); of none where the list is empty.
    pub fn refuse(&self, addresses: &[&str]) -> io::Result<()> {
        std::fs::write(self.maildir.with_file_name("refused"), addresses.join("\n"))
    }

    /// Everything that has arrived so far, in the order of arrival.
    pub fn messages(&self) -> io::Result<Vec<Received>> {
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(&self.maildir)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
        files.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
        files.sort();
        let parse = |path: &PathBuf| serde_json::from_slice(&std::fs::read(path)?).map_err(io::Error::other);
        files.iter().map(parse).collect()
    }

    /// Waits until `count` messages are there, at most `patience`; then gives what is there.
    pub fn wait_for(&self, count: usize, patience: Duration) -> io::Result<Vec<Received>> {
        let begin = Instant::now();
        loop {
            let messages = self.messages()?;
            if messages.len() >= count || begin.elapsed() > patience {
                return Ok(messages);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}
