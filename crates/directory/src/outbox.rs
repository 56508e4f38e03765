//! The outbox as the mail worker sees it.

use crate::{Directory, contract::Tag};
use async_trait::async_trait;
use rollbook_domain::{MailId, OrganizationId};
use rollbook_mail::outbox::{self, OutboxError, Outgoing, Settled};

/// The outbox of one organization.
#[derive(Clone, Debug)]
pub struct OrganizationOutbox {
    directory: Directory,
    organization: OrganizationId,
}

impl Directory {
    /// The outbox of one organization, for a mail worker.
    pub fn outbox(&self, organization: OrganizationId) -> OrganizationOutbox {
        OrganizationOutbox { directory: self.clone(), organization }
    }
}

#[async_trait]
impl outbox::Outbox for OrganizationOutbox {
    async fn claim(&self, now_ms: i64, lease_ms: i64, limit: u32) -> Result<Vec<Outgoing>, OutboxError> {
        let mails = self.directory.store().claim_mails(self.organization, now_ms, lease_ms, limit).await;
        let mails = mails.map_err(|error| OutboxError(Box::new(error)))?;
        Ok(mails
            .into_iter()
            .map(|mail| Outgoing {
                id: mail.id.to_bytes(),
                to_name: mail.to_name,
                to_address: mail.to_address,
                subject: mail.subject,
                text: mail.text,
                html: mail.html,
                attempts: u32::try_from(mail.attempts).unwrap_or(u32::MAX),
            })
            .collect())
    }

    async fn settle(&self, id: outbox::MailId, settled: Settled) -> Result<(), OutboxError> {
        let Some(id) = MailId::from_slice(&id) else { return Ok(()) };
        let store = self.directory.store();
        let done = match settled {
            Settled::Sent { at } => store.mail_sent(id, at).await,
            Settled::Retry { at, words, .. } => store.mail_failed(id, &words, Some(at)).await,
            Settled::GaveUp { words, .. } => store.mail_failed(id, &words, None).await,
        };
        done.map_err(|error| OutboxError(Box::new(error)))?;
        self.directory.tell(self.organization, vec![Tag::Mail]);
        Ok(())
    }
}
