//! Accepting an invitation: checked again at that moment (R6, C22), thing by thing, with those who
//! stand for it as they are now: whoever gave it, and whoever sent the link when it was there already.

use super::{Decision, authority, authority::Standing, edit::word, holdings, member_of};
use crate::{
    Code, Effect, Event, Facts, MemberId, Refusal, Timestamp,
    event::{Change, Field},
    facts::{Actor, Context, Given, Giver},
    holding::Holding,
    member::{AccessMode, Member, Status, Tier},
};
use std::collections::BTreeMap;

/// Judges the acceptance by the invited person; the caller has proved the link.
pub(super) fn decide(
    facts: &Facts,
    at: Context,
    member: MemberId,
    (inviter, sent): (Option<MemberId>, Timestamp),
) -> Result<Decision, Refusal> {
    let member = member_of(facts, member)?;
    if !matches!(&facts.actor, Actor::Invited(id) if *id == member.id) {
        return Err(Refusal::new(Code::NotAllowed, "Only the invited person can accept.", ""));
    }
    if member.status != Status::Pending {
        return Err(Refusal::new(Code::LinkDead, "This invitation is no longer open.", "Ask for a new one."));
    }
    let trimmed = Trimmed::of(facts, member, &Vouching::of(facts, member, inviter, sent));
    let mut decision = Decision { member: Some(member.id), ..Decision::default() };
    if !trimmed.changes.is_empty() {
        decision.events.push(Event::MemberChanged { member: member.id, changes: trimmed.changes });
    }
    decision.events.extend(trimmed.holdings.into_iter().map(|what| {
        let until = member.holds.end_of(&what);
        Event::Taken { member: member.id, what, until }
    }));
    decision.events.push(Event::StatusChanged { member: member.id, before: Status::Pending, after: Status::Active });
    decision.events.push(Event::InvitationAccepted { member: member.id, left_out: trimmed.words.clone() });
    if member.holds.period.waits(at.now) {
        // Accepted before the first day: in by the link, let in by the day (B13).
        let (before, after) = (Status::Active, Status::Suspended);
        decision.events.push(Event::StatusChanged { member: member.id, before, after });
        holdings::free_seats(member, &mut decision.events);
    }
    decision.effects.push(Effect::KillLinks { member: member.id });
    if !member.has_password {
        decision.effects.push(Effect::StorePassword { account: member.account, temporary: false });
    }
    if !trimmed.words.is_empty() {
        decision.effects.push(Effect::NoticeLeftOut { member: member.id, left_out: trimmed.words });
    }
    Ok(decision)
}

/// Those who stand for what the person holds, each as the actor of the facts.
struct Vouching<'a> {
    facts: &'a Facts,
    member: &'a Member,
    inviter: Option<MemberId>,
    sent: Timestamp,
    people: BTreeMap<MemberId, Facts>,
}

impl<'a> Vouching<'a> {
    fn of(facts: &'a Facts, member: &'a Member, inviter: Option<MemberId>, sent: Timestamp) -> Self {
        let givers = facts.givers.values().filter_map(|giver| giver.by).chain(member.added_by).chain(inviter);
        let people = givers.filter_map(|id| facts.members.get(&id));
        let people = people.map(|giver| (giver.id, authority::seen_by(facts, giver))).collect();
        Self { facts, member, inviter, sent, people }
    }
    /// Whether somebody who stands for it could give it now: the same ceiling as when it was given.
    fn may(&self, what: &Given, standing: Standing<'_>) -> bool {
        let first = Giver { by: self.member.added_by, at: self.member.added_at };
        let giver = self.facts.givers.get(what).copied().unwrap_or(first);
        let sender = self.inviter.filter(|_| giver.at <= self.sent);
        let mut standing_for_it = giver.by.into_iter().chain(sender).filter_map(|id| self.people.get(&id));
        standing_for_it.any(|facts| authority::leave(facts, None, standing).is_ok())
    }
}

/// What nobody who stands for it may give any more.
#[derive(Default)]
struct Trimmed {
    changes: Vec<Change>,
    holdings: Vec<Holding>,
    words: Vec<String>,
}

impl Trimmed {
    fn of(facts: &Facts, member: &Member, vouching: &Vouching<'_>) -> Self {
        let mut out = Self::default();
        let base = Standing {
            kind: member.kind,
            restrictions: &member.holds.restrictions,
            ends: &member.holds.ends,
            ..Standing::NOBODY
        };
        if member.tier != Tier::User && !vouching.may(&Given::Tier, Standing { tier: member.tier, ..base }) {
            out.changes.push(Change { field: Field::Tier, before: word(&member.tier), after: word(&Tier::User) });
            out.words.push("the standing Admin".to_owned());
        }
        if member.access == AccessMode::All
            && !vouching.may(&Given::Access, Standing { access: AccessMode::All, ..base })
        {
            out.changes.push(Change {
                field: Field::Access,
                before: word(&AccessMode::All),
                after: word(&AccessMode::Custom),
            });
            out.words.push("access to everything".to_owned());
        }
        let groups = member.groups.iter().map(|id| Holding::Group(*id));
        let roles = member.holds.roles.iter().map(|id| Holding::Role(*id));
        let grants = member.holds.grants.iter().cloned().map(Holding::Grant);
        for what in groups.chain(roles).chain(grants) {
            if !vouching.may(&Given::What(what.clone()), holdings::alone(member, &what)) {
                out.words.push(named(facts, &what));
                out.holdings.push(what);
            }
        }
        out
    }
}

/// Something held, in words.
fn named(facts: &Facts, what: &Holding) -> String {
    let structure = &facts.structure;
    match what {
        Holding::Group(id) => format!("the group {}", structure.groups.get(id).map_or("", |group| group.name.as_str())),
        Holding::Role(id) => format!("the role {}", structure.roles.get(id).map_or("", |role| role.name.as_str())),
        Holding::Grant(permission) => format!("the permission {permission}"),
        Holding::Licence(_) | Holding::Restriction(_) | Holding::Portal(_) | Holding::Team(_) => what.word().to_owned(),
    }
}
