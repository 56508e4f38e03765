//! What has nothing but a name, and carries no permission: portals and teams.

use crate::{PortalId, TeamId};
use serde::{Deserialize, Serialize};

/// A portal: what portal members sign in to (R8).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Portal {
    /// Its id.
    pub id: PortalId,
    /// Its name, unique in the organization by its folded form.
    pub name: String,
}

/// A team: members who work together. An administrator sets it, never the member (R7).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Team {
    /// Its id.
    pub id: TeamId,
    /// Its name, unique in the organization by its folded form.
    pub name: String,
}
