//! Making, changing and deleting groups by hand (R17, R19, R20).

use super::{Decision, authority, import::stands_under, invite, roles};
use crate::{
    Code, Event, Facts, GroupId, IdSource, Refusal,
    command::{GroupEdit, NewGroup},
    group::Group,
    holding::Holding,
    text::fold,
};

/// Judges the making of a group.
pub(super) fn create(facts: &Facts, new: &NewGroup, ids: &mut dyn IdSource) -> Result<Decision, Refusal> {
    authority::administrator(facts)?;
    let name = name(facts, &new.name, None)?;
    let description = invite::line(&new.description, 1000, "description")?;
    let permissions = roles::in_catalogue(facts, &new.permissions)?;
    authority::carry(facts, &permissions)?;
    place(facts, new.product.as_deref(), new.parent)?;
    let group = Group {
        id: GroupId::new(ids),
        name,
        description,
        product: new.product.clone(),
        parent: new.parent,
        built_in: false,
        permissions: permissions.into_iter().collect(),
    };
    let made = Some(group.id);
    Ok(Decision { events: vec![Event::GroupAdded { group }], group: made, ..Decision::default() })
}

/// Judges a group's change.
pub(super) fn edit(facts: &Facts, edit: &GroupEdit) -> Result<Decision, Refusal> {
    let group = found(facts, edit.group)?;
    may_edit(facts, group)?;
    if let Some(seen) = edit.seen
        && facts.structure.versions.get(&group.id.uuid()).is_some_and(|version| *version > seen)
    {
        return Err(roles::changed(&format!("the group {}", group.name)));
    }
    let name = edit.name.as_deref().map(|raw| name(facts, raw, Some(group))).transpose()?;
    let name = name.filter(|name| *name != group.name).map(|name| (group.name.clone(), name));
    if name.is_some() && group.built_in {
        return Err(Refusal::new(Code::BuiltIn, "A built-in group keeps its name.", "").at("name"));
    }
    let description = edit.description.as_deref().map(|raw| invite::line(raw, 1000, "description")).transpose()?;
    let description =
        description.filter(|after| *after != group.description).map(|after| (group.description.clone(), after));
    let (mut product, mut parent) = (None, None);
    if let Some((wanted_product, wanted_parent)) = &edit.place {
        place(facts, wanted_product.as_deref(), *wanted_parent)?;
        if wanted_parent.is_some() && stands_under(facts, *wanted_parent, group.id) {
            let words = "A group can’t stand under itself.";
            return Err(Refusal::new(Code::Invalid, words, "Choose another parent.").at("parent"));
        }
        product = (*wanted_product != group.product).then(|| (group.product.clone(), wanted_product.clone()));
        parent = (*wanted_parent != group.parent).then_some((group.parent, *wanted_parent));
    }
    let (gained, lost) = roles::moved(facts, &group.permissions, &edit.give, &edit.take)?;
    let mut decision = Decision { group: Some(group.id), ..Decision::default() };
    let nothing = name.is_none() && description.is_none() && product.is_none() && parent.is_none();
    if !(nothing && gained.is_empty() && lost.is_empty()) {
        let group = group.id;
        decision.events.push(Event::GroupChanged { group, name, product, description, parent, gained, lost });
    }
    Ok(decision)
}

/// R17, R14: whether the actor may change this group at all.
pub fn may_edit(facts: &Facts, group: &Group) -> Result<(), Refusal> {
    let actor = authority::administrator(facts)?;
    if actor.has_or_will(&Holding::Group(group.id)) && !authority::is_exempt(&facts.structure, actor) {
        return Err(Refusal::new(
            Code::Yourself,
            "You can’t change a group that you are in.",
            "Ask another administrator.",
        ));
    }
    roles::above(facts, &group.permissions, &group.name)
}

/// R20: whether the actor may delete this group.
pub fn may_delete(facts: &Facts, id: GroupId) -> Result<(), Refusal> {
    let group = found(facts, id)?;
    may_edit(facts, group)?;
    if group.built_in {
        return Err(Refusal::new(
            Code::BuiltIn,
            format!("{} is built in and can’t be deleted.", group.name),
            "Change its permissions instead.",
        ));
    }
    if let Some(child) = facts.structure.groups.values().find(|other| other.parent == Some(id)) {
        return Err(Refusal::new(
            Code::Conflict,
            format!("{} stands under it.", child.name),
            "Move the groups under it first.",
        ));
    }
    Ok(())
}

/// Judges the deletion of a group that nobody is in any more.
pub(super) fn delete(facts: &Facts, id: GroupId) -> Result<Decision, Refusal> {
    may_delete(facts, id)?;
    let group = found(facts, id)?;
    if facts.group_sizes.get(&id).is_some_and(|n| *n > 0) {
        return Err(Refusal::new(Code::Conflict, "Somebody was added to this group in between.", "Try again."));
    }
    Ok(Decision { events: vec![Event::GroupRemoved { group: group.clone() }], group: Some(id), ..Decision::default() })
}

fn found(facts: &Facts, id: GroupId) -> Result<&Group, Refusal> {
    facts
        .structure
        .groups
        .get(&id)
        .ok_or_else(|| Refusal::new(Code::NotFound, "This group isn’t in this organization.", "Refresh the list."))
}

/// A name that no other group has.
fn name(facts: &Facts, raw: &str, of: Option<&Group>) -> Result<String, Refusal> {
    let name = invite::name(raw, "name")?;
    let key = fold(&name);
    if key.is_empty() {
        return Err(Refusal::new(Code::Invalid, "The group has no name. Add one.", "").at("name"));
    }
    let taken = facts.structure.group_names.get(&key).is_some_and(|id| of.is_none_or(|group| group.id != *id));
    if taken {
        return Err(Refusal::new(Code::NameTaken, "There is a group of this name.", "Choose another name.").at("name"));
    }
    let others = facts.structure.groups.values().filter(|other| of.is_none_or(|group| group.id != other.id));
    roles::unlike(&name, others.map(|other| other.name.as_str())).map(|()| name)
}

/// A product and a parent that are here.
fn place(facts: &Facts, product: Option<&str>, parent: Option<GroupId>) -> Result<(), Refusal> {
    if parent.is_some_and(|id| !facts.structure.groups.contains_key(&id)) {
        let words = "The parent isn’t a group of this organization.";
        return Err(Refusal::new(Code::NotFound, words, "Choose another parent.").at("parent"));
    }
    if product.is_some_and(|key| !facts.structure.products.iter().any(|product| product.key == key)) {
        let words = "The organization doesn’t have this product.";
        return Err(Refusal::new(Code::NotFound, words, "Choose another product.").at("product"));
    }
    Ok(())
}
