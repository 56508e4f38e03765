//! Import and export of tables.

use super::users::Target;
use rollbook_domain::CommandId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Files that the person dropped or picked: their names and bytes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LoadTables {
    /// One or more files; what each holds is recognized.
    pub files: Vec<LoadedFile>,
}

/// One file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LoadedFile {
    /// Its name.
    pub name: String,
    /// Its bytes, base64.
    pub base64: String,
}

/// How the loaded tables were read; each can be corrected.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TablesView {
    /// The import that the next questions name.
    pub import: u32,
    /// The tables in the order of the files.
    pub tables: Vec<TableView>,
}

/// How one table was read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TableView {
    /// The file's name.
    pub name: String,
    /// `people` or `groups`.
    pub kind: String,
    /// Where it seems to come from, in words (Google Workspace, …); empty when unknown.
    pub source: String,
    /// The encoding's word, such as `utf8`, `utf16_le` or `windows1252`.
    pub encoding: String,
    /// The delimiter: `,`, `;`, tab or `|`.
    pub delimiter: String,
    /// Whether the first row names the columns.
    pub header: bool,
    /// The columns' heads.
    pub columns: Vec<String>,
    /// What each column holds: one of `fields`.
    pub mapping: Vec<String>,
    /// What a column can hold, with its name for people, in order.
    pub fields: Vec<FieldChoice>,
    /// The first rows as read, for the eye.
    pub sample: Vec<Vec<String>>,
    /// How many rows there are.
    #[ts(type = "number")]
    pub rows: u64,
    /// What is missing before this table can be taken; empty when nothing.
    pub problem: String,
}

/// What a column can hold.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct FieldChoice {
    /// The word for the mapping.
    pub field: String,
    /// The word for people.
    pub label: String,
}

/// A correction of how a table is read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AdjustTable {
    /// Which import.
    pub import: u32,
    /// Which table, by position.
    pub table: u32,
    /// `people` or `groups`.
    #[ts(optional)]
    pub kind: Option<String>,
    /// Another encoding.
    #[ts(optional)]
    pub encoding: Option<String>,
    /// Another delimiter.
    #[ts(optional)]
    pub delimiter: Option<String>,
    /// Whether the first row names the columns.
    #[ts(optional)]
    pub header: Option<bool>,
    /// What each column holds.
    #[ts(optional)]
    pub mapping: Option<Vec<String>>,
}

/// Run an import, or only say what it would do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RunImport {
    /// Which import.
    pub import: u32,
    /// Made by the screen; the same id twice is carried out once.
    pub command: CommandId,
    /// Whether new people get an invitation, or stand as active at once without a mail.
    pub invite: bool,
    /// Only say what would happen.
    pub preview: bool,
}

/// What an import did, or would do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImportView {
    /// Whether nothing was written, as asked.
    pub preview: bool,
    /// The command; undo names it.
    pub command: CommandId,
    /// People created.
    #[ts(type = "number")]
    pub created: u64,
    /// People changed.
    #[ts(type = "number")]
    pub changed: u64,
    /// People that stand as the table says.
    #[ts(type = "number")]
    pub unchanged: u64,
    /// Rows that can't be taken.
    #[ts(type = "number")]
    pub refused: u64,
    /// Groups created.
    #[ts(type = "number")]
    pub groups_created: u64,
    /// Groups changed.
    #[ts(type = "number")]
    pub groups_changed: u64,
    /// Modules that enter the catalogue.
    #[ts(type = "number")]
    pub modules: u64,
    /// The first rows of each table and outcome, at most 200 each; of those that stand as the table
    /// says, only such where the table says something that it can't change. The report has all.
    pub rows: Vec<ImportRow>,
    /// Of a preview: what it would do to the rights of those who are here already (B6).
    pub impact: Option<super::Impact>,
}

/// One row's outcome.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImportRow {
    /// Which table, by position.
    pub table: u32,
    /// The row's line in the file, from 1.
    #[ts(type = "number")]
    pub line: u64,
    /// The address, or the group's name.
    pub who: String,
    /// What happens.
    pub outcome: ImportOutcome,
    /// Why, or what changes.
    pub words: String,
}

/// What happens to a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportOutcome {
    /// A new person or group.
    Created,
    /// An existing one changes.
    Changed,
    /// Stands as the table says.
    Unchanged,
    /// Can't be taken.
    Refused,
}

/// How far a long thing is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// What runs: `import`, `export` or `act`.
    pub task: String,
    /// Done so far.
    #[ts(type = "number")]
    pub done: u64,
    /// In all.
    #[ts(type = "number")]
    pub total: u64,
}

/// Files and how they were corrected, to be imported in one piece.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImportTables {
    /// One or more files.
    pub files: Vec<LoadedFile>,
    /// Corrections in the order in which they were made.
    pub corrections: Vec<AdjustTable>,
    /// What to do with them; its `import` names nothing here.
    pub run: RunImport,
}

/// What an import did, with the row by row report.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImportAnswer {
    /// What it did, or would do.
    pub view: ImportView,
    /// Every row and what became of it.
    pub report: TableFile,
}

/// A table as CSV, or entries of the log as JSON Lines.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TableFile {
    /// The file's text, as it is written in UTF-8.
    pub text: String,
    /// How many rows it holds, without the head.
    #[ts(type = "number")]
    pub rows: u64,
}

/// Which table is asked for.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExportTable {
    /// What it holds.
    pub kind: ExportKind,
    /// Whom, for people; `None` exports everybody who isn't archived.
    pub target: Option<Target>,
}

/// What a table can hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportKind {
    /// People, as import takes them.
    People,
    /// Groups with their permissions, as import takes them.
    Groups,
    /// Roles against permissions.
    Roles,
    /// Who holds which licence.
    Licenses,
    /// Active users by how long they have been away.
    Away,
    /// Sign-ins of the last 90 days, day by day.
    SignIns,
    /// Seats that nobody needs.
    UnusedLicences,
    /// Open invitations by their age.
    Invitations,
}

impl ExportKind {
    /// The word in a file's name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Groups => "groups",
            Self::Roles => "roles",
            Self::Licenses => "licenses",
            Self::Away => "away",
            Self::SignIns => "sign-ins",
            Self::UnusedLicences => "unused licenses",
            Self::Invitations => "invitations",
        }
    }
}
