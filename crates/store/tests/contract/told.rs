//! What the store reads back after any history is what the rules were told of it: a command of many
//! parts and the command after it judge by the same facts.

use crate::history::History;
use rollbook_domain::{
    Facts,
    member::{Kind, Member, Status, Tier},
};
use rollbook_store::ActorId;
use rollbook_testkit::{Engine, contract};
use std::{collections::HashMap, fmt::Debug, hash::Hash};

contract![facts_read_back_are_the_facts_that_were_told, c30_a_history_read_by_another_program_is_the_same];

async fn facts_read_back_are_the_facts_that_were_told(engine: Engine) {
    for seed in [3, 14] {
        let mut history = History::open(engine, seed).await;
        for round in 0..80 {
            for _ in 0..=(round % 9) {
                history.happen();
            }
            history.commit().await;
            if round % 8 == 7 {
                same(&history).await;
            }
        }
        same(&history).await;
        // Every event that moves rights happened.
        for kind in [
            "given",
            "taken",
            "end_moved",
            "scheduled",
            "unscheduled",
            "seat_freed",
            "seat_regained",
            "navigation_changed",
            "period_changed",
            "role_added",
            "role_changed",
            "role_removed",
            "group_added",
            "group_changed",
            "group_removed",
            "portal_added",
            "portal_removed",
            "product_taken",
            "seats_changed",
            "plan_changed",
            "member_erased",
            "member_withdrawn",
            "status_changed",
        ] {
            assert!(history.kinds.contains_key(kind), "{kind} never happened: {:?}", history.kinds);
        }
        assert_eq!(history.book.store.verify_log(history.book.organization, |_| {}).await.unwrap(), None, "R30");
    }
}

async fn c30_a_history_read_by_another_program_is_the_same(engine: Engine) {
    let mut history = History::open(engine, 15).await;
    // Another program, with a memory of its own, that read the structure before all of it.
    let other = history.book.place.store().await;
    other.facts(history.book.organization, ActorId::System).await.unwrap();
    for _ in 0..12 {
        for _ in 0..6 {
            history.happen();
        }
        history.commit().await;
        let read = other.facts(history.book.organization, ActorId::System).await.unwrap();
        assert_eq!(*read.structure, *history.told.structure);
        assert_eq!(read.seats, history.told.seats);
    }
}

async fn same(history: &History) {
    let (store, organization) = (&history.book.store, history.book.organization);
    let mut work = store.work(organization).await.unwrap();
    let mut read = work.facts(ActorId::System).await.unwrap();
    work.know(&mut read, &history.everybody()).await.unwrap();
    work.know_sizes(&mut read).await.unwrap();
    drop(work);
    let told = &history.told;
    assert_eq!(read.members.len(), told.members.len());
    for (id, member) in &told.members {
        assert_eq!(tidy(read.members[id].clone()), tidy(member.clone()));
    }
    assert_eq!(*read.structure, *told.structure);
    for (name, id) in &told.structure.role_names {
        assert_eq!(read.structure.role_names.get(name), Some(id), "found by its folded name");
    }
    assert_eq!(read.organization, told.organization);
    assert_eq!(read.seats, told.seats, "R22: kept, never counted");
    assert_eq!(read.administrators, told.administrators, "R21");
    assert_eq!(present(&read.group_sizes), present(&told.group_sizes));
    assert_eq!(present(&read.role_sizes), present(&told.role_sizes));
    kept(history, told).await;
}

/// Sizes and counts that are kept equal what counting people gives.
async fn kept(history: &History, told: &Facts) {
    let (store, organization) = (&history.book.store, history.book.organization);
    let there = || told.members.values().filter(|member| member.status != Status::Archived);
    for (id, kept) in store.role_members(organization).await.unwrap() {
        let counted = there().filter(|member| member.holds.roles.contains(&id)).count();
        assert_eq!(kept, counted as u64, "role {id}");
    }
    for (id, kept) in store.group_members(organization).await.unwrap() {
        let counted = there().filter(|member| member.groups.contains(&id)).count();
        assert_eq!(kept, counted as u64, "group {id}");
    }
    let counts = store.counts(organization).await.unwrap();
    for kind in [Kind::Regular, Kind::Portal, Kind::Api, Kind::System] {
        for status in [Status::Pending, Status::Active, Status::Suspended, Status::Archived] {
            for tier in [Tier::User, Tier::Admin, Tier::Owner] {
                let of = |member: &&Member| (member.kind, member.status, member.tier) == (kind, status, tier);
                let counted = told.members.values().filter(of).count();
                assert_eq!(
                    counts.of_kind(kind, |s, t| (s, t) == (status, tier)),
                    counted as u64,
                    "{kind:?} {status:?} {tier:?}"
                );
            }
        }
    }
}

/// Those of which there are any.
fn present<K: Copy + Hash + Eq + Debug>(sizes: &HashMap<K, i64>) -> HashMap<K, i64> {
    sizes.iter().filter(|(_, n)| **n != 0).map(|(id, n)| (*id, *n)).collect()
}

/// What is held in no order stands in one; versions are the store's own.
fn tidy(mut member: Member) -> Member {
    member.version = 0;
    member.groups.sort();
    let holds = &mut member.holds;
    holds.roles.sort();
    holds.licences.sort();
    holds.freed.sort();
    holds.grants.sort();
    holds.restrictions.sort();
    holds.portals.sort();
    holds.teams.sort();
    holds.hidden.sort();
    holds.ends.sort();
    holds.waiting.sort_by(|one, other| one.what.cmp(&other.what));
    member
}
