//! A mail server in memory, for the worker of the outbox.

use async_trait::async_trait;
use rollbook_directory::Clock as _;
use rollbook_mail::{
    outbox::{Conversation, Outgoing, Sender, Surroundings},
    smtp::SendError,
};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::watch;

use crate::MovingClock;

/// Takes mails and keeps them, or refuses each one.
#[derive(Clone, Default)]
pub struct Post {
    taken: Arc<Mutex<Vec<Outgoing>>>,
    refusal: Arc<Mutex<Option<SendError>>>,
}

impl Post {
    /// The mails that were taken so far.
    pub fn taken(&self) -> Vec<Outgoing> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Refuses from now on, or takes again.
    pub fn refuse(&self, refusal: Option<SendError>) {
        *self.refusal.lock().unwrap_or_else(PoisonError::into_inner) = refusal;
    }
}

#[async_trait]
impl Sender for Post {
    async fn open(&self) -> Result<Box<dyn Conversation>, SendError> {
        Ok(Box::new(self.clone()))
    }

    fn longest(&self) -> Duration {
        Duration::from_mins(1)
    }
}

#[async_trait]
impl Conversation for Post {
    async fn send(&mut self, mail: &Outgoing, _now_ms: i64) -> Result<(), SendError> {
        if let Some(refusal) = self.refusal.lock().unwrap_or_else(PoisonError::into_inner).clone() {
            return Err(refusal);
        }
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).push(mail.clone());
        Ok(())
    }

    async fn close(self: Box<Self>) {}
}

/// What a run of the worker takes from outside: the test's clock, no chance, nobody who stops it.
/// The sender of the stop lives as long as the run is wanted.
pub fn surroundings(clock: &Arc<MovingClock>) -> (Surroundings, watch::Sender<bool>) {
    let (stop, stopped) = watch::channel(false);
    let clock = Arc::clone(clock);
    (Surroundings { clock: Arc::new(move || clock.now().0), chance: Arc::new(|| 0.5), stop: stopped }, stop)
}
