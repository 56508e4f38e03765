//! The outbox as the mail worker sees it: that of one organization, or of all that a server has.

use crate::{Directory, contract::Tag};
use async_trait::async_trait;
use rollbook_domain::{MailId, OrganizationId};
use rollbook_mail::outbox::{self, OutboxError, Outgoing, Settled};
use rollbook_store::{StoreError, WaitingMail};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
};

/// How often mails with dead links are looked for, in milliseconds.
const SWEEP: i64 = 60_000;

/// The outbox of one organization.
#[derive(Clone, Debug)]
pub struct OrganizationOutbox {
    directory: Directory,
    organization: OrganizationId,
}

/// The outbox of every organization.
#[derive(Clone, Debug)]
pub struct WholeOutbox {
    directory: Directory,
    /// Whose the mails are that are under way.
    under_way: Arc<Mutex<HashMap<outbox::MailId, OrganizationId>>>,
    /// When mails with dead links were last dropped.
    swept: Arc<AtomicI64>,
}

impl Directory {
    /// The outbox of one organization, for a mail worker.
    pub fn outbox(&self, organization: OrganizationId) -> OrganizationOutbox {
        OrganizationOutbox { directory: self.clone(), organization }
    }

    /// The outbox of all organizations, for the mail worker of a server.
    pub fn whole_outbox(&self) -> WholeOutbox {
        WholeOutbox { directory: self.clone(), under_way: Arc::default(), swept: Arc::new(AtomicI64::new(i64::MIN)) }
    }

    async fn settle_mail(&self, organization: OrganizationId, id: MailId, settled: Settled) -> Result<(), OutboxError> {
        let store = self.store();
        let done = match settled {
            Settled::Sent { at } => store.mail_sent(id, at).await,
            Settled::Retry { at, words, .. } => store.mail_failed(id, &words, Some(at)).await,
            Settled::GaveUp { words, .. } => store.mail_failed(id, &words, None).await,
        };
        done.map_err(failed)?;
        let tags = vec![Tag::Mail];
        // It is settled, whether or not others hear of it at once.
        if let Err(error) = store.announce(organization, &crate::hear::words(&tags)).await {
            tracing::debug!(%error, "a settled mail wasn’t announced");
        }
        self.tell(organization, tags);
        Ok(())
    }
}

#[async_trait]
impl outbox::Outbox for OrganizationOutbox {
    async fn claim(&self, now_ms: i64, lease_ms: i64, limit: u32) -> Result<Vec<Outgoing>, OutboxError> {
        let mails = self.directory.store().claim_mails(self.organization, now_ms, lease_ms, limit).await;
        Ok(mails.map_err(failed)?.into_iter().map(outgoing).collect())
    }

    async fn settle(&self, id: outbox::MailId, settled: Settled) -> Result<(), OutboxError> {
        let Some(id) = MailId::from_slice(&id) else { return Ok(()) };
        self.directory.settle_mail(self.organization, id, settled).await
    }
}

#[async_trait]
impl outbox::Outbox for WholeOutbox {
    async fn claim(&self, now_ms: i64, lease_ms: i64, limit: u32) -> Result<Vec<Outgoing>, OutboxError> {
        let store = self.directory.store();
        if now_ms.saturating_sub(self.swept.load(Ordering::Relaxed)) >= SWEEP {
            self.swept.store(now_ms, Ordering::Relaxed);
            store.drop_any_dead_mails(now_ms).await.map_err(failed)?;
        }
        let mails = store.claim_any_mails(now_ms, lease_ms, limit).await.map_err(failed)?;
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        under_way.extend(mails.iter().map(|(organization, mail)| (mail.id.to_bytes(), *organization)));
        Ok(mails.into_iter().map(|(_, mail)| outgoing(mail)).collect())
    }

    async fn settle(&self, id: outbox::MailId, settled: Settled) -> Result<(), OutboxError> {
        let known = self.under_way.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
        let (Some(organization), Some(id)) = (known, MailId::from_slice(&id)) else { return Ok(()) };
        self.directory.settle_mail(organization, id, settled).await
    }
}

fn failed(error: StoreError) -> OutboxError {
    OutboxError(Box::new(error))
}

fn outgoing(mail: WaitingMail) -> Outgoing {
    Outgoing {
        id: mail.id.to_bytes(),
        to_name: mail.to_name,
        to_address: mail.to_address,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        attempts: u32::try_from(mail.attempts).unwrap_or(u32::MAX),
    }
}
