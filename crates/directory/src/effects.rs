//! Carrying out effects in the transaction of their events: links, mails, password hashes, sessions.

use crate::{
    Directory, DirectoryError,
    contract::{Outcome, RefusedFor},
    factors,
    letters::{self, Letter, known, send, without_inviter},
    own_address,
    portal::Purpose,
};
use rollbook_credentials::TokenHash;
use rollbook_domain::{Code, Effect, Facts, LinkId, MemberId, Refusal, SessionId, Timestamp, session::Ended};
use rollbook_mail::template::TemplateId;
use rollbook_store::{AsLinkRecord, StoreError, Work};
use std::collections::HashSet;

/// What rides beside a command.
#[derive(Clone, Debug, Default)]
pub(crate) struct Beside {
    /// A password hash (a PHC string).
    pub(crate) password: Option<String>,
    /// The hash of an API key.
    pub(crate) key: Option<[u8; 32]>,
    /// The session that gives the command: it goes on where a person’s other sessions end (R24).
    pub(crate) session: Option<SessionId>,
    /// The hash of a token that goes to the actor and nowhere else.
    pub(crate) token: Option<TokenHash>,
}

/// Carries out the effects of one decision; `facts` hold the members as its events left them.
pub(crate) async fn carry_out(
    directory: &Directory,
    work: &mut Work,
    facts: &Facts,
    effects: &[Effect],
    beside: &Beside,
    now: Timestamp,
) -> Result<(), DirectoryError> {
    let mut erased = HashSet::new();
    for effect in effects {
        if let Some((member, letter)) = letter(effect) {
            send(directory, work, facts, known(facts, member)?, letter, now).await?;
            continue;
        }
        match effect {
            Effect::KillLinks { member } => work.kill_links(*member, now.0).await?,
            Effect::KillPasswordLinks { account } => work.kill_password_links(*account, now).await?,
            // A desktop on a local file has no session: the file’s key itself is its right.
            Effect::EndSessions { member, why } => {
                work.end_member_sessions(*member, *why, now).await?;
            }
            Effect::EndSession { member, session } => {
                // The log names no end of what isn’t there, or isn’t theirs (C28).
                if !work.end_member_session(*member, *session, Ended::ByAdministrator, now).await? {
                    let words = "This session has ended already, or isn’t theirs.";
                    return Err(Refusal::new(Code::NotFound, words, "Refresh the list.").into());
                }
            }
            Effect::EndAccountSessions { account } => {
                work.end_account_sessions(*account, beside.session, Ended::CredentialChanged, now).await?;
            }
            Effect::StorePassword { account, temporary } => {
                let phc = beside
                    .password
                    .as_deref()
                    .ok_or_else(|| DirectoryError::Password("Choose a password.".to_owned()))?;
                work.set_password(*account, phc, *temporary, now).await?;
            }
            Effect::StoreKey { key } => {
                let hash = beside.key.ok_or_else(|| StoreError::Corrupt(format!("key {key} came without its hash")))?;
                work.set_key_hash(*key, &hash).await?;
            }
            Effect::ForceChange { account } => work.force_change(*account).await?,
            Effect::KeepAsLink { member, expires, reason } => {
                let token = beside.token.as_ref();
                let hash = token.ok_or_else(|| DirectoryError::Secret("a link has no token".to_owned()))?;
                let link = AsLinkRecord {
                    organization: work.organization(),
                    member: *member,
                    by: facts.actor.id().ok_or(StoreError::NoActor)?,
                    by_session: beside.session,
                    reason: reason.clone(),
                    expires: *expires,
                    used: false,
                };
                work.add_as_link(hash.as_bytes(), &link).await?;
            }
            Effect::NoticeSignedInAs { member, reason } => {
                letters::seen_by(directory, work, facts, known(facts, *member)?, reason, now).await?;
            }
            Effect::Notice { member, notice } => {
                letters::tell(directory, work, facts, known(facts, *member)?, *notice, now).await?;
            }
            Effect::SendAddressLink { member, link, expires, email } => {
                let letter = (*link, email, *expires);
                own_address::send(directory, work, facts, known(facts, *member)?, letter, now).await?;
            }
            Effect::TellAddressAsked { member, email } => {
                own_address::tell_asked(directory, work, facts, (known(facts, *member)?, email), now).await?;
            }
            Effect::TellAddressChanged { member, before } => {
                own_address::tell_changed(directory, work, facts, (known(facts, *member)?, before), now).await?;
            }
            Effect::SpreadAddress { account } => work.spread_address(*account).await?,
            Effect::ResetFactors { account, .. } => work.reset_factors(*account, now).await?,
            Effect::TellFactor { member, change } => {
                factors::tell_person(directory, work, facts, known(facts, *member)?, change, now).await?;
            }
            Effect::AskFactor { member } => {
                factors::ask_person(directory, work, facts, known(facts, *member)?, now).await?;
            }
            Effect::AlarmCodeUsed { member } => {
                factors::alarm(directory, work, facts, known(facts, *member)?, now).await?;
            }
            Effect::AlarmEmergency { member } => {
                factors::alarm_emergency(directory, work, facts, known(facts, *member)?, now).await?;
            }
            Effect::NoticeLeftOut { member, left_out } => {
                letters::left_out(directory, work, facts, known(facts, *member)?, left_out, now).await?;
            }
            Effect::TellAsked { name, email } => letters::asked(directory, work, facts, (name, email), now).await?,
            Effect::AskSales { order } => crate::company::tell_sales(directory, work, facts, order, now).await?,
            Effect::Anonymise { member, .. } => {
                // A link to choose a password dies with the rights of its sender (R14).
                for purpose in [Purpose::Access, Purpose::Password, Purpose::Ticket] {
                    work.kill_links_of(*member, purpose.stored(), now).await?;
                }
                without_inviter(directory, work, facts, *member).await?;
                work.anonymise(*member).await?;
                erased.insert(*member);
            }
            Effect::Invite { .. }
            | Effect::SendAccess { .. }
            | Effect::SendPasswordLink { .. }
            | Effect::SendRecovery { .. } => {}
        }
    }
    if erased.is_empty() { Ok(()) } else { forget_refusals(work, &erased).await }
}

/// The letter that an effect asks for, and to whom; most ask for none.
const fn letter(effect: &Effect) -> Option<(MemberId, Letter)> {
    const fn of(link: LinkId, expires: Timestamp, purpose: Purpose, template: TemplateId) -> Letter {
        Letter { link, expires, purpose, template }
    }
    Some(match effect {
        Effect::Invite { member, link, expires, joining } => {
            let template = if *joining { TemplateId::Joining } else { TemplateId::Invitation };
            (*member, of(*link, *expires, Purpose::Invite, template))
        }
        Effect::SendAccess { member, link, expires } => {
            (*member, of(*link, *expires, Purpose::Access, TemplateId::AccessInfo))
        }
        Effect::SendPasswordLink { member, link, expires } => {
            (*member, of(*link, *expires, Purpose::Password, TemplateId::PasswordLink))
        }
        Effect::SendRecovery { member, link, expires } => {
            (*member, of(*link, *expires, Purpose::Recovery, TemplateId::PasswordLink))
        }
        _ => return None,
    })
}

/// Answers that are kept for commands name whom they were refused for; the count stays.
async fn forget_refusals(work: &mut Work, erased: &HashSet<MemberId>) -> Result<(), DirectoryError> {
    let about = |refused: &RefusedFor| {
        refused.member.is_some_and(|member| erased.contains(&member))
            || refused.refusal.about.is_some_and(|member| erased.contains(&member))
    };
    let without = |kept: &str| {
        let mut outcome: Outcome = serde_json::from_str(kept).ok()?;
        let before = outcome.refusals.len();
        outcome.refusals.retain(|refused| !about(refused));
        if outcome.refusals.len() == before { None } else { serde_json::to_string(&outcome).ok() }
    };
    work.rewrite_outcomes("\"name\":", &without).await?;
    Ok(())
}
