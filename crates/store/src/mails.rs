//! The outbox: a mail is written in the transaction of the change that it tells of.

use crate::{Store, StoreError, Work, arg::Sql, matching::like, record, sql};
use rollbook_domain::{
    LinkId, MailId, MemberId, OrganizationId, Timestamp,
    text::{fold, search_terms},
};
use sqlx::{Row, any::AnyRow};

/// Where a mail stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MailState {
    /// Waits for its turn.
    Waiting,
    /// Failed and is tried again.
    Retrying,
    /// Sent.
    Sent,
    /// Given up.
    Failed,
    /// Its link died before it left.
    Dropped,
}

impl MailState {
    const fn number(self) -> i64 {
        match self {
            Self::Waiting => 0,
            Self::Retrying => 1,
            Self::Sent => 2,
            Self::Failed => 3,
            Self::Dropped => 4,
        }
    }
    pub(crate) fn read(number: i64) -> Result<Self, StoreError> {
        [Self::Waiting, Self::Retrying, Self::Sent, Self::Failed, Self::Dropped]
            .into_iter()
            .find(|state| state.number() == number)
            .ok_or_else(|| StoreError::corrupt(format!("mail state {number}")))
    }
}

/// A mail to put into the outbox.
#[derive(Clone)]
pub struct NewMail {
    /// Its id; the `Message-ID` is made of it.
    pub id: MailId,
    /// The member that it is about; erasing them wipes it.
    pub member: Option<MemberId>,
    /// The link that it carries.
    pub link_id: Option<LinkId>,
    /// Which template it was made of.
    pub template: &'static str,
    /// Recipient's name.
    pub to_name: String,
    /// Recipient's address.
    pub to_address: String,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// HTML.
    pub html: String,
    /// The link in it; held only until the mail is sent.
    pub link: Option<String>,
    /// When it was written.
    pub created_at: i64,
}

/// A mail as the screen shows it.
#[derive(Clone)]
pub struct MailRecord {
    /// Its id.
    pub id: MailId,
    /// The member that it is for.
    pub member: Option<MemberId>,
    /// Recipient's name.
    pub to_name: String,
    /// Recipient's address.
    pub to_address: String,
    /// Subject.
    pub subject: String,
    /// Which template it was made of.
    pub template: String,
    /// Plain text; empty once wiped.
    pub text: String,
    /// The link, while it waits.
    pub link: Option<String>,
    /// Where it stands.
    pub state: MailState,
    /// How often it was tried.
    pub attempts: i64,
    /// When it is tried next.
    pub next_at: i64,
    /// Why it failed last.
    pub problem: String,
    /// When it was written.
    pub created_at: i64,
    /// When it was sent.
    pub sent_at: Option<i64>,
}

/// A mail that a worker holds for sending.
#[derive(Clone)]
pub struct WaitingMail {
    /// Its id.
    pub id: MailId,
    /// Recipient's name.
    pub to_name: String,
    /// Recipient's address.
    pub to_address: String,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// HTML.
    pub html: String,
    /// How often it was tried, this time included.
    pub attempts: i64,
}

/// How many mails stand where.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct OutboxCounts {
    /// Waiting or tried again.
    pub waiting: u64,
    /// Given up.
    pub failed: u64,
    /// Sent.
    pub sent: u64,
}

/// Puts a mail into the outbox of an organization.
pub(crate) fn add_mail(organization: [u8; 16], mail: NewMail) -> Sql {
    let search = fold(&format!("{} {} {}", mail.to_name, mail.to_address, mail.subject));
    sql!(
        "INSERT INTO mail (id, organization, member, link_id, template, to_name, to_address, subject, body_text, body_html, \
         link, state, attempts, next_at, leased_until, problem, created_at, search) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, 0, $12, 0, '', $12, $13)",
        mail.id.to_bytes(),
        organization,
        mail.member.map(MemberId::to_bytes),
        mail.link_id.map(LinkId::to_bytes),
        mail.template,
        mail.to_name,
        mail.to_address,
        mail.subject,
        mail.text,
        mail.html,
        mail.link,
        mail.created_at,
        search,
    )
}

impl Work {
    /// Puts a mail into the outbox.
    pub async fn add_mail(&mut self, mail: NewMail) -> Result<(), StoreError> {
        let statement = add_mail(self.organization.to_bytes(), mail);
        self.run(statement).await?;
        Ok(())
    }

    /// How many mails of the organization wait or are tried again, with those that this unit of work added.
    pub async fn waiting_mails(&mut self) -> Result<i64, StoreError> {
        let organization = self.organization.to_bytes();
        let count = sql!("SELECT count(*) AS n FROM mail WHERE organization = $1 AND state < 2", organization);
        Ok(count.query().fetch_one(self.connection()).await?.try_get("n")?)
    }

    /// To the front; not when a worker has it in its hands at this moment.
    pub(crate) async fn retry_mail(&mut self, mail: MailId, at: Timestamp) -> Result<(), StoreError> {
        let organization = self.organization.to_bytes();
        self.run(sql!(
            "UPDATE mail SET state = 0, attempts = 0, leased_until = 0, next_at = $1 WHERE id = $2 AND organization = $3 \
             AND state IN (0, 1, 3) AND leased_until <= $1",
            at.0,
            mail.to_bytes(),
            organization
        ))
        .await?;
        Ok(())
    }
}

impl Store {
    /// A page of the outbox, newest first, and how many match.
    pub async fn mail_page(
        &self,
        organization: OrganizationId,
        states: &[MailState],
        text: &str,
        offset: u64,
        take: u16,
    ) -> Result<(Vec<MailRecord>, u64), StoreError> {
        let filter = |statement: &mut Sql| {
            statement.push(" FROM mail WHERE organization = ").bind(organization.to_bytes());
            if !states.is_empty() {
                statement.push(" AND state IN (").bind_all(states.iter().map(|state| state.number())).push(")");
            }
            for word in search_terms(text) {
                statement.push(" AND search LIKE ").bind(like(&word)).push(" ESCAPE '\\'");
            }
        };
        let mut count = Sql::new("SELECT count(*) AS n");
        filter(&mut count);
        let total: i64 = count.query().fetch_one(&self.pool).await?.try_get("n")?;
        let mut page = Sql::new(MAIL_COLUMNS);
        filter(&mut page);
        page.push(" ORDER BY created_at DESC, id DESC LIMIT ").bind(i64::from(take));
        page.push(" OFFSET ").bind(i64::try_from(offset).unwrap_or(i64::MAX));
        let rows = page.query().fetch_all(&self.pool).await?;
        Ok((rows.iter().map(read_mail).collect::<Result<_, _>>()?, total.unsigned_abs()))
    }

    /// One mail.
    pub async fn mail(&self, organization: OrganizationId, id: MailId) -> Result<Option<MailRecord>, StoreError> {
        let mut statement = Sql::new(MAIL_COLUMNS);
        statement
            .push(" FROM mail WHERE organization = ")
            .bind(organization.to_bytes())
            .push(" AND id = ")
            .bind(id.to_bytes());
        statement.query().fetch_optional(&self.pool).await?.as_ref().map(read_mail).transpose()
    }

    /// How many mails stand where.
    pub async fn mail_counts(&self, organization: OrganizationId) -> Result<OutboxCounts, StoreError> {
        let rows = sql!(
            "SELECT state, count(*) AS n FROM mail WHERE organization = $1 GROUP BY state",
            organization.to_bytes()
        )
        .query()
        .fetch_all(&self.pool)
        .await?;
        let mut counts = OutboxCounts::default();
        for row in rows {
            let n = row.try_get::<i64, _>("n")?.unsigned_abs();
            match MailState::read(row.try_get("state")?)? {
                MailState::Waiting | MailState::Retrying => counts.waiting += n,
                MailState::Failed => counts.failed += n,
                MailState::Sent => counts.sent += n,
                MailState::Dropped => {}
            }
        }
        Ok(counts)
    }

    /// Drops mails whose link is too old to be of use: nobody gets one that answers with a refusal.
    pub async fn drop_dead_mails(&self, organization: OrganizationId, now: i64) -> Result<(), StoreError> {
        sql!(
            "UPDATE mail SET state = 4, link = NULL, body_text = '', body_html = '' WHERE organization = $1 \
             AND state IN (0, 1, 3) AND leased_until <= $2 AND link_id IN (SELECT id FROM link WHERE expires <= $2)",
            organization.to_bytes(),
            now
        )
        .query()
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Takes mails that are due, for `lease` milliseconds: whoever else looks meanwhile gets others,
    /// and a worker that dies gives its mails back by time.
    pub async fn claim_mails(
        &self,
        organization: OrganizationId,
        now: i64,
        lease: i64,
        take: u32,
    ) -> Result<Vec<WaitingMail>, StoreError> {
        self.drop_dead_mails(organization, now).await?;
        let rows = sql!(
            "UPDATE mail SET leased_until = $1, attempts = attempts + 1 WHERE id IN (SELECT id FROM mail WHERE organization = $2 AND state IN (0, 1) \
             AND next_at <= $3 AND leased_until <= $3 ORDER BY next_at, id LIMIT $4) AND state IN (0, 1) AND leased_until <= $3 \
             RETURNING id, to_name, to_address, subject, body_text, body_html, attempts",
            now + lease, organization.to_bytes(), now, i64::from(take)
        )
        .query()
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(WaitingMail {
                    id: record::mail_id(row, "id")?,
                    to_name: row.try_get("to_name")?,
                    to_address: row.try_get("to_address")?,
                    subject: row.try_get("subject")?,
                    text: row.try_get("body_text")?,
                    html: row.try_get("body_html")?,
                    attempts: row.try_get("attempts")?,
                })
            })
            .collect()
    }

    /// The mail server took it: what could open anything is wiped from the row.
    pub async fn mail_sent(&self, id: MailId, at: i64) -> Result<(), StoreError> {
        sql!(
            "UPDATE mail SET state = 2, sent_at = $1, body_html = '', link = NULL, leased_until = 0, problem = '', \
             body_text = CASE WHEN link IS NULL THEN body_text ELSE replace(body_text, link, '[link]') END \
             WHERE id = $2 AND state IN (0, 1)",
            at,
            id.to_bytes()
        )
        .query()
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// It failed: tried again at `next_at`, or given up where there is none.
    pub async fn mail_failed(&self, id: MailId, problem: &str, next_at: Option<i64>) -> Result<(), StoreError> {
        let state = if next_at.is_some() { MailState::Retrying } else { MailState::Failed };
        sql!(
            "UPDATE mail SET state = $1, next_at = $2, leased_until = 0, problem = $3 WHERE id = $4 AND state IN (0, 1)",
            state.number(), next_at.unwrap_or(0), problem, id.to_bytes()
        )
        .query()
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}

const MAIL_COLUMNS: &str = "SELECT id, member, to_name, to_address, subject, body_text, link, state, attempts, next_at, problem, created_at, sent_at, template";

fn read_mail(row: &AnyRow) -> Result<MailRecord, StoreError> {
    Ok(MailRecord {
        id: record::mail_id(row, "id")?,
        member: record::optional_member(row, "member")?,
        to_name: row.try_get("to_name")?,
        to_address: row.try_get("to_address")?,
        subject: row.try_get("subject")?,
        template: row.try_get("template")?,
        text: row.try_get("body_text")?,
        link: row.try_get("link")?,
        state: MailState::read(row.try_get("state")?)?,
        attempts: row.try_get("attempts")?,
        next_at: row.try_get("next_at")?,
        problem: row.try_get("problem")?,
        created_at: row.try_get("created_at")?,
        sent_at: row.try_get("sent_at")?,
    })
}
