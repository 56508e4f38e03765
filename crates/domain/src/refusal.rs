//! Why a command was not carried out: a stable code, words for a person, and what would help.

use crate::MemberId;
use serde::{Deserialize, Serialize};

/// The stable code of a refusal. A code exists only where something reacts to it.
#[derive(
    Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize, ts_rs::TS, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The actor isn't an active administrator here.
    NotAllowed,
    /// The target stands above the actor (R14).
    RankTooLow,
    /// What would be given is more than the actor has (R13).
    Ceiling,
    /// The owner stays as they are (R15).
    OwnerFixed,
    /// Nobody does this to themselves (R17).
    Yourself,
    /// System members can't be changed (R10).
    SystemFixed,
    /// The target is not in a status in which this makes sense.
    WrongStatus,
    /// Inviting somebody who is suspended here: re-enable instead (R3).
    SuspendedAlready,
    /// Inviting somebody who is archived here: restore instead.
    ArchivedAlready,
    /// The address is already used in this organization.
    EmailTaken,
    /// The plan's administrators are all in use (R21).
    PlanFull,
    /// The package's seats are all in use (R22).
    NoSeat,
    /// Subscriptions are the owner's alone (R18).
    OwnerOnly,
    /// Super Admin always has every permission (R11, R20).
    SuperAdminFixed,
    /// What is built in stays (R20).
    BuiltIn,
    /// The name is already used in this organization.
    NameTaken,
    /// The field doesn't hold what it should.
    Invalid,
    /// There is no such thing in this organization.
    NotFound,
    /// Somebody else changed it in between.
    Conflict,
    /// There is nothing to undo, or not any more.
    NothingToUndo,
    /// The outbox holds as many waiting mails as policy allows.
    OutboxFull,
    /// The link is used, old, replaced, or was never given.
    LinkDead,
}

/// Why a command, or its part for one member, was not carried out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error, ts_rs::TS, schemars::JsonSchema)]
#[error("{message}")]
pub struct Refusal {
    /// The stable code.
    pub code: Code,
    /// What happened, for a person.
    pub message: String,
    /// What would help; may be empty.
    pub help: String,
    /// The field that it is about, where there is one.
    pub field: Option<String>,
    /// The member that it is about, where the remedy is an action on them.
    pub about: Option<MemberId>,
    /// What the field could hold instead, for the person to take over; never taken by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub suggestion: Option<String>,
}

impl Refusal {
    /// A refusal with its words.
    pub fn new(code: Code, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { code, message: message.into(), help: help.into(), field: None, about: None, suggestion: None }
    }
    /// The same refusal, about one field.
    #[must_use]
    pub fn at(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }
    /// The same refusal, with what the field could hold instead.
    #[must_use]
    pub fn suggesting(mut self, instead: Option<String>) -> Self {
        self.suggestion = instead;
        self
    }
    /// The same refusal, naming the member that the remedy acts on.
    #[must_use]
    pub fn about(mut self, member: MemberId) -> Self {
        self.about = Some(member);
        self
    }
}
