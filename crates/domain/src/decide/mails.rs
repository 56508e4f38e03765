//! The outbox and the mail server behind it.

use super::{Decision, authority, member_of};
use crate::{
    Code, Event, Facts, MailId, Refusal,
    command::SetWording,
    facts::{KnownMail, MailStanding},
    wording::{MOST, Wording, WordingOf},
};
use std::collections::HashSet;

/// Whether this many mails may wait in the organization’s outbox: a mail server that is away, or a slip that invites
/// everybody again and again, fills no disk that others write to.
pub fn has_room(facts: &Facts, waiting: i64) -> Result<(), Refusal> {
    let most = facts.organization.policy.waiting_mails;
    if waiting <= i64::from(most) {
        return Ok(());
    }
    Err(Refusal::new(
        Code::OutboxFull,
        format!("The outbox is full: no more than {most} mails may wait, and with these there would be {waiting}."),
        "See under Mail why they wait, or do it with fewer people at a time.",
    ))
}

/// Whoever sets the mail server sees every link that leaves, and could become whom it is for: that
/// stands above everybody who doesn't have everything (R14), and in the log (R30).
pub(super) fn set_server(facts: &Facts, before: Option<String>, after: Option<String>) -> Result<Decision, Refusal> {
    authority::unlimited(facts)?;
    let events = if before == after { Vec::new() } else { vec![Event::MailServerChanged { before, after }] };
    Ok(Decision { events, ..Decision::default() })
}

/// Whoever writes a mail decides where its link is shown, so it takes the same as the mail server (R14).
pub(super) fn set_wording(facts: &Facts, ask: &SetWording) -> Result<Decision, Refusal> {
    authority::unlimited(facts)?;
    let now = facts.wordings.get(&ask.of);
    if now != ask.seen.as_ref() {
        return Err(Refusal::new(
            Code::Conflict,
            "Somebody changed this mail in between.",
            "Look at it again, then change it.",
        ));
    }
    if now.is_none() && facts.wordings.len() >= MOST {
        return Err(Refusal::new(Code::Invalid, format!("There are {MOST} own mails already."), "Reset one first."));
    }
    let events = reworded(&ask.of, now, ask.words.as_ref()).into_iter().collect();
    Ok(Decision { events, ..Decision::default() })
}

/// The event of words that take the place of others; none where they are the same.
pub(super) fn reworded(of: &WordingOf, now: Option<&Wording>, words: Option<&Wording>) -> Option<Event> {
    let boxed = |words: Option<&Wording>| words.cloned().map(Box::new);
    (now != words).then(|| Event::WordingChanged { of: of.clone(), before: boxed(now), after: boxed(words) })
}

/// Judges sending mails now; each is judged on its own. Its link opens what an invitation that is sent
/// again opens, so who may do the one may do the other (R14).
pub(super) fn retry(facts: &Facts, ids: &[MailId]) -> Result<Decision, Refusal> {
    authority::administrator(facts)?;
    let mut decision = Decision::default();
    let mut named = HashSet::new();
    for &id in ids.iter().filter(|id| named.insert(**id)) {
        let about = facts.mails.get(&id).and_then(|mail| mail.member);
        match (may(facts, facts.mails.get(&id)), about) {
            (Ok(()), member) => decision.events.push(Event::MailRetried { mail: id, member }),
            (Err(refusal), Some(member)) => decision.refused.push((member, refusal)),
            (Err(refusal), None) => decision.kept.push(refusal),
        }
    }
    Ok(decision)
}

fn may(facts: &Facts, mail: Option<&KnownMail>) -> Result<(), Refusal> {
    let Some(mail) = mail else {
        return Err(Refusal::new(Code::NotFound, "This mail isn’t here any more.", "Refresh the list."));
    };
    match mail.standing {
        MailStanding::Waits => {}
        MailStanding::Leaving => {
            return Err(Refusal::new(Code::WrongStatus, "This mail is on its way at this moment.", ""));
        }
        MailStanding::Gone => {
            return Err(Refusal::new(
                Code::WrongStatus,
                "This mail was sent already, or its link doesn’t work any more.",
                "Send the link again from the user.",
            ));
        }
    }
    mail.member.map_or(Ok(()), |member| authority::touch(facts, member_of(facts, member)?))
}
