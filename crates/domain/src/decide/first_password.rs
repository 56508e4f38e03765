//! Choosing a first password by a link that an administrator sent (R5): checked again at that moment.

use super::{Decision, authority, member_of};
use crate::{
    Code, Effect, Event, Facts, MemberId, Refusal,
    facts::Actor,
    member::{Member, Status},
};

/// Judges the choice by the person behind the link; the caller has proved the link.
pub(super) fn decide(facts: &Facts, member: MemberId, sender: Option<MemberId>) -> Result<Decision, Refusal> {
    let member = member_of(facts, member)?;
    if !matches!(&facts.actor, Actor::Invited(id) if *id == member.id) {
        return Err(Refusal::new(Code::NotAllowed, "Only the person whom the link was sent to can use it.", ""));
    }
    let sender = sender.and_then(|id| facts.members.get(&id));
    let open = member.status == Status::Active && !member.has_password;
    if !open || !sender.is_some_and(|sender| still_may(facts, sender, member)) {
        return Err(Refusal::new(Code::LinkDead, "This link is no longer open.", "Ask for a new one."));
    }
    Ok(Decision {
        member: Some(member.id),
        events: vec![Event::PasswordSet { member: member.id }],
        effects: vec![
            Effect::KillLinks { member: member.id },
            Effect::StorePassword { account: member.account, temporary: false },
        ],
        ..Decision::default()
    })
}

/// R14: whoever sent the link could have kept a copy, so it outlives neither their rights nor a rise
/// of the person above them.
fn still_may(facts: &Facts, sender: &Member, member: &Member) -> bool {
    authority::touch(&authority::seen_by(facts, sender), member).is_ok()
}
