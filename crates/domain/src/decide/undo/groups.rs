//! Undo of what happened to groups.

use super::{Undo, changed_since};
use crate::{
    Code, Event, GroupId, Refusal,
    decide::{authority, import::stands_under},
    group::{Group, Permission},
    text::fold,
};

impl Undo {
    /// Takes a group away again, as long as it is as it was made and nobody needs it.
    pub(super) fn remove_group(&mut self, added: &Group) -> Result<(), Refusal> {
        let Some(group) = self.now.groups.get(&added.id) else {
            return Ok(());
        };
        let stays = |why: &str| {
            let what = format!("The group {} stays: {why}.", group.name);
            Err(changed_since(what, ""))
        };
        if self.now.group_sizes.get(&group.id).is_some_and(|n| *n > 0) {
            return stays("people are in it");
        }
        if self.now.groups.values().any(|other| other.parent == Some(group.id)) {
            return stays("other groups belong under it");
        }
        if group.built_in || !as_added(group, added) {
            return stays("it was changed since");
        }
        self.out.events.push(Event::GroupRemoved { group: group.clone() });
        Ok(())
    }

    /// Makes a group again that an undo took away.
    pub(super) fn bring_group_back(&mut self, removed: &Group) -> Result<(), Refusal> {
        if self.now.groups.contains_key(&removed.id) {
            return Ok(());
        }
        if self.now.group_names.contains_key(&fold(&removed.name)) {
            let what = format!("There is another group {} by now.", removed.name);
            return Err(changed_since(what, "Rename one of them."));
        }
        if removed.parent.is_some_and(|id| !self.now.groups.contains_key(&id)) {
            let what = format!("The group that {} belonged under is gone.", removed.name);
            return Err(changed_since(what, "Import the group again."));
        }
        authority::carry(&self.now, &removed.permissions)?;
        self.out.events.push(Event::GroupAdded { group: removed.clone() });
        Ok(())
    }

    pub(super) fn change_group_back(
        &mut self,
        id: GroupId,
        description: Option<&(String, String)>,
        parent: Option<(Option<GroupId>, Option<GroupId>)>,
        gained: &[Permission],
        lost: &[Permission],
    ) -> Result<(), Refusal> {
        let Some(group) = self.now.groups.get(&id) else {
            return Err(changed_since("The group isn’t here any more.".to_owned(), ""));
        };
        let changed = || {
            let what = format!("Somebody changed the group {} again since.", group.name);
            Err(changed_since(what, "Change it by hand."))
        };
        let description = match description {
            Some((before, _)) if group.description == *before => None,
            Some((_, after)) if group.description != *after => return changed(),
            other => other.map(|(before, after)| (after.clone(), before.clone())),
        };
        let parent = match parent {
            Some((before, _)) if group.parent == before => None,
            Some((_, after)) if group.parent != after => return changed(),
            other => other.map(|(before, after)| (after, before)),
        };
        if let Some((_, above)) = parent {
            let gone = above.is_some_and(|id| !self.now.groups.contains_key(&id));
            if gone || stands_under(&self.now, above, id) {
                return changed();
            }
        }
        let taken: Vec<Permission> = gained.iter().filter(|p| group.permissions.contains(p)).cloned().collect();
        let given: Vec<Permission> = lost.iter().filter(|p| !group.permissions.contains(p)).cloned().collect();
        // Nobody takes away or gives what they don't have (C18).
        authority::carry(&self.now, taken.iter().chain(&given))?;
        let actor = authority::administrator(&self.now)?;
        let everything = authority::effective(&self.now, actor) == authority::Effective::Everything;
        if !taken.is_empty() && !everything && actor.groups.contains(&id) {
            return Err(Refusal::new(
                Code::Yourself,
                "You can’t change the permissions of a group that you are in.",
                "Ask another administrator.",
            ));
        }
        if description.is_some() || parent.is_some() || !taken.is_empty() || !given.is_empty() {
            self.out.events.push(Event::GroupChanged { group: id, description, parent, gained: given, lost: taken });
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
