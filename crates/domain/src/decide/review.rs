//! Signing an access review off (B14). Removing is done by the commands that remove, just before it in the same
//! transaction; the review says what was decided, of everybody whom it has to be decided of, and by whom.

use super::{Decision, authority, invite, member_of};
use crate::{
    Code, Event, Facts, Refusal,
    member::Status,
    review::{MOST_LINES, ReviewLine, Verdict},
};
use std::collections::HashSet;

/// The longest reason, in characters.
const REASON: usize = 500;

/// Whether the actor may sign a review off: it is the answer of whoever stands above everybody.
pub fn may_sign(facts: &Facts) -> Result<(), Refusal> {
    let actor = authority::administrator(facts)?;
    if authority::is_exempt(&facts.structure, actor) {
        return Ok(());
    }
    Err(Refusal::new(
        Code::RankTooLow,
        "Only the owner and Super Admins sign an access review off.",
        "Ask the owner of the organization.",
    ))
}

/// Judges a review: every administrator stands in it once, as they are now.
pub(super) fn sign_off(facts: &Facts, lines: &[ReviewLine]) -> Result<Decision, Refusal> {
    may_sign(facts)?;
    if lines.is_empty() || lines.len() > MOST_LINES {
        return Err(Refusal::new(Code::Invalid, "A review has a line for each administrator.", "").at("lines"));
    }
    let mut named = HashSet::new();
    let mut kept = 0;
    let mut told = Vec::with_capacity(lines.len());
    for line in lines {
        let member = member_of(facts, line.member)?;
        if !named.insert(line.member) {
            return Err(Refusal::new(Code::Invalid, format!("{} stands there twice.", member.name()), "").at("lines"));
        }
        let administers = member.tier.administers() && member.status != Status::Archived;
        let reason = invite::line(&line.reason, REASON, "reason")?;
        match line.verdict {
            Verdict::Keep if !administers => {
                let words = format!("{} is no administrator any more.", member.name());
                return Err(Refusal::new(Code::Conflict, words, "Look at the list again."));
            }
            Verdict::Remove if administers => {
                let words = format!("{} is still an administrator.", member.name());
                return Err(Refusal::new(Code::WrongStatus, words, "Remove their rights first, or keep them."));
            }
            Verdict::Remove if reason.is_empty() => {
                let words = format!("There is no reason for removing {}.", member.name());
                return Err(Refusal::new(Code::Invalid, words, "Say why, for the log.").at("reason"));
            }
            Verdict::Keep => kept += i64::from(member.status.counts()),
            Verdict::Remove => {}
        }
        told.push(ReviewLine { tier: member.tier, reason, ..line.clone() });
    }
    if kept != facts.administrators {
        return Err(Refusal::new(
            Code::Conflict,
            "Somebody became an administrator in between, or stands in no line.",
            "Review them too, then sign off.",
        ));
    }
    Ok(Decision { events: vec![Event::ReviewSignedOff { lines: told }], ..Decision::default() })
}
