//! API keys (R9): what a machine presents instead of signing in. Here is what is known of one; the key
//! itself is shown once to whoever makes it, and only its hash is kept, beside events.

use crate::{KeyId, Timestamp, group::Permission};
use serde::{Deserialize, Serialize};

/// How many keys that work one member has at most.
pub const MOST: usize = 50;

/// A key of an API member.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ApiKey {
    /// Its id, which is no secret.
    pub id: KeyId,
    /// What it is for.
    pub name: String,
    /// What it reaches at most, sorted and without doubles: never more than its member may.
    pub scope: Vec<Permission>,
    /// When it stops working by itself.
    pub expires: Option<Timestamp>,
}

impl ApiKey {
    /// Whether its time is over.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.expires.is_some_and(|expires| expires <= now)
    }
}
