//! Facts that keep up: a command of many parts (a table, an undo) judges each part by what the
//! parts before it have led to.

use crate::{
    Email, Event, Facts, MemberId,
    billing::Billing,
    catalogue::Product,
    event::{Change, Field},
    group::Permission,
    holding::Holding,
    member::{Member, Status},
    organization::Policy,
    wording::{Wording, WordingOf},
};
use std::sync::Arc;

impl Facts {
    fn reword(&mut self, of: &WordingOf, after: Option<&Wording>) {
        match after {
            Some(words) => self.wordings.insert(of.clone(), words.clone()),
            None => self.wordings.remove(of),
        };
    }

    /// The facts after one more event, as far as they know what it is about.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::CatalogueExtended { module, actions } => Arc::make_mut(&mut self.structure)
                .know_permissions(actions.iter().filter_map(|action| Permission::parse(&format!("{module}.{action}")))),
            Event::ProductTaken { product } => {
                Arc::make_mut(&mut self.structure).know_product(Product::clone(product));
            }
            Event::SeatsChanged { .. }
            | Event::PlanChanged { .. }
            | Event::DetailsChanged { .. }
            | Event::BillingChanged { .. }
            | Event::PolicyChanged { .. } => self.change_company(event),
            Event::RoleAdded { role } => self.know_role(role.clone()),
            Event::RoleRemoved { role } => Arc::make_mut(&mut self.structure).forget_role(role.id),
            Event::RoleChanged { role, name, description, gained, lost } => {
                if let Some(mut role) = self.structure.roles.get(role).cloned() {
                    set_text(&mut role.name, name.as_ref());
                    set_text(&mut role.description, description.as_ref());
                    move_permissions(&mut role.permissions, gained, lost);
                    self.know_role(role);
                }
            }
            Event::PortalAdded { portal } => {
                Arc::make_mut(&mut self.structure).portals.insert(portal.id, portal.clone());
            }
            Event::PortalRemoved { portal } => {
                Arc::make_mut(&mut self.structure).portals.remove(&portal.id);
            }
            Event::TeamAdded { team } => {
                Arc::make_mut(&mut self.structure).teams.insert(team.id, team.clone());
            }
            Event::TeamRenamed { team, name: (_, name) } => {
                if let Some(team) = Arc::make_mut(&mut self.structure).teams.get_mut(team) {
                    team.name.clone_from(name);
                }
            }
            Event::TeamRemoved { team } => {
                Arc::make_mut(&mut self.structure).teams.remove(&team.id);
            }
            Event::GroupAdded { group } => self.know_group(group.clone()),
            Event::GroupRemoved { group } => Arc::make_mut(&mut self.structure).forget_group(group.id),
            Event::GroupChanged { .. } => self.change_group(event),
            Event::MemberAdded { member, .. } => self.take_in(Member::clone(member)),
            Event::MemberWithdrawn { member } => {
                self.take_out(member.id);
                self.keys.retain(|_, (of, _)| *of != member.id);
            }
            Event::MemberErased { member } => {
                self.take_out(*member);
                self.keys.retain(|_, (of, _)| of != member);
            }
            Event::KeyAdded { member, key } => {
                self.keys.insert(key.id, (*member, key.clone()));
            }
            Event::KeyRevoked { key, .. } => {
                self.keys.remove(&key.id);
            }
            Event::MemberChanged { member, changes } => self.rewrite(*member, |member| {
                for change in changes {
                    set(member, change);
                }
            }),
            Event::StatusChanged { member, before, after } => self.rewrite(*member, |member| {
                member.status = *after;
                member.held = if *after == Status::Archived { *before } else { *after };
            }),
            Event::Given { .. }
            | Event::Taken { .. }
            | Event::EndMoved { .. }
            | Event::Scheduled { .. }
            | Event::Unscheduled { .. }
            | Event::SeatFreed { .. }
            | Event::SeatRegained { .. } => self.change_holds(event),
            Event::NavigationChanged { member, hidden, shown } => self.rewrite(*member, |member| {
                member.holds.hidden.retain(|key| !shown.contains(key));
                member.holds.hidden.extend(hidden.iter().cloned());
                member.holds.hidden.sort();
            }),
            Event::PeriodChanged { member, after, by, .. } => self.rewrite(*member, |member| {
                member.holds.period = *after;
                member.holds.period_by = *by;
            }),
            Event::WordingChanged { of, after, .. } => self.reword(of, after.as_deref()),
            Event::PasswordSet { member }
            | Event::TemporaryPasswordSet { member }
            | Event::PasswordChanged { member, .. } => self.rewrite(*member, |member| member.has_password = true),
            Event::FactorAdded { .. } | Event::FactorRemoved { .. } | Event::FactorsReset { .. } => {
                self.turn_factor(event);
            }
            // The rest is no part of the facts.
            _ => {}
        }
    }

    /// Events about what the organization is and bought.
    fn change_company(&mut self, event: &Event) {
        match event {
            Event::SeatsChanged { package, after, .. } => {
                self.seats.entry(package.clone()).or_default().bought = *after;
            }
            Event::PlanChanged { after, .. } => self.organization.plan = *after,
            Event::DetailsChanged { after, .. } => self.organization.describe(after),
            Event::BillingChanged { after, .. } => *self.organization.billing = Billing::clone(after),
            Event::PolicyChanged { after, .. } => self.organization.policy = Policy::clone(after),
            _ => {}
        }
    }

    /// Events about what a member holds.
    fn change_holds(&mut self, event: &Event) {
        match event {
            Event::Given { member, what, until } => self.rewrite(*member, |member| {
                member.take_up(what);
                member.holds.set_end(what, *until);
            }),
            Event::Taken { member, what, .. } => self.rewrite(*member, |member| member.put_down(what)),
            Event::EndMoved { member, what, after, .. } => {
                self.rewrite(*member, |member| member.holds.set_end(what, *after));
            }
            Event::Scheduled { member, waiting } => {
                self.rewrite(*member, |member| member.holds.waiting.push(waiting.clone()));
            }
            Event::Unscheduled { member, waiting, .. } => self.rewrite(*member, |member| {
                member.holds.waiting.retain(|other| other.what != waiting.what);
            }),
            Event::SeatFreed { member, package } => self.rewrite(*member, |member| {
                member.holds.licences.retain(|other| other != package);
                member.holds.freed.push(package.clone());
            }),
            Event::SeatRegained { member, package } => self.rewrite(*member, |member| {
                member.take_up(&Holding::Licence(package.clone()));
            }),
            _ => {}
        }
    }

    fn change_group(&mut self, event: &Event) {
        let Event::GroupChanged { group, name, product, description, parent, gained, lost } = event else { return };
        if let Some(mut group) = self.structure.groups.get(group).cloned() {
            set_text(&mut group.name, name.as_ref());
            set_text(&mut group.description, description.as_ref());
            if let Some((_, after)) = product {
                group.product.clone_from(after);
            }
            if let Some((_, after)) = parent {
                group.parent = *after;
            }
            move_permissions(&mut group.permissions, gained, lost);
            self.know_group(group);
        }
    }

    /// Events about the strongest second factor.
    fn turn_factor(&mut self, event: &Event) {
        let (member, now) = match event {
            Event::FactorAdded { member, now, .. } | Event::FactorRemoved { member, now, .. } => (*member, *now),
            Event::FactorsReset { member, .. } => (*member, None),
            _ => return,
        };
        self.rewrite(member, |member| member.second_factor = now);
    }

    fn rewrite(&mut self, id: MemberId, change: impl FnOnce(&mut Member)) {
        if let Some(mut member) = self.take_out(id) {
            change(&mut member);
            self.take_in(member);
        }
    }

    fn take_in(&mut self, member: Member) {
        self.administrators += counted(&member);
        self.hold(&member, 1);
        self.know(member);
    }

    fn take_out(&mut self, id: MemberId) -> Option<Member> {
        let member = self.members.remove(&id)?;
        self.by_email.remove(&member.email.key());
        self.administrators -= counted(&member);
        self.hold(&member, -1);
        Some(member)
    }

    /// Counts what the member holds in or out.
    fn hold(&mut self, member: &Member, more: i64) {
        for group in &member.groups {
            *self.group_sizes.entry(*group).or_default() += more;
        }
        for role in &member.holds.roles {
            *self.role_sizes.entry(*role).or_default() += more;
        }
        for portal in &member.holds.portals {
            *self.portal_sizes.entry(*portal).or_default() += more;
        }
        for team in &member.holds.teams {
            *self.team_sizes.entry(*team).or_default() += more;
        }
        for package in &member.holds.licences {
            self.seats.entry(package.clone()).or_default().used += more;
        }
        // Whoever waits for something needs it to be there.
        for waiting in &member.holds.waiting {
            match &waiting.what {
                Holding::Role(id) => *self.role_sizes.entry(*id).or_default() += more,
                Holding::Group(id) => *self.group_sizes.entry(*id).or_default() += more,
                _ => {}
            }
        }
    }
}

fn set_text(text: &mut String, change: Option<&(String, String)>) {
    if let Some((_, after)) = change {
        text.clone_from(after);
    }
}

fn move_permissions(all: &mut Vec<Permission>, gained: &[Permission], lost: &[Permission]) {
    all.retain(|permission| !lost.contains(permission));
    all.extend(gained.iter().cloned());
    all.sort();
}

/// How many of the plan's places the member uses (R21).
fn counted(member: &Member) -> i64 {
    i64::from(member.tier.administers() && member.status.counts())
}

/// One change in the record. A value that can't be read leaves the field as it is: `decide` judged
/// it before it became an event.
fn set(member: &mut Member, Change { field, after, .. }: &Change) {
    match field {
        Field::FirstName => member.first_name.clone_from(after),
        Field::LastName => member.last_name.clone_from(after),
        Field::Email => {
            if let Ok(email) = Email::parse(after) {
                member.email = email;
            }
        }
        Field::Tier => member.tier = read(after).unwrap_or(member.tier),
        Field::Access => member.access = read(after).unwrap_or(member.access),
        Field::Language => member.language.clone_from(after),
        Field::Phone => member.phone.clone_from(after),
        Field::Note => member.note.clone_from(after),
        Field::Contact => member.holds.contact.clone_from(after),
        Field::Customer => member.holds.customer.clone_from(after),
    }
}

/// An enum without data from its wire word.
pub(super) fn read<T: serde::de::DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}
