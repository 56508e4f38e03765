//! An outbox in memory that keeps the contract of the trait, with a clock that the test moves.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use rollbook_mail::outbox::{MailId, Outbox, OutboxError, Outgoing, Settled, Surroundings};
use tokio::sync::watch;

use super::NOW;

struct Row {
    mail: Outgoing,
    due: i64,
    done: bool,
    settled: Vec<Settled>,
}

/// The outbox; rows stay in the order in which they were added.
#[derive(Default)]
pub(crate) struct MemoryOutbox {
    rows: Mutex<Vec<Row>>,
    claims: Mutex<Vec<u32>>,
    /// Settling fails, as when the process ends before it.
    pub(crate) forgets: AtomicBool,
}

#[async_trait]
impl Outbox for MemoryOutbox {
    async fn claim(&self, now_ms: i64, lease_ms: i64, limit: u32) -> Result<Vec<Outgoing>, OutboxError> {
        self.claims.lock().expect("not poisoned").push(limit);
        let mut rows = self.rows.lock().expect("not poisoned");
        let due = rows.iter_mut().filter(|row| !row.done && row.due <= now_ms).take(limit as usize);
        Ok(due
            .map(|row| {
                row.due = now_ms + lease_ms;
                row.mail.attempts += 1;
                row.mail.clone()
            })
            .collect())
    }

    async fn settle(&self, id: MailId, settled: Settled) -> Result<(), OutboxError> {
        if self.forgets.load(Ordering::Relaxed) {
            return Err(OutboxError("the process ended here".into()));
        }
        let mut rows = self.rows.lock().expect("not poisoned");
        let row = rows.iter_mut().find(|row| row.mail.id == id).expect("a claimed mail");
        match &settled {
            Settled::Retry { at, .. } => row.due = *at,
            Settled::Sent { .. } | Settled::GaveUp { .. } => row.done = true,
        }
        row.settled.push(settled);
        Ok(())
    }
}

impl MemoryOutbox {
    pub(crate) fn holding(mails: impl IntoIterator<Item = Outgoing>) -> Arc<Self> {
        let outbox = Self::default();
        mails.into_iter().for_each(|mail| outbox.add(mail));
        Arc::new(outbox)
    }

    /// Adds a mail that was never tried and is due at once.
    pub(crate) fn add(&self, mut mail: Outgoing) {
        mail.attempts = 0;
        let row = Row { mail, due: 0, done: false, settled: Vec::new() };
        self.rows.lock().expect("not poisoned").push(row);
    }

    /// How the tries of each mail ended, in the order of adding.
    pub(crate) fn history(&self) -> Vec<Vec<Settled>> {
        self.rows.lock().expect("not poisoned").iter().map(|row| row.settled.clone()).collect()
    }

    /// How often each mail was claimed.
    pub(crate) fn attempts(&self) -> Vec<u32> {
        self.rows.lock().expect("not poisoned").iter().map(|row| row.mail.attempts).collect()
    }

    /// How often anything was asked for.
    pub(crate) fn claims(&self) -> usize {
        self.claims.lock().expect("not poisoned").len()
    }

    pub(crate) fn sent(&self) -> usize {
        let sent = |history: &&Vec<Settled>| matches!(history.last(), Some(Settled::Sent { .. }));
        self.history().iter().filter(sent).count()
    }
}

/// Time that the test moves, no chance, and a way to stop.
pub(crate) struct World {
    pub(crate) now: Arc<AtomicI64>,
    pub(crate) stop: watch::Sender<bool>,
    pub(crate) surroundings: Surroundings,
}

impl World {
    pub(crate) fn new() -> Self {
        let now = Arc::new(AtomicI64::new(NOW));
        let (stop, stopping) = watch::channel(false);
        let clock = now.clone();
        let surroundings = Surroundings {
            clock: Arc::new(move || clock.load(Ordering::Relaxed)),
            chance: Arc::new(|| 0.0),
            stop: stopping,
        };
        Self { now, stop, surroundings }
    }

    pub(crate) fn pass_minutes(&self, minutes: i64) {
        self.now.fetch_add(minutes * 60_000, Ordering::Relaxed);
    }

    /// Minutes since the test began.
    pub(crate) fn minutes_at(ms: i64) -> i64 {
        (ms - NOW) / 60_000
    }
}
