//! That the sample came about by the rules: its log is read entry by entry, and each is measured by
//! what was so at that moment.

use super::{NOW, Sample};
use rollbook_domain::{
    Event, Facts, MemberId,
    decide::authority::{Effective, effective, reasons},
    facts::Actor,
    holding::Holding,
    member::{AccessMode, Kind, Member, Status, Tier},
    organization::Organization,
    permission_set::PermissionSet,
    time::DAY,
};
use rollbook_store::LogEntry;

/// The log from the beginning: each entry with its event and what was so before it; at the end, what
/// is so now.
fn replay(log: &[LogEntry], mut each: impl FnMut(&Facts, &LogEntry, &Event)) -> Facts {
    let organization: Organization = log
        .iter()
        .find_map(|entry| match &entry.event {
            Some(Event::OrganizationCreated { organization }) => Some(organization.clone()),
            _ => None,
        })
        .expect("the organization");
    let mut facts = Facts::new(organization, Actor::System);
    for entry in log {
        let event = entry.event.as_ref().expect("nobody was erased");
        each(&facts, entry, event);
        facts.apply(event);
    }
    facts
}

fn after(facts: &Facts, event: &Event, id: MemberId) -> Member {
    let mut facts = facts.clone();
    facts.apply(event);
    facts.members.remove(&id).expect("a member")
}

/// Whether an event gives something that permits.
fn widens(event: &Event) -> bool {
    match event {
        Event::MemberAdded { .. } => true,
        Event::Given { what, .. } => !matches!(what, Holding::Licence(_) | Holding::Restriction(_)),
        _ => false,
    }
}

#[tokio::test]
async fn r13_r17_nobody_ever_gave_what_they_lacked_or_anything_but_a_seat_to_themselves() {
    let sample = Sample::open().await;
    let mut judged = 0;
    replay(&sample.log().await, |facts, entry, event| {
        let Some(target) = event.member() else { return };
        let by_hand = matches!(
            event,
            Event::MemberAdded { .. }
                | Event::Given { .. }
                | Event::Scheduled { .. }
                | Event::NavigationChanged { .. }
                | Event::PeriodChanged { .. }
        );
        if !by_hand || target == sample.owner && matches!(event, Event::MemberAdded { .. }) {
            return;
        }
        let actor = entry.actor.and_then(|id| facts.members.get(&id)).expect("somebody acted");
        assert!(actor.status == Status::Active && actor.kind == Kind::Regular && actor.tier.administers(), "{event:?}");
        let seat = matches!(event, Event::Given { what: Holding::Licence(_), .. });
        assert!(actor.id != target || seat, "R17: {event:?}");
        if widens(event) {
            let (mine, theirs) = (effective(&facts.structure, actor), after(facts, event, target));
            assert!(mine.covers(&effective(&facts.structure, &theirs)), "R13: {} {event:?}", actor.name());
            judged += 1;
        }
    });
    assert!(judged > 500, "{judged}");
}

#[tokio::test]
async fn r21_r22_seats_and_administrators_were_within_what_was_bought_at_every_moment() {
    let sample = Sample::open().await;
    let plan = 15;
    let facts = replay(&sample.log().await, |facts, entry, _| {
        for (package, seats) in &facts.seats {
            assert!(seats.used <= seats.bought, "R22: {package} before {}", entry.seq);
        }
        assert!(facts.administrators <= plan, "R21: before {}", entry.seq);
    });
    assert_eq!(facts.administrators, 11);
    let stored = sample.desk().licences().await.expect("licences");
    for view in stored.packages {
        let told = facts.seats.get(&view.package).copied().expect("seats");
        assert_eq!((view.used, view.seats), (told.used, told.bought), "the log and the tables agree: {}", view.package);
    }
}

#[tokio::test]
async fn r8_r9_r11_kinds_hold_only_what_is_theirs_and_everything_held_is_in_the_catalogue() {
    let sample = Sample::open().await;
    let facts = replay(&sample.log().await, |_, _, _| ());
    let structure = &facts.structure;
    for carrier in structure
        .roles
        .values()
        .map(|role| (&role.name, &role.permissions, true))
        .chain(structure.groups.values().map(|group| (&group.name, &group.permissions, group.built_in)))
    {
        let (name, permissions, may_be_empty) = carrier;
        assert!(permissions.iter().all(|permission| structure.catalogue.contains(permission)), "{name}");
        assert!(may_be_empty || !permissions.is_empty(), "{name}");
    }
    for member in facts.members.values() {
        let roles = member.holds.roles.iter().map(|id| structure.roles.get(id).expect("a role of this organization"));
        let portal = member.kind == Kind::Portal;
        assert!(roles.clone().all(|role| role.portal == portal), "R8: {}", member.name());
        assert_eq!(portal, !member.holds.portals.is_empty(), "R8: {}", member.name());
        assert_eq!(portal, !member.holds.customer.is_empty() && !member.holds.contact.is_empty(), "{}", member.name());
        if member.kind != Kind::Regular {
            assert!(member.tier == Tier::User && member.groups.is_empty() && member.holds.grants.is_empty());
            assert!(roles.count() == 1 && member.access == AccessMode::Custom, "{}", member.name());
        }
        let mut direct = member.holds.grants.iter().chain(&member.holds.restrictions);
        assert!(direct.all(|permission| structure.catalogue.contains(permission)), "{}", member.name());
        assert!(member.holds.hidden.iter().all(|key| structure.catalogue.iter().any(|p| p.module() == key)));
    }
}

#[tokio::test]
async fn b5_of_every_permission_that_an_active_user_has_the_sample_says_where_from_since_when_and_by_whom() {
    let sample = Sample::open().await;
    let facts = replay(&sample.log().await, |_, _, _| ());
    let structure = &facts.structure;
    let (mut kinds, mut marks) = (std::collections::BTreeSet::new(), 0);
    for member in facts.members.values().filter(|member| member.status == Status::Active) {
        let now = effective(structure, member);
        for permission in structure.catalogue.iter().filter(|permission| now.has(structure, permission)) {
            assert!(!reasons(structure, member, permission).is_empty(), "{} {permission}", member.name());
            marks += 1;
        }
        let held = sample.directory.store().held(sample.organization, member.id).await.expect("what they hold");
        for record in held {
            assert!(record.since <= NOW && record.by.is_some(), "{} {record:?}", member.name());
            assert!(record.since >= member.added_at, "{} {record:?}", member.name());
            assert!(record.period.until.is_none_or(|until| until > NOW), "{} {record:?}", member.name());
            assert_eq!(record.waits, record.period.from.is_some_and(|from| from > NOW), "{}", member.name());
            kinds.insert(record.what.word());
        }
    }
    assert!(marks > 5_000, "{marks}");
    let all = ["grant", "group", "licence", "portal", "restriction", "role"];
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), all, "something of every kind");
}

#[tokio::test]
async fn r12_ordinary_people_have_what_roles_groups_and_grants_give_them() {
    let sample = Sample::open().await;
    let facts = replay(&sample.log().await, |_, _, _| ());
    let people = || facts.members.values().filter(|member| member.kind == Kind::Regular && member.tier != Tier::Owner);
    let all: Vec<_> = people().filter(|member| member.access == AccessMode::All).map(Member::name).collect();
    assert_eq!(all, ["정우석"], "mode All, with limits");
    assert!(people().all(|member| !member.groups.is_empty()), "everybody but the owner is in a group");
    let limited = people()
        .filter(|member| member.tier == Tier::Admin && member.status == Status::Active)
        .filter(|member| effective(&facts.structure, *member) != Effective::AllBut(PermissionSet::default()));
    assert_eq!(limited.count(), 8, "two of ten administrators have everything");
}

#[tokio::test]
async fn the_sample_is_told_in_few_enough_entries_to_open_at_once() {
    let sample = Sample::open().await;
    let entries = sample.log().await.len();
    assert!((2_000..3_500).contains(&entries), "{entries}");
    let founded = sample.log().await.first().map(|entry| NOW.0 - entry.at.0);
    assert_eq!(founded, Some(1100 * DAY), "three years of history");
}
