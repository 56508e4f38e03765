//! Mails and links that somebody sent who is about to be erased: those that still wait are written
//! again without their name.

use crate::{StoreError, Work, record, sql};
use rollbook_domain::{MailId, MemberId, Timestamp, text::fold};
use sqlx::Row as _;

/// A mail that waits, or was given up, with a link in it.
#[derive(Clone, Debug)]
pub struct WaitingLetter {
    /// Its id.
    pub id: MailId,
    /// The member that it is for.
    pub member: MemberId,
    /// Which template it was made of.
    pub template: String,
    /// The link in it.
    pub link: String,
    /// Until when the link works.
    pub expires: Timestamp,
}

/// What a mail says instead.
#[derive(Clone, Debug)]
pub struct Wording {
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// HTML.
    pub html: String,
}

impl Work {
    /// Mails with links that a member sent and that didn't leave yet, in the order of their ids after
    /// `after`.
    pub async fn letters_of(
        &mut self,
        inviter: MemberId,
        after: Option<MailId>,
        take: u32,
    ) -> Result<Vec<WaitingLetter>, StoreError> {
        let organization = self.organization.to_bytes();
        let rows = sql!(
            "SELECT m.id, m.member, m.template, m.link, l.expires FROM link l JOIN mail m ON m.link_id = l.id \
             WHERE l.inviter = $1 AND l.organization = $2 AND m.state IN (0, 1, 3) AND m.link IS NOT NULL \
             AND m.member IS NOT NULL AND m.id > $3 ORDER BY m.id LIMIT $4",
            inviter.to_bytes(),
            organization,
            after.map_or([0; 16], MailId::to_bytes),
            i64::from(take)
        )
        .query()
        .fetch_all(self.connection())
        .await?;
        rows.iter()
            .map(|row| {
                Ok(WaitingLetter {
                    id: record::mail_id(row, "id")?,
                    member: record::member_id(row, "member")?,
                    template: row.try_get("template")?,
                    link: row.try_get("link")?,
                    expires: Timestamp(row.try_get("expires")?),
                })
            })
            .collect()
    }

    /// Gives a mail that didn't leave yet other words; its reader and its link stay.
    pub async fn reword(&mut self, mail: MailId, words: Wording) -> Result<(), StoreError> {
        let id = mail.to_bytes();
        let row =
            sql!("SELECT to_name, to_address FROM mail WHERE id = $1", id).query().fetch_one(&mut *self.tx).await?;
        let (name, address): (String, String) = (row.try_get("to_name")?, row.try_get("to_address")?);
        let search = fold(&format!("{name} {address} {}", words.subject));
        self.run(sql!(
            "UPDATE mail SET subject = $1, body_text = $2, body_html = $3, search = $4 WHERE id = $5 AND state IN (0, 1, 3)",
            words.subject,
            words.text,
            words.html,
            search,
            id
        ))
        .await?;
        Ok(())
    }

    /// Kills the open links of one purpose that a member sent, and drops their mails.
    pub async fn kill_links_of(&mut self, inviter: MemberId, purpose: &str, at: Timestamp) -> Result<(), StoreError> {
        let (inviter, organization) = (inviter.to_bytes(), self.organization.to_bytes());
        self.run(sql!(
            "UPDATE mail SET state = 4, link = NULL, body_text = '', body_html = '' WHERE state + 0 IN (0, 1, 3) AND link_id IN \
             (SELECT id FROM link WHERE inviter = $1 AND organization = $2 AND purpose = $3)",
            inviter,
            organization,
            purpose
        ))
        .await?;
        self.run(sql!(
            "UPDATE link SET killed_at = $1 WHERE inviter = $2 AND organization = $3 AND purpose = $4 \
             AND used_at IS NULL AND killed_at IS NULL",
            at.0,
            inviter,
            organization,
            purpose
        ))
        .await?;
        Ok(())
    }
}
