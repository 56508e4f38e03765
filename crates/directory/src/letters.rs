//! Letters: the mails that go with a change, put into the outbox in its transaction. The only place
//! where a link’s token exists in the clear: it goes into the mail and nowhere else (R2, C43, C46).

use crate::{Directory, DirectoryError, own_address, portal::Purpose};
use rollbook_credentials::OneTimeToken;
use rollbook_domain::{
    Email, Facts, LinkId, MailId, MemberId, Timestamp,
    effect::Notice,
    facts::Actor,
    member::{Kind, Member},
};
use rollbook_mail::template::{TemplateId, Vars, render};
use rollbook_store::{NewLink, NewMail, StoreError, Wording, Work};

/// How many mails are written again at a time.
const PART: u32 = 500;

/// A one-time link that is about to be made, and the mail that takes it to its person.
#[derive(Clone, Copy)]
pub(crate) struct Letter {
    pub(crate) link: LinkId,
    pub(crate) expires: Timestamp,
    pub(crate) purpose: Purpose,
    pub(crate) template: TemplateId,
}

impl Letter {
    /// The words for this reader: portal members are told which portals they come in by (R8).
    fn template_for(&self, member: &Member) -> TemplateId {
        match self.template {
            TemplateId::Invitation | TemplateId::AccessInfo if member.kind == Kind::Portal => TemplateId::PortalAccess,
            template => template,
        }
    }
}

pub(crate) fn known(facts: &Facts, member: MemberId) -> Result<&Member, StoreError> {
    facts.members.get(&member).ok_or_else(|| StoreError::Corrupt(format!("member {member} of an effect is unknown")))
}

pub(crate) async fn send(
    directory: &Directory,
    work: &mut Work,
    facts: &Facts,
    member: &Member,
    letter: Letter,
    now: Timestamp,
) -> Result<(), DirectoryError> {
    let Letter { link, expires, purpose, .. } = letter;
    let template = letter.template_for(member);
    // One way in takes the place of the other; a new address that waits to be confirmed is none.
    work.kill_links_but(member.id, own_address::PURPOSE, now.0).await?;
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
    let address = token.reveal(|token| format!("{}/{}/{token}", directory.portal(), purpose.page()));
    let mut vars = Vars { link: address, expires: moment(expires), ..about(directory, facts, member) };
    if purpose == Purpose::Recovery {
        // They asked for it themselves, whoever they are.
        vars.inviter = String::new();
    }
    put_with_link(directory, work, (member, link), template, &vars, now).await
}

/// Puts a mail into the outbox that carries a link; the link's address stands in `vars`.
pub(crate) async fn put_with_link(
    directory: &Directory,
    work: &mut Work,
    (reader, link): (&Member, LinkId),
    template: TemplateId,
    vars: &Vars,
    now: Timestamp,
) -> Result<(), DirectoryError> {
    let mail = render(&*directory.templates(work).await?, template, &reader.language, vars)?;
    work.add_mail(NewMail {
        id: MailId::new(&mut directory.inner.entropy.ids(now)),
        member: Some(reader.id),
        link_id: Some(link),
        template: template.as_str(),
        to_name: reader.name(),
        to_address: reader.email.as_str().to_owned(),
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        link: Some(vars.link.clone()),
        created_at: now.0,
    })
    .await?;
    Ok(())
}

/// Invitations that still wait go on in the name of the organization.
pub(crate) async fn without_inviter(
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
            let mail = render(&*directory.templates(work).await?, template, &member.language, &vars)?;
            work.reword(letter.id, Wording { subject: mail.subject, text: mail.text, html: mail.html }).await?;
        }
    }
}

/// R6: the administrators see what an accepted invitation could no longer give.
pub(crate) async fn left_out(
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
        notice(directory, work, (member, &reader), TemplateId::InvitationAcceptedNotice, &vars, now).await?;
    }
    Ok(())
}

/// Those who may invite are told who asks for an invitation. Nobody has proved who that is, so the mail has no link.
pub(crate) async fn asked(
    directory: &Directory,
    work: &mut Work,
    facts: &Facts,
    (name, email): (&str, &Email),
    now: Timestamp,
) -> Result<(), DirectoryError> {
    for reader in work.active_administrators().await? {
        let vars = Vars {
            person: name.to_owned(),
            email: email.as_str().to_owned(),
            at: moment(now),
            ..about(directory, facts, &reader)
        };
        notice(directory, work, (&reader, &reader), TemplateId::InvitationAsked, &vars, now).await?;
    }
    Ok(())
}

/// R24, C48: the person is told what happened to their credentials, and who did it.
pub(crate) async fn tell(
    directory: &Directory,
    work: &mut Work,
    facts: &Facts,
    member: &Member,
    what: Notice,
    now: Timestamp,
) -> Result<(), DirectoryError> {
    let vars = Vars { at: moment(now), ..about(directory, facts, member) };
    notice(directory, work, (member, member), template(what), &vars, now).await
}

/// R29, C48: the person is told who signed in as them, and why.
pub(crate) async fn seen_by(
    directory: &Directory,
    work: &mut Work,
    facts: &Facts,
    member: &Member,
    reason: &str,
    now: Timestamp,
) -> Result<(), DirectoryError> {
    let vars = Vars { at: moment(now), reason: reason.to_owned(), ..about(directory, facts, member) };
    notice(directory, work, (member, member), TemplateId::SignedInAsNotice, &vars, now).await
}

/// The mail for what somebody is told.
const fn template(what: Notice) -> TemplateId {
    match what {
        Notice::PasswordChanged => TemplateId::PasswordChangedNotice,
        Notice::TemporaryPassword => TemplateId::TemporaryPasswordNotice,
    }
}

/// A mail without a link, about one person and to somebody.
pub(crate) async fn notice(
    directory: &Directory,
    work: &mut Work,
    (about, reader): (&Member, &Member),
    template: TemplateId,
    vars: &Vars,
    now: Timestamp,
) -> Result<(), DirectoryError> {
    let mail = render(&*directory.templates(work).await?, template, &reader.language, vars)?;
    work.add_mail(NewMail {
        id: MailId::new(&mut directory.inner.entropy.ids(now)),
        // It names the person whom it is about: erasing them wipes it.
        member: Some(about.id),
        link_id: None,
        template: template.as_str(),
        to_name: reader.name(),
        to_address: reader.email.as_str().to_owned(),
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        link: None,
        created_at: now.0,
    })
    .await?;
    Ok(())
}

pub(crate) fn about(directory: &Directory, facts: &Facts, member: &Member) -> Vars {
    let inviter = match &facts.actor {
        Actor::Member(actor) => actor.name(),
        Actor::Invited(_) | Actor::System => facts.organization.name.clone(),
    };
    let first_name = if member.first_name.is_empty() { member.name() } else { member.first_name.clone() };
    Vars {
        organization: facts.organization.name.clone(),
        person: member.name(),
        first_name,
        email: member.email.as_str().to_owned(),
        inviter,
        host: host(directory),
        user_name: member.email.as_str().to_owned(),
        portals: portals(facts, member),
        ..Vars::default()
    }
}

/// The portal's host, as readers know it.
pub(crate) fn host(directory: &Directory) -> String {
    let portal = directory.portal();
    portal.split("://").nth(1).unwrap_or(&portal).to_owned()
}

/// The portals that a member may open, by name.
fn portals(facts: &Facts, member: &Member) -> String {
    let held = member.holds.portals.iter().filter_map(|id| facts.structure.portals.get(id));
    let mut names: Vec<&str> = held.map(|portal| portal.name.as_str()).collect();
    names.sort_unstable();
    names.join(", ")
}

/// A moment as a mail names it, the same in every language: `2026-11-24 14:30 UTC`.
pub(crate) fn moment(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0)
        .map_or_else(|_| String::new(), |at| at.strftime("%Y-%m-%d %H:%M UTC").to_string())
}
