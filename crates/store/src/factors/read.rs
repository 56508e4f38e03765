//! Reading second factors.

use super::FactorRecord;
use crate::{Store, StoreError, record, sql};
use rollbook_domain::{AccountId, FactorId, Timestamp, factor::FactorKind};
use sqlx::{AnyConnection, Row, any::AnyRow};
use std::collections::HashMap;

const COLUMNS: &str = "id, account, kind, name, sealed, last_step, added_at, used_at";

impl Store {
    /// The factors of an account, the oldest first.
    pub async fn factors(&self, account: AccountId) -> Result<Vec<FactorRecord>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        of(&mut connection, account).await
    }

    /// How many recovery codes of an account are left.
    pub async fn recovery_codes_left(&self, account: AccountId) -> Result<u32, StoreError> {
        let mut connection = self.pool.acquire().await?;
        codes_left(&mut connection, account).await
    }

    /// Whether an account has a second factor.
    pub async fn has_factor(&self, account: AccountId) -> Result<bool, StoreError> {
        let row = sql!("SELECT count(*) AS n FROM factor WHERE account = $1", account.to_bytes())
            .query()
            .fetch_one(&self.pool)
            .await?;
        Ok(row.try_get::<i64, _>("n")? > 0)
    }

    /// Factors that an older key sealed, at most so many, those after `after` in the order of their ids.
    pub async fn factors_of_older_keys(
        &self,
        newest: i64,
        after: Option<FactorId>,
        take: u32,
    ) -> Result<Vec<FactorRecord>, StoreError> {
        let after = after.map_or_else(Vec::new, |id| id.to_bytes().to_vec());
        let mut statement = crate::Sql::new("SELECT ");
        statement.push(COLUMNS).push(" FROM factor WHERE key_number <> ").bind(newest);
        statement.push(" AND id > ").bind(after).push(" ORDER BY id LIMIT ").bind(i64::from(take));
        let rows = statement.query().fetch_all(&self.pool).await?;
        rows.iter().map(record).collect()
    }

    /// Keeps the same secret under another key; nothing where it was used or removed meanwhile.
    pub async fn reseal_factor(
        &self,
        id: FactorId,
        (before, after): (&[u8], &[u8]),
        key_number: i64,
    ) -> Result<bool, StoreError> {
        let changed = sql!(
            "UPDATE factor SET sealed = $1, key_number = $2 WHERE id = $3 AND sealed = $4",
            after.to_vec(),
            key_number,
            id.to_bytes(),
            before.to_vec()
        )
        .query()
        .execute(&self.pool)
        .await?;
        Ok(changed.rows_affected() == 1)
    }
}

pub(super) async fn of(connection: &mut AnyConnection, account: AccountId) -> Result<Vec<FactorRecord>, StoreError> {
    let mut statement = crate::Sql::new("SELECT ");
    statement
        .push(COLUMNS)
        .push(" FROM factor WHERE account = ")
        .bind(account.to_bytes())
        .push(" ORDER BY added_at, id");
    statement.query().fetch_all(connection).await?.iter().map(record).collect()
}

/// The strongest factor of each of these accounts that has one.
pub(crate) async fn strongest(
    connection: &mut AnyConnection,
    accounts: &[AccountId],
) -> Result<HashMap<AccountId, FactorKind>, StoreError> {
    let mut all = HashMap::new();
    for part in accounts.chunks(500) {
        let mut statement = crate::Sql::new("SELECT DISTINCT account, kind FROM factor WHERE account IN (");
        statement.bind_all(part.iter().map(|id| id.to_bytes())).push(")");
        for row in statement.query().fetch_all(&mut *connection).await? {
            let kind = kind(&row)?;
            let held = all.entry(record::account_id(&row, "account")?).or_insert(kind);
            *held = kind.max(*held);
        }
    }
    Ok(all)
}

pub(super) async fn codes_left(connection: &mut AnyConnection, account: AccountId) -> Result<u32, StoreError> {
    let row =
        sql!("SELECT count(*) AS n FROM recovery_code WHERE account = $1 AND used_at IS NULL", account.to_bytes())
            .query()
            .fetch_one(connection)
            .await?;
    u32::try_from(row.try_get::<i64, _>("n")?).map_err(StoreError::corrupt)
}

fn record(row: &AnyRow) -> Result<FactorRecord, StoreError> {
    Ok(FactorRecord {
        id: record::factor_id(row, "id")?,
        account: record::account_id(row, "account")?,
        kind: kind(row)?,
        name: row.try_get("name")?,
        sealed: row.try_get("sealed")?,
        last_step: row.try_get("last_step")?,
        added_at: Timestamp(row.try_get("added_at")?),
        used_at: record::moment(row, "used_at")?,
    })
}

fn kind(row: &AnyRow) -> Result<FactorKind, StoreError> {
    let word: String = row.try_get("kind")?;
    FactorKind::of(&word).ok_or_else(|| StoreError::corrupt(format!("{word} is no kind of factor")))
}
