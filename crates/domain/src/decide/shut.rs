//! Ending a member’s sessions, and locking somebody out at once (R14, B11).

use super::{Decision, authority, invite, lifecycle, member_of};
use crate::{
    Code, Effect, Event, Facts, MemberId, Refusal, SessionId,
    command::Action,
    member::{Member, Status},
    session::Ended,
};

/// The longest reason, in characters.
const REASON: usize = 500;

/// Ends one session of a member in this organization.
pub(super) fn end_session(facts: &Facts, member: MemberId, session: SessionId) -> Result<Decision, Refusal> {
    let member = member_of(facts, member)?;
    authority::touch(facts, member)?;
    Ok(Decision {
        member: Some(member.id),
        events: vec![Event::SessionsEnded { member: member.id, session: Some(session) }],
        effects: vec![Effect::EndSession { member: member.id, session }],
        ..Decision::default()
    })
}

/// Whether the actor may lock somebody out: whoever they may suspend, and whoever is suspended already.
pub fn may_lock(facts: &Facts, member: &Member) -> Result<(), Refusal> {
    if member.status == Status::Suspended {
        authority::touch(facts, member)?;
        return authority::not_yourself(facts, member);
    }
    lifecycle::may(facts, Action::Suspend, member, facts.administrators)
}

/// Suspends somebody, ends their sessions, kills their links and revokes their keys, with a reason in the log. Whoever is
/// suspended already is shut out once more, as something may have been left open.
pub(super) fn lock(facts: &Facts, member: MemberId, reason: &str) -> Result<Decision, Refusal> {
    let member = member_of(facts, member)?;
    let reason = reason_of(reason)?;
    let mut decision = Decision { member: Some(member.id), ..Decision::default() };
    may_lock(facts, member)?;
    if member.status == Status::Suspended {
        // No day lets them in either (B13).
        lifecycle::over(member, &mut decision);
    } else {
        lifecycle::suspend(facts, member, &mut decision);
    }
    let theirs = facts.keys.values().filter(|(of, _)| *of == member.id);
    let revoked = theirs.map(|(_, key)| Event::KeyRevoked { member: member.id, key: key.clone() });
    decision.events.extend(revoked);
    decision.events.push(Event::Locked { member: member.id, reason });
    decision.effects.push(Effect::KillLinks { member: member.id });
    decision.effects.push(Effect::EndSessions { member: member.id, why: Ended::Shut });
    Ok(decision)
}

/// Why something is done, in one line.
pub(super) fn reason_of(raw: &str) -> Result<String, Refusal> {
    let reason = invite::line(raw, REASON, "reason")?;
    if reason.is_empty() {
        return Err(Refusal::new(Code::Invalid, "There is no reason. Say why, for the log.", "").at("reason"));
    }
    Ok(reason)
}
