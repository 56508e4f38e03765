//! Catalogue, roles, groups, portals and teams, as events lead to them.

use super::{State, assert_sorted, swap};
use rollbook_domain::{
    Event, GroupId, PortalId, TeamId,
    group::{Group, Permission},
    role::Role,
    text::fold,
};
use std::collections::HashMap;

impl State {
    pub(super) fn build(&mut self, event: &Event) {
        assert!(!self.is_used(event), "still needed: {event:?}");
        match event {
            Event::CatalogueExtended { module, actions } => {
                for action in actions {
                    let new = Permission::parse(&format!("{module}.{action}"));
                    let new = new.expect("a permission");
                    assert!(self.catalogue.insert(new), "{module}.{action} was there");
                }
            }
            Event::ProductTaken { product } => {
                assert!(self.products.iter().all(|other| other.key != product.key), "taken once");
                self.catalogue.extend(product.modules.iter().flat_map(rollbook_domain::catalogue::Module::permissions));
                self.products.push((**product).clone());
            }
            Event::RoleAdded { role } => {
                self.versions.insert(role.id.uuid(), self.seq);
                self.add_role(role);
            }
            Event::RoleChanged { role, name, description, gained, lost } => {
                self.versions.insert(role.uuid(), self.seq);
                let mut changed = self.roles.remove(role).expect("a role that is there");
                swap(&mut changed.name, name.as_ref());
                swap(&mut changed.description, description.as_ref());
                let fixed = changed.built_in.is_some() && name.is_some();
                assert!(!fixed && !changed.is_super_admin(), "R20: {} stays", changed.name);
                move_permissions(&mut changed.permissions, gained, lost);
                self.add_role(&changed);
            }
            Event::RoleRemoved { role } => {
                assert_eq!(self.roles.remove(&role.id).as_ref(), Some(role));
                assert_eq!(role.built_in, None, "R20");
            }
            Event::PortalAdded { portal } => {
                let taken = self.portals.values().any(|other| fold(&other.name) == fold(&portal.name));
                assert!(!taken, "a name is used once: {}", portal.name);
                assert_eq!(self.portals.insert(portal.id, portal.clone()), None, "an id is used once");
            }
            Event::PortalRemoved { portal } => {
                assert_eq!(self.portals.remove(&portal.id).as_ref(), Some(portal));
            }
            Event::TeamAdded { team } => {
                self.assert_team_name(&team.name, None);
                assert_eq!(self.teams.insert(team.id, team.clone()), None, "an id is used once");
            }
            Event::TeamRenamed { team: id, name: (before, after) } => {
                self.assert_team_name(after, Some(*id));
                let team = self.teams.get_mut(id).expect("a team that is there");
                assert_eq!(&team.name, before);
                team.name.clone_from(after);
            }
            Event::TeamRemoved { team } => {
                assert_eq!(self.teams.remove(&team.id).as_ref(), Some(team));
            }
            Event::GroupAdded { group } => {
                self.versions.insert(group.id.uuid(), self.seq);
                self.add_group(group);
            }
            Event::GroupChanged { group, name, product, description, parent, gained, lost } => {
                self.versions.insert(group.uuid(), self.seq);
                let mut changed = self.groups.remove(group).expect("a group that is there");
                swap(&mut changed.name, name.as_ref());
                swap(&mut changed.product, product.as_ref());
                swap(&mut changed.description, description.as_ref());
                swap(&mut changed.parent, parent.as_ref());
                assert!(!(changed.built_in && name.is_some()), "R20: {} keeps its name", changed.name);
                move_permissions(&mut changed.permissions, gained, lost);
                self.add_group(&changed);
            }
            Event::GroupRemoved { group } => {
                assert_eq!(self.groups.remove(&group.id).as_ref(), Some(group));
                assert!(!group.built_in, "R20");
            }
            other => panic!("not of the structure: {other:?}"),
        }
    }

    /// How many members have each portal.
    pub(crate) fn portal_sizes(&self) -> HashMap<PortalId, i64> {
        let mut sizes = HashMap::new();
        for id in self.members.values().flat_map(|member| &member.holds.portals) {
            *sizes.entry(*id).or_default() += 1;
        }
        sizes
    }

    /// How many members are in each team.
    pub(crate) fn team_sizes(&self) -> HashMap<TeamId, i64> {
        let mut sizes = HashMap::new();
        for id in self.members.values().flat_map(|member| &member.holds.teams) {
            *sizes.entry(*id).or_default() += 1;
        }
        sizes
    }

    fn assert_team_name(&self, name: &str, but: Option<TeamId>) {
        let taken = self.teams.values().any(|other| Some(other.id) != but && fold(&other.name) == fold(name));
        assert!(!taken, "a name is used once: {name}");
    }

    fn add_role(&mut self, role: &Role) {
        let key = fold(&role.name);
        let taken = self.roles.values().any(|other| fold(&other.name) == key);
        assert!(!taken && !key.is_empty(), "a name is used once: {}", role.name);
        assert_sorted(&role.permissions);
        assert!(role.permissions.iter().all(|p| self.catalogue.contains(p)), "what no catalogue knows");
        assert_eq!(self.roles.insert(role.id, role.clone()), None, "an id is used once");
    }

    fn add_group(&mut self, group: &Group) {
        let key = fold(&group.name);
        let taken = self.groups.values().any(|other| fold(&other.name) == key);
        assert!(!taken && !key.is_empty(), "a name is used once: {}", group.name);
        assert_sorted(&group.permissions);
        assert!(group.permissions.iter().all(|p| self.catalogue.contains(p)), "what no catalogue knows");
        let product = group.product.as_ref();
        assert!(product.is_none_or(|key| self.products.iter().any(|product| product.key == *key)));
        assert_eq!(self.groups.insert(group.id, group.clone()), None, "an id is used once");
        self.assert_parents(group.id);
    }

    /// Every parent is there, and none stands under its own child.
    fn assert_parents(&self, start: GroupId) {
        let mut steps = 0;
        let mut at = Some(start);
        while let Some(id) = at {
            at = self.groups.get(&id).expect("a parent that is there").parent;
            steps += 1;
            assert!(steps <= self.groups.len(), "the parents form a circle");
        }
    }
}

fn move_permissions(all: &mut Vec<Permission>, gained: &[Permission], lost: &[Permission]) {
    let had = |p| all.contains(p);
    assert!(lost.iter().all(had) && !gained.iter().any(had), "before and after differ");
    all.retain(|p| !lost.contains(p));
    all.extend(gained.iter().cloned());
    all.sort();
}
