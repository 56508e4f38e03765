//! What happened to an account's factors, or to its address, on its way into the log of every organization that knows the account. It is
//! written with the change itself, so no crash in between loses it; each organization takes it up in a unit of work of
//! its own.

use crate::{Store, StoreError, Work, record, sql};
use rollbook_domain::{
    AccountId, MemberId, OrganizationId, Timestamp,
    factor::{FactorChange, FactorKind},
    session::Ended,
};
use sqlx::{AnyConnection, Row};

/// Something to be told to one organization.
#[derive(Clone, Debug)]
pub struct News {
    /// Its number.
    pub no: i64,
    /// About whom.
    pub member: MemberId,
    /// What happened to a factor; `None` where the account's address changed.
    pub change: Option<FactorChange>,
    /// The account's strongest factor from then on.
    pub strongest: Option<FactorKind>,
    /// Whether this organization tells the person.
    pub mails: bool,
}

/// How one change is told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Telling<'a> {
    pub(crate) account: AccountId,
    pub(crate) change: &'a FactorChange,
    pub(crate) strongest: Option<FactorKind>,
    /// Which organization tells the person.
    pub(crate) mails: Option<OrganizationId>,
    /// Which organization knows already.
    pub(crate) but: Option<OrganizationId>,
}

/// Writes news for every organization that knows the account.
pub(crate) async fn tell(connection: &mut AnyConnection, telling: Telling<'_>) -> Result<(), StoreError> {
    let change = serde_json::to_string(telling.change).map_err(StoreError::corrupt)?;
    let nowhere = Vec::new();
    let bytes = |organization: Option<OrganizationId>| {
        organization.map_or_else(|| nowhere.clone(), |id| id.to_bytes().to_vec())
    };
    sql!(
        "INSERT INTO account_news (organization, member, change, strongest, mails) \
         SELECT organization, id, $1, $2, CASE WHEN organization = $3 THEN 1 ELSE 0 END \
         FROM member WHERE account = $4 AND tab <> 3 AND organization <> $5",
        change,
        telling.strongest.map(|kind| kind.word().to_owned()),
        bytes(telling.mails),
        telling.account.to_bytes(),
        bytes(telling.but)
    )
    .query()
    .execute(connection)
    .await?;
    Ok(())
}

impl Store {
    /// Whether an organization has news to take up.
    pub async fn has_account_news(&self, organization: OrganizationId) -> Result<bool, StoreError> {
        let row = sql!("SELECT count(*) AS n FROM account_news WHERE organization = $1", organization.to_bytes())
            .query()
            .fetch_one(&self.pool)
            .await?;
        Ok(row.try_get::<i64, _>("n")? > 0)
    }

    /// The organizations that know an account, whatever its standing there.
    pub async fn organizations_of(&self, account: AccountId) -> Result<Vec<OrganizationId>, StoreError> {
        let rows = sql!("SELECT organization FROM member WHERE account = $1 AND tab <> 3", account.to_bytes())
            .query()
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| record::organization_id(row, "organization")).collect()
    }
}

impl Work {
    /// The oldest news of this organization, at most so many; they are gone with this unit of work.
    pub async fn take_account_news(&mut self, take: u32) -> Result<Vec<News>, StoreError> {
        let organization = self.organization().to_bytes();
        let rows = sql!(
            "SELECT no, member, change, strongest, mails FROM account_news WHERE organization = $1 ORDER BY no LIMIT $2",
            organization,
            i64::from(take)
        )
        .query()
        .fetch_all(self.connection())
        .await?;
        let mut all = Vec::with_capacity(rows.len());
        for row in rows {
            let (change, strongest): (Option<String>, Option<String>) =
                (row.try_get("change")?, row.try_get("strongest")?);
            all.push(News {
                no: row.try_get("no")?,
                member: record::member_id(&row, "member")?,
                change: change.as_deref().map(serde_json::from_str).transpose().map_err(StoreError::corrupt)?,
                strongest: strongest.as_deref().and_then(FactorKind::of),
                mails: row.try_get::<i64, _>("mails")? != 0,
            });
        }
        for news in &all {
            self.run(sql!("DELETE FROM account_news WHERE no = $1", news.no)).await?;
        }
        Ok(all)
    }

    /// Takes every factor off an account, recovery codes and what has begun too, ends its sessions, and tells the other
    /// organizations that know it (R24, R28).
    pub async fn reset_factors(&mut self, account: AccountId, now: Timestamp) -> Result<(), StoreError> {
        let organization = self.organization();
        let mut lock = sql!("SELECT id FROM account WHERE id = $1", account.to_bytes());
        lock.push(self.engine.lock_account());
        lock.query().fetch_optional(self.connection()).await?;
        super::work::clear(self.connection(), account).await?;
        // A sign-in that has begun with the password alone doesn't get through.
        self.run(sql!("UPDATE account SET password_no = password_no + 1 WHERE id = $1", account.to_bytes())).await?;
        self.end_account_sessions(account, None, Ended::CredentialChanged, now).await?;
        let telling =
            Telling { account, change: &FactorChange::Reset, strongest: None, mails: None, but: Some(organization) };
        tell(self.connection(), telling).await
    }
}
