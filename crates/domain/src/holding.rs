//! What a member can hold: roles, groups, licences, grants, restrictions, portals, teams; and for how long.

use crate::{GroupId, MemberId, PortalId, RoleId, TeamId, Timestamp, catalogue::Package, group::Permission};
use serde::{Deserialize, Serialize};

/// One thing that a member holds.
#[derive(
    Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ts_rs::TS, schemars::JsonSchema,
)]
#[serde(tag = "is", content = "of", rename_all = "snake_case", deny_unknown_fields)]
pub enum Holding {
    /// A role.
    Role(RoleId),
    /// Membership of a group.
    Group(GroupId),
    /// A licence: a seat of a product's package.
    Licence(Package),
    /// One permission, given directly.
    Grant(Permission),
    /// One permission, taken directly.
    Restriction(Permission),
    /// A portal that a portal member signs in to.
    Portal(PortalId),
    /// Membership of a team; no permission hangs on it.
    Team(TeamId),
}

impl Holding {
    /// The word that storage keeps of the kind.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Role(_) => "role",
            Self::Group(_) => "group",
            Self::Licence(_) => "licence",
            Self::Grant(_) => "grant",
            Self::Restriction(_) => "restriction",
            Self::Portal(_) => "portal",
            Self::Team(_) => "team",
        }
    }
}

/// From when until when something is held; both open means now and for good.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, ts_rs::TS, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Period {
    /// The first moment; `None` is at once.
    pub from: Option<Timestamp>,
    /// The moment at which it ends by itself; `None` is never.
    pub until: Option<Timestamp>,
}

impl Period {
    /// At once and for good.
    pub const OPEN: Self = Self { from: None, until: None };

    /// Whether its beginning is still to come.
    pub fn waits(&self, now: Timestamp) -> bool {
        self.from.is_some_and(|from| from > now)
    }
}

/// Something that a member will hold from a later moment on (B13).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Waiting {
    /// What.
    pub what: Holding,
    /// From when until when; it has a beginning.
    pub period: Period,
    /// Who gave it: judged again when it begins, as an invitation is (R6).
    pub by: Option<MemberId>,
}

/// Everything that a member holds beside groups.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Holds {
    /// Roles.
    pub roles: Vec<RoleId>,
    /// Licences whose seat the member uses.
    pub licences: Vec<Package>,
    /// Licences whose seat was freed while the member is suspended or archived; they come back with
    /// the member as far as seats allow (R4).
    pub freed: Vec<Package>,
    /// Permissions given directly.
    pub grants: Vec<Permission>,
    /// Permissions taken directly.
    pub restrictions: Vec<Permission>,
    /// Modules that the member doesn't see in the products' menus. It hides; it never permits.
    pub hidden: Vec<String>,
    /// Portals that a portal member signs in to (R8).
    pub portals: Vec<PortalId>,
    /// Teams.
    pub teams: Vec<TeamId>,
    /// The customer's contact that a portal member is; may be empty.
    pub contact: String,
    /// The customer's account that a portal member belongs to; may be empty.
    pub customer: String,
    /// From when until when the membership itself holds (B13).
    pub period: Period,
    /// Who set its first day, while it is to come.
    pub period_by: Option<MemberId>,
    /// What ends by itself, and when.
    pub ends: Vec<(Holding, Timestamp)>,
    /// What begins later.
    pub waiting: Vec<Waiting>,
}

impl Holds {
    /// Whether the member holds this; groups stand on the member itself.
    pub fn has(&self, what: &Holding) -> bool {
        match what {
            Holding::Role(id) => self.roles.contains(id),
            Holding::Group(_) => false,
            Holding::Licence(package) => self.licences.contains(package) || self.freed.contains(package),
            Holding::Grant(permission) => self.grants.contains(permission),
            Holding::Restriction(permission) => self.restrictions.contains(permission),
            Holding::Portal(id) => self.portals.contains(id),
            Holding::Team(id) => self.teams.contains(id),
        }
    }
}

impl Holds {
    /// When this ends by itself.
    pub fn end_of(&self, what: &Holding) -> Option<Timestamp> {
        self.ends.iter().find(|(held, _)| held == what).map(|(_, until)| *until)
    }
    /// Sets or takes away when this ends.
    pub(crate) fn set_end(&mut self, what: &Holding, until: Option<Timestamp>) {
        self.ends.retain(|(held, _)| held != what);
        self.ends.extend(until.map(|until| (what.clone(), until)));
    }
}

impl crate::member::Member {
    /// Whether the member holds this, a licence without a seat included.
    pub fn has(&self, what: &Holding) -> bool {
        match what {
            Holding::Group(id) => self.groups.contains(id),
            _ => self.holds.has(what),
        }
    }

    /// Whether the member holds this, or waits for it.
    pub fn has_or_will(&self, what: &Holding) -> bool {
        self.has(what) || self.holds.waiting.iter().any(|waiting| waiting.what == *what)
    }

    /// Adds a holding to the record.
    pub(crate) fn take_up(&mut self, what: &Holding) {
        match what {
            Holding::Role(id) => self.holds.roles.push(*id),
            Holding::Group(id) => self.groups.push(*id),
            Holding::Licence(package) => {
                self.holds.freed.retain(|other| other != package);
                self.holds.licences.push(package.clone());
            }
            Holding::Grant(permission) => self.holds.grants.push(permission.clone()),
            Holding::Restriction(permission) => self.holds.restrictions.push(permission.clone()),
            Holding::Portal(id) => self.holds.portals.push(*id),
            Holding::Team(id) => self.holds.teams.push(*id),
        }
    }

    /// Takes a holding off the record.
    pub(crate) fn put_down(&mut self, what: &Holding) {
        self.holds.set_end(what, None);
        match what {
            Holding::Role(id) => self.holds.roles.retain(|other| other != id),
            Holding::Group(id) => self.groups.retain(|other| other != id),
            Holding::Licence(package) => {
                self.holds.freed.retain(|other| other != package);
                self.holds.licences.retain(|other| other != package);
            }
            Holding::Grant(permission) => self.holds.grants.retain(|other| other != permission),
            Holding::Restriction(permission) => self.holds.restrictions.retain(|other| other != permission),
            Holding::Portal(id) => self.holds.portals.retain(|other| other != id),
            Holding::Team(id) => self.holds.teams.retain(|other| other != id),
        }
    }
}
