//! Sign-ins that were refused, for the log (R25, R30). They change nothing of anybody.

use super::Decision;
use crate::{Code, Event, Facts, MemberId, Refusal, event::RefusedBy, facts::Actor, member::Status, pace::is_noted};

/// Notes that somebody wasn't let in. Nobody but Rollbook says so, and not of every failure, so whoever tries for long
/// fills no log.
pub(super) fn note(facts: &Facts, member: MemberId, by: RefusedBy, failures: i64) -> Result<Decision, Refusal> {
    if !matches!(&facts.actor, Actor::System) {
        return Err(Refusal::new(Code::NotAllowed, "Rollbook itself notes who isn’t let in.", ""));
    }
    let there = facts.members.get(&member).is_some_and(|member| member.status != Status::Archived);
    if !there || !is_noted(failures) {
        return Ok(Decision::default());
    }
    Ok(Decision {
        events: vec![Event::SignInRefused { member, by, failures }],
        member: Some(member),
        ..Decision::default()
    })
}
