//! The organization’s policy: the numbers and switches of the rules, set by who has everything.

use super::{Decision, authority, member_of};
use crate::{
    Code, Event, Facts, MemberId, Refusal,
    member::{Kind, Status, Tier},
    organization::Policy,
    time::{DAY, HOUR, MINUTE},
};

/// Judges a new policy, whole. `seen` is the one that the screen saw: what somebody changed in between
/// is a conflict.
pub(super) fn set(facts: &Facts, seen: &Policy, policy: &Policy) -> Result<Decision, Refusal> {
    may_set(facts)?;
    let now = &facts.organization.policy;
    if seen != now {
        return Err(Refusal::new(
            Code::Conflict,
            "Somebody changed the policy in between.",
            "Look at it again, then change it.",
        ));
    }
    within(policy)?;
    may_name(facts, policy.emergency)?;
    Ok(Decision { events: changed(now, policy).into_iter().collect(), ..Decision::default() })
}

/// The event of a policy that takes the place of another; none where it is the same.
pub(super) fn changed(now: &Policy, policy: &Policy) -> Option<Event> {
    (policy != now).then(|| Event::PolicyChanged { before: Box::new(now.clone()), after: Box::new(policy.clone()) })
}

/// The policy decides what everybody’s password and session is worth, so it takes who stands above
/// everybody (R14).
pub fn may_set(facts: &Facts) -> Result<(), Refusal> {
    let actor = authority::administrator(facts)?;
    if authority::is_exempt(&facts.structure, actor) {
        return Ok(());
    }
    Err(Refusal::new(
        Code::RankTooLow,
        "Only the owner and Super Admins set the policy.",
        "Ask the owner of the organization.",
    ))
}

/// C17: whether the actor may have this as the emergency account from now on. It opens the door where every other is
/// shut, so the owner alone names it, and lets it be named no more.
pub(super) fn may_name(facts: &Facts, emergency: Option<MemberId>) -> Result<(), Refusal> {
    if emergency == facts.organization.policy.emergency {
        return Ok(());
    }
    let at = |refusal: Refusal| refusal.at("emergency");
    may_name_emergency(facts).map_err(at)?;
    let Some(member) = emergency else { return Ok(()) };
    let member = member_of(facts, member).map_err(at)?;
    let fits = member.kind == Kind::Regular
        && member.status == Status::Active
        && member.tier == Tier::Admin
        && authority::is_exempt(&facts.structure, member);
    if fits {
        return Ok(());
    }
    Err(at(Refusal::new(
        Code::Invalid,
        format!("{} is no active Super Admin.", member.name()),
        "The emergency account is an active administrator with the role Super Admin, and never the owner.",
    )))
}

/// C17: whether the actor may name the emergency account at all.
pub fn may_name_emergency(facts: &Facts) -> Result<(), Refusal> {
    if authority::administrator(facts)?.tier == Tier::Owner {
        return Ok(());
    }
    Err(Refusal::new(
        Code::OwnerOnly,
        "The emergency account is the owner’s alone to name.",
        "Ask the owner of the organization.",
    ))
}

fn within(policy: &Policy) -> Result<(), Refusal> {
    let times = [
        (
            policy.invitation_lifetime,
            HOUR,
            7 * DAY,
            "invitation_lifetime",
            "Invitations work for an hour to seven days.",
        ),
        (
            policy.session_lifetime,
            5 * MINUTE,
            30 * DAY,
            "session_lifetime",
            "A session lasts five minutes to thirty days.",
        ),
        (
            policy.session_idle,
            MINUTE,
            policy.session_lifetime,
            "session_idle",
            "A session lasts a minute or more without use, and never longer than in all.",
        ),
        // R23 lets no maximum fall under 64, so no minimum may pass it.
        (i64::from(policy.dormant_days), 7, 730, "dormant_days", "Somebody is dormant after 7 to 730 days."),
        (
            i64::from(policy.waiting_mails),
            100,
            1_000_000,
            "waiting_mails",
            "The outbox has room for 100 to 1,000,000 mails.",
        ),
        (
            policy.offline_lifetime,
            DAY,
            30 * DAY,
            "offline_lifetime",
            "Without a connection, everything can be read for one to thirty days.",
        ),
        (policy.ticket_lifetime, HOUR, DAY, "ticket_lifetime", "Reset tickets work for one to twenty-four hours."),
        (i64::from(policy.password_length), 0, 64, "password_length", "A password has to have 64 characters at most."),
    ];
    for (value, least, most, field, words) in times {
        if !(least..=most).contains(&value) {
            return Err(Refusal::new(Code::Invalid, words, "").at(field));
        }
    }
    Ok(())
}
