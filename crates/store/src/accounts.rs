//! Accounts as signing in sees them: the password’s hash, and the organizations that are open to the
//! person.

use crate::{Store, StoreError, Work, record, sql};
use rollbook_domain::{
    AccountId, Email, MemberId, OrganizationId, Timestamp,
    factor::{Duty, Whom, duty},
    member::Tier,
    organization::Policy,
    session::Entrant,
};
use sqlx::{AnyConnection, Row, any::AnyRow};

/// An account by its address.
#[derive(Clone)]
pub struct Credential {
    /// Its id.
    pub account: AccountId,
    /// The PHC string of its password; `None` where there is none yet.
    pub password: Option<String>,
    /// How often it was chosen: tells whether it is still the same.
    pub password_no: i64,
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credential").field("account", &self.account).finish_non_exhaustive()
    }
}

/// An organization that knows an account.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Which.
    pub organization: OrganizationId,
    /// Its name.
    pub name: String,
    /// The member that the account is there.
    pub member: MemberId,
    /// What decides whether they may enter.
    pub entrant: Entrant,
    /// Their tier.
    pub tier: Tier,
    /// Whether a second factor is required of them in person.
    pub factor_due: bool,
    /// Since when they are there.
    pub since: Timestamp,
    /// The organization’s policy.
    pub policy: Policy,
}

impl Opening {
    /// What is asked of the person there (R27).
    pub fn duty(&self, now: Timestamp) -> Duty {
        self.asks(self.factor_due, now)
    }
    /// What the rule alone asks of them, whoever asked them in person.
    pub fn rule(&self, now: Timestamp) -> Duty {
        self.asks(false, now)
    }
    fn asks(&self, in_person: bool, now: Timestamp) -> Duty {
        duty(&self.policy, Whom { member: self.member, kind: self.entrant.kind, tier: self.tier, in_person }, now)
    }
}

impl Store {
    /// The account that signs in with an address (its key).
    pub async fn credential(&self, email_key: &str) -> Result<Option<Credential>, StoreError> {
        let found = sql!("SELECT id, password, password_no FROM account WHERE email_key = $1", email_key);
        found.query().fetch_optional(&self.pool).await?.as_ref().map(credential).transpose()
    }

    /// An account by its id.
    pub async fn credential_of(&self, account: AccountId) -> Result<Option<Credential>, StoreError> {
        let found = sql!("SELECT id, password, password_no FROM account WHERE id = $1", account.to_bytes());
        found.query().fetch_optional(&self.pool).await?.as_ref().map(credential).transpose()
    }

    /// The organizations that know an account, by name, whatever its standing there.
    pub async fn openings(&self, account: AccountId) -> Result<Vec<Opening>, StoreError> {
        let rows = sql!(
            "SELECT o.id AS organization, o.name, o.policy, m.id, m.kind, m.status, m.tier, m.added_at, m.factor_due, \
             (SELECT count(*) FROM holding h WHERE h.member = m.id AND h.kind = 5 AND h.state = 0) AS portals \
             FROM member m JOIN organization o ON o.id = m.organization WHERE m.account = $1 AND m.tab <> 3 ORDER BY o.name_key",
            account.to_bytes()
        )
        .query()
        .fetch_all(&self.pool)
        .await?;
        let opening = |row: &AnyRow| {
            Ok(Opening {
                organization: record::organization_id(row, "organization")?,
                name: row.try_get("name")?,
                member: record::member_id(row, "id")?,
                entrant: Entrant {
                    kind: record::from_word(&row.try_get::<String, _>("kind")?)?,
                    status: record::status(row.try_get("status")?)?,
                    has_portal: row.try_get::<i64, _>("portals")? > 0,
                },
                tier: record::tier(row.try_get("tier")?)?,
                factor_due: row.try_get::<i64, _>("factor_due")? != 0,
                since: Timestamp(row.try_get("added_at")?),
                policy: serde_json::from_str(&row.try_get::<String, _>("policy")?).map_err(StoreError::corrupt)?,
            })
        };
        rows.iter().map(opening).collect()
    }

    /// Keeps a stronger hash of the same password (R23), unless the password changed meanwhile.
    pub async fn rehash(&self, account: AccountId, before: &str, after: &str) -> Result<(), StoreError> {
        sql!("UPDATE account SET password = $1 WHERE id = $2 AND password = $3", after, account.to_bytes(), before)
            .query()
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

impl Work {
    /// Keeps a password hash (a PHC string) for an account. One that is temporary is to be changed at
    /// the next sign-in (R24).
    pub async fn set_password(
        &mut self,
        account: AccountId,
        phc: &str,
        temporary: bool,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.run(sql!(
            "UPDATE account SET password = $1, password_at = $2, password_no = password_no + 1, must_change = $3 WHERE id = $4",
            phc,
            at.0,
            temporary,
            account.to_bytes()
        ))
        .await?;
        Ok(())
    }

    /// Whether an account’s password is still the one that was looked at; it stays so until the end of
    /// this unit of work. Asked after something was written: a file has one writer by then.
    pub async fn has_password_no(&mut self, account: AccountId, password_no: i64) -> Result<bool, StoreError> {
        let lock = self.engine.share_account();
        has_password_no(self.connection(), lock, account, password_no).await
    }

    /// Kills every open link by which an account's password can be chosen or its address confirmed, in every
    /// organization, and drops the mails that didn't leave yet with one.
    pub async fn kill_password_links(&mut self, account: AccountId, at: Timestamp) -> Result<(), StoreError> {
        for purpose in ["access", "password", "recovery", "ticket", "local", "address"] {
            self.kill_account_links(account, purpose, at).await?;
        }
        Ok(())
    }

    /// Kills every open link of one purpose of an account, in every organization, and drops the mails that didn't leave
    /// yet with one.
    pub async fn kill_account_links(
        &mut self,
        account: AccountId,
        purpose: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let account = account.to_bytes();
        self.run(sql!(
            "UPDATE mail SET state = 4, link = NULL, body_text = '', body_html = '' WHERE state + 0 IN (0, 1, 3) AND link_id IN \
             (SELECT id FROM link WHERE member IN (SELECT id FROM member WHERE account = $1) AND purpose = $2)",
            account,
            purpose
        ))
        .await?;
        self.run(sql!(
            "UPDATE link SET killed_at = $1 WHERE member IN (SELECT id FROM member WHERE account = $2) \
             AND purpose = $3 AND used_at IS NULL AND killed_at IS NULL",
            at.0,
            account,
            purpose
        ))
        .await?;
        Ok(())
    }

    /// The address that an account has by now; it keeps it until the end of this unit of work.
    pub async fn address_of(&mut self, member: MemberId) -> Result<Option<Email>, StoreError> {
        let mut now =
            sql!("SELECT email FROM account WHERE id = (SELECT account FROM member WHERE id = $1)", member.to_bytes());
        now.push(self.engine.lock_account());
        let row = now.query().fetch_optional(self.connection()).await?;
        row.map(|row| record::from_word(&row.try_get::<String, _>("email")?)).transpose()
    }

    /// Has the other organizations that know an account take up its address.
    pub async fn spread_address(&mut self, account: AccountId) -> Result<(), StoreError> {
        let organization = self.organization().to_bytes();
        self.run(sql!(
            "INSERT INTO account_news (organization, member, mails) \
             SELECT organization, id, 0 FROM member WHERE account = $1 AND tab <> 3 AND organization <> $2",
            account.to_bytes(),
            organization
        ))
        .await?;
        Ok(())
    }

    /// Has the password of an account changed at the next sign-in.
    pub async fn force_change(&mut self, account: AccountId) -> Result<(), StoreError> {
        self.run(sql!("UPDATE account SET must_change = 1 WHERE id = $1", account.to_bytes())).await?;
        Ok(())
    }
}

pub(crate) async fn has_password_no(
    connection: &mut AnyConnection,
    lock: &'static str,
    account: AccountId,
    password_no: i64,
) -> Result<bool, StoreError> {
    let mut now = sql!("SELECT password_no FROM account WHERE id = $1", account.to_bytes());
    now.push(lock);
    let row = now.query().fetch_optional(connection).await?;
    Ok(row.map(|row| row.try_get::<i64, _>("password_no")).transpose()? == Some(password_no))
}

fn credential(row: &AnyRow) -> Result<Credential, StoreError> {
    Ok(Credential {
        account: record::account_id(row, "id")?,
        password: row.try_get("password")?,
        password_no: row.try_get("password_no")?,
    })
}
