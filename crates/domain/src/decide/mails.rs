//! The outbox and the mail server behind it.

use super::{Decision, authority, member_of};
use crate::{
    Code, Event, Facts, MailId, Refusal,
    facts::{KnownMail, MailStanding},
};
use std::collections::HashSet;

/// Whoever sets the mail server sees every link that leaves, and could become whom it is for: that
/// stands above everybody who doesn't have everything (R14), and in the log (R30).
pub(super) fn set_server(facts: &Facts, before: Option<String>, after: Option<String>) -> Result<Decision, Refusal> {
    authority::unlimited(facts)?;
    let events = if before == after { Vec::new() } else { vec![Event::MailServerChanged { before, after }] };
    Ok(Decision { events, ..Decision::default() })
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
