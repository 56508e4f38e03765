//! Reading as of one moment: what an export says fits together, while others write.

use crate::{ActorId, Engine, Store, StoreError, facts, structure::Structures};
use rollbook_domain::{Facts, MemberId, OrganizationId, member::Member, structure::Structure};
use sqlx::{Any, Transaction};
use std::sync::Arc;

/// An organization as it is at one moment. Nothing is written by it.
#[derive(Debug)]
pub struct Moment {
    pub(crate) tx: Transaction<'static, Any>,
    pub(crate) engine: Engine,
    pub(crate) organization: OrganizationId,
    structures: Arc<Structures>,
}

impl Store {
    /// This moment of an organization.
    pub async fn moment(&self, organization: OrganizationId) -> Result<Moment, StoreError> {
        let mut tx = self.pool.begin().await?;
        if let Some(statement) = self.engine.one_moment() {
            sqlx::query(statement).execute(&mut *tx).await?;
        }
        Ok(Moment { tx, engine: self.engine, organization, structures: Arc::clone(&self.structures) })
    }
}

impl Moment {
    /// A member with what they hold, and the structure that it is judged by.
    pub async fn member(&mut self, member: MemberId) -> Result<Option<(Member, Arc<Structure>)>, StoreError> {
        let facts = self.facts(ActorId::System).await?;
        let found = facts::members(&mut self.tx, self.organization, &[member]).await?.pop();
        Ok(found.map(|member| (member, facts.structure)))
    }
    /// Members with what they hold; those that aren’t there are left out.
    pub async fn members(&mut self, ids: &[MemberId]) -> Result<Vec<Member>, StoreError> {
        facts::members(&mut self.tx, self.organization, ids).await
    }
    /// Facts about the organization, with the actor as they are.
    pub async fn facts(&mut self, actor: ActorId) -> Result<Facts, StoreError> {
        facts::load(&mut self.tx, &self.structures, true, self.organization, actor).await
    }
}
