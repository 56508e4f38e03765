//! Places in long lists that a store remembers: right after every change, its own or anybody's.

use rollbook_domain::{
    Event, MemberId, Timestamp,
    event::{Change, Field},
    member::{Member, Status, Tab, Tier},
};
use rollbook_store::{ListFilter, Order, PageAt, SortBy, Store};
use rollbook_testkit::{Book, Engine, MORNING, contract};

contract![
    remembered_places_follow_every_move,
    places_are_found_anew_after_somebody_else_moved_people,
    a_move_that_is_taken_back_moves_nothing,
];

const ORDERS: [(SortBy, bool); 4] =
    [(SortBy::LastActive, true), (SortBy::Name, false), (SortBy::Tier, true), (SortBy::Added, false)];

async fn filled(book: &mut Book, count: usize) -> Vec<Member> {
    let mut all = Vec::new();
    let mut events = Vec::new();
    for _ in 0..count {
        let tier = book.cast.one_of(&[Tier::User, Tier::Admin]);
        let member = Member { tier, ..book.cast.member() };
        let last = book.cast.one_of(&[None, Some(1_000_i64), Some(2_000), Some(MORNING.0)]);
        events.push(Event::MemberAdded { member: Box::new(member.clone()), last_sign_in: last.map(Timestamp) });
        all.push(member);
    }
    book.apply(&events).await;
    all
}

async fn ids(store: &Store, book: &Book, order: Order, offset: u64, take: u16, total: Option<u64>) -> Vec<MemberId> {
    let at = PageAt { offset, take, anchor: None, total };
    let page = store.member_page(book.organization, &ListFilter::tab(Tab::Active), order, &at).await.unwrap();
    page.rows.iter().map(|row| row.id).collect()
}

/// Jumps to many places, from both ends of each list, and holds them against the whole list.
async fn every_jump_lands(book: &mut Book, after: &str) {
    for (by, descending) in ORDERS {
        let order = Order { by, descending };
        let whole = ids(&book.store, book, order, 0, u16::MAX, None).await;
        for offset in [1_100, 1_500, 2_047, 2_048, 2_049, 2_500, 1_024, whole.len() - 1_200] {
            for total in [None, Some(whole.len() as u64)] {
                let found = ids(&book.store, book, order, offset as u64, 9, total).await;
                assert_eq!(found, whole[offset..offset + 9], "after {after}: {order:?} {offset} of {total:?}");
            }
        }
    }
}

async fn remembered_places_follow_every_move(engine: Engine) {
    let mut book = Book::open(engine).await;
    let all = filled(&mut book, 3_200).await;
    every_jump_lands(&mut book, "filling").await;
    let newcomer = book.cast.named("\"", "!");
    let change =
        |field, before: &str, after: &str| vec![Change { field, before: before.to_owned(), after: after.to_owned() }];
    let moves = [
        ("a sign-in", Event::SignedIn { member: all[7].id, at: Timestamp(MORNING.0 + 5) }),
        ("a second sign-in", Event::SignedIn { member: all[2_900].id, at: Timestamp(MORNING.0 + 9) }),
        ("archiving", Event::StatusChanged { member: all[40].id, before: Status::Active, after: Status::Archived }),
        ("restoring", Event::StatusChanged { member: all[40].id, before: Status::Archived, after: Status::Active }),
        ("suspending", Event::StatusChanged { member: all[41].id, before: Status::Active, after: Status::Suspended }),
        ("renaming", Event::MemberChanged { member: all[1_500].id, changes: change(Field::FirstName, "", "!") }),
        ("a change of tier", Event::MemberChanged { member: all[9].id, changes: change(Field::Tier, "user", "owner") }),
        ("adding", Event::MemberAdded { member: Box::new(newcomer.clone()), last_sign_in: Some(MORNING) }),
        ("withdrawing", Event::MemberWithdrawn { member: Box::new(newcomer) }),
        ("erasing", Event::MemberErased { member: all[3_000].id }),
    ];
    for (what, event) in moves {
        book.apply(&[event]).await;
        every_jump_lands(&mut book, what).await;
    }
    let both = [all[11].id, all[12].id].map(|member| Event::SignedIn { member, at: Timestamp(MORNING.0 + 11) });
    book.apply(&both).await;
    every_jump_lands(&mut book, "two at once").await;
    let many: Vec<Event> = all[100..400]
        .iter()
        .map(|member| Event::StatusChanged { member: member.id, before: Status::Active, after: Status::Archived })
        .collect();
    book.apply(&many).await;
    every_jump_lands(&mut book, "many at once").await;
}

async fn places_are_found_anew_after_somebody_else_moved_people(engine: Engine) {
    let mut book = Book::open(engine).await;
    let all = filled(&mut book, 3_200).await;
    every_jump_lands(&mut book, "filling").await;
    let other = book.place.store().await;
    let own = std::mem::replace(&mut book.store, other);
    let away: Vec<Event> = all[..30]
        .iter()
        .map(|member| Event::StatusChanged { member: member.id, before: Status::Active, after: Status::Archived })
        .collect();
    book.apply(&away).await;
    let other = std::mem::replace(&mut book.store, own);
    book.apply(&[Event::SignedIn { member: all[50].id, at: Timestamp(MORNING.0 + 5) }]).await;
    every_jump_lands(&mut book, "a change of another store and one of this").await;
    other.close().await;
}

async fn a_move_that_is_taken_back_moves_nothing(engine: Engine) {
    use rand::RngExt as _;
    let mut book = Book::open(engine).await;
    let all = filled(&mut book, 3_200).await;
    every_jump_lands(&mut book, "filling").await;
    let stamp = book.stamp();
    let mut work = book.store.work(book.organization).await.unwrap();
    let gone = Event::StatusChanged { member: all[1].id, before: Status::Active, after: Status::Archived };
    let rng = &mut book.cast.rng;
    work.apply(stamp, &[gone], &mut || rng.random()).await.unwrap();
    work.roll_back().await.unwrap();
    every_jump_lands(&mut book, "rolling back").await;
}
