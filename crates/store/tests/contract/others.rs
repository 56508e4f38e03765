//! What several stores over one database hear of each other.

use rollbook_domain::Event;
use rollbook_store::{Announcement, Listener, Schema};
use rollbook_testkit::{Book, Engine};
use std::time::Duration;

/// The next thing that is heard.
#[cfg(target_os = "linux")]
async fn heard(listener: &mut Listener) -> Announcement {
    let next = tokio::time::timeout(Duration::from_secs(20), listener.next());
    next.await.expect("something is heard").expect("the line holds")
}

fn added(book: &mut Book) -> Event {
    Event::MemberAdded { member: Box::new(book.cast.member()), last_sign_in: None }
}

#[tokio::test]
async fn over_a_file_there_is_nobody_to_hear() {
    let book = Book::open(Engine::Sqlite).await;
    assert!(book.store.listen().await.unwrap().is_none());
    book.store.announce(book.organization, "mail").await.unwrap();
}

#[cfg(target_os = "linux")]
mod postgres {
    use super::*;
    use rollbook_testkit::Place;
    use rollbook_testservers::postgres::Cluster;

    #[tokio::test]
    async fn a_committed_change_is_heard_by_every_other_and_by_nobody_twice() {
        let mut book = Book::open(Engine::Postgres).await;
        let other = book.place.open(Schema::Expect).await.unwrap();
        let mut own = book.store.listen().await.unwrap().unwrap();
        let mut theirs = other.listen().await.unwrap().unwrap();
        let event = added(&mut book);
        book.apply(&[event]).await;
        let seq = book.store.seq(book.organization).await.unwrap();
        let told = heard(&mut theirs).await;
        assert_eq!(told, Announcement { organization: book.organization, seq, what: String::new() });

        other.announce(book.organization, "mail").await.unwrap();
        let told = heard(&mut own).await;
        assert_eq!(told.what, "mail", "the first that the one who changed it hears is what somebody else did");
    }

    #[tokio::test]
    async fn what_was_rolled_back_or_left_no_event_is_not_announced() {
        let mut book = Book::open(Engine::Postgres).await;
        let other = book.place.open(Schema::Expect).await.unwrap();
        let mut theirs = other.listen().await.unwrap().unwrap();
        let (event, stamp) = (added(&mut book), book.stamp());
        let mut work = book.store.work(book.organization).await.unwrap();
        work.apply(stamp, &[event], &mut || [1; 16]).await.unwrap();
        work.announce("users");
        work.roll_back().await.unwrap();
        let mut work = book.store.work(book.organization).await.unwrap();
        work.set("colour", "blue").await.unwrap();
        work.commit().await.unwrap();
        let mut work = book.store.work(book.organization).await.unwrap();
        work.announce("the last");
        work.commit().await.unwrap();
        assert_eq!(heard(&mut theirs).await.what, "the last");
    }

    #[tokio::test]
    async fn what_is_heard_can_be_read() {
        let mut book = Book::open(Engine::Postgres).await;
        let other = book.place.open(Schema::Expect).await.unwrap();
        let mut theirs = other.listen().await.unwrap().unwrap();
        for _ in 0..20 {
            let event = added(&mut book);
            book.apply(&[event]).await;
            let told = heard(&mut theirs).await;
            assert_eq!(other.seq(book.organization).await.unwrap(), told.seq);
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_line_that_broke_says_so_and_a_new_one_hears_again() {
        let mut cluster = Cluster::start().unwrap();
        let mut book = Book::at(Place::of_database(&cluster.database().unwrap())).await;
        let other = book.place.open(Schema::Expect).await.unwrap();
        let mut theirs = other.listen().await.unwrap().unwrap();
        cluster.stop().unwrap();
        let broken = tokio::time::timeout(Duration::from_secs(20), theirs.next()).await.expect("it is noticed");
        assert!(broken.is_err(), "{broken:?}");
        assert!(other.listen().await.is_err(), "nobody is there");
        cluster.start_again().unwrap();
        let mut again = other.listen().await.unwrap().unwrap();
        book.store.check().await.unwrap();
        let event = added(&mut book);
        book.apply(&[event]).await;
        assert_eq!(heard(&mut again).await.organization, book.organization);
    }
}
