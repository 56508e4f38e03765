//! Roles: named sets of permissions that are assigned to members (R19, R20).

use crate::{RoleId, group::Permission};
use serde::{Deserialize, Serialize};

/// A named set of permissions.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Role {
    /// Its id.
    pub id: RoleId,
    /// Its name, unique in the organization by its folded form.
    pub name: String,
    /// What it is for; may be empty.
    pub description: String,
    /// Which of the four that every organization starts with; `None` for one of its own.
    pub built_in: Option<BuiltInRole>,
    /// Whether it is for portal members: theirs come from portal roles alone, and portal roles are
    /// theirs alone (R8).
    pub portal: bool,
    /// Its permissions, sorted and without doubles; empty for Super Admin, who has every one.
    pub permissions: Vec<Permission>,
}

impl Role {
    /// Whether it is the one that has every permission, whatever its settings say (R11).
    pub const fn is_super_admin(&self) -> bool {
        matches!(self.built_in, Some(BuiltInRole::SuperAdmin))
    }
}

/// The four roles that every organization starts with; they can't be deleted (R20).
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ts_rs::TS, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum BuiltInRole {
    /// Everything, always.
    SuperAdmin,
    /// Everything but what only few should do.
    Admin,
    /// Daily work.
    Staff,
    /// Looking, never touching.
    ReadOnly,
}

impl BuiltInRole {
    /// All four, highest first.
    pub const ALL: [Self; 4] = [Self::SuperAdmin, Self::Admin, Self::Staff, Self::ReadOnly];

    /// Its name as shown.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SuperAdmin => "Super Admin",
            Self::Admin => "Admin",
            Self::Staff => "Staff",
            Self::ReadOnly => "Read-Only",
        }
    }

    /// What it is for.
    pub const fn description(self) -> &'static str {
        match self {
            Self::SuperAdmin => "Every permission of every product, always",
            Self::Admin => "Looks after the products, without what only few should do",
            Self::Staff => "Does the daily work",
            Self::ReadOnly => "Sees everything that is shown to all, changes nothing",
        }
    }
}
