//! Facts that keep up: a command of many parts (a table, an undo) judges each part by what the
//! parts before it have led to.

use crate::{
    Email, Event, Facts, MemberId,
    event::{Change, Field},
    group::Permission,
    member::{Member, Status},
    text::fold,
};

impl Facts {
    /// The facts after one more event, as far as they know what it is about.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::CatalogueExtended { module, actions } => self
                .catalogue
                .extend(actions.iter().filter_map(|action| Permission::parse(&format!("{module}.{action}")))),
            Event::GroupAdded { group } => self.know_group(group.clone()),
            Event::GroupRemoved { group } => {
                self.groups.remove(&group.id);
                self.group_names.remove(&fold(&group.name));
            }
            Event::GroupChanged { group, description, parent, gained, lost } => {
                if let Some(group) = self.groups.get_mut(group) {
                    if let Some((_, after)) = description {
                        group.description.clone_from(after);
                    }
                    if let Some((_, after)) = parent {
                        group.parent = *after;
                    }
                    group.permissions.retain(|p| !lost.contains(p));
                    group.permissions.extend(gained.iter().cloned());
                    group.permissions.sort();
                }
            }
            Event::MemberAdded { member, .. } => self.take_in(Member::clone(member)),
            Event::MemberWithdrawn { member } => {
                self.take_out(member.id);
            }
            Event::MemberErased { member } => {
                self.take_out(*member);
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
            Event::GroupJoined { member, group } => {
                self.rewrite(*member, |member| member.groups.push(*group));
            }
            Event::GroupLeft { member, group } => {
                self.rewrite(*member, |member| member.groups.retain(|id| id != group));
            }
            Event::PasswordSet { member } => self.rewrite(*member, |member| member.has_password = true),
            Event::OrganizationCreated { .. }
            | Event::MailServerChanged { .. }
            | Event::MailRetried { .. }
            | Event::InvitationSent { .. }
            | Event::AccessSent { .. }
            | Event::InvitationAccepted { .. }
            | Event::SignedIn { .. } => {}
        }
    }

    fn rewrite(&mut self, id: MemberId, change: impl FnOnce(&mut Member)) {
        if let Some(mut member) = self.take_out(id) {
            change(&mut member);
            self.take_in(member);
        }
    }

    fn take_in(&mut self, member: Member) {
        self.administrators += counted(&member);
        for group in &member.groups {
            *self.group_sizes.entry(*group).or_default() += 1;
        }
        self.know(member);
    }

    fn take_out(&mut self, id: MemberId) -> Option<Member> {
        let member = self.members.remove(&id)?;
        self.by_email.remove(&member.email.key());
        self.administrators -= counted(&member);
        for group in &member.groups {
            *self.group_sizes.entry(*group).or_default() -= 1;
        }
        Some(member)
    }
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
    }
}

/// An enum without data from its wire word.
pub(super) fn read<T: serde::de::DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}
