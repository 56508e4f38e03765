//! The way back in for somebody who lost every second factor and every recovery code, and whom no administrator may
//! touch: at the server itself, and in the log (C16).

use crate::{Directory, DirectoryError, contract::Tag, door::Run};
use rollbook_domain::{
    Command, CommandId, MemberId, OrganizationId,
    facts::Context,
    origin::{Origin, Way},
};
use rollbook_store::ActorId;

impl Directory {
    /// Takes every second factor off a member, recovery codes too, and ends their sessions. Whoever can call this holds
    /// the database; it is for the command line alone.
    pub async fn recover_factors(&self, organization: OrganizationId, member: MemberId) -> Result<(), DirectoryError> {
        let desk = self.desk(organization, ActorId::System).coming_from(Origin::by(Way::Server));
        let mut work = self.store().work(organization).await?;
        self.settle_in(&mut work).await?;
        let facts = work.facts(ActorId::System).await?;
        work.come_from(desk.origin())?;
        let now = self.now();
        let at = Context { now, command: CommandId::new(&mut self.inner.entropy.ids(now)) };
        let mut run = Run::new(work, facts, at, false);
        let command = Command::RecoverFactors { member };
        run.know(&command).await?;
        run.step(&desk, &command).await?;
        desk.finish(run, vec![Tag::Users]).await?;
        Ok(())
    }
}
