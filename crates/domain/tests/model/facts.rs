//! The facts of a command, loaded whole: the model is small.

use super::{Book, State};
use rollbook_domain::{
    Command, CommandId, Event, Facts, MemberId, Timestamp,
    command::Hold,
    event::Field,
    facts::{Actor, Due, DueWhat, KnownAccount},
    holding::{Holding, Waiting},
    member::Member,
    structure::Structure,
};
use std::{
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

impl Book {
    pub(crate) fn facts(&self, actor: Actor, command: &Command) -> Facts {
        let State { organization, .. } = &self.state;
        let organization = organization.clone().expect("an organization");
        let mut facts = Facts::new(organization, actor);
        for id in self.state.members.keys() {
            facts.know(self.member(*id));
        }
        facts.structure = self.structure();
        facts.seats.extend(self.state.seats.clone());
        facts.group_sizes.extend(self.state.group_sizes.clone());
        facts.role_sizes.extend(self.state.role_sizes.clone());
        facts.portal_sizes.extend(self.state.portal_sizes());
        facts.team_sizes.extend(self.state.team_sizes());
        for (key, (id, has_password)) in &self.accounts {
            let second_factor = self.factors.get(id).copied();
            let known = KnownAccount { id: *id, has_password: *has_password, second_factor };
            facts.accounts.insert(key.clone(), known);
        }
        facts.wordings.extend(self.state.wordings.clone());
        facts.keys.extend(self.state.keys.clone());
        facts.administrators = self.state.administrators;
        facts.shared.extend(&self.shared);
        facts.taken = self.taken;
        facts.in_the_way.clone_from(&self.in_the_way);
        facts.out_of_reach.extend(&self.out_of_reach);
        facts.at_file = self.at_file;
        facts.address_held.extend(&self.address_held);
        if let Command::Edit(edit) = command
            && let Some(seen) = edit.seen
        {
            facts.changed_since = self.changed_since(edit.member, seen);
            facts.moved_since = self.moved_since(edit.member, seen);
        }
        if let Command::EditProfile(profile) = command
            && let Some(seen) = profile.seen
        {
            facts.changed_since = self.changed_since(profile.member, seen);
        }
        match command {
            Command::Accept { member, .. } => {
                let of = self.givers.iter().filter(|((who, _), _)| who == member);
                facts.givers = of.map(|((_, given), giver)| (given.clone(), *giver)).collect();
            }
            Command::SetPeriod { member, seen: Some(seen), .. } => {
                facts.period_since = self.dates_since(*member, *seen).1;
            }
            Command::Hold(Hold { members, seen: Some(seen), .. }) => {
                facts.dated_since = members.iter().flat_map(|member| self.dates_since(*member, *seen).0).collect();
            }
            _ => {}
        }
        if matches!(command, Command::Settle) {
            facts.due = self.due();
        }
        if let Command::Undo(id) = command {
            facts.past = self.events_of(*id);
        }
        facts
    }

    /// The structure as a store reads it.
    pub(crate) fn structure(&self) -> Arc<Structure> {
        let State { products, catalogue, groups, roles, portals, teams, versions, .. } = &self.state;
        let mut structure = Structure::default();
        for product in products {
            structure.know_product(product.clone());
        }
        structure.know_permissions(catalogue.iter().cloned());
        for group in groups.values() {
            structure.know_group(group.clone());
        }
        for role in roles.values() {
            structure.know_role(role.clone());
        }
        structure.portals.extend(portals.iter().map(|(id, portal)| (*id, portal.clone())));
        structure.teams.extend(teams.iter().map(|(id, team)| (*id, team.clone())));
        structure.versions.extend(versions);
        Arc::new(structure)
    }

    /// What has come to begin or end by now, in the order of its moment.
    fn due(&self) -> Vec<Due> {
        let mut all = Vec::new();
        for member in self.state.members.values() {
            let holds = &member.holds;
            let begins = |waiting: &Waiting| (waiting.period.from, DueWhat::Begins(waiting.what.clone()));
            let mut dated: Vec<(Option<Timestamp>, DueWhat)> = holds.waiting.iter().map(begins).collect();
            dated.extend(holds.ends.iter().map(|(what, until)| (Some(*until), DueWhat::Ends(what.clone()))));
            dated.push((holds.period.from, DueWhat::MembershipBegins));
            dated.push((holds.period.until, DueWhat::MembershipEnds));
            let come = dated.into_iter().filter_map(|(when, what)| when.map(|when| (when, what)));
            let come = come.filter(|(when, _)| *when <= self.now);
            all.extend(come.map(|(when, what)| (when, Due { member: member.id, what })));
        }
        all.sort_by_key(|(when, _)| *when);
        all.into_iter().map(|(_, due)| due).collect()
    }

    /// The member as a store reads it: whether there is a password is the account's matter.
    pub(crate) fn member(&self, id: MemberId) -> Member {
        let member = self.state.members[&id].clone();
        let account = self.accounts.get(&member.email.key());
        Member { has_password: account.is_some_and(|(_, has)| *has), ..member }
    }

    pub(crate) fn events_of(&self, id: CommandId) -> Vec<Event> {
        let log = self.log.iter().filter(|(command, _)| *command == id);
        log.map(|(_, event)| event.clone()).collect()
    }

    fn changed_since(&self, member: MemberId, seen: i64) -> BTreeSet<Field> {
        let seen = usize::try_from(seen).expect("a version");
        let newer = self.log[seen..].iter().filter_map(|(_, event)| match event {
            Event::MemberChanged { member: id, changes } if *id == member => Some(changes),
            _ => None,
        });
        newer.flatten().map(|change| change.field).collect()
    }

    /// What the member was given, lost or got other dates for, and whether the membership did.
    fn dates_since(&self, about: MemberId, seen: i64) -> (HashSet<Holding>, bool) {
        let seen = usize::try_from(seen).expect("a version");
        let (mut dated, mut period) = (HashSet::new(), false);
        for (_, event) in self.log[seen..].iter().filter(|(_, event)| event.member() == Some(about)) {
            match event {
                Event::Given { what, .. } | Event::Taken { what, .. } | Event::EndMoved { what, .. } => {
                    dated.insert(what.clone());
                }
                Event::Scheduled { waiting, .. } | Event::Unscheduled { waiting, .. } => {
                    dated.insert(waiting.what.clone());
                }
                Event::PeriodChanged { .. } => period = true,
                _ => {}
            }
        }
        (dated, period)
    }

    fn moved_since(&self, member: MemberId, seen: i64) -> HashSet<Holding> {
        let seen = usize::try_from(seen).expect("a version");
        let mut moved = HashSet::new();
        for (_, event) in &self.log[seen..] {
            if let Event::Given { member: id, what, .. } | Event::Taken { member: id, what, .. } = event
                && *id == member
                && !moved.remove(what)
            {
                moved.insert(what.clone());
            }
        }
        moved
    }
}
