//! The life of a member (R2–R5): suspend, reactivate, archive, restore, resend, send access,
//! revoke, erase.

use super::{Decision, authority, credentials, factors, holdings, member_of};
use crate::{
    Code, Effect, Event, Facts, IdSource, LinkId, MemberId, Refusal,
    catalogue::{Package, Seats},
    command::Action,
    facts::Context,
    holding::Period,
    member::{Kind, Member, Status, Tier},
    session::Ended,
    time::HOUR,
};
use std::collections::{BTreeMap, HashSet};

/// How long a link works that an administrator sends to somebody who is in already (R2).
const SENT_LINK: i64 = 24 * HOUR;

/// Judges one action on many members; each is judged on its own.
pub(super) fn decide(
    facts: &Facts,
    at: Context,
    action: Action,
    members: &[MemberId],
    ids: &mut dyn IdSource,
) -> Result<Decision, Refusal> {
    authority::administrator(facts)?;
    if action == Action::Erase && members.len() > 1 {
        // What can't be undone is never done to a crowd by one press (C27).
        return Err(Refusal::new(
            Code::NotAllowed,
            "Erasing can’t be undone, so it is done one person at a time.",
            "Open each person to erase them.",
        ));
    }
    let mut decision = Decision::default();
    let mut room = Room::of(facts);
    let mut named = HashSet::new();
    for &id in members.iter().filter(|id| named.insert(**id)) {
        let judged =
            member_of(facts, id).and_then(|member| one(facts, at, action, member, &mut room, ids, &mut decision));
        if let Err(refusal) = judged {
            decision.refused.push((id, refusal));
        }
    }
    Ok(decision)
}

/// What is left of the plan and the packages while many are judged one after the other.
pub(super) struct Room {
    administrators: i64,
    seats: BTreeMap<Package, Seats>,
}

impl Room {
    /// As the facts have it.
    pub(super) fn of(facts: &Facts) -> Self {
        Self { administrators: facts.administrators, seats: facts.seats.clone() }
    }
}

/// Judges and carries out one action on one member.
pub(super) fn one(
    facts: &Facts,
    at: Context,
    action: Action,
    member: &Member,
    room: &mut Room,
    ids: &mut dyn IdSource,
    out: &mut Decision,
) -> Result<(), Refusal> {
    may(facts, action, member, room.administrators)?;
    carry_out(facts, at, action, member, room, ids, out);
    Ok(())
}

/// Whether an action makes sense at all, of a status and whether a first day is to come; screens list
/// only those that do. Whoever waits for a first day is outside until then, and for good by being
/// suspended.
pub const fn fits(action: Action, status: Status, waits: bool) -> bool {
    matches!((action, status, waits), (Action::Suspend, Status::Suspended, true))
        || matches!(
            (action, status),
            (
                Action::Suspend
                    | Action::SendAccess
                    | Action::PasswordLink
                    | Action::ForceChange
                    | Action::EndSessions
                    | Action::AskFactor
                    | Action::RequireFactor,
                Status::Active
            ) | (Action::Reactivate, Status::Suspended)
                | (Action::Archive | Action::ResetFactor, Status::Active | Status::Suspended)
                | (Action::Restore | Action::Erase, Status::Archived)
                | (Action::Resend | Action::Revoke, Status::Pending)
        )
}

/// Whether the actor may do this to the member now; `administrators` is how many count toward the
/// plan (R21).
pub fn may(facts: &Facts, action: Action, member: &Member, administrators: i64) -> Result<(), Refusal> {
    authority::touch(facts, member)?;
    let actor = authority::administrator(facts)?;
    if !fits(action, member.status, member.holds.period.from.is_some()) {
        return Err(wrong_status(action, member));
    }
    match action {
        Action::SendAccess => needs_a_password(member)?,
        Action::ResetFactor => factors::may_reset(facts, member)?,
        Action::AskFactor | Action::RequireFactor => factors::may_ask(facts, member)?,
        _ if credentials::touches(action) => credentials::touch_password(facts, member)?,
        _ => {}
    }
    if touches_standing(action) {
        if member.tier == Tier::Owner {
            return Err(Refusal::new(Code::OwnerFixed, "The owner can’t be suspended or archived.", ""));
        }
        if actor.id == member.id {
            return Err(Refusal::new(Code::Yourself, "You can’t do this to yourself.", "Ask another administrator."));
        }
    }
    let counts_again = match action {
        Action::Reactivate => true,
        Action::Restore => member.held.counts(),
        _ => false,
    };
    if counts_again && member.tier.administers() {
        authority::room_for_administrators(facts, administrators, 1)?;
    }
    Ok(())
}

/// Links, passwords and sessions are no standing; everything else is.
const fn touches_standing(action: Action) -> bool {
    !matches!(
        action,
        Action::Resend
            | Action::SendAccess
            | Action::PasswordLink
            | Action::ForceChange
            | Action::EndSessions
            | Action::AskFactor
            | Action::RequireFactor
    )
}

/// R5: a link to choose a first password is for people who have none yet (C39), never for machines
/// (R9).
fn needs_a_password(member: &Member) -> Result<(), Refusal> {
    let refusal =
        |what: &str, help: &str| Err(Refusal::new(Code::WrongStatus, format!("{} {what}", member.name()), help));
    match (member.kind, member.has_password) {
        (Kind::Api | Kind::System, _) => refusal("never signs in with a password.", ""),
        (Kind::Regular | Kind::Portal, true) => refusal("has a password already.", "They sign in with it."),
        (Kind::Regular | Kind::Portal, false) => Ok(()),
    }
}

/// What is archived stays as it is until it is restored (R4).
pub(super) fn archived(member: &Member) -> Refusal {
    Refusal::new(Code::WrongStatus, format!("{} is archived.", member.name()), "Restore first.")
}

/// Only who is active has a password to look after.
pub(super) fn not_active(member: &Member) -> Refusal {
    wrong_status(Action::PasswordLink, member)
}

fn wrong_status(action: Action, member: &Member) -> Refusal {
    let now = match member.status {
        Status::Pending => "hasn’t accepted the invitation yet",
        Status::Active => "is active",
        Status::Suspended => "is suspended",
        Status::Archived => "is archived",
    };
    let help = match (action, member.status) {
        (Action::Suspend | Action::Archive, Status::Pending) => "Revoke the invitation instead.",
        (
            Action::Suspend
            | Action::Archive
            | Action::Reactivate
            | Action::Resend
            | Action::SendAccess
            | Action::PasswordLink
            | Action::ForceChange
            | Action::ResetFactor
            | Action::AskFactor
            | Action::RequireFactor,
            Status::Archived,
        ) => "Restore first.",
        (Action::SendAccess | Action::PasswordLink | Action::ForceChange, Status::Pending) => {
            "Send the invitation again."
        }
        (
            Action::SendAccess | Action::PasswordLink | Action::ForceChange | Action::AskFactor | Action::RequireFactor,
            Status::Suspended,
        ) => "Reactivate first.",
        (Action::Resend, Status::Suspended) => "Reactivate instead: no invitation is needed.",
        (Action::Erase, _) => "Archive first.",
        _ => "",
    };
    Refusal::new(Code::WrongStatus, format!("{} {now}.", member.name()), help)
}

pub(super) fn carry_out(
    facts: &Facts,
    at: Context,
    action: Action,
    member: &Member,
    room: &mut Room,
    ids: &mut dyn IdSource,
    out: &mut Decision,
) {
    match action {
        Action::Suspend => {
            over(member, out);
            if member.status != Status::Suspended {
                move_to(member, Status::Suspended, room, out);
                out.effects.push(Effect::EndSessions { member: member.id, why: Ended::Shut });
            }
        }
        Action::Reactivate => {
            over(member, out);
            move_to(member, Status::Active, room, out);
            holdings::seats_again(facts, member, &mut room.seats, out);
        }
        Action::Archive | Action::Revoke => {
            move_to(member, Status::Archived, room, out);
            out.effects.push(Effect::KillLinks { member: member.id });
            out.effects.push(Effect::EndSessions { member: member.id, why: Ended::Shut });
        }
        Action::Restore => {
            move_to(member, member.held, room, out);
            if member.held.counts() {
                holdings::seats_again(facts, member, &mut room.seats, out);
            }
            if member.held == Status::Pending {
                invite_again(facts, at, member, ids, out);
            }
        }
        Action::Resend => invite_again(facts, at, member, ids, out),
        Action::SendAccess => {
            let (link, expires) = (LinkId::new(ids), at.now.plus(SENT_LINK));
            out.events.push(Event::AccessSent { member: member.id, link, expires });
            out.effects.push(Effect::SendAccess { member: member.id, link, expires });
        }
        Action::PasswordLink => {
            let (link, expires) = (LinkId::new(ids), at.now.plus(SENT_LINK));
            out.events.push(Event::PasswordLinkSent { member: member.id, link, expires });
            out.effects.push(Effect::SendPasswordLink { member: member.id, link, expires });
        }
        Action::ForceChange => {
            out.events.push(Event::PasswordChangeForced { member: member.id });
            out.effects.push(Effect::ForceChange { account: member.account });
        }
        Action::EndSessions => {
            out.events.push(Event::SessionsEnded { member: member.id, session: None });
            out.effects.push(Effect::EndSessions { member: member.id, why: Ended::ByAdministrator });
        }
        Action::ResetFactor => factors::reset(member, out),
        Action::AskFactor => {
            out.events.push(Event::FactorAsked { member: member.id });
            out.effects.push(Effect::AskFactor { member: member.id });
        }
        Action::RequireFactor => out.events.push(Event::FactorRequired { member: member.id, required: true }),
        Action::Erase => {
            out.events.push(Event::MemberErased { member: member.id });
            out.effects.push(Effect::Anonymise { member: member.id, account: member.account });
        }
    }
}

/// Suspends one member, whose suspension was judged.
pub(super) fn suspend(facts: &Facts, member: &Member, out: &mut Decision) {
    move_to(member, Status::Suspended, &mut Room::of(facts), out);
}

fn move_to(member: &Member, after: Status, room: &mut Room, out: &mut Decision) {
    if member.tier.administers() {
        room.administrators += i64::from(after.counts()) - i64::from(member.status.counts());
    }
    out.events.push(Event::StatusChanged { member: member.id, before: member.status, after });
    if !after.counts() {
        for package in &member.holds.licences {
            room.seats.entry(package.clone()).or_default().used -= 1;
        }
        holdings::free_seats(member, &mut out.events);
    }
}

/// Somebody lets in a member whose day hasn't come, or shuts them out for good: no day does it any more
/// (B13).
pub(super) fn over(member: &Member, out: &mut Decision) {
    let before = member.holds.period;
    if before.from.is_some() {
        let after = Period { from: None, ..before };
        let member = member.id;
        out.events.push(Event::PeriodChanged { member, before, after, by: None, left_out: String::new() });
    }
}

/// A new link that kills the old one, and its mail (R2).
pub(super) fn invite_again(facts: &Facts, at: Context, member: &Member, ids: &mut dyn IdSource, out: &mut Decision) {
    let link = LinkId::new(ids);
    let expires = at.now.plus(facts.organization.policy.invitation_millis());
    out.events.push(Event::InvitationSent { member: member.id, link, expires });
    out.effects.push(Effect::Invite { member: member.id, link, expires, joining: member.has_password });
}
