//! The sample as its file writes it, one person a line with short keys.

use rollbook_domain::{
    group::Permission,
    member::{Kind, Tier},
    organization::Plan,
};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const FILE: &str = include_str!("../../sample/nordlys.json");

/// The whole sample. Times are counted back from the moment that it is created at.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Book {
    /// The company's name.
    pub(super) name: String,
    /// BCP 47 tag of its language: the owner's, and that of people who have none of their own here.
    pub(super) language: String,
    /// What it bought.
    pub(super) plan: Plan,
    /// Modules and their actions.
    pub(super) catalogue: BTreeMap<String, Vec<String>>,
    /// Groups beside the built-in ones, parents first.
    pub(super) groups: Vec<Team>,
    /// People who are or were at work. One is the owner.
    pub(super) people: Vec<Person>,
    /// People who didn't answer their invitation yet; they are users.
    pub(super) invited: Vec<Invited>,
}

/// A group.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Team {
    /// Its name.
    pub(super) name: String,
    /// What it is for.
    pub(super) description: String,
    /// The name of the group that it belongs under.
    pub(super) parent: Option<String>,
    /// What its members may do.
    pub(super) may: BTreeSet<Permission>,
}

/// A person who is or was at work.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Person {
    /// Given names; the whole name where it is written family name first.
    #[serde(rename = "f")]
    pub(super) first: String,
    /// Family names.
    #[serde(rename = "l", default)]
    pub(super) last: String,
    /// The address.
    #[serde(rename = "e")]
    pub(super) email: String,
    /// The standing. Administrators have every permission, users what their groups give.
    #[serde(rename = "t", default = "user")]
    pub(super) tier: Tier,
    /// A person, or a machine.
    #[serde(default = "regular")]
    pub(super) kind: Kind,
    /// Names of groups.
    #[serde(rename = "g")]
    pub(super) groups: Vec<String>,
    /// BCP 47 tag of mails; the organization's own where it isn't given.
    #[serde(rename = "lang")]
    pub(super) language: Option<String>,
    /// Days since they were added; with the owner the organization was founded.
    #[serde(rename = "in")]
    pub(super) added: i64,
    /// The address of who added them; the owner where it isn't given.
    pub(super) by: Option<String>,
    /// Minutes since the last sign-in; not given where there was none.
    pub(super) seen: Option<i64>,
    /// The days up to that sign-in, as the list draws them: `|` with one, `.` without.
    #[serde(default = "once")]
    pub(super) roll: String,
    /// Days since they were suspended.
    pub(super) suspended: Option<i64>,
    /// Days since they were archived.
    pub(super) archived: Option<i64>,
}

/// A person who was invited by the owner.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Invited {
    /// As for a [`Person`].
    #[serde(rename = "f")]
    pub(super) first: String,
    /// As for a [`Person`].
    #[serde(rename = "l", default)]
    pub(super) last: String,
    /// The address, at a domain that is reserved for examples: a mail to it reaches nobody.
    #[serde(rename = "e")]
    pub(super) email: String,
    /// As for a [`Person`].
    #[serde(rename = "g")]
    pub(super) groups: Vec<String>,
    /// As for a [`Person`].
    #[serde(rename = "lang", default)]
    pub(super) language: String,
    /// Minutes since the invitation; it works for less than 72 hours (R2).
    pub(super) sent: i64,
}

impl Book {
    /// Reads the file that the product carries.
    pub(super) fn read() -> Result<Self, serde_json::Error> {
        serde_json::from_str(FILE)
    }
    /// Who founded the organization.
    pub(super) fn owner(&self) -> Option<&Person> {
        self.people.iter().find(|person| person.tier == Tier::Owner)
    }
}

const fn user() -> Tier {
    Tier::User
}

const fn regular() -> Kind {
    Kind::Regular
}

fn once() -> String {
    "|".to_owned()
}
