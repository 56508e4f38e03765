//! What can stop a step, by what has to be done about it.

use rollbook_directory::contract::WireError;
use rollbook_keys::KeyError;
use rollbook_store::StoreError;

/// Why a step wasn’t carried out.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// There is no connection; nothing is lost, and the step comes again.
    #[error("there is no connection: {}", .0.message)]
    Away(WireError),
    /// The session has ended. The replica is gone; the queue waits for whoever signs in again.
    #[error("the session has ended")]
    SignedOut,
    /// The time of the session is over. Replica and queue wait for whoever signs in again.
    #[error("the time of the session is over")]
    Over,
    /// The other side said no to what is asked for the replica.
    #[error("the other side said: {}", .0.message)]
    Refused(WireError),
    /// What came isn’t what was asked for; the replica is made anew.
    #[error("the copy doesn’t hold: {0}")]
    Damaged(String),
    /// A file of this computer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The key of a file.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A rule refused here already.
    #[error("{}", .0.message)]
    Rule(WireError),
}

impl Failure {
    pub(crate) fn damaged(what: impl std::fmt::Display) -> Self {
        Self::Damaged(what.to_string())
    }
}
