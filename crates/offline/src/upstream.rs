//! The other side: whoever carries out what is asked, while there is a connection.

use async_trait::async_trait;
use rollbook_directory::contract::{WireCode, WireError};
use serde_json::Value;

/// Asks at the desk of whoever is signed in there, JSON for JSON.
#[async_trait]
pub trait Upstream: Send + Sync {
    /// Whether Rollbook answers there: its own greeting, over a line that was verified.
    async fn greet(&self) -> Result<(), WireError>;
    /// Asks by name.
    async fn ask(&self, name: &str, request: Value) -> Result<String, WireError>;
}

/// What a failed question says of the connection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Heard {
    /// Nothing was heard, or what answered isn’t ours: there is no connection.
    Away,
    /// The session has ended: whatever may be read here may not be read any more (R34).
    SignedOut,
    /// The time of the session is over, and nobody ended it: what is here stays, until its own time is over.
    Over,
    /// The other side answered.
    Answer,
}

/// What a failed question says of the connection.
pub(crate) const fn heard(error: &WireError) -> Heard {
    match error.code {
        WireCode::SignedOut => Heard::SignedOut,
        WireCode::SessionOver => Heard::Over,
        WireCode::Unreachable
        | WireCode::NameNotFound
        | WireCode::Untrusted
        | WireCode::NotRollbook
        | WireCode::NoConnection
        | WireCode::WrongVersion
        | WireCode::NoSuchAsk => Heard::Away,
        _ => Heard::Answer,
    }
}

/// What answers isn’t ours.
pub(crate) fn stranger() -> WireError {
    WireError::new(
        WireCode::NotRollbook,
        "What answers isn’t a server of Rollbook.",
        "Check the network that you are in.",
    )
}
