//! A process that is killed in the middle of an import leaves a file that opens, verifies, and
//! holds all of the import or nothing of it. One that ends by itself in the middle ends in order.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

use rollbook_domain::member::Tab;
use rollbook_store::{ListFilter, Schema, Store};
use rollbook_testkit::{Book, Cast, Engine, Place};
use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

const ROWS: u64 = 20_000;
const ROUNDS: usize = 4;

/// Starts the import and waits until it has begun.
fn begun(path: &Path) -> (Child, BufReader<std::process::ChildStdout>) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_import_rows"))
        .arg(path)
        .arg(ROWS.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the import starts");
    let mut lines = BufReader::new(child.stdout.take().expect("its words"));
    let mut line = String::new();
    lines.read_line(&mut line).expect("a line");
    assert_eq!(line.trim(), "begun");
    (child, lines)
}

/// How many rows of the import are there; everything else about the file has to hold.
async fn rows_of(path: &Path) -> u64 {
    let store = Store::file(path, &Place::key(), Schema::Expect).await.expect("the file opens");
    let organization = store.organizations().await.unwrap()[0].id;
    assert_eq!(store.verify_log(organization, |_| {}).await.unwrap(), None, "the log is whole");
    let whole: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(store.pool()).await.unwrap();
    assert_eq!(whole, "ok");
    let everybody = store.member_count(organization, &ListFilter::tab(Tab::Active)).await.unwrap().all;
    assert_eq!(store.counts(organization).await.unwrap().of(|_, _| true), everybody, "the kept counts fit");
    let searched = ListFilter { text: "number row".to_owned(), ..ListFilter::tab(Tab::Active) };
    assert_eq!(store.member_count(organization, &searched).await.unwrap().all, everybody - 1, "the search index fits");
    assert_eq!(store.seq(organization).await.unwrap() > 2, everybody > 1, "events and rows go together");
    store.close().await;
    everybody - 1
}

#[tokio::test]
async fn an_import_that_is_killed_leaves_all_or_nothing() {
    let book = Book::open(Engine::Sqlite).await;
    book.store.close().await;
    let file = |name: &str| {
        let path = book.place.folder().join(name);
        fs::copy(book.place.file(), &path).expect("a copy of the file");
        path
    };
    let whole = file("whole.rollbook");
    let (mut child, mut lines) = begun(&whole);
    let started = Instant::now();
    let mut line = String::new();
    lines.read_line(&mut line).unwrap();
    let (took, ended) = (started.elapsed(), child.wait().unwrap());
    assert!(line.trim() == "done" && ended.success(), "left alone it comes to its end: {line}, {ended}");
    assert_eq!(rows_of(&whole).await, ROWS);

    let mut cast = Cast::new(u64::from(std::process::id()));
    let mut nothing = 0;
    for round in 0..ROUNDS {
        let path = file(&format!("round-{round}.rollbook"));
        // By chance over the whole run, and once for sure close to the commit.
        let share = if round == 0 { 990 } else { cast.below(1_000) };
        let (mut child, _lines) = begun(&path);
        std::thread::sleep(took * u32::try_from(share).unwrap() / 1_000 + Duration::from_millis(1));
        child.kill().expect("it is killed");
        child.wait().unwrap();
        let rows = rows_of(&path).await;
        assert!(rows == 0 || rows == ROWS, "killed after {share}\u{2030}: {rows} rows");
        nothing += usize::from(rows == 0);
        // What was left of the killed one doesn't stand in the way of the next.
        if rows == 0 && round == 1 {
            let (mut child, _lines) = begun(&path);
            let ended = child.wait().unwrap();
            assert!(ended.success(), "it comes to its end: {ended}");
            assert_eq!(rows_of(&path).await, ROWS);
        }
    }
    assert!(nothing > 0, "some were killed in the middle");
}

/// SQLCipher would tear itself down when a process ends, under connections that are at work on threads of their own.
#[tokio::test]
async fn a_process_that_ends_while_it_works_does_not_crash() {
    let book = Book::open(Engine::Sqlite).await;
    book.store.close().await;
    for round in 0..12 {
        let path = book.place.folder().join(format!("leaves-{round}.rollbook"));
        fs::copy(book.place.file(), &path).expect("a copy of the file");
        let mut leaving = Command::new(env!("CARGO_BIN_EXE_import_rows"));
        let leaving = leaving.arg(&path).arg(ROWS.to_string()).arg((20 + 45 * round).to_string());
        let ended = leaving.stdout(Stdio::null()).status().expect("the import starts");
        assert!(ended.success(), "round {round}: {ended}");
        assert_eq!(rows_of(&path).await, 0, "it was taken back");
    }
}
