//! Files written for the person: into the downloads folder, under a name that is free.

use crate::wire;
use rollbook_directory::contract::{SavedFile, WireError};
use std::{
    fs::{self, OpenOptions},
    io::{ErrorKind, Write as _},
    path::Path,
};

/// Writes `bytes` as `stem.extension`, or `stem (2).extension` and so on where that is taken.
pub fn write(folder: &Path, stem: &str, extension: &str, bytes: &[u8], rows: u64) -> Result<SavedFile, WireError> {
    let failed = |error: std::io::Error| wire::io(&error, "The file can’t be written to the downloads folder.");
    fs::create_dir_all(folder).map_err(failed)?;
    let stem: String =
        stem.chars().map(|c| if c.is_alphanumeric() || c == ' ' || c == '-' { c } else { '-' }).take(60).collect();
    for n in 1..10_000 {
        let name = if n == 1 { format!("{stem}.{extension}") } else { format!("{stem} ({n}).{extension}") };
        let path = folder.join(&name);
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => {
                file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|error| {
                    // Half a table is worse than none.
                    drop(fs::remove_file(&path));
                    failed(error)
                })?;
                return Ok(SavedFile { path: path.to_string_lossy().into_owned(), name, rows });
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(error)),
        }
    }
    Err(wire::internal(&"no free file name"))
}
