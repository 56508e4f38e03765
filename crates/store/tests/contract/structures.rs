//! The structure that is kept in memory is never that of another moment (C30).

use crate::history::product;
use rollbook_domain::{Event, IdSource as _, RoleId, group::Permission, role::Role};
use rollbook_store::{ActorId, Store};
use rollbook_testkit::{Book, Engine, contract};
use std::sync::Arc;

contract![
    c30_what_a_unit_of_work_changed_is_its_own_until_it_commits,
    c30_a_number_that_was_rolled_back_and_given_again_is_another_moment,
    c30_what_another_program_changed_is_seen_at_once,
    c30_another_organizations_structure_is_never_served,
    the_structure_is_kept_while_nothing_changes_it,
    a_versions_number_grows_with_every_change_of_a_role_or_group,
];

async fn with_role(book: &mut Book) -> Role {
    let role = Role {
        id: RoleId::from_uuid(book.cast.next()),
        name: "Auditor".to_owned(),
        description: String::new(),
        built_in: None,
        portal: false,
        permissions: Vec::new(),
    };
    book.apply(&[Event::ProductTaken { product: Box::new(product("fleet")) }, Event::RoleAdded { role: role.clone() }])
        .await;
    role
}

fn gains(role: &Role, permission: &str) -> Event {
    Event::RoleChanged {
        role: role.id,
        name: None,
        description: None,
        gained: vec![Permission::parse(permission).unwrap()],
        lost: Vec::new(),
    }
}

async fn carried(store: &Store, book: &Book, role: &Role) -> Vec<String> {
    let facts = store.facts(book.organization, ActorId::System).await.unwrap();
    facts.structure.roles[&role.id].permissions.iter().map(ToString::to_string).collect()
}

async fn c30_what_a_unit_of_work_changed_is_its_own_until_it_commits(engine: Engine) {
    let mut book = Book::open(engine).await;
    let role = with_role(&mut book).await;
    let stamp = book.stamp();
    let mut work = book.store.work(book.organization).await.unwrap();
    work.apply(stamp, &[gains(&role, "fleet-cars.edit")], &mut || [1; 16]).await.unwrap();
    let inside = work.facts(ActorId::System).await.unwrap();
    assert_eq!(inside.structure.roles[&role.id].permissions.len(), 1, "it sees its own changes");
    assert!(carried(&book.store, &book, &role).await.is_empty(), "and nobody else does");
    work.roll_back().await.unwrap();
    assert!(carried(&book.store, &book, &role).await.is_empty(), "nor after it was taken back");

    let stamp = book.stamp();
    let mut work = book.store.work(book.organization).await.unwrap();
    work.apply(stamp, &[gains(&role, "fleet-cars.edit")], &mut || [1; 16]).await.unwrap();
    work.facts(ActorId::System).await.unwrap();
    work.commit().await.unwrap();
    assert_eq!(carried(&book.store, &book, &role).await, ["fleet-cars.edit"]);
}

async fn c30_a_number_that_was_rolled_back_and_given_again_is_another_moment(engine: Engine) {
    let mut book = Book::open(engine).await;
    let role = with_role(&mut book).await;
    let stamp = book.stamp();
    let mut work = book.store.work(book.organization).await.unwrap();
    work.apply(stamp, &[gains(&role, "fleet-cars.edit")], &mut || [1; 16]).await.unwrap();
    let number = work.seq();
    work.facts(ActorId::System).await.unwrap();
    drop(work);
    book.apply(&[gains(&role, "fleet-trips.view")]).await;
    assert_eq!(book.store.seq(book.organization).await.unwrap(), number, "the same number");
    assert_eq!(carried(&book.store, &book, &role).await, ["fleet-trips.view"]);
}

async fn c30_what_another_program_changed_is_seen_at_once(engine: Engine) {
    let mut book = Book::open(engine).await;
    let role = with_role(&mut book).await;
    let other = book.place.store().await;
    for (number, permission) in ["fleet-cars.edit", "fleet-cars.view", "fleet-trips.edit"].into_iter().enumerate() {
        assert_eq!(carried(&other, &book, &role).await.len(), number);
        book.apply(&[gains(&role, permission)]).await;
        assert_eq!(carried(&other, &book, &role).await.len(), number + 1, "{permission}");
        let mut work = other.work(book.organization).await.unwrap();
        let facts = work.facts(ActorId::System).await.unwrap();
        assert_eq!(facts.structure.roles[&role.id].permissions.len(), number + 1);
    }
}

async fn c30_another_organizations_structure_is_never_served(engine: Engine) {
    let mut book = Book::open(engine).await;
    let role = with_role(&mut book).await;
    let (fjord, _) = book.second("Fjord").await.unwrap();
    // Both are read many times, and have numbers that meet.
    book.apply_to(fjord, &[Event::ProductTaken { product: Box::new(product("books")) }]).await;
    let group = book.cast.group("Readers");
    book.apply_to(fjord, &[Event::GroupAdded { group }]).await;
    for _ in 0..3 {
        let here = book.store.facts(book.organization, ActorId::System).await.unwrap();
        let there = book.store.facts(fjord, ActorId::System).await.unwrap();
        assert_eq!(here.structure.seq, there.structure.seq, "the numbers meet");
        assert!(here.structure.roles.contains_key(&role.id) && !there.structure.roles.contains_key(&role.id));
        assert!(here.structure.groups.is_empty() && there.structure.groups.len() == 1);
        assert_eq!(there.structure.products[0].key, "books");
    }
}

async fn the_structure_is_kept_while_nothing_changes_it(engine: Engine) {
    let mut book = Book::open(engine).await;
    with_role(&mut book).await;
    let first = book.store.facts(book.organization, ActorId::System).await.unwrap();
    let member = book.cast.member();
    book.add(&member).await;
    let again = book.store.facts(book.organization, ActorId::System).await.unwrap();
    assert!(Arc::ptr_eq(&first.structure, &again.structure), "people come and go without it");
}

async fn a_versions_number_grows_with_every_change_of_a_role_or_group(engine: Engine) {
    let mut book = Book::open(engine).await;
    let role = with_role(&mut book).await;
    let group = book.cast.group("Crew");
    book.apply(&[Event::GroupAdded { group: group.clone() }]).await;
    let versions = async |book: &Book| {
        let facts = book.store.facts(book.organization, ActorId::System).await.unwrap();
        (facts.structure.versions[&role.id.uuid()], facts.structure.versions[&group.id.uuid()])
    };
    let before = versions(&book).await;
    book.apply(&[gains(&role, "fleet-cars.edit")]).await;
    let after = versions(&book).await;
    assert!(after.0 > before.0 && after.1 == before.1, "{before:?} {after:?}");
    book.apply(&[Event::GroupChanged {
        group: group.id,
        name: None,
        product: None,
        description: Some((String::new(), "All hands".to_owned())),
        parent: None,
        gained: Vec::new(),
        lost: Vec::new(),
    }])
    .await;
    let last = versions(&book).await;
    assert!(last.1 > after.1 && last.0 == after.0, "{after:?} {last:?}");
}
