//! What the portal asks: whom a link is for, and accepting an invitation (R1, R2, R6) or choosing a
//! first password (R5).

use crate::{Directory, DirectoryError, Place, contract::Tag, door::Begun};
use rollbook_credentials::{Secret, TokenHash, password::PasswordRules};
use rollbook_domain::{
    Code, Command, CommandId, MemberId, OrganizationId, Refusal, Timestamp,
    command::PasswordBy,
    facts::Actor,
    member::{Member, Status},
    session::SessionKind,
};
use rollbook_store::{ActorId, LinkRecord};

/// Why a link doesn't work; the portal words each.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LinkProblem {
    /// Not a link that was ever given, or mangled on its way.
    #[error("This link isn’t complete. Copy all of it from the mail, or open it from there.")]
    Unknown,
    /// It was used.
    #[error("This link was used already. Sign in, or ask for a new invitation.")]
    Used,
    /// A newer one replaced it, or the invitation was taken back.
    #[error("This link no longer works: a newer one was sent, or the invitation was taken back.")]
    Replaced,
    /// Its time is over.
    #[error("This link is too old. Ask for a new invitation.")]
    Old,
}

/// What a link is for; it opens nothing else (C36).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// Accepting an invitation (R1).
    Invite,
    /// Choosing a first password, where the person stands as active already (R5).
    Access,
    /// Choosing a new password, by a link that an administrator sent (R2).
    Password,
    /// The same by a reset ticket (R35).
    Ticket,
    /// The same by a link that the person asked for (R26).
    Recovery,
    /// The same by a link that was made at the server itself (C16).
    Local,
}

impl Purpose {
    /// The word that a link's purpose is stored under.
    pub(crate) const fn stored(self) -> &'static str {
        match self {
            Self::Invite => "invitation",
            Self::Access => "access",
            Self::Password => "password",
            Self::Ticket => "ticket",
            Self::Recovery => "recovery",
            Self::Local => "local",
        }
    }

    /// The page that its links open.
    pub(crate) const fn page(self) -> &'static str {
        match self {
            Self::Invite | Self::Access => "join",
            Self::Password | Self::Ticket | Self::Recovery | Self::Local => "password",
        }
    }

    /// Whether a password is chosen there by whoever has one already.
    const fn renews(self) -> bool {
        matches!(self, Self::Password | Self::Ticket | Self::Recovery | Self::Local)
    }

    fn of(stored: &str) -> Option<Self> {
        [Self::Invite, Self::Access, Self::Password, Self::Ticket, Self::Recovery, Self::Local]
            .into_iter()
            .find(|purpose| purpose.stored() == stored)
    }

    /// What the person behind the link asks for by using it.
    const fn command(self, member: MemberId, sender: Option<MemberId>, sent: Timestamp) -> Command {
        match self {
            Self::Invite => Command::Accept { member, inviter: sender, sent },
            Self::Access => Command::SetFirstPassword { member, sender },
            Self::Password | Self::Ticket => Command::ChangePassword { member, by: PasswordBy::Link { sender } },
            Self::Recovery => Command::ChangePassword { member, by: PasswordBy::Recovery },
            Self::Local => Command::ChangePassword { member, by: PasswordBy::Local },
        }
    }
}

/// An invitation, or access that was set up already, as its page shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Invitation {
    /// What the link is for.
    pub purpose: Purpose,
    /// The organization's name.
    pub organization: String,
    /// The invited person's name.
    pub name: String,
    /// Their given names.
    pub first_name: String,
    /// Their family names.
    pub last_name: String,
    /// What they sign in with.
    pub email: String,
    /// Who sent the link.
    pub inviter: String,
    /// When.
    pub invited_at: Timestamp,
    /// Until when the link works.
    pub expires: Timestamp,
    /// Whether the person has a password already and only confirms (R1).
    pub joins: bool,
    /// What a password that is chosen here has to be (R23).
    pub rules: PasswordRules,
    /// BCP 47 tag of the language the mail was in.
    pub language: String,
}

/// How an acceptance ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Accepted {
    /// The organization's name.
    pub organization: String,
    /// What they sign in with.
    pub email: String,
    /// What the inviter may no longer give and was left out, in words (R6).
    pub left_out: Vec<String>,
}

/// A link that works, the person whom it is for, and what for.
struct Open {
    link: LinkRecord,
    member: Member,
    purpose: Purpose,
}

impl Directory {
    /// Whom a presented token invites. Nothing is changed: opening a link never uses it up (C47).
    pub async fn invitation(&self, token: &str) -> Result<Result<Invitation, LinkProblem>, DirectoryError> {
        let Open { link, member, purpose } = match self.open_link(token).await? {
            Ok(found) => found,
            Err(problem) => return Ok(Err(problem)),
        };
        let facts = self.store().facts(link.organization, ActorId::System).await?;
        let inviter = match link.inviter {
            Some(inviter) => {
                self.store().members(link.organization, &[inviter]).await?.pop().map(|member| member.name())
            }
            None => None,
        };
        let rules = self.password_rules(member.account).await?;
        Ok(Ok(Invitation {
            purpose,
            inviter: inviter.unwrap_or_else(|| facts.organization.name.clone()),
            organization: facts.organization.name,
            name: member.name(),
            email: member.email.as_str().to_owned(),
            first_name: member.first_name,
            last_name: member.last_name,
            invited_at: link.created_at,
            expires: link.expires,
            joins: member.has_password && !purpose.renews(),
            rules,
            language: member.language,
        }))
    }

    /// The person accepts, or chooses a first or a new password: with a new password, or by confirming where they have one. Of two at
    /// once exactly one wins (R2).
    pub async fn accept(
        &self,
        token: &str,
        password: Option<&Secret<String>>,
    ) -> Result<Result<Accepted, LinkProblem>, DirectoryError> {
        self.accept_from(token, password, None).await
    }

    /// The same, from somewhere.
    pub async fn accept_from(
        &self,
        token: &str,
        password: Option<&Secret<String>>,
        place: Option<&Place>,
    ) -> Result<Result<Accepted, LinkProblem>, DirectoryError> {
        let Open { link, member, purpose } = match self.open_link(token).await? {
            Ok(found) => found,
            Err(problem) => return Ok(Err(problem)),
        };
        let facts = self.store().facts(link.organization, ActorId::System).await?;
        let hash = self.password_for(purpose, &member, &facts.organization.name, password).await?;
        let desk = self.desk(link.organization, ActorId::Invited(member.id));
        let desk = match place {
            Some(place) => desk.coming_from(place.origin(SessionKind::Portal)),
            None => desk,
        };
        let id = CommandId::new(&mut self.inner.entropy.ids(self.now()));
        let Begun::Now(mut run) = desk.begin(id, false).await? else { return Ok(Err(LinkProblem::Used)) };
        let Some(presented) = TokenHash::from_presented(token) else { return Ok(Err(LinkProblem::Unknown)) };
        let now = run.at.now.0;
        if !run.work.use_link(presented.as_bytes(), purpose.stored(), now).await? {
            run.work.roll_back().await?;
            return Ok(Err(LinkProblem::Used));
        }
        run.beside.password = hash;
        let command = purpose.command(member.id, link.inviter, link.created_at);
        run.know(&command).await?;
        let decision = run.step(&desk, &command).await?;
        let left_out = decision
            .events
            .iter()
            .find_map(|event| match event {
                rollbook_domain::Event::InvitationAccepted { left_out, .. } => Some(left_out.clone()),
                _ => None,
            })
            .unwrap_or_default();
        desk.finish(*run, vec![Tag::Users, Tag::Groups, Tag::Mail]).await?;
        Ok(Ok(Accepted { organization: facts.organization.name, email: member.email.as_str().to_owned(), left_out }))
    }

    async fn password_for(
        &self,
        purpose: Purpose,
        member: &Member,
        organization: &str,
        password: Option<&Secret<String>>,
    ) -> Result<Option<String>, DirectoryError> {
        if member.has_password && !purpose.renews() {
            return Ok(None);
        }
        let password = password.ok_or_else(|| DirectoryError::Password("Choose a password.".to_owned()))?;
        let chooser = self.chooser(member, organization).await?;
        Ok(Some(self.hash_password(password, chooser).await?))
    }

    /// The link behind a token, and the person it is for; organization and person come from the
    /// link itself, never from the caller (C28, C36).
    async fn open_link(&self, token: &str) -> Result<Result<Open, LinkProblem>, DirectoryError> {
        let Some(hash) = TokenHash::from_presented(token) else { return Ok(Err(LinkProblem::Unknown)) };
        let Some(link) = self.store().link(hash.as_bytes()).await? else { return Ok(Err(LinkProblem::Unknown)) };
        let Some(purpose) = Purpose::of(&link.purpose) else { return Ok(Err(LinkProblem::Unknown)) };
        if let Err(problem) = still_open(&link, self.now()) {
            return Ok(Err(problem));
        }
        let member = self.store().members(link.organization, &[link.member]).await?.pop();
        let Some(member) = member else { return Ok(Err(LinkProblem::Replaced)) };
        // A first password is chosen once, wherever, and by nobody who is shut out.
        Ok(match (purpose, member.status, member.has_password) {
            (Purpose::Access, _, true) => Err(LinkProblem::Used),
            (Purpose::Access, Status::Pending | Status::Suspended | Status::Archived, false) => {
                Err(LinkProblem::Replaced)
            }
            (Purpose::Password | Purpose::Ticket | Purpose::Recovery | Purpose::Local, status, _)
                if status != Status::Active =>
            {
                Err(LinkProblem::Replaced)
            }
            _ => Ok(Open { link, member, purpose }),
        })
    }
}

/// Whether a link can still be used, whatever it is for.
pub(crate) fn still_open(link: &LinkRecord, now: Timestamp) -> Result<(), LinkProblem> {
    if link.used {
        Err(LinkProblem::Used)
    } else if link.killed {
        Err(LinkProblem::Replaced)
    } else if link.expires <= now {
        Err(LinkProblem::Old)
    } else {
        Ok(())
    }
}

impl Directory {
    /// The owner of an organization: who sits at the desk of a local file (it is their key).
    pub async fn owner(&self, organization: OrganizationId) -> Result<Member, DirectoryError> {
        let owner: MemberId = self.store().owner(organization).await?;
        let facts = self.store().facts(organization, ActorId::Member(owner)).await?;
        match facts.actor {
            Actor::Member(member) => Ok(*member),
            Actor::Invited(_) | Actor::System => {
                Err(Refusal::new(Code::NotFound, "The organization has no owner.", "Open a backup.").into())
            }
        }
    }
}
