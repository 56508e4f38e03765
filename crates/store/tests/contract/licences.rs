//! Who holds licences of a package, in pages; and what somebody gave to others (C19).

use crate::history::package;
use rollbook_domain::{
    Event, IdSource as _, MemberId, RoleId, Timestamp,
    catalogue::Package,
    group::Permission,
    holding::{Holding, Period, Waiting},
    member::{Member, Status},
    role::Role,
    time::DAY,
};
use rollbook_store::{Holders, Stamp};
use rollbook_testkit::{Book, Engine, MORNING, contract};

contract![
    holders_with_a_seat_come_first_then_by_name,
    holders_are_searched_and_the_idle_are_told,
    c28_another_organizations_holders_are_not_shown,
    what_is_held_is_told_with_since_when_and_by_whom,
    c19_what_somebody_gave_is_found_while_others_hold_it,
    c19_what_began_by_itself_is_still_given_by_who_gave_it,
];

async fn with_seats(book: &mut Book) -> Package {
    let pro = package("fleet", "pro");
    book.apply(&[Event::SeatsChanged { package: pro.clone(), before: 0, after: 100 }]).await;
    pro
}

async fn page(book: &Book, package: &Package, text: &str, away: Option<i64>, at: (u64, u16)) -> Holders {
    book.store.licence_holders(book.organization, package, text, away, at, MORNING.0).await.unwrap()
}

/// Five holders; those with odd numbers are suspended and wait for their seats.
async fn five(book: &mut Book, pro: &Package) -> Vec<Member> {
    let mut all = Vec::new();
    for (n, name) in ["Bo", "Ann", "Eve", "Cy", "Dan"].into_iter().enumerate() {
        let mut member = book.cast.named(name, "Lee");
        if n % 2 == 1 {
            (member.status, member.held) = (Status::Suspended, Status::Suspended);
            member.holds.freed.push(pro.clone());
        } else {
            member.holds.licences.push(pro.clone());
        }
        member.added_by = Some(book.owner);
        let last_sign_in = Some(Timestamp(MORNING.0 + DAY * (i64::try_from(n).unwrap() - 2)));
        book.apply(&[Event::MemberAdded { member: Box::new(member.clone()), last_sign_in }]).await;
        all.push(member);
    }
    // Somebody who holds none.
    let nobody = book.cast.named("Abe", "Lee");
    book.add(&nobody).await;
    all
}

fn names(holders: &Holders) -> Vec<&str> {
    holders.rows.iter().map(|holder| holder.row.first_name.as_str()).collect()
}

async fn holders_with_a_seat_come_first_then_by_name(engine: Engine) {
    let mut book = Book::open(engine).await;
    let pro = with_seats(&mut book).await;
    five(&mut book, &pro).await;
    let all = page(&book, &pro, "", None, (0, 50)).await;
    assert_eq!((names(&all), all.total), (vec!["Bo", "Dan", "Eve", "Ann", "Cy"], 5));
    assert_eq!(all.rows.iter().map(|holder| holder.seated).collect::<Vec<_>>(), [true, true, true, false, false]);
    assert!(all.rows.iter().all(|holder| holder.since == MORNING.0));
    assert_eq!(all.rows[0].by.as_deref(), Some("Sigrun Nordlys"));
    let mut paged = Vec::new();
    for offset in [0, 2, 4] {
        let part = page(&book, &pro, "", None, (offset, 2)).await;
        assert_eq!(part.total, 5);
        paged.extend(part.rows.iter().map(|holder| holder.row.first_name.clone()));
    }
    assert_eq!(paged, ["Bo", "Dan", "Eve", "Ann", "Cy"], "pages meet");
    let seats = book.store.seats(book.organization).await.unwrap()[&pro];
    assert_eq!((seats.bought, seats.used, seats.free()), (100, 3, 97), "R22: a freed seat is free");
}

async fn holders_are_searched_and_the_idle_are_told(engine: Engine) {
    let mut book = Book::open(engine).await;
    let pro = with_seats(&mut book).await;
    five(&mut book, &pro).await;
    // Bo was here two days ago, Eve at this moment, Dan will have been: of those with seats, Bo is idle.
    let found = page(&book, &pro, "lee bo", None, (0, 50)).await;
    assert_eq!((names(&found), found.total, found.idle), (vec!["Bo"], 1, 1));
    let away = page(&book, &pro, "", Some(MORNING.0), (0, 50)).await;
    assert_eq!((names(&away), away.total), (vec!["Bo", "Ann"], 2), "with and without a seat");
    let none = page(&book, &package("fleet", "lite"), "", None, (0, 50)).await;
    assert_eq!((none.rows.len(), none.total, none.idle), (0, 0, 0));
}

async fn c28_another_organizations_holders_are_not_shown(engine: Engine) {
    let mut book = Book::open(engine).await;
    let pro = with_seats(&mut book).await;
    five(&mut book, &pro).await;
    let (fjord, _) = book.second("Fjord").await.unwrap();
    book.apply_to(fjord, &[Event::SeatsChanged { package: pro.clone(), before: 0, after: 7 }]).await;
    let theirs = book.store.licence_holders(fjord, &pro, "", None, (0, 50), i64::MAX).await.unwrap();
    assert_eq!((theirs.rows.len(), theirs.total, theirs.idle), (0, 0, 0));
    assert_eq!(book.store.seats(fjord).await.unwrap()[&pro].used, 0);
    let member = book.cast.member();
    book.add(&member).await;
    assert!(book.store.held(fjord, member.id).await.unwrap().is_empty());
}

fn auditor(book: &mut Book) -> Role {
    Role {
        id: RoleId::from_uuid(book.cast.next()),
        name: "Auditor".to_owned(),
        description: String::new(),
        built_in: None,
        portal: false,
        permissions: Vec::new(),
    }
}

async fn by(book: &mut Book, actor: Option<MemberId>, at: Timestamp, events: &[Event]) {
    let stamp = Stamp { actor, at, ..book.stamp() };
    let mut work = book.store.work(book.organization).await.unwrap();
    work.apply(stamp, events, &mut || [1; 16]).await.unwrap();
    work.commit().await.unwrap();
}

async fn what_is_held_is_told_with_since_when_and_by_whom(engine: Engine) {
    let mut book = Book::open(engine).await;
    let (role, group) = (auditor(&mut book), book.cast.group("Crew"));
    let (bo, ann) = (book.cast.named("Bo", "Admin"), book.cast.named("Ann", "Lee"));
    book.apply(&[Event::RoleAdded { role: role.clone() }, Event::GroupAdded { group: group.clone() }]).await;
    book.add(&bo).await;
    book.add(&ann).await;
    let then = Timestamp(MORNING.0 + DAY);
    let end = Timestamp(MORNING.0 + 9 * DAY);
    let (as_role, as_group) = (Holding::Role(role.id), Holding::Group(group.id));
    let given = |what: &Holding, until| Event::Given { member: ann.id, what: what.clone(), until };
    by(&mut book, Some(bo.id), then, &[given(&as_role, Some(end)), given(&as_group, None)]).await;
    let held = book.store.held(book.organization, ann.id).await.unwrap();
    let of = |what: &Holding| held.iter().find(|record| record.what == *what).unwrap();
    let record = of(&as_role);
    assert_eq!((record.since, record.by.as_deref(), record.period.until), (then, Some("Bo Admin"), Some(end)));
    assert_eq!((of(&as_group).by.as_deref(), of(&as_group).period.until), (Some("Bo Admin"), None));
    // Who is gone is named no more.
    book.apply(&[
        Event::StatusChanged { member: bo.id, before: Status::Active, after: Status::Archived },
        Event::MemberErased { member: bo.id },
    ])
    .await;
    let held = book.store.held(book.organization, ann.id).await.unwrap();
    assert!(held.iter().all(|record| record.by.is_none()), "{held:?}");
}

async fn c19_what_somebody_gave_is_found_while_others_hold_it(engine: Engine) {
    let mut book = Book::open(engine).await;
    let (role, group) = (auditor(&mut book), book.cast.group("Crew"));
    book.apply(&[Event::RoleAdded { role: role.clone() }, Event::GroupAdded { group: group.clone() }]).await;
    let bo = book.cast.named("Bo", "Admin");
    book.add(&bo).await;
    let grant = Holding::Grant(Permission::parse("own.view").unwrap());
    let (role, group) = (Holding::Role(role.id), Holding::Group(group.id));
    let people: Vec<Member> = (0..3).map(|_| book.cast.member()).collect();
    for member in &people {
        book.add(member).await;
    }
    let given = |member: &Member, what: &Holding| Event::Given { member: member.id, what: what.clone(), until: None };
    let events = [
        given(&people[0], &role),
        given(&people[1], &role),
        given(&people[2], &group),
        given(&people[0], &grant),
        // A restriction gives nobody anything.
        given(&people[1], &Holding::Restriction(Permission::parse("own.edit").unwrap())),
    ];
    by(&mut book, Some(bo.id), MORNING, &events).await;
    let given_by = async |book: &Book, giver: MemberId| {
        let mut work = book.store.work(book.organization).await.unwrap();
        let mut all = work.given_by(giver).await.unwrap();
        all.sort();
        all
    };
    let mut expected = vec![(role.clone(), 2), (group.clone(), 1), (grant.clone(), 1)];
    expected.sort();
    assert_eq!(given_by(&book, bo.id).await, expected);
    assert_eq!(given_by(&book, book.owner).await, [], "the owner gave nothing");
    let gone = Event::Taken { member: people[0].id, what: role.clone(), until: None };
    book.apply(&[gone, Event::Taken { member: people[2].id, what: group.clone(), until: None }]).await;
    let mut expected = vec![(role, 1), (grant, 1)];
    expected.sort();
    assert_eq!(given_by(&book, bo.id).await, expected, "while they hold it");
}

async fn c19_what_began_by_itself_is_still_given_by_who_gave_it(engine: Engine) {
    let mut book = Book::open(engine).await;
    let (role, group) = (auditor(&mut book), book.cast.group("Crew"));
    let bo = book.cast.named("Bo", "Admin");
    let ann = book.cast.named("Ann", "Lee");
    book.apply(&[Event::RoleAdded { role: role.clone() }, Event::GroupAdded { group: group.clone() }]).await;
    book.add(&bo).await;
    book.add(&ann).await;
    for what in [Holding::Role(role.id), Holding::Group(group.id)] {
        let period = Period { from: Some(Timestamp(MORNING.0 + DAY)), until: None };
        let waiting = Waiting { what: what.clone(), period, by: Some(bo.id) };
        by(&mut book, Some(bo.id), MORNING, &[Event::Scheduled { member: ann.id, waiting: waiting.clone() }]).await;
        // It is in the log under Rollbook's own name, and on the page under the giver's.
        let begins = [
            Event::Unscheduled { member: ann.id, waiting, left_out: String::new() },
            Event::Given { member: ann.id, what: what.clone(), until: None },
        ];
        by(&mut book, None, Timestamp(MORNING.0 + DAY), &begins).await;
        let held = book.store.held(book.organization, ann.id).await.unwrap();
        let record = held.iter().find(|record| record.what == what).unwrap();
        assert_eq!((record.by.as_deref(), record.since.0), (Some("Bo Admin"), MORNING.0 + DAY), "{what:?}");
        let mut work = book.store.work(book.organization).await.unwrap();
        assert!(work.given_by(bo.id).await.unwrap().contains(&(what.clone(), 1)), "{what:?}");
    }
}
