//! What the worker needs of a mail server, so that it can be tried without one.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use super::Outgoing;
use crate::smtp::{Connection, Mailer, SendError};

/// A way to send mails.
#[async_trait]
pub trait Sender: Send + Sync {
    /// Opens a conversation for several mails.
    async fn open(&self) -> Result<Box<dyn Conversation>, SendError>;

    /// The longest that one mail can take, a new conversation included.
    fn longest(&self) -> Duration;
}

/// An open conversation.
#[async_trait]
pub trait Conversation: Send {
    /// Hands one mail over; `now_ms` becomes its date.
    async fn send(&mut self, mail: &Outgoing, now_ms: i64) -> Result<(), SendError>;

    /// Takes leave.
    async fn close(self: Box<Self>);
}

/// Where the worker learns which mail server is set up now.
#[async_trait]
pub trait SenderSource: Send + Sync {
    /// The sender of the settings as they are; nothing while none are set up. Asked before every run.
    async fn sender(&self) -> Option<Arc<dyn Sender>>;
}

#[async_trait]
impl Sender for Mailer {
    async fn open(&self) -> Result<Box<dyn Conversation>, SendError> {
        Ok(Box::new(Self::open(self).await?))
    }

    fn longest(&self) -> Duration {
        self.timeouts().longest()
    }
}

#[async_trait]
impl Conversation for Connection {
    async fn send(&mut self, mail: &Outgoing, now_ms: i64) -> Result<(), SendError> {
        Self::send(self, mail, now_ms).await
    }

    async fn close(self: Box<Self>) {
        Self::close(*self).await;
    }
}
