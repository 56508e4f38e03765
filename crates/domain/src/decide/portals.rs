//! Portals: what portal members sign in to (R8).

use super::{Decision, authority, names};
use crate::{Code, Event, Facts, IdSource, PortalId, Refusal, named::Portal};

/// Judges the making of a portal, under a name of its own.
pub(super) fn add(facts: &Facts, name: &str, ids: &mut dyn IdSource) -> Result<Decision, Refusal> {
    authority::administrator(facts)?;
    let name = names::own("portal", name, others(facts))?;
    let portal = Portal { id: PortalId::new(ids), name };
    Ok(Decision { events: vec![Event::PortalAdded { portal }], ..Decision::default() })
}

/// What the portals are called.
pub(super) fn others(facts: &Facts) -> impl Iterator<Item = &str> + Clone {
    facts.structure.portals.values().map(|portal| portal.name.as_str())
}

/// Whether the actor may remove this portal; whoever has it is judged as they lose it.
pub(super) fn may_remove(facts: &Facts, id: PortalId) -> Result<(), Refusal> {
    authority::administrator(facts)?;
    found(facts, id).map(|_| ())
}

/// Judges the removal of a portal that nobody has any more.
pub(super) fn remove(facts: &Facts, id: PortalId) -> Result<Decision, Refusal> {
    may_remove(facts, id)?;
    let portal = found(facts, id)?.clone();
    if facts.portal_sizes.get(&id).is_some_and(|n| *n > 0) {
        return Err(Refusal::new(Code::Conflict, "Somebody was given this portal in between.", "Try again."));
    }
    Ok(Decision { events: vec![Event::PortalRemoved { portal }], ..Decision::default() })
}

fn found(facts: &Facts, id: PortalId) -> Result<&Portal, Refusal> {
    facts
        .structure
        .portals
        .get(&id)
        .ok_or_else(|| Refusal::new(Code::NotFound, "This portal isn’t in this organization.", "Refresh the list."))
}
