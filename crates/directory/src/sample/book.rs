//! The sample as its file writes it, one person a line with short keys.

use super::rights::{Bought, Deed, Duty, Gate, Team};
use rollbook_domain::{
    catalogue::Package,
    member::{AccessMode, Kind, Tier},
    organization::Plan,
};
use serde::Deserialize;

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
    /// Seats, oldest first; the first of a product takes the product.
    pub(super) seats: Vec<Bought>,
    /// Roles beside the built-in ones.
    pub(super) roles: Vec<Duty>,
    /// Groups beside those that are built in or come with a product, parents first.
    pub(super) groups: Vec<Team>,
    /// Portals.
    pub(super) portals: Vec<Gate>,
    /// People who are or were at work. One is the owner.
    pub(super) people: Vec<Person>,
    /// Machines, and people of customers.
    pub(super) outside: Vec<Outsider>,
    /// What changed about people afterwards.
    pub(super) deeds: Vec<Deed>,
    /// People who didn't answer their invitation yet; they are users.
    pub(super) invited: Vec<Invited>,
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
    /// The standing.
    #[serde(rename = "t", default = "user")]
    pub(super) tier: Tier,
    /// Where permissions start from.
    #[serde(default = "custom")]
    pub(super) access: AccessMode,
    /// Names of groups.
    #[serde(rename = "g")]
    pub(super) groups: Vec<String>,
    /// Names of roles.
    #[serde(rename = "r", default)]
    pub(super) roles: Vec<String>,
    /// Licences.
    #[serde(rename = "has", default)]
    pub(super) licences: Vec<Package>,
    /// BCP 47 tag of mails; the organization's own where it isn't given.
    #[serde(rename = "lang", default)]
    pub(super) language: String,
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

/// A machine, or a person of a customer who signs in to a portal (R8, R9).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Outsider {
    /// As for a [`Person`].
    #[serde(rename = "f")]
    pub(super) first: String,
    /// As for a [`Person`].
    #[serde(rename = "l", default)]
    pub(super) last: String,
    /// The address, at a domain that is reserved for examples; a machine has none.
    #[serde(rename = "e", default)]
    pub(super) email: String,
    /// Which of the two.
    pub(super) kind: Kind,
    /// As for a [`Person`].
    #[serde(rename = "r")]
    pub(super) roles: Vec<String>,
    /// Names of portals.
    #[serde(default)]
    pub(super) portals: Vec<String>,
    /// The customer's contact.
    #[serde(default)]
    pub(super) contact: String,
    /// The customer.
    #[serde(default)]
    pub(super) customer: String,
    /// As for a [`Person`].
    #[serde(rename = "lang", default)]
    pub(super) language: String,
    /// As for a [`Person`].
    #[serde(rename = "in")]
    pub(super) added: i64,
    /// As for a [`Person`].
    pub(super) by: Option<String>,
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
    #[serde(rename = "r")]
    pub(super) roles: Vec<String>,
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

const fn custom() -> AccessMode {
    AccessMode::Custom
}

fn once() -> String {
    "|".to_owned()
}
