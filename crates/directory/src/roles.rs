//! Roles at the desk: the matrix, and what changes it (FEATURES rows 36–46, B7).

use crate::{
    Desk, DirectoryError, Task,
    catalogue::view::{catalogue, numbered},
    contract::{CreateRole, DeleteRole, EditRoles, Outcome, RoleView, RolesView},
    desk::every_tag,
};
use rollbook_domain::{
    Command, Facts, Refusal, RoleId, Timestamp,
    command::{NewRole, RoleEdit},
    decide::{authority, roles},
    facts::Actor,
    group::Permission,
    holding::Holding,
    role::Role,
    text::fold,
};
use rollbook_exchange::table_csv;
use std::collections::HashMap;

impl Desk {
    /// All roles against all permissions.
    pub async fn roles(&self) -> Result<RolesView, DirectoryError> {
        let facts = self.facts().await?;
        let mine = authority::effective(&facts.structure, authority::administrator(&facts)?);
        let (catalogue, numbers) = catalogue(&facts.structure, &mine);
        let members = self.directory().store().role_members(self.organization()).await?;
        let roles =
            in_order(&facts).into_iter().map(|role| role_view(&facts, role, &numbers, &members, self.line())).collect();
        Ok(RolesView { roles, catalogue })
    }

    /// Makes a role (rows 36, 37).
    pub async fn create_role(&self, ask: &CreateRole) -> Result<Outcome, DirectoryError> {
        let new = NewRole {
            name: ask.name.clone(),
            description: ask.description.clone(),
            portal: ask.portal,
            permissions: ask.permissions.clone(),
        };
        self.one(ask.command, ask.preview, Command::CreateRole(new), every_tag()).await
    }

    /// Changes roles, all or none (rows 44, 45).
    pub async fn edit_roles(&self, ask: &EditRoles) -> Result<Outcome, DirectoryError> {
        let edits = ask.edits.iter().map(|edit| RoleEdit {
            role: edit.role,
            seen: Some(edit.seen),
            name: edit.name.clone(),
            description: edit.description.clone(),
            give: edit.give.clone(),
            take: edit.take.clone(),
        });
        self.one(ask.command, ask.preview, Command::EditRoles(edits.collect()), every_tag()).await
    }

    /// Deletes a role; whoever had it loses it (R20, row 46).
    pub async fn delete_role(&self, ask: &DeleteRole, task: &Task) -> Result<Outcome, DirectoryError> {
        self.delete_held((ask.command, ask.preview), Holding::Role(ask.role), task).await
    }

    /// The matrix as CSV: a row for each permission, a column for each role; and how many rows.
    pub async fn export_roles(&self) -> Result<(Vec<u8>, u64), DirectoryError> {
        let view = self.roles().await?;
        let mut head = vec!["product".to_owned(), "module".to_owned(), "action".to_owned(), "permission".to_owned()];
        head.extend(view.roles.iter().map(|role| role.name.clone()));
        let mut rows = Vec::new();
        let mut number = 0;
        for product in &view.catalogue.products {
            for module in &product.modules {
                for action in &module.actions {
                    let permission = action.permission.to_string();
                    let mut row = vec![product.name.clone(), module.label.clone(), action.label.clone(), permission];
                    let marks = view.roles.iter().map(|role| role.permissions.binary_search(&number).is_ok());
                    row.extend(marks.map(|has| if has { "yes" } else { "no" }.to_owned()));
                    rows.push(row);
                    number += 1;
                }
            }
        }
        let count = rows.len() as u64;
        Ok((table_csv(&head, rows).map_err(|error| DirectoryError::Table(error.to_string()))?, count))
    }
}

/// The built-in four, highest first, then the others by name.
pub(crate) fn in_order(facts: &Facts) -> Vec<&Role> {
    let mut all: Vec<&Role> = facts.structure.roles.values().collect();
    all.sort_by_cached_key(|role| (role.built_in.is_none(), role.built_in, fold(&role.name)));
    all
}

/// A role as a column, with what the actor can't do with it and why.
pub(crate) fn role_view(
    facts: &Facts,
    role: &Role,
    numbers: &HashMap<Permission, u32>,
    members: &HashMap<RoleId, u64>,
    line: Option<Refusal>,
) -> RoleView {
    let permissions = if role.is_super_admin() {
        (0..u32::try_from(numbers.len()).unwrap_or(u32::MAX)).collect()
    } else {
        numbered(numbers, &role.permissions)
    };
    let id = [role.id];
    let kind = if role.portal { rollbook_domain::member::Kind::Portal } else { rollbook_domain::member::Kind::Regular };
    // Whether it can be given at all, be it for a while.
    let ends = [(Holding::Role(role.id), Timestamp(i64::MIN))];
    let standing = authority::Standing { kind, roles: &id, ends: &ends, ..authority::Standing::NOBODY };
    RoleView {
        id: role.id,
        version: facts.structure.versions.get(&role.id.uuid()).copied().unwrap_or_default(),
        name: role.name.clone(),
        description: role.description.clone(),
        built_in: role.built_in,
        portal: role.portal,
        members: members.get(&role.id).copied().unwrap_or_default(),
        permissions,
        yours: matches!(&facts.actor, Actor::Member(actor) if actor.holds.roles.contains(&role.id)),
        edit_refusal: roles::may_edit(facts, role).err().or_else(|| line.clone()),
        delete_refusal: roles::may_delete(facts, role.id).err().or_else(|| line.clone()),
        give_refusal: authority::leave(facts, None, standing).err().or(line),
    }
}
