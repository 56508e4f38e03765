//! Mails about second factors (R24, R28, C17).

use crate::{
    Directory, DirectoryError,
    letters::{about, notice},
};
use rollbook_domain::{Facts, Timestamp, factor::FactorChange, facts::Actor, member::Member};
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

/// Tells the other administrators that one of them came in by a recovery code (C17).
pub(crate) async fn alarm(
    directory: &Directory,
    work: &mut Work,
    facts: &Facts,
    member: &Member,
    now: Timestamp,
) -> Result<(), DirectoryError> {
    let vars = about(directory, facts, member);
    let administrators = work.active_administrators().await?;
    for reader in administrators.into_iter().filter(|reader| reader.id != member.id) {
        notice(directory, work, (member, &reader), TemplateId::RecoveryCodeAlarm, &vars, now).await?;
    }
    Ok(())
}
