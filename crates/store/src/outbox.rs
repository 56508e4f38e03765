//! The outbox of a server: waiting mails of all organizations, oldest first, each to one worker at a time.

use crate::{Store, StoreError, WaitingMail, arg::Sql, record, sql};
use rollbook_domain::{OrganizationId, Timestamp};
use sqlx::Row as _;

/// How many mails wait, and since when.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Waiting {
    /// Waiting, or tried again later.
    pub mails: u64,
    /// When the oldest of them was written.
    pub since: Option<Timestamp>,
}

impl Store {
    /// Takes mails that are due, of whatever organization, for `lease` milliseconds (see
    /// [`Store::claim_mails`]). Those whose link is too old stay where they are.
    pub async fn claim_any_mails(
        &self,
        now: i64,
        lease: i64,
        take: u32,
    ) -> Result<Vec<(OrganizationId, WaitingMail)>, StoreError> {
        let mut claim = Sql::new("UPDATE mail SET leased_until = ");
        claim
            .bind(now + lease)
            .push(", attempts = attempts + 1 WHERE id IN (SELECT m.id FROM mail m WHERE m.state < 2");
        claim.push(" AND m.next_at <= ").bind(now).push(" AND m.leased_until <= ").bind(now);
        claim.push(" AND NOT EXISTS (SELECT 1 FROM link l WHERE l.id = m.link_id AND l.expires <= ").bind(now);
        claim.push(") ORDER BY m.next_at, m.id LIMIT ").bind(i64::from(take)).push(self.engine.skip_taken());
        claim.push(") AND state < 2 AND leased_until <= ").bind(now);
        claim.push(" RETURNING organization, id, to_name, to_address, subject, body_text, body_html, attempts");
        let rows = claim.query().fetch_all(&self.pool).await?;
        rows.iter()
            .map(|row| {
                let mail = WaitingMail {
                    id: record::mail_id(row, "id")?,
                    to_name: row.try_get("to_name")?,
                    to_address: row.try_get("to_address")?,
                    subject: row.try_get("subject")?,
                    text: row.try_get("body_text")?,
                    html: row.try_get("body_html")?,
                    attempts: row.try_get("attempts")?,
                };
                Ok((record::organization_id(row, "organization")?, mail))
            })
            .collect()
    }

    /// Drops the mails of every organization whose link is too old to be of use.
    pub async fn drop_any_dead_mails(&self, now: i64) -> Result<(), StoreError> {
        sql!(
            "UPDATE mail SET state = 4, link = NULL, body_text = '', body_html = '' WHERE state IN (0, 1, 3) \
             AND leased_until <= $1 AND link_id IN (SELECT id FROM link WHERE expires <= $1)",
            now
        )
        .query()
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// How many mails of all organizations wait.
    pub async fn waiting_mails(&self) -> Result<Waiting, StoreError> {
        let row = sql!("SELECT count(*) AS n, min(created_at) AS since FROM mail WHERE state < 2")
            .query()
            .fetch_one(&self.pool)
            .await?;
        Ok(Waiting { mails: row.try_get::<i64, _>("n")?.unsigned_abs(), since: record::moment(&row, "since")? })
    }
}
