//! What tests do with a page, whichever program shows it.

use crate::driver::DriverError;
use crate::places;
use fantoccini::Client;
use serde::Deserialize;
use serde_json::json;
use std::fmt;
use std::fs;
use std::path::Path;

/// Calls back in the second animation frame from now: only then is what the
/// script sees also what the screen shows.
const TWO_FRAMES: &str = "const done = arguments[arguments.length - 1];
    requestAnimationFrame(() => requestAnimationFrame(() => done(null)));";

const RUN_AXE: &str = "const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ['violations'] }).then(
        (results) => done({ violations: results.violations.map((v) => ({
            id: v.id, impact: v.impact ?? '', help: v.help, places: v.nodes.map((n) => n.html) })) }),
        (error) => done({ error: String(error) }));";

/// Something on a page that keeps somebody out.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Violation {
    /// axe's name of the rule.
    pub id: String,
    /// How bad it is: minor, moderate, serious or critical.
    pub impact: String,
    /// What to do.
    pub help: String,
    /// The elements, as HTML.
    pub places: Vec<String>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {} in {}", self.id, self.impact, self.help, self.places.join(" and "))
    }
}

#[derive(Deserialize)]
struct Report {
    #[serde(default)]
    violations: Vec<Violation>,
    error: Option<String>,
}

/// The colours that a page is shown in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Dark ink on a light page.
    Light,
    /// The other way round.
    Dark,
    /// As the system says.
    System,
}

/// Waits until the page has painted what it holds now.
pub async fn painted(client: &Client) -> Result<(), DriverError> {
    client.execute_async(TWO_FRAMES, Vec::new()).await?;
    Ok(())
}

/// Writes a picture of what the page shows now to `path`, as PNG. Makes the folders above it.
pub async fn screenshot(client: &Client, path: &Path) -> Result<(), DriverError> {
    painted(client).await?;
    keep(&client.screenshot().await?, path)
}

/// Writes bytes to a file and makes the folders above it.
pub(crate) fn keep(bytes: &[u8], path: &Path) -> Result<(), DriverError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(path, bytes)?)
}

/// Shows the page in the colours of `theme`, by the attribute that the style sheets look at.
pub async fn set_theme(client: &Client, theme: Theme) -> Result<(), DriverError> {
    let name = match theme {
        Theme::Light => json!("light"),
        Theme::Dark => json!("dark"),
        Theme::System => json!(null),
    };
    let script = "const root = document.documentElement;
        if (arguments[0]) root.dataset.theme = arguments[0]; else delete root.dataset.theme;";
    client.execute(script, vec![name]).await?;
    Ok(())
}

/// Looks for barriers on the page as it is now, with axe-core of the user interface's packages.
pub async fn axe(client: &Client) -> Result<Vec<Violation>, DriverError> {
    let source = places::root().join("ui/node_modules/axe-core/axe.min.js");
    client.execute(&fs::read_to_string(source)?, Vec::new()).await?;
    let report: Report = serde_json::from_value(client.execute_async(RUN_AXE, Vec::new()).await?)?;
    match report.error {
        Some(error) => Err(DriverError::File(std::io::Error::other(format!("axe: {error}")))),
        None => Ok(report.violations),
    }
}
