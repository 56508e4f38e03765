//! The own address (R7): asked for by the person, confirmed where the mail to it is read, and only then changed. An
//! account has one address in every organization, so each of them has to allow it.

use super::{Decision, member_of};
use crate::{
    Code, Effect, Email, Event, Facts, IdSource, LinkId, MemberId, Refusal,
    event::{Change, Field},
    facts::{Actor, Context},
    member::{Kind, Member, Status},
    organization::Policy,
    time::HOUR,
};

/// How long a link works that somebody asked for themselves (R2).
const LINK: i64 = HOUR;

/// Whether an organization lets a member of this kind change the address that they sign in with.
pub const fn allows(policy: &Policy, kind: Kind) -> bool {
    policy.own_address && matches!(kind, Kind::Regular)
}

/// R7: whether the member may change their own address at all.
pub fn may_change(facts: &Facts, member: &Member) -> Result<(), Refusal> {
    if member.status != Status::Active || !allows(&facts.organization.policy, member.kind) {
        return Err(Refusal::new(
            Code::NotAllowed,
            "The address that you sign in with is changed by an administrator here.",
            "Ask an administrator.",
        )
        .at("email"));
    }
    if facts.address_held.contains(&member.id) {
        return Err(Refusal::new(
            Code::NotAllowed,
            "You use this account in another organization too, which doesn\u{2019}t let you change its address.",
            "Ask an administrator there.",
        )
        .at("email"));
    }
    Ok(())
}

/// The person asks. Whether somebody else signs in with the address is judged once they confirmed that it is theirs: a
/// form that told would tell everybody’s.
pub(super) fn ask(
    facts: &Facts,
    at: Context,
    member: MemberId,
    raw: &str,
    ids: &mut dyn IdSource,
) -> Result<Decision, Refusal> {
    let member = member_of(facts, member)?;
    if !matches!(&facts.actor, Actor::Member(actor) if actor.id == member.id) {
        return Err(Refusal::new(Code::NotAllowed, "People ask for their own address alone.", "Sign in as yourself."));
    }
    may_change(facts, member)?;
    let email = super::invite::email(raw)?;
    if email.as_str() == member.email.as_str() {
        return Err(Refusal::new(Code::Invalid, "You sign in with this address already.", "").at("email"));
    }
    let (link, expires) = (LinkId::new(ids), at.now.plus(LINK));
    let asked = Event::AddressAsked { member: member.id, link, expires, email: email.as_str().to_owned() };
    Ok(Decision {
        member: Some(member.id),
        events: vec![asked],
        effects: vec![
            Effect::SendAddressLink { member: member.id, link, expires, email: email.clone() },
            Effect::TellAddressAsked { member: member.id, email },
        ],
        ..Decision::default()
    })
}

/// The person confirmed by the link: all is judged again, as it is at this moment. Links that went to the old address
/// die (C37), and whoever is signed in signs in again (R24).
pub(super) fn change(facts: &Facts, member: MemberId, email: &Email) -> Result<Decision, Refusal> {
    let member = member_of(facts, member)?;
    if facts.actor != Actor::Invited(member.id) {
        return Err(Refusal::new(Code::NotAllowed, "People change their own address alone.", "Sign in as yourself."));
    }
    may_change(facts, member)?;
    super::edit::address_is_free(facts, member, email)?;
    let Some(event) = moved(member, email) else {
        return Err(Refusal::new(Code::LinkDead, "This link is no longer open.", "Ask for a new one."));
    };
    Ok(Decision {
        member: Some(member.id),
        events: vec![event],
        effects: vec![
            Effect::KillPasswordLinks { account: member.account },
            Effect::EndAccountSessions { account: member.account },
            Effect::TellAddressChanged { member: member.id, before: member.email.clone() },
            Effect::SpreadAddress { account: member.account },
        ],
        ..Decision::default()
    })
}

/// Takes up in one organization what the person changed in another. Nobody but Rollbook says so: it was judged where it
/// was made.
pub(super) fn note(facts: &Facts, member: MemberId, email: &Email) -> Result<Decision, Refusal> {
    if facts.actor != Actor::System {
        return Err(Refusal::new(Code::NotAllowed, "People change their own address alone.", ""));
    }
    // Gone meanwhile: nothing is left to tell.
    let Some(member) = facts.members.get(&member) else { return Ok(Decision::default()) };
    Ok(Decision { member: Some(member.id), events: moved(member, email).into_iter().collect(), ..Decision::default() })
}

/// The event of a member’s new address; none where it is the one that they have.
fn moved(member: &Member, email: &Email) -> Option<Event> {
    let (before, after) = (member.email.as_str(), email.as_str());
    let change = || Change { field: Field::Email, before: before.to_owned(), after: after.to_owned() };
    (before != after).then(|| Event::MemberChanged { member: member.id, changes: vec![change()] })
}
