//! API keys (R9), as the person's page makes and shows them.

use super::Outcome;
use rollbook_credentials::Secret;
use rollbook_domain::{CommandId, KeyId, MemberId, Timestamp, group::Permission};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;
use ts_rs::TS;

/// Makes an API key.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddKey {
    /// Made by the screen; the same id twice is carried out once.
    pub command: CommandId,
    /// Whose: an API member.
    pub member: MemberId,
    /// What it is for.
    pub name: String,
    /// What it reaches at most.
    pub scope: Vec<Permission>,
    /// When it stops working by itself.
    pub expires: Option<Timestamp>,
}

/// Has an API key work no more.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RevokeKey {
    /// Made by the screen; the same id twice is carried out once.
    pub command: CommandId,
    /// Whose.
    pub member: MemberId,
    /// Which.
    pub key: KeyId,
}

/// A key that was made.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct KeyMade {
    /// How the command ended.
    pub outcome: Outcome,
    /// The key itself, this once; `None` where the same command was carried out before.
    #[ts(type = "string | null")]
    #[schemars(with = "Option<String>")]
    pub key: Option<Shown>,
}

/// A product asks whether somebody may do something (B12).
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Check {
    /// Who.
    pub member: MemberId,
    /// What.
    pub permission: Permission,
}

/// Whether they may.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Checked {
    /// At this moment; nobody of whom the organization doesn't know may do anything (C31).
    pub allowed: bool,
}

/// A secret that is shown to the person who asked, once: written into that answer, and never printed.
pub struct Shown(Secret<String>);

impl Shown {
    /// A secret that is about to be shown.
    pub const fn new(secret: Secret<String>) -> Self {
        Self(secret)
    }
    /// What is shown.
    pub fn reveal(&self) -> String {
        self.0.reveal(Clone::clone)
    }
}

impl From<Shown> for Secret<String> {
    fn from(shown: Shown) -> Self {
        shown.0
    }
}

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shown(..)")
    }
}

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.reveal(|text| to.serialize_str(text))
    }
}

/// An API key as a page shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct KeyView {
    /// Its id.
    pub id: KeyId,
    /// What it is for.
    pub name: String,
    /// What it reaches at most.
    pub scope: Vec<Permission>,
    /// When it stops working by itself.
    pub expires: Option<Timestamp>,
    /// When it was made.
    pub made: Timestamp,
    /// By whom.
    pub by: Option<String>,
    /// When it was used last, to the minute.
    pub used: Option<Timestamp>,
    /// When it was revoked.
    pub revoked: Option<Timestamp>,
    /// Whether it is neither revoked nor over.
    pub works: bool,
}
