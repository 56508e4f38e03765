//! One mail after the other over one conversation; a run has a few of these side by side.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::time::timeout;

use super::pauses::with_jitter;
use super::{Conversation, MAX_ATTEMPTS, Outbox, Outgoing, Report, Sender, Settled, Surroundings, pause_after};
use crate::smtp::{ErrorCode, Kind, Scope, SendError};

// What the outbox and a busy machine may take on top of the sending.
const MARGIN: Duration = Duration::from_mins(1);

/// What the lanes of one run share.
pub(super) struct Run<'a> {
    pub(super) outbox: &'a dyn Outbox,
    pub(super) sender: &'a dyn Sender,
    pub(super) surroundings: &'a Surroundings,
    /// The server is in trouble: no lane claims another mail.
    pub(super) trouble: AtomicBool,
}

impl Run<'_> {
    /// Mails that are due; none where the run should end.
    pub(super) async fn claim(&self, limit: u32, report: &mut Report) -> Vec<Outgoing> {
        if self.surroundings.stopped() || self.trouble.load(Ordering::Relaxed) {
            return Vec::new();
        }
        // Longer than one mail can take: nobody else gets it while it is under way.
        let lease = i64::try_from((self.sender.longest() + MARGIN).as_millis()).unwrap_or(i64::MAX);
        match self.outbox.claim(self.surroundings.now(), lease, limit).await {
            Ok(mails) => mails,
            Err(error) => {
                tracing::error!(%error, "outgoing mails could not be claimed");
                report.outbox_errors += 1;
                Vec::new()
            }
        }
    }

    /// Sends `first` and then whatever is due, one mail at a time.
    pub(super) async fn lane(&self, first: Outgoing, mut line: Option<Box<dyn Conversation>>) -> Report {
        let mut report = Report::default();
        let mut next = Some(first);
        while let Some(mail) = next {
            let outcome = self.deliver(&mail, &mut line).await;
            self.settle(&mail, outcome, &mut report).await;
            next = self.claim(1, &mut report).await.pop();
        }
        if let Some(line) = line {
            line.close().await;
        }
        report
    }

    /// One try, within the time that its lease covers.
    async fn deliver(&self, mail: &Outgoing, line: &mut Option<Box<dyn Conversation>>) -> Result<(), SendError> {
        if mail.attempts > MAX_ATTEMPTS {
            let words = "This mail was begun too often without an end, so it was given up. Send it again".to_owned();
            return Err(SendError { kind: Kind::Permanent, scope: Scope::Mail, code: ErrorCode::BrokeOff, words });
        }
        let mut open = line.take();
        let sending = async {
            let conversation = match &mut open {
                Some(conversation) => conversation,
                none => none.insert(self.sender.open().await?),
            };
            conversation.send(mail, self.surroundings.now()).await
        };
        let outcome = timeout(self.sender.longest(), sending).await.unwrap_or_else(|_| Err(too_long()));
        if outcome.as_ref().err().is_none_or(|error| !error.ends_conversation()) {
            *line = open;
        }
        outcome
    }

    /// Writes the outcome down.
    pub(super) async fn settle(&self, mail: &Outgoing, outcome: Result<(), SendError>, report: &mut Report) {
        let now = self.surroundings.now();
        let settled = match &outcome {
            Ok(()) => Settled::Sent { at: now },
            Err(error) => failed(error, mail.attempts, now, (self.surroundings.chance)()),
        };
        let count = match &settled {
            Settled::Sent { .. } => &mut report.sent,
            Settled::Retry { .. } => &mut report.retried,
            Settled::GaveUp { .. } => &mut report.given_up,
        };
        *count += 1;
        if let Err(error) = self.outbox.settle(mail.id, settled).await {
            tracing::error!(%error, "how a mail ended could not be written down; it comes back");
            report.outbox_errors += 1;
        }
        if let Err(error) = outcome {
            // Neither words nor address: both can hold personal data.
            tracing::warn!(code = %error.code, attempts = mail.attempts, "a mail was not sent");
            if error.scope == Scope::Server {
                self.trouble.store(true, Ordering::Relaxed);
                report.trouble.get_or_insert(error);
            }
        }
    }
}

fn failed(error: &SendError, attempts: u32, now: i64, chance: f64) -> Settled {
    let (error_code, words) = (error.code.as_str(), error.words.clone());
    match pause_after(attempts).filter(|_| error.kind == Kind::Transient) {
        Some(pause) => Settled::Retry { at: now.saturating_add(with_jitter(pause, chance)), error_code, words },
        None => Settled::GaveUp { at: now, error_code, words },
    }
}

fn too_long() -> SendError {
    let words = "The mail server was too slow for this mail. It is tried again".to_owned();
    SendError { kind: Kind::Transient, scope: Scope::Conversation, code: ErrorCode::Timeout, words }
}
