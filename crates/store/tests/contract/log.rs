//! The log is verified: whatever was changed in it is named (R30).

use rollbook_domain::Event;
use rollbook_store::LogBreak;
use rollbook_testkit::{Book, Engine, MORNING, contract};
use std::time::Duration;

contract![
    the_log_is_read_in_order_and_in_parts,
    r30_a_whole_log_verifies,
    r30_a_log_of_several_parts_verifies_and_is_found_broken_in_the_last,
    r30_a_changed_entry_is_found,
    r30_a_removed_entry_is_found,
    r30_an_entry_put_in_is_found,
    r30_swapped_entries_are_found,
    r30_a_cut_off_end_is_found,
    r30_a_body_that_was_taken_away_is_found,
    r30_what_is_written_while_a_log_is_verified_is_no_break,
];

async fn written(engine: Engine) -> Book {
    let mut book = Book::open(engine).await;
    for _ in 0..10 {
        let member = book.cast.member();
        book.add(&member).await;
    }
    book
}

async fn broken(book: &Book) -> Option<i64> {
    book.store.verify_log(book.organization, |_| {}).await.unwrap().map(|LogBreak { seq }| seq)
}

async fn sql(book: &Book, text: &'static str) {
    let changed = sqlx::query(text).execute(book.store.pool()).await.unwrap().rows_affected();
    assert!(changed > 0, "the case changes something: {text}");
}

async fn the_log_is_read_in_order_and_in_parts(engine: Engine) {
    let book = written(engine).await;
    let whole = book.store.log(book.organization, 0, 100).await.unwrap();
    assert_eq!(whole.iter().map(|entry| entry.seq).collect::<Vec<_>>(), (1..=12).collect::<Vec<_>>());
    assert!(whole.iter().all(|entry| entry.actor == Some(book.owner)));
    assert!(matches!(whole[0].event, Some(Event::OrganizationCreated { .. })));
    let part = book.store.log(book.organization, 4, 3).await.unwrap();
    assert_eq!(part.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [5, 6, 7]);
    assert_eq!(
        part.iter().map(|entry| &entry.event).collect::<Vec<_>>(),
        whole[4..7].iter().map(|entry| &entry.event).collect::<Vec<_>>()
    );
}

async fn r30_a_whole_log_verifies(engine: Engine) {
    let mut book = written(engine).await;
    let mut heard = Vec::new();
    let whole = book.store.verify_log(book.organization, |seq| heard.push(seq)).await.unwrap();
    assert_eq!((whole, heard), (None, vec![12]));
    let (other, _) = book.second("Fjord").await.unwrap();
    assert_eq!(book.store.verify_log(other, |_| {}).await.unwrap(), None, "each organization has its own chain");
}

async fn r30_a_log_of_several_parts_verifies_and_is_found_broken_in_the_last(engine: Engine) {
    let mut book = Book::open(engine).await;
    let signed_in = Event::SignedIn { member: book.owner, at: MORNING };
    book.apply(&vec![signed_in; 4_100]).await;
    let mut heard = Vec::new();
    let whole = book.store.verify_log(book.organization, |seq| heard.push(seq)).await.unwrap();
    assert_eq!((whole, heard), (None, vec![2_000, 4_000, 4_102]));
    sql(&book, "UPDATE event SET at = at - 1 WHERE seq = 4050").await;
    assert_eq!(broken(&book).await, Some(4_050));
}

async fn r30_a_changed_entry_is_found(engine: Engine) {
    for change in [
        "UPDATE event SET body = replace(body, 'nordlys.example', 'fjord.example') WHERE seq = 7",
        "UPDATE event SET at = at + 1 WHERE seq = 7",
        "UPDATE event SET actor = NULL WHERE seq = 7",
        "UPDATE event SET command = organization WHERE seq = 7",
        "UPDATE event SET command = seal WHERE seq = 7",
        "UPDATE event SET kind = 'signed_in' WHERE seq = 7",
        "UPDATE event SET kind = kind || '0:' WHERE seq = 7",
        "UPDATE event SET body = body || '0:', origin = '' WHERE seq = 7",
        "UPDATE event SET body = '' WHERE seq = 7",
        "UPDATE event SET member = organization WHERE seq = 7",
        "UPDATE event SET salt = seal WHERE seq = 7",
        "UPDATE event SET salt = NULL WHERE seq = 7",
        "UPDATE event SET body_seal = seal WHERE seq = 7",
        "UPDATE event SET seal = body_seal WHERE seq = 7",
        "UPDATE event SET origin = 'elsewhere' WHERE seq = 7",
    ] {
        let book = written(engine).await;
        sql(&book, change).await;
        assert_eq!(broken(&book).await, Some(7), "{change}");
    }
}

async fn r30_a_removed_entry_is_found(engine: Engine) {
    let book = written(engine).await;
    sql(&book, "DELETE FROM event WHERE seq = 5").await;
    assert_eq!(broken(&book).await, Some(5));
    let book = written(engine).await;
    sql(&book, "DELETE FROM event WHERE seq = 1").await;
    assert_eq!(broken(&book).await, Some(1), "the first one too");
}

async fn r30_an_entry_put_in_is_found(engine: Engine) {
    let book = written(engine).await;
    sql(&book, "UPDATE event SET seq = seq + 100 WHERE seq > 5").await;
    sql(&book, "UPDATE event SET seq = seq - 99 WHERE seq > 100").await;
    let copy = "INSERT INTO event SELECT organization, 6, at, command, actor, kind, member, body, origin, salt, body_seal, seal FROM event WHERE seq = 5";
    sql(&book, copy).await;
    assert_eq!(broken(&book).await, Some(6));
    let book = written(engine).await;
    let at_the_end = "INSERT INTO event SELECT organization, 13, at, command, actor, kind, member, body, origin, salt, body_seal, seal FROM event WHERE seq = 12";
    sql(&book, at_the_end).await;
    assert_eq!(broken(&book).await, Some(13), "at the end too");
}

async fn r30_swapped_entries_are_found(engine: Engine) {
    let book = written(engine).await;
    for step in [
        "UPDATE event SET seq = 1000 WHERE seq = 8",
        "UPDATE event SET seq = 8 WHERE seq = 9",
        "UPDATE event SET seq = 9 WHERE seq = 1000",
    ] {
        sql(&book, step).await;
    }
    assert_eq!(broken(&book).await, Some(8));
}

async fn r30_a_cut_off_end_is_found(engine: Engine) {
    let book = written(engine).await;
    sql(&book, "DELETE FROM event WHERE seq > 9").await;
    assert_eq!(broken(&book).await, Some(10));
}

async fn r30_a_body_that_was_taken_away_is_found(engine: Engine) {
    let book = written(engine).await;
    sql(&book, "UPDATE event SET body = NULL, salt = NULL WHERE seq = 7").await;
    assert_eq!(broken(&book).await, Some(7), "only people whose erasure is in the log may be without a body");
}

async fn r30_what_is_written_while_a_log_is_verified_is_no_break(engine: Engine) {
    let mut book = written(engine).await;
    let (store, organization) = (book.store.clone(), book.organization);
    let (at_work, here) = std::sync::mpsc::channel();
    let (go_on, written) = std::sync::mpsc::channel::<()>();
    let verifying = tokio::spawn(async move {
        let told = move |seq| {
            at_work.send(seq).unwrap();
            // It goes on once the next entry is written.
            tokio::task::block_in_place(|| written.recv_timeout(Duration::from_secs(20)).unwrap());
        };
        store.verify_log(organization, told).await.unwrap()
    });
    let seen = tokio::task::block_in_place(|| here.recv_timeout(Duration::from_secs(20)).unwrap());
    assert_eq!(seen, 12, "all entries of before are read");
    let late = book.cast.member();
    book.add(&late).await;
    go_on.send(()).unwrap();
    assert_eq!(verifying.await.unwrap(), None, "the new entry stands outside of what was verified");
    assert_eq!(broken(&book).await, None, "and is a link of the chain afterwards");
}
