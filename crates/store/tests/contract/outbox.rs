//! The outbox of a server: mails of all organizations, each to one worker.

use futures::future::join_all;
use rollbook_domain::{LinkId, MailId, MemberId, OrganizationId, Timestamp};
use rollbook_store::{NewLink, NewMail, Waiting};
use rollbook_testkit::{Book, Engine, MORNING, contract};
use std::collections::BTreeSet;

contract![
    the_oldest_mails_of_any_organization_come_first_and_to_one_worker_alone,
    a_mail_whose_link_is_too_old_is_not_handed_out_and_is_dropped,
];

async fn keep(
    book: &mut Book,
    (organization, member): (OrganizationId, MemberId),
    at: i64,
    expires: Option<i64>,
) -> MailId {
    let link = expires.map(|expires| NewLink {
        id: LinkId::new(&mut book.cast),
        hash: std::array::from_fn(|_| u8::try_from(book.cast.below(256)).unwrap()),
        member,
        purpose: "invitation",
        inviter: None,
        created_at: Timestamp(at),
        expires: Timestamp(expires),
    });
    let id = MailId::new(&mut book.cast);
    let mail = NewMail {
        id,
        member: Some(member),
        link_id: link.as_ref().map(|link| link.id),
        template: "invitation",
        to_name: "Ann".to_owned(),
        to_address: "ann@nordlys.example".to_owned(),
        subject: "Welcome".to_owned(),
        text: "Open it.".to_owned(),
        html: String::new(),
        link: None,
        created_at: at,
    };
    let mut work = book.store.work(organization).await.unwrap();
    if let Some(link) = &link {
        work.add_link(link).await.unwrap();
    }
    work.add_mail(mail).await.unwrap();
    work.commit().await.unwrap();
    id
}

async fn the_oldest_mails_of_any_organization_come_first_and_to_one_worker_alone(engine: Engine) {
    let mut book = Book::open(engine).await;
    let own = (book.organization, book.owner);
    let second = book.second("Fjord").await.unwrap();
    let mut kept = Vec::new();
    for n in 0..20 {
        let whose = if n % 3 == 0 { second } else { own };
        kept.push((whose.0, keep(&mut book, whose, MORNING.0 + n, None).await));
    }
    let now = MORNING.0 + 100;
    assert_eq!(book.store.waiting_mails().await.unwrap(), Waiting { mails: 20, since: Some(MORNING) });
    let first = book.store.claim_any_mails(now, 1_000, 4).await.unwrap();
    let order: Vec<_> = first.iter().map(|(organization, mail)| (*organization, mail.id)).collect();
    assert_eq!(order.iter().collect::<BTreeSet<_>>(), kept[..4].iter().collect::<BTreeSet<_>>());
    assert!(first.iter().all(|(_, mail)| mail.attempts == 1));

    let all = join_all((0..8).map(|_| book.store.claim_any_mails(now, 1_000, 3))).await;
    let mut taken: Vec<MailId> = all.into_iter().flat_map(Result::unwrap).map(|(_, mail)| mail.id).collect();
    let count = taken.len();
    taken.sort();
    taken.dedup();
    assert_eq!(taken.len(), count, "no mail to two workers");
    assert!(first.iter().all(|(_, mail)| !taken.contains(&mail.id)));
    book.store.mail_sent(first[0].1.id, now).await.unwrap();
    let later = book.store.claim_any_mails(now + 1_001, 1_000, 100).await.unwrap();
    assert_eq!(later.len(), 19, "a worker that died gives its mails back by time");
    assert_eq!(book.store.waiting_mails().await.unwrap().mails, 19);
}

async fn a_mail_whose_link_is_too_old_is_not_handed_out_and_is_dropped(engine: Engine) {
    let mut book = Book::open(engine).await;
    let own = (book.organization, book.owner);
    let dead = keep(&mut book, own, MORNING.0, Some(MORNING.0 + 10)).await;
    let alive = keep(&mut book, own, MORNING.0, Some(MORNING.0 + 1_000)).await;
    let now = MORNING.0 + 10;
    let claimed = book.store.claim_any_mails(now, 1, 10).await.unwrap();
    assert_eq!(claimed.iter().map(|(_, mail)| mail.id).collect::<Vec<_>>(), [alive]);
    book.store.drop_any_dead_mails(now).await.unwrap();
    let state = |id| {
        let store = book.store.clone();
        async move { store.mail(own.0, id).await.unwrap().unwrap().state }
    };
    assert_eq!(state(dead).await, rollbook_store::MailState::Dropped);
    assert_eq!(state(alive).await, rollbook_store::MailState::Waiting);
}
