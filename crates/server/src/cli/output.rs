//! Where answers go: the terminal, or a file.

use super::error::CliError;
use std::{
    fs::{self, OpenOptions},
    io::{self, Write as _},
    path::Path,
};

/// Says what went wrong.
pub(super) fn complain(error: &CliError) {
    // Where nobody can be told, the exit code tells.
    drop(writeln!(io::stderr(), "{}", shown(&error.to_string())));
}

/// Writes an answer to the standard output. A reader that has read enough (`| head`) is no failure.
pub(super) fn print(bytes: &[u8]) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Writes a file that is there whole or as it was before, and is its owner's alone: it holds people's data.
pub(super) fn save(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let failed = |error| CliError::File(path.to_owned(), "written", error);
    let name = path.file_name().ok_or_else(|| failed(io::Error::other("it has no name")))?;
    let draft = path.with_file_name(format!(".{}.{}.part", name.to_string_lossy(), std::process::id()));
    let written = write_new(&draft, bytes).and_then(|()| fs::rename(&draft, path));
    if written.is_err() {
        drop(fs::remove_file(&draft));
    }
    written.map_err(failed)
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Text of other people as a terminal may show it: no control characters, which could move its cursor.
pub(super) fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_a_table_reaches_the_terminal_as_a_command() {
        assert_eq!(shown("Ada\x1b[2J\r\nLovelace"), "Ada\u{fffd}[2J\u{fffd}\u{fffd}Lovelace");
    }

    #[test]
    fn a_file_is_replaced_whole_and_no_draft_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        save(&path, b"one").unwrap();
        save(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(save(&folder.path().join("missing/out.csv"), b"x").is_err());
    }
}
