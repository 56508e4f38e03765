//! A server, desktops beside it, and the line between them.

use async_trait::async_trait;
use rollbook_credentials::password::Cost;
use rollbook_directory::{
    Entropy, Task, answer,
    contract::{WireCode, WireError},
};
use rollbook_domain::{MemberId, OrganizationId};
use rollbook_offline::{Failure, Files, Keeper, Offline, Setting, Status, Step, Upstream};
use rollbook_store::{FileKey, Rows, Schema, Store};
use rollbook_testkit::{Bench, Engine};
use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};
use tempfile::TempDir;
use tokio::sync::watch;

/// What the line does with the next question.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Weather {
    /// It answers.
    Fine,
    /// Nothing arrives.
    Lost,
    /// It arrives, and its answer doesn’t.
    AnswerLost,
    /// It arrives twice.
    Twice,
    /// Something else answers.
    Captive,
    /// The other side fails on commands about this person.
    Fails(MemberId),
    /// The session was ended.
    SignedOut,
    /// The session’s time is over.
    Over,
}

/// The line to a server, for somebody who is signed in there.
pub(crate) struct Line<'a> {
    pub(crate) bench: &'a Bench,
    pub(crate) member: MemberId,
    weather: Mutex<Weather>,
    /// Everything that was ever asked, for it may arrive once more.
    pub(crate) asked: Mutex<Vec<(String, Value)>>,
}

impl<'a> Line<'a> {
    pub(crate) fn new(bench: &'a Bench, member: MemberId) -> Self {
        Self { bench, member, weather: Mutex::new(Weather::Fine), asked: Mutex::default() }
    }
    pub(crate) fn set(&self, weather: Weather) {
        *self.weather.lock().unwrap() = weather;
    }
    pub(crate) async fn arrive(&self, name: &str, request: Value) -> Result<String, WireError> {
        answer(&self.bench.desk_of(self.member), name, request, &Task::unwatched()).await
    }
}

#[async_trait]
impl Upstream for Line<'_> {
    async fn greet(&self) -> Result<(), WireError> {
        match *self.weather.lock().unwrap() {
            Weather::Lost => Err(WireError::new(WireCode::Unreachable, "The connection was lost.", "")),
            Weather::Captive => Err(WireError::new(WireCode::NotRollbook, "This isn’t Rollbook.", "")),
            _ => Ok(()),
        }
    }
    async fn ask(&self, name: &str, request: Value) -> Result<String, WireError> {
        let weather = *self.weather.lock().unwrap();
        let away = || WireError::new(WireCode::Unreachable, "The connection was lost.", "");
        match weather {
            Weather::Lost => return Err(away()),
            Weather::SignedOut => return Err(WireError::new(WireCode::SignedOut, "Your session has ended.", "")),
            Weather::Over => return Err(WireError::new(WireCode::SessionOver, "Its time is over.", "")),
            Weather::Captive => return Ok("<html>Welcome to the hotel</html>".to_owned()),
            Weather::Fails(member) if request.to_string().contains(&format!("\"member\":\"{member}\"")) => {
                return Err(WireError::new(WireCode::Internal, "Something went wrong.", ""));
            }
            Weather::Fine | Weather::AnswerLost | Weather::Twice | Weather::Fails(_) => {}
        }
        self.asked.lock().unwrap().push((name.to_owned(), request.clone()));
        let answer = self.arrive(name, request.clone()).await;
        match weather {
            Weather::AnswerLost => Err(away()),
            Weather::Twice => self.arrive(name, request).await,
            _ => answer,
        }
    }
}

/// Keys of files without a keychain; a lost one can be played.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    pub(crate) lost: Mutex<Vec<PathBuf>>,
}

pub(crate) fn key() -> FileKey {
    FileKey::new(&[5; 32], &[6; 16])
}

impl Files for Keys {
    fn make(&self, _: &Path) -> Result<FileKey, Failure> {
        Ok(key())
    }
    fn made(&self, _: &Path) -> Result<(), Failure> {
        Ok(())
    }
    fn key(&self, path: &Path) -> Result<FileKey, Failure> {
        if self.lost.lock().unwrap().iter().any(|lost| lost == path) {
            return Err(Failure::Key(rollbook_keys::KeyError::PassphraseNeeded));
        }
        Ok(key())
    }
    fn forget(&self, path: &Path) -> Result<(), Failure> {
        self.lost.lock().unwrap().retain(|lost| lost != path);
        Ok(())
    }
}

/// A desktop: a folder, and what is open of it.
pub(crate) struct Desktop {
    pub(crate) folder: TempDir,
    pub(crate) keys: Arc<Keys>,
    pub(crate) offline: Option<Offline>,
    organization: OrganizationId,
    seed: u64,
    pub(crate) clock: Arc<dyn rollbook_directory::Clock>,
}

/// Waits until it stands like that.
pub(crate) async fn until(status: &mut watch::Receiver<Status>, stands: impl FnMut(&Status) -> bool) -> Status {
    status.wait_for(stands).await.unwrap().clone()
}

impl Desktop {
    /// A desktop whose copy is kept from now on: what keeps it, and how that stands.
    pub(crate) async fn kept(bench: &Bench) -> (Self, Keeper, watch::Receiver<Status>) {
        let mut desktop = Self::new(bench, 1).await;
        let keeper = desktop.keeper();
        let status = keeper.status();
        (desktop, keeper, status)
    }

    /// What keeps the copy; the desktop lets go of it.
    pub(crate) fn keeper(&mut self) -> Keeper {
        Keeper::new(self.offline.take().unwrap())
    }

    pub(crate) async fn new(bench: &Bench, seed: u64) -> Self {
        let mut desktop = Self {
            folder: tempfile::tempdir().unwrap(),
            keys: Arc::default(),
            offline: None,
            organization: bench.organization,
            seed: seed * 1_000,
            clock: Arc::clone(&bench.clock) as Arc<dyn rollbook_directory::Clock>,
        };
        desktop.start().await;
        desktop
    }

    pub(crate) fn setting(&mut self) -> Setting {
        self.seed += 1;
        Setting {
            folder: self.folder.path().to_owned(),
            name: "nordlys".to_owned(),
            organization: self.organization,
            clock: Arc::clone(&self.clock),
            entropy: Arc::new(Entropy::seeded(self.seed)),
            cost: Cost::MINIMUM,
            files: Arc::clone(&self.keys) as Arc<dyn Files>,
        }
    }

    /// The program starts on what the last one left.
    pub(crate) async fn start(&mut self) {
        let setting = self.setting();
        self.offline = Some(Offline::open(setting).await.unwrap());
    }

    /// The program ends as by a crash, and starts again.
    pub(crate) async fn crash(&mut self) {
        self.offline = None;
        self.start().await;
    }

    pub(crate) fn it(&mut self) -> &mut Offline {
        self.offline.as_mut().unwrap()
    }

    /// Steps until there is nothing to do.
    pub(crate) async fn sync(&mut self, line: &Line<'_>) {
        self.it().heard_of();
        self.go_on(line).await;
    }

    /// The same without news of the other side.
    pub(crate) async fn go_on(&mut self, line: &Line<'_>) {
        for _ in 0..1_000 {
            if self.it().step(line).await.unwrap() == Step::Rest {
                return;
            }
        }
        panic!("it never rests: {:?}", self.it().next());
    }

    /// Steps without a connection until there is nothing to do.
    pub(crate) async fn offline(&mut self, line: &Line<'_>) {
        self.it().lost();
        self.go_on(line).await;
    }

    /// The replica’s file.
    pub(crate) fn replica(&self) -> PathBuf {
        self.folder.path().join("nordlys.replica")
    }

    pub(crate) fn queue(&self) -> PathBuf {
        self.folder.path().join("nordlys.queue")
    }
}

/// Everything of an organization that a copy has, in one order.
pub(crate) async fn content(store: &Store, organization: OrganizationId) -> Vec<Rows> {
    let mut moment = store.moment(organization).await.unwrap();
    let ids = moment.member_ids_after(None, 100_000).await.unwrap();
    let mut all = moment.copy_whole().await.unwrap();
    all.extend(moment.copy_members(&ids, &ids).await.unwrap());
    all.push(moment.copy_log(0, i64::MAX, 1_000_000).await.unwrap().rows);
    for rows in &mut all {
        rows.rows.sort_by_key(|row| format!("{row:?}"));
    }
    all
}

/// The replica is the organization: every row of it that a copy has.
pub(crate) async fn is_the_same(bench: &Bench, desktop: &Desktop) {
    let replica = Store::file(&desktop.replica(), &key(), Schema::Expect).await.unwrap();
    let (there, here) = (content(bench.store(), bench.organization).await, content(&replica, bench.organization).await);
    for (there, here) in there.iter().zip(&here) {
        // NULL has no type in a row that was written without one.
        let plain =
            |rows: &Rows| format!("{rows:#?}").replace("NoBytes", "No").replace("NoInt", "No").replace("NoText", "No");
        pretty_same(&plain(there), &plain(here), &there.table);
    }
    assert_eq!(replica.verify_log(bench.organization, |_| {}).await.unwrap(), None, "the chain holds here too");
    replica.close().await;
}

fn pretty_same(there: &str, here: &str, table: &str) {
    if there == here {
        return;
    }
    let first = there.lines().zip(here.lines()).enumerate().find(|(_, (one, other))| one != other);
    panic!("{table} differs: {first:?}; {} lines there, {} here", there.lines().count(), here.lines().count());
}

/// A server with an administrator beside the owner, and some people.
pub(crate) async fn office(engine: Engine) -> (Bench, MemberId, Vec<MemberId>) {
    staffed(Bench::open(engine).await).await
}

/// The same people in an organization that is there.
pub(crate) async fn staffed(bench: Bench) -> (Bench, MemberId, Vec<MemberId>) {
    let ingrid =
        bench.administrator("Ingrid Solberg", "ingrid@nordlys.example", rollbook_domain::member::AccessMode::All).await;
    let mut people = Vec::new();
    for (name, email) in [
        ("Nadia Berg", "nadia@nordlys.example"),
        ("Jonas Lie", "jonas@nordlys.example"),
        ("Ola Vik", "ola@nordlys.example"),
    ] {
        people.push(bench.user(name, email).await);
    }
    (bench, ingrid, people)
}
