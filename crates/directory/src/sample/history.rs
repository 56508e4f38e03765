//! What happened in the sample until now: every event with its moment and who acted.

use super::{
    book::{Book, Person, Team},
    torn,
};
use crate::DirectoryError;
use rollbook_domain::{
    AccountId, Email, Event, GroupId, IdSource, MemberId, Timestamp,
    group::Group,
    holding::{Holding, Holds},
    member::{AccessMode, Member, Status},
    time::DAY,
};
use std::collections::HashMap;

/// A minute in milliseconds.
pub(super) const MINUTE: i64 = 60_000;

/// One event in its time.
pub(super) struct Past {
    /// When.
    pub(super) at: Timestamp,
    /// Who acted.
    pub(super) actor: MemberId,
    /// What happened.
    pub(super) event: Event,
}

/// Tells a history from a book.
pub(super) struct Teller<'a> {
    book: &'a Book,
    owner: &'a Member,
    now: Timestamp,
    groups: HashMap<&'a str, GroupId>,
    members: HashMap<&'a str, MemberId>,
}

impl<'a> Teller<'a> {
    /// Gives everybody an id. `owner` stands in the store already.
    pub(super) fn new(book: &'a Book, owner: &'a Member, now: Timestamp, ids: &mut dyn IdSource) -> Self {
        let groups = book.groups.iter().map(|team| (team.name.as_str(), GroupId::new(ids))).collect();
        let mut members: HashMap<_, _> =
            book.people.iter().map(|person| (person.email.as_str(), MemberId::new(ids))).collect();
        members.insert(owner.email.as_str(), owner.id);
        Self { book, owner, now, groups, members }
    }

    /// Everything but the invitations, oldest first.
    pub(super) fn tell(&self, ids: &mut dyn IdSource) -> Result<Vec<Past>, DirectoryError> {
        let mut all = Vec::new();
        let mut founding = |event| all.push(Past { at: self.owner.added_at, actor: self.owner.id, event });
        for (module, actions) in &self.book.catalogue {
            founding(Event::CatalogueExtended { module: module.clone(), actions: actions.clone() });
        }
        for team in &self.book.groups {
            founding(Event::GroupAdded { group: self.team(team)? });
        }
        for person in &self.book.people {
            self.person(person, ids, &mut all)?;
        }
        // Stable: what happened at one moment stays in the order of the book.
        all.sort_by_key(|past| past.at);
        Ok(all)
    }

    /// The ids of groups by their names.
    pub(super) fn groups(&self, names: &[String]) -> Result<Vec<GroupId>, DirectoryError> {
        names.iter().map(|name| self.group(name)).collect()
    }

    fn group(&self, name: &str) -> Result<GroupId, DirectoryError> {
        self.groups.get(name).copied().ok_or_else(|| torn(format!("there is no group {name}")))
    }

    fn member(&self, email: &str) -> Result<MemberId, DirectoryError> {
        self.members.get(email).copied().ok_or_else(|| torn(format!("there is no {email}")))
    }

    fn team(&self, team: &Team) -> Result<Group, DirectoryError> {
        Ok(Group {
            id: self.group(&team.name)?,
            name: team.name.clone(),
            description: team.description.clone(),
            product: None,
            parent: team.parent.as_deref().map(|parent| self.group(parent)).transpose()?,
            built_in: false,
            permissions: team.may.iter().cloned().collect(),
        })
    }

    fn person(&self, person: &Person, ids: &mut dyn IdSource, all: &mut Vec<Past>) -> Result<(), DirectoryError> {
        let id = self.member(&person.email)?;
        let groups = self.groups(&person.groups)?;
        let by = person.by.as_deref().map_or(Ok(self.owner.id), |email| self.member(email))?;
        if id == self.owner.id {
            let joined =
                |group| Past { at: self.owner.added_at, actor: id, event: Event::Given { member: id, what: Holding::Group(group), until: None } };
            all.extend(groups.into_iter().map(joined));
        } else {
            let member = Member {
                id,
                account: AccountId::new(ids),
                first_name: person.first.clone(),
                last_name: person.last.clone(),
                email: Email::parse(&person.email).map_err(torn)?,
                kind: person.kind,
                tier: person.tier,
                status: Status::Active,
                held: Status::Active,
                access: if person.tier.administers() { AccessMode::All } else { AccessMode::Custom },
                language: person.language.clone().unwrap_or_else(|| self.book.language.clone()),
                phone: String::new(),
                note: String::new(),
                groups,
                holds: Holds::default(),
                added_by: Some(by),
                added_at: self.days_ago(person.added),
                version: 0,
                has_password: false,
            };
            let event = Event::MemberAdded { member: Box::new(member), last_sign_in: None };
            all.push(Past { at: self.days_ago(person.added), actor: by, event });
        }
        for at in self.sign_ins(person)? {
            all.push(Past { at, actor: id, event: Event::SignedIn { member: id, at } });
        }
        let closed = [(person.suspended, Status::Suspended), (person.archived, Status::Archived)];
        for (days, after) in closed.into_iter().filter_map(|(days, status)| Some((days?, status))) {
            let event = Event::StatusChanged { member: id, before: Status::Active, after };
            all.push(Past { at: self.days_ago(days), actor: by, event });
        }
        Ok(())
    }

    /// The last sign-in, and those at the same time of the days before it.
    fn sign_ins(&self, person: &Person) -> Result<Vec<Timestamp>, DirectoryError> {
        let Some(minutes) = person.seen else { return Ok(Vec::new()) };
        let mut at = self.now.plus(-minutes * MINUTE);
        let mut all = Vec::new();
        for mark in person.roll.chars().rev() {
            match mark {
                '|' => all.push(at),
                '.' => {}
                other => return Err(torn(format!("{other} stands in the roll of {}", person.email))),
            }
            at = at.plus(-DAY);
        }
        Ok(all)
    }

    const fn days_ago(&self, days: i64) -> Timestamp {
        self.now.plus(-days * DAY)
    }
}
