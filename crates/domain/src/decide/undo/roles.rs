//! Undo of what happened to roles, seats and the plan.

use super::{Undo, back, changed_since, moved_back};
use crate::{
    Event, Refusal, RoleId,
    catalogue::Package,
    company::Details,
    decide::{authority, company, mails, policy, roles, subscription},
    organization::{Plan, Policy},
    role::Role,
    text::fold,
    wording::{Wording, WordingOf},
};

impl Undo {
    /// Takes a role away again, as long as it is as it was made and nobody has it.
    pub(super) fn remove_role(&mut self, added: &Role) -> Result<(), Refusal> {
        let Some(role) = self.now.structure.roles.get(&added.id) else {
            return Ok(());
        };
        roles::may_delete(&self.now, role.id)?;
        let why = if self.now.role_sizes.get(&role.id).is_some_and(|n| *n > 0) {
            "people have it"
        } else if !as_added(role, added) {
            "it was changed since"
        } else {
            self.out.events.push(Event::RoleRemoved { role: role.clone() });
            return Ok(());
        };
        Err(changed_since(format!("The role {} stays: {why}.", role.name), ""))
    }

    /// Makes a role again that was deleted; whoever had it gets it back by the events that follow.
    pub(super) fn bring_role_back(&mut self, removed: &Role) -> Result<(), Refusal> {
        let structure = &self.now.structure;
        if structure.roles.contains_key(&removed.id) {
            return Ok(());
        }
        if structure.role_names.contains_key(&fold(&removed.name)) {
            let what = format!("There is another role {} by now.", removed.name);
            return Err(changed_since(what, "Rename one of them."));
        }
        authority::carry(&self.now, &removed.permissions)?;
        self.out.events.push(Event::RoleAdded { role: removed.clone() });
        Ok(())
    }

    pub(super) fn change_role_back(&mut self, event: &Event) -> Result<(), Refusal> {
        let Event::RoleChanged { role: id, name, description, gained, lost } = event else { return Ok(()) };
        let role = self.role(*id)?;
        roles::may_edit(&self.now, role)?;
        let changed = || {
            let what = format!("Somebody changed the role {} again since.", role.name);
            changed_since(what, "Change it by hand.")
        };
        let name = back(&role.name, name.as_ref()).ok_or_else(changed)?;
        if let Some((_, before)) = &name
            && self.now.structure.role_names.get(&fold(before)).is_some_and(|other| other != id)
        {
            let what = format!("There is another role {before} by now.");
            return Err(changed_since(what, "Rename one of them."));
        }
        let description = back(&role.description, description.as_ref()).ok_or_else(changed)?;
        let (given, taken) = moved_back(&role.permissions, gained, lost);
        authority::carry(&self.now, &taken)?;
        authority::carry_on(&self.now, &given)?;
        if !(name.is_none() && description.is_none() && taken.is_empty() && given.is_empty()) {
            let (role, gained, lost) = (*id, given, taken);
            self.out.events.push(Event::RoleChanged { role, name, description, gained, lost });
        }
        Ok(())
    }

    fn role(&self, id: RoleId) -> Result<&Role, Refusal> {
        let gone = || changed_since("The role isn’t here any more.".to_owned(), "");
        self.now.structure.roles.get(&id).ok_or_else(gone)
    }

    pub(super) fn seats_back(
        &mut self,
        package: &Package,
        before: i64,
        after: i64,
        ids: &mut dyn crate::IdSource,
    ) -> Result<(), Refusal> {
        let now = self.now.seats.get(package).copied().unwrap_or_default().bought;
        if now != before && now != after {
            return Err(changed_since(format!("There are {now} seats by now."), "Change them by hand."));
        }
        let decision = subscription::set_seats(&self.now, package, before, None, ids)?;
        self.out.events.extend(decision.events);
        Ok(())
    }

    pub(super) fn plan_back(&mut self, before: Plan, after: Plan) -> Result<(), Refusal> {
        let now = self.now.organization.plan;
        if now != before && now != after {
            return Err(changed_since("The plan was changed again since.".to_owned(), "Change it by hand."));
        }
        self.out.events.extend(subscription::set_plan(&self.now, before)?.events);
        Ok(())
    }

    pub(super) fn details_back(&mut self, before: &Details, after: &Details) -> Result<(), Refusal> {
        authority::owner(&self.now)?;
        let now = self.now.organization.details();
        if now != *before && now != *after {
            return Err(changed_since("The details were changed again since.".to_owned(), "Change them by hand."));
        }
        company::free(&self.now, &now, before)?;
        self.out.events.extend(company::described(now, before.clone()));
        Ok(())
    }

    pub(super) fn policy_back(&mut self, before: &Policy, after: &Policy) -> Result<(), Refusal> {
        policy::may_set(&self.now)?;
        let now = &self.now.organization.policy;
        if now != before && now != after {
            return Err(changed_since("The policy was changed again since.".to_owned(), "Change it by hand."));
        }
        policy::may_name(&self.now, before.emergency)?;
        self.out.events.extend(policy::changed(now, before));
        Ok(())
    }

    /// Gives a mail the words that it had.
    pub(super) fn wording_back(
        &mut self,
        of: &WordingOf,
        before: Option<&Wording>,
        after: Option<&Wording>,
    ) -> Result<(), Refusal> {
        authority::unlimited(&self.now)?;
        let now = self.now.wordings.get(of);
        if now != before && now != after {
            return Err(changed_since("The mail was changed again since.".to_owned(), "Change it by hand."));
        }
        self.out.events.extend(mails::reworded(of, now, before));
        Ok(())
    }
}

/// Whether nothing of the role changed since it was made; in which order a store lists permissions
/// says nothing.
fn as_added(role: &Role, added: &Role) -> bool {
    let sorted = |role: &Role| {
        let mut role = role.clone();
        role.permissions.sort();
        role
    };
    sorted(role) == sorted(added)
}
