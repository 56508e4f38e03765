//! A folder that can't be written, for whoever runs the test.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder in which nothing can be made or written; given back when this is dropped.
#[derive(Debug)]
pub struct Unwritable {
    at: PathBuf,
}

impl Unwritable {
    /// Takes the right to write in `folder` away: from root, too, where the file system can.
    pub fn folder(folder: &Path) -> io::Result<Self> {
        let guard = Self { at: folder.to_owned() };
        guard.set(true)?;
        if fs::File::create(folder.join(".probe")).is_err() {
            return Ok(guard);
        }
        fs::remove_file(folder.join(".probe"))?;
        Err(io::Error::other("this user can't be kept from writing here"))
    }

    fn set(&self, unwritable: bool) -> io::Result<()> {
        // Root minds no rights, but it minds this mark; others may not set it and need no more than rights.
        let mark = |sign: &str| drop(Command::new("chattr").arg(sign).arg(&self.at).output());
        if !unwritable {
            mark("-i");
        }
        fs::set_permissions(&self.at, fs::Permissions::from_mode(if unwritable { 0o500 } else { 0o700 }))?;
        if unwritable {
            mark("+i");
        }
        Ok(())
    }
}

impl Drop for Unwritable {
    fn drop(&mut self) {
        drop(self.set(false));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::folder;

    #[test]
    fn an_unwritable_folder_takes_nothing_until_it_is_given_back() {
        let place = folder::throwaway("disk").unwrap();
        let Ok(guard) = Unwritable::folder(&place) else { return eprintln!("skipped: this user may write everywhere") };
        assert!(fs::write(place.join("file"), "words").is_err());
        drop(guard);
        fs::write(place.join("file"), "words").unwrap();
        fs::remove_dir_all(place).unwrap();
    }
}
