//! The log: lines on the error stream, as JSON for machines or as text for people. No line holds a secret:
//! the types of secrets can't be printed, addresses of pages are logged by their route, and statements of
//! the database aren't logged at all.

use crate::config::{ConfigError, Settings};
use tracing_subscriber::EnvFilter;

/// For whom the lines are where the configuration doesn't say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reader {
    /// A machine that gathers the lines of a server.
    Machine,
    /// A person at a terminal, who wants to hear of trouble alone.
    Person,
}

/// What is never said, at whatever level: libraries that would tell what passes through them.
const QUIET: &str = "hyper=warn,h2=warn,sqlx=error,rustls=warn,lettre=warn,tokio=warn";

/// Begins to log as the configuration says.
pub fn begin(settings: &Settings, reader: Reader) -> Result<(), ConfigError> {
    let (level, format) = match reader {
        Reader::Machine => ("info", "json"),
        Reader::Person => ("warn", "text"),
    };
    let level = settings.text("log.level")?.unwrap_or(level);
    let wrong = |why: &dyn std::fmt::Display| settings.wrong("log.level", format!("{why}. Use info, warn or debug."));
    let filter = EnvFilter::try_new(format!("{level},{QUIET}")).map_err(|error| wrong(&error))?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match settings.text("log.format")?.unwrap_or(format) {
        "json" => lines.json().flatten_event(true).with_current_span(false).with_span_list(false).init(),
        "text" => lines.init(),
        _ => return Err(settings.wrong("log.format", "It is json or text.".to_owned())),
    }
    Ok(())
}
