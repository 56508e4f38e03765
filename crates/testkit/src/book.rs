//! An organization of the store alone: events go in without a judgement, for tests below the rules.

use crate::{Cast, MORNING, Place};
use rand::RngExt as _;
use rollbook_domain::{
    CommandId, Event, MemberId, OrganizationId,
    member::{AccessMode, Member, Tier},
    organization::{Organization, Plan, Policy},
};
use rollbook_store::{Engine, Stamp, Store, StoreError};

/// An organization of the store alone.
#[derive(Debug)]
pub struct Book {
    /// Where it lies.
    pub place: Place,
    /// The store.
    pub store: Store,
    /// The organization.
    pub organization: OrganizationId,
    /// Its owner.
    pub owner: MemberId,
    /// People and chance.
    pub cast: Cast,
}

impl Book {
    /// An organization with nobody but its owner.
    pub async fn open(engine: Engine) -> Self {
        Self::at(Place::new(engine)).await
    }

    /// The same at a place.
    pub async fn at(place: Place) -> Self {
        let store = place.store().await;
        let mut cast = Cast::new(1);
        let (organization, owner) = found(&store, &mut cast, "Nordlys").await.expect("an organization");
        Self { place, store, organization, owner, cast }
    }

    /// Another organization in the same database.
    pub async fn second(&mut self, name: &str) -> Result<(OrganizationId, MemberId), StoreError> {
        found(&self.store, &mut self.cast, name).await
    }

    /// What the events of a new command share.
    pub fn stamp(&mut self) -> Stamp {
        Stamp { at: MORNING, command: CommandId::new(&mut self.cast), actor: Some(self.owner) }
    }

    /// Commits events as one command.
    pub async fn apply(&mut self, events: &[Event]) -> CommandId {
        let organization = self.organization;
        self.apply_to(organization, events).await
    }

    /// Commits events of any organization.
    pub async fn apply_to(&mut self, organization: OrganizationId, events: &[Event]) -> CommandId {
        let stamp = self.stamp();
        let mut work = self.store.work(organization).await.expect("a unit of work");
        let rng = &mut self.cast.rng;
        work.apply(stamp, events, &mut || rng.random()).await.expect("the events apply");
        work.commit().await.expect("it commits");
        stamp.command
    }

    /// Adds a member.
    pub async fn add(&mut self, member: &Member) {
        self.apply(&[added(member)]).await;
    }
}

/// The event that adds a member.
fn added(member: &Member) -> Event {
    Event::MemberAdded { member: Box::new(member.clone()), last_sign_in: None }
}

async fn found(store: &Store, cast: &mut Cast, name: &str) -> Result<(OrganizationId, MemberId), StoreError> {
    let organization = Organization {
        id: OrganizationId::new(cast),
        name: name.to_owned(),
        plan: Plan::Enterprise,
        language: "en".to_owned(),
        company: Box::default(),
        billing: Box::default(),
        policy: Policy::default(),
        created_at: MORNING,
    };
    let owner = Member { tier: Tier::Owner, access: AccessMode::All, ..cast.named("Sigrun", name) };
    let events = [Event::OrganizationCreated { organization: organization.clone() }, added(&owner)];
    let stamp = Stamp { at: MORNING, command: CommandId::new(cast), actor: Some(owner.id) };
    let mut work = store.create(&organization).await?;
    let rng = &mut cast.rng;
    work.apply(stamp, &events, &mut || rng.random()).await?;
    work.commit().await?;
    Ok((organization.id, owner.id))
}
