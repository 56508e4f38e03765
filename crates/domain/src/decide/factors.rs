//! Second factors (R27, R28). A factor is an account's, so what happens to one is told to each organization that knows
//! the account; resetting one is an administrator's, judged where the target stands (C28) and wherever else the account
//! does, as it opens those doors too.

use super::{Decision, authority, member_of};
use crate::{
    Code, Effect, Event, Facts, MemberId, Refusal,
    factor::{FactorChange, FactorKind},
    facts::Actor,
    member::{Kind, Member},
};

/// What happened to an account's factors, for the log of one organization. Nobody but Rollbook says so: the change was
/// judged where it was made.
pub(super) fn note(
    facts: &Facts,
    member: MemberId,
    change: &FactorChange,
    now: Option<FactorKind>,
    mails: bool,
) -> Result<Decision, Refusal> {
    if !matches!(&facts.actor, Actor::System) {
        return Err(Refusal::new(Code::NotAllowed, "Second factors are changed in one’s own profile.", ""));
    }
    // Gone meanwhile: nothing is left to tell.
    let Some(member) = facts.members.get(&member) else { return Ok(Decision::default()) };
    let mut decision = Decision { member: Some(member.id), ..Decision::default() };
    decision.events.push(event(member, change, now));
    if mails {
        decision.effects.push(Effect::TellFactor { member: member.id, change: change.clone() });
    }
    if matches!(change, FactorChange::CodeUsed { .. }) && member.tier.administers() {
        // C17: how somebody gets in who lost everything else is also how a thief would.
        decision.effects.push(Effect::AlarmCodeUsed { member: member.id });
    }
    Ok(decision)
}

fn event(member: &Member, change: &FactorChange, now: Option<FactorKind>) -> Event {
    let member_id = member.id;
    match change {
        FactorChange::Added { factor, name } => {
            Event::FactorAdded { member: member_id, factor: *factor, name: name.clone(), now }
        }
        FactorChange::Removed { factor, name } => {
            Event::FactorRemoved { member: member_id, factor: *factor, name: name.clone(), now }
        }
        FactorChange::Reset => Event::FactorsReset { member: member_id, before: member.second_factor },
        FactorChange::CodesMade => Event::RecoveryCodesMade { member: member_id },
        FactorChange::CodeUsed { left } => Event::RecoveryCodeUsed { member: member_id, left: *left },
    }
}

/// R28: whether the actor may take all second factors off a member.
pub(super) fn may_reset(facts: &Facts, member: &Member) -> Result<(), Refusal> {
    if matches!(member.kind, Kind::Api | Kind::System) {
        return Err(Refusal::new(Code::WrongStatus, format!("{} never signs in with one.", member.name()), ""));
    }
    if member.second_factor.is_none() {
        return Err(Refusal::new(Code::WrongStatus, format!("{} has no second factor.", member.name()), ""));
    }
    if authority::administrator(facts)?.id == member.id {
        return Err(Refusal::new(
            Code::Yourself,
            "You can’t reset your own second factor.",
            "Remove it in your profile, or ask another administrator.",
        ));
    }
    if facts.out_of_reach.contains(&member.id) {
        return Err(Refusal::new(
            Code::RankTooLow,
            format!("{} is in another organization too, where you couldn’t do this.", member.name()),
            "They use a recovery code, or an administrator of both organizations resets it.",
        ));
    }
    Ok(())
}

/// R31: whether the actor may ask a member for a second factor, or require one of them.
pub(super) fn may_ask(facts: &Facts, member: &Member) -> Result<(), Refusal> {
    if matches!(member.kind, Kind::Api | Kind::System) {
        return Err(Refusal::new(Code::WrongStatus, format!("{} never signs in with one.", member.name()), ""));
    }
    if member.second_factor.is_some() {
        return Err(Refusal::new(Code::WrongStatus, format!("{} has a second factor already.", member.name()), ""));
    }
    if authority::administrator(facts)?.id == member.id {
        return Err(Refusal::new(
            Code::Yourself,
            "You have no second factor yourself.",
            "Set one up on your own page.",
        ));
    }
    Ok(())
}

/// Takes all second factors off a member; the person is told (R28), and every session of theirs ends (R24).
pub(super) fn reset(member: &Member, out: &mut Decision) {
    out.events.push(Event::FactorsReset { member: member.id, before: member.second_factor });
    out.effects.push(Effect::ResetFactors { member: member.id, account: member.account });
    out.effects.push(Effect::TellFactor { member: member.id, change: FactorChange::Reset });
}

/// C16: the way back in for somebody who lost everything, at the machine itself; the log keeps it.
pub(super) fn recover(facts: &Facts, member: MemberId) -> Result<Decision, Refusal> {
    if !matches!(&facts.actor, Actor::System) {
        return Err(Refusal::new(Code::NotAllowed, "This is done at the server itself alone.", ""));
    }
    let member = member_of(facts, member)?;
    let mut decision = Decision { member: Some(member.id), ..Decision::default() };
    if member.second_factor.is_some() {
        reset(member, &mut decision);
    }
    Ok(decision)
}
