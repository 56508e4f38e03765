//! Where replica and queue lie, and their keys.

use crate::Failure;
use rollbook_domain::{MemberId, OrganizationId};
use rollbook_keys::{FileLock, KeyError, Keychain, Protection};
use rollbook_store::{FileKey, Schema, Store, StoreError};
use sha2::{Digest as _, Sha256};
use std::{
    io::ErrorKind,
    panic::resume_unwind,
    path::{Path, PathBuf},
    thread,
};
use tokio::{
    runtime::{Handle, RuntimeFlavor},
    task::block_in_place,
};

/// Keys of files by their paths.
pub trait Files: Send + Sync + std::fmt::Debug {
    /// A key for a file that is about to be made.
    fn make(&self, path: &Path) -> Result<FileKey, Failure>;
    /// The file is there: its key stays.
    fn made(&self, path: &Path) -> Result<(), Failure>;
    /// The key of a file; may wait for the person.
    fn key(&self, path: &Path) -> Result<FileKey, Failure>;
    /// Forgets the key of a file that is about to go.
    fn forget(&self, path: &Path) -> Result<(), Failure>;
    /// Whether keys can be asked for at all.
    fn answers(&self) -> Result<(), Failure> {
        Ok(())
    }
}

/// Keys in the keychain of the operating system (R34).
#[derive(Clone, Copy, Debug, Default)]
pub struct KeychainFiles;

impl Files for KeychainFiles {
    fn make(&self, path: &Path) -> Result<FileKey, Failure> {
        Ok(apart(|| rollbook_keys::create(path, &Protection::Keychain))?)
    }
    fn made(&self, path: &Path) -> Result<(), Failure> {
        Ok(apart(|| rollbook_keys::made(path, &mut FileLock::take(path)?))?)
    }
    fn key(&self, path: &Path) -> Result<FileKey, Failure> {
        Ok(apart(|| rollbook_keys::open(path, None))?)
    }
    fn forget(&self, path: &Path) -> Result<(), Failure> {
        Ok(apart(|| rollbook_keys::forget(path))?)
    }
    fn answers(&self) -> Result<(), Failure> {
        Ok(apart(|| Keychain.answers()).map_err(KeyError::from)?)
    }
}

/// A keychain may wait for the person: it is asked on a thread of its own, and other work goes on meanwhile.
fn apart<T: Send>(ask: impl FnOnce() -> T + Send) -> T {
    let asked = || thread::scope(|scope| scope.spawn(ask).join().unwrap_or_else(|panic| resume_unwind(panic)));
    match Handle::try_current() {
        Ok(handle) if handle.runtime_flavor() == RuntimeFlavor::MultiThread => block_in_place(asked),
        _ => asked(),
    }
}

/// What the files of somebody at a place are called: whoever signs in there after them has files of their own.
pub fn name_of(at: &str, organization: OrganizationId, member: MemberId) -> String {
    format!("{}{member}", begin_of(at, organization))
}

/// How the names of everybody’s files at a place begin.
fn begin_of(at: &str, organization: OrganizationId) -> String {
    let at = hex::encode(Sha256::digest(at));
    format!("{organization}-{}-", &at[..16])
}

/// The queues of everybody at a place.
pub(crate) fn queues_of(folder: &Path, at: &str, organization: OrganizationId) -> Vec<PathBuf> {
    let begin = begin_of(at, organization);
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let ours = |name: &str| {
        name.strip_prefix(&begin).is_some_and(|rest| rest.split_once('.').is_some_and(|(_, kind)| kind == "queue"))
    };
    entries.filter(|entry| entry.file_name().to_str().is_some_and(ours)).map(|entry| entry.path()).collect()
}

/// Removes the files of everybody at a place, and their keys: the connection to it is removed.
pub fn forget_all(folder: &Path, at: &str, organization: OrganizationId, files: &dyn Files) {
    let begin = begin_of(at, organization);
    for entry in std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.trim_start_matches('.').starts_with(&begin) {
            continue;
        }
        if [".replica", ".queue"].iter().any(|kind| name.ends_with(kind)) {
            remove(&entry.path(), files);
        } else {
            gone(&entry.path());
        }
    }
}

/// Opens a file, or makes it where it isn’t there.
pub(crate) async fn open(path: &Path, files: &dyn Files) -> Result<Store, Failure> {
    // What waits is nowhere else; a replica is made anew.
    let waits = path.extension().is_some_and(|kind| kind == "queue");
    let schema = if waits { Schema::Migrate } else { Schema::Copy };
    if path.exists() {
        let key = files.key(path)?;
        return Ok(Store::file(path, &key, schema).await?);
    }
    let key = files.make(path)?;
    let store = Store::file(path, &key, schema).await?;
    files.made(path)?;
    Ok(store)
}

/// Whether a file that can’t be opened is of no more use: its key is lost, or it is damaged. One that a newer version
/// wrote is neither: that version opens it.
pub(crate) const fn is_lost(failure: &Failure) -> bool {
    matches!(
        failure,
        Failure::Key(rollbook_keys::KeyError::PassphraseNeeded | rollbook_keys::KeyError::NotAnOrganization)
            | Failure::Store(StoreError::WrongKey | StoreError::Damaged(_) | StoreError::Corrupt(_))
    )
}

/// Removes a file, what the database keeps beside it, and its key.
pub(crate) fn remove(path: &Path, files: &dyn Files) {
    if path.exists()
        && let Err(error) = files.forget(path)
    {
        tracing::warn!(%error, "the key of a file that goes isn’t forgotten");
    }
    for part in ["", "-wal", "-shm", "-journal"] {
        gone(&beside(path, part));
    }
}

fn gone(path: &Path) {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            tracing::warn!(%error, "a file that goes is still there");
        }
        _ => {}
    }
}

/// Puts a file that can’t be opened aside, so that what is in it is named and not lost.
pub(crate) fn put_aside(path: &Path) -> Option<PathBuf> {
    let free = (1..1_000).map(|n| beside(path, &format!(".unreadable-{n}"))).find(|to| !to.exists())?;
    std::fs::rename(path, &free).ok()?;
    for part in ["-wal", "-shm"] {
        drop(std::fs::rename(beside(path, part), beside(&free, part)));
    }
    Some(free)
}

fn beside(path: &Path, part: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(part);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r32_what_no_version_or_key_opens_is_lost_and_what_may_open_later_is_not() {
        for lost in [
            Failure::Store(StoreError::WrongKey),
            Failure::Store(StoreError::Damaged(String::new())),
            Failure::Key(KeyError::PassphraseNeeded),
            Failure::Key(KeyError::NotAnOrganization),
        ] {
            assert!(is_lost(&lost), "{lost:?}");
        }
        for later in [
            Failure::Store(StoreError::DiskFull),
            Failure::Store(StoreError::Newer { file: 7, app: 1 }),
            Failure::Key(KeyError::InUse),
        ] {
            assert!(!is_lost(&later), "{later:?}");
        }
    }
}
