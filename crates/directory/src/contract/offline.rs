//! Working without a connection: what a replica is filled and kept with, and commands that were given
//! meanwhile.

use super::{KnownPlace, Shown, WireError};
use rollbook_credentials::Secret;
use rollbook_domain::{CommandId, MemberId, OrganizationId, Timestamp, command::Action};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which part of an organization a replica asks for (R32).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(tag = "part", rename_all = "snake_case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum ReplicaAsk {
    /// Where it stands, before anything is copied.
    Begin,
    /// Members in the order of their ids, with all that hangs on them.
    Members {
        /// Those after this one.
        after: Option<MemberId>,
        /// How many.
        take: u16,
        /// At which entry of the log the structure was read last: it comes along where there are newer ones.
        #[ts(type = "number")]
        known: i64,
    },
    /// Entries of the log, and no rows.
    Log {
        /// Those after this number.
        #[ts(type = "number")]
        after: i64,
        /// Up to this number.
        #[ts(type = "number")]
        until: i64,
        /// How many.
        take: u16,
    },
    /// Entries of the log, and whoever they touched as they are now.
    News {
        /// Those after this number.
        #[ts(type = "number")]
        after: i64,
        /// The seal of that entry, as hexadecimal digits.
        seal: String,
        /// When the replica heard last: mails that moved since come along.
        since: Timestamp,
        /// How many.
        take: u16,
        /// At which entry of the log the structure was read last.
        #[ts(type = "number")]
        known: i64,
    },
}

/// A part of an organization, as of one moment.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReplicaPart {
    /// In which form rows are: a replica of another form is copied anew.
    #[ts(type = "number")]
    pub schema: i64,
    /// Which organization.
    pub organization: OrganizationId,
    /// Who asks.
    pub member: MemberId,
    /// What they may see: a replica that was made under other rights is copied anew.
    pub sight: String,
    /// When it was read, by the clock of the other side.
    pub now: Timestamp,
    /// The number of the newest entry of the log.
    #[ts(type = "number")]
    pub seq: i64,
    /// Its seal, as hexadecimal digits.
    pub seal: String,
    /// How long everything may be read without a connection since there was one, in milliseconds (R34).
    #[ts(type = "number")]
    pub lasting: i64,
    /// How many members there are.
    #[ts(type = "number")]
    pub in_all: u64,
    /// Rows as they are now.
    pub rows: Vec<ReplicaRows>,
    /// Members that were read: those without a row aren’t there any more.
    pub members: Vec<MemberId>,
    /// The newest entry that is in this part; where the part began, if there is none.
    #[ts(type = "number")]
    pub entry: i64,
    /// The log is another one than the replica has, or has gone back since.
    pub another: bool,
}

/// Rows of one table.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReplicaRows {
    /// The table.
    pub table: String,
    /// Its rows.
    pub rows: Vec<Vec<ReplicaCell>>,
}

/// A value in a row.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(untagged)]
pub enum ReplicaCell {
    /// Nothing.
    Nothing(()),
    /// A number, a time, or a flag.
    Int(#[ts(type = "number")] i64),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes {
        /// As base64.
        b: String,
    },
}

/// What can be given without a connection (R32).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(tag = "what", rename_all = "snake_case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum QueuedWhat {
    /// Suspend, reactivate, resend, or a password link.
    Act {
        /// Which of them.
        action: Action,
    },
    /// A temporary password; its hash rides beside.
    TemporaryPassword,
    /// Changes of a profile; what is left out stays as it is.
    Profile {
        /// Given names.
        first_name: Option<String>,
        /// Family names.
        last_name: Option<String>,
        /// Phone number.
        phone: Option<String>,
        /// BCP 47 tag for mails.
        language: Option<String>,
        /// The administrators’ note.
        note: Option<String>,
    },
    /// A reset ticket was made: it is recorded there as what happened (R35).
    Ticket {
        /// When, as the ticket says it.
        made: Timestamp,
        /// What shows that it was made here; it opens nothing.
        proof: String,
    },
}

/// A command that was given without a connection, to be carried out now (R33).
#[derive(Clone, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GiveQueued {
    /// The command’s id: it is carried out at most once.
    pub command: CommandId,
    /// About whom.
    pub member: MemberId,
    /// The newest entry of the log that whoever gave it had seen.
    #[ts(type = "number")]
    pub seen: i64,
    /// Its seal, as hexadecimal digits: where the log has another entry there, it was restored meanwhile.
    pub seal: String,
    /// Commands of the same queue that were carried out since: what they changed is no conflict.
    pub mine: Vec<CommandId>,
    /// Apply it over what others changed meanwhile.
    pub over: bool,
    /// What.
    pub what: QueuedWhat,
    /// The hash of a temporary password, a PHC string of Argon2id.
    #[ts(type = "string | null")]
    #[schemars(with = "Option<String>")]
    pub hash: Option<Secret<String>>,
}

/// Commands that were given without a connection, in the order in which they were given: each is judged and ends
/// as if it had come alone.
#[derive(Clone, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GiveAllQueued {
    /// At most a hundred.
    pub commands: Vec<GiveQueued>,
}

/// By what this computer makes reset tickets while there is no connection (R35).
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TicketKeyView {
    /// The key, as Base64: of this sign-in alone, and of no use once it was ended.
    #[ts(type = "string")]
    #[schemars(with = "String")]
    pub key: Shown,
    /// How long a ticket works, in milliseconds.
    #[ts(type = "number")]
    pub lasting: i64,
    /// Where people use one.
    pub portal: String,
}

/// Asks for a reset ticket for somebody (R35).
#[derive(Clone, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MakeTicket {
    /// For whom.
    pub member: MemberId,
    /// The own password, again.
    #[ts(type = "string")]
    #[schemars(with = "String")]
    pub password: Secret<String>,
}

/// A reset ticket, this once (R35).
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TicketMade {
    /// Whom it is for.
    pub name: String,
    /// What they sign in with, and type beside the ticket.
    pub email: String,
    /// The ticket: four groups of four signs.
    #[ts(type = "string")]
    #[schemars(with = "String")]
    pub ticket: Shown,
    /// Where it is typed.
    pub page: String,
    /// The page with the ticket in it, as a picture to be scanned: the path of an SVG, and how many units its sides are.
    #[ts(type = "string")]
    #[schemars(with = "String")]
    pub picture: Shown,
    /// The units of a side.
    pub side: u32,
    /// Until when it works, by the clock of this computer.
    pub until: Timestamp,
}

/// A reset ticket that was made on this computer, without what opens it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TicketView {
    /// For whom.
    pub member: MemberId,
    /// What they were called then.
    pub name: String,
    /// When it was made, by the clock of this computer.
    pub at: Timestamp,
    /// Until when it works, by the clock of this computer.
    pub until: Timestamp,
    /// When it was used, as far as is known here.
    pub used: Option<Timestamp>,
}

/// How the line to the organization that is looked at stands, and what was done without one (R32, R33).
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LineView {
    /// Whether there is a connection; `None` until it is known.
    pub online: Option<bool>,
    /// Since when there is none, by the clock of this computer.
    pub lost_at: Option<Timestamp>,
    /// Whether everything can be read here without one.
    pub ready: bool,
    /// Whether the time to read here without one is over (R34).
    pub over: bool,
    /// As of when everything is read here, while there is none; `None` where nothing is whole here yet.
    pub synced: Option<Timestamp>,
    /// How far the first copy is, while it is made.
    pub copying: Option<CopyingView>,
    /// The other side went back to an earlier state, as from a backup; everything was copied anew.
    pub went_back: bool,
    /// Where a queue of before lies that can’t be read any more, or belongs to another place or person.
    pub unreadable: Option<String>,
    /// Entries that this version can’t read: they are kept as they are.
    pub unread: Vec<UnreadView>,
    /// Why nothing is kept here for when there is no connection.
    pub refusal: Option<WireError>,
    /// What was given without a connection, in the order in which it was given.
    pub entries: Vec<QueuedView>,
    /// Reset tickets that were made here, the newest first (R35).
    pub tickets: Vec<TicketView>,
}

/// Starting an organization without a connection, by the password of the last sign-in on this computer (R34).
#[derive(Clone, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EnterOffline {
    /// Which.
    pub place: KnownPlace,
    /// The own password.
    #[ts(type = "string")]
    #[schemars(with = "String")]
    pub password: Secret<String>,
}

/// Whether an organization can be started without a connection (R34).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OfflineStart {
    /// By whom: the address that was signed in with.
    pub account: String,
    /// As of when everything would be read.
    pub synced: Option<Timestamp>,
    /// Until when it can be.
    pub until: Option<Timestamp>,
    /// Why not, where it can’t.
    pub refusal: Option<WireError>,
}

/// How far the first copy is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CopyingView {
    /// Members and entries that are here.
    #[ts(type = "number")]
    pub done: u64,
    /// Of how many.
    #[ts(type = "number")]
    pub in_all: u64,
}

/// A command that was given without a connection, and that this version can’t read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UnreadView {
    /// When it was given, where that can be read.
    pub at: Option<Timestamp>,
    /// What whom it is about was called then, where that can be read.
    pub name: Option<String>,
}

/// A command that was given without a connection.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct QueuedView {
    /// Its id.
    pub command: CommandId,
    /// When it was given, by the clock of this computer.
    pub at: Timestamp,
    /// About whom.
    pub member: MemberId,
    /// What they were called then.
    pub name: String,
    /// What.
    pub what: QueuedWhat,
    /// Whether it was sent: it can’t be taken back until its end is known.
    pub sent: bool,
    /// How it stands.
    pub standing: QueuedStanding,
}

/// How a command stands that was given without a connection (R33).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum QueuedStanding {
    /// It waits for a connection.
    Waiting,
    /// The same was changed meanwhile; somebody has to say what holds.
    Conflict {
        /// In words.
        message: String,
        /// What was done meanwhile, where it is known here.
        theirs: Option<TheirsView>,
    },
    /// It was carried out.
    Applied {
        /// When that was heard.
        at: Timestamp,
    },
    /// The rules of that moment refused.
    Refused {
        /// When that was heard.
        at: Timestamp,
        /// Why.
        message: String,
        /// What would help; may be empty.
        help: String,
    },
    /// It was taken back here.
    Dropped {
        /// When.
        at: Timestamp,
    },
    /// What others had changed stays.
    KeptTheirs {
        /// When.
        at: Timestamp,
    },
}

/// What somebody else did meanwhile.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TheirsView {
    /// Who; `None` for Rollbook itself.
    pub by: Option<String>,
    /// When.
    pub at: Timestamp,
    /// What, as the log names it.
    pub title: String,
    /// The fields that both changed.
    pub values: Vec<BothView>,
}

/// One field that two changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BothView {
    /// The field, for people.
    pub label: String,
    /// What it says now.
    pub theirs: String,
    /// What it was to say.
    pub mine: String,
}

/// What a person decides about a command of the queue.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SettleQueued {
    /// Which.
    pub command: CommandId,
    /// What.
    pub how: SettleHow,
}

/// What can be decided about a command of the queue.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SettleHow {
    /// What others changed stays.
    KeepTheirs,
    /// It is applied over what others changed.
    ApplyMine,
    /// It is taken back, or not shown any more.
    Drop,
    /// It is given again, and judged anew.
    SendAgain,
}
