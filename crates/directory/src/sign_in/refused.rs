//! Who wasn't let in, in the log (R25, R30): written behind the answer, so that its time tells nobody whether there is
//! such an account. Of whom nobody knows there is only a figure.

use crate::{
    Directory, DirectoryError,
    contract::Tag,
    door::{Begun, unhindered},
};
use rollbook_domain::{
    AccountId, Command, CommandId, MemberId, OrganizationId, event::RefusedBy, origin::Origin, pace::is_noted,
};
use rollbook_store::ActorId;

/// A sign-in that was refused.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refused {
    /// With whose account; with nobody's where it is the nil id.
    pub(crate) account: AccountId,
    /// The organization at whose address it was tried; `None` at the platform's.
    pub(crate) wanted: Option<OrganizationId>,
    /// What was wrong.
    pub(crate) by: RefusedBy,
    /// How many failures in a row it was the last of.
    pub(crate) failures: i64,
}

impl Directory {
    /// Notes it behind the answer, in every organization whose door it was tried at.
    pub(crate) fn refuse_behind(&self, refused: Refused, from: Origin) {
        if !is_noted(refused.failures) {
            return;
        }
        let directory = self.clone();
        self.behind(async move {
            if let Err(error) = directory.note_refused(refused, &from).await {
                tracing::warn!(%error, "a refused sign-in can’t be written to the log");
            }
        });
    }

    async fn note_refused(&self, refused: Refused, from: &Origin) -> Result<(), DirectoryError> {
        for opening in self.store().openings(refused.account).await? {
            if refused.wanted.is_none_or(|wanted| wanted == opening.organization) {
                unhindered!(self.note_refused_in(opening.organization, opening.member, refused, from))?;
            }
        }
        Ok(())
    }

    async fn note_refused_in(
        &self,
        organization: OrganizationId,
        member: MemberId,
        refused: Refused,
        from: &Origin,
    ) -> Result<(), DirectoryError> {
        let desk = self.desk(organization, ActorId::System).coming_from(from.clone());
        let id = CommandId::new(&mut self.inner.entropy.ids(self.now()));
        let Begun::Now(mut run) = desk.begin(id, false).await? else { return Ok(()) };
        let command = Command::NoteRefusedSignIn { member, by: refused.by, failures: refused.failures };
        run.know(&command).await?;
        run.step(&desk, &command).await?;
        desk.finish(*run, vec![Tag::Users]).await?;
        Ok(())
    }
}
