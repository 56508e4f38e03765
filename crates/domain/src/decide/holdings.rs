//! Giving and taking roles, groups, licences, grants, restrictions and portals, to one member or
//! many; at once or later, for good or until a day (B13).

use super::{Decision, authority, authority::Standing, lifecycle, member_of};
use crate::{
    Code, Event, Facts, MemberId, Refusal, Timestamp,
    catalogue::{Package, Seats},
    command::Hold,
    facts::Context,
    holding::{Holding, Period, Waiting},
    member::{Kind, Member, Status, Tier},
};
use std::collections::{BTreeMap, HashSet};

/// How many things one command gives or takes; far beyond what any screen asks for.
const MOST: usize = 10_000;

/// Judges a command for many members; each is judged on its own.
pub(super) fn decide(facts: &Facts, at: Context, hold: &Hold) -> Result<Decision, Refusal> {
    authority::administrator(facts)?;
    let give = known(facts, &hold.give)?;
    let take = known(facts, &hold.take)?;
    period(hold.period, at.now)?;
    if hold.seen.is_some() && hold.members.len() != 1 {
        return Err(Refusal::new(Code::Invalid, "A version is of one person alone.", "").at("seen"));
    }
    let mut decision = Decision::default();
    let mut seats = facts.seats.clone();
    let mut named = HashSet::new();
    for &id in hold.members.iter().filter(|id| named.insert(**id)) {
        // Whoever is refused gives no seat up and takes none.
        let mut left = seats.clone();
        let judged = member_of(facts, id).and_then(|member| {
            unchanged_since(facts, member, give.iter().chain(&take))?;
            one(facts, at, member, (&give, &take), hold.period, &mut left)
        });
        match judged {
            Ok(events) => {
                decision.events.extend(events);
                seats = left;
            }
            Err(refusal) => decision.refused.push((id, refusal)),
        }
    }
    Ok(decision)
}

/// Nothing of it changed since the version that a screen saw, if one is named.
fn unchanged_since<'a>(
    facts: &Facts,
    member: &Member,
    mut named: impl Iterator<Item = &'a Holding>,
) -> Result<(), Refusal> {
    named.find(|what| facts.dated_since.contains(what)).map_or(Ok(()), |what| {
        let words = format!("Somebody changed the {} of {} in between.", field(what), member.name());
        Err(Refusal::new(Code::Conflict, words, "Load the page again, then apply yours.").at(field(what)))
    })
}

/// What is named, each once, and all of it here (C24, C28).
fn known(facts: &Facts, all: &[Holding]) -> Result<Vec<Holding>, Refusal> {
    not_too_many(all.len())?;
    let mut seen = HashSet::new();
    let once: Vec<Holding> = all.iter().filter(|what| seen.insert(*what)).cloned().collect();
    for what in &once {
        let structure = &facts.structure;
        let there = match what {
            Holding::Role(id) => structure.roles.contains_key(id),
            Holding::Group(id) => structure.groups.contains_key(id),
            Holding::Licence(package) => facts.seats.contains_key(package),
            Holding::Grant(permission) | Holding::Restriction(permission) => structure.catalogue.contains(permission),
            Holding::Portal(id) => structure.portals.contains_key(id),
            Holding::Team(id) => structure.teams.contains_key(id),
        };
        if !there {
            let word = what.word();
            return Err(Refusal::new(
                Code::NotFound,
                format!("This {word} isn’t in this organization."),
                "Refresh, and choose another.",
            )
            .at(field(what)));
        }
    }
    Ok(once)
}

/// No command names more than any screen could, and nothing is compared before that is clear.
pub(super) fn not_too_many(named: usize) -> Result<(), Refusal> {
    if named <= MOST {
        return Ok(());
    }
    let words = format!("This names {named} things at once. The most is {MOST}.");
    Err(Refusal::new(Code::Invalid, words, "Do it in parts."))
}

/// A period that can be: it ends after it begins, and not in the past.
fn period(period: Period, now: Timestamp) -> Result<(), Refusal> {
    let ends_before = period.until.is_some_and(|until| until <= period.from.unwrap_or(now) || until <= now);
    if ends_before {
        return Err(
            Refusal::new(Code::Invalid, "The end is not after the beginning.", "Choose a later day.").at("until")
        );
    }
    Ok(())
}

/// What one member is given and loses, at once and for good, by lists of all that they shall hold.
pub(super) fn change(
    facts: &Facts,
    at: Context,
    member: &Member,
    give: &[Holding],
    take: &[Holding],
) -> Result<Vec<Event>, Refusal> {
    if give.is_empty() && take.is_empty() {
        return Ok(Vec::new());
    }
    let (give, take) = (known(facts, give)?, known(facts, take)?);
    one(facts, at, member, (&give, &take), Period::OPEN, &mut facts.seats.clone())
}

/// Judges what one member is given and loses.
fn one(
    facts: &Facts,
    at: Context,
    member: &Member,
    (give, take): (&[Holding], &[Holding]),
    period: Period,
    seats: &mut BTreeMap<Package, Seats>,
) -> Result<Vec<Event>, Refusal> {
    authority::touch(facts, member)?;
    if member.status == Status::Archived {
        return Err(lifecycle::archived(member));
    }
    let id = member.id;
    let mut after = member.clone();
    let mut events = Vec::new();
    let mut lifts = take.iter().any(|what| matches!(what, Holding::Restriction(_)));
    for what in take {
        may_change(facts, member, what)?;
        if let Some(waiting) = member.holds.waiting.iter().find(|waiting| waiting.what == *what) {
            events.push(Event::Unscheduled { member: id, waiting: waiting.clone(), left_out: String::new() });
            after.holds.waiting.retain(|waiting| waiting.what != *what);
        }
        if member.has(what) {
            events.push(Event::Taken { member: id, what: what.clone(), until: member.holds.end_of(what) });
            if let (Holding::Licence(package), true) = (what, uses_seat(member, what)) {
                seats.entry(package.clone()).or_default().used -= 1;
            }
            after.put_down(what);
        }
    }
    for what in give {
        may_change(facts, member, what)?;
        may_be_given(facts, &after, what, period)?;
        if after.has(what) {
            if period.waits(at.now) {
                return Err(held_already(facts, member, what));
            }
            let (before, until) = (after.holds.end_of(what), period.until);
            if before != until && dated(what) {
                // A restriction that ends sooner is lifted by as much.
                lifts |= matches!(what, Holding::Restriction(_)) && until.is_some();
                after.holds.set_end(what, until);
                events.push(Event::EndMoved { member: id, what: what.clone(), before, after: until });
            }
            continue;
        }
        if let Some(waiting) = after.holds.waiting.iter().find(|waiting| waiting.what == *what) {
            events.push(Event::Unscheduled { member: id, waiting: waiting.clone(), left_out: String::new() });
            after.holds.waiting.retain(|waiting| waiting.what != *what);
        }
        if period.waits(at.now) {
            let waiting = Waiting { what: what.clone(), period, by: facts.actor.id() };
            after.holds.waiting.push(waiting.clone());
            events.push(Event::Scheduled { member: id, waiting });
        } else {
            if let Holding::Licence(package) = what {
                take_seat(facts, member, package, seats)?;
            }
            after.take_up(what);
            after.holds.set_end(what, period.until);
            events.push(Event::Given { member: id, what: what.clone(), until: period.until });
        }
    }
    // Judged with all that it would come to, what begins later included (R13).
    let widens = give.iter().any(|what| !matches!(what, Holding::Restriction(_) | Holding::Licence(_)));
    if member.tier != Tier::Owner && (widens || lifts) {
        authority::leave(facts, Some(member), &after)?;
    }
    Ok(events)
}

/// What is held has begun: only its end can be set.
fn held_already(facts: &Facts, member: &Member, what: &Holding) -> Refusal {
    let structure = &facts.structure;
    let name = match what {
        Holding::Role(id) => structure.roles.get(id).map_or_else(String::new, |role| format!("the role {}", role.name)),
        Holding::Group(id) => {
            structure.groups.get(id).map_or_else(String::new, |group| format!("the group {}", group.name))
        }
        Holding::Grant(permission) => permission.to_string(),
        Holding::Restriction(permission) => format!("the restriction of {permission}"),
        Holding::Licence(_) | Holding::Portal(_) | Holding::Team(_) => what.word().to_owned(),
    };
    let words = format!("{} has {name} already, so it can’t begin later.", member.name());
    Refusal::new(Code::Invalid, words, "Set its end alone, or take it away first.").at("from")
}

/// R17, R11: standing isn't changed by oneself, and who has everything can't be restricted.
fn may_change(facts: &Facts, member: &Member, what: &Holding) -> Result<(), Refusal> {
    match what {
        // A seat is no right, and neither is a team.
        Holding::Licence(_) | Holding::Team(_) => Ok(()),
        _ => authority::not_yourself(facts, member).map_err(|refusal| refusal.at(field(what))),
    }
}

fn may_be_given(facts: &Facts, member: &Member, what: &Holding, period: Period) -> Result<(), Refusal> {
    let invalid = |words: &str| Err(Refusal::new(Code::Invalid, words, "").at(field(what)));
    if matches!(what, Holding::Restriction(_)) && authority::is_exempt(&facts.structure, member) {
        return Err(Refusal::new(
            Code::SuperAdminFixed,
            format!("{} has every permission, whatever is restricted.", member.name()),
            "Take the role Super Admin away first.",
        ));
    }
    if !dated(what) && period != Period::OPEN {
        return invalid("Licences, portals and teams have no dates.");
    }
    if period != Period::OPEN && member.tier == Tier::Owner {
        return invalid("The owner’s access has no end.");
    }
    Ok(())
}

/// B13: what can begin and end by itself.
const fn dated(what: &Holding) -> bool {
    matches!(what, Holding::Role(_) | Holding::Group(_) | Holding::Grant(_) | Holding::Restriction(_))
}

fn uses_seat(member: &Member, what: &Holding) -> bool {
    matches!(what, Holding::Licence(package) if member.holds.licences.contains(package))
}

/// R22: takes a seat, if there is one; suspended members use none, and neither do machines of
/// Rollbook's own.
pub(super) fn take_seat(
    facts: &Facts,
    member: &Member,
    package: &Package,
    seats: &mut BTreeMap<Package, Seats>,
) -> Result<(), Refusal> {
    if member.kind == Kind::System {
        return Err(Refusal::new(Code::SystemFixed, "System members hold no licences.", "").at("licences"));
    }
    if !member.status.counts() {
        return Err(Refusal::new(
            Code::WrongStatus,
            format!("{} is suspended, so a seat would stay empty.", member.name()),
            "Reactivate first.",
        )
        .at("licences"));
    }
    let seats = seats.entry(package.clone()).or_default();
    if seats.free() < 1 {
        let words =
            format!("No seat of {} is free: {} of {} are used.", label(facts, package), seats.used, seats.bought);
        return Err(
            Refusal::new(Code::NoSeat, words, "Revoke a licence of somebody else, or add seats.").at("licences")
        );
    }
    seats.used += 1;
    Ok(())
}

/// A package's name as people know it.
pub(super) fn label(facts: &Facts, package: &Package) -> String {
    let product = facts.structure.products.iter().find(|product| product.key == package.product());
    product.map_or_else(
        || package.to_string(),
        |product| {
            let name = product.packages.iter().find(|info| info.key == package.package());
            format!("{} {}", product.name, name.map_or(package.package(), |info| info.name.as_str()))
        },
    )
}

/// Gives a new member what an invitation names; seats are taken from now on. The ceiling is judged by
/// whoever adds the member.
pub(super) fn equip(facts: &Facts, member: &mut Member, holds: &[Holding]) -> Result<(), Refusal> {
    let mut seats = facts.seats.clone();
    for what in known(facts, holds)? {
        if matches!(what, Holding::Restriction(_) | Holding::Group(_)) {
            return Err(Refusal::new(Code::Invalid, "An invitation doesn’t carry this.", "").at(field(&what)));
        }
        if let Holding::Licence(package) = &what {
            take_seat(facts, member, package, &mut seats)?;
        }
        member.take_up(&what);
    }
    Ok(())
}

/// Leaves out of a record what isn't here any more, and licences that no seat is free for: for a
/// member who is added again. Licences that are left out are named.
pub(super) fn as_far_as_there(facts: &Facts, member: &mut Member) -> Vec<Refusal> {
    let structure = &facts.structure;
    member.groups.retain(|id| structure.groups.contains_key(id));
    let holds = &mut member.holds;
    holds.roles.retain(|id| structure.roles.contains_key(id));
    holds.grants.retain(|permission| structure.catalogue.contains(permission));
    holds.restrictions.retain(|permission| structure.catalogue.contains(permission));
    holds.portals.retain(|id| structure.portals.contains_key(id));
    let free = |package: &Package| facts.seats.get(package).is_some_and(|seats| seats.free() > 0);
    let lost: Vec<Package> = holds.licences.extract_if(.., |package| !free(package)).collect();
    holds.waiting.clear();
    let has = |what: &Holding| member.has(what);
    let ends: Vec<_> = member.holds.ends.iter().filter(|(what, _)| has(what)).cloned().collect();
    member.holds.ends = ends;
    lost.iter().map(|package| without_seat(facts, member, package)).collect()
}

/// Somebody comes back without a licence, as no seat is free; it names them, so that erasing them finds it.
fn without_seat(facts: &Facts, member: &Member, package: &Package) -> Refusal {
    let words = format!("{} comes back without {}: no seat is free.", member.name(), label(facts, package));
    Refusal::new(Code::NoSeat, words, "Add seats, or revoke a licence of somebody else.").about(member.id)
}

/// The seats of a member who leaves (suspended, archived) are freed; the licences wait (R3, R4).
pub(super) fn free_seats(member: &Member, events: &mut Vec<Event>) {
    let freed = member.holds.licences.iter();
    events.extend(freed.map(|package| Event::SeatFreed { member: member.id, package: package.clone() }));
}

/// A member comes back: what waited for them gets seats as far as there are any (R4). What gets none
/// is lost, and named.
pub(super) fn seats_again(facts: &Facts, member: &Member, seats: &mut BTreeMap<Package, Seats>, out: &mut Decision) {
    for package in &member.holds.freed {
        let (id, what) = (member.id, Holding::Licence(package.clone()));
        let free = seats.get(package).is_some_and(|seats| seats.free() > 0);
        if free {
            seats.entry(package.clone()).or_default().used += 1;
            out.events.push(Event::SeatRegained { member: id, package: package.clone() });
        } else {
            out.events.push(Event::Taken { member: id, what, until: None });
            out.kept.push(without_seat(facts, member, package));
        }
    }
}

/// Takes something from a part of those who hold it, on the way to its deletion: whoever may delete it
/// takes it from all (R20), but from nobody above them (R14).
pub(super) fn vacate(facts: &Facts, what: &Holding, members: &[MemberId]) -> Result<Decision, Refusal> {
    authority::administrator(facts)?;
    match what {
        Holding::Role(id) => super::roles::may_delete(facts, *id)?,
        Holding::Group(id) => super::groups::may_delete(facts, *id)?,
        Holding::Portal(id) => super::portals::may_remove(facts, *id)?,
        Holding::Team(id) => super::teams::may_change(facts, *id)?,
        _ => return Err(Refusal::new(Code::Invalid, "Only roles, groups, portals and teams are emptied.", "")),
    }
    let holders = members.iter().filter_map(|id| facts.members.get(id)).filter(|member| member.has_or_will(what));
    let above: Vec<&Member> = holders.filter(|member| authority::rank(facts, member).is_err()).collect();
    if let Some(first) = above.first() {
        return Err(held_above(what, &above).about(first.id));
    }
    let mut decision = Decision::default();
    for member in members.iter().filter_map(|id| facts.members.get(id)) {
        if let Some(waiting) = member.holds.waiting.iter().find(|waiting| waiting.what == *what) {
            let (member, waiting) = (member.id, waiting.clone());
            decision.events.push(Event::Unscheduled { member, waiting, left_out: String::new() });
        }
        if member.has(what) {
            let until = member.holds.end_of(what);
            decision.events.push(Event::Taken { member: member.id, what: what.clone(), until });
        }
    }
    Ok(decision)
}

/// R14: it isn't taken from those who stand above the actor; the first of them are named.
fn held_above(what: &Holding, above: &[&Member]) -> Refusal {
    const NAMED: usize = 3;
    let mut names: Vec<String> = above.iter().take(NAMED).map(|member| member.name()).collect();
    if above.len() > NAMED {
        names.push(format!("{} more", above.len() - NAMED));
    }
    let last = names.pop().unwrap_or_default();
    let names = if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) };
    let (have, rights) = if above.len() == 1 { ("has", "has") } else { ("have", "have") };
    let words = format!("{names} {have} this {} and {rights} rights that you don’t have.", what.word());
    Refusal::new(Code::RankTooLow, words, "Ask the owner, or an administrator with more rights.")
}

/// The name of the field that a holding is about, as requests spell it.
pub(super) const fn field(what: &Holding) -> &'static str {
    match what {
        Holding::Role(_) => "roles",
        Holding::Group(_) => "groups",
        Holding::Licence(_) => "licences",
        Holding::Grant(_) => "grants",
        Holding::Restriction(_) => "restrictions",
        Holding::Portal(_) => "portals",
        Holding::Team(_) => "teams",
    }
}

/// A standing in which only one thing of a member's remains: to ask whether somebody may still give
/// it (R6).
pub(super) fn alone<'a>(member: &'a Member, what: &'a Holding) -> Standing<'a> {
    let (restrictions, ends) = (&member.holds.restrictions, &member.holds.ends);
    let base = Standing { kind: member.kind, restrictions, ends, ..Standing::NOBODY };
    match what {
        Holding::Role(id) => Standing { roles: std::slice::from_ref(id), ..base },
        Holding::Group(id) => Standing { groups: std::slice::from_ref(id), ..base },
        Holding::Grant(permission) => Standing { grants: std::slice::from_ref(permission), ..base },
        Holding::Portal(id) => Standing { portals: std::slice::from_ref(id), ..base },
        Holding::Licence(_) | Holding::Restriction(_) | Holding::Team(_) => base,
    }
}
