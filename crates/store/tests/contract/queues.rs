//! Writers of one organization queue, and event numbers have no gaps; organizations don't wait for
//! each other where the engine can do so.

use futures::future::join_all;
use rand::{RngExt as _, SeedableRng, rngs::StdRng};
use rollbook_domain::{CommandId, Event};
use rollbook_store::Stamp;
use rollbook_testkit::{Book, Cast, Engine, MORNING, contract};
use std::time::Duration;

contract![sixteen_writers_leave_no_gap, a_reader_does_not_wait_for_a_writer];

async fn sixteen_writers_leave_no_gap(engine: Engine) {
    let book = Book::open(engine).await;
    let writers = (0..16_u64).map(|writer| {
        let (store, organization) = (book.store.clone(), book.organization);
        tokio::spawn(async move {
            let mut cast = Cast::new(100 + writer);
            let mut rng = StdRng::seed_from_u64(writer);
            for round in 0..5 {
                let group = cast.group(&format!("Group {writer}-{round}"));
                let stamp = Stamp { at: MORNING, command: CommandId::new(&mut cast), actor: None };
                let mut work = store.work(organization).await.unwrap();
                let seen = work.seq();
                tokio::task::yield_now().await;
                work.apply(stamp, &[Event::GroupAdded { group }], &mut || rng.random()).await.unwrap();
                assert_eq!(work.seq(), seen + 1);
                work.commit().await.unwrap();
            }
        })
    });
    for writer in join_all(writers).await {
        writer.expect("no writer fails");
    }
    let log = book.store.log(book.organization, 0, 1_000).await.unwrap();
    assert_eq!(log.iter().map(|entry| entry.seq).collect::<Vec<_>>(), (1..=82).collect::<Vec<_>>());
    assert_eq!(book.store.verify_log(book.organization, |_| {}).await.unwrap(), None);
    assert_eq!(book.store.group_members(book.organization).await.unwrap().len(), 80);
}

async fn a_reader_does_not_wait_for_a_writer(engine: Engine) {
    let book = Book::open(engine).await;
    let mut work = book.store.work(book.organization).await.unwrap();
    work.set("colour", "blue").await.unwrap();
    let read = tokio::time::timeout(Duration::from_secs(3), book.store.setting(book.organization, "colour")).await;
    assert_eq!(read.expect("the reader is not kept waiting").unwrap(), None, "and sees what is committed");
}

/// A file has one writer at a time, whatever it writes; PostgreSQL locks the organization's row.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn on_postgres_writers_of_two_organizations_do_not_wait_for_each_other() {
    let mut book = Book::open(Engine::Postgres).await;
    let (other, _) = book.second("Fjord").await.unwrap();
    let held = book.store.work(book.organization).await.unwrap();
    let theirs = tokio::time::timeout(Duration::from_secs(3), book.store.work(other)).await;
    theirs.expect("the other organization is free").unwrap().commit().await.unwrap();
    let mine = tokio::time::timeout(Duration::from_millis(300), book.store.work(book.organization)).await;
    assert!(mine.is_err(), "the same organization waits");
    held.commit().await.unwrap();
}
