//! What both WebDriver servers have in common: a process on a free port, and a session in it.

use fantoccini::error::{CmdError, NewSessionError};
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use rollbook_stage::error::StageError;
use rollbook_stage::group::{Group, Stop};
use rollbook_stage::{folder, ready};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// How long a driver, or the program that it starts, may take until it answers.
const PATIENCE: Duration = Duration::from_mins(1);
/// A port that was free may be taken a moment later: so many tries.
const TRIES: u32 = 3;

/// Why a window or a browser can't be driven.
#[derive(Debug, thiserror::Error)]
pub enum DriverError {
    /// A process does not start, or a program is missing.
    #[error(transparent)]
    Stage(#[from] StageError),
    /// The driver refuses to open the program.
    #[error("no session: {source}. The driver said:\n{said}")]
    Session {
        /// The driver's answer.
        source: Box<NewSessionError>,
        /// The end of what driver and program printed.
        said: String,
    },
    /// The program did not come up in time.
    #[error("no session after {} s. The driver said:\n{said}", PATIENCE.as_secs())]
    Silent {
        /// The end of what driver and program printed.
        said: String,
    },
    /// A command failed.
    #[error(transparent)]
    Command(#[from] CmdError),
    /// A file could not be read or written.
    #[error(transparent)]
    File(#[from] io::Error),
    /// A script answered with something else than was agreed.
    #[error("the page's answer is not understood: {0}")]
    Answer(#[from] serde_json::Error),
}

/// A driver with one session. Both end when this is dropped, and so does the program.
#[derive(Debug)]
pub(crate) struct Driver {
    pub(crate) client: Client,
    _group: Group,
}

/// Starts the driver that `command` makes for a port, and opens a session.
///
/// `scratch` is removed when the driver ends; the log is written there.
pub(crate) async fn open(
    what: &'static str,
    package: &'static str,
    scratch: &Path,
    command: impl Fn(u16) -> Command,
    capabilities: Capabilities,
) -> Result<Driver, DriverError> {
    let log = scratch.join("driver.log");
    let mut group = Group::sweeping(Stop::Politely, scratch)?;
    let mut listening = None;
    for _ in 0..TRIES {
        let port = ready::free_port()?;
        let out = File::create(&log)?;
        let mut command = command(port);
        command.stdin(Stdio::null()).stdout(out.try_clone()?).stderr(out);
        group.spawn(&mut command).map_err(StageError::starting(what, package))?;
        let answer = || ready::answers(port).then_some(());
        if ready::within(Duration::from_secs(10), answer).is_some() {
            listening = Some(port);
            break;
        }
    }
    let said = || ready::last_words(&log, 20);
    let port = listening.ok_or_else(|| StageError::NotReady { what, said: said() })?;
    let url = format!("http://127.0.0.1:{port}");
    let mut builder = ClientBuilder::new(HttpConnector::new());
    let session = builder.capabilities(capabilities);
    match tokio::time::timeout(PATIENCE, session.connect(&url)).await {
        Ok(Ok(client)) => Ok(Driver { client, _group: group }),
        Ok(Err(source)) => Err(DriverError::Session { source: Box::new(source), said: said() }),
        Err(_) => Err(DriverError::Silent { said: said() }),
    }
}

/// An empty folder for one driver.
pub(crate) fn scratch(purpose: &str) -> Result<PathBuf, DriverError> {
    Ok(folder::throwaway(purpose)?)
}

impl Driver {
    /// Closes the session politely. The rest is done by the drop.
    pub(crate) async fn close(self) {
        // A program that is gone already has no session to close.
        let _closed = self.client.clone().close().await;
    }
}
