//! Which organizations this computer has opened before, and where. With which address the person signs in there is
//! sealed (R34); nothing else in here is anybody’s.

use crate::{Keychain, address::Addresses};
use serde::{Deserialize, Serialize};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// How an organization is reached.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An encrypted file on this computer.
    #[default]
    File,
    /// A database.
    Database,
    /// A server.
    Server,
}

/// Where an organization is. Paths and addresses alone: no secret is part of it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Place {
    /// How it is reached.
    #[serde(default)]
    pub kind: Kind,
    /// A path, or the address of a database or server.
    #[serde(rename = "place", alias = "path")]
    pub at: String,
    /// Which of the organizations that are there, by its id; empty for the only one of a file.
    #[serde(default)]
    pub organization: String,
}

impl Place {
    /// A file.
    pub fn file(path: &Path) -> Self {
        Self { kind: Kind::File, at: path.to_string_lossy().into_owned(), organization: String::new() }
    }
    /// The file's path, where it is one.
    pub fn path(&self) -> Option<PathBuf> {
        (self.kind == Kind::File).then(|| PathBuf::from(&self.at))
    }
}

/// An organization that was opened before.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Known {
    /// Where it is.
    #[serde(flatten)]
    pub place: Place,
    /// With which address the person signed in there; empty for files, and where the keychain doesn’t open it: then
    /// it is typed again.
    #[serde(skip)]
    pub account: String,
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

/// One of them as it is written.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Line {
    #[serde(flatten)]
    known: Known,
    /// The address, sealed for this place; empty for none.
    #[serde(default)]
    sealed: String,
}

/// The list of known organizations, kept as JSON.
#[derive(Clone, Debug)]
pub struct KnownPlaces {
    at: PathBuf,
    addresses: Addresses,
}

impl KnownPlaces {
    /// The list in the settings folder.
    pub fn in_folder(settings: &Path) -> Self {
        Self::with(settings, Addresses::new(Keychain))
    }

    pub(crate) fn with(settings: &Path, addresses: Addresses) -> Self {
        Self { at: settings.join("organizations.json"), addresses }
    }

    /// All of them, newest first. A list that can't be read is an empty one: it only remembers. The keychain isn’t
    /// asked: before it was, no address is known.
    pub fn all(&self) -> Vec<Known> {
        let lines = self.lines().into_iter();
        lines
            .map(|Line { known, sealed }| Known { account: self.addresses.open(&known.place, &sealed), ..known })
            .collect()
    }

    /// All of them with their addresses, for which the keychain is asked where there are any: it may wait for the
    /// person.
    pub fn all_opened(&self) -> Vec<Known> {
        if self.lines().iter().any(|line| !line.sealed.is_empty()) {
            self.addresses.recall();
        }
        self.all()
    }

    /// Remembers one, in the place of an earlier entry for it. Where it has an address, the keychain is asked; without
    /// one it is remembered without the address.
    pub fn remember(&self, known: Known) -> io::Result<()> {
        let sealed = self.addresses.seal(&known.place, &known.account);
        let mut all = self.lines();
        all.retain(|other| other.known.place != known.place);
        for other in &mut all {
            other.known.at_work &= !known.at_work;
        }
        all.insert(0, Line { known, sealed });
        self.write(&all)
    }

    /// It was closed by hand: it doesn't open again by itself.
    pub fn leave(&self, place: &Place) -> io::Result<()> {
        let mut all = self.lines();
        for line in all.iter_mut().filter(|line| line.known.place == *place) {
            line.known.at_work = false;
        }
        self.write(&all)
    }

    /// Takes one off the list; the organization itself stays.
    pub fn forget(&self, place: &Place) -> io::Result<()> {
        let mut all = self.lines();
        all.retain(|line| line.known.place != *place);
        self.write(&all)
    }

    fn lines(&self) -> Vec<Line> {
        let mut all: Vec<Line> =
            fs::read(&self.at).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        all.sort_by_key(|line| std::cmp::Reverse(line.known.opened_at));
        all
    }

    fn write(&self, all: &[Line]) -> io::Result<()> {
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
