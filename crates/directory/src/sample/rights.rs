//! What there is to hold in the sample, and who was given what, as its file writes it.

use rollbook_domain::{catalogue::Package, group::Permission};
use serde::Deserialize;

/// Seats that the owner bought.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bought {
    /// The package.
    pub(super) of: Package,
    /// How many there are from then on.
    pub(super) are: i64,
    /// Days since.
    pub(super) ago: i64,
}

/// A role.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Duty {
    /// Its name.
    pub(super) name: String,
    /// What it is for.
    pub(super) description: String,
    /// Whether it is for portal members.
    #[serde(default)]
    pub(super) portal: bool,
    /// Days since it was made.
    pub(super) ago: i64,
    /// The address of who made it; the owner where it isn't given.
    pub(super) by: Option<String>,
    /// What its holders may do.
    pub(super) may: Vec<Permission>,
}

/// A group.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Team {
    /// Its name.
    pub(super) name: String,
    /// What it is for.
    pub(super) description: String,
    /// The key of the product that it belongs to.
    pub(super) product: Option<String>,
    /// The name of the group that it belongs under.
    pub(super) parent: Option<String>,
    /// What its members may do.
    pub(super) may: Vec<Permission>,
}

/// A portal.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Gate {
    /// Its name.
    pub(super) name: String,
    /// As for a [`Duty`].
    pub(super) ago: i64,
    /// As for a [`Duty`].
    pub(super) by: Option<String>,
}

/// What one administrator changed about one person at one moment.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Deed {
    /// Minutes since.
    pub(super) ago: i64,
    /// The address of who did it.
    pub(super) by: String,
    /// The address of whom it is about.
    pub(super) who: String,
    /// What was given.
    #[serde(default)]
    pub(super) give: Vec<Named>,
    /// What was taken away.
    #[serde(default)]
    pub(super) take: Vec<Named>,
    /// In how many days what was given begins; at once where it isn't given.
    pub(super) from: Option<i64>,
    /// In how many days it ends by itself: it has ended where this lies in the past.
    pub(super) until: Option<i64>,
    /// Modules that were hidden.
    #[serde(default)]
    pub(super) hide: Vec<String>,
    /// In how many days the membership ends.
    pub(super) member_until: Option<i64>,
    /// A phone number.
    pub(super) phone: Option<String>,
    /// A note.
    pub(super) note: Option<String>,
}

/// Something to hold, by its name.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Named {
    /// A role.
    Role(String),
    /// A group.
    Group(String),
    /// A licence.
    Licence(Package),
    /// A permission, given.
    Grant(Permission),
    /// A permission, taken.
    Restriction(Permission),
}
