//! The impact of a preview: who gains and loses what, and what else would happen (B6).

use crate::{
    DirectoryError,
    contract::{Impact, PersonImpact},
    door::{EXAMINED, Run},
};
use rollbook_domain::{
    Effect, Event, Facts, MemberId, decide::Decision, holding::Holding, impact, permission_set::PermissionSet,
    text::fold,
};
use std::collections::BTreeSet;

/// How many people an impact names.
const NAMED: usize = 200;

impl Run {
    /// Adds what one decision does to people; `before` are the facts before its events.
    pub(crate) async fn weigh(&mut self, before: Facts, decision: &Decision) -> Result<(), DirectoryError> {
        let about = decision.events.iter().filter_map(Event::member).collect();
        self.weigh_of(before, decision, about).await
    }

    /// The same of a table, for those who are here already: what new people begin with stands in their rows.
    pub(crate) async fn weigh_table(&mut self, before: Facts, decision: &Decision) -> Result<(), DirectoryError> {
        let new = |event: &Event| match event {
            Event::MemberAdded { member, .. } => Some(member.id),
            _ => None,
        };
        let new: BTreeSet<MemberId> = decision.events.iter().filter_map(new).collect();
        let about = decision.events.iter().filter_map(Event::member).filter(|id| !new.contains(id)).collect();
        self.weigh_of(before, decision, about).await
    }

    async fn weigh_of(
        &mut self,
        mut before: Facts,
        decision: &Decision,
        mut about: BTreeSet<MemberId>,
    ) -> Result<(), DirectoryError> {
        let mut found = self.outcome.impact.take().unwrap_or_default();
        count(&mut found, decision);
        found.reach += about.len() as u64;
        // A role or group reaches everybody who has it, new permissions all who have everything; the first of them are
        // looked at.
        let changed: Vec<Holding> = decision.events.iter().filter_map(changed).collect();
        let widened = decision.events.iter().any(widens);
        found.reach += self.work.reach(&changed, widened).await?;
        let mut reached = Vec::new();
        for what in &changed {
            reached.push(self.work.holders(what, None, EXAMINED).await?);
        }
        if widened {
            reached.push(self.work.with_everything(EXAMINED).await?);
        }
        for some in reached {
            // Their own records are what they were: the change isn't about them.
            let unknown: Vec<MemberId> = some.iter().filter(|id| !before.members.contains_key(id)).copied().collect();
            self.work.know(&mut before, &unknown).await?;
            let found = unknown.iter().filter_map(|id| before.members.get(id)).cloned();
            found.for_each(|member| self.facts.know(member));
            about.extend(some);
        }
        let mut quiet = Vec::new();
        for member in about {
            if found.people.len() >= NAMED {
                break;
            }
            let known = self.facts.members.get(&member).or_else(|| before.members.get(&member));
            let name = known.map_or_else(String::new, rollbook_domain::member::Member::name);
            let Some(change) = impact::between(&before, &self.facts, member) else {
                quiet.push(PersonImpact { member, name, gained: Vec::new(), lost: Vec::new() });
                continue;
            };
            if !change.lost.is_empty() {
                self.given_on(&before, member, &name, &mut found).await?;
            }
            found.people.push(PersonImpact { member, name, gained: change.gained, lost: change.lost });
        }
        // Who loses something stands first, for whom nothing changes last; each part by name.
        found.people.extend(quiet);
        found.people.sort_by_cached_key(|person| {
            let untouched = person.gained.is_empty() && person.lost.is_empty();
            (person.lost.is_empty(), untouched, fold(&person.name), person.member)
        });
        found.people.truncate(NAMED);
        self.outcome.impact = Some(found);
        Ok(())
    }

    /// C19: what somebody who loses a right gave to others, and could no longer give.
    async fn given_on(
        &mut self,
        before: &Facts,
        member: MemberId,
        name: &str,
        found: &mut Impact,
    ) -> Result<(), DirectoryError> {
        let (Some(was), now) = (before.members.get(&member), self.facts.members.get(&member)) else { return Ok(()) };
        if !was.tier.administers() {
            return Ok(());
        }
        let given = self.work.given_by(member).await?;
        let structure = &self.facts.structure;
        for (what, holders) in given {
            let (words, set) = match &what {
                Holding::Role(id) => (
                    structure.roles.get(id).map(|role| format!("role {}", role.name)),
                    structure.role_set(*id).cloned(),
                ),
                Holding::Group(id) => (
                    structure.groups.get(id).map(|group| format!("group {}", group.name)),
                    structure.group_set(*id).cloned(),
                ),
                Holding::Grant(permission) => (Some(permission.to_string()), Some(structure.known([permission]))),
                Holding::Licence(_) | Holding::Restriction(_) | Holding::Portal(_) | Holding::Team(_) => (None, None),
            };
            let (Some(words), set) = (words, set.unwrap_or_else(PermissionSet::default)) else { continue };
            let could = impact::could_still_give(before, was, &set);
            let can = now.is_some_and(|now| impact::could_still_give(&self.facts, now, &set));
            if could && !can {
                let people = if holders == 1 { "1 person".to_owned() } else { format!("{holders} people") };
                found.given_on.push(format!("{name} gave {words} to {people}, and could no longer give it."));
            }
        }
        Ok(())
    }
}

/// The role or group that an event changes.
const fn changed(event: &Event) -> Option<Holding> {
    match event {
        Event::RoleChanged { role, .. } => Some(Holding::Role(*role)),
        Event::GroupChanged { group, .. } => Some(Holding::Group(*group)),
        _ => None,
    }
}

/// Whether an event adds permissions to the catalogue: whoever has everything has them from then on.
const fn widens(event: &Event) -> bool {
    matches!(event, Event::ProductTaken { .. } | Event::CatalogueExtended { .. })
}

fn count(found: &mut Impact, decision: &Decision) {
    for event in &decision.events {
        match event {
            Event::Given { what: Holding::Licence(_), .. } | Event::SeatRegained { .. } => found.licences_given += 1,
            Event::Taken { what: Holding::Licence(_), .. } | Event::SeatFreed { .. } => found.licences_taken += 1,
            Event::MemberAdded { member, .. } => found.licences_given += member.holds.licences.len() as u64,
            _ => {}
        }
    }
    let ended = decision
        .effects
        .iter()
        .filter(|effect| matches!(effect, Effect::EndSessions { .. } | Effect::ResetFactors { .. }));
    found.sessions_ended += ended.count() as u64;
}
