//! The queue: an encrypted file beside the replica, so that a replica which is made anew takes nothing
//! along. Hashes of temporary passwords lie in it under names of their own, and go with the end (R34).

use crate::{
    Entry, Failure, Unread,
    file::{self, Files},
    start::told,
};
use rollbook_credentials::Secret;
use rollbook_directory::contract::WireError;
use rollbook_domain::{CommandId, OrganizationId};
use rollbook_store::{Paste, Store};
use std::path::{Path, PathBuf};

/// How the names of entries begin.
const ENTRY: &str = "queue.entry.";
/// Under which name it is kept whose queue it is.
const PLACE: &str = "queue.place";
/// How many entries that ended are kept to be read.
const ENDED: usize = 200;

/// How many commands of anybody at a place have not ended: they would be lost with the connection to it.
pub async fn waiting_at(
    folder: &Path,
    at: &str,
    organization: OrganizationId,
    files: &dyn Files,
) -> Result<usize, WireError> {
    let mut waiting = 0;
    for path in file::queues_of(folder, at, organization) {
        let queue = Queue::open(&path, organization, files).await.map_err(told)?;
        waiting += queue.all().iter().filter(|entry| !entry.has_ended()).count() + queue.unread.len();
        queue.close().await;
    }
    Ok(waiting)
}

/// The queue of one organization.
#[derive(Debug)]
pub(crate) struct Queue {
    store: Store,
    organization: OrganizationId,
    entries: Vec<Entry>,
    /// A queue of before that can’t be read any more, or belongs elsewhere: it is put aside, and said so.
    pub(crate) unreadable: Option<PathBuf>,
    /// Entries that this version can’t read.
    pub(crate) unread: Vec<Unread>,
}

impl Queue {
    /// Opens the queue, or makes an empty one. One that can’t be read is put aside and named, as is one of another
    /// place or person: nothing of it is sent here.
    pub(crate) async fn open(path: &Path, organization: OrganizationId, files: &dyn Files) -> Result<Self, Failure> {
        let (store, unreadable) = match file::open(path, files).await {
            Ok(store) if is_of(&store, organization, path).await? => (store, None),
            Ok(store) => {
                tracing::warn!("a queue belongs elsewhere");
                store.close().await;
                let aside = file::put_aside(path);
                (file::open(path, files).await?, aside)
            }
            Err(failure) if path.exists() && file::is_lost(&failure) => {
                tracing::warn!(%failure, "a queue can’t be read");
                let aside = file::put_aside(path);
                (file::open(path, files).await?, aside)
            }
            Err(failure) => return Err(failure),
        };
        let (mut entries, mut unread) = (Vec::new(), Vec::new());
        for (name, text) in store.kept(organization, ENTRY).await? {
            match serde_json::from_str(&text) {
                Ok(entry) => entries.push(entry),
                Err(error) => {
                    tracing::warn!(%error, name, "an entry of a queue can’t be read");
                    let no = name.trim_start_matches(ENTRY).parse().unwrap_or_default();
                    unread.push(Unread::of(no, &text));
                }
            }
        }
        let queue = Self { store, organization, entries, unreadable, unread };
        if queue.note(PLACE).await?.is_none() {
            queue.keep_note(PLACE, place_of(path)).await?;
        }
        Ok(queue)
    }

    /// All entries, in the order in which they were given.
    pub(crate) fn all(&self) -> &[Entry] {
        &self.entries
    }

    /// One of them.
    pub(crate) fn get(&self, command: CommandId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.command == command)
    }

    /// The commands about somebody that were given before one: what they change is no conflict to it.
    pub(crate) fn before(&self, entry: &Entry) -> Vec<CommandId> {
        let same = |other: &&Entry| other.member == entry.member && other.no < entry.no;
        self.entries.iter().filter(same).map(|other| other.command).collect()
    }

    /// The number of the next entry.
    pub(crate) fn next_no(&self) -> u64 {
        // What can’t be read keeps its place.
        let last = self.entries.last().map(|entry| entry.no).max(self.unread.iter().map(|entry| entry.no).max());
        last.map_or(1, |no| no + 1)
    }

    /// Keeps a new entry, with the hash that belongs to it.
    pub(crate) async fn add(&mut self, entry: Entry, hash: Option<&Secret<String>>) -> Result<(), Failure> {
        let mut keep = vec![written(&entry)?];
        keep.extend(hash.map(|hash| (hash_name(entry.no), hash.reveal(Clone::clone))));
        self.keep(keep).await?;
        self.entries.push(entry);
        Ok(())
    }

    /// Changes an entry; with its end, its hash goes.
    pub(crate) async fn change(
        &mut self,
        command: CommandId,
        change: impl FnOnce(&mut Entry) + Send,
    ) -> Result<(), Failure> {
        let Some(mut entry) = self.get(command).cloned() else { return Ok(()) };
        change(&mut entry);
        self.put(vec![entry]).await
    }

    /// Writes entries in the places that their numbers name, all at once; with an end, the hash goes.
    pub(crate) async fn put(&mut self, changed: Vec<Entry>) -> Result<(), Failure> {
        let mut keep = changed.iter().map(written).collect::<Result<Vec<_>, _>>()?;
        let over = changed.iter().filter(|entry| entry.has_ended());
        keep.extend(over.map(|entry| (hash_name(entry.no), String::new())));
        let ended: Vec<u64> = self.entries.iter().filter(|other| other.has_ended()).map(|other| other.no).collect();
        let old: Vec<u64> = ended.iter().copied().take(ended.len().saturating_sub(ENDED)).collect();
        keep.extend(old.iter().map(|no| (entry_name(*no), String::new())));
        self.keep(keep).await?;
        for entry in changed {
            if let Some(at) = self.entries.iter().position(|other| other.no == entry.no) {
                self.entries[at] = entry;
            }
        }
        self.entries.retain(|entry| !old.contains(&entry.no));
        Ok(())
    }

    /// Takes an entry out that never came to anything.
    pub(crate) async fn remove(&mut self, command: CommandId) -> Result<(), Failure> {
        let Some(entry) = self.get(command) else { return Ok(()) };
        let no = entry.no;
        self.keep(vec![(entry_name(no), String::new()), (hash_name(no), String::new())]).await?;
        self.entries.retain(|entry| entry.no != no);
        Ok(())
    }

    /// The hash of an entry’s temporary password.
    pub(crate) async fn hash(&self, entry: &Entry) -> Result<Option<Secret<String>>, Failure> {
        Ok(self.store.setting(self.organization, &hash_name(entry.no)).await?.map(Secret::new))
    }

    /// What is kept beside the entries under a name.
    pub(crate) async fn note(&self, name: &str) -> Result<Option<String>, Failure> {
        Ok(self.store.setting(self.organization, name).await?)
    }

    /// Keeps something beside the entries.
    pub(crate) async fn keep_note(&self, name: &str, text: String) -> Result<(), Failure> {
        self.keep(vec![(name.to_owned(), text)]).await
    }

    pub(crate) async fn close(&self) {
        self.store.close().await;
    }

    async fn keep(&self, keep: Vec<(String, String)>) -> Result<(), Failure> {
        Ok(self.store.paste(self.organization, &Paste { keep, ..Paste::default() }).await?)
    }
}

/// Whether a file holds the queue of this place and person, or none yet.
async fn is_of(store: &Store, organization: OrganizationId, path: &Path) -> Result<bool, Failure> {
    match store.setting(organization, PLACE).await? {
        Some(place) => Ok(place == place_of(path)),
        None => Ok(!store.keeps_for_others(organization).await?),
    }
}

/// Place and person, as the file is named by them.
fn place_of(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn written(entry: &Entry) -> Result<(String, String), Failure> {
    Ok((entry_name(entry.no), serde_json::to_string(entry).map_err(Failure::damaged)?))
}

fn entry_name(no: u64) -> String {
    format!("{ENTRY}{no:012}")
}

fn hash_name(no: u64) -> String {
    format!("queue.hash.{no:012}")
}
