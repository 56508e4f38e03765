//! Over time: what somebody has changes without anybody's doing (B13), and the ceiling looks at every
//! moment at which it does. What the giver has until a day is given until that day at most (R13).

use super::authority::{Effective, Standing, effective, is_exempt};
use crate::{
    Code, GroupId, Refusal, RoleId, Timestamp,
    group::Permission,
    holding::{Holding, Waiting},
    member::Member,
    permission_set::PermissionSet,
    structure::Structure,
};
use std::collections::{BTreeSet, HashSet};

/// What a standing points to at another moment.
#[derive(Default)]
pub(super) struct Lists {
    groups: Vec<GroupId>,
    roles: Vec<RoleId>,
    grants: Vec<Permission>,
    restrictions: Vec<Permission>,
}

impl Lists {
    /// Once time alone has brought all that it will: what waits has begun, and restrictions with an end
    /// are over. `None` where time brings nothing.
    pub(super) fn in_time(standing: &Standing<'_>) -> Option<Self> {
        let over = |what: &Holding, _| matches!(what, Holding::Restriction(_));
        let begun = standing.waiting.iter().filter(|waiting| gives(waiting));
        let any = begun.clone().next().is_some() || standing.ends.iter().any(|(what, until)| over(what, *until));
        any.then(|| Self::of(standing, over, begun))
    }

    /// At one moment, with those of what waits that have begun by then.
    fn at<'a>(standing: &Standing<'_>, now: Timestamp, waiting: impl Iterator<Item = &'a Waiting>) -> Self {
        let begun = |waiting: &&Waiting| {
            let Waiting { period, .. } = waiting;
            period.from.is_none_or(|from| from <= now) && period.until.is_none_or(|until| until > now)
        };
        Self::of(standing, |_, until| until <= now, waiting.filter(begun))
    }

    /// Without what is over, with what has begun.
    fn of<'a>(
        standing: &Standing<'_>,
        over: impl Fn(&Holding, Timestamp) -> bool,
        begun: impl Iterator<Item = &'a Waiting>,
    ) -> Self {
        let over: HashSet<&Holding> =
            standing.ends.iter().filter(|(what, until)| over(what, *until)).map(|(what, _)| what).collect();
        let mut lists = Self {
            groups: rest(standing.groups, &over, Holding::Group),
            roles: rest(standing.roles, &over, Holding::Role),
            grants: rest(standing.grants, &over, Holding::Grant),
            restrictions: rest(standing.restrictions, &over, Holding::Restriction),
        };
        for waiting in begun {
            match &waiting.what {
                Holding::Group(id) => lists.groups.push(*id),
                Holding::Role(id) => lists.roles.push(*id),
                Holding::Grant(permission) => lists.grants.push(permission.clone()),
                Holding::Restriction(permission) => lists.restrictions.push(permission.clone()),
                Holding::Licence(_) | Holding::Portal(_) | Holding::Team(_) => {}
            }
        }
        lists
    }

    /// The standing with these lists.
    pub(super) fn standing<'a>(&'a self, of: Standing<'a>) -> Standing<'a> {
        Standing {
            groups: &self.groups,
            roles: &self.roles,
            grants: &self.grants,
            restrictions: &self.restrictions,
            ..of
        }
    }
}

/// Those of them that aren't over.
fn rest<T: Clone>(all: &[T], over: &HashSet<&Holding>, what: impl Fn(T) -> Holding) -> Vec<T> {
    let there = |one: &&T| over.is_empty() || !over.contains(&what((*one).clone()));
    all.iter().filter(there).cloned().collect()
}

/// Whether it gives something when it begins.
const fn gives(waiting: &Waiting) -> bool {
    !matches!(waiting.what, Holding::Restriction(_))
}

/// What somebody has at one moment, and whether they have everything whatever is restricted.
struct Then {
    effective: Effective,
    exempt: bool,
}

impl Then {
    fn of<'a>(
        structure: &Structure,
        standing: &Standing<'_>,
        now: Timestamp,
        waiting: impl Iterator<Item = &'a Waiting>,
    ) -> Self {
        let lists = Lists::at(standing, now, waiting);
        let then = lists.standing(*standing);
        Self { effective: effective(structure, then), exempt: is_exempt(structure, then) }
    }
    /// What the actor has for certain: what is only to begin may never come, and what is to be taken
    /// from them will be.
    fn certain(structure: &Structure, actor: &Standing<'_>, now: Timestamp) -> Self {
        Self::of(structure, actor, now, actor.waiting.iter().filter(|waiting| !gives(waiting)))
    }
}

/// When the actor loses something by time alone.
fn losses<'a>(actor: &Standing<'a>) -> impl Iterator<Item = Timestamp> + 'a {
    let ends = actor.ends.iter().filter(|(what, _)| !matches!(what, Holding::Restriction(_)));
    let restricted = actor.waiting.iter().filter(|waiting| !gives(waiting));
    ends.map(|(_, until)| *until).chain(restricted.filter_map(|waiting| waiting.period.from))
}

/// R13 on every day to come: what `after` has beyond what `had` would have had then is within what the
/// actor has then. What waits unchanged is judged on its own when it begins, so it counts for neither.
pub(super) fn lasts(
    structure: &Structure,
    actor: &Member,
    had: Option<&Member>,
    after: Standing<'_>,
) -> Result<(), Refusal> {
    let mine = Standing::from(actor);
    let Some(first) = losses(&mine).min() else { return Ok(()) };
    let had = had.map_or(Standing { kind: after.kind, ..Standing::NOBODY }, Standing::from);
    let begins = || after.waiting.iter().filter(|waiting| gives(waiting) && !had.waiting.contains(waiting));
    let lifted = || had.waiting.iter().filter(|waiting| !gives(waiting) && !after.waiting.contains(waiting));
    let ends = [mine, had, after].into_iter().flat_map(|standing| standing.ends).map(|(_, until)| *until);
    let changes = mine.waiting.iter().chain(begins()).chain(lifted());
    let changes = changes.flat_map(|waiting| [waiting.period.from, waiting.period.until]).flatten();
    let moments: BTreeSet<Timestamp> = ends.chain(changes).filter(|moment| *moment >= first).collect();
    for moment in moments {
        let (mine_then, had_then, after_then) = (
            Then::certain(structure, &mine, moment),
            Then::of(structure, &had, moment, lifted()),
            Then::of(structure, &after, moment, begins()),
        );
        let exempt = after_then.exempt && !mine_then.exempt && !had_then.exempt;
        let there = mine_then.effective.with(had_then.effective);
        if exempt || !there.covers(&after_then.effective) {
            return Err(too_long(structure, &mine, &after, (&there, &after_then, exempt)));
        }
    }
    Ok(())
}

/// What goes beyond the actor's time, and the day until which they have it.
fn too_long(
    structure: &Structure,
    mine: &Standing<'_>,
    standing: &Standing<'_>,
    (there, after, exempt): (&Effective, &Then, bool),
) -> Refusal {
    let until = |lost: &dyn Fn(&Then) -> bool| {
        let mut moments: Vec<Timestamp> = losses(mine).collect();
        moments.sort_unstable();
        let lost = moments.into_iter().find(|moment| lost(&Then::certain(structure, mine, *moment)));
        lost.map(Timestamp::last_day).unwrap_or_default()
    };
    if exempt {
        let day = until(&|then| !then.exempt);
        let words = format!("You are Super Admin only until {day}, so you can’t make anybody one for longer.");
        return Refusal::new(Code::Ceiling, words, end_by(&day)).at("roles");
    }
    match &after.effective {
        Effective::AllBut(_) => {
            let day = until(&|then| !then.effective.covers(&after.effective));
            let words = format!("You have every permission only until {day}, so you can’t give all of them.");
            Refusal::new(Code::Ceiling, words, "Choose Custom.").at("access")
        }
        Effective::Only(set) => {
            let beyond = |number: &usize| !there.covers(&Effective::Only(PermissionSet::from_iter([*number])));
            let one = PermissionSet::from_iter(set.numbers().find(beyond));
            let name = structure.numbers().permissions(&one).first().map(Permission::to_string).unwrap_or_default();
            let day = until(&|then| !then.effective.covers(&Effective::Only(one.clone())));
            Refusal::new(Code::Ceiling, only_until(&name, &day), end_by(&day)).at(source(structure, standing, &one))
        }
    }
}

/// The field that a permission comes from.
fn source(structure: &Structure, standing: &Standing<'_>, one: &PermissionSet) -> &'static str {
    let waits = standing.waiting.iter().map(|waiting| &waiting.what);
    let role = |id: &RoleId| structure.role_set(*id).is_some_and(|set| one.is_within(set));
    let granted = |permission: &Permission| one.is_within(&structure.known([permission]));
    let waits_for = |fits: &dyn Fn(&Holding) -> bool| waits.clone().any(fits);
    if standing.roles.iter().any(role) || waits_for(&|what| matches!(what, Holding::Role(id) if role(id))) {
        return "roles";
    }
    let grant = |what: &Holding| matches!(what, Holding::Grant(permission) if granted(permission));
    if standing.grants.iter().any(granted) || waits_for(&grant) { "grants" } else { "groups" }
}

fn only_until(permission: &str, day: &str) -> String {
    format!("You have {permission} only until {day}, so you can’t give it for longer.")
}

fn end_by(day: &str) -> String {
    format!("Let it end on {day} or earlier.")
}

/// R13 for what a role or a group carries from now on: it has no end, so the actor's permission mustn't
/// have one either.
pub(super) fn for_good(structure: &Structure, actor: &Member, permissions: &[&Permission]) -> Result<(), Refusal> {
    let mine = Standing::from(actor);
    let mut moments: Vec<Timestamp> = losses(&mine).collect();
    moments.sort_unstable();
    let wanted = Effective::Only(structure.known(permissions.iter().copied()));
    for moment in moments {
        let then = Then::certain(structure, &mine, moment).effective;
        if !then.covers(&wanted) {
            let lacks = |permission: &&&Permission| !then.has(structure, permission);
            let name = permissions.iter().find(lacks).map(ToString::to_string).unwrap_or_default();
            let help = "Leave it out, or ask somebody who has it for good.";
            return Err(Refusal::new(Code::Ceiling, only_until(&name, &moment.last_day()), help).at("permissions"));
        }
    }
    Ok(())
}
