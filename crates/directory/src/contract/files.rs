//! First run: organizations as files on this computer, and how they open.

use rollbook_domain::{MemberId, OrganizationId, Timestamp, organization::Plan};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the window needs before an organization is open.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AppView {
    /// The product's version.
    pub version: String,
    /// `linux`, `macos` or `windows`.
    pub platform: String,
    /// The folder where new organizations are kept.
    pub folder: String,
    /// Whether the OS keychain answers.
    pub keychain: KeychainView,
    /// Organizations known on this computer, newest first.
    pub known: Vec<KnownOrganization>,
    /// The one that is open.
    pub open: Option<OrganizationView>,
    /// The file named at start.
    pub named: Option<String>,
    /// Why it didn't open.
    pub problem: Option<super::WireError>,
}

/// Whether secrets can be kept in the OS keychain.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct KeychainView {
    /// Whether it answers.
    pub available: bool,
    /// What it is called on this platform, as people know it.
    pub name: String,
    /// Why it doesn't answer; empty when it does.
    pub words: String,
}

/// An organization that this computer has opened before.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct KnownOrganization {
    /// How it is reached.
    pub kind: ConnectionKind,
    /// Where it is: a path, or an address.
    pub place: String,
    /// Which of the organizations that are there; empty for the only one of a file.
    pub organization: String,
    /// The address that the person signed in with there; empty for files.
    pub account: String,
    /// The organization's name when it was last open.
    pub name: String,
    /// When it was last open.
    pub opened_at: Timestamp,
    /// Whether it opens by a passphrase.
    pub by_passphrase: bool,
    /// Whether a file is there now.
    pub present: bool,
}

/// Which of the known organizations.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KnownPlace {
    /// How it is reached.
    pub kind: ConnectionKind,
    /// Where it is.
    pub place: String,
    /// Which of the organizations that are there.
    pub organization: String,
}

/// A new organization as the first run asks for it.
#[derive(Clone, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateOrganization {
    /// The company's name.
    pub name: String,
    /// The owner's given names.
    pub first_name: String,
    /// The owner's family names.
    pub last_name: String,
    /// The owner's address.
    pub email: String,
    /// The owner's password (R23).
    #[ts(type = "string")]
    #[schemars(with = "String")]
    pub password: rollbook_credentials::Secret<String>,
    /// The passphrase that opens the file; `None` keeps a random key in the keychain.
    #[ts(type = "string | null")]
    #[schemars(with = "Option<String>")]
    pub passphrase: Option<rollbook_credentials::Secret<String>>,
    /// What the wizard asked for; `None` begins with what everybody begins with.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub wanted: Option<super::AddOrganization>,
}

/// Which file to open.
#[derive(Clone, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpenFile {
    /// Where it is.
    pub path: String,
    /// Its passphrase, where it needs one.
    #[ts(type = "string | null")]
    #[schemars(with = "Option<String>")]
    pub passphrase: Option<rollbook_credentials::Secret<String>>,
}

/// An organization as the person at the desk sees it, wherever it is kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationDetails {
    /// Its id.
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
    /// One or two letters for its mark.
    pub initials: String,
    /// Its plan.
    pub plan: Plan,
    /// Its language tag.
    pub language: String,
    /// The person at the desk.
    pub you: YouView,
    /// How long invitations work, in hours.
    pub invitation_hours: u32,
    /// Where its people sign in by a browser, without a slash at its end; empty where nothing has said it.
    #[serde(default)]
    pub portal: String,
}

/// The open organization, and where it is kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationView {
    /// What the person sees of it.
    #[serde(flatten)]
    pub details: OrganizationDetails,
    /// How it is reached.
    pub connection: ConnectionView,
}

/// How an organization is reached.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionView {
    /// Of which kind it is.
    pub kind: ConnectionKind,
    /// The file's path, the database's address without its password, or the server's address.
    pub place: String,
    /// Whether a file opens by a passphrase.
    pub by_passphrase: bool,
}

/// The three kinds of connection; each enforces the rules elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionKind {
    /// An encrypted file on this computer; whoever has its key stands above the rules.
    File,
    /// A database; whoever has its password stands above the rules.
    Database,
    /// A server, which enforces the rules where no administrator can reach.
    Server,
}

/// The person at the desk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct YouView {
    /// Their member.
    pub id: MemberId,
    /// Their name.
    pub name: String,
    /// One or two letters.
    pub initials: String,
    /// Their address.
    pub email: String,
}

/// A password to judge while it is typed.
#[derive(Clone, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct JudgePassword {
    /// The password.
    #[ts(type = "string")]
    #[schemars(with = "String")]
    pub password: rollbook_credentials::Secret<String>,
    /// Names of the person.
    pub names: Vec<String>,
    /// Their address.
    pub email: String,
    /// The organization's name.
    pub organization: String,
}

/// How a password stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasswordView {
    /// The rules in order, and whether each is met.
    pub rules: Vec<PasswordRuleView>,
    /// 0 to 4.
    pub strength: u8,
    /// One word for the strength.
    pub word: String,
    /// How long guessing would take, in words.
    pub guess: String,
    /// Whether it may be used.
    pub acceptable: bool,
    /// What stands against it; empty when it may be used.
    pub problem: String,
}

/// One rule for a password.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasswordRuleView {
    /// The rule in words.
    pub words: String,
    /// Whether it is met.
    pub met: bool,
}

/// How the window looks and what it remembers; none of it is secret.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Preferences {
    /// `system`, `light` or `dark`.
    pub theme: String,
    /// `comfortable` or `compact`.
    pub density: String,
    /// The language of the window: `system`, or a tag of BCP 47.
    pub language: String,
    /// Whether single letters act as keys (WCAG 2.1.4).
    pub letter_keys: bool,
    /// Whether the sidebar is shown.
    pub sidebar: bool,
    /// What screens remember (sort, columns, filters), as each screen wrote it: JSON by screen.
    pub screens: std::collections::BTreeMap<String, String>,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: "system".to_owned(),
            density: "comfortable".to_owned(),
            language: "system".to_owned(),
            letter_keys: true,
            sidebar: true,
            screens: std::collections::BTreeMap::new(),
        }
    }
}

/// What was asked of the program from outside its window: by a link, or by a second start.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(tag = "is", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum AskedFor {
    /// Somebody is to be shown.
    User {
        /// Where they are.
        organization: OrganizationId,
        /// Who.
        member: MemberId,
    },
    /// A file is to be opened.
    File {
        /// Its path.
        path: String,
    },
    /// A link that can't be read.
    Unreadable {
        /// Its beginning.
        link: String,
    },
}

/// A link to open in the person’s browser.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpenLink {
    /// Its address; nothing beyond the organization’s own portal is opened.
    pub address: String,
    /// Whether in a private window, where another sign-in stays as it is (R29).
    pub apart: bool,
}

/// A file that was written for the person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SavedFile {
    /// Where it is.
    pub path: String,
    /// Its name alone.
    pub name: String,
    /// How many rows it holds, without the head.
    #[ts(type = "number")]
    pub rows: u64,
}

/// What changed, for windows to read again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Changed {
    /// What to read again.
    pub tags: Vec<Tag>,
}

/// A kind of thing that screens show.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tag {
    /// Members and their counts.
    Users,
    /// Groups.
    Groups,
    /// Roles.
    Roles,
    /// Packages, seats, holders, the plan.
    Licences,
    /// The outbox.
    Mail,
    /// Organization, plan, connection, known files.
    Organization,
    /// The line to it, and what waits for one.
    Line,
}

impl Tag {
    /// Every tag.
    pub const ALL: [Self; 7] =
        [Self::Users, Self::Groups, Self::Roles, Self::Licences, Self::Mail, Self::Organization, Self::Line];

    /// The word by which it crosses to screens and other servers.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::Groups => "groups",
            Self::Roles => "roles",
            Self::Licences => "licences",
            Self::Mail => "mail",
            Self::Organization => "organization",
            Self::Line => "line",
        }
    }
}
