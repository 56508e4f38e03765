//! `apply` for the structure: catalogue, products, seats, roles, groups, portals, teams.

use crate::{StoreError, Work, arg::insert_rows, record, sql};
use rollbook_domain::{
    GroupId, RoleId, TeamId,
    catalogue::{Package, Product},
    group::{Group, Permission},
    named::{Portal, Team},
    organization::Plan,
    role::Role,
    text::fold,
};

impl Work {
    pub(crate) async fn extend_catalogue(&mut self, module: &str, actions: &[String]) -> Result<(), StoreError> {
        let organization = self.organization.to_bytes();
        let rows =
            actions.iter().map(|action| vec![organization.into(), module.into(), action.as_str().into()]).collect();
        insert_rows(
            &mut self.tx,
            "INSERT INTO permission (organization, module, action)",
            " ON CONFLICT DO NOTHING",
            rows,
        )
        .await
    }

    pub(crate) async fn take_product(&mut self, product: &Product) -> Result<(), StoreError> {
        let (organization, seq) = (self.organization.to_bytes(), self.seq);
        let body = serde_json::to_string(product).map_err(StoreError::corrupt)?;
        self.run(sql!(
            "INSERT INTO product (organization, key, taken, body) VALUES ($1, $2, $3, $4)",
            organization,
            product.key.as_str(),
            seq,
            body
        ))
        .await?;
        for module in &product.modules {
            let actions: Vec<String> = module.actions.iter().map(|action| action.key.clone()).collect();
            self.extend_catalogue(&module.key, &actions).await?;
        }
        Ok(())
    }

    pub(crate) async fn set_seats(&mut self, package: &Package, seats: i64) -> Result<(), StoreError> {
        let organization = self.organization.to_bytes();
        self.run(sql!(
            "INSERT INTO package (organization, package, seats, used) VALUES ($1, $2, $3, 0) \
             ON CONFLICT (organization, package) DO UPDATE SET seats = excluded.seats",
            organization,
            package.to_string(),
            seats
        ))
        .await?;
        Ok(())
    }

    pub(crate) async fn set_plan(&mut self, plan: Plan) -> Result<(), StoreError> {
        let organization = self.organization.to_bytes();
        self.run(sql!("UPDATE organization SET plan = $1 WHERE id = $2", record::word(&plan)?, organization)).await?;
        Ok(())
    }

    pub(crate) async fn add_role(&mut self, role: &Role) -> Result<(), StoreError> {
        let (organization, seq) = (self.organization.to_bytes(), self.seq);
        let built_in = role.built_in.map(|which| record::word(&which)).transpose()?;
        self.run(sql!(
            "INSERT INTO role (id, organization, name, name_key, description, built_in, portal, members, version) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8)",
            role.id.to_bytes(),
            organization,
            role.name.as_str(),
            fold(&role.name),
            role.description.as_str(),
            built_in,
            role.portal,
            seq
        ))
        .await?;
        self.add_role_permissions(role.id, &role.permissions).await
    }

    async fn add_role_permissions(&mut self, role: RoleId, permissions: &[Permission]) -> Result<(), StoreError> {
        let rows = permissions.iter().map(|p| vec![role.to_bytes().into(), p.to_string().into()]).collect();
        insert_rows(&mut self.tx, "INSERT INTO role_permission (role, permission)", " ON CONFLICT DO NOTHING", rows)
            .await
    }

    pub(crate) async fn change_role(
        &mut self,
        role: RoleId,
        name: Option<&(String, String)>,
        description: Option<&(String, String)>,
        (gained, lost): (&[Permission], &[Permission]),
    ) -> Result<(), StoreError> {
        let (id, seq) = (role.to_bytes(), self.seq);
        if let Some((_, after)) = name {
            self.run(sql!("UPDATE role SET name = $1, name_key = $2 WHERE id = $3", after.as_str(), fold(after), id))
                .await?;
        }
        if let Some((_, after)) = description {
            self.run(sql!("UPDATE role SET description = $1 WHERE id = $2", after.as_str(), id)).await?;
        }
        for permission in lost {
            let permission = permission.to_string();
            self.run(sql!("DELETE FROM role_permission WHERE role = $1 AND permission = $2", id, permission)).await?;
        }
        self.run(sql!("UPDATE role SET version = $1 WHERE id = $2", seq, id)).await?;
        self.add_role_permissions(role, gained).await
    }

    pub(crate) async fn remove_role(&mut self, role: RoleId) -> Result<(), StoreError> {
        self.run(sql!("DELETE FROM role WHERE id = $1", role.to_bytes())).await?;
        Ok(())
    }

    pub(crate) async fn add_portal(&mut self, portal: &Portal) -> Result<(), StoreError> {
        let organization = self.organization.to_bytes();
        self.run(sql!(
            "INSERT INTO portal (id, organization, name, name_key) VALUES ($1, $2, $3, $4)",
            portal.id.to_bytes(),
            organization,
            portal.name.as_str(),
            fold(&portal.name)
        ))
        .await?;
        Ok(())
    }

    pub(crate) async fn remove_portal(&mut self, portal: &Portal) -> Result<(), StoreError> {
        self.run(sql!("DELETE FROM portal WHERE id = $1", portal.id.to_bytes())).await?;
        Ok(())
    }

    pub(crate) async fn add_team(&mut self, team: &Team) -> Result<(), StoreError> {
        let organization = self.organization.to_bytes();
        self.run(sql!(
            "INSERT INTO team (id, organization, name, name_key) VALUES ($1, $2, $3, $4)",
            team.id.to_bytes(),
            organization,
            team.name.as_str(),
            fold(&team.name)
        ))
        .await?;
        Ok(())
    }

    pub(crate) async fn rename_team(&mut self, team: TeamId, name: &str) -> Result<(), StoreError> {
        self.run(sql!("UPDATE team SET name = $1, name_key = $2 WHERE id = $3", name, fold(name), team.to_bytes()))
            .await?;
        Ok(())
    }

    pub(crate) async fn remove_team(&mut self, team: &Team) -> Result<(), StoreError> {
        self.run(sql!("DELETE FROM team WHERE id = $1", team.id.to_bytes())).await?;
        Ok(())
    }

    pub(crate) async fn add_group(&mut self, group: &Group) -> Result<(), StoreError> {
        let (organization, seq) = (self.organization.to_bytes(), self.seq);
        self.run(sql!(
            "INSERT INTO grp (id, organization, name, name_key, description, product, parent, built_in, members, version) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9)",
            group.id.to_bytes(),
            organization,
            group.name.as_str(),
            fold(&group.name),
            group.description.as_str(),
            group.product.clone(),
            group.parent.map(GroupId::to_bytes),
            group.built_in,
            seq
        ))
        .await?;
        self.add_group_permissions(group.id, &group.permissions).await
    }

    async fn add_group_permissions(&mut self, group: GroupId, permissions: &[Permission]) -> Result<(), StoreError> {
        let rows = permissions.iter().map(|p| vec![group.to_bytes().into(), p.to_string().into()]).collect();
        insert_rows(&mut self.tx, "INSERT INTO grp_permission (grp, permission)", " ON CONFLICT DO NOTHING", rows).await
    }

    /// Carries out a change of a group.
    pub(crate) async fn change_group(&mut self, event: &rollbook_domain::Event) -> Result<(), StoreError> {
        let rollbook_domain::Event::GroupChanged { group, name, product, description, parent, gained, lost } = event
        else {
            return Ok(());
        };
        let (id, seq) = (group.to_bytes(), self.seq);
        if let Some((_, after)) = name {
            self.run(sql!("UPDATE grp SET name = $1, name_key = $2 WHERE id = $3", after.as_str(), fold(after), id))
                .await?;
        }
        if let Some((_, after)) = product {
            self.run(sql!("UPDATE grp SET product = $1 WHERE id = $2", after.clone(), id)).await?;
        }
        if let Some((_, after)) = description {
            self.run(sql!("UPDATE grp SET description = $1 WHERE id = $2", after.as_str(), id)).await?;
        }
        if let Some((_, after)) = parent {
            self.run(sql!("UPDATE grp SET parent = $1 WHERE id = $2", after.map(GroupId::to_bytes), id)).await?;
        }
        for permission in lost {
            let permission = permission.to_string();
            self.run(sql!("DELETE FROM grp_permission WHERE grp = $1 AND permission = $2", id, permission)).await?;
        }
        self.run(sql!("UPDATE grp SET version = $1 WHERE id = $2", seq, id)).await?;
        self.add_group_permissions(*group, gained).await
    }
}
