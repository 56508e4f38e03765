//! Organizations as companies: names that read alike and subdomains are there once, and what is kept is read again.

use crate::history::package;
use rollbook_domain::{
    Event, Facts,
    billing::{Billing, PayBy, Payment, Provider, Terms},
    company::Details,
    facts::Actor,
    member::{Member, Status, Tier},
};
use rollbook_store::{ActorId, StoreError};
use rollbook_testkit::{Book, Engine, contract};

contract![
    names_that_read_alike_are_there_once,
    a_subdomain_is_there_once,
    details_and_payment_are_read_as_they_were_kept,
    who_stands_in_the_way_is_named,
];

fn changed(before: &Details, after: &Details) -> Event {
    Event::DetailsChanged { before: Box::new(before.clone()), after: Box::new(after.clone()) }
}

async fn details(book: &Book) -> Details {
    book.store.facts(book.organization, ActorId::System).await.unwrap().organization.details()
}

async fn names_that_read_alike_are_there_once(engine: Engine) {
    let mut book = Book::open(engine).await;
    for alike in ["Nordlys AS", "NORDLYS Ltd.", "N\u{43e}rdlys", "Nord-Lys GmbH & Co. KG"] {
        let again = book.second(alike).await;
        assert!(matches!(again, Err(StoreError::Taken)), "{alike}: {again:?}");
        assert!(book.store.details_taken(alike, "", None).await.unwrap().name, "{alike}");
        let own = book.store.details_taken(alike, "", Some(book.organization)).await.unwrap();
        assert!(!own.name, "an organization doesn’t stand in its own way: {alike}");
    }
    assert!(!book.store.details_taken("Nordlys Service", "", None).await.unwrap().name);
    book.second("Nordlys Service").await.unwrap();
}

async fn a_subdomain_is_there_once(engine: Engine) {
    let mut book = Book::open(engine).await;
    let (other, _) = book.second("Fjordkraft").await.unwrap();
    let before = details(&book).await;
    let mine = Details { subdomain: "nordlys".to_owned(), ..before.clone() };
    book.apply(&[changed(&before, &mine)]).await;
    let taken = book.store.details_taken("Third", "nordlys", None).await.unwrap();
    assert!(taken.subdomain && !taken.name);
    assert!(!book.store.details_taken("Third", "", None).await.unwrap().subdomain, "having none is nobody’s");
    let stamp = book.stamp();
    let theirs = Details { name: "Fjordkraft".to_owned(), language: "en".to_owned(), ..Details::default() };
    let after = Details { subdomain: "nordlys".to_owned(), ..theirs.clone() };
    let mut work = book.store.work(other).await.unwrap();
    let answer = work.apply(stamp, &[changed(&theirs, &after)], &mut || [7; 16]).await;
    assert!(matches!(answer, Err(StoreError::Taken)), "{answer:?}");
}

async fn details_and_payment_are_read_as_they_were_kept(engine: Engine) {
    let mut book = Book::open(engine).await;
    let before = details(&book).await;
    let after = Details {
        name: "Nordlys Rederi AS".to_owned(),
        language: "de".to_owned(),
        subdomain: "nordlys-rederi".to_owned(),
        country: "NO".to_owned(),
        street: "Damsgårdsveien 14".to_owned(),
        postal_code: "5058".to_owned(),
        place: "Bergen".to_owned(),
        vat: "NO923609016MVA".to_owned(),
        time_zone: "Europe/Oslo".to_owned(),
    };
    let provider = Provider {
        customer: "cus_1".to_owned(),
        subscription: Some("sub_1".to_owned()),
        payment: Payment::Fine,
        heard: 7,
    };
    let terms = Terms { by: PayBy::Provider, email: "b@nordlys.example".to_owned(), reference: "PO 7".to_owned() };
    let billing = Billing { terms, provider: Some(provider), ..Billing::default() };
    let paid = Event::BillingChanged { before: Box::default(), after: Box::new(billing.clone()) };
    let command = book.apply(&[changed(&before, &after), paid]).await;
    assert_eq!(details(&book).await, after);
    let organization = book.store.facts(book.organization, ActorId::System).await.unwrap().organization;
    assert_eq!(*organization.billing, billing);
    assert_eq!(book.store.organization_of_customer("cus_1").await.unwrap(), Some(book.organization));
    assert_eq!(book.store.organization_of_customer("cus_2").await.unwrap(), None);
    assert_eq!(book.store.customers().await.unwrap(), [book.organization]);
    let found = book.store.organization_at("nordlys-rederi-as").await.unwrap().unwrap();
    assert_eq!(found.name, "Nordlys Rederi AS", "its sign-in page moves with its name");
    assert!(!book.store.is_carried_out(book.organization, command).await.unwrap(), "no command kept an outcome");
}

async fn who_stands_in_the_way_is_named(engine: Engine) {
    let mut book = Book::open(engine).await;
    let pro = package("fleet", "pro");
    book.apply(&[Event::SeatsChanged { package: pro.clone(), before: 0, after: 9 }]).await;
    for (name, tier, status) in [
        ("Cy", Tier::Admin, Status::Active),
        ("Ann", Tier::Admin, Status::Pending),
        ("Bo", Tier::Admin, Status::Suspended),
        ("Dan", Tier::User, Status::Active),
    ] {
        let mut member = Member { tier, status, held: status, ..book.cast.named(name, "Lee") };
        if name == "Dan" || name == "Cy" {
            member.holds.licences.push(pro.clone());
        }
        book.add(&member).await;
    }
    let organization = book.store.facts(book.organization, ActorId::System).await.unwrap().organization;
    let mut work = book.store.work(book.organization).await.unwrap();
    let mut facts = Facts::new(organization.clone(), Actor::System);
    work.know_administrators_in_the_way(&mut facts).await.unwrap();
    assert_eq!(facts.in_the_way, ["Ann Lee", "Cy Lee"], "R21: those who count, without the owner");
    let mut facts = Facts::new(organization, Actor::System);
    work.know_holders_in_the_way(&mut facts, &pro).await.unwrap();
    assert_eq!(facts.in_the_way, ["Cy Lee", "Dan Lee"], "R22");
}
