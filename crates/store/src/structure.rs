//! Loading the structure of an organization, kept in memory until an event changes it.

use crate::{Store, StoreError, Work, record, sql};
use rollbook_domain::{
    GroupId, OrganizationId, PortalId, RoleId, TeamId,
    catalogue::{Package, Product, Seats},
    group::{Group, Permission},
    named::{Portal, Team},
    role::Role,
    structure::Structure,
};
use sqlx::{AnyConnection, Row};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

/// Structures by organization, each of the moment that it names. The number of the newest structural
/// event is part of what is asked for, so an old one is never served (C30).
#[derive(Debug, Default)]
pub(crate) struct Structures(Mutex<HashMap<OrganizationId, Arc<Structure>>>);

impl Structures {
    /// The structure of a moment, from memory where it is that very one.
    pub(crate) async fn load(
        &self,
        connection: &mut AnyConnection,
        organization: OrganizationId,
        seq: i64,
        lasting: bool,
    ) -> Result<Arc<Structure>, StoreError> {
        let kept = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lasting
            && let Some(structure) = kept().get(&organization)
            && structure.seq == seq
        {
            return Ok(Arc::clone(structure));
        }
        let structure = Arc::new(read(connection, organization, seq).await?);
        // What a unit of work has changed and not committed is nobody else's.
        if lasting {
            kept().insert(organization, Arc::clone(&structure));
        }
        Ok(structure)
    }
}

async fn read(connection: &mut AnyConnection, organization: OrganizationId, seq: i64) -> Result<Structure, StoreError> {
    let id = organization.to_bytes();
    let mut structure = Structure::default();
    structure.seq = seq;
    let rows = sql!("SELECT body FROM product WHERE organization = $1 ORDER BY taken", id)
        .query()
        .fetch_all(&mut *connection)
        .await?;
    for row in rows {
        let product: Product = serde_json::from_str(&row.try_get::<String, _>("body")?).map_err(StoreError::corrupt)?;
        structure.know_product(product);
    }
    let rows = sql!("SELECT module, action FROM permission WHERE organization = $1 ORDER BY module, action", id)
        .query()
        .fetch_all(&mut *connection)
        .await?;
    let mut catalogue = Vec::with_capacity(rows.len());
    for row in rows {
        let text = format!("{}.{}", row.try_get::<String, _>("module")?, row.try_get::<String, _>("action")?);
        catalogue.extend(Permission::parse(&text));
    }
    structure.know_permissions(catalogue);
    for (role, version) in roles(connection, id).await? {
        structure.versions.insert(role.id.uuid(), version);
        structure.know_role(role);
    }
    for (group, version) in groups(connection, id).await? {
        structure.versions.insert(group.id.uuid(), version);
        structure.know_group(group);
    }
    let rows =
        sql!("SELECT id, name FROM portal WHERE organization = $1", id).query().fetch_all(&mut *connection).await?;
    for row in rows {
        let portal = Portal { id: record::portal_id(&row, "id")?, name: row.try_get("name")? };
        structure.portals.insert(portal.id, portal);
    }
    let rows =
        sql!("SELECT id, name FROM team WHERE organization = $1", id).query().fetch_all(&mut *connection).await?;
    for row in rows {
        let team = Team { id: record::team_id(&row, "id")?, name: row.try_get("name")? };
        structure.teams.insert(team.id, team);
    }
    Ok(structure)
}

async fn roles(connection: &mut AnyConnection, organization: [u8; 16]) -> Result<Vec<(Role, i64)>, StoreError> {
    let mut permissions: HashMap<RoleId, Vec<Permission>> = HashMap::new();
    let rows = sql!(
        "SELECT p.role, string_agg(p.permission, ' ') AS permissions FROM role_permission p \
         JOIN role r ON r.id = p.role WHERE r.organization = $1 GROUP BY p.role",
        organization
    )
    .query()
    .fetch_all(&mut *connection)
    .await?;
    for row in rows {
        let text: String = row.try_get("permissions")?;
        permissions.insert(record::role_id(&row, "role")?, text.split(' ').filter_map(Permission::parse).collect());
    }
    let rows =
        sql!("SELECT id, name, description, built_in, portal, version FROM role WHERE organization = $1", organization)
            .query()
            .fetch_all(&mut *connection)
            .await?;
    rows.iter()
        .map(|row| {
            let id = record::role_id(row, "id")?;
            let built_in: Option<String> = row.try_get("built_in")?;
            let mut permissions = permissions.remove(&id).unwrap_or_default();
            permissions.sort();
            let role = Role {
                id,
                name: row.try_get("name")?,
                description: row.try_get("description")?,
                built_in: built_in.map(|word| record::from_word(&word)).transpose()?,
                portal: row.try_get::<i64, _>("portal")? != 0,
                permissions,
            };
            Ok((role, row.try_get("version")?))
        })
        .collect()
}

async fn groups(connection: &mut AnyConnection, organization: [u8; 16]) -> Result<Vec<(Group, i64)>, StoreError> {
    let mut permissions: HashMap<GroupId, Vec<Permission>> = HashMap::new();
    let rows = sql!(
        "SELECT p.grp, string_agg(p.permission, ' ') AS permissions FROM grp_permission p \
         JOIN grp g ON g.id = p.grp WHERE g.organization = $1 GROUP BY p.grp",
        organization
    )
    .query()
    .fetch_all(&mut *connection)
    .await?;
    for row in rows {
        let text: String = row.try_get("permissions")?;
        permissions.insert(record::group_id(&row, "grp")?, text.split(' ').filter_map(Permission::parse).collect());
    }
    let rows = sql!(
        "SELECT id, name, description, product, parent, built_in, version FROM grp WHERE organization = $1",
        organization
    )
    .query()
    .fetch_all(&mut *connection)
    .await?;
    rows.iter()
        .map(|row| {
            let id = record::group_id(row, "id")?;
            let mut permissions = permissions.remove(&id).unwrap_or_default();
            permissions.sort();
            let group = Group {
                id,
                name: row.try_get("name")?,
                description: row.try_get("description")?,
                product: row.try_get("product")?,
                parent: row.try_get::<Option<Vec<u8>>, _>("parent")?.and_then(|bytes| GroupId::from_slice(&bytes)),
                built_in: row.try_get::<i64, _>("built_in")? != 0,
                permissions,
            };
            Ok((group, row.try_get("version")?))
        })
        .collect()
}

/// Seats of every package of the organization.
pub(crate) async fn seats(
    connection: &mut AnyConnection,
    organization: OrganizationId,
) -> Result<BTreeMap<Package, Seats>, StoreError> {
    let rows = sql!("SELECT package, seats, used FROM package WHERE organization = $1", organization.to_bytes())
        .query()
        .fetch_all(&mut *connection)
        .await?;
    rows.iter()
        .map(|row| {
            let text: String = row.try_get("package")?;
            let package = Package::parse(&text).ok_or_else(|| StoreError::corrupt(format!("package {text}")))?;
            Ok((package, Seats { bought: row.try_get("seats")?, used: row.try_get("used")? }))
        })
        .collect()
}

async fn members_by<K: std::hash::Hash + Eq>(
    connection: &mut AnyConnection,
    statement: crate::Sql,
    id: impl Fn(&sqlx::any::AnyRow, &str) -> Result<K, StoreError>,
) -> Result<HashMap<K, u64>, StoreError> {
    let rows = statement.query().fetch_all(&mut *connection).await?;
    rows.iter().map(|row| Ok((id(row, "id")?, row.try_get::<i64, _>("members")?.unsigned_abs()))).collect()
}

const ROLE_MEMBERS: &str = "SELECT id, members FROM role WHERE organization = $1";
const GROUP_MEMBERS: &str = "SELECT id, members FROM grp WHERE organization = $1";

impl Store {
    /// How many members that are not archived have each role.
    pub async fn role_members(&self, organization: OrganizationId) -> Result<HashMap<RoleId, u64>, StoreError> {
        let statement = crate::Sql::literal(ROLE_MEMBERS, vec![organization.to_bytes().into()]);
        members_by(&mut *self.pool.acquire().await?, statement, record::role_id).await
    }

    /// How many members that are not archived each group has.
    pub async fn group_members(&self, organization: OrganizationId) -> Result<HashMap<GroupId, u64>, StoreError> {
        let statement = crate::Sql::literal(GROUP_MEMBERS, vec![organization.to_bytes().into()]);
        members_by(&mut *self.pool.acquire().await?, statement, record::group_id).await
    }

    /// How many members that are not archived have each portal.
    pub async fn portal_members(&self, organization: OrganizationId) -> Result<HashMap<PortalId, u64>, StoreError> {
        let rows = sql!(
            "SELECT p.id, (SELECT count(*) FROM holding x JOIN member m ON m.id = x.member \
             WHERE x.kind = 5 AND x.what = p.id AND m.status < 3) AS members FROM portal p WHERE p.organization = $1",
            organization.to_bytes()
        );
        members_by(&mut *self.pool.acquire().await?, rows, record::portal_id).await
    }

    /// How many members that are not archived are in each team.
    pub async fn team_members(&self, organization: OrganizationId) -> Result<HashMap<TeamId, u64>, StoreError> {
        let rows = sql!(
            "SELECT t.id, (SELECT count(*) FROM holding x JOIN member m ON m.id = x.member \
             WHERE x.kind = 6 AND x.what = t.id AND m.status < 3) AS members FROM team t WHERE t.organization = $1",
            organization.to_bytes()
        );
        members_by(&mut *self.pool.acquire().await?, rows, record::team_id).await
    }

    /// Seats of every package of the organization.
    pub async fn seats(&self, organization: OrganizationId) -> Result<BTreeMap<Package, Seats>, StoreError> {
        seats(&mut *self.pool.acquire().await?, organization).await
    }
}

impl Work {
    /// How many members that are not archived have each role, as this unit of work sees them.
    pub async fn role_members(&mut self) -> Result<HashMap<RoleId, u64>, StoreError> {
        let statement = crate::Sql::literal(ROLE_MEMBERS, vec![self.organization.to_bytes().into()]);
        members_by(self.connection(), statement, record::role_id).await
    }

    /// How many members that are not archived each group has, as this unit of work sees them.
    pub async fn group_members(&mut self) -> Result<HashMap<GroupId, u64>, StoreError> {
        let statement = crate::Sql::literal(GROUP_MEMBERS, vec![self.organization.to_bytes().into()]);
        members_by(self.connection(), statement, record::group_id).await
    }
}
