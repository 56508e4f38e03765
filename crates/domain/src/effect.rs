//! Effects: what has to happen beside the events. Secrets that an effect needs (a token, a hash)
//! are made by the directory and never pass through here.

use crate::{AccountId, LinkId, MemberId, Timestamp};

/// Something that the directory does in the same transaction as the events.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Make an invitation link, kill the older ones, and put its mail into the outbox.
    Invite {
        /// For whom.
        member: MemberId,
        /// The link's id.
        link: LinkId,
        /// Until when it works.
        expires: Timestamp,
        /// Whether the person has an account already and only confirms (R1).
        joining: bool,
    },
    /// Make a link to choose a first password, kill the older ones, and put its mail into the
    /// outbox (R5).
    SendAccess {
        /// For whom.
        member: MemberId,
        /// The link's id.
        link: LinkId,
        /// Until when it works.
        expires: Timestamp,
    },
    /// Kill every open link of the member (R2, R4).
    KillLinks {
        /// Whose.
        member: MemberId,
    },
    /// End the member's sessions in this organization (R3).
    EndSessions {
        /// Whose.
        member: MemberId,
    },
    /// Store the password hash that came beside the command.
    StorePassword {
        /// Whose account.
        account: AccountId,
    },
    /// Tell the administrators that an invitation was accepted with less than it named (R6).
    NoticeLeftOut {
        /// Who accepted.
        member: MemberId,
        /// What was left out, in words.
        left_out: Vec<String>,
    },
    /// Wipe what the log and the outbox still say about the person.
    Anonymise {
        /// Who.
        member: MemberId,
        /// The account behind it.
        account: AccountId,
    },
}
