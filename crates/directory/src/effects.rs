//! Carrying out effects in the transaction of their events: links, mails, password hashes. The only
//! place where a token exists in the clear: it goes into the mail and nowhere else (R2, C43, C46).

use crate::{
    Directory, DirectoryError,
    contract::{Outcome, RefusedFor},
    portal::Purpose,
};
use rollbook_credentials::OneTimeToken;
use rollbook_domain::{
    Effect, Facts, LinkId, MailId, MemberId, Timestamp, facts::Actor, member::Member, session::Ended,
};
use rollbook_mail::template::{TemplateId, Vars, render};
use rollbook_store::{NewLink, NewMail, StoreError, Wording, Work};
use std::collections::HashSet;

/// How many mails are written again at a time.
const PART: u32 = 500;

/// Carries out the effects of one decision; `facts` hold the members as its events left them.
pub(crate) async fn carry_out(
    directory: &Directory,
    work: &mut Work,
    facts: &Facts,
    effects: &[Effect],
    password: Option<&str>,
    now: Timestamp,
) -> Result<(), DirectoryError> {
    let mut erased = HashSet::new();
    for effect in effects {
        match effect {
            Effect::Invite { member, link, expires, joining } => {
                let template = if *joining { TemplateId::Joining } else { TemplateId::Invitation };
                let letter = Letter { link: *link, expires: *expires, purpose: Purpose::Invite, template };
                send(directory, work, facts, known(facts, *member)?, letter, now).await?;
            }
            Effect::SendAccess { member, link, expires } => {
                let template = TemplateId::AccessInfo;
                let letter = Letter { link: *link, expires: *expires, purpose: Purpose::Access, template };
                send(directory, work, facts, known(facts, *member)?, letter, now).await?;
            }
            Effect::KillLinks { member } => work.kill_links(*member, now.0).await?,
            // A desktop on a local file has no session: the file’s key itself is its right.
            Effect::EndSessions { member } => {
                work.end_member_sessions(*member, Ended::Shut, now).await?;
            }
            Effect::StorePassword { account } => {
                let phc = password.ok_or_else(|| DirectoryError::Password("Choose a password.".to_owned()))?;
                work.set_password(*account, phc, false, now).await?;
            }
            Effect::NoticeLeftOut { member, left_out } => {
                let member = known(facts, *member)?;
                notice(directory, work, facts, member, left_out, now).await?;
            }
            Effect::Anonymise { member, .. } => {
                // A link to choose a password dies with the rights of its sender (R14).
                work.kill_links_of(*member, Purpose::Access.stored(), now).await?;
                without_inviter(directory, work, facts, *member).await?;
                work.anonymise(*member).await?;
                erased.insert(*member);
            }
        }
    }
    if erased.is_empty() { Ok(()) } else { forget_refusals(work, &erased).await }
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

fn known(facts: &Facts, member: MemberId) -> Result<&Member, StoreError> {
    facts.members.get(&member).ok_or_else(|| StoreError::Corrupt(format!("member {member} of an effect is unknown")))
}

/// A one-time link that is about to be made, and the mail that takes it to its person.
#[derive(Clone, Copy)]
struct Letter {
    link: LinkId,
    expires: Timestamp,
    purpose: Purpose,
    template: TemplateId,
}

async fn send(
    directory: &Directory,
    work: &mut Work,
    facts: &Facts,
    member: &Member,
    letter: Letter,
    now: Timestamp,
) -> Result<(), DirectoryError> {
    let Letter { link, expires, purpose, template } = letter;
    work.kill_links(member.id, now.0).await?;
    let (token, hash) = directory.inner.entropy.with(OneTimeToken::mint);
    let inviter = facts.actor.id();
    work.add_link(&NewLink {
        id: link,
        hash: *hash.as_bytes(),
        member: member.id,
        purpose: purpose.stored(),
        inviter,
        created_at: now,
        expires,
    })
    .await?;
    let address = token.reveal(|token| format!("{}/join/{token}", directory.portal()));
    let vars = Vars { link: address.clone(), expires: moment(expires), ..about(directory, facts, member) };
    let mail = render(&directory.inner.templates, template, &member.language, &vars)?;
    work.add_mail(NewMail {
        id: MailId::new(&mut directory.inner.entropy.ids(now)),
        member: Some(member.id),
        link_id: Some(link),
        template: template.as_str(),
        to_name: member.name(),
        to_address: member.email.as_str().to_owned(),
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        link: Some(address),
        created_at: now.0,
    })
    .await?;
    Ok(())
}

/// Invitations that still wait go on in the name of the organization.
async fn without_inviter(
    directory: &Directory,
    work: &mut Work,
    facts: &Facts,
    inviter: MemberId,
) -> Result<(), DirectoryError> {
    let mut after = None;
    loop {
        let letters = work.letters_of(inviter, after, PART).await?;
        let Some(last) = letters.last() else { return Ok(()) };
        after = Some(last.id);
        let mut readers = Facts::new(facts.organization.clone(), Actor::System);
        work.know(&mut readers, &letters.iter().map(|letter| letter.member).collect::<Vec<_>>()).await?;
        for letter in letters {
            let member = known(&readers, letter.member)?;
            let template = TemplateId::parse(&letter.template)
                .ok_or_else(|| StoreError::Corrupt(format!("{} is no template", letter.template)))?;
            let vars =
                Vars { link: letter.link, expires: moment(letter.expires), ..about(directory, &readers, member) };
            let mail = render(&directory.inner.templates, template, &member.language, &vars)?;
            work.reword(letter.id, Wording { subject: mail.subject, text: mail.text, html: mail.html }).await?;
        }
    }
}

/// R6: the administrators see what an accepted invitation could no longer give.
async fn notice(
    directory: &Directory,
    work: &mut Work,
    facts: &Facts,
    member: &Member,
    left_out: &[String],
    now: Timestamp,
) -> Result<(), DirectoryError> {
    let vars = Vars { left_out: left_out.join(", "), ..about(directory, facts, member) };
    let administrators = work.active_administrators().await?;
    for reader in administrators.into_iter().filter(|reader| reader.id != member.id) {
        let mail = render(&directory.inner.templates, TemplateId::InvitationAcceptedNotice, &reader.language, &vars)?;
        work.add_mail(NewMail {
            id: MailId::new(&mut directory.inner.entropy.ids(now)),
            // It names the person who accepted: erasing them wipes it.
            member: Some(member.id),
            link_id: None,
            template: TemplateId::InvitationAcceptedNotice.as_str(),
            to_name: reader.name(),
            to_address: reader.email.as_str().to_owned(),
            subject: mail.subject,
            text: mail.text,
            html: mail.html,
            link: None,
            created_at: now.0,
        })
        .await?;
    }
    Ok(())
}

fn about(directory: &Directory, facts: &Facts, member: &Member) -> Vars {
    let inviter = match &facts.actor {
        Actor::Member(actor) => actor.name(),
        Actor::Invited(_) | Actor::System => facts.organization.name.clone(),
    };
    let portal = directory.portal();
    let host = portal.split("://").nth(1).unwrap_or(&portal).to_owned();
    let first_name = if member.first_name.is_empty() { member.name() } else { member.first_name.clone() };
    Vars {
        organization: facts.organization.name.clone(),
        person: member.name(),
        first_name,
        email: member.email.as_str().to_owned(),
        inviter,
        host,
        user_name: member.email.as_str().to_owned(),
        ..Vars::default()
    }
}

/// A moment as a mail names it, the same in every language: `2026-11-24 14:30 UTC`.
pub(crate) fn moment(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0)
        .map_or_else(|_| String::new(), |at| at.strftime("%Y-%m-%d %H:%M UTC").to_string())
}
