//! What runs beside an organization beyond this computer: it asks whether there is a connection, keeps
//! the replica and sends what waits. Screens read from what it publishes and never wait for the line.

use crate::{
    Entry, Failure, Offline, Progress, Step, Ticketed, Unread, Upstream,
    sense::{CALM, Sense},
};
use async_trait::async_trait;
use rollbook_directory::{
    Desk,
    contract::{SettleHow, SettleQueued, WireCode, WireError},
};
use rollbook_domain::Timestamp;
use serde_json::Value;
use std::{path::PathBuf, pin::pin, sync::Arc, time::Duration};
use tokio::{
    sync::{Mutex, Notify, watch},
    time::{sleep, timeout},
};

/// How an organization stands, for screens.
#[derive(Clone, Debug, Default)]
pub struct Status {
    /// Whether there is a connection; `None` until it is known.
    pub online: Option<bool>,
    /// Since when there is none, by the clock of this computer.
    pub lost_at: Option<Timestamp>,
    /// When the other side was heard last, by the clock of this computer.
    pub synced: Option<Timestamp>,
    /// How far the first copy is, while it is made.
    pub progress: Option<Progress>,
    /// What was given without a connection, in order.
    pub entries: Vec<Entry>,
    /// Whether the other side went back to an earlier state, as from a backup.
    pub went_back: bool,
    /// A queue of before that can’t be read any more, or belongs elsewhere.
    pub unreadable: Option<PathBuf>,
    /// Entries that this version can’t read.
    pub unread: Vec<Unread>,
    /// Whether the time to read here without a connection is over.
    pub is_over: bool,
    /// Reset tickets that were made here, the newest first (R35).
    pub tickets: Vec<Ticketed>,
    /// Where everything is read without a connection.
    pub desk: Option<Desk>,
}

/// Keeps an organization, for as long as [`Keeper::run`] is polled.
#[derive(Clone, Debug)]
pub struct Keeper {
    offline: Arc<Mutex<Offline>>,
    status: Arc<watch::Sender<Status>>,
    wanted: Arc<Notify>,
}

impl Keeper {
    /// A keeper of what is here.
    pub fn new(mut offline: Offline) -> Self {
        let status = Arc::new(watch::Sender::new(told(&mut offline, None)));
        Self { offline: Arc::new(Mutex::new(offline)), status, wanted: Arc::default() }
    }

    /// The same where somebody started without a connection: everything is read here, until there is one.
    pub fn without_a_line(mut offline: Offline) -> Self {
        offline.lost();
        let status = Status { lost_at: Some(offline.now()), ..told(&mut offline, Some(false)) };
        let status = Arc::new(watch::Sender::new(status));
        Self { offline: Arc::new(Mutex::new(offline)), status, wanted: Arc::default() }
    }

    /// How it stands, now and from now on.
    pub fn status(&self) -> watch::Receiver<Status> {
        self.status.subscribe()
    }

    /// Asks at once: a person wants to know, the machine woke up, or something happened at the other side.
    pub fn try_now(&self) {
        self.wanted.notify_one();
    }

    /// Does something with what is here, such as giving a command, and tells how it stands then.
    pub async fn with<T>(&self, work: impl AsyncFnOnce(&mut Offline) -> T) -> T {
        let mut offline = self.offline.lock().await;
        let done = work(&mut offline).await;
        // Read before it is written: what is borrowed would keep the writer waiting.
        let online = self.status.borrow().online;
        self.tell(&mut offline, online);
        drop(offline);
        self.try_now();
        done
    }

    /// Closes the files; nothing is answered any more.
    pub async fn close(&self) {
        self.offline.lock().await.close().await;
    }

    /// Whoever was signed in leaves: nothing is read here any more (R34). What waits stays for when they are back.
    pub async fn leave(&self) {
        self.with(async |offline| offline.shut().await).await;
    }

    /// Carries out what a person decided about a command that was given without a connection (R33).
    pub async fn settle(&self, ask: &SettleQueued) -> Result<(), WireError> {
        let command = ask.command;
        let settled = self.with(async |offline| match ask.how {
            SettleHow::KeepTheirs => offline.keep_theirs(command).await,
            SettleHow::ApplyMine => offline.apply_mine(command).await.map(drop),
            SettleHow::Drop => offline.drop_entry(command).await,
            SettleHow::SendAgain => offline.send_again(command).await.map(drop),
        });
        settled.await.map_err(|failure| match failure {
            Failure::Rule(error) => error,
            Failure::Store(error) => error.into(),
            failure => {
                tracing::error!(%failure, "what was decided about the queue isn’t kept");
                WireError::new(WireCode::Internal, "It can’t be kept on this computer.", "Try again.")
            }
        })
    }

    /// Keeps the replica and sends what waits. `patience` is how long a greeting may take.
    pub async fn run(&self, upstream: &dyn Upstream, patience: Duration) {
        let mut sense = Sense::default();
        let (mut wanted, mut learned) = (true, false);
        loop {
            if greeted(upstream, patience).await {
                let back = sense.answered();
                let watched = Watched { upstream, patience };
                // Once each time that there is a connection: the key is the sign-in’s, and that stays.
                if !learned || back {
                    learned = self.learn(&watched).await;
                }
                self.online(&watched, &mut sense, back || wanted).await;
            } else {
                sense.failed();
                self.away(upstream).await;
            }
            wanted = tokio::select! {
                () = self.wanted.notified() => true,
                () = sleep(sense.pause()) => false,
            };
            if wanted {
                sense.try_now();
            }
        }
    }

    async fn learn(&self, upstream: &dyn Upstream) -> bool {
        match self.offline.lock().await.learn_ticket_key(upstream).await {
            Ok(()) => true,
            Err(failure) => {
                tracing::warn!(%failure, "by what tickets are made isn’t kept");
                false
            }
        }
    }

    /// Carries out everything that there is to do, one step at a time: screens come in between.
    async fn online(&self, upstream: &dyn Upstream, sense: &mut Sense, anew: bool) {
        {
            let mut offline = self.offline.lock().await;
            if anew || offline.is_stale() {
                offline.heard_of();
            }
        }
        loop {
            let mut offline = self.offline.lock().await;
            let step = offline.step(upstream).await;
            match step {
                Ok(Step::Rest) => return self.tell(&mut offline, Some(true)),
                Ok(_) => self.tell(&mut offline, Some(true)),
                Err(Failure::Away(_)) => {
                    sense.failed();
                    return self.tell(&mut offline, Some(false));
                }
                Err(failure) => {
                    tracing::warn!(%failure, "a step of the replica isn’t done");
                    return self.tell(&mut offline, Some(true));
                }
            }
        }
    }

    /// Shows what waits on top of what is here.
    async fn away(&self, upstream: &dyn Upstream) {
        let mut offline = self.offline.lock().await;
        offline.lost();
        loop {
            match offline.step(upstream).await {
                Ok(Step::Rest) => break,
                Ok(_) | Err(Failure::Rule(_)) => {}
                Err(failure) => {
                    tracing::warn!(%failure, "what waits isn’t shown");
                    break;
                }
            }
        }
        self.tell(&mut offline, Some(false));
    }

    fn tell(&self, offline: &mut Offline, online: Option<bool>) {
        let mut status = told(offline, online);
        if online == Some(false) {
            let since = self.status.borrow().lost_at;
            status.lost_at = since.or_else(|| Some(offline.now()));
        }
        self.status.send_replace(status);
    }
}

/// Whether it greets in time.
async fn greeted(upstream: &dyn Upstream, patience: Duration) -> bool {
    matches!(timeout(patience, upstream.greet()).await, Ok(Ok(())))
}

/// A line that is watched while an answer takes its time: a part of a large organization may, a line that
/// is lost may not.
struct Watched<'a> {
    upstream: &'a dyn Upstream,
    patience: Duration,
}

#[async_trait]
impl Upstream for Watched<'_> {
    async fn greet(&self) -> Result<(), WireError> {
        self.upstream.greet().await
    }
    async fn ask(&self, name: &str, request: Value) -> Result<String, WireError> {
        let mut asked = pin!(self.upstream.ask(name, request));
        let lost = async {
            loop {
                sleep(CALM).await;
                if !greeted(self.upstream, self.patience).await {
                    return;
                }
            }
        };
        tokio::select! {
            answer = &mut asked => answer,
            () = lost => Err(WireError::new(WireCode::Unreachable, "The connection was lost.", "")),
        }
    }
}

fn told(offline: &mut Offline, online: Option<bool>) -> Status {
    Status {
        online,
        lost_at: None,
        synced: offline.synced(),
        progress: offline.progress(),
        entries: offline.entries().to_vec(),
        went_back: offline.went_back(),
        unreadable: offline.unreadable().cloned(),
        unread: offline.unread().to_vec(),
        is_over: offline.is_over(),
        tickets: offline.tickets.clone(),
        desk: offline.desk(),
    }
}
