//! Days that go wrong: another server, an old backup, a lost key, a damaged file, a session that was ended.

use crate::house::{Desktop, Line, Weather, is_the_same, key, office};
use rollbook_directory::contract::QueuedWhat;
use rollbook_domain::{chain::GENESIS, command::Action, member::Status, time::HOUR};
use rollbook_offline::{End, Failure, Offline, Setting, Standing, Step};
use rollbook_store::{FileKey, Paste, Schema, Store, StoreError};
use rollbook_testkit::{Bench, Engine, MovingClock, Place};
use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

const SUSPEND: QueuedWhat = QueuedWhat::Act { action: Action::Suspend };

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r34_a_session_that_was_ended_takes_the_replica_and_leaves_the_queue() {
    let (bench, ingrid, people) = office(Engine::Sqlite).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = Desktop::new(&bench, 1).await;
    desktop.sync(&line).await;
    desktop.offline(&line).await;
    desktop.it().give(people[0], SUSPEND, None).await.unwrap();
    line.set(Weather::SignedOut);
    desktop.it().heard_of();
    assert_eq!(desktop.it().step(&line).await.unwrap(), Step::TakeOff);
    let ended = desktop.it().step(&line).await;
    assert!(matches!(ended, Err(Failure::SignedOut)), "{ended:?}");
    assert!(desktop.it().desk().is_none() && !desktop.replica().exists());
    assert_eq!(desktop.it().entries()[0].standing, Standing::Waiting, "what was done isn’t lost");
    line.set(Weather::Fine);
    desktop.sync(&line).await;
    assert_eq!(bench.row(people[0]).await.status, Status::Suspended);
    is_the_same(&bench, &desktop).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r32_what_answers_in_a_hotel_is_no_connection() {
    let (bench, ingrid, _) = office(Engine::Sqlite).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = Desktop::new(&bench, 1).await;
    desktop.sync(&line).await;
    line.set(Weather::Captive);
    desktop.it().heard_of();
    let heard = desktop.it().step(&line).await;
    assert!(matches!(heard, Err(Failure::Away(_))), "{heard:?}");
    assert!(!desktop.it().is_online() && desktop.it().desk().is_some(), "the replica stays");
}

/// Puts a server’s file back to what it was.
async fn restored(bench: Bench, backup: &[(std::path::PathBuf, Vec<u8>)]) -> Bench {
    let Bench { place, clock, organization, owner, directory, .. } = bench;
    directory.store().close().await;
    for part in ["-wal", "-shm"] {
        let mut name = place.file().into_os_string();
        name.push(part);
        drop(fs::remove_file(name));
    }
    for (path, bytes) in backup {
        fs::write(path, bytes).unwrap();
    }
    Bench::again(place, clock, organization, owner).await
}

async fn backup(place: &Place, store: &Store) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    store.check().await.unwrap();
    let beside = |part: &str| {
        let mut name = place.file().into_os_string();
        name.push(part);
        std::path::PathBuf::from(name)
    };
    ["", "-wal"]
        .into_iter()
        .map(beside)
        .filter(|path| path.exists())
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r32_r33_a_server_that_went_back_is_copied_anew_and_nothing_is_applied_over_it() {
    let (bench, ingrid, people) = office(Engine::Sqlite).await;
    let old = backup(&bench.place, bench.store()).await;
    bench.act(Action::Suspend, &people[1..2]).await;
    let mut desktop = Desktop::new(&bench, 1).await;
    {
        let line = Line::new(&bench, ingrid);
        desktop.sync(&line).await;
        desktop.offline(&line).await;
        desktop.it().give(people[0], SUSPEND, None).await.unwrap();
    }
    let bench = restored(bench, &old).await;
    // It goes on from there, past the number that the replica has.
    for _ in 0..3 {
        bench.act(Action::Suspend, &people[2..]).await;
        bench.act(Action::Reactivate, &people[2..]).await;
    }
    let line = Line::new(&bench, ingrid);
    desktop.sync(&line).await;
    assert!(desktop.it().went_back(), "it is said");
    let stands = desktop.it().entries()[0].standing.clone();
    assert!(matches!(&stands, Standing::Conflict { words } if words.message.contains("backup")), "{stands:?}");
    assert_eq!(bench.row(people[0]).await.status, Status::Active);
    is_the_same(&bench, &desktop).await;
    let entry = desktop.it().entries()[0].command;
    desktop.it().apply_mine(entry).await.unwrap();
    desktop.sync(&line).await;
    assert_eq!(bench.row(people[0]).await.status, Status::Suspended);
    is_the_same(&bench, &desktop).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r34_a_lost_key_costs_the_copy_and_names_the_queue() {
    let (bench, ingrid, people) = office(Engine::Sqlite).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = Desktop::new(&bench, 1).await;
    desktop.sync(&line).await;
    desktop.offline(&line).await;
    desktop.it().give(people[0], SUSPEND, None).await.unwrap();
    let lost = [desktop.replica(), desktop.queue()];
    desktop.keys.lost.lock().unwrap().extend(lost);
    desktop.offline.take().unwrap().close().await;
    desktop.start().await;
    assert!(desktop.it().desk().is_none() && desktop.it().entries().is_empty());
    let named = desktop.it().unreadable().cloned().unwrap();
    assert!(named.exists(), "what can’t be read is put aside and named: {}", named.display());
    desktop.sync(&line).await;
    assert_eq!(bench.row(people[0]).await.status, Status::Active);
    is_the_same(&bench, &desktop).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r32_a_replica_that_is_cut_off_or_of_somebody_else_is_made_anew() {
    let (bench, ingrid, _) = office(Engine::Sqlite).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = Desktop::new(&bench, 1).await;
    desktop.sync(&line).await;
    for spoil in 0..5 {
        desktop.offline.take().unwrap().close().await;
        let path = desktop.replica();
        let bytes = fs::read(&path).unwrap();
        match spoil {
            0 => fs::write(&path, &bytes[..bytes.len() / 2 / 4096 * 4096]).unwrap(),
            1 => fs::write(&path, &bytes[..5_000]).unwrap(),
            2 => fs::write(&path, b"SQLite format 3\0 and more").unwrap(),
            3 => {
                // One that another key opens.
                fs::remove_file(&path).unwrap();
                let other = FileKey::new(&[7; 32], &[6; 16]);
                Store::file(&path, &other, Schema::Migrate).await.unwrap().close().await;
            }
            _ => {
                // One that says nothing of itself.
                fs::remove_file(&path).unwrap();
                Store::file(&path, &key(), Schema::Migrate).await.unwrap().close().await;
            }
        }
        desktop.start().await;
        desktop.sync(&line).await;
        is_the_same(&bench, &desktop).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r30_a_log_that_was_changed_on_its_way_is_not_taken_over() {
    let (bench, _, _) = office(Engine::Sqlite).await;
    let mut moment = bench.store().moment(bench.organization).await.unwrap();
    let log = moment.copy_log(0, i64::MAX, 100).await.unwrap();
    drop(moment);
    let place = Place::new(Engine::Sqlite);
    let here = place.store().await;
    let before = Some(rollbook_store::Head { seq: 0, seal: GENESIS });
    for spoil in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] {
        let mut rows = log.rows.clone();
        let at = rows.rows.len() / 2;
        rows.rows[at][spoil] = match &rows.rows[at][spoil] {
            rollbook_store::Arg::Int(value) => (value + 1).into(),
            rollbook_store::Arg::Text(text) => format!("{text} ").into(),
            rollbook_store::Arg::Bytes(bytes) => bytes.iter().map(|byte| byte ^ 1).collect::<Vec<u8>>().into(),
            _ => continue,
        };
        let paste = Paste { rows: vec![rows], before, ..Paste::default() };
        assert!(here.paste(bench.organization, &paste).await.is_err(), "column {spoil}");
        assert!(here.kept(bench.organization, "").await.unwrap().is_empty());
    }
    let mut gap = log.rows.clone();
    gap.rows.remove(1);
    assert!(here.paste(bench.organization, &Paste { rows: vec![gap], before, ..Paste::default() }).await.is_err());
    here.paste(bench.organization, &Paste { rows: vec![log.rows], before, ..Paste::default() }).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r33_an_entry_that_was_refused_can_be_sent_again() {
    let (bench, ingrid, people) = office(Engine::Sqlite).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = Desktop::new(&bench, 1).await;
    desktop.sync(&line).await;
    desktop.offline(&line).await;
    let send = QueuedWhat::Act { action: Action::PasswordLink };
    let command = desktop.it().give(people[0], send, None).await.unwrap();
    bench.act(Action::Suspend, &people[..1]).await;
    desktop.sync(&line).await;
    let stands = desktop.it().entries()[0].standing.clone();
    assert!(matches!(stands, Standing::Ended { end: End::Refused { .. }, .. }), "{stands:?}");
    bench.act(Action::Reactivate, &people[..1]).await;
    desktop.sync(&line).await;
    desktop.it().send_again(command).await.unwrap();
    desktop.sync(&line).await;
    let stands = desktop.it().entries()[0].standing.clone();
    assert!(matches!(stands, Standing::Ended { end: End::Applied, .. }), "{stands:?}");
    is_the_same(&bench, &desktop).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r33_clocks_that_differ_by_hours_lose_and_double_nothing() {
    let (bench, ingrid, people) = office(Engine::Sqlite).await;
    let line = Line::new(&bench, ingrid);
    for (seed, hours, who) in [(1, -3, people[0]), (2, 3, people[1])] {
        let clock = MovingClock::default();
        clock.advance(hours * HOUR);
        let mut desktop = Desktop::new(&bench, seed).await;
        desktop.clock = Arc::new(clock);
        desktop.crash().await;
        desktop.sync(&line).await;
        assert!(desktop.it().desk().is_some(), "{hours}: it is read");
        desktop.offline(&line).await;
        desktop.it().give(who, SUSPEND, None).await.unwrap();
        desktop.sync(&line).await;
        let stands = desktop.it().entries()[0].standing.clone();
        assert!(matches!(stands, Standing::Ended { end: End::Applied, .. }), "{hours}: {stands:?}");
        assert_eq!(bench.row(who).await.status, Status::Suspended);
        is_the_same(&bench, &desktop).await;
    }
}

/// A small disk; `None` where this user can’t make one.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(folder: &Path) -> Option<Self> {
        let at = folder.join("disk");
        fs::create_dir(&at).unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=16m", "tmpfs"]).arg(&at).output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self(at));
        }
        eprintln!("skipped: this user can't make a small disk");
        None
    }

    /// Takes all the room that is left.
    fn fill(&self) {
        let mut file = fs::File::create(self.0.join("others")).unwrap();
        while file.write_all(&[1; 4_096]).is_ok() {}
    }

    fn free(&self) {
        fs::remove_file(self.0.join("others")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(&self.0).output());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r32_r33_a_disk_that_is_full_is_said_and_everything_goes_on_once_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::mount(folder.path()) else { return };
    let (bench, ingrid, people) = office(Engine::Sqlite).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = Desktop::new(&bench, 1).await;
    let setting = Setting { folder: disk.0.clone(), ..desktop.setting() };
    desktop.offline = Some(Offline::open(setting).await.unwrap());
    desktop.sync(&line).await;
    desktop.offline(&line).await;
    disk.fill();
    // What can’t be kept isn’t taken.
    let note = QueuedWhat::Profile {
        first_name: None,
        last_name: None,
        phone: None,
        language: None,
        note: Some("long ".repeat(390)),
    };
    let mut taken = 0;
    let failure = loop {
        match desktop.it().give(people[0], note.clone(), None).await {
            Ok(_) => taken += 1,
            Err(failure) => break failure,
        }
        assert!(taken < 200, "the disk is never full");
    };
    assert_eq!(desktop.it().entries().len(), taken, "{failure:?}");
    // What is copied meanwhile stops where it is, and goes on.
    bench.act(Action::Suspend, &people[1..2]).await;
    disk.free();
    desktop.sync(&line).await;
    disk.fill();
    for _ in 0..40 {
        bench.act(Action::Suspend, &people[2..]).await;
        bench.act(Action::Reactivate, &people[2..]).await;
    }
    desktop.it().heard_of();
    let full = loop {
        match desktop.it().step(&line).await {
            Ok(Step::Rest) => break None,
            Ok(_) => {}
            Err(failure) => break Some(failure),
        }
    };
    assert!(matches!(full, Some(Failure::Store(StoreError::DiskFull))), "{full:?}");
    disk.free();
    desktop.sync(&line).await;
    assert!(desktop.it().entries().iter().all(rollbook_offline::Entry::has_ended));
    let copied = desktop.it().desk().unwrap().user(people[1]).await.unwrap().row.status;
    assert_eq!(copied, Status::Suspended);
    let seq = bench.store().seq(bench.organization).await.unwrap();
    let here = desktop.it().desk().unwrap().directory().store().seq(bench.organization).await.unwrap();
    assert_eq!(here, seq, "everything is here");
    desktop.offline.take().unwrap().close().await;
}
