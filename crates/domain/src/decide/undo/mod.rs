//! Undo: an earlier command is taken back by new events, judged by the rules of this moment. What
//! somebody changed since then stays as it is and is named.

mod groups;
mod holdings;
mod members;
mod portals;
mod roles;
mod teams;

use super::{Decision, authority};
use crate::{Code, Event, Facts, IdSource, Refusal, facts::Context, group::Permission};

impl Event {
    /// Whether undo can take this event back.
    pub const fn is_undoable(&self) -> bool {
        matches!(
            self,
            Self::MemberAdded { .. }
                | Self::MemberWithdrawn { .. }
                | Self::MemberChanged { .. }
                | Self::StatusChanged { .. }
                | Self::Given { .. }
                | Self::Taken { .. }
                | Self::EndMoved { .. }
                | Self::Scheduled { .. }
                | Self::Unscheduled { .. }
                | Self::NavigationChanged { .. }
                | Self::PeriodChanged { .. }
                | Self::RoleAdded { .. }
                | Self::RoleChanged { .. }
                | Self::RoleRemoved { .. }
                | Self::SeatsChanged { .. }
                | Self::PlanChanged { .. }
                | Self::DetailsChanged { .. }
                | Self::PolicyChanged { .. }
                | Self::WordingChanged { .. }
                | Self::GroupAdded { .. }
                | Self::GroupChanged { .. }
                | Self::GroupRemoved { .. }
                | Self::KeyAdded { .. }
                | Self::FactorRequired { .. }
                | Self::PortalAdded { .. }
                | Self::PortalRemoved { .. }
                | Self::TeamAdded { .. }
                | Self::TeamRenamed { .. }
                | Self::TeamRemoved { .. }
        )
    }
}

/// Judges the undo of the events in `facts.past`, newest first.
pub(super) fn decide(facts: &Facts, at: Context, ids: &mut dyn IdSource) -> Result<Decision, Refusal> {
    authority::administrator(facts)?;
    if facts.past.iter().any(|event| matches!(event, Event::ReviewSignedOff { .. })) {
        let words = "It was taken by an access review, and what was signed stays signed.";
        return Err(Refusal::new(Code::NothingToUndo, words, "Give the right again where it is needed."));
    }
    let finished =
        facts.past.iter().any(|event| matches!(event, Event::InvitationAccepted { .. } | Event::MemberErased { .. }));
    if finished || !facts.past.iter().any(Event::is_undoable) {
        return Err(Refusal::new(Code::NothingToUndo, "There is nothing to undo.", ""));
    }
    let mut undo = Undo { now: facts.clone(), at, out: Decision::default() };
    // A product that was taken stays with its modules, so what came with it stays as well.
    let product = facts.past.iter().any(|event| matches!(event, Event::ProductTaken { .. }));
    for event in facts.past.iter().rev().filter(|event| !(product && event.is_structural())) {
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
            Event::Given { member, what, .. } => self.take_back(*member, what),
            Event::Taken { member, what, until } => self.give_back(*member, what, *until),
            Event::EndMoved { member, what, before, after } => self.end_back(*member, what, *before, *after),
            Event::Scheduled { member, waiting } => self.schedule_back(*member, waiting),
            Event::Unscheduled { member, waiting, .. } => self.unschedule_back(*member, waiting),
            Event::NavigationChanged { member, hidden, shown } => self.navigation_back(*member, hidden, shown),
            Event::PeriodChanged { member, before, after, .. } => self.period_back(*member, *before, *after),
            Event::RoleAdded { role } => self.remove_role(role),
            Event::RoleRemoved { role } => self.bring_role_back(role),
            Event::RoleChanged { .. } => self.change_role_back(event),
            Event::SeatsChanged { package, before, after } => self.seats_back(package, *before, *after, ids),
            Event::PlanChanged { before, after } => self.plan_back(*before, *after),
            Event::DetailsChanged { before, after } => self.details_back(before, after),
            Event::PolicyChanged { before, after } => self.policy_back(before, after),
            Event::WordingChanged { of, before, after } => self.wording_back(of, before.as_deref(), after.as_deref()),
            Event::GroupAdded { group } => self.remove_group(group),
            Event::GroupRemoved { group } => self.bring_group_back(group),
            Event::GroupChanged { .. } => self.change_group_back(event),
            Event::KeyAdded { member, key } => self.key_back(*member, key.id),
            Event::FactorRequired { member, required } => self.requirement_back(*member, *required),
            Event::PortalAdded { portal } => self.remove_portal(portal),
            Event::PortalRemoved { portal } => self.bring_portal_back(portal),
            Event::TeamAdded { team } => self.remove_team(team),
            Event::TeamRenamed { team, name } => self.rename_team(*team, name),
            Event::TeamRemoved { team } => self.bring_team_back(team),
            _ => Ok(()),
        }
    }
}

/// A value's way back: what it is now and what it was, `Some(None)` where nothing is to be done, and
/// `None` where somebody changed it again since.
#[expect(clippy::option_option, reason = "nothing to do, and can't be done, are two answers")]
fn back<T: Clone + PartialEq>(now: &T, change: Option<&(T, T)>) -> Option<Option<(T, T)>> {
    match change {
        None => Some(None),
        Some((before, _)) if now == before => Some(None),
        Some((before, after)) if now == after => Some(Some((after.clone(), before.clone()))),
        Some(_) => None,
    }
}

/// Which permissions are given back, and which are taken again, as far as nobody did it since.
fn moved_back(now: &[Permission], gained: &[Permission], lost: &[Permission]) -> (Vec<Permission>, Vec<Permission>) {
    let given = lost.iter().filter(|permission| !now.contains(permission)).cloned().collect();
    let taken = gained.iter().filter(|permission| now.contains(permission)).cloned().collect();
    (given, taken)
}

/// Somebody else changed it since: it stays.
fn changed_since(what: String, help: &str) -> Refusal {
    Refusal::new(Code::Conflict, what, help)
}
