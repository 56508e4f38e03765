//! People without an account who found an organization (row 75): who they say they are, from the first form until they
//! found it or their link is too old. Their mails wait in the outbox like any other, in the name of the platform.

use crate::{NewMail, Store, StoreError, Work, mails::add_mail, sql};
use rollbook_domain::Timestamp;
use sqlx::{Row, any::AnyRow};

/// What stands in the place of an organization's id where a mail is of none.
const PLATFORM: [u8; 16] = [0; 16];

/// Somebody who registers.
#[derive(Clone, PartialEq, Eq)]
pub struct Registration {
    /// Given names.
    pub first_name: String,
    /// Family names.
    pub last_name: String,
    /// The address that the link went to.
    pub email: String,
    /// BCP 47 tag of the language they were shown.
    pub language: String,
    /// The PHC string of the password; `None` until they chose one.
    pub password: Option<String>,
    /// Until when the link works.
    pub expires: Timestamp,
}

impl std::fmt::Debug for Registration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Registration").field("expires", &self.expires).finish_non_exhaustive()
    }
}

impl Store {
    /// Keeps a registration by its token's hash, with the mail that takes the token to its person.
    pub async fn add_registration(
        &self,
        hash: &[u8; 32],
        registration: &Registration,
        mail: NewMail,
    ) -> Result<(), StoreError> {
        let Registration { first_name, last_name, email, language, password, expires } = registration;
        let mut tx = self.pool.begin().await?;
        sql!(
            "INSERT INTO registration (hash, first_name, last_name, email, language, password, expires) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            *hash,
            first_name.as_str(),
            last_name.as_str(),
            email.as_str(),
            language.as_str(),
            password.clone(),
            expires.0
        )
        .query()
        .execute(&mut *tx)
        .await?;
        add_mail(PLATFORM, mail).query().execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }

    /// How many mails of the platform itself wait.
    pub async fn waiting_mails_of_platform(&self) -> Result<i64, StoreError> {
        let count = sql!("SELECT count(*) AS n FROM mail WHERE organization = $1 AND state < 2", PLATFORM);
        Ok(count.query().fetch_one(&self.pool).await?.try_get("n")?)
    }

    /// A registration whose link still works.
    pub async fn registration(&self, hash: &[u8; 32], now: Timestamp) -> Result<Option<Registration>, StoreError> {
        let row = sql!(
            "SELECT first_name, last_name, email, language, password, expires FROM registration \
             WHERE hash = $1 AND expires > $2",
            *hash,
            now.0
        );
        row.query().fetch_optional(&self.pool).await?.as_ref().map(read).transpose()
    }

    /// Keeps the password that they chose; the first one stands. Says whether it was the first.
    pub async fn choose_registration_password(&self, hash: &[u8; 32], password: &str) -> Result<bool, StoreError> {
        let chosen =
            sql!("UPDATE registration SET password = $1 WHERE hash = $2 AND password IS NULL", password, *hash);
        Ok(chosen.query().execute(&self.pool).await?.rows_affected() > 0)
    }

    /// Drops registrations whose link is too old, and the mails of the platform of before then.
    pub async fn forget_registrations(&self, now: Timestamp, mails_before: Timestamp) -> Result<(), StoreError> {
        sql!("DELETE FROM registration WHERE expires <= $1", now.0).query().execute(&self.pool).await?;
        sql!("DELETE FROM mail WHERE organization = $1 AND created_at < $2", PLATFORM, mails_before.0)
            .query()
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

impl Work {
    /// Uses a registration up. Of two at once exactly one has it; the other is told `false`.
    pub async fn use_registration(&mut self, hash: &[u8; 32], now: Timestamp) -> Result<bool, StoreError> {
        let used = sql!("DELETE FROM registration WHERE hash = $1 AND expires > $2", *hash, now.0);
        Ok(self.run(used).await? > 0)
    }
}

fn read(row: &AnyRow) -> Result<Registration, StoreError> {
    Ok(Registration {
        first_name: row.try_get("first_name")?,
        last_name: row.try_get("last_name")?,
        email: row.try_get("email")?,
        language: row.try_get("language")?,
        password: row.try_get("password")?,
        expires: Timestamp(row.try_get("expires")?),
    })
}
