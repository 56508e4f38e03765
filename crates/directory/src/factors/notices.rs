//! Mails about second factors (R24, R28, C17).

use crate::{
    Directory, DirectoryError,
    letters::{about, moment, notice},
};
use rollbook_domain::{Facts, Timestamp, decide::authority, factor::FactorChange, facts::Actor, member::Member};
use rollbook_mail::template::{TemplateId, Vars};
use rollbook_store::Work;

/// Tells the person what happened to their factors.
pub(crate) async fn tell_person(
    directory: &Directory,
    work: &mut Work,
    facts: &Facts,
    member: &Member,
    change: &FactorChange,
    now: Timestamp,
) -> Result<(), DirectoryError> {
    let vars = about(directory, facts, member);
    let (template, vars) = match change {
        FactorChange::Added { name, .. } => (TemplateId::FactorAdded, Vars { factor: name.clone(), ..vars }),
        FactorChange::Removed { name, .. } => (TemplateId::FactorRemoved, Vars { factor: name.clone(), ..vars }),
        FactorChange::Reset => {
            let by = if let Actor::Member(actor) = &facts.actor { actor.name() } else { String::new() };
            (TemplateId::FactorsReset, Vars { inviter: by, ..vars })
        }
        FactorChange::CodesMade => (TemplateId::RecoveryCodesMade, vars),
        FactorChange::CodeUsed { left } => (TemplateId::RecoveryCodeUsed, Vars { left: left.to_string(), ..vars }),
    };
    notice(directory, work, (member, member), template, &vars, now).await
}

/// Asks the person to set up a factor (R31). The mail has no link: who signs in by links in mails learns to
/// follow those of others.
pub(crate) async fn ask_person(
    directory: &Directory,
    work: &mut Work,
    facts: &Facts,
    member: &Member,
    now: Timestamp,
) -> Result<(), DirectoryError> {
    let vars = about(directory, facts, member);
    notice(directory, work, (member, member), TemplateId::FactorAsked, &vars, now).await
}

/// Tells the owner and all Super Admins that somebody came in by the emergency account, whom it belongs to among them
/// (C17).
pub(crate) async fn alarm_emergency(
    directory: &Directory,
    work: &mut Work,
    facts: &Facts,
    member: &Member,
    now: Timestamp,
) -> Result<(), DirectoryError> {
    let vars = Vars { at: moment(now), ..about(directory, facts, member) };
    let tell = |reader: &Member| authority::is_exempt(&facts.structure, reader);
    tell_administrators(directory, work, member, (TemplateId::EmergencyAlarm, &vars), now, tell).await
}

/// Tells the other administrators that one of them came in by a recovery code (C17).
pub(crate) async fn alarm(
    directory: &Directory,
    work: &mut Work,
    facts: &Facts,
    member: &Member,
    now: Timestamp,
) -> Result<(), DirectoryError> {
    let vars = about(directory, facts, member);
    let tell = |reader: &Member| reader.id != member.id;
    tell_administrators(directory, work, member, (TemplateId::RecoveryCodeAlarm, &vars), now, tell).await
}

/// One mail about a member to each administrator who is to be told.
async fn tell_administrators(
    directory: &Directory,
    work: &mut Work,
    member: &Member,
    (template, vars): (TemplateId, &Vars),
    now: Timestamp,
    tell: impl Fn(&Member) -> bool,
) -> Result<(), DirectoryError> {
    let administrators = work.active_administrators().await?;
    for reader in administrators.iter().filter(|reader| tell(reader)) {
        notice(directory, work, (member, reader), template, vars, now).await?;
    }
    Ok(())
}
