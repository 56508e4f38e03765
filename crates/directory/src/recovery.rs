//! *Forgot password* (R26): a link by mail for whoever may have one, and one answer for everybody
//! (C40). The link changes nothing before it is used, and never switches off a second factor.

use crate::{
    Directory, DirectoryError, Place,
    contract::Tag,
    door::{Begun, unhindered},
    sign_in::{Slowed, email_key},
};
use rollbook_domain::{
    AccountId, Code, Command, CommandId, MemberId, OrganizationId, decide::credentials::recovery_open, pace::Wait,
    session::SessionKind, text::fold,
};
use rollbook_store::ActorId;
use tokio::task::JoinHandle;

/// Somebody asks for a new password by mail.
#[derive(Clone, Debug)]
pub struct Forgot {
    /// The address as typed.
    pub email: String,
    /// The user name as typed, where the form asks for it: the address again, or the person’s name.
    pub user_name: Option<String>,
    /// The organization at whose address they are; `None` at the platform’s.
    pub organization: Option<OrganizationId>,
    /// From where.
    pub place: Place,
}

/// What the form answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Forgotten {
    /// If the address is known and may have one, a link is on its way: the answer where addresses
    /// aren’t told (R26), and while the outbox has no room for one.
    Perhaps,
    /// A link is on its way.
    Sent,
    /// Nobody who may have a link has this address.
    Nobody,
}

/// The answer, and the work that goes on behind it: the answer waits for none of it, so its time tells
/// nothing. Dropping the handle ends nothing.
#[derive(Debug)]
pub struct Asked {
    /// What the form answers.
    pub answer: Forgotten,
    /// The rest of the work, where the answer didn’t wait for it.
    pub work: Option<JoinHandle<()>>,
}

impl Directory {
    /// Whether *Forgot password* is offered at an address at all.
    pub async fn recovery_offered(&self, organization: Option<OrganizationId>) -> Result<bool, DirectoryError> {
        let Some(organization) = organization else { return Ok(true) };
        let facts = self.store().facts(organization, ActorId::System).await?;
        Ok(facts.organization.policy.recovery.offered())
    }

    /// Somebody forgot their password.
    pub async fn forgot(&self, ask: &Forgot) -> Result<Result<Asked, Wait>, DirectoryError> {
        let key = email_key(&ask.email);
        let slowed = [Slowed::Recovery(&key), Slowed::RecoveryFrom(ask.place.address)];
        if let Err(wait) = self.slow(&slowed).await? {
            return Ok(Err(wait));
        }
        let tells = match ask.organization {
            Some(organization) => {
                let facts = self.store().facts(organization, ActorId::System).await?;
                !facts.organization.policy.hides_addresses
            }
            None => false,
        };
        if tells {
            let answer = self.recover(&key, ask).await?;
            return Ok(Ok(Asked { answer, work: None }));
        }
        let (directory, ask) = (self.clone(), ask.clone());
        let work = tokio::spawn(async move {
            if let Err(error) = directory.recover(&key, &ask).await {
                tracing::warn!(%error, "a link for a new password can’t be sent");
            }
        });
        Ok(Ok(Asked { answer: Forgotten::Perhaps, work: Some(work) }))
    }

    /// Sends the link, if there is somebody who may have it; says whether there was.
    async fn recover(&self, key: &str, ask: &Forgot) -> Result<Forgotten, DirectoryError> {
        let Some(found) = self.store().credential(key).await? else { return Ok(Forgotten::Nobody) };
        let Some((organization, member)) = self.sender(found.account, ask.organization).await? else {
            return Ok(Forgotten::Nobody);
        };
        if let Some(typed) = &ask.user_name {
            let members = self.store().members(organization, &[member]).await?;
            let named = members.iter().any(|m| fold(&m.name()) == fold(typed)) || email_key(typed) == key;
            if !named {
                return Ok(Forgotten::Nobody);
            }
        }
        match unhindered!(self.try_recover(organization, member)) {
            Ok(()) => Ok(Forgotten::Sent),
            Err(DirectoryError::Refused(refusal)) if refusal.code == Code::NotAllowed => Ok(Forgotten::Nobody),
            Err(DirectoryError::Refused(refusal)) if refusal.code == Code::OutboxFull => {
                tracing::warn!(%organization, "the outbox is full: a link for a new password can’t be sent");
                Ok(Forgotten::Perhaps)
            }
            Err(other) => Err(other),
        }
    }

    /// Which organization sends the link. The password opens every organization that the person may
    /// enter, so each has to allow it; and of several, the one that has known them longest sends it, so
    /// that nobody gets hold of an account by inviting it and reading their own outbox.
    async fn sender(
        &self,
        account: AccountId,
        asked: Option<OrganizationId>,
    ) -> Result<Option<(OrganizationId, MemberId)>, DirectoryError> {
        let mut open = self.store().openings(account).await?;
        open.retain(|opening| opening.entrant.may_enter(SessionKind::Portal));
        let here = asked.is_none_or(|asked| open.iter().any(|opening| opening.organization == asked));
        if !here || !recovery_open(open.iter().map(|opening| (opening.tier, &opening.policy.recovery))) {
            return Ok(None);
        }
        let first = open.iter().min_by_key(|opening| (opening.since, opening.member));
        Ok(first.map(|opening| (opening.organization, opening.member)))
    }

    async fn try_recover(&self, organization: OrganizationId, member: MemberId) -> Result<(), DirectoryError> {
        let desk = self.desk(organization, ActorId::System);
        let id = CommandId::new(&mut self.inner.entropy.ids(self.now()));
        let Begun::Now(mut run) = desk.begin(id, false).await? else { return Ok(()) };
        let command = Command::Recover { member };
        run.know(&command).await?;
        run.step(&desk, &command).await?;
        desk.finish(*run, vec![Tag::Mail]).await?;
        Ok(())
    }
}
