//! The replica: an encrypted copy of what the person at the desk may read of an organization (R32).

use crate::{
    Failure, Setting, file,
    plan::Copied,
    state::{Copying, LogEnd, STATE, State},
};
use rollbook_directory::{
    ActorId, Desk, Directory,
    contract::{ReplicaAsk, ReplicaPart},
};
use rollbook_domain::chain::GENESIS;
use rollbook_store::{Head, Paste, Store, StoreError};
use std::path::PathBuf;

/// How many members one part brings.
const MEMBERS: u16 = 1_000;
/// How many entries one part brings.
const ENTRIES: u16 = 2_000;

/// A replica, and how far it is.
#[derive(Debug)]
pub(crate) struct Replica {
    pub(crate) store: Store,
    pub(crate) state: State,
    path: PathBuf,
    /// The desk over it as it is now; another one after every part.
    desk: Option<Desk>,
}

impl Replica {
    /// The replica that is there. One that can’t be opened is of no use, and goes.
    pub(crate) async fn open(setting: &Setting) -> Result<Option<Self>, Failure> {
        let path = setting.replica_path();
        if !path.exists() {
            return Ok(None);
        }
        let opened = match file::open(&path, &*setting.files).await {
            Ok(store) => Self::read(store, setting, path.clone()).await,
            Err(failure) => Err(failure),
        };
        match opened {
            Err(failure) if is_of_no_use(&failure) => {
                tracing::warn!(%failure, "a replica can’t be used; it is made anew");
                file::remove(&path, &*setting.files);
                Ok(None)
            }
            other => other,
        }
    }

    async fn read(store: Store, setting: &Setting, path: PathBuf) -> Result<Option<Self>, Failure> {
        let Some(text) = store.setting(setting.organization, STATE).await? else {
            store.close().await;
            return Err(Failure::damaged("it says nothing of itself"));
        };
        let state = serde_json::from_str(&text).map_err(Failure::damaged)?;
        Ok(Some(Self { store, state, path, desk: None }))
    }

    /// A replica that nothing is in yet.
    pub(crate) async fn make(setting: &Setting, part: &ReplicaPart) -> Result<Self, Failure> {
        if part.organization != setting.organization {
            return Err(Failure::damaged("it is another organization"));
        }
        if part.schema != rollbook_directory::REPLICA_SCHEMA {
            return Err(Failure::damaged("the other side is of another version"));
        }
        let path = setting.replica_path();
        file::remove(&path, &*setting.files);
        let store = file::open(&path, &*setting.files).await?;
        let state = State {
            schema: part.schema,
            member: part.member,
            sight: part.sight.clone(),
            copying: Some(Copying { start: part.seq, after: None, members: false, done: 0, in_all: part.in_all }),
            log: LogEnd::of(Head { seq: 0, seal: GENESIS }),
            known: -1,
            heard: part.now,
            synced: setting.clock.now(),
            lasting: part.lasting,
            overlaid: false,
        };
        let keep = vec![state.written()?];
        store.paste(setting.organization, &Paste { keep, ..Paste::default() }).await?;
        Ok(Self { store, state, path, desk: None })
    }

    /// Removes it, and its key.
    pub(crate) async fn remove(self, setting: &Setting) {
        self.store.close().await;
        file::remove(&self.path, &*setting.files);
    }

    /// How far it is.
    pub(crate) const fn copied(&self) -> Copied {
        match &self.state.copying {
            None => Copied::Whole,
            Some(copying) if !copying.members => Copied::Members,
            Some(copying) if self.state.log.seq < copying.start => Copied::Log,
            Some(_) => Copied::News,
        }
    }

    /// What is asked for next, at a step that copies.
    pub(crate) fn ask(&self) -> ReplicaAsk {
        let state = &self.state;
        match (self.copied(), &state.copying) {
            (Copied::Members, Some(copying)) => {
                ReplicaAsk::Members { after: copying.after, take: MEMBERS, known: state.known }
            }
            (Copied::Log, Some(copying)) => {
                ReplicaAsk::Log { after: state.log.seq, until: copying.start, take: ENTRIES }
            }
            _ => ReplicaAsk::News {
                after: state.log.seq,
                seal: state.log.seal.clone(),
                since: state.heard,
                take: ENTRIES,
                known: state.known,
            },
        }
    }

    /// What will be asked for once a part is taken over; `None` where that isn’t known before, or nothing is.
    pub(crate) fn ask_after(&self, asked: &ReplicaAsk, part: &ReplicaPart) -> Option<ReplicaAsk> {
        let start = self.state.copying.as_ref().map(|copying| copying.start);
        let here = self.state.log.seq;
        match (asked, part.members.last()) {
            (ReplicaAsk::Members { take, .. }, Some(last)) => {
                Some(ReplicaAsk::Members { after: Some(*last), take: *take, known: part.seq })
            }
            (ReplicaAsk::Members { .. }, None) => {
                let until = start.filter(|start| here < *start)?;
                Some(ReplicaAsk::Log { after: here, until, take: ENTRIES })
            }
            (ReplicaAsk::Log { until, take, .. }, _) if part.entry < *until => {
                Some(ReplicaAsk::Log { after: part.entry, until: *until, take: *take })
            }
            (ReplicaAsk::News { take, .. }, _) => {
                let end = part.entry_after(self.state.log.head().ok()?).filter(|end| end.seq < part.seq)?;
                let LogEnd { seq: after, seal } = LogEnd::of(end);
                Some(ReplicaAsk::News { after, seal, since: part.now, take: *take, known: part.seq })
            }
            _ => None,
        }
    }

    /// Takes a part over. `false` where it doesn’t belong to this replica, which is of no use then.
    pub(crate) async fn take(
        &mut self,
        setting: &Setting,
        asked: &ReplicaAsk,
        part: &ReplicaPart,
    ) -> Result<Taken, Failure> {
        let same = part.schema == self.state.schema
            && part.organization == setting.organization
            && part.member == self.state.member
            && part.sight == self.state.sight;
        let start = self.state.copying.as_ref().map_or(0, |copying| copying.start);
        if part.another || part.seq < self.state.log.seq.max(start) {
            return Ok(Taken::WentBack);
        }
        if !same {
            return Ok(Taken::OtherRights);
        }
        let before = self.state.log.head()?;
        let mut paste = part.paste(before).map_err(Failure::damaged)?;
        let mut state = self.state.clone();
        state.heard = part.now;
        state.lasting = part.lasting;
        match asked {
            ReplicaAsk::Begin => return Ok(Taken::Some),
            ReplicaAsk::Members { .. } => {
                if let Some(copying) = &mut state.copying {
                    copying.members = part.members.is_empty();
                    copying.after = part.members.last().copied().or(copying.after);
                    copying.done += part.members.len() as u64;
                }
                state.known = part.seq;
            }
            ReplicaAsk::Log { .. } | ReplicaAsk::News { .. } => {
                let after = part.entry_after(before).ok_or_else(|| Failure::damaged("an entry without a number"))?;
                state.log = LogEnd::of(after);
            }
        }
        let mut taken = Taken::Some;
        if matches!(asked, ReplicaAsk::News { .. }) {
            state.known = part.seq;
            state.synced = setting.clock.now();
            if state.log.seq == part.seq {
                state.copying = None;
                taken = Taken::All;
            }
        }
        paste.keep.push(state.written()?);
        match self.store.paste(setting.organization, &paste).await {
            Ok(()) => {}
            Err(StoreError::Damaged(what) | StoreError::Corrupt(what)) => return Err(Failure::Damaged(what)),
            Err(error) => return Err(error.into()),
        }
        self.state = state;
        self.desk = None;
        Ok(taken)
    }

    /// Writes over it what belongs to this computer alone.
    pub(crate) async fn paste(&mut self, setting: &Setting, mut paste: Paste, state: State) -> Result<(), Failure> {
        paste.keep.push(state.written()?);
        self.store.paste(setting.organization, &paste).await?;
        self.state = state;
        self.desk = None;
        Ok(())
    }

    /// Goes on with a desk where nothing changed that it knows of.
    pub(crate) fn keep_desk(&mut self, desk: Desk) {
        self.desk = Some(desk);
    }

    /// The desk of whoever the replica belongs to.
    pub(crate) fn desk(&mut self, setting: &Setting) -> Desk {
        let state = &self.state;
        let store = &self.store;
        self.desk
            .get_or_insert_with(|| {
                let clock = std::sync::Arc::clone(&setting.clock);
                // Nothing remembered: entries had these numbers before, and were taken off again.
                Directory::of_replica(store.anew(), clock, setting.entropy.branch(), setting.cost)
                    .desk(setting.organization, ActorId::Member(state.member))
            })
            .clone()
    }
}

/// Whether what can’t be opened is copied anew. So is what a newer version wrote: it is a copy, and what waits lies
/// elsewhere.
const fn is_of_no_use(failure: &Failure) -> bool {
    file::is_lost(failure) || matches!(failure, Failure::Damaged(_) | Failure::Store(StoreError::Newer { .. }))
}

/// What taking a part over came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Taken {
    /// There may be more.
    Some,
    /// There is no more at the moment.
    All,
    /// The other side’s log is another one, or has gone back.
    WentBack,
    /// What may be seen is more or less than it was.
    OtherRights,
}
