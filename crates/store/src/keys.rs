//! API keys (R9): their rows hold a hash and never the key (C43). Whether one counts is judged by whoever
//! reads it, each time (C32).

use crate::{Mark, Store, StoreError, Work, apply::Stamp, record, sql};
use rollbook_domain::{
    Facts, KeyId, MemberId, OrganizationId, Timestamp,
    group::Permission,
    key::ApiKey,
    member::{Kind, Status},
    time::MINUTE,
};
use sqlx::{Row, any::AnyRow};

/// A key as a page shows it.
#[derive(Clone, Debug)]
pub struct KeyRecord {
    /// What is known of it.
    pub key: ApiKey,
    /// When it was made.
    pub made: Timestamp,
    /// By whom, as a name.
    pub by: Option<String>,
    /// When it was used last, to the minute.
    pub used: Option<Timestamp>,
    /// When it was revoked.
    pub revoked: Option<Timestamp>,
}

/// A key that was presented, with what decides whether it works.
#[derive(Clone, Debug)]
pub struct PresentedKey {
    /// What is known of it.
    pub key: ApiKey,
    /// In which organization.
    pub organization: OrganizationId,
    /// Whose.
    pub member: MemberId,
    /// How the member reaches the organization.
    pub kind: Kind,
    /// Where the member stands.
    pub status: Status,
    /// When it was used last, to the minute.
    pub used: Option<Timestamp>,
    /// What the member’s rights hang on.
    pub mark: Mark,
    /// What the rights hang on of whoever is asked about; `None` when there is no such member there.
    pub about: Option<Mark>,
}

const COLUMNS: &str = "k.id, k.name, k.scope, k.expires, k.used_at, k.revoked_at";

impl Work {
    /// Adds the keys of a member that work.
    pub async fn know_keys(&mut self, facts: &mut Facts, member: MemberId) -> Result<(), StoreError> {
        let organization = self.organization.to_bytes();
        let rows = sql!(
            "SELECT k.id, k.name, k.scope, k.expires FROM api_key k \
             WHERE k.member = $1 AND k.organization = $2 AND k.revoked_at IS NULL",
            member.to_bytes(),
            organization
        )
        .query()
        .fetch_all(self.connection())
        .await?;
        for row in rows {
            let key = read(&row)?;
            facts.keys.insert(key.id, (member, key));
        }
        Ok(())
    }

    /// Keeps the hash of a key that was just made.
    pub async fn set_key_hash(&mut self, key: KeyId, hash: &[u8; 32]) -> Result<(), StoreError> {
        let organization = self.organization.to_bytes();
        self.run(sql!(
            "UPDATE api_key SET hash = $1 WHERE id = $2 AND organization = $3 AND revoked_at IS NULL",
            *hash,
            key.to_bytes(),
            organization
        ))
        .await?;
        Ok(())
    }

    pub(crate) async fn add_key(&mut self, stamp: Stamp, member: MemberId, key: &ApiKey) -> Result<(), StoreError> {
        let scope: Vec<String> = key.scope.iter().map(ToString::to_string).collect();
        let organization = self.organization.to_bytes();
        self.run(sql!(
            "INSERT INTO api_key (id, organization, member, name, scope, made_at, made_by, expires, used_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)",
            key.id.to_bytes(),
            organization,
            member.to_bytes(),
            key.name.as_str(),
            scope.join(" "),
            stamp.at.0,
            stamp.actor.map(MemberId::to_bytes),
            key.expires.map(|at| at.0)
        ))
        .await?;
        Ok(())
    }

    pub(crate) async fn revoke_key(&mut self, stamp: Stamp, key: KeyId) -> Result<(), StoreError> {
        let organization = self.organization.to_bytes();
        self.run(sql!(
            "UPDATE api_key SET hash = NULL, revoked_at = $1 WHERE id = $2 AND organization = $3",
            stamp.at.0,
            key.to_bytes(),
            organization
        ))
        .await?;
        Ok(())
    }

    pub(crate) async fn drop_keys(&mut self, member: MemberId) -> Result<(), StoreError> {
        self.run(sql!("DELETE FROM api_key WHERE member = $1", member.to_bytes())).await?;
        Ok(())
    }
}

impl Store {
    /// Every key of a member, newest first, revoked ones too.
    pub async fn keys(&self, organization: OrganizationId, member: MemberId) -> Result<Vec<KeyRecord>, StoreError> {
        let rows = sql!(
            "SELECT k.id, k.name, k.scope, k.expires, k.used_at, k.revoked_at, k.made_at, \
             (SELECT CASE WHEN b.first_name = '' AND b.last_name = '' THEN b.email \
               ELSE trim(b.first_name || ' ' || b.last_name) END FROM member b WHERE b.id = k.made_by AND b.tab <> 3) AS by_name \
             FROM api_key k WHERE k.member = $1 AND k.organization = $2 ORDER BY k.made_at DESC, k.id DESC",
            member.to_bytes(),
            organization.to_bytes()
        )
        .query()
        .fetch_all(&self.pool)
        .await?;
        let record = |row: &AnyRow| {
            Ok(KeyRecord {
                key: read(row)?,
                made: Timestamp(row.try_get("made_at")?),
                by: row.try_get("by_name")?,
                used: used(row)?,
                revoked: record::moment(row, "revoked_at")?,
            })
        };
        rows.iter().map(record).collect()
    }

    /// The key of a hash, with its member as they stand now, and what the rights of another member hang on who is
    /// asked about: all of one moment. Revoked keys have no hash.
    pub async fn key(&self, hash: &[u8; 32], about: Option<MemberId>) -> Result<Option<PresentedKey>, StoreError> {
        let mut statement = crate::Sql::new("SELECT ");
        statement
            .push(COLUMNS)
            .push(
                ", k.organization, k.member, m.kind, m.status, m.version, o.structure_seq, o.seq, \
                 (SELECT a.version FROM member a WHERE a.organization = k.organization AND a.tab <> 3 AND a.id = ",
            )
            .bind(about.map(MemberId::to_bytes))
            .push(
                ") AS about FROM api_key k \
                 JOIN member m ON m.id = k.member AND m.organization = k.organization AND m.tab <> 3 \
                 JOIN organization o ON o.id = k.organization WHERE k.hash = ",
            )
            .bind(*hash);
        let Some(row) = statement.query().fetch_optional(&self.pool).await? else { return Ok(None) };
        if record::moment(&row, "revoked_at")?.is_some() {
            return Ok(None);
        }
        let (structure, seq) = (row.try_get("structure_seq")?, row.try_get("seq")?);
        let about: Option<i64> = row.try_get("about")?;
        Ok(Some(PresentedKey {
            key: read(&row)?,
            organization: record::organization_id(&row, "organization")?,
            member: record::member_id(&row, "member")?,
            kind: record::from_word(&row.try_get::<String, _>("kind")?)?,
            status: record::status(row.try_get("status")?)?,
            used: used(&row)?,
            mark: Mark { version: row.try_get("version")?, structure, seq },
            about: about.map(|version| Mark { version, structure, seq }),
        }))
    }

    /// Notes that a key was used: at most once a minute.
    pub async fn use_key(&self, key: KeyId, now: Timestamp) -> Result<(), StoreError> {
        sql!(
            "UPDATE api_key SET used_at = $1 WHERE id = $2 AND revoked_at IS NULL AND used_at <= $3",
            now.0,
            key.to_bytes(),
            now.0 - MINUTE
        )
        .query()
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}

fn read(row: &AnyRow) -> Result<ApiKey, StoreError> {
    let scope: String = row.try_get("scope")?;
    Ok(ApiKey {
        id: record::key_id(row, "id")?,
        name: row.try_get("name")?,
        scope: scope.split(' ').filter_map(Permission::parse).collect(),
        expires: record::moment(row, "expires")?,
    })
}

fn used(row: &AnyRow) -> Result<Option<Timestamp>, StoreError> {
    let at: i64 = row.try_get("used_at")?;
    Ok((at > 0).then_some(Timestamp(at)))
}
