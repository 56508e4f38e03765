//! Groups at the desk (FEATURES rows 51–58).

use crate::{
    Desk, DirectoryError, Task,
    catalogue::view::{catalogue, numbered},
    contract::{CreateGroup, DeleteGroup, EditGroup, GroupView, GroupsView, Outcome},
    desk::every_tag,
};
use rollbook_domain::{
    Command, Facts, GroupId, Refusal, Timestamp,
    command::{GroupEdit, NewGroup},
    decide::{authority, groups},
    facts::Actor,
    group::{Group, Permission},
    holding::Holding,
    text::fold,
};
use std::collections::HashMap;

impl Desk {
    /// Every group, with what it carries.
    pub async fn groups_view(&self) -> Result<GroupsView, DirectoryError> {
        let facts = self.facts().await?;
        let mine = authority::effective(&facts.structure, authority::administrator(&facts)?);
        let (catalogue, numbers) = catalogue(&facts.structure, &mine);
        let members = self.directory().store().group_members(self.organization()).await?;
        let groups = in_order(&facts)
            .into_iter()
            .map(|group| group_view(&facts, group, &numbers, &members, self.line()))
            .collect();
        Ok(GroupsView { groups, catalogue })
    }

    /// Makes a group (row 54).
    pub async fn create_group(&self, ask: &CreateGroup) -> Result<Outcome, DirectoryError> {
        let new = NewGroup {
            name: ask.name.clone(),
            description: ask.description.clone(),
            product: ask.product.clone(),
            parent: ask.parent,
            permissions: ask.permissions.clone(),
        };
        self.one(ask.command, ask.preview, Command::CreateGroup(new), every_tag()).await
    }

    /// Changes a group (row 53).
    pub async fn edit_group(&self, ask: &EditGroup) -> Result<Outcome, DirectoryError> {
        let edit = GroupEdit {
            group: ask.group,
            seen: Some(ask.seen),
            name: ask.name.clone(),
            description: ask.description.clone(),
            place: ask.place.as_ref().map(|place| (place.product.clone(), place.parent)),
            give: ask.give.clone(),
            take: ask.take.clone(),
        };
        self.one(ask.command, ask.preview, Command::EditGroup(edit), every_tag()).await
    }

    /// Deletes a group; its members leave it (R20).
    pub async fn delete_group(&self, ask: &DeleteGroup, task: &Task) -> Result<Outcome, DirectoryError> {
        self.delete_held((ask.command, ask.preview), Holding::Group(ask.group), task).await
    }
}

/// The built-in first, then by name.
pub(crate) fn in_order(facts: &Facts) -> Vec<&Group> {
    let mut all: Vec<&Group> = facts.structure.groups.values().collect();
    all.sort_by_cached_key(|group| (!group.built_in, fold(&group.name)));
    all
}

/// A group, with what the actor can't do with it and why.
pub(crate) fn group_view(
    facts: &Facts,
    group: &Group,
    numbers: &HashMap<Permission, u32>,
    members: &HashMap<GroupId, u64>,
    line: Option<Refusal>,
) -> GroupView {
    let id = [group.id];
    // Whether it can be given at all, be it for a while.
    let ends = [(Holding::Group(group.id), Timestamp(i64::MIN))];
    let standing = authority::Standing { groups: &id, ends: &ends, ..authority::Standing::NOBODY };
    GroupView {
        id: group.id,
        version: facts.structure.versions.get(&group.id.uuid()).copied().unwrap_or_default(),
        name: group.name.clone(),
        description: group.description.clone(),
        built_in: group.built_in,
        product: group.product.clone(),
        parent: group.parent,
        members: members.get(&group.id).copied().unwrap_or_default(),
        permissions: numbered(numbers, &group.permissions),
        yours: matches!(&facts.actor, Actor::Member(actor) if actor.groups.contains(&group.id)),
        edit_refusal: groups::may_edit(facts, group).err().or_else(|| line.clone()),
        delete_refusal: groups::may_delete(facts, group.id).err().or_else(|| line.clone()),
        give_refusal: authority::leave(facts, None, standing).err().or(line),
    }
}
