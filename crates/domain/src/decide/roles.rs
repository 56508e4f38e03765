//! Making, changing and deleting roles (R17, R19, R20).

use super::{Decision, authority, holdings, invite};
use crate::{
    Code, Event, Facts, IdSource, Refusal, RoleId,
    command::{NewRole, RoleEdit},
    group::Permission,
    holding::Holding,
    role::Role,
    text::{fold, look},
};
use std::collections::BTreeSet;

/// Judges the making of a role.
pub(super) fn create(facts: &Facts, new: &NewRole, ids: &mut dyn IdSource) -> Result<Decision, Refusal> {
    authority::administrator(facts)?;
    let name = name(facts, &new.name, None)?;
    let description = invite::line(&new.description, 1000, "description")?;
    let permissions = in_catalogue(facts, &new.permissions)?;
    authority::carry(facts, &permissions)?;
    let role = Role {
        id: RoleId::new(ids),
        name,
        description,
        built_in: None,
        portal: new.portal,
        permissions: permissions.into_iter().collect(),
    };
    let made = Some(role.id);
    Ok(Decision { events: vec![Event::RoleAdded { role }], role: made, ..Decision::default() })
}

/// Judges changes of roles: all of them, or none.
pub(super) fn edit(facts: &Facts, edits: &[RoleEdit]) -> Result<Decision, Refusal> {
    authority::administrator(facts)?;
    holdings::not_too_many(edits.iter().map(|edit| 1 + edit.give.len() + edit.take.len()).sum())?;
    let mut now = facts.clone();
    let mut decision = Decision::default();
    for edit in edits {
        if let Some(event) = one(&now, edit)? {
            now.apply(&event);
            decision.events.push(event);
        }
        decision.role = Some(edit.role);
    }
    Ok(decision)
}

fn one(facts: &Facts, edit: &RoleEdit) -> Result<Option<Event>, Refusal> {
    let role = found(facts, edit.role)?;
    may_edit(facts, role)?;
    if let Some(seen) = edit.seen
        && facts.structure.versions.get(&role.id.uuid()).is_some_and(|version| *version > seen)
    {
        return Err(changed(&format!("the role {}", role.name)));
    }
    let name = edit.name.as_deref().map(|raw| name(facts, raw, Some(role))).transpose()?;
    let name = name.filter(|name| *name != role.name).map(|name| (role.name.clone(), name));
    let description = edit.description.as_deref().map(|raw| invite::line(raw, 1000, "description")).transpose()?;
    let description =
        description.filter(|after| *after != role.description).map(|after| (role.description.clone(), after));
    if name.is_some() && role.built_in.is_some() {
        return Err(Refusal::new(Code::BuiltIn, "A built-in role keeps its name.", "").at("name"));
    }
    let (gained, lost) = moved(facts, &role.permissions, &edit.give, &edit.take)?;
    if name.is_none() && description.is_none() && gained.is_empty() && lost.is_empty() {
        return Ok(None);
    }
    Ok(Some(Event::RoleChanged { role: role.id, name, description, gained, lost }))
}

/// R11, R17, R13: whether the actor may change this role at all.
pub fn may_edit(facts: &Facts, role: &Role) -> Result<(), Refusal> {
    let actor = authority::administrator(facts)?;
    if role.is_super_admin() {
        return Err(Refusal::new(
            Code::SuperAdminFixed,
            "Super Admin always has every permission.",
            "Make a role of your own instead.",
        ));
    }
    // Who holds a role could take what limits them out of it, or keep by it what ends elsewhere.
    if actor.has_or_will(&Holding::Role(role.id)) && actor.tier != crate::member::Tier::Owner {
        return Err(Refusal::new(
            Code::Yourself,
            "You can’t change your own role.",
            "Ask the owner, or an administrator who doesn’t have it.",
        ));
    }
    above(facts, &role.permissions, &role.name)
}

/// What carries more than the actor has stands above the actor, as a member with it would (R14).
pub(super) fn above(facts: &Facts, permissions: &[Permission], name: &str) -> Result<(), Refusal> {
    authority::carry(facts, permissions).map_err(|_| {
        Refusal::new(
            Code::RankTooLow,
            format!("{name} carries permissions that you don’t have."),
            "Ask the owner, or an administrator with more rights.",
        )
    })
}

/// R20: whether the actor may delete this role.
pub fn may_delete(facts: &Facts, id: RoleId) -> Result<(), Refusal> {
    let role = found(facts, id)?;
    if role.built_in.is_some() {
        authority::administrator(facts)?;
        return Err(Refusal::new(
            Code::BuiltIn,
            format!("{} is built in and can’t be deleted.", role.name),
            "Change its permissions instead.",
        ));
    }
    may_edit(facts, role)
}

/// Judges the deletion of a role that nobody has any more (R20).
pub(super) fn delete(facts: &Facts, id: RoleId) -> Result<Decision, Refusal> {
    may_delete(facts, id)?;
    let role = found(facts, id)?;
    if facts.role_sizes.get(&id).is_some_and(|n| *n > 0) {
        return Err(Refusal::new(Code::Conflict, "Somebody was given this role in between.", "Try again."));
    }
    Ok(Decision { events: vec![Event::RoleRemoved { role: role.clone() }], role: Some(id), ..Decision::default() })
}

pub(super) fn found(facts: &Facts, id: RoleId) -> Result<&Role, Refusal> {
    facts
        .structure
        .roles
        .get(&id)
        .ok_or_else(|| Refusal::new(Code::NotFound, "This role isn’t in this organization.", "Refresh the list."))
}

/// A name that no other role has.
fn name(facts: &Facts, raw: &str, of: Option<&Role>) -> Result<String, Refusal> {
    let name = invite::name(raw, "name")?;
    let key = fold(&name);
    if key.is_empty() {
        return Err(Refusal::new(Code::Invalid, "The role has no name. Add one.", "").at("name"));
    }
    let taken = facts.structure.role_names.get(&key).is_some_and(|id| of.is_none_or(|role| role.id != *id));
    if taken {
        return Err(Refusal::new(Code::NameTaken, "There is a role of this name.", "Choose another name.").at("name"));
    }
    let others = facts.structure.roles.values().filter(|other| of.is_none_or(|role| role.id != other.id));
    unlike(&name, others.map(|other| other.name.as_str())).map(|()| name)
}

/// A name that nobody takes for another one: whoever gives rights by name must know whose they are.
pub(super) fn unlike<'a>(name: &str, mut others: impl Iterator<Item = &'a str>) -> Result<(), Refusal> {
    let wanted = look(name);
    others.find(|other| look(other) == wanted).map_or(Ok(()), |other| {
        let words = format!("This name looks like {other}.");
        Err(Refusal::new(Code::NameTaken, words, "Choose one that can’t be taken for it.").at("name"))
    })
}

/// Permissions that the catalogue knows, each once (C24).
pub(super) fn in_catalogue(facts: &Facts, all: &[Permission]) -> Result<BTreeSet<Permission>, Refusal> {
    holdings::not_too_many(all.len()).map_err(|refusal| refusal.at("permissions"))?;
    let catalogue = &facts.structure.catalogue;
    let once: BTreeSet<Permission> = all.iter().cloned().collect();
    match once.iter().find(|permission| !catalogue.contains(*permission)) {
        None => Ok(once),
        Some(unknown) => Err(Refusal::new(
            Code::NotFound,
            format!("The permission {unknown} isn’t in the catalogue."),
            "Refresh, and choose another.",
        )
        .at("permissions")),
    }
}

/// What really is added to, and taken from, what something carries; the actor has all of it (R13).
pub(super) fn moved(
    facts: &Facts,
    carried: &[Permission],
    give: &[Permission],
    take: &[Permission],
) -> Result<(Vec<Permission>, Vec<Permission>), Refusal> {
    let (give, take) = (in_catalogue(facts, give)?, in_catalogue(facts, take)?);
    if let Some(both) = give.intersection(&take).next() {
        let words = format!("{both} is both added and taken away.");
        return Err(Refusal::new(Code::Invalid, words, "Decide for one.").at("permissions"));
    }
    let gained: Vec<Permission> = give.into_iter().filter(|permission| !carried.contains(permission)).collect();
    let lost: Vec<Permission> = take.into_iter().filter(|permission| carried.contains(permission)).collect();
    authority::carry_on(facts, &gained)?;
    authority::carry(facts, &lost)?;
    Ok((gained, lost))
}

/// Somebody else changed it in between: nothing is silently overwritten.
pub(super) fn changed(what: &str) -> Refusal {
    Refusal::new(Code::Conflict, format!("Somebody changed {what} in between."), "Load it again, then apply yours.")
}
