//! Dated access (B13): membership, roles, groups, grants and restrictions that begin and end by
//! themselves, in the log. What is due is judged by Rollbook itself, under the rules of that moment.

use super::{Decision, authority, holdings, lifecycle, member_of};
use crate::{
    Code, Effect, Event, Facts, MemberId, Refusal,
    facts::{Actor, Context, Due, DueWhat},
    holding::{Holding, Period, Waiting},
    member::{Member, Status, Tier},
    session::Ended,
};

/// Judges from when until when a membership is to hold. Whoever waited for a first day that is taken
/// away is in by that.
pub(super) fn set(facts: &Facts, at: Context, member: MemberId, period: Period) -> Result<Decision, Refusal> {
    if facts.period_since {
        let name = member_of(facts, member)?.name();
        let words = format!("Somebody changed the dates of {name}’s membership in between.");
        return Err(Refusal::new(Code::Conflict, words, "Load the page again, then apply yours.").at("until"));
    }
    let mut decision = dates(facts, at, member, period)?;
    let member = member_of(facts, member)?;
    let over = member.holds.period.from.is_some() && !period.waits(at.now);
    if over && member.status == Status::Suspended {
        room(facts, member)?;
        let_in(facts, member, &mut decision);
    }
    Ok(decision)
}

/// The dates alone: whoever is in waits outside until a first day, and whoever is outside stays there.
pub(super) fn dates(facts: &Facts, at: Context, member: MemberId, period: Period) -> Result<Decision, Refusal> {
    let member = member_of(facts, member)?;
    authority::touch(facts, member)?;
    authority::not_yourself(facts, member)?;
    if member.tier == Tier::Owner {
        return Err(Refusal::new(Code::OwnerFixed, "The owner’s membership has no end.", "").at("until"));
    }
    if member.status == Status::Archived {
        return Err(lifecycle::archived(member));
    }
    if period.until.is_some_and(|until| until <= period.from.unwrap_or(at.now) || until <= at.now) {
        return Err(
            Refusal::new(Code::Invalid, "The end is not after the beginning.", "Choose a later day.").at("until")
        );
    }
    let period = Period { from: period.from.filter(|from| *from > at.now), ..period };
    let mut decision = Decision { member: Some(member.id), ..Decision::default() };
    if period == member.holds.period {
        return Ok(decision);
    }
    let (id, before) = (member.id, member.holds.period);
    let by = period.from.and(facts.actor.id());
    decision.events.push(Event::PeriodChanged { member: id, before, after: period, by, left_out: String::new() });
    // Who is in already waits outside until the day comes.
    if period.waits(at.now) && member.status == Status::Active {
        decision.events.push(Event::StatusChanged { member: id, before: Status::Active, after: Status::Suspended });
        holdings::free_seats(member, &mut decision.events);
        decision.effects.push(Effect::EndSessions { member: id, why: Ended::Shut });
    }
    Ok(decision)
}

/// Begins and ends what is due.
pub(super) fn settle(facts: &Facts, at: Context) -> Result<Decision, Refusal> {
    if facts.actor != Actor::System {
        return Err(Refusal::new(Code::NotAllowed, "Only Rollbook itself does this.", ""));
    }
    let mut now = facts.clone();
    let mut decision = Decision::default();
    for due in &facts.due {
        let Some(member) = now.members.get(&due.member).cloned() else { continue };
        let done = decision.events.len();
        match &due.what {
            DueWhat::Begins(what) => begin(&now, at, &member, what, &mut decision),
            DueWhat::Ends(what) => end(&member, what, &mut decision),
            DueWhat::MembershipBegins => membership_begins(&now, &member, &mut decision),
            DueWhat::MembershipEnds => membership_ends(&member, &mut decision),
        }
        for event in &decision.events[done..] {
            now.apply(event);
        }
    }
    Ok(decision)
}

/// Something that waited begins, if whoever gave it may still give it (R6, C22).
fn begin(facts: &Facts, at: Context, member: &Member, what: &Holding, out: &mut Decision) {
    let Some(waiting) = member.holds.waiting.iter().find(|waiting| waiting.what == *what).cloned() else { return };
    let (id, until) = (member.id, waiting.period.until);
    let refused = may_begin(facts, at, member, &waiting).err();
    let left_out = refused.as_ref().map(|refusal| refusal.message.clone()).unwrap_or_default();
    out.events.push(Event::Unscheduled { member: id, waiting, left_out });
    if refused.is_none() && !member.has(what) {
        out.events.push(Event::Given { member: id, what: what.clone(), until });
    }
}

fn may_begin(facts: &Facts, at: Context, member: &Member, waiting: &Waiting) -> Result<(), Refusal> {
    // Nobody looked while its whole time went by.
    if waiting.period.until.is_some_and(|until| until <= at.now) {
        return Err(Refusal::new(Code::Conflict, "Its time was over before it could begin.", ""));
    }
    if member.status == Status::Archived {
        return Err(lifecycle::archived(member));
    }
    let gone = || Refusal::new(Code::NotAllowed, "Whoever gave it isn’t an administrator any more.", "");
    let giver = waiting.by.and_then(|id| facts.members.get(&id)).ok_or_else(gone)?;
    let as_giver = authority::seen_by(facts, giver);
    // What else waits begins, or doesn't, by its own judgement, in whatever order.
    let mut after = member.clone();
    after.holds.waiting.clear();
    authority::touch(&as_giver, &after)?;
    authority::not_yourself(&as_giver, &after)?;
    let before = after.clone();
    if !after.has(&waiting.what) {
        after.take_up(&waiting.what);
        after.holds.set_end(&waiting.what, waiting.period.until);
    }
    authority::leave(&as_giver, Some(&before), &after)
}

fn end(member: &Member, what: &Holding, out: &mut Decision) {
    if member.has(what) {
        out.events.push(Event::Taken { member: member.id, what: what.clone(), until: member.holds.end_of(what) });
    }
}

/// The day has come: the member is let in, if whoever set the day may still do that (R6, C22), and as
/// far as the plan allows it (R21).
fn membership_begins(facts: &Facts, member: &Member, out: &mut Decision) {
    let (id, before) = (member.id, member.holds.period);
    let outside = member.status == Status::Suspended;
    let refused = if outside { may_let_in(facts, member).and_then(|()| room(facts, member)).err() } else { None };
    let left_out = refused.as_ref().map(|refusal| refusal.message.clone()).unwrap_or_default();
    let after = Period { from: None, ..before };
    out.events.push(Event::PeriodChanged { member: id, before, after, by: None, left_out });
    match refused {
        Some(refusal) => out.refused.push((id, refusal)),
        None if outside => let_in(facts, member, out),
        None => {}
    }
}

fn may_let_in(facts: &Facts, member: &Member) -> Result<(), Refusal> {
    let gone = || Refusal::new(Code::NotAllowed, "Whoever set the first day isn’t an administrator any more.", "");
    let setter = member.holds.period_by.and_then(|id| facts.members.get(&id)).ok_or_else(gone)?;
    let as_setter = authority::seen_by(facts, setter);
    authority::administrator(&as_setter).map_err(|_| gone())?;
    authority::touch(&as_setter, member)?;
    authority::not_yourself(&as_setter, member)
}

fn room(facts: &Facts, member: &Member) -> Result<(), Refusal> {
    if member.tier.administers() { authority::room_for_administrators(facts, facts.administrators, 1) } else { Ok(()) }
}

fn let_in(facts: &Facts, member: &Member, out: &mut Decision) {
    let (before, after) = (Status::Suspended, Status::Active);
    out.events.push(Event::StatusChanged { member: member.id, before, after });
    holdings::seats_again(facts, member, &mut facts.seats.clone(), out);
}

/// The last day is over: the member is suspended, an open invitation is taken back.
fn membership_ends(member: &Member, out: &mut Decision) {
    let (id, before) = (member.id, member.holds.period);
    let over = Period::OPEN;
    out.events.push(Event::PeriodChanged { member: id, before, after: over, by: None, left_out: String::new() });
    let after = match member.status {
        Status::Active => Status::Suspended,
        Status::Pending => Status::Archived,
        Status::Suspended | Status::Archived => return,
    };
    out.events.push(Event::StatusChanged { member: id, before: member.status, after });
    holdings::free_seats(member, &mut out.events);
    out.effects.push(Effect::KillLinks { member: id });
    out.effects.push(Effect::EndSessions { member: id, why: Ended::Shut });
}

/// Which of what is due a member's record still has; what changed meanwhile is not.
pub fn still_due(member: &Member, due: &Due) -> bool {
    match &due.what {
        DueWhat::Begins(what) => member.holds.waiting.iter().any(|waiting| waiting.what == *what),
        DueWhat::Ends(what) => member.has(what),
        DueWhat::MembershipBegins => member.holds.period.from.is_some(),
        DueWhat::MembershipEnds => member.holds.period.until.is_some(),
    }
}
