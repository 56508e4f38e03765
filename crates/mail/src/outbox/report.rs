//! What one run over the outbox did.

use crate::smtp::SendError;

/// Counts of one run, and what stopped it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Mails that the server took.
    pub sent: u32,
    /// Mails that are tried again later.
    pub retried: u32,
    /// Mails that are not tried again.
    pub given_up: u32,
    /// How often the outbox itself did not answer. Those mails come back when their lease runs out.
    pub outbox_errors: u32,
    /// Why the run ended early: the server or the settings, so that every mail would have met the same.
    pub trouble: Option<SendError>,
}

impl Report {
    pub(super) fn add(&mut self, other: Self) {
        self.sent += other.sent;
        self.retried += other.retried;
        self.given_up += other.given_up;
        self.outbox_errors += other.outbox_errors;
        self.trouble = self.trouble.take().or(other.trouble);
    }
}
