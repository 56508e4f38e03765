//! What only a file can show: its key, its damage, its place on a disk that is full or can't be
//! written, and that nothing in it can be read.

use crate::registrations::made_older;
use rollbook_domain::{Event, member::Member};
use rollbook_store::{SCHEMA, Schema, Store, StoreError, kept_at};
use rollbook_testkit::{Book, Engine, Place};
use std::{fs, path::Path, time::Duration};

/// A closed file with some people in it.
pub(crate) async fn filled() -> Book {
    let mut book = Book::open(Engine::Sqlite).await;
    let members: Vec<Member> = (0..200).map(|_| book.cast.named("Canarykin", "Featherstone")).collect();
    let events: Vec<Event> = members
        .iter()
        .map(|member| Event::MemberAdded { member: Box::new(member.clone()), last_sign_in: None })
        .collect();
    book.apply(&events).await;
    book
}

pub(crate) async fn opened(path: &Path, schema: Schema) -> Result<Store, StoreError> {
    let key = Place::key();
    let opening = Store::file(path, &key, schema);
    tokio::time::timeout(Duration::from_secs(5), opening).await.expect("the answer comes at once")
}

/// The file opens, verifies, and takes another change.
pub(crate) async fn works(book: &mut Book) {
    book.store = book.place.open(Schema::Expect).await.expect("it opens again");
    let member = book.cast.named("Next", "One");
    book.add(&member).await;
    assert_eq!(book.store.verify_log(book.organization, |_| {}).await.unwrap(), None);
}

#[tokio::test]
async fn every_connection_keeps_pages_of_its_own() {
    let book = Book::open(Engine::Sqlite).await;
    let shared = "SELECT sqlite_compileoption_used('ENABLE_MEMORY_MANAGEMENT')";
    let shared: i64 = sqlx::query_scalar(shared).fetch_one(book.store.pool()).await.unwrap();
    assert_eq!(shared, 0, "connections that share their pages starve each other");
}

#[tokio::test]
async fn another_key_does_not_open_the_file_and_says_so_at_once() {
    let mut book = filled().await;
    book.store.close().await;
    let (path, key) = (book.place.file(), Place::other_key());
    let opening = Store::file(&path, &key, Schema::Expect);
    let refused = tokio::time::timeout(Duration::from_secs(5), opening).await.expect("at once");
    assert!(matches!(refused, Err(StoreError::WrongKey)), "{refused:?}");
    let migrating = Store::file(&book.place.file(), &Place::other_key(), Schema::Migrate).await;
    assert!(matches!(migrating, Err(StoreError::WrongKey)), "{migrating:?}");
    works(&mut book).await;
}

#[tokio::test]
async fn a_key_is_never_printed() {
    assert_eq!(format!("{:?}", Place::key()), "FileKey([secret])");
}

#[tokio::test]
async fn a_file_that_is_not_there_is_not_made_by_looking() {
    let place = Place::new(Engine::Sqlite);
    let missing = opened(&place.file(), Schema::Expect).await;
    assert!(matches!(missing, Err(StoreError::CannotOpen(_))), "{missing:?}");
    assert!(!place.file().exists());
    let folder = opened(place.folder(), Schema::Expect).await;
    assert!(matches!(folder, Err(StoreError::CannotOpen(_))), "a folder is no file: {folder:?}");
    let nowhere = opened(&place.folder().join("no/such/folder/x.rollbook"), Schema::Migrate).await;
    assert!(matches!(nowhere, Err(StoreError::CannotOpen(_))), "{nowhere:?}");
}

#[tokio::test]
async fn foreign_files_are_told_from_organizations() {
    let place = Place::new(Engine::Sqlite);
    for (bytes, what) in [
        (b"%PDF-1.7 and so on".repeat(1_000), "a PDF"),
        (b"SQLite format 3\0".iter().copied().chain([0; 5_000]).collect(), "a plain SQLite head"),
        (vec![0; 8_192], "zeros"),
        (b"short".to_vec(), "a few bytes"),
    ] {
        fs::write(place.file(), &bytes).unwrap();
        let refused = opened(&place.file(), Schema::Expect).await;
        assert!(matches!(refused, Err(StoreError::WrongKey | StoreError::Damaged(_))), "{what}: {refused:?}");
        let refused = opened(&place.file(), Schema::Migrate).await;
        assert!(refused.is_err(), "{what} is not made into an organization");
        assert_eq!(fs::read(place.file()).unwrap(), bytes, "{what} is left as it was");
    }
    fs::write(place.file(), b"").unwrap();
    let empty = opened(&place.file(), Schema::Expect).await;
    assert!(matches!(empty, Err(StoreError::Damaged(_))), "{empty:?}");
}

#[tokio::test]
async fn a_plain_sqlite_database_is_refused_and_left_alone() {
    let place = Place::new(Engine::Sqlite);
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}?mode=rwc", place.file().display());
    let pool = sqlx::AnyPool::connect(&url).await.unwrap();
    sqlx::query("CREATE TABLE schema_info (version BIGINT, oldest_reader BIGINT)").execute(&pool).await.unwrap();
    pool.close().await;
    let before = fs::read(place.file()).unwrap();
    assert!(before.starts_with(b"SQLite format 3\0"), "plain");
    let refused = opened(&place.file(), Schema::Migrate).await;
    assert!(matches!(refused, Err(StoreError::Damaged(_))), "{refused:?}");
    assert_eq!(fs::read(place.file()).unwrap(), before);
}

#[tokio::test]
async fn a_truncated_file_never_panics_and_never_passes_for_whole() {
    let book = filled().await;
    book.store.close().await;
    let whole = fs::read(book.place.file()).unwrap();
    let cut = book.place.folder().join("cut.rollbook");
    for keep in [0, 1, 100, 4_096, 8_192, whole.len() / 2, whole.len() - 4_096, whole.len() - 1] {
        fs::write(&cut, &whole[..keep]).unwrap();
        for suffix in ["-wal", "-shm"] {
            drop(fs::remove_file(format!("{}{suffix}", cut.display())));
        }
        match opened(&cut, Schema::Expect).await {
            Err(StoreError::WrongKey | StoreError::Damaged(_)) => {}
            Err(other) => panic!("cut to {keep}: {other:?}"),
            Ok(store) => {
                let said = store.verify_log(book.organization, |_| {}).await;
                assert!(!matches!(said, Ok(None)), "cut to {keep} of {} passes for whole", whole.len());
                store.close().await;
            }
        }
    }
}

#[tokio::test]
async fn a_flipped_byte_is_found() {
    let mut book = filled().await;
    book.store.close().await;
    let whole = fs::read(book.place.file()).unwrap();
    let hurt = book.place.folder().join("hurt.rollbook");
    let mut found = 0;
    for page in (1..whole.len() / 4_096).step_by(8) {
        let mut bytes = whole.clone();
        bytes[page * 4_096 + book.cast.below(4_096)] ^= 0x40;
        fs::write(&hurt, &bytes).unwrap();
        // Every page carries a MAC: what is read is what was written, or an error.
        match opened(&hurt, Schema::Expect).await {
            Err(StoreError::WrongKey | StoreError::Damaged(_)) => found += 1,
            Err(other) => panic!("{other:?}"),
            Ok(store) => {
                match store.verify_log(book.organization, |_| {}).await {
                    Err(StoreError::WrongKey | StoreError::Damaged(_)) => found += 1,
                    Err(other) => panic!("{other:?}"),
                    Ok(broken) => assert_eq!(broken, None, "pages of the log are whole, the hurt one lies elsewhere"),
                }
                store.close().await;
            }
        }
    }
    assert!(found > 0, "some of the pages that were hurt are read");
}

#[tokio::test]
async fn a_newer_schema_is_refused_when_it_says_so_and_opened_when_it_does_not() {
    let book = filled().await;
    let set = |text: &'static str| sqlx::query(text).execute(book.store.pool());
    set("UPDATE schema_info SET version = 9").await.unwrap();
    let readable = book.place.open(Schema::Expect).await.expect("an additive schema opens in an older app");
    readable.close().await;
    set("UPDATE schema_info SET oldest_reader = 7").await.unwrap();
    for schema in [Schema::Expect, Schema::Migrate] {
        let refused = book.place.open(schema).await;
        assert!(matches!(refused, Err(StoreError::Newer { file: 7, app: SCHEMA })), "{refused:?}");
    }
}

#[tokio::test]
async fn an_older_file_is_kept_as_it_was_before_it_is_brought_up_to_date() {
    for schema in [Schema::Expect, Schema::Migrate] {
        let book = filled().await;
        made_older(&book).await;
        book.store.close().await;
        let file = book.place.file();
        let before = fs::read(&file).unwrap();
        let kept = kept_at(&file, 1);
        book.place.open(schema).await.unwrap().close().await;
        assert_ne!(fs::read(&file).unwrap(), before, "the file was brought up to date");
        assert_eq!(fs::read(&kept).unwrap(), before, "and lies beside as it was");
        book.place.open(schema).await.unwrap().close().await;
        let others = fs::read_dir(book.place.folder()).unwrap().count();
        assert_eq!(others, 2, "nothing is kept where nothing is done");
        // Whoever goes back puts it where the file was, and finds everything.
        fs::rename(&kept, &file).unwrap();
        let back = book.place.open(schema).await.unwrap();
        assert_eq!(back.verify_log(book.organization, |_| {}).await.unwrap(), None);
        back.close().await;
    }
}

#[tokio::test]
async fn a_file_that_cant_be_kept_stays_as_it_is_and_a_copy_of_what_lies_elsewhere_is_not_kept() {
    let book = filled().await;
    made_older(&book).await;
    book.store.close().await;
    let before = fs::read(book.place.file()).unwrap();
    let kept = kept_at(&book.place.file(), 1);
    fs::create_dir(&kept).unwrap();
    let refused = book.place.open(Schema::Migrate).await;
    assert!(matches!(refused, Err(StoreError::NotWritten)), "{refused:?}");
    assert_eq!(fs::read(book.place.file()).unwrap(), before);
    assert_eq!(fs::read_dir(book.place.folder()).unwrap().count(), 2, "no part of a copy is left");
    fs::remove_dir(&kept).unwrap();
    book.place.open(Schema::Copy).await.unwrap().close().await;
    assert!(!kept.exists() && fs::read(book.place.file()).unwrap() != before);
}

#[tokio::test]
async fn nothing_of_a_person_can_be_read_in_the_files() {
    let book = filled().await;
    let while_open = readable(book.place.folder());
    assert!(
        while_open.iter().any(|name| name.ends_with("-wal")),
        "the log of the file was looked into: {while_open:?}"
    );
    book.store.close().await;
    readable(book.place.folder());
}

/// Looks into every file of a folder; gives their names.
fn readable(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap().to_ascii_lowercase();
        for canary in ["canarykin", "featherstone", "nordlys", "sqlite format", "create table"] {
            let there = bytes.windows(canary.len()).any(|part| part == canary.as_bytes());
            assert!(!there, "{} holds {canary}", path.display());
        }
        names.push(path.display().to_string());
    }
    names
}

#[tokio::test]
async fn a_full_disk_is_said_and_the_file_stays_whole() {
    let mut book = filled().await;
    // The limit is a connection's own, so each of the pool's gets it.
    let mut connections = Vec::new();
    for _ in 0..4 {
        let mut connection = book.store.pool().acquire().await.unwrap();
        let pages: i64 = sqlx::query_scalar("PRAGMA page_count").fetch_one(&mut *connection).await.unwrap();
        sqlx::query(sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {pages}")))
            .execute(&mut *connection)
            .await
            .unwrap();
        connections.push(connection);
    }
    drop(connections);
    let events: Vec<Event> =
        (0..2_000).map(|_| Event::MemberAdded { member: Box::new(book.cast.member()), last_sign_in: None }).collect();
    let stamp = book.stamp();
    let before = book.store.seq(book.organization).await.unwrap();
    let mut work = book.store.work(book.organization).await.unwrap();
    let full = work.apply(stamp, &events, &mut || [1; 16]).await;
    assert!(matches!(full, Err(StoreError::DiskFull)), "{full:?}");
    drop(work);
    assert_eq!(book.store.seq(book.organization).await.unwrap(), before, "nothing of it stays");
    book.store.close().await;
    works(&mut book).await;
}

#[tokio::test]
async fn a_file_that_may_not_be_written_says_so() {
    let mut book = filled().await;
    let mut connections = Vec::new();
    for _ in 0..4 {
        let mut connection = book.store.pool().acquire().await.unwrap();
        sqlx::query("PRAGMA query_only = ON").execute(&mut *connection).await.unwrap();
        connections.push(connection);
    }
    drop(connections);
    let refused = book.store.work(book.organization).await;
    assert!(matches!(refused, Err(StoreError::ReadOnly)), "{refused:?}");
    book.store.close().await;
    works(&mut book).await;
}

#[tokio::test]
async fn two_windows_on_one_file_take_turns() {
    let book = filled().await;
    let second = book.place.open(Schema::Expect).await.unwrap();
    let mine = book.store.work(book.organization).await.unwrap();
    let organization = book.organization;
    let theirs = tokio::spawn(async move {
        let mut work = second.work(organization).await.unwrap();
        work.set("colour", "blue").await.unwrap();
        work.commit().await.unwrap();
        second.close().await;
    });
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!theirs.is_finished(), "it waits");
    mine.commit().await.unwrap();
    theirs.await.unwrap();
    assert_eq!(book.store.setting(book.organization, "colour").await.unwrap().as_deref(), Some("blue"));
}

#[tokio::test]
async fn a_path_may_hold_any_sign() {
    let place = Place::new(Engine::Sqlite);
    for name in ["100% #1?.rollbook", "Ærø & søn's \u{1f44b}.rollbook", " space .rollbook", "a%20b.rollbook"] {
        let path = place.folder().join(name);
        let store = opened(&path, Schema::Migrate).await.unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert!(store.organizations().await.unwrap().is_empty());
        store.close().await;
        assert!(path.is_file(), "{name} is where it was asked for");
    }
}
