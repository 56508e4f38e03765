//! Undo of what happened to portals.

use super::{Undo, changed_since};
use crate::{
    Event, Refusal,
    decide::{authority, names, portals},
    named::Portal,
};

impl Undo {
    /// Takes a portal away again, as long as nobody has it.
    pub(super) fn remove_portal(&mut self, added: &Portal) -> Result<(), Refusal> {
        let Some(portal) = self.now.structure.portals.get(&added.id) else {
            return Ok(());
        };
        if self.now.portal_sizes.get(&portal.id).is_some_and(|n| *n > 0) {
            return Err(changed_since(format!("The portal {} stays: people have it.", portal.name), ""));
        }
        authority::administrator(&self.now)?;
        self.out.events.push(Event::PortalRemoved { portal: portal.clone() });
        Ok(())
    }

    /// Makes a portal again that was removed; whoever had it gets it back by the events that follow.
    pub(super) fn bring_portal_back(&mut self, removed: &Portal) -> Result<(), Refusal> {
        if self.now.structure.portals.contains_key(&removed.id) {
            return Ok(());
        }
        if names::is_taken(&removed.name, portals::others(&self.now)) {
            let what = format!("There is another portal {} by now.", removed.name);
            return Err(changed_since(what, "Remove it first."));
        }
        authority::administrator(&self.now)?;
        self.out.events.push(Event::PortalAdded { portal: removed.clone() });
        Ok(())
    }
}
