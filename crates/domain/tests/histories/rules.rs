//! What holds after every step.

use crate::model::{Book, Rights, State, administers};
use rollbook_domain::{
    Command, Event, Facts, GroupId, MemberId,
    decide::Decision,
    member::{AccessMode, Member, Status, Tier},
};
use std::collections::BTreeMap;

/// R15, R16: there is one owner, active, as they were.
pub(super) fn the_owner_is_intact(book: &Book) {
    let owner = &book.state.members[&book.owner];
    assert_eq!((owner.tier, owner.status, owner.access), (Tier::Owner, Status::Active, AccessMode::All));
    let owners = book.state.members.values().filter(|m| m.tier == Tier::Owner).count();
    assert_eq!(owners, 1, "there is one owner");
}

/// R21.
pub(super) fn the_plan_holds(book: &Book) {
    let plan = book.plan();
    let counted = book.state.members.values().filter(|m| m.tier.administers() && m.status.counts()).count();
    assert_eq!(i64::try_from(counted).expect("few"), book.state.administrators, "the kept count is the true one");
    assert!(book.state.administrators <= plan.administrators(), "{counted} administrators");
}

/// R13: nobody has more than before, but for what the giver has. An acceptance gives what the
/// inviter has as they are now (R6).
pub(super) fn nobody_got_more_than_the_giver_has(before: &State, after: &State, giver: Option<&Member>) {
    let giver = giver.filter(|member| administers(member));
    let gift = giver.map_or_else(Rights::default, |giver| Rights::of(before, giver));
    for member in after.members.values() {
        let had = before.members.get(&member.id);
        let rights = had.map_or_else(Rights::default, |had| Rights::of(before, had));
        let now = Rights::of(after, member);
        assert!(now.within(&rights.with(&gift)), "{} got more than was there to give", member.name());
        let highest = had.map_or(Tier::User, |had| had.tier).max(giver.map_or(Tier::User, |giver| giver.tier));
        assert!(member.tier <= highest, "{} rose above the giver", member.name());
    }
}

/// R6, C22: who accepts has nothing that the inviter couldn't give at that moment.
pub(super) fn the_accepted_has_what_the_inviter_may_give(after: &State, member: MemberId, inviter: Option<&Member>) {
    let inviter = inviter.filter(|member| administers(member));
    let may = inviter.map_or_else(Rights::default, |inviter| Rights::of(after, inviter));
    let accepted = &after.members[&member];
    assert!(Rights::of(after, accepted).within(&may), "{} came in with more", accepted.name());
    assert!(accepted.tier == Tier::User || inviter.is_some_and(|inviter| inviter.tier >= accepted.tier));
}

/// R5, C39: only by somebody who is active, and who didn't choose one before.
pub(super) fn a_first_password_is_chosen_once(before: &State, decision: &Decision, member: MemberId) {
    assert_eq!(decision.events, [Event::PasswordSet { member }]);
    let was = &before.members[&member];
    assert_eq!((was.status, was.has_password), (Status::Active, false), "{}", was.name());
}

/// R17: whoever acts has the same standing afterwards.
pub(super) fn the_actor_stands_as_before(before: &State, after: &State, actor: MemberId) {
    let (was, is) = (&before.members[&actor], &after.members[&actor]);
    assert_eq!((was.tier, was.access, was.status), (is.tier, is.access, is.status), "{}", was.name());
    assert_eq!((&was.groups, &was.email), (&is.groups, &is.email), "{}", was.name());
    assert_eq!(Rights::of(before, was), Rights::of(after, is), "{}", was.name());
}

/// R14, C23: everyone whom the events touch was of the actor's rank or below.
pub(super) fn nobody_above_was_touched(before: &State, actor: MemberId, decision: &Decision) {
    let actor = &before.members[&actor];
    for event in &decision.events {
        let touched = event.member().and_then(|id| before.members.get(&id));
        let Some(member) = touched.filter(|member| member.id != actor.id) else {
            continue;
        };
        let below = Rights::of(before, member).within(&Rights::of(before, actor)) && member.tier <= actor.tier;
        assert!(administers(actor) && below, "{} touched {}", actor.name(), member.name());
    }
}

/// The arrows of the life of a member; who is archived comes back to the state held (the state
/// itself insists on that).
pub(super) fn statuses_moved_along_the_arrows(command: &Command, decision: &Decision) {
    use Status::{Active, Archived, Pending, Suspended};
    for event in &decision.events {
        if let Event::StatusChanged { before, after, .. } = event {
            let arrow = matches!(
                (before, after),
                (Active, Suspended) | (Suspended, Active) | (Active | Suspended | Pending, Archived) | (Archived, _)
            );
            let accepted = (*before, *after) == (Pending, Active) && matches!(command, Command::Accept { .. });
            assert!(arrow || accepted, "{before:?} to {after:?} by {command:?}");
        }
    }
}

/// The log alone, read back from its bytes, gives the state.
pub(super) fn the_log_gives_the_state(book: &Book) {
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
pub(super) fn facts_keep_up(mut told: Facts, events: &[Event], loaded: &Facts) {
    for event in events {
        told.apply(event);
    }
    let members = |facts: &Facts| -> BTreeMap<MemberId, Member> {
        let record = |member: &Member| Member { version: 0, has_password: false, ..member.clone() };
        let all = facts.members.values();
        all.map(|member| (member.id, record(member))).collect()
    };
    let sizes = |facts: &Facts| -> BTreeMap<GroupId, i64> {
        let all = facts.group_sizes.iter().filter(|(_, size)| **size != 0);
        all.map(|(id, size)| (*id, *size)).collect()
    };
    assert_eq!(members(&told), members(loaded));
    assert_eq!(sizes(&told), sizes(loaded));
    assert_eq!(told.by_email, loaded.by_email);
    assert_eq!(told.groups, loaded.groups);
    assert_eq!(told.group_names, loaded.group_names);
    assert_eq!(told.catalogue, loaded.catalogue);
    assert_eq!(told.administrators, loaded.administrators);
}
