//! What events lead to. It trusts nothing: an event that doesn't fit the state is a panic.

mod people;
mod structure;

use rollbook_domain::{
    Event, GroupId, KeyId, LinkId, MemberId, PortalId, RoleId, TeamId, Timestamp,
    catalogue::{Package, Product, Seats},
    group::{Group, Permission},
    key::ApiKey,
    member::{Kind, Member, Status},
    named::{Portal, Team},
    organization::{Organization, Policy},
    role::Role,
    wording::{Wording, WordingOf},
};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct State {
    pub(crate) seq: i64,
    pub(crate) organization: Option<Organization>,
    pub(crate) mail_server: Option<String>,
    /// The own words of mails.
    pub(crate) wordings: BTreeMap<WordingOf, Wording>,
    pub(crate) products: Vec<Product>,
    pub(crate) catalogue: BTreeSet<Permission>,
    pub(crate) groups: BTreeMap<GroupId, Group>,
    pub(crate) roles: BTreeMap<RoleId, Role>,
    pub(crate) portals: BTreeMap<PortalId, Portal>,
    pub(crate) teams: BTreeMap<TeamId, Team>,
    /// API keys that work, and whose.
    pub(crate) keys: BTreeMap<KeyId, (MemberId, ApiKey)>,
    /// The number of the newest event about each role and group.
    pub(crate) versions: BTreeMap<uuid::Uuid, i64>,
    pub(crate) members: BTreeMap<MemberId, Member>,
    pub(crate) links: BTreeMap<MemberId, (LinkId, Timestamp)>,
    pub(crate) last_sign_in: BTreeMap<MemberId, Timestamp>,
    /// Administrators that use a place of the plan, kept and never counted.
    pub(crate) administrators: i64,
    /// Seats of every package, those in use kept and never counted.
    pub(crate) seats: BTreeMap<Package, Seats>,
    /// How many have each role or wait for it, kept and never counted.
    pub(crate) role_sizes: BTreeMap<RoleId, i64>,
    /// The same for groups.
    pub(crate) group_sizes: BTreeMap<GroupId, i64>,
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
            // The outbox is no part of the model.
            Event::MailRetried { .. } => {}
            Event::MailServerChanged { before, after } => {
                assert_eq!(*before, self.mail_server, "the server left is the one that was there");
                self.mail_server.clone_from(after);
            }
            Event::WordingChanged { of, before, after } => {
                assert_eq!(self.wordings.get(of), before.as_deref(), "the words left are those that were there");
                assert_ne!(before, after, "a change that changes nothing");
                match after {
                    Some(words) => self.wordings.insert(of.clone(), Wording::clone(words)),
                    None => self.wordings.remove(of),
                };
            }
            Event::PolicyChanged { before, after } => {
                let organization = self.organization.as_mut().expect("an organization");
                assert_eq!(organization.policy, **before);
                assert_ne!(before, after, "a change that changes nothing");
                organization.policy = Policy::clone(after);
            }
            Event::InvitationAsked => {
                let organization = self.organization.as_ref().expect("an organization");
                assert!(organization.policy.invitation_asks, "nobody asks where it isn’t wanted");
            }
            Event::PlanChanged { before, after } => {
                let organization = self.organization.as_mut().expect("an organization");
                assert_eq!(organization.plan, *before);
                assert_ne!(before, after, "a change that changes nothing");
                organization.plan = *after;
            }
            Event::DetailsChanged { before, after } => {
                let organization = self.organization.as_mut().expect("an organization");
                assert_eq!(organization.details(), **before);
                assert_ne!(before, after, "a change that changes nothing");
                organization.describe(after);
            }
            Event::BillingChanged { before, after } => {
                let organization = self.organization.as_mut().expect("an organization");
                assert_eq!(organization.billing, *before);
                assert_ne!(before, after, "a change that changes nothing");
                organization.billing.clone_from(after);
            }
            Event::SeatsChanged { package, before, after } => {
                let product = self.products.iter().find(|product| product.key == package.product());
                let sold = product.is_some_and(|p| p.packages.iter().any(|info| info.key == package.package()));
                assert!(sold, "{package} isn't sold here");
                let seats = self.seats.entry(package.clone()).or_default();
                assert_eq!(seats.bought, *before);
                seats.bought = *after;
            }
            event if event.is_structural() => self.build(event),
            event => self.live(event),
        }
    }

    /// The four lists of what stands, which say whether a thing is needed.
    fn is_used(&self, event: &Event) -> bool {
        let holds = |what: &rollbook_domain::holding::Holding| {
            self.members.values().any(|m| m.has(what) || m.holds.waiting.iter().any(|w| w.what == *what))
        };
        match event {
            Event::GroupRemoved { group } => {
                holds(&rollbook_domain::holding::Holding::Group(group.id))
                    || self.groups.values().any(|other| other.parent == Some(group.id))
            }
            Event::RoleRemoved { role } => holds(&rollbook_domain::holding::Holding::Role(role.id)),
            Event::PortalRemoved { portal } => holds(&rollbook_domain::holding::Holding::Portal(portal.id)),
            Event::TeamRemoved { team } => holds(&rollbook_domain::holding::Holding::Team(team.id)),
            _ => false,
        }
    }

    /// Events about what was sent, and what people did by it.
    fn live(&mut self, event: &Event) {
        match event {
            Event::InvitationSent { member, link, expires } => {
                assert_eq!(self.members[member].status, Status::Pending);
                self.links.insert(*member, (*link, *expires));
            }
            Event::InvitationAccepted { member, .. } => {
                let member = self.members.get_mut(member).expect("a member that is there");
                assert_eq!(member.status, Status::Active);
                member.has_password = true;
            }
            Event::AccessSent { member, link, expires }
            | Event::PasswordLinkSent { member, link, expires }
            | Event::RecoverySent { member, link, expires } => {
                assert_eq!(self.members[member].status, Status::Active);
                self.links.insert(*member, (*link, *expires));
            }
            Event::AddressAsked { member, email, .. } => {
                assert_eq!(self.members[member].status, Status::Active);
                assert_ne!(self.members[member].email.as_str(), email);
            }
            Event::TicketMade { member, .. } => assert!(self.members.contains_key(member)),
            Event::TicketRedeemed { member, by, link, expires, .. } => {
                assert_eq!(self.members[member].status, Status::Active);
                assert_ne!(member, by, "nobody resets their own password by a ticket");
                self.links.insert(*member, (*link, *expires));
            }
            Event::SignInAsAsked { member, reason, .. }
            | Event::SignedInAs { member, reason, .. }
            | Event::SignedInBy { member, reason, .. } => {
                assert_eq!(self.members[member].status, Status::Active);
                assert!(!reason.is_empty());
            }
            Event::PasswordChangeForced { member } | Event::SessionsEnded { member, .. } => {
                assert!(self.members.contains_key(member));
            }
            Event::Locked { member, reason } => {
                assert_eq!(self.members[member].status, Status::Suspended);
                assert!(!reason.is_empty());
            }
            Event::PasswordSet { member }
            | Event::TemporaryPasswordSet { member }
            | Event::PasswordChanged { member, .. } => {
                self.links.remove(member);
                self.rewrite(*member, |m| {
                    assert_eq!(m.status, Status::Active);
                    m.has_password = true;
                });
            }
            Event::PhotoChanged { member, .. } => assert_eq!(self.members[member].status, Status::Active),
            Event::KeyAdded { member, key } => {
                assert_eq!(self.members[member].kind, Kind::Api, "R9");
                assert!(!key.scope.is_empty() && key.scope.is_sorted(), "{key:?}");
                assert_eq!(self.keys.insert(key.id, (*member, key.clone())), None, "an id is used once");
            }
            Event::KeyRevoked { member, key } => {
                assert_eq!(self.keys.remove(&key.id), Some((*member, key.clone())), "revoked once, and theirs");
            }
            Event::FactorAdded { member, factor, now, .. } => {
                assert!(now.is_some_and(|now| now >= *factor), "the strongest is at least the new one");
                self.rewrite(*member, |m| m.second_factor = *now);
            }
            Event::FactorRemoved { member, now, .. } => self.rewrite(*member, |m| m.second_factor = *now),
            Event::FactorsReset { member, before } => self.rewrite(*member, |m| {
                assert_eq!(m.second_factor.take(), *before);
            }),
            Event::ReviewSignedOff { lines } => {
                let administrators = self.members.values().filter(|m| uses_a_place(m) == 1).count();
                assert!(lines.len() >= administrators, "B14: nobody is left out");
            }
            Event::FactorAsked { member } => {
                assert_eq!(self.members[member].status, Status::Active);
                assert_eq!(self.members[member].second_factor, None, "R31");
            }
            Event::FactorRequired { member, .. } => assert_eq!(self.members[member].second_factor, None, "R31"),
            Event::EmergencyUsed { member } => {
                let organization = self.organization.as_ref().expect("an organization");
                assert_eq!(organization.policy.emergency, Some(*member), "C17");
            }
            Event::SignInRefused { member, failures, .. } => {
                assert_ne!(self.members[member].status, Status::Archived);
                assert!(rollbook_domain::pace::is_noted(*failures), "R25");
            }
            Event::RecoveryCodesMade { member } | Event::RecoveryCodeUsed { member, .. } => {
                assert!(self.members.contains_key(member), "a member that is there");
            }
            Event::SignedIn { member, at } => {
                self.last_sign_in.insert(*member, *at);
            }
            other => self.change(other),
        }
    }
}

fn uses_a_place(member: &Member) -> i64 {
    i64::from(member.tier.administers() && member.status.counts())
}

/// A value's change: what was left is what was there.
fn swap<T: PartialEq + Clone + std::fmt::Debug>(value: &mut T, change: Option<&(T, T)>) {
    if let Some((before, after)) = change {
        assert_eq!(value, before);
        assert_ne!(before, after, "a change that changes nothing");
        value.clone_from(after);
    }
}

fn assert_sorted<T: Ord>(all: &[T]) {
    assert!(all.is_sorted_by(|a, b| a < b), "sorted, without doubles");
}
