//! The way back in for somebody who is locked out, given at the server itself (C16): a link to choose a new
//! password, and their place among the active where they lost it. Whoever can give it holds the database,
//! and stands above every rule; the log tells of it nevertheless.

use super::{
    Decision,
    authority::room_for_administrators,
    lifecycle::{self, Room},
    member_of,
};
use crate::{
    Code, Effect, Event, Facts, IdSource, LinkId, MemberId, Refusal,
    command::Action,
    facts::{Actor, Context},
    member::{Kind, Status},
    text::clean_name,
    time::HOUR,
};

/// How long the link works.
const LINK: i64 = HOUR;

/// Lets an administrator back in.
pub(super) fn decide(
    facts: &Facts,
    at: Context,
    member: MemberId,
    by: &str,
    ids: &mut dyn IdSource,
) -> Result<Decision, Refusal> {
    if facts.actor != Actor::System {
        return Err(Refusal::new(Code::NotAllowed, "This is done at the server itself alone.", ""));
    }
    let member = member_of(facts, member)?;
    if member.kind != Kind::Regular || !member.tier.administers() {
        let words = format!("{} administers nothing.", member.name());
        return Err(Refusal::new(Code::WrongStatus, words, "An administrator sends them a password link."));
    }
    let by = clean_name(by).map_err(|problem| Refusal::new(Code::Invalid, problem.to_string(), "").at("by"))?;
    if by.is_empty() {
        return Err(Refusal::new(Code::Invalid, "It isn’t said who does this.", "").at("by"));
    }
    let mut decision = Decision { member: Some(member.id), ..Decision::default() };
    match member.status {
        Status::Active => {}
        Status::Suspended => {
            room_for_administrators(facts, facts.administrators, 1)?;
            lifecycle::carry_out(facts, at, Action::Reactivate, member, &mut Room::of(facts), ids, &mut decision);
        }
        Status::Pending | Status::Archived => {
            let words = format!("{} isn’t a user at present.", member.name());
            return Err(Refusal::new(Code::WrongStatus, words, "Let the owner in, who can invite or restore them."));
        }
    }
    let (link, expires) = (LinkId::new(ids), at.now.plus(LINK));
    decision.events.push(Event::LetIn { member: member.id, link, expires, by });
    decision.effects.push(Effect::KillPasswordLinks { account: member.account });
    Ok(decision)
}
