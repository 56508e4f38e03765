//! Which organizations' files this computer has opened before. Nothing in here is secret.

use serde::{Deserialize, Serialize};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// A file that was opened before.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Known {
    /// Where it is.
    pub path: PathBuf,
    /// The organization's name when it was last open.
    pub name: String,
    /// When it was last open, in milliseconds since 1970 UTC.
    pub opened_at: i64,
    /// Whether it opens by a passphrase.
    pub by_passphrase: bool,
    /// Whether it was open when the program ended: it opens again by itself.
    #[serde(default)]
    pub at_work: bool,
}

/// The list of known files, kept as JSON.
#[derive(Clone, Debug)]
pub struct KnownFiles {
    at: PathBuf,
}

impl KnownFiles {
    /// The list in the settings folder.
    pub fn in_folder(settings: &Path) -> Self {
        Self { at: settings.join("organizations.json") }
    }

    /// The files, newest first. A list that can't be read is an empty one: it only remembers.
    pub fn all(&self) -> Vec<Known> {
        let mut all: Vec<Known> =
            fs::read(&self.at).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        all.sort_by_key(|known| std::cmp::Reverse(known.opened_at));
        all
    }

    /// Remembers a file, in the place of an earlier entry for it.
    pub fn remember(&self, known: Known) -> io::Result<()> {
        let mut all = self.all();
        all.retain(|other| other.path != known.path);
        for other in &mut all {
            other.at_work &= !known.at_work;
        }
        all.insert(0, known);
        self.write(&all)
    }

    /// The file was closed by hand: it doesn't open again by itself.
    pub fn leave(&self, path: &Path) -> io::Result<()> {
        let mut all = self.all();
        for known in all.iter_mut().filter(|known| known.path == path) {
            known.at_work = false;
        }
        self.write(&all)
    }

    /// Takes a file off the list; the file itself stays.
    pub fn forget(&self, path: &Path) -> io::Result<()> {
        let mut all = self.all();
        all.retain(|known| known.path != path);
        self.write(&all)
    }

    fn write(&self, all: &[Known]) -> io::Result<()> {
        write_whole(&self.at, &serde_json::to_vec_pretty(all)?)
    }
}

/// Writes a file so that it is there whole or as it was before.
pub(crate) fn write_whole(at: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = at.parent() {
        fs::create_dir_all(folder)?;
    }
    let draft = at.with_extension("new");
    fs::write(&draft, bytes)?;
    fs::rename(&draft, at)
}
