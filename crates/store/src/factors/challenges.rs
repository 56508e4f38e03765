//! Enrolments and proofs that have begun: kept here because the second step may reach another server.

use super::FactorWork;
use crate::{StoreError, record, sql};
use rollbook_domain::{ChallengeId, Timestamp};
use sqlx::Row;

/// How many of an account's are open at once; the oldest give way.
const OPEN: i64 = 8;

/// Something that has begun.
#[derive(Clone, Debug)]
pub struct NewChallenge {
    /// Its id.
    pub id: ChallengeId,
    /// What for; it ends nothing else.
    pub purpose: &'static str,
    /// What has to be remembered, sealed.
    pub sealed: Vec<u8>,
    /// When it began.
    pub created_at: Timestamp,
    /// Until when it can end.
    pub expires: Timestamp,
}

/// Something that has begun, as it is kept.
#[derive(Clone, Debug)]
pub struct ChallengeRecord {
    /// What has to be remembered, sealed.
    pub sealed: Vec<u8>,
    /// When it began.
    pub created_at: Timestamp,
    /// Until when it can end.
    pub expires: Timestamp,
}

impl FactorWork {
    /// Keeps something that begins, and drops what can't end any more.
    pub async fn add_challenge(&mut self, new: &NewChallenge) -> Result<(), StoreError> {
        let account = self.account().to_bytes();
        self.run(sql!(
            "DELETE FROM factor_challenge WHERE account = $1 AND (expires <= $2 OR id NOT IN \
             (SELECT id FROM factor_challenge WHERE account = $1 ORDER BY created_at DESC, id DESC LIMIT $3))",
            account,
            new.created_at.0,
            OPEN - 1
        ))
        .await?;
        self.run(sql!(
            "INSERT INTO factor_challenge (id, account, purpose, sealed, created_at, expires) VALUES ($1, $2, $3, $4, $5, $6)",
            new.id.to_bytes(),
            account,
            new.purpose,
            new.sealed.clone(),
            new.created_at.0,
            new.expires.0
        ))
        .await?;
        Ok(())
    }

    /// What has begun under an id, for this account and purpose alone (C36).
    pub async fn challenge(&mut self, id: ChallengeId, purpose: &str) -> Result<Option<ChallengeRecord>, StoreError> {
        let row = sql!(
            "SELECT sealed, created_at, expires FROM factor_challenge WHERE id = $1 AND account = $2 AND purpose = $3",
            id.to_bytes(),
            self.account().to_bytes(),
            purpose
        )
        .query()
        .fetch_optional(self.connection())
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(ChallengeRecord {
            sealed: row.try_get("sealed")?,
            created_at: Timestamp(row.try_get("created_at")?),
            expires: record::moment(&row, "expires")?.unwrap_or_default(),
        }))
    }

    /// It ended; it can't end again.
    pub async fn end_challenge(&mut self, id: ChallengeId) -> Result<(), StoreError> {
        self.run(sql!("DELETE FROM factor_challenge WHERE id = $1", id.to_bytes())).await?;
        Ok(())
    }
}
