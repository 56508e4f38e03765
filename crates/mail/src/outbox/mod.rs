//! Mails that were committed with a change, carried to the mail server until they are sent or given up.
//!
//! A mail is claimed for a while (a lease) and settled after the try. A process that ends in between leaves the
//! lease to run out, and the mail is tried again: at worst it arrives twice, with the same `Message-ID`; it is
//! never lost.

mod lane;
mod pauses;
mod report;
mod run;
mod sender;
mod surroundings;

use async_trait::async_trait;

pub use pauses::{MAX_ATTEMPTS, pause_after};
pub use report::Report;
pub use run::{run, run_once};
pub use sender::{Conversation, Sender, SenderSource};
pub use surroundings::Surroundings;

/// The id of a mail: 16 bytes, never reused.
pub type MailId = [u8; 16];

/// A mail to be sent, as the outbox holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Its id; the `Message-ID` comes from it.
    pub id: MailId,
    /// The recipient's name; empty where none is known.
    pub to_name: String,
    /// The recipient's address.
    pub to_address: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// A whole HTML document.
    pub html: String,
    /// How often it was claimed, this time included: a try that ended the process counts too.
    pub attempts: u32,
}

/// How a try ended. Times are milliseconds since 1970 UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// The server took it.
    Sent {
        /// When.
        at: i64,
    },
    /// It is tried again.
    Retry {
        /// Not before.
        at: i64,
        /// The stable code of what went wrong.
        error_code: &'static str,
        /// What went wrong, for the administrators.
        words: String,
    },
    /// It is not tried again, unless somebody asks for it.
    GaveUp {
        /// When.
        at: i64,
        /// The stable code of what went wrong.
        error_code: &'static str,
        /// What went wrong, for the administrators.
        words: String,
    },
}

/// The outbox can't be read or written.
#[derive(Debug, thiserror::Error)]
#[error("the outbox does not answer: {0}")]
pub struct OutboxError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// Where outgoing mails are kept.
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Hands out up to `limit` mails that are due at `now_ms` and not leased, oldest first; leases them until
    /// `now_ms + lease_ms` and counts the attempt, in one step: no mail goes to two callers.
    async fn claim(&self, now_ms: i64, lease_ms: i64, limit: u32) -> Result<Vec<Outgoing>, OutboxError>;

    /// Writes down how the try ended, and ends the lease.
    async fn settle(&self, id: MailId, settled: Settled) -> Result<(), OutboxError>;
}
