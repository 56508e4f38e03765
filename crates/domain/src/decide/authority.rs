//! Authority: who may touch whom (R14), and what may be given (R13). Two functions, used by every
//! command; nothing else in the product judges either.

use crate::{
    Code, Facts, GroupId, Refusal,
    facts::Actor,
    group::Permission,
    member::{AccessMode, Kind, Member, Status, Tier},
};
use std::collections::BTreeSet;

/// What a member may do in the products.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effective<'a> {
    /// Every permission of the organization (R11).
    Everything,
    /// These.
    Only(BTreeSet<&'a Permission>),
}

impl Effective<'_> {
    /// Whether everything in `other` is in here too.
    pub fn covers(&self, other: &Effective<'_>) -> bool {
        match (self, other) {
            (Effective::Everything, _) => true,
            (Effective::Only(_), Effective::Everything) => false,
            (Effective::Only(mine), Effective::Only(theirs)) => theirs.is_subset(mine),
        }
    }
}

/// Effective permissions once active (R11): what the record gives, whatever the status, so that a
/// suspended administrator doesn't become touchable by being suspended (C23).
pub fn effective<'a>(facts: &'a Facts, member: &Member) -> Effective<'a> {
    if member.tier == Tier::Owner {
        return Effective::Everything;
    }
    from_access(facts, member.access, &member.groups)
}

fn from_access<'a>(facts: &'a Facts, access: AccessMode, groups: &[GroupId]) -> Effective<'a> {
    match access {
        AccessMode::All => Effective::Everything,
        AccessMode::Custom => Effective::Only(
            groups.iter().filter_map(|id| facts.groups.get(id)).flat_map(|group| &group.permissions).collect(),
        ),
    }
}

/// The actor as an administrator of this organization, or the refusal. Rights exist only in status
/// active (C27, C32).
pub fn administrator(facts: &Facts) -> Result<&Member, Refusal> {
    match &facts.actor {
        Actor::Member(actor)
            if actor.status == Status::Active && actor.kind == Kind::Regular && actor.tier.administers() =>
        {
            Ok(actor)
        }
        _ => Err(Refusal::new(
            Code::NotAllowed,
            "Only active administrators can do this.",
            "Ask the owner of the organization.",
        )),
    }
}

/// The same facts with another member as the actor: to ask what somebody may do now who acted earlier.
pub(super) fn seen_by(facts: &Facts, member: &Member) -> Facts {
    Facts { actor: Actor::Member(Box::new(member.clone())), ..facts.clone() }
}

/// R14: the actor may touch the target only when neither tier nor permissions of the target go
/// beyond the actor's own; nobody touches system members (R10).
pub fn touch(facts: &Facts, target: &Member) -> Result<(), Refusal> {
    let actor = administrator(facts)?;
    if target.kind == Kind::System {
        return Err(Refusal::new(Code::SystemFixed, "System members can’t be changed.", ""));
    }
    if actor.id == target.id {
        return Ok(());
    }
    let above = actor.tier < target.tier || !effective(facts, actor).covers(&effective(facts, target));
    if above {
        return Err(Refusal::new(
            Code::RankTooLow,
            format!("{} has rights that you don’t have.", target.name()),
            "Ask the owner, or an administrator with more rights.",
        ));
    }
    Ok(())
}

/// R13, R12, R15: a member may be given this tier, mode and these groups only by an actor who has
/// at least as much.
pub fn give(facts: &Facts, tier: Tier, access: AccessMode, groups: &[GroupId]) -> Result<(), Refusal> {
    let actor = administrator(facts)?;
    if tier == Tier::Owner {
        return Err(Refusal::new(
            Code::OwnerFixed,
            "There is one owner: who created the organization.",
            "Choose Admin or User.",
        )
        .at("tier"));
    }
    if tier > actor.tier {
        return Err(Refusal::new(Code::Ceiling, "You can’t give a standing above your own.", "Choose User.").at("tier"));
    }
    if let Some(missing) = groups.iter().find(|id| !facts.groups.contains_key(id)) {
        return Err(Refusal::new(
            Code::NotFound,
            format!("The group {missing} isn’t in this organization."),
            "Choose another group.",
        )
        .at("groups"));
    }
    let given = from_access(facts, access, groups);
    if effective(facts, actor).covers(&given) {
        return Ok(());
    }
    if access == AccessMode::All {
        return Err(Refusal::new(
            Code::Ceiling,
            "You don’t have every permission, so you can’t give all of them.",
            "Choose Custom.",
        )
        .at("access"));
    }
    Err(Refusal::new(
        Code::Ceiling,
        "These groups carry permissions that you don’t have.",
        "Leave out the groups that go beyond your own.",
    )
    .at("groups"))
}

/// R13 for a group: nobody makes one carry, or lose, permissions that they don't have themselves.
pub fn carry<'a>(facts: &'a Facts, permissions: impl IntoIterator<Item = &'a Permission>) -> Result<(), Refusal> {
    let carried = Effective::Only(permissions.into_iter().collect());
    if effective(facts, administrator(facts)?).covers(&carried) {
        return Ok(());
    }
    Err(Refusal::new(Code::Ceiling, "The group carries permissions that you don’t have.", "Leave them out.")
        .at("permissions"))
}

/// R21: whether `more` administrators still fit the plan beside those that count already.
pub fn room_for_administrators(facts: &Facts, counted: i64, more: i64) -> Result<(), Refusal> {
    let limit = facts.organization.plan.administrators();
    if counted + more <= limit {
        return Ok(());
    }
    Err(Refusal::new(
        Code::PlanFull,
        format!("The plan allows {limit} administrators, and {counted} are in use."),
        "Suspend or archive an administrator, choose User, or change the plan.",
    )
    .at("tier"))
}
