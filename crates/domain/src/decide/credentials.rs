//! Passwords (R5, R23–R26): who may touch another person’s, what they choose themselves, and what is
//! sent to them. The hash rides beside the command, and whether a password is good enough is judged
//! where it is typed.
//!
//! Whoever sets a password could become that person (R14), in every organization that knows the
//! account: so where others know it too, nobody but the person does.

use super::{Decision, authority, lifecycle, member_of};
use crate::{
    Code, Effect, Event, Facts, IdSource, LinkId, MemberId, Refusal,
    command::{Action, PasswordBy},
    effect::Notice,
    facts::{Actor, Context},
    member::{Kind, Member, Status, Tier},
    organization::Recovery,
    session::{Entrant, SessionKind},
    time::HOUR,
};

/// How long a link works that somebody asked for themselves (R2).
const RECOVERY_LINK: i64 = HOUR;

/// Whether the actor may touch the member’s password or second factor: R14, never their own this way,
/// and only where no other organization relies on the account.
pub fn touch(facts: &Facts, member: &Member) -> Result<(), Refusal> {
    authority::touch(facts, member)?;
    if authority::administrator(facts)?.id == member.id {
        return Err(Refusal::new(
            Code::Yourself,
            "You change your own password on your own page, with the present one.",
            "Open your page.",
        ));
    }
    if matches!(member.kind, Kind::Api | Kind::System) {
        let words = format!("{} never signs in with a password.", member.name());
        return Err(Refusal::new(Code::WrongStatus, words, ""));
    }
    if member.status != Status::Active {
        return Err(lifecycle::not_active(member));
    }
    if facts.shared.contains(&member.id) { Err(elsewhere(member)) } else { Ok(()) }
}

/// Why nobody but the person touches what opens other organizations too.
pub fn elsewhere(member: &Member) -> Refusal {
    Refusal::new(
        Code::NotAllowed,
        format!("{} uses this account in another organization too, so only they can change it.", member.name()),
        "They can choose \u{201c}Forgot password\u{201d} where they sign in.",
    )
}

/// Whether an action of the list touches what [`touch`] guards.
pub const fn touches(action: Action) -> bool {
    matches!(action, Action::PasswordLink | Action::ForceChange)
}

/// The same where the member has a password: a first one is chosen by the access info (R5).
pub(super) fn touch_password(facts: &Facts, member: &Member) -> Result<(), Refusal> {
    touch(facts, member)?;
    if member.has_password {
        return Ok(());
    }
    let words = format!("{} hasn’t chosen a password yet.", member.name());
    Err(Refusal::new(Code::WrongStatus, words, "Send access info instead."))
}

/// An administrator sets a password, which is to be changed at the next sign-in (R24).
pub(super) fn temporary(facts: &Facts, member: MemberId) -> Result<Decision, Refusal> {
    let member = member_of(facts, member)?;
    touch(facts, member)?;
    Ok(changed(member, Event::TemporaryPasswordSet { member: member.id }, true, Notice::TemporaryPassword))
}

/// The person chooses a password: by a link, or signed in with the present one. The caller has proved
/// either.
pub(super) fn change(facts: &Facts, member: MemberId, by: PasswordBy) -> Result<Decision, Refusal> {
    let member = member_of(facts, member)?;
    let dead = || Refusal::new(Code::LinkDead, "This link is no longer open.", "Ask for a new one.");
    let themselves = match (&facts.actor, by) {
        (Actor::Member(actor), PasswordBy::Themselves) => actor.id == member.id,
        (Actor::Invited(id), PasswordBy::Link { .. } | PasswordBy::Recovery | PasswordBy::Local) => *id == member.id,
        _ => false,
    };
    if !themselves {
        return Err(Refusal::new(Code::NotAllowed, "People choose their own password alone.", "Sign in as yourself."));
    }
    if member.status != Status::Active || !matches!(member.kind, Kind::Regular | Kind::Portal) {
        return Err(dead());
    }
    let open = match by {
        PasswordBy::Themselves => true,
        // R14: whoever sent the link could have kept a copy, so it outlives neither their rights nor a
        // rise of the person above them.
        PasswordBy::Link { sender } => sender
            .and_then(|id| facts.members.get(&id))
            .is_some_and(|sender| touch(&authority::seen_by(facts, sender), member).is_ok()),
        PasswordBy::Recovery => facts.organization.policy.recovery.covers(member.tier),
        // Whoever made it holds the database, and stands above every rule already.
        PasswordBy::Local => member.tier.administers(),
    };
    if !open {
        return Err(dead());
    }
    Ok(changed(member, Event::PasswordChanged { member: member.id, by: by.word() }, false, Notice::PasswordChanged))
}

/// What every change of a password brings (R24): the other sessions end, links to choose one die, and
/// the person is told.
fn changed(member: &Member, event: Event, temporary: bool, notice: Notice) -> Decision {
    let account = member.account;
    Decision {
        member: Some(member.id),
        events: vec![event],
        effects: vec![
            Effect::KillPasswordLinks { account },
            Effect::StorePassword { account, temporary },
            Effect::EndAccountSessions { account },
            Effect::Notice { member: member.id, notice },
        ],
        ..Decision::default()
    }
}

/// Somebody asked for a new password by mail (R26). They aren’t known yet, so Rollbook acts.
pub(super) fn recover(
    facts: &Facts,
    at: Context,
    member: MemberId,
    ids: &mut dyn IdSource,
) -> Result<Decision, Refusal> {
    if facts.actor != Actor::System {
        return Err(Refusal::new(Code::NotAllowed, "Only Rollbook itself does this.", ""));
    }
    let member = member_of(facts, member)?;
    let off = || Refusal::new(Code::NotAllowed, "New passwords aren’t sent by mail here.", "Ask an administrator.");
    let open =
        Entrant::from(member).may_enter(SessionKind::Portal) && facts.organization.policy.recovery.covers(member.tier);
    if !open {
        return Err(off());
    }
    let (link, expires) = (LinkId::new(ids), at.now.plus(RECOVERY_LINK));
    Ok(Decision {
        member: Some(member.id),
        events: vec![Event::RecoverySent { member: member.id, link, expires }],
        effects: vec![Effect::SendRecovery { member: member.id, link, expires }],
        ..Decision::default()
    })
}

/// Whether a person may ask for a new password by mail: it opens every organization that they may
/// enter, so each has to allow it (R26).
pub fn recovery_open<'a>(standings: impl IntoIterator<Item = (Tier, &'a Recovery)>) -> bool {
    let mut any = false;
    standings.into_iter().all(|(tier, recovery)| {
        any = true;
        recovery.covers(tier)
    }) && any
}
