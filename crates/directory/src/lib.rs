//! The directory: the one door through which every change passes, and the views that screens,
//! portal and command line read.
//!
//! [`Directory`] holds a store and what comes from outside (time, chance, where links point).
//! [`Desk`] is a person at work in one organization: nothing can be asked or changed without one,
//! and who it is decides what may be done.

include!("ask_list.rs");

mod activity;
mod asking;
mod asks;
mod away;
mod behind;
mod catalogue;
mod check;
mod company;
pub mod contract;
mod credentials;
mod desk;
mod details;
mod door;
mod effects;
mod error;
mod export;
mod factors;
mod figures;
mod glass;
mod groups;
mod hear;
mod holdings;
mod impact;
mod import;
mod keep;
mod keys;
mod let_in;
mod letters;
mod licences;
mod log;
pub mod mails;
mod me;
mod organization;
mod outbox;
mod own_address;
mod palette;
mod past;
mod payments;
mod permits;
mod person;
mod portal;
mod queued;
mod reception;
mod recovery;
mod registering;
mod replica;
mod reports;
mod review;
mod roles;
mod sample;
mod security;
mod settle;
mod sign_in;
mod sub_accounts;
mod summary;
mod surroundings;
mod tables;
mod task;
mod tickets;
mod wordings;

pub use asking::{Asking, AskingProblem};
pub use asks::{NAMES, Shape, answer, is_command, shapes, takes_long};
pub use check::KeyHolder;
pub use desk::Desk;
pub use error::DirectoryError;
pub use factors::{AppOffer, Choices, Enrolled, FactorProblem, FactorView, Factors, PasskeyOffer, Proof};
pub use import::{ImportReport, Tables};
pub use let_in::LetIn;
pub use me::{Me, OwnProfile};
pub use organization::{Chooser, Founder, NewOrganization, Wanted, judge_password, judge_password_of};
pub use outbox::{OrganizationOutbox, WholeOutbox};
pub use own_address::NewAddress;
pub use payments::{Bill, BillLine, Customer, Payments, PaymentsProblem};
pub use portal::{Accepted, Invitation, LinkProblem, Purpose};
pub use queued::{is_queueable, meanwhile};
pub use reception::Signed;
pub use recovery::{Asked, Forgot, Forgotten};
pub use registering::{Newcomer, Registering, RegisteringProblem};
pub use replica::REPLICA_SCHEMA;
pub use rollbook_store::{ActorId, Addressed, Photo};
pub use sign_in::{
    AsOffer, AsProblem, Entered, Must, NewSession, Opening, Place, PresentProblem, Seated, SessionView, SignIn,
    SignInProblem, Waiting,
};
pub use surroundings::{Clock, Entropy, SystemClock};
pub use task::Task;
pub use tickets::{Redeem, Redeemed, ShownFactor, TicketProblem};

use contract::Tag;
use rollbook_credentials::password::Cost;
use rollbook_domain::OrganizationId;
use rollbook_store::Store;
use std::sync::{Arc, RwLock};
use tokio::sync::{Notify, Semaphore, broadcast};

/// A change that was committed: whose, and what screens read again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Committed {
    /// In which organization; `None` where others may have changed any of them, unheard.
    pub organization: Option<OrganizationId>,
    /// What changed.
    pub tags: Vec<Tag>,
}

/// As many as there are processors: more would only take memory.
fn hashed_at_once() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

impl Committed {
    /// Whether it may be about this organization.
    pub fn concerns(&self, organization: OrganizationId) -> bool {
        self.organization.is_none_or(|changed| changed == organization)
    }
}

/// A store with its door.
#[derive(Clone, Debug)]
pub struct Directory {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    store: Store,
    clock: Arc<dyn Clock>,
    entropy: Entropy,
    cost: Cost,
    templates: wordings::Templates,
    portal: RwLock<String>,
    platform: RwLock<String>,
    members_found: std::sync::atomic::AtomicBool,
    anybody_founds: std::sync::atomic::AtomicBool,
    payments: RwLock<Option<Arc<dyn Payments>>>,
    factor_keys: RwLock<Option<Arc<rollbook_credentials::factor::FactorKeys>>>,
    committed: broadcast::Sender<Committed>,
    mail_waits: Arc<Notify>,
    facts: permits::FactsCache,
    checks: check::Checks,
    /// Argon2 takes memory on purpose: only so many at once, as a link can be presented any
    /// number of times.
    hashing: Arc<Semaphore>,
    behind: behind::Behind,
    /// Whether the store is a replica: what is changed there waits, and nothing comes of it but its events.
    replica: bool,
}

impl Directory {
    /// A door to `store`. `portal` is where links point, such as `http://127.0.0.1:49152`; it comes
    /// from configuration and never from a request (R2, C35).
    pub fn new(store: Store, clock: Arc<dyn Clock>, entropy: Entropy, cost: Cost, portal: &str) -> Self {
        Self::over(store, clock, entropy, cost, portal, false)
    }
    /// A door to a replica (R32). What is changed there is what waits for a connection: its events are
    /// carried out, so that lists and records show it, and no mail, link, session or password comes of it,
    /// nor does anything dated begin or end. All of that happens where it is carried out.
    pub fn of_replica(store: Store, clock: Arc<dyn Clock>, entropy: Entropy, cost: Cost) -> Self {
        Self::over(store, clock, entropy, cost, "", true)
    }
    fn over(store: Store, clock: Arc<dyn Clock>, entropy: Entropy, cost: Cost, portal: &str, replica: bool) -> Self {
        let (committed, _) = broadcast::channel(256);
        Self {
            inner: Arc::new(Inner {
                store,
                clock,
                entropy,
                cost,
                templates: wordings::Templates::default(),
                portal: RwLock::new(portal.trim_end_matches('/').to_owned()),
                platform: RwLock::new("Rollbook".to_owned()),
                members_found: false.into(),
                anybody_founds: false.into(),
                payments: RwLock::new(None),
                factor_keys: RwLock::new(None),
                committed,
                mail_waits: Arc::new(Notify::new()),
                facts: permits::FactsCache::default(),
                checks: check::Checks::default(),
                hashing: Arc::new(Semaphore::new(hashed_at_once())),
                behind: behind::Behind::default(),
                replica,
            }),
        }
    }
    /// The store behind it.
    pub fn store(&self) -> &Store {
        &self.inner.store
    }
    /// This moment.
    pub fn now(&self) -> rollbook_domain::Timestamp {
        self.inner.clock.now()
    }
    /// Where links point.
    pub fn portal(&self) -> String {
        self.inner.portal.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
    /// Says where links point from now on.
    pub fn set_portal(&self, base: &str) {
        let mut held = self.inner.portal.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        base.trim_end_matches('/').clone_into(&mut held);
    }
    /// What people call the platform that this serves.
    pub fn platform(&self) -> String {
        self.inner.platform.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
    /// Says what people call it; it comes from configuration.
    pub fn set_platform(&self, name: &str) {
        name.clone_into(&mut self.inner.platform.write().unwrap_or_else(std::sync::PoisonError::into_inner));
    }
    /// A value that nobody can guess: 256 random bits as text.
    pub fn unguessable(&self) -> rollbook_credentials::Secret<String> {
        self.inner.entropy.with(rollbook_credentials::OneTimeToken::mint).0
    }
    /// The organization whose sign-in page is at `/o/{place}`: by its id, or its name with hyphens for
    /// spaces.
    pub async fn organization_at(&self, place: &str) -> Result<Option<Addressed>, DirectoryError> {
        Ok(self.store().organization_at(place).await?)
    }
    /// Says to everybody who works on this database where links point: the server that serves them calls it.
    pub async fn tell_portal(&self) -> Result<(), DirectoryError> {
        Ok(self.store().set_portal(&self.portal()).await?)
    }
    /// Takes over where links point from the server that serves them; `false` where none ever said it.
    pub async fn take_portal(&self) -> Result<bool, DirectoryError> {
        let told = self.store().portal().await?;
        if let Some(base) = &told {
            self.set_portal(base);
        }
        Ok(told.is_some())
    }
    /// Hears of every committed change; of those of others while [`Directory::hear_others`] is polled.
    pub fn subscribe(&self) -> broadcast::Receiver<Committed> {
        self.inner.committed.subscribe()
    }
    /// Rings whenever a mail was put into the outbox.
    pub fn mail_waits(&self) -> Arc<Notify> {
        Arc::clone(&self.inner.mail_waits)
    }
    /// A person at work in an organization. Who they are, and whether they still may, is read again
    /// with every command (C45).
    pub fn desk(&self, organization: OrganizationId, actor: ActorId) -> Desk {
        Desk::new(self.clone(), organization, actor)
    }
    /// Tells the open windows.
    pub(crate) fn tell(&self, organization: OrganizationId, tags: Vec<Tag>) {
        // Nobody listening is fine.
        drop(self.inner.committed.send(Committed { organization: Some(organization), tags }));
    }
}
