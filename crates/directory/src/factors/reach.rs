//! Whom an actor couldn’t touch somewhere else (R14, C28): a factor is an account’s, and taking it off opens every door
//! of that account. So it takes somebody who could do it behind each of them.

use crate::{Directory, DirectoryError};
use rollbook_domain::{Facts, MemberId, decide::authority, facts::Actor, member::Status};
use rollbook_store::{ActorId, StoreError};

impl Directory {
    /// Adds, of these members, those who stand in another organization in which the actor couldn’t touch them.
    pub(crate) async fn know_reach(&self, facts: &mut Facts, members: &[MemberId]) -> Result<(), DirectoryError> {
        let Actor::Member(actor) = &facts.actor else { return Ok(()) };
        let (here, actor) = (facts.organization.id, actor.account);
        let mine = self.store().openings(actor).await?;
        for id in members {
            let Some(member) = facts.members.get(id).filter(|member| member.second_factor.is_some()) else { continue };
            for there in self.store().openings(member.account).await? {
                if there.organization == here || there.entrant.status == Status::Archived {
                    continue;
                }
                let me = mine.iter().find(|opening| opening.organization == there.organization);
                let reached = match me {
                    Some(me) => self.touches(there.organization, me.member, there.member).await?,
                    None => false,
                };
                if !reached {
                    facts.out_of_reach.insert(*id);
                    break;
                }
            }
        }
        Ok(())
    }

    async fn touches(
        &self,
        organization: rollbook_domain::OrganizationId,
        actor: MemberId,
        target: MemberId,
    ) -> Result<bool, DirectoryError> {
        let facts = match self.store().facts(organization, ActorId::Member(actor)).await {
            Ok(facts) => facts,
            Err(StoreError::NoActor) => return Ok(false),
            Err(other) => return Err(other.into()),
        };
        let target = self.store().members(organization, &[target]).await?.pop();
        Ok(target.is_none_or(|target| authority::touch(&facts, &target).is_ok()))
    }
}
