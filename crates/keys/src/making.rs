//! A file's key is in the keychain before the file has its first page. So that a crash in between
//! leaves no key behind for ever, a note beside the file says which key that is, until the file is
//! there. The note holds the key's name, nothing secret.

use crate::{FileLock, KeyError, Keychain, KeychainProblem, file, lock::real};
use rollbook_credentials::Secret;
use std::{
    fs::{self, File},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

/// How a note's name ends.
const NOTE: &str = ".making";

/// What keeps keys by their names.
pub(crate) trait Keeps {
    fn set(&self, name: &str, secret: &Secret<Vec<u8>>) -> Result<(), KeychainProblem>;
    fn delete(&self, name: &str) -> Result<(), KeychainProblem>;
}

impl Keeps for Keychain {
    fn set(&self, name: &str, secret: &Secret<Vec<u8>>) -> Result<(), KeychainProblem> {
        Self::set(*self, name, secret)
    }
    fn delete(&self, name: &str) -> Result<(), KeychainProblem> {
        Self::delete(*self, name)
    }
}

/// Keeps the key of a file that is about to be made.
pub(crate) fn keep(path: &Path, salt: &[u8; 16], key: &Secret<Vec<u8>>, keys: &dyn Keeps) -> Result<(), KeyError> {
    clean(path, keys)?;
    let noted = File::create(note(path)).and_then(|mut note| {
        note.write_all(hex::encode(salt).as_bytes())?;
        note.sync_all()
    });
    noted.map_err(KeyError::ReadOnly)?;
    let kept = keys.set(&file::name_of(salt), key);
    if kept.is_err() {
        drop(fs::remove_file(note(path)));
    }
    Ok(kept?)
}

/// Which key was being made for the file at `path`; `None` when nothing was begun.
pub(crate) fn salt(path: &Path) -> Option<[u8; 16]> {
    let mut salt = [0; 16];
    let text = fs::read_to_string(note(path)).ok()?;
    hex::decode_to_slice(text.trim(), &mut salt).ok()?;
    Some(salt)
}

/// What stands where a file was being made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// Its first page, or more: the key is needed.
    File,
    /// The beginning of its first page, which nothing can be read from.
    Stub,
    /// Nothing, or something else.
    Other,
}

fn stands(path: &Path, salt: &[u8; 16]) -> io::Result<Stands> {
    let mut begun = Vec::new();
    match File::open(path) {
        Ok(file) => file.take(file::PAGE).read_to_end(&mut begun)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Stands::Other),
        Err(error) => return Err(error),
    };
    let ours = begun.iter().zip(salt).all(|(one, other)| one == other);
    Ok(match (ours, begun.len() as u64 == file::PAGE) {
        (true, true) => Stands::File,
        (true, false) => Stands::Stub,
        (false, _) => Stands::Other,
    })
}

/// Ends what was begun at `path`: with the file, or with nothing. Where that can't be told, because
/// what is there can't be read, all stays as it is.
pub(crate) fn clean(path: &Path, keys: &dyn Keeps) -> Result<(), KeyError> {
    let Some(salt) = salt(path) else { return end(path) };
    let stands = stands(path, &salt).map_err(KeyError::Unreadable)?;
    if stands != Stands::File {
        keys.delete(&file::name_of(&salt))?;
    }
    if stands == Stands::Stub {
        // It would keep its name from being used again.
        for part in ["", "-wal", "-shm", "-journal"] {
            let mut name = path.as_os_str().to_owned();
            name.push(part);
            drop(fs::remove_file(name));
        }
    }
    end(path)
}

/// Takes the note away.
pub(crate) fn end(path: &Path) -> Result<(), KeyError> {
    match fs::remove_file(note(path)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(KeyError::ReadOnly(error)),
        _ => Ok(()),
    }
}

/// The file at `path` is there: the lock takes hold of it, and its key stays from now on, wherever the
/// file is moved to.
pub fn made(path: &Path, lock: &mut FileLock) -> Result<(), KeyError> {
    lock.hold(path)?;
    end(path)
}

/// Ends what crashes have left begun in a folder: keys whose files never came to be leave the
/// keychain. The keychain is asked only when there is something to clean.
pub fn sweep(folder: &Path) -> Result<(), KeyError> {
    sweep_of(folder, &Keychain)
}

pub(crate) fn sweep_of(folder: &Path, keys: &dyn Keeps) -> Result<(), KeyError> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(of) = name.strip_prefix('.').and_then(|name| name.strip_suffix(NOTE)) else { continue };
        let path = folder.join(of);
        match FileLock::take(&path) {
            Ok(_lock) => clean(&path, keys)?,
            // It is being made at this moment.
            Err(KeyError::InUse) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(())
}

fn note(path: &Path) -> PathBuf {
    let path = real(path);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}{NOTE}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Protection;
    use std::{cell::RefCell, collections::BTreeSet};

    /// A keychain in memory; `locked` refuses.
    #[derive(Default)]
    struct Memory {
        names: RefCell<BTreeSet<String>>,
        locked: bool,
    }

    impl Keeps for Memory {
        fn set(&self, name: &str, _secret: &Secret<Vec<u8>>) -> Result<(), KeychainProblem> {
            if self.locked {
                return Err(KeychainProblem::new("The keychain is locked."));
            }
            self.names.borrow_mut().insert(name.to_owned());
            Ok(())
        }
        fn delete(&self, name: &str) -> Result<(), KeychainProblem> {
            self.names.borrow_mut().remove(name);
            Ok(())
        }
    }

    impl Memory {
        fn count(&self) -> usize {
            self.names.borrow().len()
        }
    }

    fn begin(folder: &Path, keys: &Memory) -> PathBuf {
        let path = folder.join("havn.rollbook");
        file::create_in(&path, &Protection::Keychain, keys).unwrap();
        path
    }

    fn files(folder: &Path) -> Vec<String> {
        let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.filter(|name| !name.starts_with('.') || name.ends_with(NOTE)).collect();
        names.sort();
        names
    }

    #[test]
    fn a_crash_before_the_first_page_leaves_no_key_after_the_next_start() {
        for begun in [None, Some(0), Some(10), Some(16), Some(2_000)] {
            let (folder, keys) = (tempfile::tempdir().unwrap(), Memory::default());
            let path = begin(folder.path(), &keys);
            if let Some(length) = begun {
                let mut bytes = salt(&path).unwrap().to_vec();
                bytes.resize(length, 7);
                fs::write(&path, bytes).unwrap();
            }
            assert_eq!(keys.count(), 1, "the key is there before the file");
            sweep_of(folder.path(), &keys).unwrap();
            assert_eq!((keys.count(), files(folder.path()).len()), (0, 0), "{begun:?}");
        }
    }

    #[test]
    fn the_key_of_a_file_that_came_to_be_stays() {
        let (folder, keys) = (tempfile::tempdir().unwrap(), Memory::default());
        let path = begin(folder.path(), &keys);
        let mut page = salt(&path).unwrap().to_vec();
        page.resize(usize::try_from(file::PAGE).unwrap(), 7);
        fs::write(&path, &page).unwrap();
        sweep_of(folder.path(), &keys).unwrap();
        assert_eq!((keys.count(), files(folder.path())), (1, vec!["havn.rollbook".to_owned()]));
    }

    #[test]
    fn what_is_being_made_by_another_window_is_left_alone() {
        let (folder, keys) = (tempfile::tempdir().unwrap(), Memory::default());
        let path = begin(folder.path(), &keys);
        let lock = FileLock::take(&path).unwrap();
        sweep_of(folder.path(), &keys).unwrap();
        assert_eq!(keys.count(), 1);
        drop(lock);
        sweep_of(folder.path(), &keys).unwrap();
        assert_eq!(keys.count(), 0);
    }

    #[test]
    fn once_the_file_is_there_its_key_stays_wherever_it_is_moved_to() {
        let (folder, keys) = (tempfile::tempdir().unwrap(), Memory::default());
        let path = begin(folder.path(), &keys);
        let mut lock = FileLock::take(&path).unwrap();
        fs::write(&path, [7; 4096]).unwrap();
        made(&path, &mut lock).unwrap();
        drop(lock);
        fs::rename(&path, folder.path().join("moved.rollbook")).unwrap();
        sweep_of(folder.path(), &keys).unwrap();
        assert_eq!(keys.count(), 1);
    }

    #[test]
    fn somebody_elses_file_of_that_name_is_not_touched() {
        let (folder, keys) = (tempfile::tempdir().unwrap(), Memory::default());
        let path = begin(folder.path(), &keys);
        fs::write(&path, "a letter").unwrap();
        sweep_of(folder.path(), &keys).unwrap();
        assert_eq!((keys.count(), fs::read_to_string(&path).unwrap()), (0, "a letter".to_owned()));
    }

    #[test]
    fn a_second_try_at_the_same_place_leaves_one_key() {
        let (folder, keys) = (tempfile::tempdir().unwrap(), Memory::default());
        begin(folder.path(), &keys);
        begin(folder.path(), &keys);
        assert_eq!(keys.count(), 1);
    }

    #[test]
    fn a_keychain_that_refuses_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let keys = Memory { locked: true, ..Memory::default() };
        let refused = file::create_in(&folder.path().join("havn.rollbook"), &Protection::Keychain, &keys);
        assert!(matches!(refused, Err(KeyError::Keychain(_))));
        assert_eq!(files(folder.path()), Vec::<String>::new());
    }
}
