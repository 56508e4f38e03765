//! Signing in as another user (R29): whom, by whom, and why. It is judged when it is asked, when the link
//! opens, and again with every request of the session (C45).

use super::{Decision, authority, member_of, shut::reason_of};
use crate::{
    Code, Effect, Event, Facts, IdSource, LinkId, MemberId, Refusal,
    facts::Context,
    member::{Kind, Member, Status},
    session::AS_LINK,
};

/// Whether the actor may sign in as this member: regular, active, in the same organization, and of
/// strictly lower rank (C44). Who holds Super Admin stands below nobody but could be the owner’s match,
/// so nobody signs in as them.
pub fn may(facts: &Facts, target: &Member) -> Result<(), Refusal> {
    let actor = authority::administrator(facts)?;
    if !facts.organization.policy.sign_in_as {
        return Err(Refusal::new(
            Code::NotAllowed,
            "The organization’s policy lets nobody sign in as somebody else.",
            "Ask the owner of the organization.",
        ));
    }
    if actor.id == target.id {
        return Err(Refusal::new(Code::Yourself, "You are yourself already.", ""));
    }
    authority::touch(facts, target)?;
    if target.kind != Kind::Regular {
        let words = format!("{} isn’t a regular user.", target.name());
        return Err(Refusal::new(Code::WrongStatus, words, ""));
    }
    if target.status != Status::Active {
        let words = format!("{} can’t sign in now, so nobody can in their name.", target.name());
        return Err(Refusal::new(Code::WrongStatus, words, ""));
    }
    if authority::stands_below(facts, target)? {
        return Ok(());
    }
    Err(Refusal::new(
        Code::RankTooLow,
        format!("{} may do as much as you, so you can’t sign in as them.", target.name()),
        "",
    ))
}

/// Somebody asks for the link, with a reason; the caller has proved who asks once more.
pub(super) fn ask(
    facts: &Facts,
    at: Context,
    member: MemberId,
    reason: &str,
    ids: &mut dyn IdSource,
) -> Result<Decision, Refusal> {
    let member = member_of(facts, member)?;
    may(facts, member)?;
    let reason = reason_of(reason)?;
    let (link, expires) = (LinkId::new(ids), at.now.plus(AS_LINK));
    Ok(Decision {
        member: Some(member.id),
        events: vec![Event::SignInAsAsked { member: member.id, link, expires, reason: reason.clone() }],
        effects: vec![Effect::KeepAsLink { member: member.id, expires, reason }],
        ..Decision::default()
    })
}

/// The link was opened: in the log under both names, and told to the person (C48).
pub(super) fn enter(facts: &Facts, member: MemberId, reason: &str) -> Result<Decision, Refusal> {
    let by = authority::administrator(facts)?.id;
    let member = member_of(facts, member)?;
    may(facts, member)?;
    let reason = reason_of(reason)?;
    Ok(Decision {
        member: Some(member.id),
        events: vec![
            Event::SignedInAs { member: by, whom: member.id, reason: reason.clone() },
            Event::SignedInBy { member: member.id, by, reason: reason.clone() },
        ],
        effects: vec![Effect::NoticeSignedInAs { member: member.id, reason }],
        ..Decision::default()
    })
}
