//! The contract with the screens: what they ask for and what they get, as plain values.
//!
//! The TypeScript of these types is generated; the screens decide nothing, so what may be done
//! comes with the data.

mod authority;
mod company;
mod connect;
mod credentials;
mod files;
mod import;
mod keys;
mod log;
mod mail;
mod many;
mod offline;
mod reports;
mod review;
mod security;
mod users;
mod wordings;

pub use authority::*;
pub use company::*;
pub use connect::*;
pub use credentials::*;
pub use files::*;
pub use import::*;
pub use keys::*;
pub use log::*;
pub use mail::*;
pub use many::*;
pub use offline::*;
pub use reports::*;
pub use review::*;
pub use security::*;
pub use users::*;
pub use wordings::*;

use rollbook_domain::{MemberId, Refusal, refusal::Code};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// An error as it crosses to a screen: a stable code, words, what would help, and fields to mend.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct WireError {
    /// Stable; see [`WireCode`].
    pub code: WireCode,
    /// What happened, for a person.
    pub message: String,
    /// What would help; may be empty.
    pub help: String,
    /// Words for single fields, by the field's name.
    pub fields: BTreeMap<String, String>,
    /// The member that the remedy acts on.
    pub about: Option<MemberId>,
    /// What the field could hold instead, such as the address with the rest of its domain; the person
    /// takes it over, or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub suggestion: Option<String>,
    /// In how many seconds to try again, where that helps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub retry_after: Option<u32>,
}

/// Every code that a screen can meet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WireCode {
    /// No organization is open.
    NothingOpen,
    /// The keychain can't be reached.
    KeychainMissing,
    /// The file needs its passphrase.
    PassphraseNeeded,
    /// The passphrase, or the key of this computer, doesn't open the file.
    WrongKey,
    /// The file isn't an organization of Rollbook, or is cut off.
    NotAnOrganization,
    /// The file comes from a newer version.
    NewerFile,
    /// Another window has the file open.
    InUse,
    /// The file is not there.
    FileMissing,
    /// The folder or file can't be written.
    ReadOnly,
    /// The disk is full.
    DiskFull,
    /// There is a file already.
    FileExists,
    /// The table can't be read.
    BadTable,
    /// The person cancelled.
    Cancelled,
    /// The database lets nobody in with this user, password or address.
    NoConnection,
    /// The mail server refused or couldn't be reached.
    Mail,
    /// The other side doesn't know what is asked; it is of another version.
    NoSuchAsk,
    /// The other side doesn't understand the request.
    Malformed,
    /// The name of the server or database leads nowhere.
    NameNotFound,
    /// Nothing answers there, or it doesn't answer in time.
    Unreachable,
    /// The other side can't prove who it is (TLS).
    Untrusted,
    /// What answers there isn't Rollbook.
    NotRollbook,
    /// The database is of another version.
    WrongVersion,
    /// E-mail and password don't fit, or whoever has them may not sign in.
    SignInFailed,
    /// Too many tries; wait.
    Throttled,
    /// The session has ended; sign in again.
    SignedOut,
    /// The session’s time is over; sign in again. Nobody ended it on purpose, so what was copied for when there is no
    /// connection stays (R34).
    SessionOver,
    /// The code of the second factor is wrong.
    WrongFactor,
    /// Something that should not happen; details are in the log file.
    Internal,
    /// A rule refused; the code of the domain.
    #[serde(untagged)]
    Rule(Code),
}

impl WireCode {
    /// Whether somebody has to sign in again.
    pub const fn asks_to_sign_in(self) -> bool {
        matches!(self, Self::SignedOut | Self::SessionOver)
    }
}

impl From<Refusal> for WireError {
    fn from(refusal: Refusal) -> Self {
        let mut fields = BTreeMap::new();
        if let Some(field) = &refusal.field {
            fields.insert(field.clone(), refusal.message.clone());
        }
        Self {
            code: WireCode::Rule(refusal.code),
            message: refusal.message,
            help: refusal.help,
            fields,
            about: refusal.about,
            suggestion: refusal.suggestion,
            retry_after: None,
        }
    }
}
