//! Filters alone and together equal a plain filter in memory.

use rollbook_domain::{
    Event, IdSource as _, MemberId, RoleId, Timestamp,
    catalogue::Package,
    group::Group,
    holding::{Holding, Holds, Period, Waiting},
    member::{Kind, Member, Status, Tab, Tier},
    role::Role,
};
use rollbook_store::{ListFilter, Order, PageAt, SortBy};
use rollbook_testkit::{Book, Engine, MORNING, contract};
use std::collections::BTreeSet;

contract![any_filters_together_equal_a_plain_filter, a_filter_that_asks_nothing_is_plain];

struct Kept {
    member: Member,
    last_active: i64,
    second_factor: bool,
}

/// A role and a package that some have.
struct Held {
    role: Role,
    package: Package,
}

impl Held {
    fn new(book: &mut Book) -> Self {
        let role = Role {
            id: RoleId::from_uuid(book.cast.next()),
            name: "Auditor".to_owned(),
            description: String::new(),
            built_in: None,
            portal: false,
            permissions: Vec::new(),
        };
        Self { role, package: Package::parse("fleet.pro").unwrap() }
    }

    fn role(&self) -> Holding {
        Holding::Role(self.role.id)
    }

    fn licence(&self) -> Holding {
        Holding::Licence(self.package.clone())
    }
}

async fn filled(book: &mut Book, groups: &[Group; 2], held: &Held) -> Vec<Kept> {
    let mut all = Vec::new();
    let mut events = Vec::new();
    for _ in 0..120 {
        let status =
            book.cast.one_of(&[Status::Active, Status::Active, Status::Pending, Status::Suspended, Status::Archived]);
        let tier = book.cast.one_of(&[Tier::User, Tier::User, Tier::Admin]);
        let groups = groups.iter().filter(|_| book.cast.below(3) == 0).map(|group| group.id).collect();
        let mut holds = Holds::default();
        match book.cast.below(4) {
            0 => holds.roles.push(held.role.id),
            1 => holds.licences.push(held.package.clone()),
            // A licence without its seat is one; what waits is held by nobody yet.
            2 => {
                holds.freed.push(held.package.clone());
                let period = Period { from: Some(Timestamp(MORNING.0 + 1)), until: None };
                holds.waiting.push(Waiting { what: held.role(), period, by: None });
            }
            _ => {}
        }
        let kind = match tier {
            Tier::User => book.cast.one_of(&[Kind::Regular, Kind::Regular, Kind::Portal, Kind::Api, Kind::System]),
            Tier::Admin | Tier::Owner => Kind::Regular,
        };
        let member = Member { status, held: status, tier, groups, kind, holds, ..book.cast.member() };
        let last = book.cast.one_of(&[None, Some(MORNING.0 - 100), Some(MORNING.0), Some(MORNING.0 + 100)]);
        events.push(Event::MemberAdded { member: Box::new(member.clone()), last_sign_in: last.map(Timestamp) });
        all.push(Kept { member, last_active: last.unwrap_or(0), second_factor: book.cast.below(2) == 0 });
    }
    book.apply(&events).await;
    // No event sets a second factor yet; the column is what the filter reads.
    for kept in all.iter().filter(|kept| kept.second_factor) {
        sqlx::query("UPDATE member SET second_factor = 'totp' WHERE id = $1")
            .bind(kept.member.id.to_bytes().to_vec())
            .execute(book.store.pool())
            .await
            .unwrap();
    }
    let owner = book.store.members(book.organization, &[book.owner]).await.unwrap().remove(0);
    all.push(Kept { member: owner, last_active: 0, second_factor: false });
    all
}

fn matches(kept: &Kept, filter: &ListFilter) -> bool {
    let member = &kept.member;
    // Without a tab, members of every kind are asked for.
    filter.tab.is_none_or(|tab| member.status.tab() == tab && member.kind == filter.kind)
        && filter.holding.iter().all(|what| member.has(what))
        && !(filter.without_role && (member.tier != Tier::Admin || !member.holds.roles.is_empty()))
        && (filter.tiers.is_empty() || filter.tiers.contains(&member.tier))
        && filter.group.is_none_or(|group| member.groups.contains(&group))
        && filter.status.is_none_or(|status| member.status == status)
        && filter.away_since.is_none_or(|since| kept.last_active < since)
        && filter.dormant_since.is_none_or(|since| {
            let seen = if kept.last_active == 0 { member.added_at.0 } else { kept.last_active };
            member.status == Status::Active && seen < since
        })
        && !(filter.hidden_administrators
            && !(member.tier.administers() && matches!(member.status, Status::Suspended | Status::Archived)))
        && !(filter.without_second_factor && kept.second_factor)
        && (filter.text.is_empty() || member.email.as_str().contains(&filter.text))
}

async fn any_filters_together_equal_a_plain_filter(engine: Engine) {
    let mut book = Book::open(engine).await;
    let groups = [book.cast.group("One"), book.cast.group("Two")];
    book.apply(&groups.clone().map(|group| Event::GroupAdded { group })).await;
    let held = Held::new(&mut book);
    book.apply(&[
        Event::RoleAdded { role: held.role.clone() },
        Event::SeatsChanged { package: held.package.clone(), before: 0, after: 500 },
    ])
    .await;
    let all = filled(&mut book, &groups, &held).await;
    let (mut hits, mut filtered) = (0, 0);
    for _ in 0..300 {
        let filter = ListFilter {
            tab: book.cast.one_of(&[None, Some(Tab::Active), Some(Tab::Pending), Some(Tab::Archived)]),
            text: book.cast.one_of(&["", "", "nordlys", ".exa"]).to_owned(),
            tiers: book.cast.one_of(&[&[][..], &[Tier::Admin], &[Tier::Owner, Tier::Admin], &[Tier::User]]).to_vec(),
            group: book.cast.one_of(&[None, None, Some(groups[0].id), Some(groups[1].id)]),
            status: book.cast.one_of(&[None, None, Some(Status::Active), Some(Status::Suspended)]),
            away_since: book.cast.one_of(&[None, Some(MORNING.0), Some(MORNING.0 + 1)]),
            without_second_factor: book.cast.one_of(&[false, true]),
            kind: book.cast.one_of(&[Kind::Regular, Kind::Regular, Kind::Portal, Kind::Api, Kind::System]),
            holding: match book.cast.below(6) {
                0 => vec![held.role()],
                1 => vec![held.licence()],
                2 => vec![held.role(), held.licence()],
                _ => Vec::new(),
            },
            without_role: book.cast.below(6) == 0,
            hidden_administrators: book.cast.below(8) == 0,
            dormant_since: book.cast.one_of(&[None, None, Some(MORNING.0), Some(MORNING.0 + 1)]),
            without_link_at: None,
        };
        let expected: Vec<&Kept> = all.iter().filter(|kept| matches(kept, &filter)).collect();
        let ids: BTreeSet<MemberId> = expected.iter().map(|kept| kept.member.id).collect();
        let order = Order {
            by: book.cast.one_of(&[SortBy::Name, SortBy::LastActive, SortBy::Tier]),
            descending: book.cast.below(2) == 0,
        };
        let at = PageAt { offset: 0, take: 500, anchor: None, total: None };
        let page = book.store.member_page(book.organization, &filter, order, &at).await.unwrap();
        assert_eq!(page.rows.iter().map(|row| row.id).collect::<BTreeSet<_>>(), ids, "{filter:?}");
        let count = book.store.member_count(book.organization, &filter).await.unwrap();
        let administrators = expected.iter().filter(|kept| kept.member.tier.administers()).count() as u64;
        assert_eq!((count.all, count.administrators), (ids.len() as u64, administrators), "{filter:?}");
        hits += ids.len();
        filtered += all.len() - ids.len();
    }
    assert!(hits > 500 && filtered > 500, "{hits} found, {filtered} left out");
}

async fn a_filter_that_asks_nothing_is_plain(engine: Engine) {
    let book = Book::open(engine).await;
    let plain = ListFilter { text: "  ".to_owned(), ..ListFilter::tab(Tab::Active) };
    assert!(plain.is_plain());
    let count = book.store.member_count(book.organization, &plain).await.unwrap();
    assert_eq!((count.all, count.administrators), (1, 1));
    assert!(!ListFilter { away_since: Some(1), ..plain.clone() }.is_plain());
    assert!(!ListFilter { without_second_factor: true, ..plain.clone() }.is_plain());
    assert!(!ListFilter { without_role: true, ..plain.clone() }.is_plain());
    assert!(!ListFilter { holding: vec![Holding::Licence(Package::parse("fleet.pro").unwrap())], ..plain }.is_plain());
}
