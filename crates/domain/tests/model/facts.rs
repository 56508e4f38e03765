//! The facts of a command, loaded whole: the model is small.

use super::{Book, State};
use rollbook_domain::{
    Command, CommandId, Event, Facts, MemberId,
    event::Field,
    facts::{Actor, KnownAccount},
    member::Member,
};
use std::collections::BTreeSet;

impl Book {
    pub(crate) fn facts(&self, actor: Actor, command: &Command) -> Facts {
        let State { organization, groups, catalogue, .. } = &self.state;
        let organization = organization.clone().expect("an organization");
        let mut facts = Facts::new(organization, actor);
        for id in self.state.members.keys() {
            facts.know(self.member(*id));
        }
        for group in groups.values() {
            facts.know_group(group.clone());
            let members = self.state.members.values();
            let size = members.filter(|m| m.groups.contains(&group.id)).count();
            facts.group_sizes.insert(group.id, i64::try_from(size).expect("small"));
        }
        for (key, (id, has_password)) in &self.accounts {
            let known = KnownAccount { id: *id, has_password: *has_password };
            facts.accounts.insert(key.clone(), known);
        }
        facts.catalogue.extend(catalogue.iter().cloned());
        facts.administrators = self.state.administrators;
        facts.shared.extend(&self.shared);
        if let Command::Edit(edit) = command
            && let Some(seen) = edit.seen
        {
            facts.changed_since = self.changed_since(edit.member, seen);
        }
        if let Command::Undo(id) = command {
            facts.past = self.events_of(*id);
        }
        facts
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
}
