//! The own address (R7): asked for with the password again, confirmed by a link that goes to the new address and
//! nowhere else, and told at the old one before and after.

use crate::{
    Directory, DirectoryError, LinkProblem, Place, PresentProblem, Seated,
    contract::Tag,
    door::{Begun, not_here, unhindered},
    letters::{about, moment, notice, put_with_link},
    portal::still_open,
    sign_in::Slowed,
};
use rollbook_credentials::{OneTimeToken, Secret, TokenHash};
use rollbook_domain::{
    Command, CommandId, Email, Facts, LinkId, Refusal, Timestamp,
    decide::address,
    member::{Member, Status},
    session::SessionKind,
};
use rollbook_mail::template::{TemplateId, Vars};
use rollbook_store::{ActorId, LinkRecord, NewLink, Opening, StoreError, Work};

/// What the links of a new address are for; they open nothing else, and nothing else opens this (C36).
pub(crate) const PURPOSE: &str = "address";

/// A new address that waits to be confirmed, or was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewAddress {
    /// The organization that it was asked for in, by name.
    pub organization: String,
    /// The address that they sign in with, until it is confirmed.
    pub before: String,
    /// The new one.
    pub after: String,
    /// Until when the link works.
    pub expires: Timestamp,
    /// BCP 47 tag of the person’s language.
    pub language: String,
}

/// A link that works.
struct Open {
    link: LinkRecord,
    member: Member,
    email: Email,
}

impl Seated {
    /// Why the person can’t change the address that they sign in with; `None` where they can (R7).
    pub async fn address_refusal(&self) -> Result<Option<Refusal>, DirectoryError> {
        let store = self.directory.store();
        let mut facts = store.facts(self.organization, ActorId::Member(self.member)).await?;
        let holds = |there: &Opening| {
            let active = there.member != self.member && there.entrant.status == Status::Active;
            active && !address::allows(&there.policy, there.entrant.kind)
        };
        if store.openings(self.account).await?.iter().any(holds) {
            facts.address_held.insert(self.member);
        }
        let member = store.members(self.organization, &[self.member]).await?.pop().ok_or_else(not_here)?;
        Ok(address::may_change(&facts, &member).err())
    }

    /// Asks to sign in with another address, with the present password again: a link to confirm it goes there. Whether
    /// somebody else has the address, nothing tells.
    pub async fn ask_address(
        &self,
        email: &str,
        present: &Secret<String>,
    ) -> Result<Result<(), PresentProblem>, DirectoryError> {
        self.is_themselves()?;
        if let Err(problem) = self.directory.prove_present(self.account, present).await? {
            return Ok(Err(problem));
        }
        // Mails to addresses that anybody may name: counted, and never forgiven by one that went well.
        if let Err(wait) = self.directory.slow(&[Slowed::OwnAddress(self.account)]).await? {
            return Ok(Err(PresentProblem::Slow(wait)));
        }
        unhindered!(self.try_ask_address(email))?;
        Ok(Ok(()))
    }

    async fn try_ask_address(&self, email: &str) -> Result<(), DirectoryError> {
        let desk = self.own_desk();
        let id = CommandId::new(&mut self.directory.inner.entropy.ids(self.directory.now()));
        let Begun::Now(mut run) = desk.begin(id, false).await? else { return Ok(()) };
        let command = Command::AskAddress { member: self.member, email: email.to_owned() };
        run.know(&command).await?;
        run.step(&desk, &command).await?;
        desk.finish(*run, vec![Tag::Mail]).await?;
        Ok(())
    }
}

impl Directory {
    /// Which address a presented token confirms. Nothing is changed: opening a link never uses it up (C47).
    pub async fn new_address(&self, token: &str) -> Result<Result<NewAddress, LinkProblem>, DirectoryError> {
        match self.open_address(token).await? {
            Ok(open) => Ok(Ok(self.shown_address(&open).await?)),
            Err(problem) => Ok(Err(problem)),
        }
    }

    /// Whoever reads the new address confirms it: the person signs in with it from now on, in every organization, and
    /// every session of theirs ends. Of two at once exactly one wins (R2).
    pub async fn confirm_address(
        &self,
        token: &str,
        place: &Place,
    ) -> Result<Result<NewAddress, LinkProblem>, DirectoryError> {
        unhindered!(self.try_confirm_address(token, place))
    }

    async fn try_confirm_address(
        &self,
        token: &str,
        place: &Place,
    ) -> Result<Result<NewAddress, LinkProblem>, DirectoryError> {
        let open = match self.open_address(token).await? {
            Ok(open) => open,
            Err(problem) => return Ok(Err(problem)),
        };
        let shown = self.shown_address(&open).await?;
        let Open { link, member, email } = open;
        let Some(presented) = TokenHash::from_presented(token) else { return Ok(Err(LinkProblem::Unknown)) };
        let desk = self.desk(link.organization, ActorId::Invited(member.id));
        let desk = desk.coming_from(place.origin(SessionKind::Portal));
        let id = CommandId::new(&mut self.inner.entropy.ids(self.now()));
        let Begun::Now(mut run) = desk.begin(id, false).await? else { return Ok(Err(LinkProblem::Used)) };
        let now = run.at.now.0;
        if !run.work.use_link(presented.as_bytes(), PURPOSE, now).await? {
            run.work.roll_back().await?;
            return Ok(Err(LinkProblem::Used));
        }
        let command = Command::ChangeAddress { member: member.id, email };
        run.know(&command).await?;
        run.step(&desk, &command).await?;
        desk.finish(*run, vec![Tag::Users, Tag::Mail]).await?;
        Ok(Ok(shown))
    }

    /// The link behind a token; organization, person and address come from the link itself (C28, C36).
    async fn open_address(&self, token: &str) -> Result<Result<Open, LinkProblem>, DirectoryError> {
        let Some(hash) = TokenHash::from_presented(token) else { return Ok(Err(LinkProblem::Unknown)) };
        let link = self.store().link(hash.as_bytes()).await?.filter(|link| link.purpose == PURPOSE);
        let Some((link, email)) = link.and_then(|link| link.address.clone().map(|email| (link, email))) else {
            return Ok(Err(LinkProblem::Unknown));
        };
        if let Err(problem) = still_open(&link, self.now()) {
            return Ok(Err(problem));
        }
        let member = self.store().members(link.organization, &[link.member]).await?.pop();
        Ok(match member.filter(|member| member.status == Status::Active) {
            Some(member) => Ok(Open { link, member, email }),
            None => Err(LinkProblem::Replaced),
        })
    }

    async fn shown_address(&self, open: &Open) -> Result<NewAddress, DirectoryError> {
        let facts = self.store().facts(open.link.organization, ActorId::System).await?;
        Ok(NewAddress {
            organization: facts.organization.name,
            before: open.member.email.as_str().to_owned(),
            after: open.email.as_str().to_owned(),
            expires: open.link.expires,
            language: open.member.language.clone(),
        })
    }
}

/// Loads what the judgement of a new address needs; the address itself only once it is confirmed, as nothing tells before
/// whose it is (C40).
pub(crate) async fn know(work: &mut Work, facts: &mut Facts, command: &Command) -> Result<(), StoreError> {
    let (member, confirmed) = match command {
        Command::AskAddress { member, .. } => (*member, None),
        Command::ChangeAddress { member, email } => (*member, Some(email.key())),
        _ => return Ok(()),
    };
    work.know(facts, &[member]).await?;
    work.know_address_held(facts, member).await?;
    work.know_addresses(facts, confirmed.as_slice()).await
}

/// Makes the link that confirms an address, and puts its mail to that address into the outbox.
pub(crate) async fn send(
    directory: &Directory,
    work: &mut Work,
    facts: &Facts,
    member: &Member,
    (link, email, expires): (LinkId, &Email, Timestamp),
    now: Timestamp,
) -> Result<(), DirectoryError> {
    work.kill_account_links(member.account, PURPOSE, now).await?;
    let (token, hash) = directory.inner.entropy.with(OneTimeToken::mint);
    let new = NewLink {
        id: link,
        hash: *hash.as_bytes(),
        member: member.id,
        purpose: PURPOSE,
        inviter: None,
        created_at: now,
        expires,
    };
    work.add_link(&new).await?;
    work.link_confirms(link, email).await?;
    let address = token.reveal(|token| format!("{}/address/{token}", directory.portal()));
    let vars = Vars {
        link: address,
        expires: moment(expires),
        new_email: email.as_str().to_owned(),
        ..about(directory, facts, member)
    };
    let there = Member { email: email.clone(), ..member.clone() };
    put_with_link(directory, work, (&there, link), TemplateId::AddressLink, &vars, now).await
}

/// Tells the person, at the address that they have, that another one was asked for: while they can still stop it.
pub(crate) async fn tell_asked(
    directory: &Directory,
    work: &mut Work,
    facts: &Facts,
    (member, email): (&Member, &Email),
    now: Timestamp,
) -> Result<(), DirectoryError> {
    let vars = Vars { at: moment(now), new_email: email.as_str().to_owned(), ..about(directory, facts, member) };
    notice(directory, work, (member, member), TemplateId::AddressAskedNotice, &vars, now).await
}

/// Tells the person, at the address that they had, that they sign in with another one.
pub(crate) async fn tell_changed(
    directory: &Directory,
    work: &mut Work,
    facts: &Facts,
    (member, before): (&Member, &Email),
    now: Timestamp,
) -> Result<(), DirectoryError> {
    let was = Member { email: before.clone(), ..member.clone() };
    let new_email = member.email.as_str().to_owned();
    let vars = Vars { at: moment(now), new_email, ..about(directory, facts, &was) };
    notice(directory, work, (&was, &was), TemplateId::AddressChangedNotice, &vars, now).await
}
