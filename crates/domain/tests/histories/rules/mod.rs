//! What holds after every step.

mod office;
mod records;

pub(super) use office::{
    a_key_reaches_no_more_than_its_maker_has, a_profile_is_ones_own, what_stands_above_everybody_took_who_does,
    who_is_locked_out_has_no_way_in,
};
pub(super) use records::{
    every_permission_has_its_reason, facts_keep_up, nothing_waits_that_is_held, only_the_active_may_do_anything,
    the_log_gives_the_state, the_seats_hold,
};

use super::asks::Asked;
use crate::model::{Book, Rights, State, administers};
use rollbook_domain::{
    Command, Event, MemberId,
    decide::Decision,
    facts::{Given, Giver},
    holding::{Holding, Waiting},
    member::{AccessMode, Kind, Member, Status, Tier},
};

/// R15, R16: there is one owner, active, as they were, who can sign in.
pub(super) fn the_owner_is_intact(book: &Book) {
    let owner = book.member(book.owner);
    assert_eq!((owner.tier, owner.status, owner.access), (Tier::Owner, Status::Active, AccessMode::All));
    assert_eq!((owner.kind, owner.has_password), (Kind::Regular, true), "and can sign in");
    assert_eq!((owner.holds.period, owner.holds.restrictions.len()), (rollbook_domain::holding::Period::OPEN, 0));
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

/// R13: nobody has more than before, but for what the giver has: neither now, nor by what time alone
/// will bring. An acceptance gives what the inviter has as they are now (R6).
pub(super) fn nobody_got_more_than_the_giver_has(before: &State, after: &State, giver: Option<&Member>) {
    let giver = giver.filter(|member| administers(member));
    let gift = giver.map_or_else(Rights::default, |giver| Rights::of(before, giver));
    for member in after.members.values() {
        let had = before.members.get(&member.id);
        let name = member.name();
        for (when, rights) in [("now", Rights::of as fn(&State, &Member) -> Rights), ("in time", Rights::in_time)] {
            let then = had.map_or_else(Rights::default, |had| rights(before, had));
            assert!(rights(after, member).within(&then.with(&gift)), "{name} got more {when} than was there to give");
        }
        let highest = had.map_or(Tier::User, |had| had.tier).max(giver.map_or(Tier::User, |giver| giver.tier));
        assert!(member.tier <= highest, "{name} rose above the giver");
    }
}

/// R13: nor for longer: on every day to come, whoever has something that they wouldn't have had then
/// has it by somebody who has it then. What waits as it did is judged when it begins.
pub(super) fn nobody_got_it_for_longer_than_the_giver_has_it(before: &State, after: &State, giver: Option<&Member>) {
    let giver = giver.filter(|member| administers(member));
    let restricts = |waiting: &&Waiting| matches!(waiting.what, Holding::Restriction(_));
    for member in after.members.values() {
        let had = before.members.get(&member.id);
        let waited = had.map_or(&[][..], |had| &had.holds.waiting);
        let fresh = || member.holds.waiting.iter().filter(|now| !restricts(now) && !waited.contains(now));
        let lifted = || waited.iter().filter(|then| restricts(then) && !member.holds.waiting.contains(then));
        let people = [Some(member), had, giver].into_iter().flatten();
        for day in people.flat_map(moments) {
            let had = had.map_or_else(Rights::default, |had| Rights::on(before, had, day, lifted()));
            let gift = giver.map_or_else(Rights::default, |giver| {
                Rights::on(before, giver, day, giver.holds.waiting.iter().filter(restricts))
            });
            let has = Rights::on(after, member, day, fresh());
            assert!(has.within(&had.with(&gift)), "{} has more on a later day than was there to give", member.name());
        }
    }
}

/// When anything about somebody changes by time alone.
fn moments(member: &Member) -> Vec<rollbook_domain::Timestamp> {
    let waiting = member.holds.waiting.iter().flat_map(|waiting| [waiting.period.from, waiting.period.until]);
    member.holds.ends.iter().map(|(_, until)| *until).chain(waiting.flatten()).collect()
}

/// B13: time brings what was to come and no more.
pub(super) fn time_brings_only_what_was_to_come(before: &State, after: &State) {
    for member in after.members.values() {
        let had = &before.members[&member.id];
        let (then, name) = (Rights::in_time(before, had), member.name());
        assert!(Rights::of(after, member).within(&then), "{name} got more");
        assert!(Rights::in_time(after, member).within(&then), "{name} will get more");
        assert_eq!((member.tier, member.access), (had.tier, had.access), "{name}");
    }
}

/// R6, C22: what begins is within what whoever gave it has at that moment, as an administrator still.
pub(super) fn what_begins_could_be_given_anew(before: &State, decision: &Decision) {
    let mut state = before.clone();
    let mut begun: Option<Waiting> = None;
    for event in &decision.events {
        if let (Event::Given { member, .. }, Some(waiting)) = (event, &begun) {
            let giver = waiting.by.and_then(|id| state.members.get(&id)).expect("somebody gave it").clone();
            assert!(administers(&giver), "{} gives nothing any more", giver.name());
            let (may, was) = (Rights::of(&state, &giver), state.clone());
            state.apply(event);
            assert!(Rights::of(&state, &state.members[member]).within(&may), "began beyond {}", giver.name());
            nobody_got_it_for_longer_than_the_giver_has_it(&was, &state, Some(&giver));
        } else {
            state.apply(event);
        }
        begun = match event {
            Event::Unscheduled { waiting, left_out, .. } if left_out.is_empty() => Some(waiting.clone()),
            _ => None,
        };
    }
}

/// R6, C22: who accepts has nothing that neither whoever gave it nor whoever sent the link afterwards
/// could give at that moment.
pub(super) fn the_accepted_has_what_somebody_may_give(book: &Book, after: &State, member: MemberId) {
    let accepted = &after.members[&member];
    let sent = book.sent.get(&member).copied().unwrap_or_default();
    let stand_for = |given: &Given| -> Vec<&Member> {
        let first = Giver { by: accepted.added_by, at: accepted.added_at };
        let giver = book.givers.get(&(member, given.clone())).copied().unwrap_or(first);
        let sender = book.inviters.get(&member).copied().filter(|_| giver.at <= sent);
        let people = giver.by.into_iter().chain(sender).filter_map(|id| after.members.get(&id));
        people.filter(|member| administers(member)).collect()
    };
    let nothing = Member {
        tier: Tier::User,
        access: AccessMode::Custom,
        groups: Vec::new(),
        holds: rollbook_domain::holding::Holds {
            restrictions: accepted.holds.restrictions.clone(),
            ..Default::default()
        },
        ..accepted.clone()
    };
    let mut parts = Vec::new();
    if accepted.tier != Tier::User {
        assert!(stand_for(&Given::Tier).iter().any(|giver| giver.tier >= accepted.tier), "{}", accepted.name());
    }
    if accepted.access == AccessMode::All {
        parts.push((Given::Access, Member { access: AccessMode::All, ..nothing.clone() }));
    }
    for id in &accepted.groups {
        parts.push((Given::What(Holding::Group(*id)), Member { groups: vec![*id], ..nothing.clone() }));
    }
    for id in &accepted.holds.roles {
        let mut with = nothing.clone();
        with.holds.roles.push(*id);
        parts.push((Given::What(Holding::Role(*id)), with));
    }
    for permission in &accepted.holds.grants {
        let mut with = nothing.clone();
        with.holds.grants.push(permission.clone());
        parts.push((Given::What(Holding::Grant(permission.clone())), with));
    }
    for (given, part) in parts {
        let could = |giver: &&Member| Rights::of(after, &part).within(&Rights::of(after, giver));
        assert!(stand_for(&given).iter().any(could), "{} came in with {given:?}", accepted.name());
    }
}

/// R5, C39: only by somebody who is active, and who didn't choose one before.
pub(super) fn a_first_password_is_chosen_once(before: &State, decision: &Decision, member: MemberId) {
    assert_eq!(decision.events, [Event::PasswordSet { member }]);
    let was = &before.members[&member];
    assert_eq!((was.status, was.has_password), (Status::Active, false), "{}", was.name());
}

/// R17: whoever acts has the same standing afterwards. Who has everything may be taken out of a group
/// by its deletion: no right hangs on it for them.
pub(super) fn the_actor_stands_as_before(before: &State, after: &State, actor: MemberId, deletion: bool) {
    let (was, is) = (&before.members[&actor], &after.members[&actor]);
    assert_eq!((was.tier, was.access, was.status), (is.tier, is.access, is.status), "{}", was.name());
    assert_eq!((was.kind, &was.email), (is.kind, &is.email), "{}", was.name());
    assert_eq!(Rights::of(before, was), Rights::of(after, is), "{}", was.name());
    if !(deletion && Rights::of(before, was).exempt) {
        let standing = |member: &Member| {
            let holds = member.holds.clone();
            (
                member.groups.clone(),
                holds.roles,
                holds.grants,
                holds.restrictions,
                holds.portals,
                holds.ends,
                holds.waiting,
                holds.period,
            )
        };
        assert_eq!(standing(was), standing(is), "{}", was.name());
    }
}

/// R14, C23: everyone whom the events touch was of the actor's rank or below, counted with what time
/// alone will bring them.
pub(super) fn nobody_above_was_touched(before: &State, actor: MemberId, decision: &Decision) {
    let actor = &before.members[&actor];
    for event in &decision.events {
        let touched = event.member().and_then(|id| before.members.get(&id));
        let Some(member) = touched.filter(|member| member.id != actor.id) else {
            continue;
        };
        let mine = Rights::of(before, actor);
        let within = Rights::of(before, member).within(&mine) && Rights::in_time(before, member).within(&mine);
        let below = within && member.tier <= actor.tier && member.kind != Kind::System;
        assert!(administers(actor) && below, "{} touched {}", actor.name(), member.name());
    }
}

/// R20: a deletion takes the thing itself away, and nothing else from anybody; whoever deletes has
/// everything that it carried.
pub(super) fn a_deletion_takes_nothing_else(before: &State, actor: MemberId, what: &Holding, decision: &Decision) {
    for event in &decision.events {
        match event {
            Event::Taken { what: taken, .. } => assert_eq!(taken, what),
            Event::Unscheduled { waiting, .. } => assert_eq!(&waiting.what, what),
            Event::RoleRemoved { .. }
            | Event::GroupRemoved { .. }
            | Event::PortalRemoved { .. }
            | Event::TeamRemoved { .. } => {}
            other => panic!("not of a deletion: {other:?}"),
        }
    }
    let actor = &before.members[&actor];
    let carried = match what {
        Holding::Role(id) => &before.roles[id].permissions,
        Holding::Group(id) => &before.groups[id].permissions,
        Holding::Portal(_) | Holding::Team(_) => &Vec::new(),
        other => panic!("not to be deleted: {other:?}"),
    };
    let mine = Rights::of(before, actor);
    assert!(administers(actor) && carried.iter().all(|permission| mine.has(permission)), "{}", actor.name());
}

/// The arrows of the life of a member; who is archived comes back to the state held (the state
/// itself insists on that).
pub(super) fn statuses_moved_along_the_arrows(asked: &Asked, decision: &Decision) {
    use Status::{Active, Archived, Pending, Suspended};
    for event in &decision.events {
        if let Event::StatusChanged { before, after, .. } = event {
            let arrow = matches!(
                (before, after),
                (Active, Suspended) | (Suspended, Active) | (Active | Suspended | Pending, Archived) | (Archived, _)
            );
            let accepted =
                (*before, *after) == (Pending, Active) && matches!(asked, Asked::Command(Command::Accept { .. }));
            assert!(arrow || accepted, "{before:?} to {after:?} by {asked:?}");
        }
    }
}
