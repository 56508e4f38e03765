//! What events lead to. It trusts nothing: an event that doesn't fit the state is a panic.

use rollbook_domain::{
    Email, Event, GroupId, LinkId, MemberId, Timestamp,
    event::{Change, Field},
    group::{Group, Permission},
    member::{Member, Status},
    organization::Organization,
    text::fold,
};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct State {
    pub(crate) seq: i64,
    pub(crate) organization: Option<Organization>,
    pub(crate) mail_server: Option<String>,
    pub(crate) catalogue: BTreeSet<Permission>,
    pub(crate) groups: BTreeMap<GroupId, Group>,
    pub(crate) members: BTreeMap<MemberId, Member>,
    pub(crate) links: BTreeMap<MemberId, (LinkId, Timestamp)>,
    pub(crate) last_sign_in: BTreeMap<MemberId, Timestamp>,
    /// Administrators that use a place of the plan, kept and never counted.
    pub(crate) administrators: i64,
}

impl State {
    /// The state after one more event.
    pub(crate) fn apply(&mut self, event: &Event) {
        self.seq += 1;
        match event {
            Event::OrganizationCreated { organization } => {
                let before = self.organization.replace(organization.clone());
                assert_eq!(before, None, "an organization is created once");
            }
            Event::MailServerChanged { before, after } => {
                assert_eq!(*before, self.mail_server, "the server left is the one that was there");
                self.mail_server.clone_from(after);
            }
            // The outbox is no part of the model.
            Event::MailRetried { .. } => {}
            Event::CatalogueExtended { module, actions } => {
                for action in actions {
                    let new = Permission::parse(&format!("{module}.{action}"));
                    let new = new.expect("a permission");
                    assert!(self.catalogue.insert(new), "{module}.{action} was there");
                }
            }
            Event::GroupAdded { group } => self.add_group(group),
            Event::GroupChanged { group, description, parent, gained, lost } => {
                self.change_group(*group, description.as_ref(), *parent, gained, lost);
            }
            Event::GroupRemoved { group } => {
                assert_eq!(self.groups.remove(&group.id).as_ref(), Some(group));
                let used = self.members.values().any(|m| m.groups.contains(&group.id));
                let above = self.groups.values().any(|g| g.parent == Some(group.id));
                assert!(!used && !above, "{} is still needed", group.name);
            }
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
                self.rewrite(*member, |m| {
                    for change in changes {
                        change_field(m, change);
                    }
                });
            }
            Event::StatusChanged { member, before, after } => {
                self.rewrite(*member, |m| move_to(m, *before, *after));
                if *before == Status::Pending || *after == Status::Archived {
                    self.links.remove(member);
                }
            }
            Event::GroupJoined { member, group } => {
                assert!(self.groups.contains_key(group), "a group that isn't there");
                self.rewrite(*member, |m| {
                    assert!(!m.groups.contains(group), "joined twice");
                    m.groups.push(*group);
                });
            }
            Event::GroupLeft { member, group } => self.rewrite(*member, |m| {
                assert!(m.groups.contains(group), "left without being in it");
                m.groups.retain(|id| id != group);
            }),
            Event::InvitationSent { member, link, expires } => {
                assert_eq!(self.members[member].status, Status::Pending);
                self.links.insert(*member, (*link, *expires));
            }
            Event::InvitationAccepted { member, .. } => {
                let member = self.members.get_mut(member).expect("a member that is there");
                assert_eq!(member.status, Status::Active);
                member.has_password = true;
            }
            Event::AccessSent { member, link, expires } => {
                assert_eq!(self.members[member].status, Status::Active);
                self.links.insert(*member, (*link, *expires));
            }
            Event::PasswordSet { member } => {
                self.links.remove(member);
                self.rewrite(*member, |m| {
                    assert_eq!(m.status, Status::Active);
                    m.has_password = true;
                });
            }
            Event::SignedIn { member, at } => {
                self.last_sign_in.insert(*member, *at);
            }
        }
    }

    fn add_group(&mut self, group: &Group) {
        let key = fold(&group.name);
        let taken = self.groups.values().any(|other| fold(&other.name) == key);
        assert!(!taken && !key.is_empty(), "a name is used once: {}", group.name);
        assert_sorted(&group.permissions);
        self.groups.insert(group.id, group.clone());
        self.assert_parents(group.id);
    }

    fn change_group(
        &mut self,
        id: GroupId,
        description: Option<&(String, String)>,
        parent: Option<(Option<GroupId>, Option<GroupId>)>,
        gained: &[Permission],
        lost: &[Permission],
    ) {
        let group = self.groups.get_mut(&id).expect("a group that is there");
        if let Some((before, after)) = description {
            assert_eq!(group.description, *before);
            group.description.clone_from(after);
        }
        if let Some((before, after)) = parent {
            assert_eq!(group.parent, before);
            group.parent = after;
        }
        let had = |p| group.permissions.contains(p);
        assert!(lost.iter().all(had) && !gained.iter().any(had), "before and after differ");
        group.permissions.retain(|p| !lost.contains(p));
        group.permissions.extend(gained.iter().cloned());
        group.permissions.sort();
        assert_sorted(&group.permissions);
        self.assert_parents(id);
    }

    /// Every parent is there, and none stands under its own child.
    fn assert_parents(&self, start: GroupId) {
        let mut steps = 0;
        let mut at = Some(start);
        while let Some(id) = at {
            at = self.groups.get(&id).expect("a parent that is there").parent;
            steps += 1;
            assert!(steps <= self.groups.len(), "the parents form a circle");
        }
    }

    fn add(&mut self, member: Member) {
        let key = member.email.key();
        let taken = self.members.values().any(|other| other.email.key() == key);
        assert!(!taken, "an address is used once: {key}");
        assert!(member.groups.iter().all(|id| self.groups.contains_key(id)));
        self.administrators += uses_a_place(&member);
        assert_eq!(self.members.insert(member.id, member), None, "an id is used once");
    }

    fn remove(&mut self, id: MemberId) {
        let member = self.members.remove(&id).expect("a member that is there");
        self.administrators -= uses_a_place(&member);
        self.links.remove(&id);
        self.last_sign_in.remove(&id);
    }

    fn rewrite(&mut self, id: MemberId, change: impl FnOnce(&mut Member)) {
        let mut member = self.members.remove(&id).expect("a member that is there");
        self.administrators -= uses_a_place(&member);
        change(&mut member);
        member.version = self.seq;
        self.add(member);
    }
}

fn uses_a_place(member: &Member) -> i64 {
    i64::from(member.tier.administers() && member.status.counts())
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
    match field {
        Field::FirstName => swap(&mut member.first_name, before, after),
        Field::LastName => swap(&mut member.last_name, before, after),
        Field::Language => swap(&mut member.language, before, after),
        Field::Phone => swap(&mut member.phone, before, after),
        Field::Note => swap(&mut member.note, before, after),
        Field::Email => {
            assert_eq!(member.email.as_str(), before);
            member.email = Email::parse(after).expect("an address");
        }
        Field::Tier => {
            assert_eq!(member.tier, word(before));
            member.tier = word(after);
        }
        Field::Access => {
            assert_eq!(member.access, word(before));
            member.access = word(after);
        }
    }
}

fn swap(text: &mut String, before: &str, after: &str) {
    assert_eq!(text, before);
    after.clone_into(text);
}

fn word<T: serde::de::DeserializeOwned>(text: &str) -> T {
    serde_json::from_value(text.into()).expect("a wire word")
}

fn assert_sorted(permissions: &[Permission]) {
    assert!(permissions.is_sorted_by(|a, b| a < b), "sorted, without doubles");
}
