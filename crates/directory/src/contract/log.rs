//! The log as the screen of activity shows it (B4).

use rollbook_domain::{CommandId, MemberId, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What an entry is about, for filtering.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LogTopic {
    /// Adding people, changing them, their standing.
    People,
    /// Roles, groups, permissions and licences of people.
    Rights,
    /// Roles themselves.
    Roles,
    /// Groups themselves.
    Groups,
    /// Passwords, second factors, sessions, keys.
    SigningIn,
    /// The organization: plan, seats, policy, products, portals.
    Organization,
    /// The mail server, mails sent again.
    Mail,
}

/// How something came out that wasn't simply done.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LogResult {
    /// Something didn't become of what was asked, or was to begin.
    LeftOut,
    /// Somebody wasn't let in.
    Refused,
}

/// A kind of event, to filter by.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LogKind {
    /// As [`LogEntryView::kind`].
    pub kind: String,
    /// What it is about.
    pub topic: LogTopic,
    /// What people call it.
    pub label: String,
}

/// Which entries; what is empty doesn't narrow.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct LogQuery {
    /// A part of a name, of what happened, of an address or a device; or an entry's number.
    pub text: String,
    /// Who acted, or whom it is about.
    pub person: Option<MemberId>,
    /// What it is about: any of these.
    pub topics: Vec<LogTopic>,
    /// Kinds of events, as [`LogEntryView::kind`]: any of these.
    pub kinds: Vec<String>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
    /// A part of the address or the device.
    pub origin: String,
    /// How it came out; `None` doesn't narrow.
    pub result: Option<LogResult>,
}

/// A page of the log.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LogPageAsk {
    /// Which entries.
    pub filter: LogQuery,
    /// Only entries older than this number; `None` begins with the newest.
    #[ts(type = "number | null")]
    pub before: Option<i64>,
    /// How many; at most 500.
    pub take: u16,
}

/// A page of entries, newest first.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LogPageView {
    /// The entries.
    pub rows: Vec<LogEntryView>,
    /// How many match, up to 10,000.
    #[ts(type = "number")]
    pub matching: i64,
    /// Whether more than that match.
    pub more: bool,
    /// How many there are in all.
    #[ts(type = "number")]
    pub total: i64,
    /// Why the reader searches for no address or device; `None` when they may.
    pub origin_refusal: Option<rollbook_domain::Refusal>,
}

/// One entry in words.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LogEntryView {
    /// Its number, from 1, without gaps.
    #[ts(type = "number")]
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who acted, as a name; `None` for Rollbook itself.
    pub actor: Option<String>,
    /// One or two letters for them; empty for Rollbook itself.
    pub actor_initials: String,
    /// Who acted, where they are a member still.
    pub actor_id: Option<MemberId>,
    /// Which kind of event, as in `password_link_sent`.
    pub kind: String,
    /// What happened, as in "Password link sent".
    pub title: String,
    /// More about it; may be empty.
    pub detail: String,
    /// Whom or what it is about, as a name; empty where it is the organization.
    pub about: String,
    /// The member it is about.
    pub about_id: Option<MemberId>,
    /// From where, in words; empty for Rollbook itself.
    pub origin: String,
    /// How it came out; `None` where all was done that was asked.
    pub result: Option<LogResult>,
    /// Whether the person was erased, and with them what the entry said.
    pub erased: bool,
    /// The entry's seal, 64 hexadecimal digits.
    pub seal: String,
    /// The command that undo names.
    pub command: CommandId,
    /// Whether undo can be asked for.
    pub undoable: bool,
}

/// Which entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LogEntryAsk {
    /// Its number.
    #[ts(type = "number")]
    pub seq: i64,
}

/// One value before and after.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LogChange {
    /// What changed.
    pub label: String,
    /// Before; empty where there was nothing.
    pub before: String,
    /// After; empty where there is nothing any more.
    pub after: String,
}

/// One entry with all that there is about it.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LogDetail {
    /// The entry.
    pub entry: LogEntryView,
    /// Before and after.
    pub changes: Vec<LogChange>,
    /// How many people the same command is about.
    #[ts(type = "number")]
    pub people: i64,
    /// How many entries the same command has.
    #[ts(type = "number")]
    pub entries: i64,
    /// The address that it came from; empty where there was none.
    pub address: String,
    /// The device that it came from; empty where it said nothing.
    pub device: String,
    /// The seal of the entry before it, 64 hexadecimal digits.
    pub before: String,
    /// The entry as JSON, with its event as the log has it.
    pub json: String,
}

/// What a verification of the chain came to (R30).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChainView {
    /// How many entries were looked at.
    #[ts(type = "number")]
    pub entries: i64,
    /// The first entry that isn't what was written; `None` where all is whole.
    #[ts(type = "number | null")]
    pub broken: Option<i64>,
    /// When it was looked at.
    pub at: Timestamp,
}

/// How entries are written to a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// A JSON object a line, with seals and events.
    JsonLines,
    /// A table of words.
    Csv,
}

/// The log as a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExportLog {
    /// Which entries.
    pub filter: LogQuery,
    /// How they are written.
    pub format: LogFormat,
}
