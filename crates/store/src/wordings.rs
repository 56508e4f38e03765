//! An organization’s own words of its mails: few, read for a mail only where there are any.

use crate::{Store, StoreError, Work, arg::Sql, sql};
use rollbook_domain::{
    Facts, OrganizationId,
    wording::{Wording, WordingOf},
};
use sqlx::{Row, any::AnyRow};

fn all(organization: OrganizationId) -> Sql {
    sql!(
        "SELECT template, language, subject, body, html FROM wording \
         WHERE organization = $1 AND subject IS NOT NULL ORDER BY template, language",
        organization.to_bytes()
    )
}

fn read(row: &AnyRow) -> Result<(WordingOf, Wording), StoreError> {
    let of = WordingOf { template: row.try_get("template")?, language: row.try_get("language")? };
    let words = Wording { subject: row.try_get("subject")?, text: row.try_get("body")?, html: row.try_get("html")? };
    Ok((of, words))
}

impl Work {
    /// The number under which the words changed last; 0 where they never did. The same number is the same words.
    pub async fn wordings_seq(&mut self) -> Result<i64, StoreError> {
        if let Some(known) = self.wordings_seq {
            return Ok(known);
        }
        let row = sql!(
            "SELECT COALESCE(MAX(changed), 0) AS newest FROM wording WHERE organization = $1",
            self.organization.to_bytes()
        )
        .query()
        .fetch_one(self.connection())
        .await?;
        let newest = row.try_get("newest")?;
        self.wordings_seq = Some(newest);
        Ok(newest)
    }

    /// All of the organization’s own words.
    pub async fn wordings(&mut self) -> Result<Vec<(WordingOf, Wording)>, StoreError> {
        let statement = all(self.organization);
        statement.query().fetch_all(self.connection()).await?.iter().map(read).collect()
    }

    /// Adds the organization’s own words to the facts.
    pub async fn know_wordings(&mut self, facts: &mut Facts) -> Result<(), StoreError> {
        facts.wordings.extend(self.wordings().await?);
        Ok(())
    }

    pub(crate) async fn set_wording(&mut self, of: &WordingOf, words: Option<&Wording>) -> Result<(), StoreError> {
        // Events of one unit may share a number: the next mail reads anew.
        self.wordings_seq = None;
        let organization = self.organization.to_bytes();
        self.run(sql!(
            "INSERT INTO wording (organization, template, language, subject, body, html, changed) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (organization, template, language) DO UPDATE SET \
             subject = excluded.subject, body = excluded.body, html = excluded.html, changed = excluded.changed",
            organization,
            of.template.as_str(),
            of.language.as_str(),
            words.map(|words| words.subject.clone()),
            words.map(|words| words.text.clone()),
            words.map(|words| words.html.clone()),
            self.seq + 1
        ))
        .await?;
        Ok(())
    }
}

impl Store {
    /// All of an organization’s own words of its mails.
    pub async fn wordings(&self, organization: OrganizationId) -> Result<Vec<(WordingOf, Wording)>, StoreError> {
        all(organization).query().fetch_all(&self.pool).await?.iter().map(read).collect()
    }
}
