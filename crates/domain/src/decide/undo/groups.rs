//! Undo of what happened to groups.

use super::{Undo, back, changed_since, moved_back};
use crate::{
    Event, Refusal,
    decide::{authority, groups, import::stands_under},
    group::Group,
    text::fold,
};

impl Undo {
    /// Takes a group away again, as long as it is as it was made and nobody needs it.
    pub(super) fn remove_group(&mut self, added: &Group) -> Result<(), Refusal> {
        let Some(group) = self.now.structure.groups.get(&added.id) else {
            return Ok(());
        };
        let stays = |why: &str| {
            let what = format!("The group {} stays: {why}.", group.name);
            Err(changed_since(what, ""))
        };
        if self.now.group_sizes.get(&group.id).is_some_and(|n| *n > 0) {
            return stays("people are in it");
        }
        if self.now.structure.groups.values().any(|other| other.parent == Some(group.id)) {
            return stays("other groups belong under it");
        }
        if group.built_in || !as_added(group, added) {
            return stays("it was changed since");
        }
        groups::may_edit(&self.now, group)?;
        self.out.events.push(Event::GroupRemoved { group: group.clone() });
        Ok(())
    }

    /// Makes a group again that an undo took away.
    pub(super) fn bring_group_back(&mut self, removed: &Group) -> Result<(), Refusal> {
        if self.now.structure.groups.contains_key(&removed.id) {
            return Ok(());
        }
        if self.now.structure.group_names.contains_key(&fold(&removed.name)) {
            let what = format!("There is another group {} by now.", removed.name);
            return Err(changed_since(what, "Rename one of them."));
        }
        if removed.parent.is_some_and(|id| !self.now.structure.groups.contains_key(&id)) {
            let what = format!("The group that {} belonged under is gone.", removed.name);
            return Err(changed_since(what, "Import the group again."));
        }
        authority::carry(&self.now, &removed.permissions)?;
        self.out.events.push(Event::GroupAdded { group: removed.clone() });
        Ok(())
    }

    pub(super) fn change_group_back(&mut self, event: &Event) -> Result<(), Refusal> {
        let Event::GroupChanged { group: id, name, product, description, parent, gained, lost } = event else {
            return Ok(());
        };
        let Some(group) = self.now.structure.groups.get(id) else {
            return Err(changed_since("The group isn’t here any more.".to_owned(), ""));
        };
        groups::may_edit(&self.now, group)?;
        let changed = || {
            let what = format!("Somebody changed the group {} again since.", group.name);
            changed_since(what, "Change it by hand.")
        };
        let name = back(&group.name, name.as_ref()).ok_or_else(changed)?;
        if let Some((_, before)) = &name
            && self.now.structure.group_names.get(&fold(before)).is_some_and(|other| other != id)
        {
            let what = format!("There is another group {before} by now.");
            return Err(changed_since(what, "Rename one of them."));
        }
        let product = back(&group.product, product.as_ref()).ok_or_else(changed)?;
        let description = back(&group.description, description.as_ref()).ok_or_else(changed)?;
        let parent = back(&group.parent, parent.as_ref()).ok_or_else(changed)?;
        if let Some((_, above)) = parent {
            let gone = above.is_some_and(|id| !self.now.structure.groups.contains_key(&id));
            if gone || stands_under(&self.now, above, *id) {
                return Err(changed());
            }
        }
        let (given, taken) = moved_back(&group.permissions, gained, lost);
        authority::carry(&self.now, &taken)?;
        authority::carry_on(&self.now, &given)?;
        let nothing = name.is_none() && product.is_none() && description.is_none() && parent.is_none();
        if !(nothing && taken.is_empty() && given.is_empty()) {
            let (group, gained, lost) = (*id, given, taken);
            self.out.events.push(Event::GroupChanged { group, name, product, description, parent, gained, lost });
        }
        Ok(())
    }
}

/// Whether nothing of the group changed since it was made; in which order a store lists permissions
/// says nothing.
fn as_added(group: &Group, added: &Group) -> bool {
    let sorted = |group: &Group| {
        let mut group = group.clone();
        group.permissions.sort();
        group
    };
    sorted(group) == sorted(added)
}
