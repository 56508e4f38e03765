//! What is given and taken, and what carries it: holdings, keys, roles, groups.

use crate::{
    GroupId, MemberId, RoleId, Timestamp,
    group::Permission,
    holding::{Holding, Period},
};

/// Something for each of many members.
#[derive(Clone, PartialEq, Debug)]
pub struct Hold {
    /// What to give.
    pub give: Vec<Holding>,
    /// What to take away.
    pub take: Vec<Holding>,
    /// From when until when what is given holds (B13).
    pub period: Period,
    /// To whom.
    pub members: Vec<MemberId>,
    /// Of one member, the version that the screen saw: what was given, taken or dated anew since is a
    /// conflict.
    pub seen: Option<i64>,
}

/// An API key as asked for.
#[derive(Clone, PartialEq, Debug)]
pub struct NewKey {
    /// Whose: an API member.
    pub member: MemberId,
    /// What it is for.
    pub name: String,
    /// What it reaches at most.
    pub scope: Vec<Permission>,
    /// When it stops working by itself.
    pub expires: Option<Timestamp>,
}

/// A role as asked for.
#[derive(Clone, PartialEq, Debug)]
pub struct NewRole {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Whether it is for portal members.
    pub portal: bool,
    /// Its permissions.
    pub permissions: Vec<Permission>,
}

/// A role's change; `None` leaves a field as it is.
#[derive(Clone, PartialEq, Debug)]
pub struct RoleEdit {
    /// Which role.
    pub role: RoleId,
    /// The version that the screen saw; a newer one is a conflict.
    pub seen: Option<i64>,
    /// Its name.
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Permissions to add.
    pub give: Vec<Permission>,
    /// Permissions to take away.
    pub take: Vec<Permission>,
}

/// A group as asked for.
#[derive(Clone, PartialEq, Debug)]
pub struct NewGroup {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The key of its product.
    pub product: Option<String>,
    /// The group that it belongs under.
    pub parent: Option<GroupId>,
    /// Its permissions.
    pub permissions: Vec<Permission>,
}

/// A group's change; `None` leaves a field as it is.
#[derive(Clone, PartialEq, Debug)]
pub struct GroupEdit {
    /// Which group.
    pub group: GroupId,
    /// The version that the screen saw; a newer one is a conflict.
    pub seen: Option<i64>,
    /// Its name.
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// The key of its product, and the group that it belongs under.
    pub place: Option<(Option<String>, Option<GroupId>)>,
    /// Permissions to add.
    pub give: Vec<Permission>,
    /// Permissions to take away.
    pub take: Vec<Permission>,
}
