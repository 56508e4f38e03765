//! The app's own window, driven through WebKitWebDriver.
//!
//! Do not set `WEBKIT_DISABLE_DMABUF_RENDERER` or
//! `WEBKIT_DISABLE_COMPOSITING_MODE` for a driven window: with them, taking a
//! picture never ends.

use crate::driver::{self, Driver};
use crate::page::{self, Theme, Violation};
use crate::places;
use fantoccini::Client;
use serde_json::json;
use std::fs::File;
use std::io;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::Command;

pub use crate::driver::DriverError;

/// The right to open windows. One test on the machine holds it at a time, because
/// several windows at once are too much for a small one. It is given back on drop.
#[derive(Debug)]
pub struct Turn {
    _lock: File,
}

impl Turn {
    /// Waits until no other test has a window open.
    pub async fn take() -> io::Result<Self> {
        tokio::task::spawn_blocking(|| {
            let lock = File::create(places::test_tools()?.join("windows.lock"))?;
            lock.lock()?;
            Ok(Self { _lock: lock })
        })
        .await
        .map_err(io::Error::other)?
    }
}

/// A program with a web view in it, and what it is given.
#[derive(Debug, Clone)]
pub struct Program {
    binary: PathBuf,
    arguments: Vec<String>,
    env: Vec<(String, String)>,
}

impl Program {
    /// The program at `binary`, without arguments.
    pub fn new(binary: impl Into<PathBuf>) -> Self {
        Self { binary: binary.into(), arguments: Vec::new(), env: Vec::new() }
    }

    /// Adds an argument.
    #[must_use]
    pub fn arg(mut self, argument: impl Into<String>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// Sets a variable.
    #[must_use]
    pub fn env(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.envs([(name, value)])
    }

    /// Sets variables, for example those of an `Xvfb` and a `Keychain`.
    #[must_use]
    pub fn envs<N: Into<String>, V: Into<String>>(mut self, env: impl IntoIterator<Item = (N, V)>) -> Self {
        self.env.extend(env.into_iter().map(|(name, value)| (name.into(), value.into())));
        self
    }
}

/// An open window. Everything that fantoccini's [`Client`] can do, it can do. The
/// program ends when this is dropped.
#[derive(Debug)]
pub struct Window<'turn> {
    driver: Driver,
    _turn: &'turn Turn,
}

impl<'turn> Window<'turn> {
    /// Starts the program and returns when its first page can be asked.
    pub async fn open(turn: &'turn Turn, program: &Program) -> Result<Self, DriverError> {
        let options = json!({ "binary": program.binary, "args": program.arguments });
        let mut capabilities = fantoccini::wd::Capabilities::new();
        capabilities.insert("webkitgtk:browserOptions".to_owned(), options);
        let driver = |port: u16| {
            let mut command = Command::new("WebKitWebDriver");
            command.arg(format!("--port={port}")).arg("--host=127.0.0.1");
            // A test that names no session bus must not reach the one of the person who runs it.
            command.env("DBUS_SESSION_BUS_ADDRESS", "disabled:");
            // Pictures that are taken through the driver wait for the compositor.
            command.env("ROLLBOOK_COMPOSITOR", "keep");
            // The program inherits what its driver is given.
            command.envs(program.env.iter().map(|(name, value)| (name, value)));
            command.env("TAURI_WEBVIEW_AUTOMATION", "true");
            command
        };
        let scratch = driver::scratch("window")?;
        let driver = driver::open("WebKitWebDriver", "webkit2gtk-driver", &scratch, driver, capabilities).await?;
        Ok(Self { driver, _turn: turn })
    }

    /// Waits until the window shows what the page holds now.
    pub async fn painted(&self) -> Result<(), DriverError> {
        page::painted(self).await
    }

    /// Writes a picture of what the window shows now to `path`, as PNG.
    pub async fn screenshot(&self, path: impl AsRef<Path>) -> Result<(), DriverError> {
        page::screenshot(self, path.as_ref()).await
    }

    /// Looks for barriers on the page as it is now.
    pub async fn axe(&self) -> Result<Vec<Violation>, DriverError> {
        page::axe(self).await
    }

    /// Makes the window so many pixels large.
    pub async fn resize(&self, width: u32, height: u32) -> Result<(), DriverError> {
        Ok(self.set_window_rect(0, 0, width, height).await?)
    }

    /// Shows the page in the colours of `theme`.
    pub async fn theme(&self, theme: Theme) -> Result<(), DriverError> {
        page::set_theme(self, theme).await
    }

    /// Closes the window as a person does who is done.
    pub async fn close(self) {
        self.driver.close().await;
    }
}

impl Deref for Window<'_> {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.driver.client
    }
}
