//! Why a mail did not go out: a stable code, whether trying again helps, and words for a person.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Whether another try can help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Later, or after somebody mends the settings, the same mail can go out.
    Transient,
    /// This mail will never be taken.
    Permanent,
}

/// What the error says something about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The server or the settings: every other mail would meet the same.
    Server,
    /// This conversation with the server, which is at its end: in a new one the next mail can go out.
    Conversation,
    /// This one mail.
    Mail,
}

/// What went wrong. The names are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// No machine has that name.
    NameNotFound,
    /// Nothing listens there.
    Refused,
    /// The network has no way there.
    Unreachable,
    /// An answer did not come in time.
    Timeout,
    /// No encrypted line came about.
    Tls,
    /// The server does not take the user name and password.
    Auth,
    /// The line ended in the middle.
    BrokeOff,
    /// The other side does not speak SMTP as it should.
    NotSmtp,
    /// The server takes no mail at all now.
    ServerBusy,
    /// The server does not take the sender.
    SenderRejected,
    /// The server does not take the recipient.
    RecipientRejected,
    /// The server takes this mail later.
    Deferred,
    /// The server does not take this mail.
    ServerRejected,
    /// The recipient's address can't be used.
    BadAddress,
}

/// Why a mail, or a test of the settings, failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{words}")]
pub struct SendError {
    /// Whether another try can help.
    pub kind: Kind,
    /// What it says something about.
    pub scope: Scope,
    /// The stable code.
    pub code: ErrorCode,
    /// What happened and what would help, for the administrators. Holds no secret.
    pub words: String,
}

impl ErrorCode {
    /// The stable name, such as `name_not_found`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NameNotFound => "name_not_found",
            Self::Refused => "refused",
            Self::Unreachable => "unreachable",
            Self::Timeout => "timeout",
            Self::Tls => "tls",
            Self::Auth => "auth",
            Self::BrokeOff => "broke_off",
            Self::NotSmtp => "not_smtp",
            Self::ServerBusy => "server_busy",
            Self::SenderRejected => "sender_rejected",
            Self::RecipientRejected => "recipient_rejected",
            Self::Deferred => "deferred",
            Self::ServerRejected => "server_rejected",
            Self::BadAddress => "bad_address",
        }
    }

    /// Whether another try can help. A wrong password or certificate is transient too: once somebody
    /// mends the settings, the mails that wait go out.
    pub fn kind(self) -> Kind {
        match self {
            Self::RecipientRejected | Self::ServerRejected | Self::BadAddress => Kind::Permanent,
            _ => Kind::Transient,
        }
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl SendError {
    pub(super) fn of_server(code: ErrorCode, words: String) -> Self {
        Self { kind: code.kind(), scope: Scope::Server, code, words }
    }

    pub(super) fn of_conversation(code: ErrorCode, words: String) -> Self {
        Self { kind: code.kind(), scope: Scope::Conversation, code, words }
    }

    pub(super) fn of_mail(code: ErrorCode, words: String) -> Self {
        Self { kind: code.kind(), scope: Scope::Mail, code, words }
    }
}
