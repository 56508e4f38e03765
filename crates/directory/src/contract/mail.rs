//! The mail screen: the outbox, each mail's state, and the mail server.

use rollbook_domain::{CommandId, MailId, MemberId, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where a mail stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MailState {
    /// Waits for its turn, or for a mail server to be set up.
    Waiting,
    /// Failed and is tried again.
    Retrying,
    /// The mail server took it.
    Sent,
    /// Given up; can be sent again by hand.
    Failed,
    /// Its link died before it left.
    Dropped,
}

/// A page of the outbox, newest first.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MailsPage {
    /// Only mails in this state.
    pub state: Option<MailState>,
    /// Words of recipient or subject; empty shows all.
    pub text: String,
    /// Position of the first row, from 0.
    #[ts(type = "number")]
    pub offset: u64,
    /// How many rows; at most 500.
    pub take: u16,
}

/// The rows of a page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MailsPageView {
    /// The rows in order.
    pub rows: Vec<MailRow>,
    /// How many match.
    #[ts(type = "number")]
    pub total: u64,
    /// How many wait or are tried again.
    #[ts(type = "number")]
    pub waiting: u64,
    /// How many were given up.
    #[ts(type = "number")]
    pub failed: u64,
    /// How many were sent.
    #[ts(type = "number")]
    pub sent: u64,
}

/// A mail as a row.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MailRow {
    /// The mail.
    pub id: MailId,
    /// The member that it is for.
    pub member: Option<MemberId>,
    /// The recipient's name.
    pub to_name: String,
    /// The recipient's address.
    pub to_address: String,
    /// The subject.
    pub subject: String,
    /// Where it stands.
    pub state: MailState,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
    /// When it is tried next.
    pub next_at: Option<Timestamp>,
    /// How often it was tried.
    pub attempts: u32,
    /// Why it failed last; empty when it didn't.
    pub problem: String,
    /// Whether it holds a link that still works and can be copied.
    pub has_link: bool,
}

/// A mail to read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MailView {
    /// The same as in the list.
    pub row: MailRow,
    /// The plain text; without the link once the mail was sent.
    pub text: String,
    /// The link, while the mail waits.
    pub link: Option<String>,
}

/// Send mails now that wait or were given up.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RetryMails {
    /// Made by the screen; the same id twice is carried out once.
    pub command: CommandId,
    /// Which mails.
    pub mails: Vec<MailId>,
    /// Only say what would happen.
    #[serde(default)]
    #[ts(optional)]
    pub preview: Option<bool>,
}

/// The mail server, without its password.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MailServer {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: MailSecurity,
    /// Account at the server; empty for none.
    pub username: String,
    /// The sender's name.
    pub from_name: String,
    /// The sender's address.
    pub from_address: String,
}

/// How the connection to the mail server is protected.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MailSecurity {
    /// TLS from the first byte (usually port 465).
    ImplicitTls,
    /// TLS after STARTTLS, demanded (usually port 587).
    StartTls,
    /// None; only to this computer itself.
    PlainLoopback,
}

/// The mail settings as shown.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MailSettingsView {
    /// The server; `None` when none is set up and mails wait.
    pub server: Option<MailServer>,
    /// Whether a password is kept.
    pub has_password: bool,
    /// Where the password is kept, in words.
    pub kept_in: String,
    /// Whether a server sends the mails: then its own settings hold, and nothing can be changed here.
    pub by_server: bool,
}

/// New mail settings.
#[derive(Clone, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SaveMailSettings {
    /// The server; `None` takes it away, and mails wait.
    pub server: Option<MailServer>,
    /// A new password; `None` keeps the one there is.
    #[ts(type = "string | null")]
    #[schemars(with = "Option<String>")]
    pub password: Option<rollbook_credentials::Secret<String>>,
}

/// Try settings before or after they are saved.
#[derive(Clone, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TestMail {
    /// The server to try.
    pub server: MailServer,
    /// Its password; `None` uses the one that is kept.
    #[ts(type = "string | null")]
    #[schemars(with = "Option<String>")]
    pub password: Option<rollbook_credentials::Secret<String>>,
    /// Where the test goes.
    pub to: String,
}
