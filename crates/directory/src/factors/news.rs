//! What happened to an account’s factors and to its address, taken up into an organization’s log.

use crate::{
    Directory, DirectoryError,
    effects::{self, Beside},
};
use rollbook_domain::{AccountId, Command, CommandId, decide, factor::FactorChange, facts::Context};
use rollbook_store::{ActorId, Stamp, Work};

/// How much is taken up at a time.
const STEP: u32 = 100;

impl Directory {
    /// Takes up, in this unit of work, what happened to the factors of people whom the organization knows, and to
    /// their addresses.
    pub(crate) async fn take_up_news(&self, work: &mut Work) -> Result<bool, DirectoryError> {
        let now = self.now();
        let mut any = false;
        loop {
            let news = work.take_account_news(STEP).await?;
            if news.is_empty() {
                return Ok(any);
            }
            any = true;
            for one in news {
                let mut ids = self.inner.entropy.ids(now);
                let at = Context { now, command: CommandId::new(&mut ids) };
                let mut facts = work.facts(ActorId::System).await?;
                work.know(&mut facts, &[one.member]).await?;
                // People change their own factors; only what took them all off was somebody else.
                let actor = (one.change != Some(FactorChange::Reset)).then_some(one.member);
                let command = match one.change {
                    Some(change) => {
                        Command::NoteFactor { member: one.member, change, now: one.strongest, mails: one.mails }
                    }
                    // As it is by now: whoever moved twice stands at the end of it.
                    None => match work.address_of(one.member).await? {
                        Some(email) => Command::NoteAddress { member: one.member, email },
                        None => continue,
                    },
                };
                let decision = decide(&facts, at, &command, &mut ids)?;
                let stamp = Stamp { at: now, command: at.command, actor };
                work.apply(stamp, &decision.events, &mut || self.inner.entropy.salt()).await?;
                decision.events.iter().for_each(|event| facts.apply(event));
                effects::carry_out(self, work, &facts, &decision.effects, &Beside::default(), now).await?;
            }
        }
    }

    /// Has every organization that knows an account take up its news now. What fails is taken up later, with the next
    /// command or by the watch that keeps time.
    pub(crate) async fn spread(&self, account: AccountId) {
        let organizations = match self.store().organizations_of(account).await {
            Ok(organizations) => organizations,
            Err(error) => {
                tracing::warn!(%error, "news of an account wait");
                return;
            }
        };
        for organization in organizations {
            if let Err(error) = self.settle(organization).await {
                tracing::warn!(%error, %organization, "news of an account wait");
            }
        }
    }
}
