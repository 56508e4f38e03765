//! Work without a connection, over the server as a process: the first copy of everybody, broken off in the
//! middle, what it weighs, catching up, reading from it, and sending what waited.

use super::office::Office;
use crate::{
    clock::Samples,
    error::BenchError,
    report::{Aim, Pair, Report, mib},
};
use async_trait::async_trait;
use rollbook_credentials::{Secret, password::Cost};
use rollbook_directory::{
    Desk, Entropy, SystemClock, Task,
    contract::{ActOnUsers, Mode, QueuedWhat, Sort, SortKey, Target, UserFilter, UsersPage, WireError},
};
use rollbook_domain::{
    MemberId,
    command::Action,
    member::{Tab, Tier},
};
use rollbook_offline::{Failure, Files, Offline, Setting, Step, Upstream};
use rollbook_remote::{Address, Client};
use rollbook_store::FileKey;
use serde_json::Value;
use std::{path::Path, sync::Arc, time::Instant};

/// How many events are caught up with.
const EVENTS: usize = 10_000;
/// How many commands wait.
const WAITING: usize = 1_000;
/// How often a page is read.
const PAGES: u64 = 200;
/// What the first copy of a hundred thousand may take, in milliseconds.
const COPY: f64 = 20_000.0;
/// How many times the server’s bytes a replica may weigh.
const WEIGHT: f64 = 1.5;

/// The owner at the server.
struct Line(Client);

#[async_trait]
impl Upstream for Line {
    async fn greet(&self) -> Result<(), WireError> {
        self.0.greet().await.map(drop)
    }
    async fn ask(&self, name: &str, request: Value) -> Result<String, WireError> {
        self.0.ask(name, request, &Task::unwatched()).await
    }
}

/// One key for every file: the keychain isn’t what is measured.
#[derive(Debug)]
struct OneKey;

impl Files for OneKey {
    fn make(&self, path: &Path) -> Result<FileKey, Failure> {
        self.key(path)
    }
    fn made(&self, _: &Path) -> Result<(), Failure> {
        Ok(())
    }
    fn key(&self, _: &Path) -> Result<FileKey, Failure> {
        Ok(FileKey::new(&[5; 32], &[6; 16]))
    }
    fn forget(&self, _: &Path) -> Result<(), Failure> {
        Ok(())
    }
}

pub(super) async fn measure(
    office: &Office,
    folder: &Path,
    members: u64,
    report: &mut Report,
) -> Result<(), BenchError> {
    let client = Client::new(Address::parse(&format!("http://{}", office.host)).map_err(wire)?).map_err(wire)?;
    client.take_up(Secret::new(office.token.clone()));
    let line = Line(client);
    let setting = Setting {
        folder: folder.to_owned(),
        name: "measured".to_owned(),
        organization: office.book.organization,
        clock: Arc::new(SystemClock),
        entropy: Arc::new(Entropy::from_system()),
        cost: Cost::MINIMUM,
        files: Arc::new(OneKey),
    };
    let mut offline = copy(&setting, &line, members, report).await?;
    weigh(office, folder, report).await?;
    let people = people(office, WAITING).await?;
    catch_up(office, &mut offline, &line, &people, report).await?;
    read(&mut offline, members, report).await?;
    send(&mut offline, &line, &people, report).await?;
    offline.remove().await;
    Ok(())
}

/// The first copy, as if the program had ended in the middle of it.
async fn copy(setting: &Setting, line: &Line, members: u64, report: &mut Report) -> Result<Offline, BenchError> {
    let begun = Instant::now();
    let mut offline = Offline::open(setting.clone()).await.map_err(failed)?;
    offline.heard_of();
    let is_half = |offline: &Offline| offline.progress().is_some_and(|now| now.done * 2 >= now.in_all);
    while !is_half(&offline) {
        offline.step(line).await.map_err(failed)?;
    }
    offline.close().await;
    drop(offline);
    let mut offline = Offline::open(setting.clone()).await.map_err(failed)?;
    if !is_half(&offline) {
        return Err(BenchError::of("a copy that was broken off began anew"));
    }
    sync(&mut offline, line).await?;
    let mut ours = Samples::default();
    ours.push(begun.elapsed());
    #[expect(clippy::cast_precision_loss, reason = "members of one organization")]
    let most = COPY * (members as f64 / 100_000.0).max(0.1);
    report.line("the first copy, broken off in the middle", &Pair { ours, bare: None }, Aim::Within(most), 1.0);
    Ok(offline)
}

/// What the replica weighs beside what the server keeps.
async fn weigh(office: &Office, folder: &Path, report: &mut Report) -> Result<(), BenchError> {
    let mut here = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with("measured.replica") {
            here += entry.metadata()?.len();
        }
    }
    let size = sqlx::query_scalar("SELECT pg_database_size(current_database())");
    let there: i64 = size.fetch_one(office.book.bare.pool()).await?;
    #[expect(clippy::cast_precision_loss, reason = "bytes of one database")]
    let times = here as f64 / there as f64;
    report.ratio("bytes of the replica", &mib(here), &mib(there.unsigned_abs()), times, WEIGHT);
    Ok(())
}

/// Users who can be suspended.
async fn people(office: &Office, many: usize) -> Result<Vec<MemberId>, BenchError> {
    let mut all = Vec::with_capacity(many);
    while all.len() < many {
        let filter = UserFilter { suspended: Some(false), tiers: vec![Tier::User], ..Desk::whole_tab(Tab::Active) };
        let ask = UsersPage {
            filter,
            sort: Sort { key: SortKey::Added, descending: false },
            offset: all.len() as u64,
            take: 200,
            anchor: None,
        };
        let rows = office.book.desk.users_page(&ask).await?.rows;
        if rows.is_empty() {
            return Err(BenchError::Unfit(format!("there are {} of {many} people", all.len())));
        }
        all.extend(rows.iter().map(|row| row.id));
    }
    all.truncate(many);
    Ok(all)
}

/// Hears of what others did meanwhile.
async fn catch_up(
    office: &Office,
    offline: &mut Offline,
    line: &Line,
    people: &[MemberId],
    report: &mut Report,
) -> Result<(), BenchError> {
    for turn in 0..EVENTS / people.len() {
        let ask = ActOnUsers {
            command: office.book.command(),
            action: if turn % 2 == 0 { Action::Suspend } else { Action::Reactivate },
            target: Target::Ids { ids: people.to_vec() },
            mode: Mode::AllOrNone,
            preview: false,
        };
        office.book.desk.act(&ask, &Task::unwatched()).await?;
    }
    let mut ours = Samples::default();
    ours.time(sync(offline, line)).await?;
    let what = format!("catching up on {EVENTS} events");
    report.line(&what, &Pair { ours, bare: None }, Aim::Within(1_000.0), 1.0);
    Ok(())
}

/// Reads as a screen does.
async fn read(offline: &mut Offline, members: u64, report: &mut Report) -> Result<(), BenchError> {
    offline.lost();
    let desk = offline.desk().ok_or_else(|| BenchError::of("the copy isn’t whole"))?;
    let mut ours = Samples::default();
    for page in 0..PAGES {
        let ask = UsersPage {
            filter: Desk::whole_tab(Tab::Active),
            sort: Sort { key: SortKey::Name, descending: false },
            offset: members / 2 * page / PAGES,
            take: 100,
            anchor: None,
        };
        ours.time(desk.users_page(&ask)).await?;
    }
    report.line("a page of people, from the replica", &Pair { ours, bare: None }, Aim::Nearly(16.0), 1.0);
    Ok(())
}

/// Sends what was given without a connection.
async fn send(offline: &mut Offline, line: &Line, people: &[MemberId], report: &mut Report) -> Result<(), BenchError> {
    offline.lost();
    let mut given = Samples::default();
    for member in people {
        let what = QueuedWhat::Profile {
            first_name: None,
            last_name: None,
            phone: None,
            language: None,
            note: Some("Called from the basement.".to_owned()),
        };
        let begun = Instant::now();
        offline.give(*member, what, None).await.map_err(failed)?;
        given.push(begun.elapsed());
    }
    report.line("giving a command without a connection", &Pair { ours: given, bare: None }, Aim::Told, 1.0);
    offline.heard_of();
    let begun = Instant::now();
    while matches!(offline.next(), Step::TakeOff | Step::Send(_)) {
        offline.step(line).await.map_err(failed)?;
    }
    let mut ours = Samples::default();
    ours.push(begun.elapsed());
    if !offline.entries().iter().all(rollbook_offline::Entry::has_ended) {
        return Err(BenchError::of("something still waits"));
    }
    let what = format!("{} commands that waited are sent", people.len());
    report.line(&what, &Pair { ours, bare: None }, Aim::Within(5_000.0), 1.0);
    Ok(())
}

async fn sync(offline: &mut Offline, line: &Line) -> Result<(), BenchError> {
    offline.heard_of();
    while offline.step(line).await.map_err(failed)? != Step::Rest {}
    Ok(())
}

fn failed(failure: Failure) -> BenchError {
    BenchError::of(failure)
}

fn wire(error: WireError) -> BenchError {
    BenchError::of(error.message)
}
