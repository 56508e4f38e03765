//! An organization beyond this computer, with and without a connection: one step after the other, each
//! of which may be the last before the program ends.

use crate::{
    Entry, Failure, Unread, Upstream,
    file::{self, Files, KeychainFiles},
    plan::{self, Copied, Open, Step, View},
    queue::Queue,
    replica::{Replica, Taken},
    state::Progress,
    tickets::{self, Ticketed},
    upstream::{Heard, heard, stranger},
};
use rollbook_credentials::password::Cost;
use rollbook_directory::{
    Clock, Desk, Entropy, SystemClock,
    contract::{ReplicaAsk, ReplicaPart, WireCode, WireError},
};
use rollbook_domain::{CommandId, MemberId, OrganizationId, Timestamp, time::MINUTE};
use rollbook_keys::{FileLock, KeyError};
use std::{collections::HashSet, path::PathBuf, sync::Arc, time::Duration};
use tokio::time::{Instant, sleep};

/// How long a program that was closed a moment ago may take to let go of its files, and how often it is looked.
const LETTING_GO: Duration = Duration::from_secs(5);
const AGAIN: Duration = Duration::from_millis(100);
/// How many entries are sent at once: a few hundred kilobytes at most, and a fraction of a second there.
const AT_ONCE: usize = 50;
/// After how long without news they are asked for: how long everything may be read here counts from then.
const STALE: i64 = 10 * MINUTE;

/// Where replica and queue of an organization lie, and what comes from outside.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The folder.
    pub folder: PathBuf,
    /// What the files are called, one name for each place.
    pub name: String,
    /// The organization.
    pub organization: OrganizationId,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub entropy: Arc<Entropy>,
    /// What a password’s hash costs on this computer.
    pub cost: Cost,
    /// Keys of the files.
    pub files: Arc<dyn Files>,
}

impl Setting {
    /// On this computer, for the person who works at it; keys are in its keychain.
    pub fn of_person(folder: PathBuf, organization: OrganizationId, cost: Cost) -> Self {
        let (clock, entropy) = (Arc::new(SystemClock), Arc::new(Entropy::from_system()));
        Self { folder, name: String::new(), organization, clock, entropy, cost, files: Arc::new(KeychainFiles) }
    }

    /// The files of one member at a place.
    #[must_use]
    pub fn of(self, at: &str, member: MemberId) -> Self {
        Self { name: file::name_of(at, self.organization, member), ..self }
    }

    /// Holds the files for this program; one that was closed a moment ago may take a while to let go of them.
    pub async fn hold(&self) -> Result<FileLock, Failure> {
        std::fs::create_dir_all(&self.folder).map_err(KeyError::ReadOnly)?;
        let until = Instant::now() + LETTING_GO;
        loop {
            match FileLock::take(&self.folder.join(&self.name)) {
                Err(KeyError::InUse) if Instant::now() < until => sleep(AGAIN).await,
                taken => return Ok(taken?),
            }
        }
    }
    pub(crate) fn replica_path(&self) -> PathBuf {
        self.folder.join(format!("{}.replica", self.name))
    }
    pub(crate) fn queue_path(&self) -> PathBuf {
        self.folder.join(format!("{}.queue", self.name))
    }
}

/// An organization, with and without a connection.
#[derive(Debug)]
pub struct Offline {
    pub(crate) setting: Setting,
    pub(crate) replica: Option<Replica>,
    pub(crate) queue: Queue,
    online: bool,
    pub(crate) current: bool,
    pub(crate) stuck: HashSet<MemberId>,
    /// How many entries are sent at once: each alone where one was in the way of the others, until more is heard.
    pub(crate) at_once: usize,
    /// Which entries are carried out on top of the replica.
    pub(crate) shown: HashSet<CommandId>,
    went_back: bool,
    /// The part that comes next, where it is here already.
    ahead: Option<(ReplicaAsk, ReplicaPart)>,
    /// Reset tickets that were made here, the newest first (R35).
    pub(crate) tickets: Vec<Ticketed>,
}

impl Offline {
    /// Opens what is here of an organization. Nothing is asked of the other side.
    pub async fn open(setting: Setting) -> Result<Self, Failure> {
        let queue = Queue::open(&setting.queue_path(), setting.organization, &*setting.files).await?;
        let replica = Replica::open(&setting).await?;
        let shown = match &replica {
            Some(replica) => replica.store.carried_out(setting.organization).await?.into_iter().collect(),
            None => HashSet::new(),
        };
        let (stuck, went_back) = (HashSet::new(), false);
        let tickets = queue.note(tickets::MADE).await?.filter(|text| !text.is_empty());
        let tickets = tickets.map_or(Ok(Vec::new()), |text| serde_json::from_str(&text)).map_err(Failure::damaged)?;
        Ok(Self {
            setting,
            replica,
            queue,
            online: false,
            current: false,
            stuck,
            at_once: AT_ONCE,
            shown,
            went_back,
            ahead: None,
            tickets,
        })
    }

    /// Whether there is a connection, as far as was heard.
    pub const fn is_online(&self) -> bool {
        self.online
    }

    /// The connection is back, or something happened at the other side: everything is heard anew, and what
    /// was stuck is tried again.
    pub fn heard_of(&mut self) {
        self.online = true;
        self.current = false;
        self.stuck.clear();
        self.at_once = AT_ONCE;
    }

    /// There is no connection.
    pub fn lost(&mut self) {
        self.online = false;
        self.ahead = None;
    }

    /// This moment.
    pub(crate) fn now(&self) -> Timestamp {
        self.setting.clock.now()
    }

    /// How far the first copy is; `None` once it is whole, or before it begins.
    pub fn progress(&self) -> Option<Progress> {
        self.replica.as_ref().and_then(|replica| replica.state.progress())
    }

    /// When the other side was heard last, by the clock of this computer; `None` while nothing is whole.
    pub fn synced(&self) -> Option<Timestamp> {
        self.replica.as_ref().filter(|replica| replica.copied() == Copied::Whole).map(|replica| replica.state.synced)
    }

    /// Until when everything may be read here without a connection, by the clock of this computer (R34); `None` while
    /// nothing is whole.
    pub fn until(&self) -> Option<Timestamp> {
        self.replica.as_ref().filter(|replica| replica.copied() == Copied::Whole).map(|replica| replica.state.until())
    }

    /// Whether the time to read here without a connection is over (R34).
    pub fn is_over(&self) -> bool {
        !self.online && self.until().is_some_and(|until| self.now() > until)
    }

    /// Whether the other side was last heard so long ago that it is asked anew, though nothing was told of.
    pub(crate) fn is_stale(&self) -> bool {
        self.synced().is_none_or(|synced| self.now().0.saturating_sub(synced.0) >= STALE)
    }

    /// Whether the other side went back to an earlier state since this was opened, as from a backup.
    pub const fn went_back(&self) -> bool {
        self.went_back
    }

    /// The desk at which everything is read without a connection; `None` while the copy isn’t whole, and once the
    /// time for that is over (R34).
    pub fn desk(&mut self) -> Option<Desk> {
        if self.is_over() {
            return None;
        }
        let replica = self.replica.as_mut().filter(|replica| replica.copied() == Copied::Whole)?;
        Some(replica.desk(&self.setting))
    }

    /// Everything that was given without a connection, in order.
    pub fn entries(&self) -> &[Entry] {
        self.queue.all()
    }

    /// Entries that this version can’t read: they are kept as they are.
    pub fn unread(&self) -> &[Unread] {
        &self.queue.unread
    }

    /// A queue of before that can’t be read any more, or belongs elsewhere.
    pub fn unreadable(&self) -> Option<&PathBuf> {
        self.queue.unreadable.as_ref()
    }

    /// What comes next.
    pub fn next(&self) -> Step {
        plan::next(&self.stands(&self.open_entries()))
    }

    fn stands<'a>(&'a self, queue: &'a [Open]) -> View<'a> {
        View {
            online: self.online,
            copied: self.replica.as_ref().map_or(Copied::None, Replica::copied),
            overlaid: self.replica.as_ref().is_some_and(|replica| replica.state.overlaid),
            current: self.current,
            queue,
            stuck: &self.stuck,
        }
    }

    /// What is sent next, all at once.
    pub(crate) fn sendable(&self) -> Vec<CommandId> {
        plan::together(&self.stands(&self.open_entries()), self.at_once)
    }

    fn open_entries(&self) -> Vec<Open> {
        self.queue
            .all()
            .iter()
            .filter(|entry| !entry.has_ended())
            .map(|entry| Open {
                command: entry.command,
                member: entry.member,
                conflict: !entry.waits(),
                shown: self.shown.contains(&entry.command),
            })
            .collect()
    }

    /// Carries out what comes next, and says what it was.
    pub async fn step(&mut self, upstream: &dyn Upstream) -> Result<Step, Failure> {
        let step = self.next();
        if !matches!(step, Step::Members | Step::Log | Step::News) {
            // Whatever is done in between, it is read anew after it.
            self.ahead = None;
        }
        let done = match step {
            Step::Rest => Ok(()),
            Step::TakeOff => self.take_off().await,
            Step::PutOn(command) => self.put_on(command).await.map(drop),
            Step::Send(_) => Box::pin(self.send(upstream)).await,
            Step::Begin => self.begin(upstream).await,
            Step::Members | Step::Log | Step::News => Box::pin(self.copy(upstream)).await,
        };
        match done {
            Ok(()) => Ok(step),
            Err(failure) => Err(self.failed(failure).await),
        }
    }

    /// What a failure brings beside itself.
    async fn failed(&mut self, failure: Failure) -> Failure {
        self.ahead = None;
        match &failure {
            Failure::Away(_) | Failure::Over => self.online = false,
            // The right to read here ends with the session (R34), or with the right itself.
            Failure::SignedOut | Failure::Refused(_) => {
                self.online = false;
                self.shut().await;
            }
            Failure::Damaged(_) => self.forget_replica().await,
            Failure::Store(_) | Failure::Key(_) | Failure::Rule(_) => {}
        }
        failure
    }

    async fn begin(&mut self, upstream: &dyn Upstream) -> Result<(), Failure> {
        let part = ask(upstream, &ReplicaAsk::Begin).await?;
        self.replica = Some(Replica::make(&self.setting, &part).await?);
        self.shown.clear();
        Ok(())
    }

    async fn copy(&mut self, upstream: &dyn Upstream) -> Result<(), Failure> {
        let Some(asked) = self.replica.as_ref().map(Replica::ask) else { return Ok(()) };
        let part = match self.ahead.take() {
            Some((ask, part)) if ask == asked => part,
            _ => ask(upstream, &asked).await?,
        };
        let Some(replica) = &mut self.replica else { return Ok(()) };
        let next = replica.ask_after(&asked, &part);
        // What comes after it is on its way while it is written: each takes about as long. What isn’t heard of the one
        // to come is asked again, and said then.
        let coming = async {
            let next = next?;
            let part = ask(upstream, &next).await.ok()?;
            Some((next, part))
        };
        let (taken, ahead) = tokio::join!(replica.take(&self.setting, &asked, &part), coming);
        self.ahead = ahead;
        match taken? {
            Taken::Some => {}
            Taken::All => self.current = true,
            Taken::WentBack => {
                self.went_back = true;
                self.forget_replica().await;
            }
            Taken::OtherRights => self.forget_replica().await,
        }
        Ok(())
    }

    pub(crate) async fn take_off(&mut self) -> Result<(), Failure> {
        if let Some(replica) = &mut self.replica {
            replica.take_off(&self.setting).await?;
        }
        self.shown.clear();
        Ok(())
    }

    /// Removes the replica; the queue stays.
    pub(crate) async fn forget_replica(&mut self) {
        self.ahead = None;
        if let Some(replica) = self.replica.take() {
            replica.remove(&self.setting).await;
        }
        self.shown.clear();
    }

    /// Removes everything that is here of the organization: the connection to it is.
    pub async fn remove(&mut self) {
        self.forget_replica().await;
        self.queue.close().await;
        file::remove(&self.setting.queue_path(), &*self.setting.files);
    }

    /// Closes the files.
    pub async fn close(&self) {
        if let Some(replica) = &self.replica {
            replica.store.close().await;
        }
        self.queue.close().await;
    }
}

async fn ask(upstream: &dyn Upstream, ask: &ReplicaAsk) -> Result<ReplicaPart, Failure> {
    let request = serde_json::to_value(ask).map_err(Failure::damaged)?;
    let answer = upstream.ask("replica_part", request).await.map_err(of_wire)?;
    // Whatever else answers, such as a hotel’s page, is no connection.
    serde_json::from_str(&answer).map_err(|_| Failure::Away(stranger()))
}

/// What a failed question about the replica means.
fn of_wire(error: WireError) -> Failure {
    match heard(&error) {
        Heard::SignedOut => Failure::SignedOut,
        Heard::Over => Failure::Over,
        Heard::Answer if matches!(error.code, WireCode::Rule(_)) => Failure::Refused(error),
        Heard::Away | Heard::Answer => Failure::Away(error),
    }
}
