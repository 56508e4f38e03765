//! Reset tickets (R35): what support made without a network is judged here, by the rules of the moment in which the
//! person uses it.

use super::{Decision, authority, credentials, member_of};
use crate::{
    Code, Event, Facts, LinkId, MemberId, Refusal, Timestamp,
    facts::{Actor, Context},
    member::Member,
    time::MINUTE,
};

/// How far the clock of whoever makes a ticket may be ahead.
pub const AHEAD: i64 = 5 * MINUTE;
/// How long the link works that a ticket opens: the password is chosen at once.
const LINK: i64 = 30 * MINUTE;

/// Whether the actor may make a ticket for somebody: the same as resetting their password (R14).
pub fn may(facts: &Facts, member: &Member) -> Result<(), Refusal> {
    credentials::touch_password(facts, member)
}

/// Whether a ticket that was made at a moment is still, or already, honoured.
pub fn in_time(facts: &Facts, at: Context, made: Timestamp) -> bool {
    (-AHEAD..=facts.organization.policy.ticket_millis()).contains(&at.now.0.saturating_sub(made.0))
}

/// The actor made a ticket without a network, as the caller has proved. It is recorded whatever became of their rights
/// since, and nothing is changed by it: a log that left it out would hide what happened.
pub(super) fn note(facts: &Facts, member: MemberId, made: Timestamp) -> Result<Decision, Refusal> {
    if !matches!(facts.actor, Actor::Member(_)) {
        return Err(Refusal::new(Code::NotAllowed, "Reset tickets are made by whoever is signed in.", ""));
    }
    let member = member_of(facts, member)?;
    let event = Event::TicketMade { member: member.id, made };
    Ok(Decision { member: Some(member.id), events: vec![event], ..Decision::default() })
}

/// The person uses a ticket. That it was made by whom it says, and isn’t used yet, the caller has proved.
pub(super) fn redeem(
    facts: &Facts,
    at: Context,
    member: MemberId,
    (by, made): (MemberId, Timestamp),
    link: LinkId,
) -> Result<Decision, Refusal> {
    let member = member_of(facts, member)?;
    if !matches!(&facts.actor, Actor::Invited(id) if *id == member.id) {
        return Err(Refusal::new(Code::NotAllowed, "Only the person whom the ticket is for can use it.", ""));
    }
    if !in_time(facts, at, made) {
        return Err(Refusal::new(Code::LinkDead, "This ticket is too old.", "Ask for a new one."));
    }
    // R14: who made it could use it themselves, so it outlives neither their rights nor a rise of the person above them.
    let signer = facts.members.get(&by);
    if signer.is_none_or(|signer| may(&authority::seen_by(facts, signer), member).is_err()) {
        let words = "Whoever made this ticket may not reset your password any more.";
        return Err(Refusal::new(Code::LinkDead, words, "Ask somebody else."));
    }
    let expires = at.now.plus(LINK);
    let event = Event::TicketRedeemed { member: member.id, by, made, link, expires };
    Ok(Decision { member: Some(member.id), events: vec![event], ..Decision::default() })
}
