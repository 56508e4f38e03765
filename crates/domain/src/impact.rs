//! Impact: what a command does to people's permissions, by comparing facts before and after (B6).

use crate::{
    Facts, MemberId,
    decide::authority::{self, effective_now},
    group::Permission,
    member::Member,
    permission_set::PermissionSet,
};

/// What one member gains and loses.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// Who.
    pub member: MemberId,
    /// Permissions that they have afterwards and hadn't before.
    pub gained: Vec<Permission>,
    /// Permissions that they had before and have no longer.
    pub lost: Vec<Permission>,
}

/// What a member gains and loses between two moments; `None` when nothing. A member that one of the
/// moments doesn't know had, or has, nothing then.
pub fn between(before: &Facts, after: &Facts, member: MemberId) -> Option<Change> {
    let listed = |facts: &Facts| -> PermissionSet {
        facts.members.get(&member).map_or_else(PermissionSet::default, |member| now(facts, member))
    };
    // Numbers only ever grow, so those of the later moment read the earlier one's sets as well.
    let (had, has) = (listed(before), listed(after));
    if had == has {
        return None;
    }
    let (mut gained, mut lost) = (has.clone(), had.clone());
    gained.remove(&had);
    lost.remove(&has);
    let numbers = after.structure.numbers();
    Some(Change { member, gained: numbers.permissions(&gained), lost: numbers.permissions(&lost) })
}

/// What a member may do now, by the catalogue of these facts.
pub fn now(facts: &Facts, member: &Member) -> PermissionSet {
    effective_now(&facts.structure, member).listed(&facts.structure)
}

/// What a member would still be able to give, of what they gave to others (C19): whether everything
/// of `given` is within what they have.
pub fn could_still_give(facts: &Facts, member: &Member, given: &PermissionSet) -> bool {
    member.tier.administers()
        && effective_now(&facts.structure, member).covers(&authority::Effective::Only(given.clone()))
}
