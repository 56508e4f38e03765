//! How far a replica is: kept in the replica itself, in the unit that changes it.

use crate::Failure;
use rollbook_domain::{MemberId, Timestamp};
use rollbook_store::Head;
use serde::{Deserialize, Serialize};

/// Under which name it is kept.
pub(crate) const STATE: &str = "replica.state";

/// How far a replica is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct State {
    /// The form of its rows.
    pub(crate) schema: i64,
    /// Whose it is.
    pub(crate) member: MemberId,
    /// Under which rights it was made.
    pub(crate) sight: String,
    /// What is still to be copied; `None` once it is whole.
    pub(crate) copying: Option<Copying>,
    /// Up to which entry the log is here.
    pub(crate) log: LogEnd,
    /// At which entry of the log the structure was read last.
    pub(crate) known: i64,
    /// When the other side was heard last, by its clock.
    pub(crate) heard: Timestamp,
    /// The same by the clock of this computer.
    pub(crate) synced: Timestamp,
    /// How long everything may be read since then without a connection, in milliseconds (R34).
    pub(crate) lasting: i64,
    /// Whether what waits is carried out on top of it.
    pub(crate) overlaid: bool,
}

/// The first copy, while it is under way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Copying {
    /// The newest entry of the log when it began.
    pub(crate) start: i64,
    /// The member that was copied last.
    pub(crate) after: Option<MemberId>,
    /// Whether there are no more members.
    pub(crate) members: bool,
    /// How many members were copied.
    pub(crate) done: u64,
    /// How many there are.
    pub(crate) in_all: u64,
}

/// Where the log ends here: the number of its newest entry and its seal as hexadecimal digits.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct LogEnd {
    pub(crate) seq: i64,
    pub(crate) seal: String,
}

impl LogEnd {
    pub(crate) fn of(head: Head) -> Self {
        Self { seq: head.seq, seal: hex::encode(head.seal) }
    }
    pub(crate) fn head(&self) -> Result<Head, Failure> {
        let mut seal = [0; 32];
        hex::decode_to_slice(&self.seal, &mut seal).map_err(Failure::damaged)?;
        Ok(Head { seq: self.seq, seal })
    }
}

/// How far the first copy is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    /// Members and entries that are here.
    pub done: u64,
    /// Of how many.
    pub in_all: u64,
}

impl State {
    pub(crate) fn progress(&self) -> Option<Progress> {
        let copying = self.copying.as_ref()?;
        let start = copying.start.unsigned_abs();
        Some(Progress {
            done: copying.done + self.log.seq.unsigned_abs().min(start),
            in_all: copying.in_all.max(copying.done) + start,
        })
    }

    /// Until when everything may be read here without a connection, by the clock of this computer (R34).
    pub(crate) const fn until(&self) -> Timestamp {
        self.synced.plus(self.lasting)
    }

    pub(crate) fn written(&self) -> Result<(String, String), Failure> {
        Ok((STATE.to_owned(), serde_json::to_string(self).map_err(Failure::damaged)?))
    }
}
