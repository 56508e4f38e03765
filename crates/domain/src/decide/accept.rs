//! Accepting an invitation: checked again at that moment (R6, C22).

use super::{Decision, authority, edit::word, member_of};
use crate::{
    Code, Effect, Event, Facts, MemberId, Refusal,
    event::{Change, Field},
    facts::Actor,
    member::{AccessMode, Member, Status, Tier},
};

/// Judges the acceptance by the invited person; the caller has proved the link.
pub(super) fn decide(facts: &Facts, member: MemberId, inviter: Option<MemberId>) -> Result<Decision, Refusal> {
    let member = member_of(facts, member)?;
    if !matches!(&facts.actor, Actor::Invited(id) if *id == member.id) {
        return Err(Refusal::new(Code::NotAllowed, "Only the invited person can accept.", ""));
    }
    if member.status != Status::Pending {
        return Err(Refusal::new(Code::LinkDead, "This invitation is no longer open.", "Ask for a new one."));
    }
    let inviter = inviter.and_then(|id| facts.members.get(&id));
    let trimmed = Trimmed::of(facts, member, inviter);
    let mut decision = Decision { member: Some(member.id), ..Decision::default() };
    if !trimmed.changes.is_empty() {
        decision.events.push(Event::MemberChanged { member: member.id, changes: trimmed.changes });
    }
    decision.events.extend(trimmed.groups.into_iter().map(|group| Event::GroupLeft { member: member.id, group }));
    decision.events.push(Event::StatusChanged { member: member.id, before: Status::Pending, after: Status::Active });
    decision.events.push(Event::InvitationAccepted { member: member.id, left_out: trimmed.words.clone() });
    decision.effects.push(Effect::KillLinks { member: member.id });
    if !member.has_password {
        decision.effects.push(Effect::StorePassword { account: member.account });
    }
    if !trimmed.words.is_empty() {
        decision.effects.push(Effect::NoticeLeftOut { member: member.id, left_out: trimmed.words });
    }
    Ok(decision)
}

/// What the inviter may no longer give.
#[derive(Default)]
struct Trimmed {
    changes: Vec<Change>,
    groups: Vec<crate::GroupId>,
    words: Vec<String>,
}

impl Trimmed {
    fn of(facts: &Facts, member: &Member, inviter: Option<&Member>) -> Self {
        let mut out = Self::default();
        // The same ceiling as at the invitation, asked for the inviter as they are now.
        let as_inviter = inviter.map(|inviter| authority::seen_by(facts, inviter));
        let may = |tier, access, groups: &[crate::GroupId]| {
            as_inviter.as_ref().is_some_and(|facts| authority::give(facts, tier, access, groups).is_ok())
        };
        if member.tier != Tier::User && !may(member.tier, AccessMode::Custom, &[]) {
            out.changes.push(Change { field: Field::Tier, before: word(&member.tier), after: word(&Tier::User) });
            out.words.push("the standing Admin".to_owned());
        }
        if member.access == AccessMode::All && !may(Tier::User, AccessMode::All, &[]) {
            out.changes.push(Change {
                field: Field::Access,
                before: word(&AccessMode::All),
                after: word(&AccessMode::Custom),
            });
            out.words.push("access to everything".to_owned());
        }
        for &group in &member.groups {
            if !may(Tier::User, AccessMode::Custom, &[group]) {
                let name = facts.groups.get(&group).map_or_else(String::new, |group| group.name.clone());
                out.words.push(format!("the group {name}"));
                out.groups.push(group);
            }
        }
        out
    }
}
