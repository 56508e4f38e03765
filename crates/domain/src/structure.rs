//! The structure of an organization: its catalogue, roles, groups, portals. It changes seldom and is
//! asked for constantly, so it is shared and kept, and copied only by whoever changes it.

use crate::{
    GroupId, PortalId, RoleId, TeamId,
    catalogue::Product,
    group::{Group, Permission},
    named::{Portal, Team},
    permission_set::{Numbers, PermissionSet},
    role::{BuiltInRole, Role},
    text::fold,
};
use std::collections::{HashMap, HashSet};

/// Catalogue, roles, groups and portals of one organization.
#[derive(Clone, Debug, Default)]
pub struct Structure {
    /// The number of the newest event that changed it.
    pub seq: i64,
    /// Products that the organization took, in the order of their taking.
    pub products: Vec<Product>,
    /// Every permission that there is to give: those of the products, and of tables' own modules.
    pub catalogue: HashSet<Permission>,
    /// Every group.
    pub groups: HashMap<GroupId, Group>,
    /// Groups by their folded name.
    pub group_names: HashMap<String, GroupId>,
    /// Every role.
    pub roles: HashMap<RoleId, Role>,
    /// Roles by their folded name.
    pub role_names: HashMap<String, RoleId>,
    /// Portals.
    pub portals: HashMap<PortalId, Portal>,
    /// Teams.
    pub teams: HashMap<TeamId, Team>,
    /// The number of the newest event about a role or a group, by its id: what a screen saw.
    pub versions: HashMap<uuid::Uuid, i64>,
    numbers: Numbers,
    group_sets: HashMap<GroupId, PermissionSet>,
    role_sets: HashMap<RoleId, PermissionSet>,
    everything: PermissionSet,
}

impl Structure {
    /// Adds a group, or puts it in the place of the one with its id.
    pub fn know_group(&mut self, group: Group) {
        if let Some(before) = self.groups.get(&group.id) {
            self.group_names.remove(&fold(&before.name));
        }
        self.group_names.insert(fold(&group.name), group.id);
        self.group_sets.insert(group.id, self.numbers.set(&group.permissions));
        self.groups.insert(group.id, group);
    }
    /// Takes a group out.
    pub fn forget_group(&mut self, id: GroupId) {
        if let Some(group) = self.groups.remove(&id) {
            self.group_names.remove(&fold(&group.name));
            self.group_sets.remove(&id);
        }
    }
    /// Adds a role, or puts it in the place of the one with its id.
    pub fn know_role(&mut self, role: Role) {
        if let Some(before) = self.roles.get(&role.id) {
            self.role_names.remove(&fold(&before.name));
        }
        self.role_names.insert(fold(&role.name), role.id);
        self.role_sets.insert(role.id, self.numbers.set(&role.permissions));
        self.roles.insert(role.id, role);
    }
    /// Takes a role out.
    pub fn forget_role(&mut self, id: RoleId) {
        if let Some(role) = self.roles.remove(&id) {
            self.role_names.remove(&fold(&role.name));
            self.role_sets.remove(&id);
        }
    }
    /// Adds permissions to the catalogue.
    pub fn know_permissions(&mut self, permissions: impl IntoIterator<Item = Permission>) {
        for permission in permissions {
            let number = self.numbers.intern(&permission);
            self.everything.insert(number);
            self.catalogue.insert(permission);
        }
    }
    /// Adds a product with its modules.
    pub fn know_product(&mut self, product: Product) {
        let permissions: Vec<Permission> =
            product.modules.iter().flat_map(crate::catalogue::Module::permissions).collect();
        self.know_permissions(permissions);
        self.products.retain(|other| other.key != product.key);
        self.products.push(product);
    }
    /// The role that is one of the four.
    pub fn built_in(&self, which: BuiltInRole) -> Option<&Role> {
        self.roles.values().find(|role| role.built_in == Some(which))
    }
    /// The permissions of a group as a set; `None` when there is no such group.
    pub fn group_set(&self, id: GroupId) -> Option<&PermissionSet> {
        self.group_sets.get(&id)
    }
    /// The permissions of a role as a set; `None` when there is no such role.
    pub fn role_set(&self, id: RoleId) -> Option<&PermissionSet> {
        self.role_sets.get(&id)
    }
    /// Every permission of the catalogue as a set.
    pub const fn everything(&self) -> &PermissionSet {
        &self.everything
    }
    /// Numbers of permissions in the sets.
    pub const fn numbers(&self) -> &Numbers {
        &self.numbers
    }
    /// These permissions as a set; `None` when one of them is known nowhere.
    pub fn set_of<'a>(&self, permissions: impl IntoIterator<Item = &'a Permission>) -> Option<PermissionSet> {
        permissions.into_iter().map(|permission| self.numbers.of(permission)).collect()
    }
    /// Those of these permissions that are known, as a set: the others permit nothing.
    pub fn known<'a>(&self, permissions: impl IntoIterator<Item = &'a Permission>) -> PermissionSet {
        permissions.into_iter().filter_map(|permission| self.numbers.of(permission)).collect()
    }
}

/// Two structures are the same when they say the same; how sets number permissions says nothing.
impl PartialEq for Structure {
    fn eq(&self, other: &Self) -> bool {
        self.products == other.products
            && self.catalogue == other.catalogue
            && self.groups == other.groups
            && self.roles == other.roles
            && self.portals == other.portals
    }
}
