//! The log file: what went wrong, never who or what secret.

use std::{
    fs::{self, File, OpenOptions},
    path::Path,
    sync::Mutex,
};
use tracing_subscriber::EnvFilter;

/// Past this size the log begins anew; the older one stays beside it.
const LARGE: u64 = 4 * 1024 * 1024;

/// Begins the log in a folder; where it can't be written, to the terminal.
pub fn begin(folder: &Path) {
    let filter = EnvFilter::try_from_env("ROLLBOOK_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    let begun = match open(folder) {
        Ok(file) => {
            tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(Mutex::new(file)).try_init()
        }
        Err(_) => tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init(),
    };
    if let Err(error) = begun {
        eprintln!("The log can’t be written: {error}");
    }
}

fn open(folder: &Path) -> std::io::Result<File> {
    fs::create_dir_all(folder)?;
    let at = folder.join("rollbook.log");
    if fs::metadata(&at).is_ok_and(|meta| meta.len() > LARGE) {
        fs::rename(&at, folder.join("rollbook.log.1"))?;
    }
    OpenOptions::new().create(true).append(true).open(at)
}
