//! Reading as of one moment: what an export says fits together, while others write.

use crate::{ActorId, Engine, Store, StoreError, facts, structure::Structures};
use rollbook_domain::{Facts, OrganizationId};
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
    /// Facts about the organization, with the actor as they are.
    pub async fn facts(&mut self, actor: ActorId) -> Result<Facts, StoreError> {
        facts::load(&mut self.tx, &self.structures, true, self.organization, actor).await
    }
}
