//! The queue: an encrypted file beside the replica, so that a replica which is made anew takes nothing
//! along. Hashes of temporary passwords lie in it under names of their own, and go with the end (R34).

use crate::{
    Entry, Failure,
    file::{self, Files},
};
use rollbook_credentials::Secret;
use rollbook_domain::{CommandId, OrganizationId};
use rollbook_store::{Paste, Store};
use std::path::{Path, PathBuf};

/// How many entries that ended are kept to be read.
const ENDED: usize = 200;

/// How many commands of anybody at a place have not ended: they would be lost with the connection to it.
pub async fn waiting_at(
    folder: &Path,
    at: &str,
    organization: OrganizationId,
    files: &dyn Files,
) -> Result<usize, Failure> {
    let mut waiting = 0;
    for path in file::queues_of(folder, at, organization) {
        let queue = Queue::open(&path, organization, files).await?;
        waiting += queue.all().iter().filter(|entry| !entry.has_ended()).count();
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
    /// Queues of before that can’t be read any more: what was in them is lost, and said so.
    pub(crate) unreadable: Option<PathBuf>,
}

impl Queue {
    /// Opens the queue, or makes an empty one. One that can’t be read is put aside and named.
    pub(crate) async fn open(path: &Path, organization: OrganizationId, files: &dyn Files) -> Result<Self, Failure> {
        let (store, unreadable) = match file::open(path, files).await {
            Ok(store) => (store, None),
            Err(failure) if path.exists() && file::is_lost(&failure) => {
                tracing::warn!(%failure, "a queue can’t be read");
                let aside = file::put_aside(path);
                (file::open(path, files).await?, aside)
            }
            Err(failure) => return Err(failure),
        };
        let kept = store.kept(organization, "queue.entry.").await?;
        let entries = kept.iter().map(|(_, text)| serde_json::from_str(text)).collect::<Result<_, _>>();
        Ok(Self { store, organization, entries: entries.map_err(Failure::damaged)?, unreadable })
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
        self.entries.last().map_or(1, |entry| entry.no + 1)
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
        let Some(at) = self.entries.iter().position(|entry| entry.command == command) else { return Ok(()) };
        let mut entry = self.entries[at].clone();
        change(&mut entry);
        let mut keep = vec![written(&entry)?];
        if entry.has_ended() {
            keep.push((hash_name(entry.no), String::new()));
        }
        let ended: Vec<u64> = self.entries.iter().filter(|other| other.has_ended()).map(|other| other.no).collect();
        let old: Vec<u64> = ended.iter().copied().take(ended.len().saturating_sub(ENDED)).collect();
        keep.extend(old.iter().map(|no| (entry_name(*no), String::new())));
        self.keep(keep).await?;
        self.entries[at] = entry;
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

fn written(entry: &Entry) -> Result<(String, String), Failure> {
    Ok((entry_name(entry.no), serde_json::to_string(entry).map_err(Failure::damaged)?))
}

fn entry_name(no: u64) -> String {
    format!("queue.entry.{no:012}")
}

fn hash_name(no: u64) -> String {
    format!("queue.hash.{no:012}")
}
