//! What waits in the queue, and how it ended (R33).

use rollbook_directory::contract::{Outcome, QueuedWhat, WireCode, WireError};
use rollbook_domain::{Code, CommandId, MemberId, Timestamp};
use serde::{Deserialize, Serialize};

/// A command that was given without a connection.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// Its id, on both sides.
    pub command: CommandId,
    /// Its place in the queue.
    pub no: u64,
    /// Who gave it.
    pub by: MemberId,
    /// When, by the clock of this computer.
    pub at: Timestamp,
    /// About whom.
    pub member: MemberId,
    /// What they were called then.
    pub name: String,
    /// What.
    pub what: QueuedWhat,
    /// The newest entry of the log that was here when it was given.
    pub seen: i64,
    /// Its seal, as hexadecimal digits.
    pub seal: String,
    /// Whether it is applied over what others changed meanwhile.
    pub over: bool,
    /// Whether it was sent and its answer may have been lost: it can’t be taken back then.
    pub sent: bool,
    /// How it stands.
    pub standing: Standing,
}

/// An entry that this version can’t read: a newer one wrote it, or it is damaged. It is kept as it is, and the others
/// go on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unread {
    /// Its place in the queue.
    pub no: u64,
    /// When it was given, where that can be read.
    pub at: Option<Timestamp>,
    /// What whom it is about was called then, where that can be read.
    pub name: Option<String>,
}

/// How an entry stands.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Standing {
    /// It waits for a connection, or was sent and nothing was heard of it yet: it is sent again, by the same id.
    Waiting,
    /// The same was changed meanwhile; somebody has to say what holds.
    Conflict {
        /// What was changed, in words.
        words: WireError,
    },
    /// It ended.
    Ended {
        /// When, by the clock of this computer.
        at: Timestamp,
        /// How.
        end: End,
    },
}

/// How an entry ended.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "end", rename_all = "snake_case")]
pub enum End {
    /// It was carried out.
    Applied,
    /// The rules of that moment refused.
    Refused {
        /// In words.
        words: WireError,
    },
    /// Taken back here, before it was carried out.
    Dropped,
    /// What others had changed stays.
    KeptTheirs,
}

impl Unread {
    /// What can be told of an entry all the same.
    pub(crate) fn of(no: u64, text: &str) -> Self {
        #[derive(Default, Deserialize)]
        struct Told {
            at: Option<Timestamp>,
            name: Option<String>,
        }
        let Told { at, name } = serde_json::from_str(text).unwrap_or_default();
        Self { no, at, name }
    }
}

impl Entry {
    /// Whether it is still to be carried out.
    pub const fn waits(&self) -> bool {
        matches!(self.standing, Standing::Waiting)
    }
    /// Whether nothing more comes of it.
    pub const fn has_ended(&self) -> bool {
        matches!(self.standing, Standing::Ended { .. })
    }
}

/// How an answer ends an entry.
pub(crate) fn ended(answer: Result<Outcome, WireError>, at: Timestamp) -> Standing {
    let refusal = match answer {
        Ok(outcome) if outcome.refused == 0 => None,
        Ok(outcome) => {
            let told = outcome.refusals.into_iter().next().map(|refused| WireError::from(refused.refusal));
            // Whoever lost the right meanwhile hears that it was refused, and no more.
            Some(told.unwrap_or_else(|| WireError::new(WireCode::Rule(Code::NotAllowed), "It was refused.", "")))
        }
        Err(error) => Some(error),
    };
    match refusal {
        None => Standing::Ended { at, end: End::Applied },
        Some(words) if words.code == WireCode::Rule(Code::Conflict) => Standing::Conflict { words },
        Some(words) => Standing::Ended { at, end: End::Refused { words } },
    }
}
