//! Asking for an invitation, for whoever has no access yet. It gives nothing: those who may invite hear of it.

use super::{Decision, invite};
use crate::{Code, Effect, Email, Event, Facts, Refusal, facts::Actor, member::Status};

/// The longest name of somebody whom nobody knows.
const NAME: usize = 80;

/// Who asks, fit to be read by others. The name goes into a mail, so it holds nothing that a mail program makes a link
/// or an address of.
pub fn checked(name: &str, email: &str) -> Result<(String, Email), Refusal> {
    let name = invite::line(name, NAME, "name")?;
    if name.is_empty() {
        return Err(Refusal::new(Code::Invalid, "There is no name. Type yours.", "").at("name"));
    }
    if name.contains(['/', ':', '@', '\\', '<', '>']) {
        let words = "This isn’t a name. Type yours, without an address.";
        return Err(Refusal::new(Code::Invalid, words, "").at("name"));
    }
    Ok((name, invite::email(email)?))
}

/// Judges it. Who has access already needs no invitation, and whoever asks hears nothing of that.
pub(super) fn decide(facts: &Facts, name: &str, email: &str) -> Result<Decision, Refusal> {
    if !matches!(&facts.actor, Actor::System) {
        return Err(Refusal::new(Code::NotAllowed, "Whoever asks for an invitation isn’t here yet.", ""));
    }
    if !facts.organization.policy.invitation_asks {
        let words = "Nobody asks for an invitation here.";
        return Err(Refusal::new(Code::NotAllowed, words, "Ask somebody who works there."));
    }
    let (name, email) = checked(name, email)?;
    let found = facts.by_email.get(&email.key()).and_then(|id| facts.members.get(id));
    if found.is_some_and(|member| member.status == Status::Active) {
        return Ok(Decision::default());
    }
    Ok(Decision {
        events: vec![Event::InvitationAsked],
        effects: vec![Effect::TellAsked { name, email }],
        ..Decision::default()
    })
}
