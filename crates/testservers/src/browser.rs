//! Chromium without a screen, for the pages that people open in their own browser.

use crate::driver::{self, Driver, DriverError};
use crate::page::{self, Violation};
use crate::places;
use fantoccini::Client;
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use http::Method;
use rollbook_stage::error::StageError;
use serde_json::{Value, json};
use std::fs;
use std::ops::Deref;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::process::Command;
use url::{ParseError, Url};

/// Chromium sends nothing and asks nobody by itself.
const QUIET: [&str; 10] = [
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--window-size=1280,800",
    "--force-device-scale-factor=1",
];

/// An open browser with an empty profile. Everything that fantoccini's [`Client`]
/// can do, it can do. It ends when this is dropped.
#[derive(Debug)]
pub struct Browser {
    driver: Driver,
    runs_scripts: bool,
}

impl Browser {
    /// Opens a browser.
    pub async fn open() -> Result<Self, DriverError> {
        Self::with(true).await
    }

    /// Opens a browser whose owner has turned JavaScript off.
    pub async fn without_javascript() -> Result<Self, DriverError> {
        Self::with(false).await
    }

    async fn with(runs_scripts: bool) -> Result<Self, DriverError> {
        let missing = |program, package| StageError::Missing { program, package };
        let chromium = places::on_path(&["chromium", "chromium-browser", "google-chrome"])
            .ok_or_else(|| missing("chromium", "chromium"))?;
        let chromedriver = places::on_path(&["chromedriver", "chromium.chromedriver"])
            .ok_or_else(|| missing("chromedriver", "chromium-driver"))?;
        let scratch = driver::scratch("browser")?;
        let mut options = json!({ "binary": chromium, "args": arguments(&scratch) });
        if !runs_scripts {
            options["prefs"] = json!({ "profile.managed_default_content_settings.javascript": 2 });
        }
        let mut capabilities = Capabilities::new();
        capabilities.insert("goog:chromeOptions".to_owned(), options);
        // The drivers of passkeys are part of the session from its beginning.
        capabilities.insert("webauthn:virtualAuthenticators".to_owned(), json!(true));
        let command = |port: u16| {
            let mut command = Command::new(&chromedriver);
            command.arg(format!("--port={port}")).arg("--allowed-ips=127.0.0.1");
            // A snap or a wrapper script may read it; tests must not reach the person's own profile.
            command.env("HOME", &scratch).env("DBUS_SESSION_BUS_ADDRESS", "disabled:");
            command
        };
        let driver = driver::open("chromedriver", "chromium-driver", &scratch, command, capabilities).await?;
        Ok(Self { driver, runs_scripts })
    }

    /// Writes a picture of what the page shows now to `path`, as PNG.
    pub async fn screenshot(&self, path: impl AsRef<Path>) -> Result<(), DriverError> {
        if self.runs_scripts {
            page::screenshot(self, path.as_ref()).await
        } else {
            page::keep(&self.driver.client.screenshot().await?, path.as_ref())
        }
    }

    /// Shows pages in a window of this size, in pixels of the style sheets, and in dark or light colours,
    /// as the person's system would ask for them.
    pub async fn show_as(&self, (width, height): (u32, u32), dark: bool) -> Result<(), DriverError> {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.issue_cmd(DevTools { command: "Emulation.setDeviceMetricsOverride", parameters: size }).await?;
        let scheme = json!({ "name": "prefers-color-scheme", "value": if dark { "dark" } else { "light" } });
        let media = json!({ "features": [scheme] });
        self.issue_cmd(DevTools { command: "Emulation.setEmulatedMedia", parameters: media }).await?;
        Ok(())
    }

    /// Looks for barriers on the page as it is now.
    pub async fn axe(&self) -> Result<Vec<Violation>, DriverError> {
        page::axe(self).await
    }

    /// Closes the browser as a person does who is done.
    pub async fn close(self) {
        self.driver.close().await;
    }
}

impl Deref for Browser {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.driver.client
    }
}

/// A command of Chromium's own protocol for developers, by way of chromedriver.
#[derive(Debug)]
struct DevTools {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "cmd": self.command, "params": self.parameters }).to_string()))
    }
}

fn arguments(scratch: &Path) -> Vec<Value> {
    let mut arguments: Vec<Value> = QUIET.into_iter().map(Value::from).collect();
    arguments.push(format!("--user-data-dir={}", scratch.join("profile").display()).into());
    // Chromium's sandbox refuses to work for root, as whom containers run.
    if fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0) {
        arguments.push("--no-sandbox".into());
    }
    arguments
}
