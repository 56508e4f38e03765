//! Uniqueness is the database's: of an account's address, of a member, of an organization's name.

use rand::RngExt as _;
use rollbook_domain::{AccountId, Event, MemberId, member::Member};
use rollbook_store::StoreError;
use rollbook_testkit::{Book, Engine, contract};

contract![
    an_address_belongs_to_one_account_whatever_its_case,
    an_account_is_in_an_organization_once,
    a_name_of_a_group_is_there_once,
    an_organizations_name_is_taken_in_any_spelling,
];

async fn refused(book: &mut Book, event: Event) -> bool {
    let stamp = book.stamp();
    let mut work = book.store.work(book.organization).await.unwrap();
    let rng = &mut book.cast.rng;
    // Where others could have written at this moment, it is told as that.
    let answer = work.apply(stamp, &[event], &mut || rng.random()).await;
    matches!(answer, Err(StoreError::Taken | StoreError::Collided))
}

fn add(member: Member) -> Event {
    Event::MemberAdded { member: Box::new(member), last_sign_in: None }
}

async fn an_address_belongs_to_one_account_whatever_its_case(engine: Engine) {
    let mut book = Book::open(engine).await;
    let ann = book.cast.named("Ann", "Lee");
    book.add(&ann).await;
    let email = ann.email.as_str().to_uppercase().try_into().unwrap();
    let twin = Member { email, ..book.cast.named("Other", "Person") };
    assert!(refused(&mut book, add(twin)).await);
}

async fn an_account_is_in_an_organization_once(engine: Engine) {
    let mut book = Book::open(engine).await;
    let ann = book.cast.named("Ann", "Lee");
    book.add(&ann).await;
    let again = Member { id: MemberId::new(&mut book.cast), ..ann.clone() };
    assert!(refused(&mut book, add(again)).await);
    let same_id = Member { account: AccountId::new(&mut book.cast), id: ann.id, ..book.cast.named("New", "Person") };
    assert!(refused(&mut book, add(same_id)).await, "C29: an id is never given twice");
}

async fn a_name_of_a_group_is_there_once(engine: Engine) {
    let mut book = Book::open(engine).await;
    let group = book.cast.group("Łódź");
    book.apply(&[Event::GroupAdded { group }]).await;
    let twin = book.cast.group("LODZ");
    assert!(refused(&mut book, Event::GroupAdded { group: twin }).await);
}

async fn an_organizations_name_is_taken_in_any_spelling(engine: Engine) {
    let mut book = Book::open(engine).await;
    let again = book.second("NÖRDLYS").await;
    assert!(matches!(again, Err(StoreError::Taken)), "{again:?}");
    assert_eq!(book.store.organizations().await.unwrap().len(), 1);
    book.second("Fjord").await.unwrap();
    let names: Vec<String> =
        book.store.organizations().await.unwrap().into_iter().map(|organization| organization.name).collect();
    assert_eq!(names, ["Fjord", "Nordlys"], "by name");
}
