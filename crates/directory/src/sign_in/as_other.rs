//! Signing in as another user (R29, C44–C48): asked with the own password again, opened once within a
//! minute by a confirmed step of its own, judged with every request, and nothing but a look.

use super::{NewSession, Place, PresentProblem};
use crate::{
    Desk, Directory, DirectoryError, FactorProblem, LinkProblem, Proof,
    contract::{AsLink, AskSignInAs, Tag},
    door::{Begun, not_here, unhindered},
};
use rollbook_credentials::{OneTimeToken, TokenHash, factor::is_code};
use rollbook_domain::{
    AccountId, Code, Command, CommandId, MemberId, OrganizationId, Refusal, SessionId, Timestamp,
    decide::as_other,
    session::{AS, SessionKind, Stage},
};
use rollbook_store::{ActorId, AsLinkRecord, NewSession as SessionRow};

/// A link to sign in as somebody, as its page shows it before anything is done (C47).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AsOffer {
    /// The organization’s name.
    pub organization: String,
    /// As whom.
    pub whom: String,
    /// Who asked for it.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Until when it works.
    pub expires: Timestamp,
}

/// Why a link to sign in as somebody doesn’t open.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum AsProblem {
    /// It was never given, was used, or is over.
    #[error(transparent)]
    Link(#[from] LinkProblem),
    /// Who asked may not any more (C45).
    #[error(transparent)]
    Refused(Refusal),
}

impl Desk {
    /// Asks for the link by which to sign in as a user. The own password is asked again, and the second
    /// factor where there is one; the link works once, for a minute.
    pub async fn sign_in_as(&self, ask: &AskSignInAs) -> Result<AsLink, DirectoryError> {
        let ActorId::Member(actor) = self.actor() else { return Err(not_here().into()) };
        let directory = self.directory();
        let store = directory.store();
        let facts = self.facts().await?;
        let target = store.members(self.organization(), &[ask.member]).await?.pop().ok_or_else(not_here)?;
        // Judged before a password is tried, and once more where it counts.
        as_other::may(&facts, &target)?;
        let me = store.members(self.organization(), &[actor]).await?.pop().ok_or_else(not_here)?;
        let code = ask.code.as_ref().map(|code| zeroize::Zeroizing::new(code.reveal(Clone::clone)));
        let shown = code.as_ref().map(|code| match ask.challenge {
            Some(challenge) => Proof::Passkey { challenge, answer: code },
            None if is_code(code) => Proof::App(code),
            None => Proof::Recovery(code),
        });
        directory.prove_again(me.account, &ask.password, shown).await?.map_err(again)?;
        unhindered!(self.keep_as_link(ask))
    }

    async fn keep_as_link(&self, ask: &AskSignInAs) -> Result<AsLink, DirectoryError> {
        let directory = self.directory();
        let Begun::Now(mut run) = self.begin(ask.command, false).await? else {
            // Its token is gone: another link takes another command.
            return Err(Refusal::new(Code::LinkDead, "This was asked already.", "Ask once more.").into());
        };
        let (token, hash) = directory.inner.entropy.with(OneTimeToken::mint);
        run.beside.token = Some(hash);
        run.beside.session = self.session();
        let command = Command::AskSignInAs { member: ask.member, reason: ask.reason.clone() };
        run.know(&command).await?;
        run.step(self, &command).await?;
        let expires = run.at.now.plus(rollbook_domain::session::AS_LINK);
        self.finish(*run, vec![Tag::Users]).await?;
        let address = token.reveal(|token| format!("{}/as/{token}", directory.portal()));
        Ok(AsLink { address, expires })
    }
}

impl Directory {
    /// What a link to sign in as somebody offers. Looking at it changes nothing (C47).
    pub async fn as_offer(&self, token: &str) -> Result<Result<AsOffer, AsProblem>, DirectoryError> {
        let (_, link) = match self.open_as_link(token).await? {
            Ok(found) => found,
            Err(problem) => return Ok(Err(problem.into())),
        };
        let names = self.store().names(link.organization, &[link.member, link.by]).await?;
        let facts = self.store().facts(link.organization, ActorId::System).await?;
        let called = |member: MemberId| names.get(&member).cloned().unwrap_or_default();
        Ok(Ok(AsOffer {
            organization: facts.organization.name,
            whom: called(link.member),
            by: called(link.by),
            reason: link.reason,
            expires: link.expires,
        }))
    }

    /// Opens a link to sign in as somebody: a session of a quarter of an hour, in the log under both names,
    /// and told to the person. Of two at once exactly one wins.
    pub async fn open_as(&self, token: &str, place: &Place) -> Result<Result<NewSession, AsProblem>, DirectoryError> {
        let (hash, link) = match self.open_as_link(token).await? {
            Ok(found) => found,
            Err(problem) => return Ok(Err(problem.into())),
        };
        match unhindered!(self.enter_as(&hash, &link, place)) {
            Err(DirectoryError::Refused(refusal)) => Ok(Err(AsProblem::Refused(refusal))),
            other => other,
        }
    }

    async fn enter_as(
        &self,
        presented: &TokenHash,
        link: &AsLinkRecord,
        place: &Place,
    ) -> Result<Result<NewSession, AsProblem>, DirectoryError> {
        // Who asked is judged as they are now (C45).
        let desk = self.desk(link.organization, ActorId::Member(link.by)).coming_from(place.origin(SessionKind::As));
        let id = CommandId::new(&mut self.inner.entropy.ids(self.now()));
        let Begun::Now(mut run) = desk.begin(id, false).await? else { return Ok(Err(LinkProblem::Used.into())) };
        let now = run.at.now;
        if !run.work.use_as_link(presented.as_bytes(), now).await? {
            run.work.roll_back().await?;
            return Ok(Err(LinkProblem::Used.into()));
        }
        let command = Command::SignInAs { member: link.member, reason: link.reason.clone() };
        run.know(&command).await?;
        run.step(&desk, &command).await?;
        let account = run.facts.members.get(&link.member).ok_or_else(not_here)?.account;
        let (token, hash) = self.inner.entropy.with(OneTimeToken::mint);
        let expires = now.plus(AS);
        let row = SessionRow {
            id: SessionId::new(&mut self.inner.entropy.ids(now)),
            hash: *hash.as_bytes(),
            account,
            member: Some(link.member),
            wanted: None,
            stage: Stage::In,
            kind: SessionKind::As,
            address: place.stored_address(),
            device: place.stored_device(),
            begun: now,
            expires,
            by: Some(link.by),
            by_session: link.by_session,
        };
        run.work.add_session(&row).await?;
        desk.finish(*run, vec![Tag::Users, Tag::Mail]).await?;
        Ok(Ok(NewSession { id: row.id, token, expires }))
    }

    async fn open_as_link(
        &self,
        token: &str,
    ) -> Result<Result<(TokenHash, AsLinkRecord), LinkProblem>, DirectoryError> {
        let Some(hash) = TokenHash::from_presented(token) else { return Ok(Err(LinkProblem::Unknown)) };
        let Some(link) = self.store().as_link(hash.as_bytes()).await? else { return Ok(Err(LinkProblem::Unknown)) };
        Ok(if link.used {
            Err(LinkProblem::Used)
        } else if link.expires <= self.now() {
            Err(LinkProblem::Old)
        } else {
            Ok((hash, link))
        })
    }

    /// Whether somebody may still be here as another: asked with every request (C45).
    pub(super) async fn still_may_be(
        &self,
        organization: OrganizationId,
        by: MemberId,
        member: MemberId,
    ) -> Result<bool, DirectoryError> {
        let facts = match self.desk(organization, ActorId::Member(by)).facts().await {
            Ok(facts) => facts,
            // Who isn’t here any more may do nothing.
            Err(DirectoryError::Refused(_)) => return Ok(false),
            Err(other) => return Err(other),
        };
        let target = self.store().members(organization, &[member]).await?.pop();
        Ok(target.is_some_and(|target| as_other::may(&facts, &target).is_ok()))
    }

    /// Proves once more who somebody is who is signed in: by the password, and by their second factor where they
    /// have one.
    pub(crate) async fn prove_again(
        &self,
        account: AccountId,
        password: &rollbook_credentials::Secret<String>,
        shown: Option<Proof<'_>>,
    ) -> Result<Result<(), PresentProblem>, DirectoryError> {
        if let Err(problem) = self.prove_present(account, password).await? {
            return Ok(Err(problem));
        }
        if !self.has_factor(account).await? {
            return Ok(Ok(()));
        }
        let Some(proof) = shown else { return Ok(Err(PresentProblem::Factor)) };
        let unproven = match proof {
            Proof::Passkey { .. } => PresentProblem::Passkey,
            Proof::App(_) | Proof::Recovery(_) => PresentProblem::Factor,
        };
        Ok(self.check_factor(account, proof).await?.map_err(|problem| match problem {
            FactorProblem::Slow(wait) => PresentProblem::Slow(wait),
            _ => unproven,
        }))
    }
}

/// The same as a refusal, at the field that it is about.
fn again(problem: PresentProblem) -> DirectoryError {
    let (field, help) = match problem {
        PresentProblem::Passkey => ("code", "Show one that you set up here yourself, or type a code instead."),
        PresentProblem::Factor => ("code", ""),
        PresentProblem::Wrong | PresentProblem::Slow(_) | PresentProblem::Same => ("password", ""),
    };
    Refusal::new(Code::Invalid, problem.to_string(), help).at(field).into()
}
