//! A unit of work over one account's second factors: one transaction that holds the account's row, so of any number of
//! tries at once each sees what the one before it did. Dropping it rolls everything back.

use super::{FactorRecord, NewFactor, news, news::Telling, read};
use crate::{Engine, Store, StoreError, arg::Sql, record, sessions::end_of_account, sql};
use rollbook_domain::{
    AccountId, FactorId, OrganizationId, SessionId, Timestamp,
    factor::{FactorChange, FactorKind},
    session::Ended,
};
use sqlx::{Any, AnyConnection, Transaction};

/// One transaction over one account's second factors.
#[derive(Debug)]
pub struct FactorWork {
    tx: Transaction<'static, Any>,
    account: AccountId,
}

impl Store {
    /// Begins a unit of work over an account's factors; `None` where there is no such account.
    pub async fn factor_work(&self, account: AccountId) -> Result<Option<FactorWork>, StoreError> {
        let mut tx = self.pool.begin().await?;
        let id = account.to_bytes();
        // A file takes its one writer at the first change. A server takes the row, also from those who are about to make
        // the account a member somewhere and have looked at its factors; nothing is held before, so none waits for us.
        if self.engine == Engine::Sqlite {
            sql!("UPDATE account SET created_at = created_at WHERE id = $1", id).query().execute(&mut *tx).await?;
        }
        let mut lock = sql!("SELECT id FROM account WHERE id = $1", id);
        lock.push(self.engine.lock_account());
        let there = lock.query().fetch_optional(&mut *tx).await?.is_some();
        Ok(there.then_some(FactorWork { tx, account }))
    }
}

impl FactorWork {
    /// Whose.
    pub const fn account(&self) -> AccountId {
        self.account
    }
    pub(super) fn connection(&mut self) -> &mut AnyConnection {
        &mut self.tx
    }
    pub(super) async fn run(&mut self, statement: Sql) -> Result<u64, StoreError> {
        Ok(statement.query().execute(&mut *self.tx).await?.rows_affected())
    }
    /// Makes everything of this unit lasting.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.tx.commit().await?)
    }
    /// Takes everything of this unit back.
    pub async fn roll_back(self) -> Result<(), StoreError> {
        Ok(self.tx.rollback().await?)
    }

    /// The account's factors, the oldest first.
    pub async fn factors(&mut self) -> Result<Vec<FactorRecord>, StoreError> {
        let account = self.account;
        read::of(self.connection(), account).await
    }

    /// Keeps a new factor; [`StoreError::Taken`] where somebody has this passkey already.
    pub async fn add_factor(&mut self, new: &NewFactor) -> Result<(), StoreError> {
        let account = self.account.to_bytes();
        let credential = new.credential.map(|hash| hash.to_vec());
        self.run(sql!(
            "INSERT INTO factor (id, account, kind, name, sealed, key_number, credential, last_step, added_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            new.id.to_bytes(),
            account,
            new.kind.word(),
            new.name.as_str(),
            new.sealed.clone(),
            new.key_number,
            credential,
            new.last_step,
            new.added_at.0
        ))
        .await?;
        Ok(())
    }

    /// Gives a factor another name; `false` where the account has no such factor.
    pub async fn rename_factor(&mut self, id: FactorId, name: &str) -> Result<bool, StoreError> {
        let account = self.account.to_bytes();
        Ok(self
            .run(sql!("UPDATE factor SET name = $1 WHERE id = $2 AND account = $3", name, id.to_bytes(), account))
            .await?
            == 1)
    }

    /// Removes a factor; `false` where the account has no such factor.
    pub async fn remove_factor(&mut self, id: FactorId) -> Result<bool, StoreError> {
        let account = self.account.to_bytes();
        Ok(self.run(sql!("DELETE FROM factor WHERE id = $1 AND account = $2", id.to_bytes(), account)).await? == 1)
    }

    /// Notes that an app's code was used: of which step.
    pub async fn code_used(&mut self, id: FactorId, step: i64, at: Timestamp) -> Result<bool, StoreError> {
        let account = self.account.to_bytes();
        let statement = sql!(
            "UPDATE factor SET last_step = $1, used_at = $2 WHERE id = $3 AND account = $4 AND (last_step IS NULL OR last_step < $1)",
            step,
            at.0,
            id.to_bytes(),
            account
        );
        Ok(self.run(statement).await? == 1)
    }

    /// Notes that a passkey was used, and what it says of itself from now on, sealed under a key.
    pub async fn passkey_used(
        &mut self,
        id: FactorId,
        (sealed, key_number): (&[u8], i64),
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let account = self.account.to_bytes();
        self.run(sql!(
            "UPDATE factor SET sealed = $1, key_number = $2, used_at = $3 WHERE id = $4 AND account = $5",
            sealed.to_vec(),
            key_number,
            at.0,
            id.to_bytes(),
            account
        ))
        .await?;
        Ok(())
    }

    /// Keeps new recovery codes' hashes in the place of all older ones.
    pub async fn replace_codes(&mut self, hashes: &[[u8; 32]], at: Timestamp) -> Result<(), StoreError> {
        let account = self.account.to_bytes();
        self.run(sql!("DELETE FROM recovery_code WHERE account = $1", account)).await?;
        for hash in hashes {
            self.run(sql!(
                "INSERT INTO recovery_code (account, hash, made_at) VALUES ($1, $2, $3)",
                account,
                *hash,
                at.0
            ))
            .await?;
        }
        Ok(())
    }

    /// Uses a recovery code up; `false` where there is no such code left.
    pub async fn use_code(&mut self, hash: &[u8; 32], at: Timestamp) -> Result<bool, StoreError> {
        let account = self.account.to_bytes();
        let statement = sql!(
            "UPDATE recovery_code SET used_at = $1 WHERE account = $2 AND hash = $3 AND used_at IS NULL",
            at.0,
            account,
            *hash
        );
        Ok(self.run(statement).await? == 1)
    }

    /// How many recovery codes are left.
    pub async fn codes_left(&mut self) -> Result<u32, StoreError> {
        let account = self.account;
        read::codes_left(self.connection(), account).await
    }

    /// Ends the account's sessions, but one: a credential changed (R24). A sign-in that has begun with the password alone
    /// doesn't get through either.
    pub async fn end_sessions(&mut self, but: Option<SessionId>, now: Timestamp) -> Result<u64, StoreError> {
        let account = self.account;
        self.run(sql!("UPDATE account SET password_no = password_no + 1 WHERE id = $1", account.to_bytes())).await?;
        self.run(end_of_account(account, but, Ended::CredentialChanged, now)?).await
    }

    /// Takes every factor off, recovery codes and what has begun too.
    pub async fn clear(&mut self) -> Result<(), StoreError> {
        let account = self.account;
        clear(self.connection(), account).await
    }

    /// Tells every organization that knows the account what happened; `mails` names the one that tells the person.
    pub async fn tell(
        &mut self,
        change: &FactorChange,
        strongest: Option<FactorKind>,
        mails: Option<OrganizationId>,
    ) -> Result<(), StoreError> {
        let account = self.account;
        news::tell(self.connection(), Telling { account, change, strongest, mails, but: None }).await
    }

    /// The organizations that know the account.
    pub async fn organizations(&mut self) -> Result<Vec<OrganizationId>, StoreError> {
        let account = self.account.to_bytes();
        let rows = sql!("SELECT organization FROM member WHERE account = $1 AND tab <> 3", account)
            .query()
            .fetch_all(self.connection())
            .await?;
        rows.iter().map(|row| record::organization_id(row, "organization")).collect()
    }
}

pub(super) async fn clear(connection: &mut AnyConnection, account: AccountId) -> Result<(), StoreError> {
    let account = account.to_bytes();
    for statement in [
        sql!("DELETE FROM factor WHERE account = $1", account),
        sql!("DELETE FROM recovery_code WHERE account = $1", account),
        sql!("DELETE FROM factor_challenge WHERE account = $1", account),
    ] {
        statement.query().execute(&mut *connection).await?;
    }
    Ok(())
}
