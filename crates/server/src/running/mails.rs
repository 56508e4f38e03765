//! The worker of the outbox: mails of all organizations leave by the configured mail server.

use super::Ready;
use crate::config::MailBy;
use async_trait::async_trait;
use metrics::counter;
use rollbook_directory::{Directory, WholeOutbox};
use rollbook_mail::outbox::{self, MailId, Outbox, OutboxError, Outgoing, Sender, SenderSource, Settled, Surroundings};
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;

/// How long mails under way may take once the end was asked for.
pub(super) const FAREWELL: Duration = Duration::from_secs(20);

/// The mail server of the configuration, while there is a database to take mails from.
struct Configured {
    mail: MailBy,
    ready: Ready,
}

#[async_trait]
impl SenderSource for Configured {
    async fn sender(&self) -> Option<Arc<dyn Sender>> {
        self.ready.is().then(|| Arc::new(self.mail.mailer.clone()) as Arc<dyn Sender>)
    }
}

/// Counts what becomes of mails.
struct Counted(WholeOutbox);

#[async_trait]
impl Outbox for Counted {
    async fn claim(&self, now_ms: i64, lease_ms: i64, limit: u32) -> Result<Vec<Outgoing>, OutboxError> {
        self.0.claim(now_ms, lease_ms, limit).await
    }

    async fn settle(&self, id: MailId, settled: Settled) -> Result<(), OutboxError> {
        let outcome = match &settled {
            Settled::Sent { .. } => "sent",
            Settled::Retry { .. } => "retried",
            Settled::GaveUp { .. } => "given_up",
        };
        self.0.settle(id, settled).await?;
        counter!("rollbook_mails_total", "outcome" => outcome).increment(1);
        Ok(())
    }
}

/// Sends mails until it is told to stop; those under way are finished.
pub(super) async fn send(directory: Directory, mail: MailBy, ready: Ready, stop: watch::Receiver<bool>) {
    tracing::info!(server = mail.shown, "mails leave by this server");
    let clock = directory.clone();
    let surroundings =
        Surroundings { clock: Arc::new(move || clock.now().0), chance: Arc::new(rand::random), stop: stop.clone() };
    let (outbox, wake) = (Arc::new(Counted(directory.whole_outbox())), directory.mail_waits());
    // What waited while the database was away leaves when it is back.
    let (again, mut back) = (Arc::clone(&wake), ready.clone());
    let waker = tokio::spawn(async move {
        while back.back().await {
            again.notify_one();
        }
    });
    outbox::run(outbox, Arc::new(Configured { mail, ready }), surroundings, wake).await;
    waker.abort();
}
