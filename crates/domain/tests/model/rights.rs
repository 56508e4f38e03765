//! What a record gives, worked out apart from `decide`, to check it by.

use super::State;
use rollbook_domain::{
    Timestamp,
    group::Permission,
    holding::{Holding, Waiting},
    member::{AccessMode, Kind, Member, Status, Tier},
};
use std::collections::BTreeSet;

/// Permissions as plain lists: everything there is or will be but some, or some.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Rights {
    /// The owner's and Super Admin's: no restriction reaches them.
    pub(crate) exempt: bool,
    /// Everything but these.
    pub(crate) all_but: Option<BTreeSet<Permission>>,
    /// These, where it isn't everything.
    pub(crate) some: BTreeSet<Permission>,
}

impl Rights {
    /// R11: of a record, whatever its status.
    pub(crate) fn of(state: &State, member: &Member) -> Self {
        let portal = member.kind == Kind::Portal;
        let roles: Vec<_> = member.holds.roles.iter().map(|id| &state.roles[id]).collect();
        let super_admin = roles.iter().any(|role| role.name == "Super Admin" && role.built_in.is_some());
        let person = matches!(member.kind, Kind::Regular | Kind::Api);
        if member.tier == Tier::Owner || (person && super_admin) {
            return Self { exempt: true, all_but: Some(BTreeSet::new()), some: BTreeSet::new() };
        }
        let lacking: BTreeSet<Permission> = member.holds.restrictions.iter().cloned().collect();
        if person && member.access == AccessMode::All {
            return Self { all_but: Some(lacking), ..Self::default() };
        }
        let mut some = BTreeSet::new();
        if member.kind != Kind::System {
            let fitting = roles.iter().filter(|role| role.portal == portal);
            some.extend(fitting.flat_map(|role| role.permissions.clone()));
        }
        if person {
            some.extend(member.groups.iter().flat_map(|id| state.groups[id].permissions.clone()));
            some.extend(member.holds.grants.iter().cloned());
        }
        some.retain(|permission| !lacking.contains(permission));
        Self { some, ..Self::default() }
    }

    /// The same once time has brought all that it will bring: what waits has begun, and restrictions
    /// with an end are over.
    pub(crate) fn in_time(state: &State, member: &Member) -> Self {
        let mut later = member.clone();
        for waiting in &member.holds.waiting {
            match &waiting.what {
                Holding::Role(id) => later.holds.roles.push(*id),
                Holding::Group(id) => later.groups.push(*id),
                Holding::Grant(permission) => later.holds.grants.push(permission.clone()),
                Holding::Licence(_) | Holding::Restriction(_) | Holding::Portal(_) | Holding::Team(_) => {}
            }
        }
        for (what, _) in &member.holds.ends {
            if let Holding::Restriction(over) = what {
                later.holds.restrictions.retain(|permission| permission != over);
            }
        }
        Self::of(state, &later)
    }

    /// The same at a moment to come: what has ended by then is gone, and of `waiting` what has begun is
    /// there.
    pub(crate) fn on<'a>(
        state: &State,
        member: &Member,
        day: Timestamp,
        waiting: impl Iterator<Item = &'a Waiting>,
    ) -> Self {
        let mut then = member.clone();
        for (what, _) in member.holds.ends.iter().filter(|(_, until)| *until <= day) {
            match what {
                Holding::Role(id) => then.holds.roles.retain(|other| other != id),
                Holding::Group(id) => then.groups.retain(|other| other != id),
                Holding::Grant(gone) => then.holds.grants.retain(|other| other != gone),
                Holding::Restriction(gone) => then.holds.restrictions.retain(|other| other != gone),
                Holding::Licence(_) | Holding::Portal(_) | Holding::Team(_) => panic!("has no dates: {what:?}"),
            }
        }
        for waiting in waiting {
            let begun = waiting.period.from.expect("it begins some day") <= day;
            if begun && waiting.period.until.is_none_or(|until| until > day) {
                match &waiting.what {
                    Holding::Role(id) => then.holds.roles.push(*id),
                    Holding::Group(id) => then.groups.push(*id),
                    Holding::Grant(permission) => then.holds.grants.push(permission.clone()),
                    Holding::Restriction(permission) => then.holds.restrictions.push(permission.clone()),
                    Holding::Licence(_) | Holding::Portal(_) | Holding::Team(_) => {
                        panic!("has no dates: {waiting:?}")
                    }
                }
            }
        }
        Self::of(state, &then)
    }

    pub(crate) fn has(&self, permission: &Permission) -> bool {
        self.all_but.as_ref().is_some_and(|but| !but.contains(permission)) || self.some.contains(permission)
    }

    pub(crate) fn within(&self, other: &Self) -> bool {
        let exempt = !self.exempt || other.exempt;
        exempt
            && match &self.all_but {
                None => self.some.iter().all(|permission| other.has(permission)),
                Some(mine) => other.all_but.as_ref().is_some_and(|theirs| {
                    theirs.iter().all(|permission| mine.contains(permission) || other.some.contains(permission))
                }),
            }
    }

    pub(crate) fn with(&self, other: &Self) -> Self {
        let some = self.some.union(&other.some).cloned().collect();
        let all_but = match (&self.all_but, &other.all_but) {
            (Some(one), Some(two)) => Some(one.intersection(two).cloned().collect()),
            (one, two) => one.clone().or_else(|| two.clone()),
        };
        Self { exempt: self.exempt || other.exempt, all_but, some }
    }
}

/// Whether the member may administer at all (C27, C32).
pub(crate) fn administers(member: &Member) -> bool {
    member.status == Status::Active && member.kind == Kind::Regular && member.tier != Tier::User
}
