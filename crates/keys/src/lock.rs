//! One window, or one command, on a file at a time.

use crate::KeyError;
use std::{
    fs::{File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
};

/// Holds a file for this process; given back on drop, and by the system when the process dies.
///
/// The lock lies on a neighbour, as the database library locks ranges of the file itself.
#[derive(Debug)]
pub struct FileLock {
    _held: File,
}

impl FileLock {
    /// Takes the file, or says that somebody else has it.
    pub fn take(path: &Path) -> Result<Self, KeyError> {
        let neighbour = neighbour(path);
        let held =
            OpenOptions::new().create(true).write(true).truncate(false).open(&neighbour).map_err(KeyError::ReadOnly)?;
        match held.try_lock() {
            Ok(()) => Ok(Self { _held: held }),
            Err(TryLockError::WouldBlock) => Err(KeyError::InUse),
            Err(TryLockError::Error(error)) => Err(KeyError::ReadOnly(error)),
        }
    }
}

fn neighbour(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}.lock"))
}
