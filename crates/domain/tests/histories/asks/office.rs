//! What is asked of the organization as a whole, of credentials and of one's own profile.

use super::{Ask, commands::NAMES, holdings::nth_permission, pick};
use crate::model::{Book, fleet, forms, package};
use proptest::{collection::vec, option, prelude::*, sample::select};
use rollbook_domain::{
    Command, KeyId, MemberId,
    command::{NewKey, Profile},
    member::{AccessMode, Kind, Member, Status},
    order::{Order, Seating},
    organization::{Plan, Policy},
    review::{ReviewLine, Verdict},
    time::HOUR,
};

/// One such ask; numbers choose among what is there at that moment.
#[derive(Clone, Debug)]
pub(in super::super) enum Office {
    /// Plan and seats of packages at once.
    Order {
        plan: Plan,
        seats: Vec<(usize, i64)>,
    },
    /// Of all administrators; whom it leaves out, and whom it names who was removed.
    Review {
        without: Option<usize>,
        removed: Option<usize>,
    },
    Lock {
        target: usize,
        reason: usize,
    },
    Policy {
        change: usize,
        stale: bool,
        emergency: usize,
    },
    /// One's own, or somebody else's.
    Profile {
        of: Option<usize>,
        name: usize,
        phone: usize,
    },
    AddKey {
        target: usize,
        name: usize,
        scope: Vec<usize>,
        hours: Option<i64>,
    },
    RevokeKey {
        target: Option<usize>,
        key: usize,
    },
    TemporaryPassword {
        target: usize,
    },
}

const PACKAGES: [&str; 5] = ["fleet.base", "fleet.pro", "forms.base", "fleet.none", "none.base"];

pub(super) fn office_ask() -> impl Strategy<Value = Ask> {
    let plan = select(vec![Plan::Starter, Plan::Professional, Plan::Business, Plan::Enterprise]);
    let seats = vec((prop_oneof![4 => 0..3_usize, 1 => 3..5_usize], -1..4_i64), 0..4);
    let name = || 0..7_usize;
    prop_oneof![
        2 => (plan, seats).prop_map(|(plan, seats)| Office::Order { plan, seats }),
        1 => (option::weighted(0.2, 0..20_usize), option::weighted(0.3, 0..20_usize))
            .prop_map(|(without, removed)| Office::Review { without, removed }),
        3 => (0..20_usize, name()).prop_map(|(target, reason)| Office::Lock { target, reason }),
        2 => (0..7_usize, prop::bool::weighted(0.1), 0..20_usize)
            .prop_map(|(change, stale, emergency)| Office::Policy { change, stale, emergency }),
        2 => (option::weighted(0.2, 0..20_usize), name(), 0..3_usize)
            .prop_map(|(of, name, phone)| Office::Profile { of, name, phone }),
        4 => (0..20_usize, name(), vec(0..14_usize, 0..3), option::weighted(0.4, -10..200_i64))
            .prop_map(|(target, name, scope, hours)| Office::AddKey { target, name, scope, hours }),
        1 => (option::weighted(0.1, 0..20_usize), 0..6_usize)
            .prop_map(|(target, key)| Office::RevokeKey { target, key }),
        2 => (0..20_usize).prop_map(|target| Office::TemporaryPassword { target }),
    ]
    .prop_map(Ask::Office)
}

/// The command that it comes to in a book.
pub(super) fn of_office(book: &Book, ask: &Office, actor: MemberId) -> Command {
    let member = |n: usize| pick(&book.state.members.keys().copied().collect::<Vec<_>>(), n);
    match ask {
        Office::Order { plan, seats } => Command::Order {
            order: Box::new(Order {
                plan: *plan,
                packages: seats
                    .iter()
                    .map(|(n, seats)| Seating { package: package(PACKAGES[*n]), seats: *seats })
                    .collect(),
            }),
            products: vec![fleet(), forms()],
        },
        Office::Review { without, removed } => Command::SignOffReview(review(book, *without, removed.map(member))),
        Office::Lock { target, reason } => {
            Command::Lock { member: lockable(book, *target), reason: NAMES[*reason].to_owned() }
        }
        Office::Policy { change, stale, emergency } => {
            let now = book.state.organization.as_ref().expect("an organization").policy.clone();
            let policy = changed(&now, *change, member(*emergency));
            let seen = if *stale { Policy { dormant_days: now.dormant_days + 1, ..now } } else { now };
            Command::SetPolicy { seen: Box::new(seen), policy: Box::new(policy) }
        }
        Office::Profile { of, name, phone } => Command::EditProfile(Profile {
            seen: Some(book.state.seq),
            first_name: Some(NAMES[*name].to_owned()),
            phone: Some(phone.to_string()),
            ..Profile::of(of.map_or(actor, member))
        }),
        Office::AddKey { target, name, scope, hours } => Command::AddKey(NewKey {
            member: machine(book, *target).unwrap_or_else(|| member(*target)),
            name: NAMES[*name].to_owned(),
            scope: scope.iter().map(|n| nth_permission(book, *n)).collect(),
            expires: hours.map(|hours| book.now.plus(hours * HOUR)),
        }),
        Office::RevokeKey { target, key } => revoked(book, target.map(member), *key),
        Office::TemporaryPassword { target } => Command::SetTemporaryPassword { member: member(*target) },
    }
}

/// Mostly a machine: they alone can have keys.
fn machine(book: &Book, n: usize) -> Option<MemberId> {
    let all: Vec<MemberId> =
        book.state.members.values().filter(|member| member.kind == Kind::Api).map(|member| member.id).collect();
    (n < 15 && !all.is_empty()).then(|| pick(&all, n))
}

/// A machine with keys as often as anybody else.
fn lockable(book: &Book, n: usize) -> MemberId {
    let machines = book.state.keys.values().map(|(member, _)| *member);
    let all: Vec<MemberId> = book.state.members.keys().copied().chain(machines).collect();
    pick(&all, n)
}

fn revoked(book: &Book, of: Option<MemberId>, n: usize) -> Command {
    let keys: Vec<(KeyId, MemberId)> = book.state.keys.iter().map(|(id, (member, _))| (*id, *member)).collect();
    let (key, member) = match keys.as_slice() {
        // None was made yet: one that never was.
        [] => (KeyId::from_uuid(uuid::Uuid::from_u128(u128::MAX)), book.owner),
        keys => pick(keys, n),
    };
    Command::RevokeKey { member: of.unwrap_or(member), key }
}

fn review(book: &Book, without: Option<usize>, removed: Option<MemberId>) -> Vec<ReviewLine> {
    let administers = |member: &&Member| member.tier.administers() && member.status != Status::Archived;
    let line = |member: &Member, verdict, reason: &str| ReviewLine {
        member: member.id,
        tier: member.tier,
        verdict,
        reason: reason.to_owned(),
        who: "0".repeat(64),
    };
    let members = book.state.members.values();
    let mut lines: Vec<ReviewLine> =
        members.filter(administers).map(|member| line(member, Verdict::Keep, "")).collect();
    if let Some(n) = without {
        lines.remove(n % lines.len());
    }
    let removed = removed.map(|id| line(&book.state.members[&id], Verdict::Remove, "Moved on"));
    lines.extend(removed);
    lines
}

fn changed(now: &Policy, change: usize, emergency: MemberId) -> Policy {
    let mut policy = now.clone();
    match change {
        0 => {
            policy.default_access = match now.default_access {
                AccessMode::All => AccessMode::Custom,
                AccessMode::Custom => AccessMode::All,
            };
        }
        1 => policy.emergency = Some(emergency),
        2 => policy.emergency = None,
        3 => policy.sign_in_as = !now.sign_in_as,
        4 => policy.session_idle = now.session_lifetime + 1,
        5 => policy.dormant_days = if now.dormant_days == 90 { 30 } else { 90 },
        // As it is.
        _ => {}
    }
    policy
}
