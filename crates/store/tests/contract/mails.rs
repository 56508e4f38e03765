//! The outbox: claimed by one worker at a time, settled once, and wiped of what opens anything.

use futures::future::join_all;
use rollbook_domain::{Event, MailId, OrganizationId};
use rollbook_store::{MailRecord, MailState, NewMail, OutboxCounts, Stamp};
use rollbook_testkit::{Book, Engine, MORNING, contract, dump};
use std::collections::BTreeSet;

contract![
    a_mail_is_claimed_settled_and_wiped,
    a_failed_mail_is_tried_again_in_its_time_and_given_up_at_last,
    a_mail_that_was_given_up_is_sent_again_by_hand,
    a_worker_that_died_gives_its_mails_back_by_time,
    two_workers_never_get_the_same_mail,
    the_outbox_is_paged_newest_first_and_searched,
    mails_of_another_organization_are_not_there,
];

const LINK: &str = "http://127.0.0.1:1/join/canary-token";

fn mail(book: &mut Book, name: &str, created_at: i64) -> NewMail {
    NewMail {
        id: MailId::new(&mut book.cast),
        member: Some(book.owner),
        link_id: None,
        template: "invitation",
        to_name: name.to_owned(),
        to_address: format!("{}@nordlys.example", name.to_lowercase()),
        subject: "Welcome to Nordlys".to_owned(),
        text: format!("Open {LINK} now. {LINK}"),
        html: format!("<a href=\"{LINK}\">"),
        link: Some(LINK.to_owned()),
        created_at,
    }
}

async fn keep(book: &mut Book, organization: OrganizationId, name: &str, created_at: i64) -> MailId {
    let mail = mail(book, name, created_at);
    let id = mail.id;
    let mut work = book.store.work(organization).await.unwrap();
    work.add_mail(mail).await.unwrap();
    work.commit().await.unwrap();
    id
}

async fn read(book: &Book, id: MailId) -> MailRecord {
    book.store.mail(book.organization, id).await.unwrap().expect("the mail")
}

async fn claimed(book: &Book, now: i64, take: u32) -> Vec<MailId> {
    book.store.claim_mails(book.organization, now, 1_000, take).await.unwrap().iter().map(|mail| mail.id).collect()
}

async fn a_mail_is_claimed_settled_and_wiped(engine: Engine) {
    let mut book = Book::open(engine).await;
    let organization = book.organization;
    let id = keep(&mut book, organization, "Ann", MORNING.0).await;
    let waiting = read(&book, id).await;
    assert_eq!((waiting.state, waiting.attempts, waiting.link.as_deref()), (MailState::Waiting, 0, Some(LINK)));
    assert!(claimed(&book, MORNING.0 - 1, 10).await.is_empty(), "not before its time");
    let got = book.store.claim_mails(book.organization, MORNING.0, 1_000, 10).await.unwrap().remove(0);
    assert_eq!(
        (got.id, got.attempts, got.to_name.as_str(), got.to_address.as_str()),
        (id, 1, "Ann", "ann@nordlys.example")
    );
    assert!(got.text.contains(LINK) && got.html.contains(LINK), "the worker gets the link");
    book.store.mail_sent(id, MORNING.0 + 5).await.unwrap();
    let sent = read(&book, id).await;
    assert_eq!((sent.state, sent.sent_at, sent.link), (MailState::Sent, Some(MORNING.0 + 5), None));
    assert_eq!(sent.text, "Open [link] now. [link]");
    assert_eq!(
        dump(&book.store).await.holding("canary-token"),
        [] as [String; 0],
        "C43: nothing in the database opens anything"
    );
    assert!(claimed(&book, i64::MAX - 5_000, 10).await.is_empty(), "sent once");
    book.store.mail_failed(id, "late news", Some(0)).await.unwrap();
    assert_eq!(read(&book, id).await.state, MailState::Sent, "what was sent stays so");
    book.store.mail_sent(MailId::new(&mut book.cast), 0).await.expect("a mail that is gone is no failure");
}

async fn a_failed_mail_is_tried_again_in_its_time_and_given_up_at_last(engine: Engine) {
    let mut book = Book::open(engine).await;
    let organization = book.organization;
    let id = keep(&mut book, organization, "Ann", MORNING.0).await;
    assert_eq!(claimed(&book, MORNING.0, 1).await, [id]);
    book.store.mail_failed(id, "The server is busy.", Some(MORNING.0 + 60_000)).await.unwrap();
    let retrying = read(&book, id).await;
    assert_eq!(
        (retrying.state, retrying.problem.as_str(), retrying.next_at),
        (MailState::Retrying, "The server is busy.", MORNING.0 + 60_000)
    );
    assert!(claimed(&book, MORNING.0 + 59_999, 1).await.is_empty());
    assert_eq!(claimed(&book, MORNING.0 + 60_000, 1).await, [id]);
    assert_eq!(read(&book, id).await.attempts, 2);
    book.store.mail_failed(id, "No such mailbox.", None).await.unwrap();
    assert_eq!(read(&book, id).await.state, MailState::Failed);
    assert!(claimed(&book, MORNING.0 + 999_999_999, 1).await.is_empty(), "given up");
    assert_eq!(
        book.store.mail_counts(book.organization).await.unwrap(),
        OutboxCounts { waiting: 0, failed: 1, sent: 0 }
    );
}

/// Somebody puts mails to the front so many milliseconds after the morning.
async fn retry(book: &mut Book, organization: OrganizationId, mails: &[MailId], later: i64) {
    let stamp = Stamp { at: MORNING.plus(later), ..book.stamp() };
    let events: Vec<Event> = mails.iter().map(|mail| Event::MailRetried { mail: *mail, member: None }).collect();
    let mut work = book.store.work(organization).await.unwrap();
    work.apply(stamp, &events, &mut || [1; 16]).await.unwrap();
    work.commit().await.unwrap();
}

async fn a_mail_that_was_given_up_is_sent_again_by_hand(engine: Engine) {
    let mut book = Book::open(engine).await;
    let organization = book.organization;
    let (failed, sent) =
        (keep(&mut book, organization, "Ann", MORNING.0).await, keep(&mut book, organization, "Bo", MORNING.0).await);
    assert_eq!(claimed(&book, MORNING.0, 2).await.len(), 2);
    book.store.mail_failed(failed, "No.", None).await.unwrap();
    book.store.mail_sent(sent, MORNING.0).await.unwrap();
    retry(&mut book, organization, &[failed, sent], 7).await;
    let again = read(&book, failed).await;
    assert_eq!((again.state, again.attempts, again.link.as_deref()), (MailState::Waiting, 0, Some(LINK)));
    assert_eq!(read(&book, sent).await.state, MailState::Sent, "what was sent isn't sent twice");
    assert_eq!(claimed(&book, MORNING.0 + 7, 5).await, [failed]);
    let (other, _) = book.second("Fjord").await.unwrap();
    book.store.mail_failed(failed, "No.", None).await.unwrap();
    retry(&mut book, other, &[failed], 7).await;
    assert_eq!(read(&book, failed).await.state, MailState::Failed, "C28: not from another organization");
}

async fn a_worker_that_died_gives_its_mails_back_by_time(engine: Engine) {
    let mut book = Book::open(engine).await;
    let organization = book.organization;
    let id = keep(&mut book, organization, "Ann", MORNING.0).await;
    assert_eq!(claimed(&book, MORNING.0, 1).await, [id]);
    assert!(claimed(&book, MORNING.0 + 999, 1).await.is_empty(), "leased");
    retry(&mut book, organization, &[id], 999).await;
    assert!(
        claimed(&book, MORNING.0 + 999, 1).await.is_empty(),
        "a mail on its way isn't sent twice by an impatient hand"
    );
    assert_eq!(claimed(&book, MORNING.0 + 1_000, 1).await, [id], "its time is over");
}

async fn two_workers_never_get_the_same_mail(engine: Engine) {
    let mut book = Book::open(engine).await;
    let mut expected = BTreeSet::new();
    let mut work = book.store.work(book.organization).await.unwrap();
    for n in 0..60 {
        let mail = mail(&mut book, &format!("P{n}"), MORNING.0 + n);
        expected.insert(mail.id);
        work.add_mail(mail).await.unwrap();
    }
    work.commit().await.unwrap();
    let workers = (0..4).map(|_| {
        let (store, organization) = (book.store.clone(), book.organization);
        tokio::spawn(async move {
            let mut mine = Vec::new();
            // A worker that was too late for all it looked at looks again.
            let mut empty = 0;
            while empty < 5 {
                let got = store.claim_mails(organization, MORNING.0 + 100, 60_000, 3).await.unwrap();
                empty = if got.is_empty() { empty + 1 } else { 0 };
                mine.extend(got.into_iter().map(|mail| mail.id));
            }
            mine
        })
    });
    let got: Vec<MailId> = join_all(workers).await.into_iter().flat_map(Result::unwrap).collect();
    assert_eq!(got.len(), 60, "none twice");
    assert_eq!(got.into_iter().collect::<BTreeSet<_>>(), expected, "none left out");
}

async fn the_outbox_is_paged_newest_first_and_searched(engine: Engine) {
    let mut book = Book::open(engine).await;
    let organization = book.organization;
    let mut ids = Vec::new();
    for (n, name) in ["Łukasz", "Ann_Lee", "Ann%Lee", "Zoë", "Bo"].into_iter().enumerate() {
        ids.push(keep(&mut book, organization, name, MORNING.0 + i64::try_from(n).unwrap()).await);
    }
    let page = |states: &'static [MailState], text: &'static str, offset, take| {
        let (store, organization) = (book.store.clone(), book.organization);
        async move {
            let (rows, total) = store.mail_page(organization, states, text, offset, take).await.unwrap();
            (rows.into_iter().map(|row| row.to_name).collect::<Vec<_>>(), total)
        }
    };
    assert_eq!(page(&[], "", 0, 2).await, (vec!["Bo".to_owned(), "Zoë".to_owned()], 5));
    assert_eq!(page(&[], "", 4, 9).await, (vec!["Łukasz".to_owned()], 5));
    assert_eq!(page(&[], "zoe WELCOME", 0, 9).await, (vec!["Zoë".to_owned()], 1));
    assert_eq!(page(&[], "lukasz@nordlys", 0, 9).await, (vec!["Łukasz".to_owned()], 1));
    assert_eq!(page(&[], "n_l", 0, 9).await, (vec!["Ann_Lee".to_owned()], 1), "no wildcard");
    assert_eq!(page(&[], "n%l", 0, 9).await, (vec!["Ann%Lee".to_owned()], 1), "no wildcard");
    assert_eq!(page(&[], "\\", 0, 9).await.1, 0);
    book.store.mail_sent(ids[0], 1).await.unwrap();
    assert_eq!(page(&[MailState::Sent], "", 0, 9).await, (vec!["Łukasz".to_owned()], 1));
    assert_eq!(page(&[MailState::Waiting, MailState::Retrying], "", 0, 0).await, (vec![], 4));
    assert_eq!(
        book.store.mail_counts(book.organization).await.unwrap(),
        OutboxCounts { waiting: 4, failed: 0, sent: 1 }
    );
}

async fn mails_of_another_organization_are_not_there(engine: Engine) {
    let mut book = Book::open(engine).await;
    let (other, _) = book.second("Fjord").await.unwrap();
    let id = keep(&mut book, other, "Ann", MORNING.0).await;
    assert!(book.store.mail(book.organization, id).await.unwrap().is_none(), "C28");
    assert!(claimed(&book, MORNING.0, 5).await.is_empty());
    assert_eq!(book.store.mail_page(book.organization, &[], "", 0, 5).await.unwrap().1, 0);
}
