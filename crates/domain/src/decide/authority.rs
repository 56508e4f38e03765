//! Authority: what a member may do (R11), who may touch whom (R14), and what may be given (R13).
//! Every command asks here; nothing else in the product judges any of it.

use super::over_time::{self, Lists};
use crate::{
    Code, Facts, GroupId, PortalId, Refusal, RoleId, Timestamp,
    facts::Actor,
    group::Permission,
    holding::{Holding, Waiting},
    member::{AccessMode, Kind, Member, Status, Tier},
    permission_set::PermissionSet,
    structure::Structure,
};

/// Effective permissions: those in a set, or every one that there is or ever will be but for some.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effective {
    /// Every permission of the organization but these.
    AllBut(PermissionSet),
    /// These alone.
    Only(PermissionSet),
}

impl Effective {
    /// Whether everything in `other` is in here too.
    pub fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::AllBut(mine), Self::AllBut(theirs)) => mine.is_within(theirs),
            (Self::AllBut(mine), Self::Only(theirs)) => mine.is_apart(theirs),
            (Self::Only(_), Self::AllBut(_)) => false,
            (Self::Only(mine), Self::Only(theirs)) => theirs.is_within(mine),
        }
    }
    /// What either has.
    pub(super) fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::AllBut(mine), Self::AllBut(theirs)) => Self::AllBut(mine.both(&theirs)),
            (Self::AllBut(mut lacking), Self::Only(more)) | (Self::Only(more), Self::AllBut(mut lacking)) => {
                lacking.remove(&more);
                Self::AllBut(lacking)
            }
            (Self::Only(mut mine), Self::Only(theirs)) => {
                mine.add(&theirs);
                Self::Only(mine)
            }
        }
    }
    /// Whether this one permission is in it; what no catalogue knows is in nobody's.
    pub fn has(&self, structure: &Structure, permission: &Permission) -> bool {
        let Some(number) = structure.numbers().of(permission) else { return false };
        match self {
            Self::AllBut(lacking) => structure.everything().contains(number) && !lacking.contains(number),
            Self::Only(set) => set.contains(number),
        }
    }
    /// Those of the catalogue as it is now.
    pub fn listed(&self, structure: &Structure) -> PermissionSet {
        match self {
            Self::AllBut(lacking) => {
                let mut all = structure.everything().clone();
                all.remove(lacking);
                all
            }
            Self::Only(set) => set.both(structure.everything()),
        }
    }
    fn nothing() -> Self {
        Self::Only(PermissionSet::default())
    }
    fn everything() -> Self {
        Self::AllBut(PermissionSet::default())
    }
}

/// What effective permissions follow from.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// How the member reaches the organization.
    pub kind: Kind,
    /// The tier.
    pub tier: Tier,
    /// The access mode.
    pub access: AccessMode,
    /// Groups.
    pub groups: &'a [GroupId],
    /// Roles.
    pub roles: &'a [RoleId],
    /// Permissions given directly.
    pub grants: &'a [Permission],
    /// Permissions taken directly.
    pub restrictions: &'a [Permission],
    /// What of all this ends by itself: the ceiling doesn't count on a restriction that does.
    pub ends: &'a [(Holding, Timestamp)],
    /// What begins by itself.
    pub waiting: &'a [Waiting],
    /// Portals.
    pub portals: &'a [PortalId],
}

impl Standing<'_> {
    /// A user in mode Custom who holds nothing.
    pub const NOBODY: Self = Self {
        kind: Kind::Regular,
        tier: Tier::User,
        access: AccessMode::Custom,
        groups: &[],
        roles: &[],
        grants: &[],
        restrictions: &[],
        ends: &[],
        waiting: &[],
        portals: &[],
    };
}

impl<'a> From<&'a Member> for Standing<'a> {
    fn from(member: &'a Member) -> Self {
        Self {
            kind: member.kind,
            tier: member.tier,
            access: member.access,
            groups: &member.groups,
            roles: &member.holds.roles,
            grants: &member.holds.grants,
            restrictions: &member.holds.restrictions,
            ends: &member.holds.ends,
            waiting: &member.holds.waiting,
            portals: &member.holds.portals,
        }
    }
}

/// R11: effective permissions of a standing, once active: whatever the status, so that a suspended
/// administrator doesn't become touchable by being suspended (C23).
pub fn effective<'a>(structure: &Structure, standing: impl Into<Standing<'a>>) -> Effective {
    let standing = standing.into();
    if standing.tier == Tier::Owner {
        return Effective::everything();
    }
    let roles = standing.roles.iter().filter_map(|id| structure.roles.get(id));
    match standing.kind {
        Kind::System => return Effective::nothing(),
        Kind::Portal => {
            let mut set = PermissionSet::default();
            roles.filter(|role| role.portal).filter_map(|role| structure.role_set(role.id)).for_each(|s| set.add(s));
            set.remove(&structure.known(standing.restrictions));
            return Effective::Only(set);
        }
        Kind::Regular | Kind::Api => {}
    }
    let mut roles = roles.filter(|role| !role.portal);
    if roles.clone().any(crate::role::Role::is_super_admin) {
        return Effective::everything();
    }
    let lacking = structure.known(standing.restrictions);
    match standing.access {
        AccessMode::All => Effective::AllBut(lacking),
        AccessMode::Custom => {
            let mut set = structure.known(standing.grants);
            roles.by_ref().filter_map(|role| structure.role_set(role.id)).for_each(|role| set.add(role));
            standing.groups.iter().filter_map(|id| structure.group_set(*id)).for_each(|group| set.add(group));
            set.remove(&lacking);
            Effective::Only(set)
        }
    }
}

/// R11: what the member may do at this moment; only active members may do anything (C27, C32).
pub fn effective_now(structure: &Structure, member: &Member) -> Effective {
    if member.status == Status::Active { effective(structure, member) } else { Effective::nothing() }
}

/// Whether the member has everything, whatever any setting says (R11): the owner, and holders of
/// Super Admin.
pub fn is_exempt<'a>(structure: &Structure, standing: impl Into<Standing<'a>>) -> bool {
    let standing = standing.into();
    let super_admin =
        || standing.roles.iter().filter_map(|id| structure.roles.get(id)).any(crate::role::Role::is_super_admin);
    standing.tier == Tier::Owner || (matches!(standing.kind, Kind::Regular | Kind::Api) && super_admin())
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

/// R18: subscriptions, billing and sub-accounts are the owner's alone.
pub fn owner(facts: &Facts) -> Result<&Member, Refusal> {
    let actor = administrator(facts)?;
    if actor.tier == Tier::Owner {
        return Ok(actor);
    }
    Err(Refusal::new(
        Code::OwnerOnly,
        "Company, plan, seats and payment are the owner’s alone.",
        "Ask the owner of the organization.",
    ))
}

/// R15, R18: whoever may found a further organization, and be its owner. It is the owner's to found; where `members`
/// may (row 75), any active person's. It is another organization then, and nothing of this one.
pub fn founder(facts: &Facts, members: bool) -> Result<&Member, Refusal> {
    match &facts.actor {
        Actor::Member(actor) if members && actor.status == Status::Active && actor.kind == Kind::Regular => Ok(actor),
        _ => owner(facts),
    }
}

/// R14: the actor as one who has everything, whatever is restricted: for what would let them read links
/// or secrets of anybody.
pub fn unlimited(facts: &Facts) -> Result<&Member, Refusal> {
    let actor = administrator(facts)?;
    if is_exempt(&facts.structure, actor) {
        return Ok(actor);
    }
    Err(Refusal::new(
        Code::RankTooLow,
        "Only the owner and Super Admins choose how mail leaves.",
        "Ask the owner of the organization.",
    ))
}

/// The same facts with another member as the actor: to ask what somebody may do now who acted earlier.
pub(super) fn seen_by(facts: &Facts, member: &Member) -> Facts {
    Facts { actor: Actor::Member(Box::new(member.clone())), ..facts.clone() }
}

/// R14: the actor may touch the target only when neither tier nor permissions of the target go
/// beyond the actor's own, those included that will be the target's by time alone: whoever moves an
/// address today would become that person tomorrow. Nobody touches system members (R10).
pub fn touch(facts: &Facts, target: &Member) -> Result<(), Refusal> {
    administrator(facts)?;
    if target.kind == Kind::System {
        return Err(Refusal::new(Code::SystemFixed, "System members can’t be changed.", ""));
    }
    rank(facts, target)
}

/// R14 alone, whatever kind the target is of.
pub(super) fn rank(facts: &Facts, target: &Member) -> Result<(), Refusal> {
    let actor = administrator(facts)?;
    if actor.id == target.id {
        return Ok(());
    }
    let structure = &facts.structure;
    let (mine, lists) = (effective(structure, actor), Lists::in_time(&target.into()));
    let later = lists.as_ref().map_or_else(|| target.into(), |lists| lists.standing(target.into()));
    let beyond = || !mine.covers(&effective(structure, target)) || !mine.covers(&effective(structure, later));
    // Super Admin goes beyond every restriction that could be put on the actor.
    let exempt = || is_exempt(structure, later) && !is_exempt(structure, actor);
    if actor.tier < target.tier || beyond() || exempt() {
        return Err(Refusal::new(
            Code::RankTooLow,
            format!("{} has rights that you don’t have.", target.name()),
            "Ask the owner, or an administrator with more rights.",
        ));
    }
    Ok(())
}

/// C44: whether somebody whom the actor may touch stands strictly below them: in tier, or in what they
/// may do; who has everything stands below nobody.
pub fn stands_below(facts: &Facts, target: &Member) -> Result<bool, Refusal> {
    let actor = administrator(facts)?;
    let (structure, lists) = (&facts.structure, Lists::in_time(&target.into()));
    let later = lists.as_ref().map_or_else(|| target.into(), |lists| lists.standing(target.into()));
    if is_exempt(structure, target) || is_exempt(structure, later) {
        return Ok(false);
    }
    let fewer = || !effective(structure, later).covers(&effective(structure, actor));
    Ok(target.tier < actor.tier || fewer())
}

/// R17: nobody changes their own standing.
pub fn not_yourself(facts: &Facts, target: &Member) -> Result<(), Refusal> {
    if administrator(facts)?.id != target.id {
        return Ok(());
    }
    Err(Refusal::new(
        Code::Yourself,
        "You can’t change your own standing, roles, groups or permissions.",
        "Ask another administrator.",
    ))
}

/// R13, R12, R15, R8, the ceiling: a member may be left with this standing only by an actor who has
/// at least as much: now, with what waits counted and restrictions that end by themselves not; and, of
/// what the member (`had`, where they are here already) didn't have, on every day to come. Every path
/// that can confer a right ends here (C18).
pub fn leave<'a>(facts: &Facts, had: Option<&Member>, standing: impl Into<Standing<'a>>) -> Result<(), Refusal> {
    let actor = administrator(facts)?;
    let standing = standing.into();
    let lists = Lists::in_time(&standing);
    let later = lists.as_ref().map_or(standing, |lists| lists.standing(standing));
    if standing.tier == Tier::Owner {
        return Err(Refusal::new(
            Code::OwnerFixed,
            "There is one owner: who created the organization.",
            "Choose Admin or User.",
        )
        .at("tier"));
    }
    if standing.tier > actor.tier {
        return Err(Refusal::new(Code::Ceiling, "You can’t give a standing above your own.", "Choose User.").at("tier"));
    }
    there(facts, &later)?;
    fits_kind(facts, &later)?;
    let structure = &facts.structure;
    if is_exempt(structure, later) && !is_exempt(structure, actor) {
        return Err(Refusal::new(
            Code::Ceiling,
            "Only the owner and Super Admins give Super Admin.",
            "Choose another role.",
        )
        .at("roles"));
    }
    let mine = effective(structure, actor);
    if !mine.covers(&effective(structure, later)) {
        return Err(too_much(structure, &mine, &later));
    }
    over_time::lasts(structure, actor, had, standing)
}

/// Which part of a standing goes beyond what the actor has.
fn too_much(structure: &Structure, mine: &Effective, standing: &Standing<'_>) -> Refusal {
    let within = |set: Option<&PermissionSet>| set.is_none_or(|set| mine.covers(&Effective::Only(set.clone())));
    if standing.kind != Kind::Portal && standing.access == AccessMode::All {
        return Refusal::new(
            Code::Ceiling,
            "You don’t have every permission, so you can’t give all of them.",
            "Choose Custom.",
        )
        .at("access");
    }
    if let Some(role) = standing.roles.iter().find(|id| !within(structure.role_set(**id))) {
        let name = structure.roles.get(role).map_or("", |role| role.name.as_str());
        let words = format!("The role {name} carries permissions that you don’t have.");
        return Refusal::new(Code::Ceiling, words, "Leave it out.").at("roles");
    }
    if let Some(permission) = standing.grants.iter().find(|permission| !mine.has(structure, permission)) {
        let words = format!("You don’t have {permission}, so you can’t give it.");
        return Refusal::new(Code::Ceiling, words, "Leave it out.").at("grants");
    }
    Refusal::new(
        Code::Ceiling,
        "These groups carry permissions that you don’t have.",
        "Leave out the groups that go beyond your own.",
    )
    .at("groups")
}

/// Whether everything that a standing names is in this organization (C28).
fn there(facts: &Facts, standing: &Standing<'_>) -> Result<(), Refusal> {
    let structure = &facts.structure;
    let missing = |what: String, field: &str| {
        Err(Refusal::new(Code::NotFound, format!("{what} isn’t in this organization."), "Refresh, and choose another.")
            .at(field))
    };
    if let Some(id) = standing.groups.iter().find(|id| !structure.groups.contains_key(id)) {
        return missing(format!("The group {id}"), "groups");
    }
    if let Some(id) = standing.roles.iter().find(|id| !structure.roles.contains_key(id)) {
        return missing(format!("The role {id}"), "roles");
    }
    if let Some(id) = standing.portals.iter().find(|id| !structure.portals.contains_key(id)) {
        return missing(format!("The portal {id}"), "portals");
    }
    let named = standing.grants.iter().chain(standing.restrictions);
    for permission in named {
        if !structure.catalogue.contains(permission) {
            return missing(format!("The permission {permission}"), "grants");
        }
    }
    Ok(())
}

/// R8: portal members have portal roles alone; nobody else has them, and only users are portal
/// members. R9: machines administer nothing.
fn fits_kind(facts: &Facts, standing: &Standing<'_>) -> Result<(), Refusal> {
    let wrong = |words: &str, field: &str| Err(Refusal::new(Code::Invalid, words, "").at(field));
    let portal = standing.kind == Kind::Portal;
    if standing.kind != Kind::Regular && standing.tier != Tier::User {
        return wrong("Only regular users can be administrators.", "tier");
    }
    if standing.roles.iter().filter_map(|id| facts.structure.roles.get(id)).any(|role| role.portal != portal) {
        let words = if portal { "Portal users have portal roles alone." } else { "This role is for portal users." };
        return wrong(words, "roles");
    }
    if portal && !(standing.groups.is_empty() && standing.grants.is_empty() && standing.access == AccessMode::Custom) {
        return Err(portal_roles_alone());
    }
    if !portal && !standing.portals.is_empty() {
        return wrong("Only portal users sign in to portals.", "portals");
    }
    Ok(())
}

/// R8.
pub(super) fn portal_roles_alone() -> Refusal {
    Refusal::new(Code::Invalid, "Portal users have their permissions from portal roles alone.", "").at("groups")
}

/// R13 for what carries permissions: nobody makes a role or a group carry, or lose, permissions that
/// they don't have themselves.
pub fn carry<'a>(facts: &Facts, permissions: impl IntoIterator<Item = &'a Permission>) -> Result<(), Refusal> {
    let mine = effective(&facts.structure, administrator(facts)?);
    let within = |permission: &Permission| match (facts.structure.numbers().of(permission), &mine) {
        (Some(number), Effective::AllBut(lacking)) => !lacking.contains(number),
        (Some(number), Effective::Only(set)) => set.contains(number),
        // A table may name what no catalogue knows yet; only who has everything may.
        (None, mine) => matches!(mine, Effective::AllBut(_)),
    };
    match permissions.into_iter().find(|permission| !within(permission)) {
        None => Ok(()),
        Some(permission) => Err(Refusal::new(
            Code::Ceiling,
            format!("You don’t have {permission}, so you can’t give or take it."),
            "Leave it out.",
        )
        .at("permissions")),
    }
}

/// The same for what is carried more from now on: whoever has it already keeps it by that, so the
/// actor has to have it for good.
pub fn carry_on<'a>(facts: &Facts, permissions: impl IntoIterator<Item = &'a Permission>) -> Result<(), Refusal> {
    let all: Vec<&Permission> = permissions.into_iter().collect();
    carry(facts, all.iter().copied())?;
    over_time::for_good(&facts.structure, administrator(facts)?, &all)
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

/// Where one permission of a member comes from, or what takes it away (R11, B5).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// The owner has everything.
    Owner,
    /// A holder of Super Admin has everything: by this role.
    SuperAdmin(RoleId),
    /// Access mode All.
    All,
    /// Something held: a role, a group, a grant, or a restriction.
    Held(Holding),
}

/// Every source of one permission, those that give first, then what takes it away.
pub fn reasons(structure: &Structure, member: &Member, permission: &Permission) -> Vec<Reason> {
    if member.tier == Tier::Owner {
        return vec![Reason::Owner];
    }
    let number = structure.numbers().of(permission);
    let in_set = |set: Option<&PermissionSet>| set.zip(number).is_some_and(|(set, number)| set.contains(number));
    let roles = || member.holds.roles.iter().filter_map(|id| structure.roles.get(id));
    let mut all = Vec::new();
    let portal = member.kind == Kind::Portal;
    if is_exempt(structure, member) {
        all.extend(roles().filter(|role| role.is_super_admin()).map(|role| Reason::SuperAdmin(role.id)));
        return all;
    }
    if member.kind == Kind::System {
        return all;
    }
    let carried = roles().filter(|role| role.portal == portal && in_set(structure.role_set(role.id)));
    let from_roles = carried.map(|role| Reason::Held(Holding::Role(role.id)));
    if portal {
        all.extend(from_roles);
    } else if member.access == AccessMode::All {
        all.push(Reason::All);
    } else {
        all.extend(from_roles);
        let groups = member.groups.iter().filter(|id| in_set(structure.group_set(**id)));
        all.extend(groups.map(|id| Reason::Held(Holding::Group(*id))));
        if member.holds.grants.contains(permission) {
            all.push(Reason::Held(Holding::Grant(permission.clone())));
        }
    }
    if member.holds.restrictions.contains(permission) {
        all.push(Reason::Held(Holding::Restriction(permission.clone())));
    }
    all
}
