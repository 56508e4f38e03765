//! What begins and ends by itself (B13): settled before every command, and by a watch that sleeps
//! until the next moment at which something is due.

use crate::{
    Directory, DirectoryError,
    desk::every_tag,
    effects::{self, Beside},
};
use rollbook_domain::{Command, CommandId, OrganizationId, decide, facts::Context};
use rollbook_store::{ActorId, Stamp, Work};
use std::time::Duration;

/// How many of each sort one step settles.
const STEP: i64 = 200;
/// The longest sleep: the machine may have slept too, and its clock been set.
const LONGEST: Duration = Duration::from_mins(1);

impl Directory {
    /// Begins and ends, in this unit of work, what is due by now; says whether anything was.
    pub(crate) async fn settle_in(&self, work: &mut Work) -> Result<bool, DirectoryError> {
        let now = self.now();
        let mut any = self.take_up_news(work).await?;
        loop {
            let due = work.due(now, STEP).await?;
            if due.is_empty() {
                return Ok(any);
            }
            any = true;
            let mut ids = self.inner.entropy.ids(now);
            let at = Context { now, command: CommandId::new(&mut ids) };
            let mut facts = work.facts(ActorId::System).await?;
            let members: Vec<_> = due.iter().map(|due| due.member).collect();
            work.know(&mut facts, &members).await?;
            // Whoever gave what begins now is judged as they are now (R6).
            let holds = facts.members.values().map(|member| &member.holds);
            let givers = holds.flat_map(|holds| holds.waiting.iter().map(|w| w.by).chain([holds.period_by])).flatten();
            let givers: Vec<_> = givers.filter(|giver| !members.contains(giver)).collect();
            work.know(&mut facts, &givers).await?;
            facts.due = due;
            let decision = decide(&facts, at, &Command::Settle, &mut ids)?;
            if decision.events.is_empty() {
                // Nothing may stand in the way of every other command for it.
                tracing::error!(organization = %work.organization(), "something is due and nothing comes of it");
                return Ok(any);
            }
            let stamp = Stamp { at: now, command: at.command, actor: None };
            work.apply(stamp, &decision.events, &mut || self.inner.entropy.salt()).await?;
            decision.events.iter().for_each(|event| facts.apply(event));
            effects::carry_out(self, work, &facts, &decision.effects, &Beside::default(), now).await?;
        }
    }

    /// Settles one organization now, and says when something is due next.
    pub async fn settle(
        &self,
        organization: OrganizationId,
    ) -> Result<Option<rollbook_domain::Timestamp>, DirectoryError> {
        let store = self.store();
        let next = store.next_due(organization).await?;
        if next.is_none_or(|at| at > self.now()) && !store.has_account_news(organization).await? {
            return Ok(next);
        }
        let mut work = store.work(organization).await?;
        if self.settle_in(&mut work).await? {
            work.announce(&crate::hear::words(&every_tag()));
            work.commit().await?;
            self.tell(organization, every_tag());
        }
        Ok(store.next_due(organization).await?)
    }

    /// Watches one organization for as long as it is polled: settles what is due when it is due.
    pub async fn keep_time(&self, organization: OrganizationId) {
        let mut changes = self.subscribe();
        let mut tidied = None;
        loop {
            self.tidy_now_and_then(&mut tidied).await;
            let sleep = match self.settle(organization).await {
                Ok(Some(next)) => {
                    let left = u64::try_from(next.0 - self.now().0).unwrap_or(0);
                    Duration::from_millis(left).min(LONGEST)
                }
                Ok(None) => LONGEST,
                Err(error) => {
                    tracing::warn!(%error, "what is due can’t be settled; tried again");
                    LONGEST
                }
            };
            // A change may have brought an earlier moment.
            tokio::select! {
                () = tokio::time::sleep(sleep) => {}
                told = changes.recv() => {
                    if matches!(told, Err(tokio::sync::broadcast::error::RecvError::Closed)) {
                        return;
                    }
                }
            }
        }
    }
}
