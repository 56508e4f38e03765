//! The rest of the read side: organizations, counts, groups, links, settings.

use crate::{Store, StoreError, facts, record, sql};
use rollbook_domain::{
    Email, LinkId, MemberId, OrganizationId, Timestamp,
    member::{Kind, Status, Tier},
    organization::Organization,
};
use sqlx::Row;

/// Members by kind, status and tier.
#[derive(Clone, Debug, Default)]
pub struct MemberCounts {
    cells: Vec<(Kind, Status, Tier, i64)>,
}

impl MemberCounts {
    /// How many regular members satisfy a condition on status and tier.
    pub fn of(&self, wanted: impl Fn(Status, Tier) -> bool) -> u64 {
        self.of_kind(Kind::Regular, wanted)
    }
    /// How many members there are, of every kind.
    pub fn of_all(&self) -> u64 {
        self.cells.iter().map(|(_, _, _, n)| n.unsigned_abs()).sum()
    }
    /// How many members of a kind satisfy a condition on status and tier.
    pub fn of_kind(&self, kind: Kind, wanted: impl Fn(Status, Tier) -> bool) -> u64 {
        let cells = self.cells.iter().filter(|(of, status, tier, _)| *of == kind && wanted(*status, *tier));
        cells.map(|(_, _, _, n)| n.unsigned_abs()).sum()
    }
}

/// What is known of a presented link.
#[derive(Clone, Debug)]
pub struct LinkRecord {
    /// Its id.
    pub id: LinkId,
    /// The organization that it belongs to.
    pub organization: OrganizationId,
    /// For whom it is.
    pub member: MemberId,
    /// What it is for.
    pub purpose: String,
    /// Who sent it.
    pub inviter: Option<MemberId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it works.
    pub expires: Timestamp,
    /// Which address it confirms, where it is for that (R7).
    pub address: Option<Email>,
    /// Whether it was used.
    pub used: bool,
    /// Whether a newer one replaced it or it was taken back.
    pub killed: bool,
}

impl Store {
    /// The id of every organization of this store.
    pub async fn organization_ids(&self) -> Result<Vec<OrganizationId>, StoreError> {
        let mut reading = self.reading().await?;
        let rows = sql!("SELECT id FROM organization").query().fetch_all(reading.connection()).await?;
        rows.iter().map(|row| record::organization_id(row, "id")).collect()
    }

    /// Every organization of this store.
    pub async fn organizations(&self) -> Result<Vec<Organization>, StoreError> {
        let mut reading = self.reading().await?;
        let connection = reading.connection();
        let rows = sql!("SELECT id FROM organization ORDER BY name_key").query().fetch_all(&mut *connection).await?;
        let mut all = Vec::with_capacity(rows.len());
        for row in rows {
            all.push(facts::organization(connection, record::organization_id(&row, "id")?).await?);
        }
        Ok(all)
    }

    /// The owner of an organization (R15).
    pub async fn owner(&self, organization: OrganizationId) -> Result<MemberId, StoreError> {
        let mut reading = self.reading().await?;
        let row =
            sql!("SELECT id FROM member WHERE organization = $1 AND tab = 0 AND tier = 2", organization.to_bytes())
                .query()
                .fetch_optional(reading.connection())
                .await?
                .ok_or_else(|| StoreError::corrupt("the organization has no owner"))?;
        record::member_id(&row, "id")
    }

    /// The member of an organization that has this address, by the address's key; archived ones too.
    pub async fn member_by_email(
        &self,
        organization: OrganizationId,
        email_key: &str,
    ) -> Result<Option<MemberId>, StoreError> {
        let found = sql!(
            "SELECT id FROM member WHERE organization = $1 AND email_key = $2 AND tab <> 3",
            organization.to_bytes(),
            email_key
        );
        let row = found.query().fetch_optional(&self.pool).await?;
        row.map(|row| record::member_id(&row, "id")).transpose()
    }

    /// The number of the newest event.
    pub async fn seq(&self, organization: OrganizationId) -> Result<i64, StoreError> {
        let mut reading = self.reading().await?;
        let row = sql!("SELECT seq FROM organization WHERE id = $1", organization.to_bytes())
            .query()
            .fetch_one(reading.connection())
            .await?;
        Ok(row.try_get("seq")?)
    }

    /// The kept counts.
    pub async fn counts(&self, organization: OrganizationId) -> Result<MemberCounts, StoreError> {
        Ok(self.standing(organization).await?.1)
    }

    /// The number of the newest event and the kept counts, of the same moment.
    pub async fn standing(&self, organization: OrganizationId) -> Result<(i64, MemberCounts), StoreError> {
        let mut reading = self.reading().await?;
        let rows = sql!(
            "SELECT o.seq, c.kind, c.status, c.tier, c.n FROM organization o LEFT JOIN member_count c ON c.organization = o.id \
             WHERE o.id = $1",
            organization.to_bytes()
        )
        .query()
        .fetch_all(reading.connection())
        .await?;
        let seq = rows.first().ok_or(StoreError::NoOrganization)?.try_get("seq")?;
        let mut cells = Vec::with_capacity(rows.len());
        for row in &rows {
            // An organization that is just being created has no counts yet.
            if let Some(status) = row.try_get::<Option<i64>, _>("status")? {
                let kind = record::from_word(&row.try_get::<String, _>("kind")?)?;
                cells.push((kind, record::status(status)?, record::tier(row.try_get("tier")?)?, row.try_get("n")?));
            }
        }
        Ok((seq, MemberCounts { cells }))
    }

    /// What is known of a link by its hash; the caller judges whether it still works.
    pub async fn link(&self, hash: &[u8; 32]) -> Result<Option<LinkRecord>, StoreError> {
        let row = sql!(
            "SELECT id, organization, member, purpose, inviter, created_at, expires, used_at, killed_at, address FROM link WHERE hash = $1", *hash
        )
        .query()
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let id: Vec<u8> = row.try_get("id")?;
        Ok(Some(LinkRecord {
            id: LinkId::from_slice(&id).ok_or_else(|| StoreError::corrupt("a link has no id"))?,
            organization: record::organization_id(&row, "organization")?,
            member: record::member_id(&row, "member")?,
            purpose: row.try_get("purpose")?,
            inviter: record::optional_member(&row, "inviter")?,
            created_at: Timestamp(row.try_get("created_at")?),
            expires: Timestamp(row.try_get("expires")?),
            address: row.try_get::<Option<String>, _>("address")?.as_deref().map(record::from_word).transpose()?,
            used: row.try_get::<Option<i64>, _>("used_at")?.is_some(),
            killed: row.try_get::<Option<i64>, _>("killed_at")?.is_some(),
        }))
    }

    /// Whether there was ever a link of this id.
    pub async fn has_link(&self, link: LinkId) -> Result<bool, StoreError> {
        let statement = sql!("SELECT count(*) AS n FROM link WHERE id = $1", link.to_bytes());
        Ok(statement.query().fetch_one(&self.pool).await?.try_get::<i64, _>("n")? > 0)
    }

    /// A named setting of the organization.
    pub async fn setting(&self, organization: OrganizationId, name: &str) -> Result<Option<String>, StoreError> {
        let row =
            sql!("SELECT value FROM setting WHERE organization = $1 AND name = $2", organization.to_bytes(), name)
                .query()
                .fetch_optional(&self.pool)
                .await?;
        Ok(row.map(|row| row.try_get("value")).transpose()?)
    }
}
