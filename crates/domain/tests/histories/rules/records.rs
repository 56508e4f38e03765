//! What the records themselves must say after every step.

use crate::model::{Book, Rights, State};
use rollbook_domain::{
    Event, Facts, MemberId,
    decide::authority::{Reason, effective, effective_now, reasons},
    holding::Holding,
    member::{Member, Status},
    structure::Structure,
};
use std::collections::{BTreeMap, HashMap};

/// R22, R3: seats in use are those that members hold, never more than were bought; who is away uses
/// none.
pub(in super::super) fn the_seats_hold(state: &State) {
    for (package, seats) in &state.seats {
        let users = state.members.values().filter(|m| m.holds.licences.contains(package)).count();
        assert_eq!(i64::try_from(users).expect("few"), seats.used, "the kept count of {package} is the true one");
        assert!(seats.used <= seats.bought, "{package}: {seats:?}");
    }
    for member in state.members.values() {
        let away = !member.status.counts();
        assert!(!away || member.holds.licences.is_empty(), "{} is away and keeps a seat", member.name());
        assert!(away || member.holds.freed.is_empty(), "{} is here without a seat", member.name());
    }
}

/// Nothing both is held and waits to begin.
pub(in super::super) fn nothing_waits_that_is_held(state: &State) {
    for member in state.members.values() {
        for waiting in &member.holds.waiting {
            assert!(!member.has(&waiting.what), "{} has {:?} already", member.name(), waiting.what);
        }
    }
}

/// R11, C27, C32: only the active have permissions, and theirs are those that the model works out.
pub(in super::super) fn only_the_active_may_do_anything(state: &State, structure: &Structure) {
    for member in state.members.values() {
        let now = effective_now(structure, member);
        if member.status != Status::Active {
            assert!(now.listed(structure).is_empty(), "{} is {:?}", member.name(), member.status);
            continue;
        }
        let expected = Rights::of(state, member);
        for permission in &state.catalogue {
            assert_eq!(now.has(structure, permission), expected.has(permission), "{} {permission}", member.name());
        }
    }
}

/// R11, B5: what somebody may do has a source, and what is taken away is named.
pub(in super::super) fn every_permission_has_its_reason(state: &State, structure: &Structure) {
    for member in state.members.values() {
        let rights = effective(structure, member);
        for permission in &state.catalogue {
            let all = reasons(structure, member, permission);
            let takes = |reason: &Reason| matches!(reason, Reason::Held(Holding::Restriction(_)));
            let given = all.iter().any(|reason| !takes(reason)) && !all.iter().any(takes);
            assert_eq!(given, rights.has(structure, permission), "{} {permission}: {all:?}", member.name());
        }
    }
}

/// The log alone, read back from its bytes, gives the state.
pub(in super::super) fn the_log_gives_the_state(book: &Book) {
    let mut replayed = State::default();
    for (_, event) in &book.log {
        let bytes = serde_json::to_string(event).expect("an event can be written");
        let read: Event = serde_json::from_str(&bytes).expect("and read");
        assert_eq!(read, *event, "{bytes}");
        assert_eq!(serde_json::to_string(&read).expect("written"), bytes, "the same bytes again");
        assert!(bytes.contains(&format!("\"kind\":\"{}\"", event.kind())), "{bytes}");
        replayed.apply(&read);
    }
    assert_eq!(replayed, book.state);
}

/// Facts that were told the events are the facts that are loaded afterwards, but for what no event
/// says (the version, the account's password).
pub(in super::super) fn facts_keep_up(mut told: Facts, events: &[Event], loaded: &Facts) {
    for event in events {
        told.apply(event);
    }
    let members = |facts: &Facts| -> BTreeMap<MemberId, Member> {
        let record = |member: &Member| Member { version: 0, has_password: false, ..member.clone() };
        let all = facts.members.values();
        all.map(|member| (member.id, record(member))).collect()
    };
    assert_eq!(members(&told), members(loaded));
    assert_eq!(sizes(&told.group_sizes), sizes(&loaded.group_sizes));
    assert_eq!(sizes(&told.role_sizes), sizes(&loaded.role_sizes));
    assert_eq!(sizes(&told.portal_sizes), sizes(&loaded.portal_sizes));
    assert_eq!(sizes(&told.team_sizes), sizes(&loaded.team_sizes));
    assert_eq!(told.by_email, loaded.by_email);
    assert_eq!(told.structure, loaded.structure);
    assert_eq!(told.structure.group_names, loaded.structure.group_names);
    assert_eq!(told.structure.role_names, loaded.structure.role_names);
    assert_eq!(told.seats, loaded.seats);
    assert_eq!(told.administrators, loaded.administrators);
    assert_eq!(told.organization, loaded.organization);
}

fn sizes<T: Copy + Ord + std::hash::Hash>(all: &HashMap<T, i64>) -> BTreeMap<T, i64> {
    all.iter().filter(|(_, size)| **size != 0).map(|(id, size)| (*id, *size)).collect()
}
