//! One-time links: used once, by one, for one purpose, while they live (R2).

use futures::future::join_all;
use rollbook_domain::{LinkId, MailId, MemberId, Timestamp, member::Member, time::HOUR};
use rollbook_store::{MailState, NewLink, NewMail};
use rollbook_testkit::{Book, Engine, MORNING, contract};

contract![
    a_link_is_read_back,
    r2_a_link_works_once_for_its_purpose_and_organization_in_its_time,
    r2_of_eight_at_once_exactly_one_wins,
    r2_killed_links_work_no_more_and_their_mails_are_dropped,
    a_row_shows_until_when_the_open_link_works,
];

async fn invited(book: &mut Book) -> (Member, NewLink) {
    let member = book.cast.named("Ann", "Lee");
    book.add(&member).await;
    let link = link(book, member.id, 1);
    keep(book, &link).await;
    (member, link)
}

fn link(book: &mut Book, member: MemberId, token: u8) -> NewLink {
    NewLink {
        id: LinkId::new(&mut book.cast),
        hash: [token; 32],
        member,
        purpose: "invitation",
        inviter: Some(book.owner),
        created_at: MORNING,
        expires: Timestamp(MORNING.0 + HOUR),
    }
}

async fn keep(book: &Book, link: &NewLink) {
    let mut work = book.store.work(book.organization).await.unwrap();
    work.add_link(link).await.unwrap();
    work.commit().await.unwrap();
}

async fn a_link_is_read_back(engine: Engine) {
    let mut book = Book::open(engine).await;
    let (member, link) = invited(&mut book).await;
    let read = book.store.link(&link.hash).await.unwrap().unwrap();
    assert_eq!(
        (read.id, read.organization, read.member, read.inviter),
        (link.id, book.organization, member.id, Some(book.owner))
    );
    assert_eq!((read.purpose.as_str(), read.created_at, read.expires), ("invitation", link.created_at, link.expires));
    assert!(!read.used && !read.killed);
    assert!(book.store.link(&[2; 32]).await.unwrap().is_none());
}

async fn r2_a_link_works_once_for_its_purpose_and_organization_in_its_time(engine: Engine) {
    let mut book = Book::open(engine).await;
    let (_, link) = invited(&mut book).await;
    let (other, _) = book.second("Fjord").await.unwrap();
    let mut theirs = book.store.work(other).await.unwrap();
    assert!(!theirs.use_link(&link.hash, "invitation", MORNING.0).await.unwrap(), "C36: of another organization");
    theirs.roll_back().await.unwrap();
    let mut work = book.store.work(book.organization).await.unwrap();
    assert!(!work.use_link(&link.hash, "password", MORNING.0).await.unwrap(), "C36: for another purpose");
    assert!(!work.use_link(&[9; 32], "invitation", MORNING.0).await.unwrap(), "never given");
    assert!(!work.use_link(&link.hash, "invitation", link.expires.0).await.unwrap(), "its time is over");
    assert!(work.use_link(&link.hash, "invitation", link.expires.0 - 1).await.unwrap(), "the last moment");
    assert!(!work.use_link(&link.hash, "invitation", MORNING.0).await.unwrap(), "a second time");
    work.commit().await.unwrap();
    assert!(book.store.link(&link.hash).await.unwrap().unwrap().used);
}

async fn r2_of_eight_at_once_exactly_one_wins(engine: Engine) {
    let mut book = Book::open(engine).await;
    let (_, link) = invited(&mut book).await;
    let tries = (0..8).map(|_| {
        let (store, organization, hash) = (book.store.clone(), book.organization, link.hash);
        tokio::spawn(async move {
            let mut work = store.work(organization).await.unwrap();
            let won = work.use_link(&hash, "invitation", MORNING.0).await.unwrap();
            work.commit().await.unwrap();
            won
        })
    });
    let won = join_all(tries).await.into_iter().filter(|won| *won.as_ref().unwrap()).count();
    assert_eq!(won, 1);
}

fn mail(book: &mut Book, member: MemberId, link: &NewLink) -> NewMail {
    NewMail {
        id: MailId::new(&mut book.cast),
        member: Some(member),
        link_id: Some(link.id),
        template: "invitation",
        to_name: "Ann Lee".to_owned(),
        to_address: "ann@nordlys.example".to_owned(),
        subject: "Join".to_owned(),
        text: "Open http://x/join/token".to_owned(),
        html: "<a href=\"http://x/join/token\">".to_owned(),
        link: Some("http://x/join/token".to_owned()),
        created_at: MORNING.0,
    }
}

async fn r2_killed_links_work_no_more_and_their_mails_are_dropped(engine: Engine) {
    let mut book = Book::open(engine).await;
    let (member, open) = invited(&mut book).await;
    let used = link(&mut book, member.id, 2);
    keep(&book, &used).await;
    let mails = [mail(&mut book, member.id, &open), mail(&mut book, member.id, &used)];
    let mut work = book.store.work(book.organization).await.unwrap();
    for mail in &mails {
        work.add_mail(mail.clone()).await.unwrap();
    }
    assert!(work.use_link(&used.hash, "invitation", MORNING.0).await.unwrap());
    work.kill_links(member.id, MORNING.0).await.unwrap();
    assert!(!work.use_link(&open.hash, "invitation", MORNING.0).await.unwrap());
    work.commit().await.unwrap();
    let record = book.store.link(&open.hash).await.unwrap().unwrap();
    assert!(record.killed && !record.used);
    for new in &mails {
        let kept = book.store.mail(book.organization, new.id).await.unwrap().unwrap();
        assert_eq!(
            (kept.state, kept.link, kept.text.as_str()),
            (MailState::Dropped, None, ""),
            "no mail leaves with a dead link"
        );
    }
    assert!(book.store.claim_mails(book.organization, MORNING.0, 1_000, 10).await.unwrap().is_empty());
}

async fn a_row_shows_until_when_the_open_link_works(engine: Engine) {
    let mut book = Book::open(engine).await;
    let (member, link) = invited(&mut book).await;
    let until = |row: Option<rollbook_store::RowRecord>| row.unwrap().link_until;
    assert_eq!(until(book.store.member_row(book.organization, member.id).await.unwrap()), Some(link.expires.0));
    let mut work = book.store.work(book.organization).await.unwrap();
    work.kill_links(member.id, MORNING.0).await.unwrap();
    work.commit().await.unwrap();
    assert_eq!(until(book.store.member_row(book.organization, member.id).await.unwrap()), None);
}
