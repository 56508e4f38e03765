//! Pages: every order equals a plain sort in memory, whatever the way to the page.

use rollbook_domain::{
    Event, MemberId, Timestamp,
    member::{Member, Tab, Tier},
    text::fold,
};
use rollbook_store::{Cursor, ListFilter, Order, PageAt, SortBy};
use rollbook_testkit::{Book, Engine, MORNING, contract};

contract![
    every_order_equals_a_plain_sort_for_any_way_to_a_page,
    a_jump_far_into_a_long_list_lands_where_a_plain_sort_says,
    a_place_in_the_list_holds_while_rows_are_added,
    a_page_beyond_the_end_is_empty,
    the_page_has_the_groups_of_each_row,
];

const ORDERS: [SortBy; 5] = [SortBy::Name, SortBy::Email, SortBy::Tier, SortBy::LastActive, SortBy::Added];

/// A member with what lists sort by beside the record.
#[derive(Clone)]
struct Kept {
    member: Member,
    last_active: i64,
}

/// Many ties in every column but the address.
async fn filled(book: &mut Book, count: usize) -> Vec<Kept> {
    let mut all = Vec::new();
    let mut events = Vec::new();
    for _ in 0..count {
        let tier = book.cast.one_of(&[Tier::User, Tier::Admin]);
        let added_at = Timestamp(MORNING.0 + 1_000 * book.cast.one_of(&[0_i64, 1, 2, 3]));
        let member = Member { tier, added_at, ..book.cast.member() };
        let last = book.cast.one_of(&[None, Some(1_000_i64), Some(2_000), Some(MORNING.0)]);
        events.push(Event::MemberAdded { member: Box::new(member.clone()), last_sign_in: last.map(Timestamp) });
        all.push(Kept { member, last_active: last.unwrap_or(0) });
    }
    book.apply(&events).await;
    let owner = book.store.members(book.organization, &[book.owner]).await.unwrap().remove(0);
    all.insert(0, Kept { member: owner, last_active: 0 });
    all
}

/// The reference: members in the order in which they were added, sorted and kept stable.
fn sorted(all: &[Kept], order: Order) -> Vec<MemberId> {
    let number = |kept: &Kept| match order.by {
        SortBy::Tier => [Tier::User, Tier::Admin, Tier::Owner]
            .iter()
            .position(|tier| *tier == kept.member.tier)
            .map_or(0, |at| i64::try_from(at).unwrap()),
        SortBy::LastActive => kept.last_active,
        SortBy::Added => kept.member.added_at.0,
        SortBy::Name | SortBy::Email => 0,
    };
    let text = |kept: &Kept| match order.by {
        SortBy::Name => fold(&kept.member.name()),
        SortBy::Email => kept.member.email.key(),
        _ => String::new(),
    };
    let mut rows: Vec<&Kept> = all.iter().collect();
    rows.sort_by_key(|kept| (number(kept), text(kept)));
    if order.descending {
        rows.reverse();
    }
    rows.iter().map(|kept| kept.member.id).collect()
}

async fn every_order_equals_a_plain_sort_for_any_way_to_a_page(engine: Engine) {
    let mut book = Book::open(engine).await;
    let all = filled(&mut book, 150).await;
    let filter = ListFilter::tab(Tab::Active);
    for by in ORDERS {
        for descending in [false, true] {
            let order = Order { by, descending };
            let expected = sorted(&all, order);
            let whole = PageAt { offset: 0, take: 500, anchor: None, total: None };
            let whole = book.store.member_page(book.organization, &filter, order, &whole).await.unwrap().rows;
            let ids: Vec<MemberId> = whole.iter().map(|row| row.id).collect();
            assert_eq!(ids, expected, "{order:?}");
            let cursors: Vec<Cursor> =
                whole.iter().map(|row| Cursor::parse(&row.cursor.to_string()).unwrap()).collect();
            for _ in 0..40 {
                let offset = book.cast.below(170);
                let take = book.cast.below(40);
                let known = book.cast.below(cursors.len());
                let anchor = book.cast.one_of(&[true, false]).then(|| (known as u64, cursors[known].clone()));
                let total = book.cast.one_of(&[true, false]).then_some(expected.len() as u64);
                let at = PageAt { offset: offset as u64, take: u16::try_from(take).unwrap(), anchor, total };
                let page = book.store.member_page(book.organization, &filter, order, &at).await.unwrap();
                let ids: Vec<MemberId> = page.rows.iter().map(|row| row.id).collect();
                let wanted: Vec<MemberId> = expected.iter().skip(offset).take(take).copied().collect();
                assert_eq!(ids, wanted, "{order:?} {at:?}");
            }
        }
    }
}

async fn a_jump_far_into_a_long_list_lands_where_a_plain_sort_says(engine: Engine) {
    let mut book = Book::open(engine).await;
    let mut all = filled(&mut book, 5_000).await;
    for round in ["at first", "again, after somebody came who stands before all others"] {
        for order in [(SortBy::Name, false), (SortBy::LastActive, true), (SortBy::Tier, true)] {
            let order = Order { by: order.0, descending: order.1 };
            let expected = sorted(&all, order);
            for offset in [4_900, 60, 2_047, 2_048, 1_024, 3_970, 3_000, 4_999, 2_500] {
                let total = book.cast.one_of(&[true, false]).then_some(expected.len() as u64);
                let at = PageAt { offset: offset as u64, take: 30, anchor: None, total };
                let page = book.store.member_page(book.organization, &ListFilter::tab(Tab::Active), order, &at).await;
                let ids: Vec<MemberId> = page.unwrap().rows.iter().map(|row| row.id).collect();
                let wanted: Vec<MemberId> = expected.iter().skip(offset).take(30).copied().collect();
                assert_eq!(ids, wanted, "{round}: {order:?} {at:?}");
            }
        }
        let first = Member { tier: Tier::Admin, added_at: MORNING, ..book.cast.named("\"", "!") };
        book.add(&first).await;
        all.push(Kept { member: first, last_active: 0 });
    }
}

async fn a_place_in_the_list_holds_while_rows_are_added(engine: Engine) {
    let mut book = Book::open(engine).await;
    let names = ["Bo", "Di", "Fe", "Hu", "Jo", "Ly", "Mo", "Ny"];
    for name in names {
        let member = book.cast.named(name, "");
        book.add(&member).await;
    }
    let (filter, order) = (ListFilter::tab(Tab::Active), Order { by: SortBy::Name, descending: false });
    let first = PageAt { offset: 0, take: 4, anchor: None, total: None };
    let first = book.store.member_page(book.organization, &filter, order, &first).await.unwrap().rows;
    for name in ["Al", "An", "Ce"] {
        let member = book.cast.named(name, "");
        book.add(&member).await;
    }
    let next = PageAt { offset: 4, take: 4, anchor: Some((3, first[3].cursor.clone())), total: None };
    let next = book.store.member_page(book.organization, &filter, order, &next).await.unwrap().rows;
    let read: Vec<&str> = first.iter().chain(&next).map(|row| row.first_name.as_str()).collect();
    assert_eq!(read, names, "nobody twice and nobody left out, although three came before");
    let back = PageAt { offset: 1, take: 3, anchor: Some((4, next[0].cursor.clone())), total: None };
    let back = book.store.member_page(book.organization, &filter, order, &back).await.unwrap().rows;
    assert_eq!(back.iter().map(|row| row.first_name.as_str()).collect::<Vec<_>>(), names[1..4], "and back again");
}

async fn a_page_beyond_the_end_is_empty(engine: Engine) {
    let book = Book::open(engine).await;
    let order = Order { by: SortBy::Name, descending: true };
    for (offset, take, total) in
        [(5, 10, None), (5, 10, Some(1)), (u64::MAX, u16::MAX, None), (u64::MAX, u16::MAX, Some(1)), (0, 0, None)]
    {
        let at = PageAt { offset, take, anchor: None, total };
        let page = book.store.member_page(book.organization, &ListFilter::tab(Tab::Active), order, &at).await.unwrap();
        assert!(page.rows.is_empty(), "{at:?}");
    }
    assert_eq!(Cursor::parse("no number:x"), None);
    assert_eq!(Cursor::parse("12"), None);
    assert_eq!(Cursor::parse("12:a:b").map(|cursor| cursor.to_string()), Some("12:a:b".to_owned()));
}

async fn the_page_has_the_groups_of_each_row(engine: Engine) {
    let mut book = Book::open(engine).await;
    let groups = ["Zebra", "élan", "Alpha"].map(|name| book.cast.group(name));
    let member = Member { groups: groups.iter().map(|group| group.id).collect(), ..book.cast.named("Bo", "") };
    book.apply(&groups.map(|group| Event::GroupAdded { group })).await;
    book.add(&member).await;
    let at = PageAt { offset: 0, take: 10, anchor: None, total: None };
    let order = Order { by: SortBy::Name, descending: false };
    let page = book.store.member_page(book.organization, &ListFilter::tab(Tab::Active), order, &at).await.unwrap();
    let names: Vec<&str> = page.rows[0].groups.iter().map(|group| group.name.as_str()).collect();
    assert_eq!((page.rows[0].id, names), (member.id, vec!["Alpha", "élan", "Zebra"]), "by folded name");
    assert!(page.rows[1].groups.is_empty());
}
