//! Portals: what portal members sign in to (R8).

use super::{Decision, authority, invite, roles};
use crate::{Code, Event, Facts, IdSource, PortalId, Refusal, role::Portal, text::fold};

/// Judges the making of a portal, under a name of its own.
pub(super) fn add(facts: &Facts, name: &str, ids: &mut dyn IdSource) -> Result<Decision, Refusal> {
    authority::administrator(facts)?;
    let name = invite::name(name, "name")?;
    if fold(&name).is_empty() {
        return Err(Refusal::new(Code::Invalid, "The portal has no name. Add one.", "").at("name"));
    }
    if is_taken(facts, &name) {
        return Err(Refusal::new(Code::NameTaken, "There is a portal of this name.", "Choose another name.").at("name"));
    }
    roles::unlike(&name, facts.structure.portals.values().map(|other| other.name.as_str()))?;
    let portal = Portal { id: PortalId::new(ids), name };
    Ok(Decision { events: vec![Event::PortalAdded { portal }], ..Decision::default() })
}

/// Whether a portal has this name, however it is spelled.
pub(super) fn is_taken(facts: &Facts, name: &str) -> bool {
    let key = fold(name);
    facts.structure.portals.values().any(|portal| fold(&portal.name) == key)
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
