//! Undo: an earlier command is taken back by new events, judged by the rules of this moment. What
//! somebody changed since then stays as it is and is named.

mod groups;
mod members;

use super::{Decision, authority};
use crate::{Code, Event, Facts, IdSource, Refusal, facts::Context};

impl Event {
    /// Whether undo can take this event back.
    pub const fn is_undoable(&self) -> bool {
        matches!(
            self,
            Self::MemberAdded { .. }
                | Self::MemberWithdrawn { .. }
                | Self::MemberChanged { .. }
                | Self::StatusChanged { .. }
                | Self::GroupJoined { .. }
                | Self::GroupLeft { .. }
                | Self::GroupAdded { .. }
                | Self::GroupChanged { .. }
                | Self::GroupRemoved { .. }
        )
    }
}

/// Judges the undo of the events in `facts.past`, newest first.
pub(super) fn decide(facts: &Facts, at: Context, ids: &mut dyn IdSource) -> Result<Decision, Refusal> {
    authority::administrator(facts)?;
    let finished =
        facts.past.iter().any(|event| matches!(event, Event::InvitationAccepted { .. } | Event::MemberErased { .. }));
    if finished || !facts.past.iter().any(Event::is_undoable) {
        return Err(Refusal::new(Code::NothingToUndo, "There is nothing to undo.", ""));
    }
    let mut undo = Undo { now: facts.clone(), at, out: Decision::default() };
    for event in facts.past.iter().rev() {
        let done = undo.out.events.len();
        if let Err(refusal) = undo.one(event, ids) {
            match event.member() {
                Some(member) => undo.out.refused.push((member, refusal)),
                None => undo.out.kept.push(refusal),
            }
        }
        for event in &undo.out.events[done..] {
            undo.now.apply(event);
        }
    }
    let out = undo.out;
    if !out.events.is_empty() || !out.refused.is_empty() {
        return Ok(out);
    }
    Err(out
        .kept
        .into_iter()
        .next()
        .unwrap_or_else(|| Refusal::new(Code::NothingToUndo, "This was undone already.", "")))
}

struct Undo {
    /// The facts as they are after the events so far.
    now: Facts,
    at: Context,
    out: Decision,
}

impl Undo {
    /// Takes one event back, or leaves everything as it is and says why.
    fn one(&mut self, event: &Event, ids: &mut dyn IdSource) -> Result<(), Refusal> {
        match event {
            Event::MemberAdded { member, .. } => self.withdraw(member),
            Event::MemberWithdrawn { member } => self.add_again(member, ids),
            Event::MemberChanged { member, changes } => self.change_back(*member, changes, ids),
            Event::StatusChanged { member, before, after } => self.move_back(*member, *before, *after, ids),
            Event::GroupJoined { member, group } => self.leave(*member, *group),
            Event::GroupLeft { member, group } => self.join(*member, *group),
            Event::GroupAdded { group } => self.remove_group(group),
            Event::GroupRemoved { group } => self.bring_group_back(group),
            Event::GroupChanged { group, description, parent, gained, lost } => {
                self.change_group_back(*group, description.as_ref(), *parent, gained, lost)
            }
            _ => Ok(()),
        }
    }
}

/// Somebody else changed it since: it stays.
fn changed_since(what: String, help: &str) -> Refusal {
    Refusal::new(Code::Conflict, what, help)
}
