//! *Ask for an invitation*: the way for somebody without access. Those who may invite hear of it; whoever asks hears the
//! same whoever they are (C40).

use crate::{
    Directory, DirectoryError, Place,
    contract::Tag,
    door::{Begun, unhindered},
    sign_in::{Slowed, email_key},
};
use rollbook_domain::{Code, Command, CommandId, OrganizationId, Refusal, decide::asking::checked, pace::Wait};
use rollbook_store::ActorId;

/// Somebody asks for an invitation.
#[derive(Clone, Debug)]
pub struct Asking {
    /// As they call themselves.
    pub name: String,
    /// Where the invitation would go, as typed.
    pub email: String,
    /// Of which organization.
    pub organization: OrganizationId,
    /// From where.
    pub place: Place,
}

/// Why nobody hears of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AskingProblem {
    /// The organization doesn't want to be asked.
    Off,
    /// What was typed can't be read by anybody.
    Wrong(Refusal),
    /// Too many asked.
    Slow(Wait),
}

impl Directory {
    /// Whether an organization wants to be asked.
    pub async fn asking_offered(&self, organization: OrganizationId) -> Result<bool, DirectoryError> {
        let facts = self.store().facts(organization, ActorId::System).await?;
        Ok(facts.organization.policy.invitation_asks)
    }

    /// Somebody asks for an invitation. What comes of it goes on behind the answer.
    pub async fn ask_invitation(&self, ask: &Asking) -> Result<Result<(), AskingProblem>, DirectoryError> {
        if !self.asking_offered(ask.organization).await? {
            return Ok(Err(AskingProblem::Off));
        }
        if let Err(refusal) = checked(&ask.name, &ask.email) {
            return Ok(Err(AskingProblem::Wrong(refusal)));
        }
        let key = email_key(&ask.email);
        let slowed = [Slowed::Asking(&key), Slowed::AskingFrom(ask.place.address), Slowed::AskingOf(ask.organization)];
        if let Err(wait) = self.slow(&slowed).await? {
            return Ok(Err(AskingProblem::Slow(wait)));
        }
        let (directory, ask) = (self.clone(), ask.clone());
        self.behind(async move {
            match unhindered!(directory.try_ask(&ask)) {
                Ok(()) => {}
                Err(DirectoryError::Refused(refusal)) if refusal.code == Code::NotAllowed => {}
                Err(error) => tracing::warn!(%error, "nobody can be told who asks for an invitation"),
            }
        });
        Ok(Ok(()))
    }

    async fn try_ask(&self, ask: &Asking) -> Result<(), DirectoryError> {
        let desk = self.desk(ask.organization, ActorId::System);
        let id = CommandId::new(&mut self.inner.entropy.ids(self.now()));
        let Begun::Now(mut run) = desk.begin(id, false).await? else { return Ok(()) };
        let command = Command::AskInvitation { name: ask.name.clone(), email: ask.email.clone() };
        run.know(&command).await?;
        run.step(&desk, &command).await?;
        desk.finish(*run, vec![Tag::Mail]).await?;
        Ok(())
    }
}
