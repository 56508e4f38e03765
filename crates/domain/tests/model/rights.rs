//! What a record gives, worked out apart from `decide`, to check it by.

use super::State;
use rollbook_domain::{
    group::Permission,
    member::{AccessMode, Kind, Member, Status, Tier},
};
use std::collections::BTreeSet;

/// Effective permissions (R11) of a record, whatever its status.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Rights {
    pub(crate) all: bool,
    pub(crate) some: BTreeSet<Permission>,
}

impl Rights {
    pub(crate) fn of(state: &State, member: &Member) -> Self {
        if member.tier == Tier::Owner || member.access == AccessMode::All {
            return Self { all: true, some: BTreeSet::new() };
        }
        let carried = member.groups.iter().map(|id| &state.groups[id].permissions);
        Self { all: false, some: carried.flatten().cloned().collect() }
    }

    pub(crate) fn within(&self, other: &Self) -> bool {
        other.all || (!self.all && self.some.is_subset(&other.some))
    }

    pub(crate) fn with(&self, other: &Self) -> Self {
        Self { all: self.all || other.all, some: self.some.union(&other.some).cloned().collect() }
    }
}

/// Whether the member may administer at all (C27, C32).
pub(crate) fn administers(member: &Member) -> bool {
    member.status == Status::Active && member.kind == Kind::Regular && member.tier != Tier::User
}
