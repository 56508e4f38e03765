//! Second factors of accounts. They belong to the account and not to an organization, so they change in a unit of work
//! of their own, which holds the account's row; what happened reaches each organization's log as news.
//!
//! What is secret comes and goes sealed: this room never sees it.

mod challenges;
mod news;
mod read;
mod work;

pub use challenges::{ChallengeRecord, NewChallenge};
pub use news::News;
pub(crate) use read::strongest;
pub use work::FactorWork;

use rollbook_domain::{AccountId, FactorId, Timestamp, factor::FactorKind};

/// A second factor as it is kept.
#[derive(Clone, Debug)]
pub struct FactorRecord {
    /// Its id.
    pub id: FactorId,
    /// Whose.
    pub account: AccountId,
    /// Which kind.
    pub kind: FactorKind,
    /// What the person calls it.
    pub name: String,
    /// Its secret, sealed.
    pub sealed: Vec<u8>,
    /// Of an app: the step of the newest code that was used.
    pub last_step: Option<i64>,
    /// When it was enrolled.
    pub added_at: Timestamp,
    /// When it was used last.
    pub used_at: Option<Timestamp>,
}

/// A second factor to keep.
#[derive(Clone, Debug)]
pub struct NewFactor {
    /// Its id.
    pub id: FactorId,
    /// Which kind.
    pub kind: FactorKind,
    /// What the person calls it.
    pub name: String,
    /// Its secret, sealed.
    pub sealed: Vec<u8>,
    /// The number of the key that sealed it.
    pub key_number: i64,
    /// Of a passkey: SHA-256 of the device's name for it. Nobody else may have it.
    pub credential: Option<[u8; 32]>,
    /// Of an app: the step of the code that it was confirmed by.
    pub last_step: Option<i64>,
    /// When it was enrolled.
    pub added_at: Timestamp,
}
