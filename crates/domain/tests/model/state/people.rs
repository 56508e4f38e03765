//! Members, as events lead to them.

use super::{State, swap, uses_a_place};
use rollbook_domain::{
    Email, Event, MemberId, Timestamp,
    event::{Change, Field},
    holding::{Holding, Waiting},
    member::{Member, Status},
};

impl State {
    pub(super) fn change(&mut self, event: &Event) {
        match event {
            Event::MemberAdded { member, last_sign_in } => {
                self.add(Member { version: self.seq, ..Member::clone(member) });
                if let Some(at) = last_sign_in {
                    self.last_sign_in.insert(member.id, *at);
                }
            }
            Event::MemberWithdrawn { member } => self.remove(member.id),
            Event::MemberErased { member } => {
                assert_eq!(self.members[member].status, Status::Archived);
                self.remove(*member);
            }
            Event::MemberChanged { member, changes } => {
                assert!(!changes.is_empty(), "an event that changes nothing");
                self.rewrite(*member, |m| changes.iter().for_each(|change| change_field(m, change)));
            }
            Event::StatusChanged { member, before, after } => {
                self.rewrite(*member, |m| move_to(m, *before, *after));
                if *before == Status::Pending || *after == Status::Archived {
                    self.links.remove(member);
                }
            }
            Event::NavigationChanged { member, hidden, shown } => self.rewrite(*member, |m| {
                let all = &mut m.holds.hidden;
                assert!(hidden.iter().all(|key| !all.contains(key)), "hidden twice");
                assert!(shown.iter().all(|key| all.contains(key)), "shown without being hidden");
                all.retain(|key| !shown.contains(key));
                all.extend(hidden.iter().cloned());
                all.sort();
            }),
            Event::PeriodChanged { member, before, after, by, left_out } => self.rewrite(*member, |m| {
                assert!(left_out.is_empty() || before.from.is_some() && after.from.is_none(), "let in by no day");
                swap(&mut m.holds.period, Some(&(*before, *after)));
                m.holds.period_by = *by;
            }),
            other => self.hold(other),
        }
    }

    fn hold(&mut self, event: &Event) {
        match event {
            Event::Given { member, what, until } => self.rewrite(*member, |m| {
                assert!(!m.has(what), "given twice: {what:?}");
                put(m, what, true);
                move_end(m, what, None, *until);
            }),
            Event::Taken { member, what, until } => self.rewrite(*member, |m| {
                assert!(m.has(what), "taken without being held: {what:?}");
                move_end(m, what, *until, None);
                put(m, what, false);
            }),
            Event::EndMoved { member, what, before, after } => self.rewrite(*member, |m| {
                assert!(m.has(what) && before != after, "an end of nothing, or moved nowhere");
                move_end(m, what, *before, *after);
            }),
            Event::Scheduled { member, waiting } => self.rewrite(*member, |m| {
                assert!(m.holds.waiting.iter().all(|other| other.what != waiting.what), "waits twice");
                assert!(waiting.period.from.is_some(), "it begins some day");
                m.holds.waiting.push(waiting.clone());
            }),
            Event::Unscheduled { member, waiting, .. } => self.rewrite(*member, |m| {
                let at = m.holds.waiting.iter().position(|other| other == waiting);
                m.holds.waiting.remove(at.expect("it waited"));
            }),
            Event::SeatFreed { member, package } => self.rewrite(*member, |m| {
                let at = m.holds.licences.iter().position(|other| other == package);
                m.holds.freed.push(m.holds.licences.remove(at.expect("a seat in use")));
            }),
            Event::SeatRegained { member, package } => self.rewrite(*member, |m| {
                let at = m.holds.freed.iter().position(|other| other == package);
                m.holds.licences.push(m.holds.freed.remove(at.expect("a seat that waited")));
            }),
            other => panic!("not about a member: {other:?}"),
        }
    }

    fn add(&mut self, member: Member) {
        let key = member.email.key();
        let taken = self.members.values().any(|other| other.email.key() == key);
        assert!(!taken, "an address is used once: {key}");
        self.assert_there(&member);
        self.count(&member, 1);
        assert_eq!(self.members.insert(member.id, member), None, "an id is used once");
    }

    fn remove(&mut self, id: MemberId) {
        let member = self.members.remove(&id).expect("a member that is there");
        self.count(&member, -1);
        self.links.remove(&id);
        self.keys.retain(|_, (of, _)| *of != id);
        self.last_sign_in.remove(&id);
    }

    pub(super) fn rewrite(&mut self, id: MemberId, change: impl FnOnce(&mut Member)) {
        let mut member = self.members.remove(&id).expect("a member that is there");
        self.count(&member, -1);
        change(&mut member);
        member.version = self.seq;
        self.add(member);
    }

    /// Everything that the record names is here, and named once.
    fn assert_there(&self, member: &Member) {
        let Waits { roles, groups, others } = Waits::of(&member.holds.waiting);
        let holds = &member.holds;
        assert!(member.groups.iter().chain(&groups).all(|id| self.groups.contains_key(id)), "an unknown group");
        assert!(holds.roles.iter().chain(&roles).all(|id| self.roles.contains_key(id)), "an unknown role");
        assert!(holds.portals.iter().all(|id| self.portals.contains_key(id)), "an unknown portal");
        assert!(holds.teams.iter().all(|id| self.teams.contains_key(id)), "an unknown team");
        let named = holds.grants.iter().chain(&holds.restrictions);
        assert!(named.chain(&others).all(|p| self.catalogue.contains(p)), "an unknown permission");
        assert!(holds.licences.iter().chain(&holds.freed).all(|p| self.seats.contains_key(p)), "an unknown package");
        once(&member.groups);
        once(&holds.roles);
        once(&holds.portals);
        once(&holds.teams);
        once(&holds.grants);
        once(&holds.restrictions);
        once(&[holds.licences.clone(), holds.freed.clone()].concat());
        once(&holds.hidden);
        once(&holds.ends.iter().map(|(what, _)| what).collect::<Vec<_>>());
        assert!(holds.ends.iter().all(|(what, _)| member.has(what)), "an end of what isn't held");
    }

    /// Counts the member in or out.
    fn count(&mut self, member: &Member, more: i64) {
        self.administrators += more * uses_a_place(member);
        for package in &member.holds.licences {
            self.seats.entry(package.clone()).or_default().used += more;
        }
        let Waits { roles, groups, .. } = Waits::of(&member.holds.waiting);
        for id in member.holds.roles.iter().chain(&roles) {
            *self.role_sizes.entry(*id).or_default() += more;
        }
        for id in member.groups.iter().chain(&groups) {
            *self.group_sizes.entry(*id).or_default() += more;
        }
        self.role_sizes.retain(|_, size| *size != 0);
        self.group_sizes.retain(|_, size| *size != 0);
    }
}

/// What waits, by what it is.
#[derive(Default)]
struct Waits {
    roles: Vec<rollbook_domain::RoleId>,
    groups: Vec<rollbook_domain::GroupId>,
    others: Vec<rollbook_domain::group::Permission>,
}

impl Waits {
    fn of(all: &[Waiting]) -> Self {
        let mut out = Self::default();
        for waiting in all {
            match &waiting.what {
                Holding::Role(id) => out.roles.push(*id),
                Holding::Group(id) => out.groups.push(*id),
                Holding::Grant(permission) | Holding::Restriction(permission) => out.others.push(permission.clone()),
                other => panic!("has no dates: {other:?}"),
            }
        }
        out
    }
}

fn once<T: PartialEq + std::fmt::Debug>(all: &[T]) {
    for (at, one) in all.iter().enumerate() {
        assert!(!all[..at].contains(one), "twice: {one:?}");
    }
}

fn put(member: &mut Member, what: &Holding, there: bool) {
    fn set<T: PartialEq + Clone>(all: &mut Vec<T>, one: &T, there: bool) {
        all.retain(|other| other != one);
        all.extend(there.then(|| one.clone()));
    }
    let holds = &mut member.holds;
    match what {
        Holding::Role(id) => set(&mut holds.roles, id, there),
        Holding::Group(id) => set(&mut member.groups, id, there),
        Holding::Grant(permission) => set(&mut holds.grants, permission, there),
        Holding::Restriction(permission) => set(&mut holds.restrictions, permission, there),
        Holding::Portal(id) => set(&mut holds.portals, id, there),
        Holding::Team(id) => set(&mut holds.teams, id, there),
        Holding::Licence(package) => {
            set(&mut holds.freed, package, false);
            set(&mut holds.licences, package, there);
        }
    }
}

fn move_end(member: &mut Member, what: &Holding, before: Option<Timestamp>, after: Option<Timestamp>) {
    let ends = &mut member.holds.ends;
    let there = ends.iter().position(|(held, _)| held == what).map(|at| ends.remove(at).1);
    assert_eq!(there, before, "the end left is the one that was there");
    ends.extend(after.map(|until| (what.clone(), until)));
}

fn move_to(member: &mut Member, before: Status, after: Status) {
    assert_eq!(member.status, before, "the status left is the one held");
    if before == Status::Archived {
        assert_eq!(after, member.held, "restored as they were (R4)");
    }
    member.held = if after == Status::Archived { before } else { after };
    member.status = after;
}

fn change_field(member: &mut Member, Change { field, before, after }: &Change) {
    assert_ne!(before, after, "a change that changes nothing");
    let text = &(before.clone(), after.clone());
    match field {
        Field::FirstName => swap(&mut member.first_name, Some(text)),
        Field::LastName => swap(&mut member.last_name, Some(text)),
        Field::Language => swap(&mut member.language, Some(text)),
        Field::Phone => swap(&mut member.phone, Some(text)),
        Field::Note => swap(&mut member.note, Some(text)),
        Field::Contact => swap(&mut member.holds.contact, Some(text)),
        Field::Customer => swap(&mut member.holds.customer, Some(text)),
        Field::Email => {
            assert_eq!(member.email.as_str(), before);
            member.email = Email::parse(after).expect("an address");
        }
        Field::Tier => swap(&mut member.tier, Some(&(word(before), word(after)))),
        Field::Access => swap(&mut member.access, Some(&(word(before), word(after)))),
    }
}

fn word<T: serde::de::DeserializeOwned>(text: &str) -> T {
    serde_json::from_value(text.into()).expect("a wire word")
}
