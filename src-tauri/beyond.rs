//! An organization beyond this computer: the line to it, and what is kept here for when there is none.

use crate::screen::Screen;
use async_trait::async_trait;
use rollbook_credentials::password::Cost;
use rollbook_directory::{
    Entropy, SystemClock, Task,
    contract::{Changed, OrganizationDetails, Tag, WireError},
};
use rollbook_keys::{FileLock, Folders, Place};
use rollbook_offline::{Failure, Keeper, KeychainFiles, Offline, PATIENCE, Setting, Upstream, name_of};
use rollbook_remote::Far;
use serde_json::Value;
use std::{
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::Duration,
};
use tauri::async_runtime;
use tokio::{
    sync::{Notify, watch},
    time::timeout,
};

/// The first copy waits until the window shows people, or so long.
const FIRST_ROWS: Duration = Duration::from_secs(5);

/// An organization beyond this computer.
#[derive(Debug)]
pub(crate) struct Beyond {
    pub(crate) far: Far,
    pub(crate) place: Place,
    /// What it said of itself when it was opened.
    pub(crate) details: OrganizationDetails,
    setting: Setting,
    keeper: OnceLock<Keeper>,
    /// The window, while it looks here.
    screen: Mutex<Option<Screen>>,
    shown: Notify,
}

struct Line<'a>(&'a Far);

#[async_trait]
impl Upstream for Line<'_> {
    async fn greet(&self) -> Result<(), WireError> {
        self.0.greet().await
    }
    async fn ask(&self, name: &str, request: Value) -> Result<String, WireError> {
        self.0.ask(name, request, &Task::unwatched()).await
    }
}

impl Beyond {
    pub(crate) fn new(far: Far, details: OrganizationDetails, folders: &Folders, cost: Cost) -> Self {
        let place = far.place(details.id);
        let setting = Setting {
            folder: folders.offline.clone(),
            name: name_of(&place.at, details.id, details.you.id),
            organization: details.id,
            clock: Arc::new(SystemClock),
            entropy: Arc::new(Entropy::from_system()),
            cost,
            files: Arc::new(KeychainFiles),
        };
        let (keeper, screen, shown) = (OnceLock::new(), Mutex::default(), Notify::new());
        Self { far, place, details, setting, keeper, screen, shown }
    }

    /// Whose window hears of changes from now on; nobody’s, while another organization is looked at.
    pub(crate) fn look(&self, screen: Option<Screen>) {
        *self.screen.lock().unwrap_or_else(PoisonError::into_inner) = screen;
    }

    fn tell(&self, tags: Vec<Tag>) {
        if let Some(screen) = &*self.screen.lock().unwrap_or_else(PoisonError::into_inner) {
            screen.tell("changed", Changed { tags });
        }
    }

    /// Hears of changes and keeps the copy, until the sender says so or is dropped.
    pub(crate) fn run(self: &Arc<Self>) -> watch::Sender<bool> {
        let (stop, mut stopped) = watch::channel(false);
        let it = Arc::clone(self);
        async_runtime::spawn(async move {
            tokio::select! {
                _ = async { tokio::join!(it.hear(), it.keep()) } => {}
                _ = stopped.wait_for(|stop| *stop) => {}
            }
        });
        stop
    }

    async fn hear(&self) {
        let heard = |tags| {
            if let Some(keeper) = self.keeper.get() {
                keeper.try_now();
            }
            self.tell(tags);
        };
        self.far.changes(heard).await;
    }

    async fn keep(&self) {
        // The first copy takes its time; whoever opened the window comes first.
        drop(timeout(FIRST_ROWS, self.shown.notified()).await);
        match self.begin().await {
            Ok((keeper, _lock)) => {
                let line = Line(&self.far);
                tokio::join!(keeper.run(&line, PATIENCE), keeper.follow(|tags| self.tell(tags)));
            }
            Err(failure) => tracing::warn!(%failure, "nothing is kept here for when there is no connection"),
        }
    }

    async fn begin(&self) -> Result<(&Keeper, FileLock), Failure> {
        let lock = self.setting.hold().await?;
        let offline = Offline::open(self.setting.clone()).await?;
        Ok((self.keeper.get_or_init(|| Keeper::new(offline)), lock))
    }

    /// Asks at the desk: there, or here while there is no connection.
    pub(crate) async fn ask(&self, name: &str, request: Value, task: &Task) -> Result<String, WireError> {
        let answer = match self.keeper.get() {
            Some(keeper) => keeper.ask_over(name, request, task, |request| self.far.ask(name, request, task)).await,
            None => self.far.ask(name, request, task).await,
        };
        if name == "users_page" {
            self.shown.notify_one();
        }
        answer
    }

    /// What keeps the copy, once it does.
    pub(crate) fn keeper(&self) -> Option<&Keeper> {
        self.keeper.get()
    }

    pub(crate) async fn close(&self) {
        if let Some(keeper) = self.keeper.get() {
            keeper.close().await;
        }
        self.far.close().await;
    }
}
