//! One window, or one command, on a file at a time, by whatever name it is opened.

use crate::KeyError;
use std::{
    fs::{self, File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
};

/// Holds a file for this process; given back on drop, and by the system when the process dies.
///
/// The lock lies on a neighbour of the real file, as the database library locks ranges of the file
/// itself: another path to it through links between folders or files comes to the same neighbour. On
/// Linux, where locks of whole files and of ranges don't meet, the file itself is locked as well, so
/// that a hard link to it, anywhere, is the same file too.
#[derive(Debug)]
pub struct FileLock {
    _neighbour: File,
    itself: Option<File>,
}

impl FileLock {
    /// Takes the file, or says that somebody else has it. One that isn't there yet can be taken too.
    pub fn take(path: &Path) -> Result<Self, KeyError> {
        let neighbour = neighbour(&real(path));
        let neighbour =
            OpenOptions::new().create(true).write(true).truncate(false).open(&neighbour).map_err(KeyError::ReadOnly)?;
        let mut lock = Self { _neighbour: held(neighbour)?, itself: None };
        lock.hold(path)?;
        Ok(lock)
    }

    /// Holds the file itself, as soon as it is there.
    pub(crate) fn hold(&mut self, path: &Path) -> Result<(), KeyError> {
        if cfg!(target_os = "linux") && self.itself.is_none() {
            self.itself = match File::open(path) {
                Ok(file) => Some(held(file)?),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
                Err(error) => return Err(KeyError::Unreadable(error)),
            };
        }
        Ok(())
    }
}

fn held(file: File) -> Result<File, KeyError> {
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(KeyError::InUse),
        Err(TryLockError::Error(error)) => Err(KeyError::ReadOnly(error)),
    }
}

/// The file behind a path, or what it will be: links are followed as far as there is something.
pub(crate) fn real(path: &Path) -> PathBuf {
    let made = || {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        Some(fs::canonicalize(folder).ok()?.join(path.file_name()?))
    };
    fs::canonicalize(path).ok().or_else(made).unwrap_or_else(|| path.to_owned())
}

fn neighbour(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}.lock"))
}
