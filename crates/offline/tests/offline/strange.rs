//! Files that another version, another place or another server left.

use crate::house::{Desktop, Line, is_the_same, key, office, staffed};
use rollbook_directory::contract::{QueuedWhat, WireCode};
use rollbook_domain::{command::Action, member::Status};
use rollbook_offline::{Failure, Keeper, Offline, Standing, waiting_at};
use rollbook_store::{Schema, Store, StoreError};
use rollbook_testkit::{Bench, Engine, tamper};
use std::{fs, path::Path};

const SUSPEND: QueuedWhat = QueuedWhat::Act { action: Action::Suspend };

/// Changes a file past everything.
async fn spoil(path: &Path, statements: &[&'static str]) {
    let store = Store::file(path, &key(), Schema::Expect).await.unwrap();
    for statement in statements {
        tamper(&store, statement).await;
    }
    store.close().await;
}

/// A desktop at which somebody suspended the first two people without a connection, and that is closed.
async fn waits(bench: &Bench, line: &Line<'_>, people: &[rollbook_domain::MemberId]) -> Desktop {
    let mut desktop = Desktop::new(bench, 1).await;
    desktop.sync(line).await;
    desktop.offline(line).await;
    for member in &people[..2] {
        desktop.it().give(*member, SUSPEND, None).await.unwrap();
    }
    desktop.offline.take().unwrap().close().await;
    desktop
}

const NEWER: &str = "UPDATE schema_info SET version = 9, oldest_reader = 9";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r33_a_queue_of_a_newer_version_is_left_as_it_is_and_refused_with_words() {
    let (bench, ingrid, people) = office(Engine::Sqlite).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = waits(&bench, &line, &people).await;
    let older = fs::read(desktop.queue()).unwrap();
    spoil(&desktop.queue(), &[NEWER]).await;
    let setting = desktop.setting();
    let names = || {
        let names = fs::read_dir(desktop.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        names.filter(|name| name.to_string_lossy().starts_with("nordlys.queue")).collect::<Vec<_>>()
    };
    let before = (names(), fs::read(desktop.queue()).unwrap());
    let refused = Offline::open(setting).await.unwrap_err();
    assert!(matches!(refused, Failure::Store(StoreError::Newer { .. })), "{refused:?}");
    let words = refused.view().refusal.unwrap();
    assert_eq!((words.code, words.help.is_empty()), (WireCode::NewerFile, false), "{words:?}");
    assert_eq!((names(), fs::read(desktop.queue()).unwrap()), before, "nothing of it was touched");
    // Whoever can read it goes on with it.
    fs::write(desktop.queue(), older).unwrap();
    desktop.start().await;
    desktop.sync(&line).await;
    assert_eq!(bench.row(people[1]).await.status, Status::Suspended);
    is_the_same(&bench, &desktop).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r33_an_entry_that_cannot_be_read_is_named_and_kept_and_the_others_go_on() {
    let (bench, ingrid, people) = office(Engine::Sqlite).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = waits(&bench, &line, &people).await;
    let unknown = "UPDATE setting SET value = replace(value, '\"suspend\"', '\"beam_up\"') WHERE name = 'queue.entry.000000000001'";
    spoil(&desktop.queue(), &[unknown]).await;
    desktop.start().await;
    let third = desktop.it().give(people[2], SUSPEND, None).await.unwrap();
    assert_eq!(desktop.it().entries().last().map(|entry| (entry.command, entry.no)), Some((third, 3)));
    desktop.sync(&line).await;
    let ended = desktop.it().entries().iter().map(rollbook_offline::Entry::has_ended).collect::<Vec<_>>();
    assert_eq!(ended, [true, true], "the others go on");
    let statuses = [bench.row(people[0]).await.status, bench.row(people[1]).await.status];
    assert_eq!(statuses, [Status::Active, Status::Suspended]);
    is_the_same(&bench, &desktop).await;
    let keeper = desktop.keeper();
    let unread = keeper.view().await.unread;
    assert_eq!(unread.len(), 1);
    assert_eq!((unread[0].name.as_deref(), unread[0].at.is_some()), (Some("Nadia Berg"), true), "it is named");
    keeper.close().await;
    drop(keeper);
    // Whoever can read it goes on with it.
    let known = "UPDATE setting SET value = replace(value, '\"beam_up\"', '\"suspend\"') WHERE name = 'queue.entry.000000000001'";
    spoil(&desktop.queue(), &[known]).await;
    desktop.start().await;
    desktop.sync(&line).await;
    assert_eq!(bench.row(people[0]).await.status, Status::Suspended);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r33_what_cannot_be_read_would_be_lost_with_the_connection_too() {
    let (bench, ingrid, people) = office(Engine::Sqlite).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = Desktop::new(&bench, 1).await;
    let at = "https://nordlys.example";
    let setting = desktop.setting().of(at, ingrid);
    desktop.offline = Some(Offline::open(setting.clone()).await.unwrap());
    desktop.sync(&line).await;
    desktop.offline(&line).await;
    desktop.it().give(people[0], SUSPEND, None).await.unwrap();
    desktop.offline.take().unwrap().close().await;
    let queue = desktop.folder.path().join(format!("{}.queue", setting.name));
    spoil(&queue, &["UPDATE setting SET value = '{' WHERE name = 'queue.entry.000000000001'"]).await;
    assert_eq!(waiting_at(desktop.folder.path(), at, bench.organization, &*desktop.keys).await.unwrap(), 1);
    spoil(&queue, &[NEWER]).await;
    let refused = waiting_at(desktop.folder.path(), at, bench.organization, &*desktop.keys).await.unwrap_err();
    assert_eq!(refused.code, WireCode::NewerFile, "nobody says that nothing would be lost");
}

/// Lays the files of one desktop in the place of another’s.
fn lay(from: &Desktop, over: &Desktop) {
    for (here, there) in [(from.replica(), over.replica()), (from.queue(), over.queue())] {
        for part in ["-wal", "-shm"] {
            let mut name = there.clone().into_os_string();
            name.push(part);
            drop(fs::remove_file(name));
        }
        fs::copy(here, there).unwrap();
    }
}

/// A server with another organization.
async fn another() -> (Bench, rollbook_domain::MemberId, Vec<rollbook_domain::MemberId>) {
    let mut bench = Bench::open(Engine::Sqlite).await;
    (bench.organization, bench.owner) = bench.found("Sorlys", "siri@sorlys.example").await;
    staffed(bench).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r32_r33_files_of_another_server_are_copied_anew_and_their_queue_is_named_and_never_sent() {
    let (bench, ingrid, people) = office(Engine::Sqlite).await;
    let (other, henrik, _) = another().await;
    assert_ne!(bench.organization, other.organization);
    let line = Line::new(&bench, ingrid);
    let mut theirs = waits(&bench, &line, &people).await;
    let there = Line::new(&other, henrik);
    let mut desktop = Desktop::new(&other, 2).await;
    desktop.sync(&there).await;
    desktop.offline.take().unwrap().close().await;
    lay(&theirs, &desktop);
    let before = other.log().await.len();
    desktop.start().await;
    assert!(desktop.it().desk().is_none(), "nothing of another organization is read here");
    let named = desktop.it().unreadable().cloned().unwrap();
    assert!(named.exists(), "what waits is kept, and said: {}", named.display());
    desktop.sync(&there).await;
    assert!(desktop.it().entries().is_empty());
    assert_eq!(other.log().await.len(), before, "nothing of it was sent");
    is_the_same(&other, &desktop).await;
    desktop.offline.take().unwrap().close().await;
    // Back at its own place, it goes on.
    fs::copy(named, theirs.queue()).unwrap();
    theirs.start().await;
    theirs.sync(&line).await;
    assert_eq!(bench.row(people[0]).await.status, Status::Suspended);
    is_the_same(&bench, &theirs).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r33_a_queue_of_another_place_or_person_is_named_and_never_sent() {
    let (bench, ingrid, people) = office(Engine::Sqlite).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = waits(&bench, &line, &people).await;
    for (at, member) in [("https://elsewhere.example", ingrid), ("https://nordlys.example", bench.owner)] {
        let setting = desktop.setting().of(at, member);
        let queue = desktop.folder.path().join(format!("{}.queue", setting.name));
        fs::copy(desktop.queue(), queue).unwrap();
        let keeper = Keeper::new(Offline::open(setting).await.unwrap());
        let view = keeper.view().await;
        assert!(view.entries.is_empty() && view.unreadable.is_some(), "{view:?}");
        keeper.close().await;
    }
    desktop.start().await;
    let waiting = |standing: &Standing| matches!(standing, Standing::Waiting);
    assert!(desktop.it().entries().iter().all(|entry| waiting(&entry.standing)), "the queue itself still waits");
    assert_eq!(desktop.it().unreadable(), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r32_a_replica_of_an_older_or_a_newer_version_is_copied_anew_and_what_waits_is_sent() {
    for (changes, kept) in [
        // Of a newer version, which this one can’t open.
        (&[NEWER] as &[&'static str], false),
        // Of an older form of its rows, and of a newer one.
        (
            &["UPDATE setting SET value = replace(value, '\"schema\":1', '\"schema\":0') WHERE name = 'replica.state'"],
            true,
        ),
        (
            &["UPDATE setting SET value = replace(value, '\"schema\":1', '\"schema\":2') WHERE name = 'replica.state'"],
            true,
        ),
        // What says of itself what this version doesn’t know.
        (&["UPDATE setting SET value = '{\"form\":\"other\"}' WHERE name = 'replica.state'"], false),
    ] {
        let (bench, ingrid, people) = office(Engine::Sqlite).await;
        let line = Line::new(&bench, ingrid);
        let mut desktop = waits(&bench, &line, &people).await;
        spoil(&desktop.replica(), changes).await;
        desktop.start().await;
        desktop.it().lost();
        assert_eq!(desktop.it().desk().is_some(), kept, "{changes:?}");
        assert_eq!(desktop.it().entries().len(), 2, "what waits isn’t touched");
        desktop.sync(&line).await;
        assert_eq!(bench.row(people[1]).await.status, Status::Suspended);
        is_the_same(&bench, &desktop).await;
    }
}
