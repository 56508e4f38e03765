//! Whose table it is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::words::{bare, bracketed};

/// The product that made a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Our own export.
    Rollbook,
    /// Google Workspace, the sheet to upload or the export.
    GoogleWorkspace,
    /// Microsoft Entra, the sheet for creating people in bulk.
    EntraCreate,
    /// Microsoft Entra, the downloaded list of people.
    EntraDownload,
    /// Okta.
    Okta,
    /// Any other.
    Unknown,
}

/// The heads of our own tables of people; the first five are always there.
pub(crate) const PEOPLE: [&str; 11] = [
    "email",
    "first_name",
    "last_name",
    "role",
    "groups",
    "status",
    "phone",
    "language",
    "last_active",
    "access",
    "note",
];
/// The heads of our own tables of groups.
pub(crate) const GROUPS: [&str; 4] = ["group", "description", "parent", "permissions"];

impl Source {
    pub(super) fn of<S: AsRef<str>>(heads: &[S]) -> Self {
        let exact: Vec<String> = heads.iter().map(|head| head.as_ref().to_lowercase()).collect();
        let bare: Vec<String> = heads.iter().map(|head| bare(head.as_ref())).collect();
        let all = |names: &[&str], among: &[String]| names.iter().all(|name| among.iter().any(|head| head == name));
        let in_brackets = |name: &str| heads.iter().any(|head| bracketed(head.as_ref()).as_deref() == Some(name));
        let people = all(&PEOPLE[..5], &exact) && exact.iter().all(|h| PEOPLE.contains(&h.as_str()));
        if people || (all(&GROUPS, &exact) && exact.len() == GROUPS.len()) {
            Self::Rollbook
        } else if in_brackets("userprincipalname") || in_brackets("passwordprofile") {
            Self::EntraCreate
        } else if all(&["firstname", "lastname", "emailaddress"], &bare)
            && ["orgunitpath", "newstatus", "passwordhashfunction"].iter().any(|name| all(&[name], &bare))
        {
            Self::GoogleWorkspace
        } else if all(&["userprincipalname", "displayname"], &bare) {
            Self::EntraDownload
        } else if all(&["login", "firstname", "lastname", "email"], &exact) {
            Self::Okta
        } else {
            Self::Unknown
        }
    }
}
