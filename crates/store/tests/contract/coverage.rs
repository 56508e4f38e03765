//! Who is covered by a second factor, day by day: what is kept equals what the log tells (R31).

use rand::RngExt as _;
use rollbook_domain::{
    CommandId, Event, MemberId, Timestamp,
    factor::FactorKind,
    member::{Kind, Member, Status, Tier},
    organization::Policy,
    time::DAY,
};
use rollbook_store::{CoverageDay, Covered, ListFilter, Stamp};
use rollbook_testkit::{Book, Engine, MORNING, contract};
use std::collections::{BTreeMap, HashMap};

contract![
    r31_kept_coverage_is_what_the_log_tells_after_a_random_history,
    r31_a_clock_that_was_set_back_changes_no_day_that_is_over,
    r31_lists_name_hidden_administrators_and_stale_invitations,
    r31_who_was_asked_and_who_lost_a_factor_is_remembered,
];

async fn apply_at(book: &mut Book, at: Timestamp, events: &[Event]) {
    let stamp = Stamp { at, command: CommandId::new(&mut book.cast), actor: Some(book.owner) };
    let mut work = book.store.work(book.organization).await.unwrap();
    let rng = &mut book.cast.rng;
    work.apply(stamp, events, &mut || rng.random()).await.unwrap();
    work.commit().await.unwrap();
}

/// The same sums from the log alone.
async fn told(book: &Book) -> Vec<CoverageDay> {
    let mut people: HashMap<MemberId, (Kind, Status, Option<FactorKind>)> = HashMap::new();
    let mut days = BTreeMap::new();
    for entry in book.store.log(book.organization, 0, 1_000_000).await.unwrap() {
        match entry.event.unwrap() {
            Event::MemberAdded { member, .. } => {
                people.insert(member.id, (member.kind, member.status, member.second_factor));
            }
            Event::MemberWithdrawn { member } => {
                people.remove(&member.id);
            }
            Event::StatusChanged { member, after, .. } => people.get_mut(&member).unwrap().1 = after,
            Event::FactorAdded { member, now, .. } | Event::FactorRemoved { member, now, .. } => {
                people.get_mut(&member).unwrap().2 = now;
            }
            Event::FactorsReset { member, .. } => people.get_mut(&member).unwrap().2 = None,
            _ => continue,
        }
        let counted =
            || people.values().filter(|(kind, status, _)| *kind == Kind::Regular && *status == Status::Active);
        let with = |wanted| i64::try_from(counted().filter(|(_, _, factor)| *factor == Some(wanted)).count()).unwrap();
        let covered = Covered {
            people: i64::try_from(counted().count()).unwrap(),
            totp: with(FactorKind::Totp),
            passkey: with(FactorKind::Passkey),
        };
        days.insert(entry.at.day(), covered);
    }
    // A day on which nothing changed in the end has no row of its own.
    let mut last = Covered::default();
    let changed = days.into_iter().filter(|(_, covered)| std::mem::replace(&mut last, *covered) != *covered);
    changed.map(|(day, covered)| CoverageDay { day, covered }).collect()
}

fn without_repeats(days: Vec<CoverageDay>) -> Vec<CoverageDay> {
    let mut last = Covered::default();
    days.into_iter().filter(|day| std::mem::replace(&mut last, day.covered) != day.covered).collect()
}

async fn r31_kept_coverage_is_what_the_log_tells_after_a_random_history(engine: Engine) {
    let mut book = Book::open(engine).await;
    let mut people: Vec<Member> = Vec::new();
    let mut at = MORNING;
    for _ in 0..60 {
        at = at.plus(book.cast.one_of(&[0, DAY / 3, DAY, 2 * DAY]));
        let mut events = Vec::new();
        for _ in 0..book.cast.below(5) {
            if people.len() < 4 || book.cast.below(4) == 0 {
                let kind = book.cast.one_of(&[Kind::Regular, Kind::Regular, Kind::Portal]);
                let status = book.cast.one_of(&[Status::Active, Status::Active, Status::Pending]);
                let second_factor = book.cast.one_of(&[None, Some(FactorKind::Totp)]);
                let member = Member { kind, status, held: status, second_factor, ..book.cast.member() };
                events.push(Event::MemberAdded { member: Box::new(member.clone()), last_sign_in: None });
                people.push(member);
                continue;
            }
            let n = book.cast.below(people.len());
            let choice = book.cast.below(8);
            let person = &mut people[n];
            match choice {
                0 => {
                    events.push(Event::MemberWithdrawn { member: Box::new(person.clone()) });
                    people.swap_remove(n);
                }
                1 | 2 => {
                    let before = person.status;
                    let after = if before == Status::Active { Status::Suspended } else { Status::Active };
                    person.status = after;
                    events.push(Event::StatusChanged { member: person.id, before, after });
                }
                3 | 4 => {
                    let factor = if choice == 3 { FactorKind::Totp } else { FactorKind::Passkey };
                    let now = person.second_factor.max(Some(factor));
                    person.second_factor = now;
                    events.push(Event::FactorAdded { member: person.id, factor, name: "Key".to_owned(), now });
                }
                5 => {
                    person.second_factor = None;
                    let (member, name) = (person.id, "Key".to_owned());
                    events.push(Event::FactorRemoved { member, factor: FactorKind::Totp, name, now: None });
                }
                6 => {
                    let before = person.second_factor.take();
                    events.push(Event::FactorsReset { member: person.id, before });
                }
                _ => events.push(Event::FactorAsked { member: person.id }),
            }
        }
        apply_at(&mut book, at, &events).await;
    }
    let kept = book.store.coverage(book.organization, 0).await.unwrap();
    assert!(kept.len() > 15, "the history has days in it: {}", kept.len());
    assert_eq!(without_repeats(kept.clone()), told(&book).await);
    let half = kept[kept.len() / 2].day;
    let later = book.store.coverage(book.organization, half + 1).await.unwrap();
    assert_eq!(later[0].day, half, "how things stood before the days that are asked for");
    assert_eq!(later[1..], kept[kept.len() / 2 + 1..]);
}

async fn r31_a_clock_that_was_set_back_changes_no_day_that_is_over(engine: Engine) {
    let mut book = Book::open(engine).await;
    let (ann, bo) = (book.cast.member(), book.cast.member());
    let added = |member: &Member| Event::MemberAdded { member: Box::new(member.clone()), last_sign_in: None };
    apply_at(&mut book, MORNING.plus(5 * DAY), &[added(&ann)]).await;
    let before = book.store.coverage(book.organization, 0).await.unwrap();
    apply_at(&mut book, MORNING.plus(2 * DAY), &[added(&bo)]).await;
    let after = book.store.coverage(book.organization, 0).await.unwrap();
    assert_eq!(after.len(), before.len());
    assert_eq!(after[..after.len() - 1], before[..before.len() - 1]);
    assert_eq!(after.last().unwrap().covered.people, before.last().unwrap().covered.people + 1);
}

async fn r31_lists_name_hidden_administrators_and_stale_invitations(engine: Engine) {
    use rollbook_domain::member::Tab;
    let mut book = Book::open(engine).await;
    let mut hidden = Vec::new();
    for status in [Status::Active, Status::Suspended, Status::Archived, Status::Pending] {
        for tier in [Tier::User, Tier::Admin] {
            let member = Member { status, held: status, tier, ..book.cast.member() };
            book.add(&member).await;
            if tier == Tier::Admin && matches!(status, Status::Suspended | Status::Archived) {
                hidden.push(member.id);
            }
        }
    }
    let filter = ListFilter { tab: None, hidden_administrators: true, ..ListFilter::tab(Tab::Active) };
    let mut found: Vec<MemberId> = Vec::new();
    let mut work = book.store.work(book.organization).await.unwrap();
    found.extend(work.member_ids(&filter, None, 100).await.unwrap().into_iter().map(|(_, id)| id));
    work.roll_back().await.unwrap();
    found.sort();
    hidden.sort();
    assert_eq!(found, hidden);
    assert_eq!(book.store.member_count(book.organization, &filter).await.unwrap().all, 2);
    let stale = ListFilter { without_link_at: Some(MORNING.0), ..ListFilter::tab(Tab::Pending) };
    assert_eq!(book.store.member_count(book.organization, &stale).await.unwrap().all, 2, "no link was ever made");
    assert!(!filter.is_plain() && !stale.is_plain());
}

async fn r31_who_was_asked_and_who_lost_a_factor_is_remembered(engine: Engine) {
    let mut book = Book::open(engine).await;
    let ann = book.cast.member();
    book.add(&ann).await;
    let id = ann.id;
    let beside = async |book: &Book| book.store.beside(book.organization, &[id]).await.unwrap()[&id];
    apply_at(&mut book, MORNING, &[Event::FactorAsked { member: id }]).await;
    apply_at(
        &mut book,
        MORNING.plus(DAY),
        &[Event::FactorAsked { member: id }, Event::FactorRequired { member: id, required: true }],
    )
    .await;
    let now = beside(&book).await;
    assert_eq!((now.asks, now.asked_at, now.required), (2, Some(MORNING.plus(DAY)), true));
    assert_eq!(now.lost_at, None, "never had one");
    let (factor, name) = (FactorKind::Totp, "Phone".to_owned());
    apply_at(&mut book, MORNING.plus(2 * DAY), &[Event::FactorAdded { member: id, factor, name, now: Some(factor) }])
        .await;
    let now = beside(&book).await;
    assert_eq!((now.asks, now.asked_at, now.required, now.lost_at), (0, None, false, None), "did what was asked");
    apply_at(&mut book, MORNING.plus(3 * DAY), &[Event::FactorsReset { member: id, before: Some(factor) }]).await;
    assert_eq!(beside(&book).await.lost_at, Some(MORNING.plus(3 * DAY)));
    let out = Event::StatusChanged { member: id, before: Status::Active, after: Status::Suspended };
    apply_at(&mut book, MORNING.plus(4 * DAY), &[out]).await;
    assert_eq!(beside(&book).await.shut_at, Some(MORNING.plus(4 * DAY)));
    let policy = Box::new(Policy::default());
    let other = Box::new(Policy { dormant_days: 30, ..Policy::default() });
    apply_at(&mut book, MORNING.plus(5 * DAY), &[Event::PolicyChanged { before: policy, after: other }]).await;
    let changes = book.store.policy_changes(book.organization, MORNING.plus(5 * DAY)).await.unwrap();
    assert_eq!(changes.len(), 1);
    assert_eq!((changes[0].0, changes[0].1), (MORNING.plus(5 * DAY), Some(book.owner)));
    assert_eq!(book.store.policy_changes(book.organization, MORNING.plus(6 * DAY)).await.unwrap().len(), 0);
}
