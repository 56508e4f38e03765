//! Erasing leaves the chain whole and the person in no table.

use rand::RngExt as _;
use rollbook_domain::{
    Event, LinkId, MailId, MemberId, Timestamp,
    event::{Change, Field},
    member::{Member, Status, Tab},
};
use rollbook_store::{ListFilter, NewLink, NewMail, Order, PageAt, SortBy};
use rollbook_testkit::{Book, Engine, MORNING, contract, dump};

contract![
    an_erased_person_is_in_no_table_and_the_log_is_whole,
    an_erased_person_may_come_again,
    an_erased_persons_account_stays_where_another_organization_knows_them,
    who_was_added_by_an_erased_person_names_nobody,
];

async fn erase(book: &mut Book, member: MemberId) {
    let stamp = book.stamp();
    let mut work = book.store.work(book.organization).await.unwrap();
    let rng = &mut book.cast.rng;
    work.apply(stamp, &[Event::MemberErased { member }], &mut || rng.random()).await.unwrap();
    work.anonymise(member).await.unwrap();
    work.commit().await.unwrap();
}

fn mail(book: &mut Book, to: MemberId, link: LinkId) -> NewMail {
    NewMail {
        id: MailId::new(&mut book.cast),
        member: Some(to),
        link_id: Some(link),
        template: "invitation",
        to_name: "Quillon Canary".to_owned(),
        to_address: "quillon@canary.example".to_owned(),
        subject: "Quillon, join Nordlys".to_owned(),
        text: "Dear Quillon Canary".to_owned(),
        html: "Dear Quillon Canary".to_owned(),
        link: Some("http://x/canary".to_owned()),
        created_at: 0,
    }
}

/// Quillon Canary, archived, with a history: an invitation, a changed name, a mail, a password,
/// and somebody whom they invited.
async fn quillon(book: &mut Book) -> Member {
    let mut quillon = Member {
        phone: "555-CANARY".to_owned(),
        note: "likes canary birds".to_owned(),
        ..book.cast.named("Quillon", "Canary")
    };
    quillon.email = "Quillon@Canary.example".to_owned().try_into().unwrap();
    book.add(&quillon).await;
    let guest = Member { added_by: Some(quillon.id), ..book.cast.named("Bo", "Guest") };
    book.add(&guest).await;
    let change = |before: &str, after: &str| Change {
        field: Field::LastName,
        before: before.to_owned(),
        after: after.to_owned(),
    };
    book.apply(&[Event::MemberChanged { member: quillon.id, changes: vec![change("Canary", "Canary-Smith")] }]).await;
    let mut work = book.store.work(book.organization).await.unwrap();
    for (member, inviter) in [(quillon.id, book.owner), (guest.id, quillon.id)] {
        let link = LinkId::new(&mut book.cast);
        let hash = book.cast.rng.random();
        work.add_link(&NewLink {
            id: link,
            hash,
            member,
            purpose: "invitation",
            inviter: Some(inviter),
            created_at: MORNING,
            expires: Timestamp(0),
        })
        .await
        .unwrap();
        let mail = mail(book, member, link);
        work.add_mail(mail).await.unwrap();
    }
    work.set_password(quillon.account, "$argon2id$canary", false, Timestamp(1)).await.unwrap();
    work.commit().await.unwrap();
    for mail in book.store.claim_mails(book.organization, 0, 1, 10).await.unwrap() {
        book.store.mail_sent(mail.id, 1).await.unwrap();
    }
    book.apply(&[Event::StatusChanged { member: quillon.id, before: Status::Active, after: Status::Archived }]).await;
    quillon
}

async fn an_erased_person_is_in_no_table_and_the_log_is_whole(engine: Engine) {
    let mut book = Book::open(engine).await;
    let quillon = quillon(&mut book).await;
    assert!(dump(&book.store).await.holding("canary").len() > 5, "the person is in many places");
    erase(&mut book, quillon.id).await;
    let left = dump(&book.store).await;
    for trace in ["canary", "quillon", "555-", "likes"] {
        // The guest's own mail keeps the guest's address.
        let traces: Vec<String> = left.holding(trace).into_iter().filter(|row| !row.starts_with("mail:")).collect();
        assert_eq!(traces, [] as [String; 0], "{trace}");
    }
    assert_eq!(left.holding("dear quillon"), [] as [String; 0], "nor in what mails said");
    assert_eq!(book.store.verify_log(book.organization, |_| {}).await.unwrap(), None);
    assert!(book.store.members(book.organization, &[quillon.id]).await.unwrap().is_empty());
    let archived = ListFilter::tab(Tab::Archived);
    let at = PageAt { offset: 0, take: 10, anchor: None, total: None };
    let order = Order { by: SortBy::Name, descending: false };
    assert!(book.store.member_page(book.organization, &archived, order, &at).await.unwrap().rows.is_empty());
    assert_eq!(book.store.counts(book.organization).await.unwrap().of(|status, _| status == Status::Archived), 0);
    let log = book.store.log(book.organization, 0, 100).await.unwrap();
    assert!(
        log.iter().any(|entry| entry.event == Some(Event::MemberErased { member: quillon.id })),
        "that it happened stays"
    );
    assert!(log.iter().any(|entry| entry.event.is_none()));
}

async fn an_erased_person_may_come_again(engine: Engine) {
    let mut book = Book::open(engine).await;
    let quillon = quillon(&mut book).await;
    erase(&mut book, quillon.id).await;
    let mut again = book.cast.named("Quillon", "Canary");
    again.email = quillon.email.clone();
    book.add(&again).await;
    assert_eq!(book.store.members(book.organization, &[again.id]).await.unwrap().len(), 1);
    book.apply(&[Event::StatusChanged { member: again.id, before: Status::Active, after: Status::Archived }]).await;
    erase(&mut book, again.id).await;
    assert_eq!(book.store.verify_log(book.organization, |_| {}).await.unwrap(), None, "and go again");
}

async fn an_erased_persons_account_stays_where_another_organization_knows_them(engine: Engine) {
    let mut book = Book::open(engine).await;
    let quillon = quillon(&mut book).await;
    let (other, _) = book.second("Fjord").await.unwrap();
    let there = Member { id: MemberId::new(&mut book.cast), ..quillon.clone() };
    book.apply_to(other, &[Event::MemberAdded { member: Box::new(there.clone()), last_sign_in: None }]).await;
    erase(&mut book, quillon.id).await;
    let kept = book.store.members(other, &[there.id]).await.unwrap().remove(0);
    assert_eq!((kept.email, kept.has_password), (quillon.email.clone(), true), "the other organization loses nothing");
    let again = Member { id: MemberId::new(&mut book.cast), ..quillon };
    book.add(&again).await;
    assert_eq!(
        book.store.members(book.organization, &[again.id]).await.unwrap()[0].account,
        again.account,
        "and they may join again"
    );
}

async fn who_was_added_by_an_erased_person_names_nobody(engine: Engine) {
    let mut book = Book::open(engine).await;
    let quillon = quillon(&mut book).await;
    erase(&mut book, quillon.id).await;
    let at = PageAt { offset: 0, take: 10, anchor: None, total: None };
    let order = Order { by: SortBy::Name, descending: false };
    let page = book.store.member_page(book.organization, &ListFilter::tab(Tab::Active), order, &at).await.unwrap();
    let guest = page.rows.iter().find(|row| row.first_name == "Bo").unwrap();
    assert_eq!(guest.added_by, None);
}
