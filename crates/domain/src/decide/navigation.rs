//! Navigation: which modules stand in a member's menus (row 60). It hides; it never permits.

use super::{Decision, authority, holdings, lifecycle, member_of};
use crate::{
    Code, Event, Facts, MemberId, Refusal,
    member::{Member, Status},
};

/// Judges showing and hiding modules.
pub(super) fn decide(facts: &Facts, member: MemberId, show: &[String], hide: &[String]) -> Result<Decision, Refusal> {
    let member = member_of(facts, member)?;
    may(facts, member)?;
    if member.status == Status::Archived {
        return Err(lifecycle::archived(member));
    }
    holdings::not_too_many(show.len() + hide.len())?;
    let catalogue = &facts.structure.catalogue;
    if let Some(unknown) = show.iter().chain(hide).find(|key| !catalogue.iter().any(|p| p.module() == key.as_str())) {
        let words = format!("The module {unknown} isn’t in the catalogue.");
        return Err(Refusal::new(Code::NotFound, words, "Refresh, and choose another.").at("navigation"));
    }
    let once = |all: &[String]| -> Vec<String> {
        let mut all = all.to_vec();
        all.sort();
        all.dedup();
        all
    };
    let (mut shown, mut hidden) = (once(show), once(hide));
    shown.retain(|key| member.holds.hidden.contains(key) && !hidden.contains(key));
    hidden.retain(|key| !member.holds.hidden.contains(key));
    let mut decision = Decision { member: Some(member.id), ..Decision::default() };
    if !(shown.is_empty() && hidden.is_empty()) {
        decision.events.push(Event::NavigationChanged { member: member.id, hidden, shown });
    }
    Ok(decision)
}

/// Whether the actor may change what stands in the member's menus: as for any other edit (R14); one's
/// own menus are no standing.
pub fn may(facts: &Facts, member: &Member) -> Result<(), Refusal> {
    authority::touch(facts, member)
}
