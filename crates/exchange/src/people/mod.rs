//! People, as a table tells of them: words of the file, not yet of the domain.
//!
//! Whether an address is a good one, and whether a person may be added, decides the
//! domain. Here it is only made sure that every row says one clear thing.

mod rows;
mod value;
mod words;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use rows::rows;

use crate::Problem;

/// One row of a table of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct PersonRow {
    /// The line of the file, counted from 1.
    #[ts(type = "number")]
    pub line: u64,
    /// The person, or every reason why the row can't be taken.
    pub person: Result<Person, Vec<Problem>>,
    /// What was set right or left out although the row is taken.
    pub notes: Vec<Problem>,
}

/// A person as the row describes them. Text is trimmed and free of invisible
/// characters; what the row leaves empty is empty or `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
pub struct Person {
    /// The address, spelled as in the file.
    pub email: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// How much of the administration the person may do.
    pub tier: Option<TierWord>,
    /// Names of groups, each once, in the order of the file.
    pub groups: Vec<String>,
    /// Where the person is in their life in the organization.
    pub status: Option<StatusWord>,
    /// Phone number, spelled as in the file.
    pub phone: Option<String>,
    /// Language, spelled as in the file.
    pub language: Option<String>,
    /// When the person last signed in, spelled as in the file.
    pub last_sign_in: Option<String>,
    /// How the person's permissions are given.
    pub access: Option<AccessWord>,
    /// The administrators' note.
    pub note: Option<String>,
}

/// What a file says about how permissions are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccessWord {
    /// Every permission.
    All,
    /// Those of the person's groups.
    Custom,
}

/// What a file says about the tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TierWord {
    /// The owner.
    Owner,
    /// An administrator.
    Admin,
    /// Everybody else.
    User,
}

/// What a file says about the status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StatusWord {
    /// Invited, not yet there.
    Pending,
    /// Can sign in.
    Active,
    /// Kept out for a while.
    Suspended,
    /// Gone from the list.
    Archived,
}
