//! What people change about themselves (R7): names, phone, language and photo. Everything else of
//! their record is an administrator's, and no field for it gets here (C20, C24).

use super::{Decision, edit};
use crate::{
    Code, Event, Facts, MemberId, Refusal,
    command::{Edit, Profile},
    facts::Actor,
    member::{Kind, Member, Status},
};

/// Length of a photo's name: SHA-256 as lower-case hex.
const DIGEST: usize = 64;

/// Judges a change of one's own profile.
pub(super) fn decide(facts: &Facts, profile: &Profile) -> Result<Decision, Refusal> {
    let member = own(facts, profile.member)?;
    let edit = Edit {
        seen: profile.seen,
        first_name: profile.first_name.clone(),
        last_name: profile.last_name.clone(),
        phone: profile.phone.clone(),
        language: profile.language.clone(),
        ..Edit::of(profile.member)
    };
    let changes = edit::changes(facts, member, &edit)?;
    edit::not_meanwhile(facts, &changes)?;
    let mut decision = Decision { member: Some(member.id), ..Decision::default() };
    if !changes.is_empty() {
        decision.events.push(Event::MemberChanged { member: member.id, changes });
    }
    Ok(decision)
}

/// Judges a new photo, or its removal. The picture itself rides beside the command.
pub(super) fn photo(facts: &Facts, member: MemberId, photo: Option<&str>) -> Result<Decision, Refusal> {
    let member = own(facts, member)?;
    if photo.is_some_and(|digest| digest.len() != DIGEST || !digest.bytes().all(|byte| byte.is_ascii_hexdigit())) {
        return Err(Refusal::new(Code::Invalid, "This isn’t the name of a photo.", "").at("photo"));
    }
    let event = Event::PhotoChanged { member: member.id, photo: photo.map(str::to_owned) };
    Ok(Decision { member: Some(member.id), events: vec![event], ..Decision::default() })
}

/// The actor, where it is their own record and they are in (C27, C32); machines have no profile (R9, R10).
fn own(facts: &Facts, member: MemberId) -> Result<&Member, Refusal> {
    match &facts.actor {
        Actor::Member(actor)
            if actor.id == member
                && actor.status == Status::Active
                && matches!(actor.kind, Kind::Regular | Kind::Portal) =>
        {
            super::member_of(facts, member)
        }
        _ => Err(Refusal::new(Code::NotAllowed, "People change their own profile alone.", "Sign in as yourself.")),
    }
}
