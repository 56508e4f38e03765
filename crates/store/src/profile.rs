//! What the portal shows of a member beside their record, and their photo: a small picture that the
//! portal made itself, beside the events that name it.

use crate::{Store, StoreError, Work, sql};
use rollbook_domain::{MemberId, OrganizationId, Timestamp};
use sqlx::Row;

/// A member's photo.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Photo {
    /// SHA-256 of the bytes, as hex: its name.
    pub digest: String,
    /// The picture, as JPEG.
    pub bytes: Vec<u8>,
}

/// What a person's own page shows beside their record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Own {
    /// When they chose their password; `None` where there is none, or it isn't known.
    pub password_at: Option<Timestamp>,
    /// The kind of second factor.
    pub second_factor: Option<String>,
    /// The name of their photo.
    pub photo: Option<String>,
}

impl Work {
    /// Keeps the photo that an event of this unit named.
    pub async fn set_photo(&mut self, member: MemberId, photo: &Photo) -> Result<(), StoreError> {
        self.run(sql!(
            "INSERT INTO photo (member, digest, bytes) VALUES ($1, $2, $3) \
             ON CONFLICT (member) DO UPDATE SET digest = excluded.digest, bytes = excluded.bytes",
            member.to_bytes(),
            photo.digest.as_str(),
            photo.bytes.clone()
        ))
        .await?;
        Ok(())
    }

    /// Removes a member's photo, if there is one.
    pub(crate) async fn remove_photo(&mut self, member: MemberId) -> Result<(), StoreError> {
        self.run(sql!("DELETE FROM photo WHERE member = $1", member.to_bytes())).await?;
        Ok(())
    }
}

impl Store {
    /// The photo of a member of this organization.
    pub async fn photo(&self, organization: OrganizationId, member: MemberId) -> Result<Option<Photo>, StoreError> {
        let row = sql!(
            "SELECT p.digest, p.bytes FROM photo p JOIN member m ON m.id = p.member WHERE p.member = $1 AND m.organization = $2",
            member.to_bytes(),
            organization.to_bytes()
        )
        .query()
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Photo { digest: row.try_get("digest")?, bytes: row.try_get("bytes")? }))
    }

    /// What a person's own page shows beside their record; `None` where this organization knows nobody
    /// of this id.
    pub async fn own(&self, organization: OrganizationId, member: MemberId) -> Result<Option<Own>, StoreError> {
        let row = sql!(
            "SELECT a.password_at, m.second_factor, p.digest FROM member m JOIN account a ON a.id = m.account \
             LEFT JOIN photo p ON p.member = m.id WHERE m.id = $1 AND m.organization = $2 AND m.tab <> 3",
            member.to_bytes(),
            organization.to_bytes()
        )
        .query()
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Own {
            password_at: row.try_get::<Option<i64>, _>("password_at")?.map(Timestamp),
            second_factor: row.try_get("second_factor")?,
            photo: row.try_get("digest")?,
        }))
    }
}
