//! An organization beyond this computer: the line to it, and what is kept here for when there is none.

use crate::screen::Screen;
use async_trait::async_trait;
use rollbook_credentials::{Secret, password::Cost};
use rollbook_directory::{
    Task,
    contract::{Changed, LineView, OrganizationDetails, Tag, WireError},
};
use rollbook_keys::{FileLock, Folders, Place};
use rollbook_offline::{Failure, Keeper, Offline, PATIENCE, Setting, Started, Upstream};
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
    /// By which it opens without a connection from now on, where somebody typed it just now (R34).
    password: Mutex<Option<Secret<String>>>,
    keeper: OnceLock<Keeper>,
    /// How it stands where nothing can be kept here.
    without: OnceLock<LineView>,
    /// Holds its files for this program.
    lock: Mutex<Option<FileLock>>,
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
    pub(crate) fn new(
        far: Far,
        details: OrganizationDetails,
        password: Option<Secret<String>>,
        folders: &Folders,
        cost: Cost,
    ) -> Self {
        let place = far.place(details.id);
        let setting = Setting::of_person(folders.offline.clone(), details.id, cost).of(&place.at, details.you.id);
        let (screen, shown) = (Mutex::default(), Notify::new());
        let (keeper, without) = (OnceLock::new(), OnceLock::new());
        let (password, lock) = (Mutex::new(password), Mutex::default());
        Self { far, place, details, setting, password, keeper, without, lock, screen, shown }
    }

    /// What somebody started without a connection.
    pub(crate) fn started(self, Started { offline, lock }: Started) -> Self {
        Self { keeper: Keeper::without_a_line(offline).into(), lock: Mutex::new(Some(lock)), ..self }
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
        if self.keeper.get().is_none() {
            drop(timeout(FIRST_ROWS, self.shown.notified()).await);
        }
        match self.begin().await {
            Ok(keeper) => {
                let line = Line(&self.far);
                tokio::join!(keeper.run(&line, PATIENCE), keeper.follow(|tags| self.tell(tags)));
            }
            Err(failure) => {
                tracing::warn!(%failure, "nothing is kept here for when there is no connection");
                self.without.get_or_init(|| failure.view());
                self.tell(vec![Tag::Line]);
            }
        }
    }

    async fn begin(&self) -> Result<&Keeper, Failure> {
        if let Some(keeper) = self.keeper.get() {
            return Ok(keeper);
        }
        let lock = self.setting.hold().await?;
        let password = self.password.lock().unwrap_or_else(PoisonError::into_inner).take();
        let offline = Offline::open_by(self.setting.clone(), &self.details.you.email, password).await?;
        *self.lock.lock().unwrap_or_else(PoisonError::into_inner) = Some(lock);
        Ok(self.keeper.get_or_init(|| Keeper::new(offline)))
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

    /// How the line stands, once that is known.
    pub(crate) async fn line(&self) -> Option<LineView> {
        match self.keeper.get() {
            Some(keeper) => Some(keeper.view().await),
            None => self.without.get().cloned(),
        }
    }

    pub(crate) async fn close(&self) {
        if let Some(keeper) = self.keeper.get() {
            keeper.close().await;
        }
        drop(self.lock.lock().unwrap_or_else(PoisonError::into_inner).take());
        self.far.close().await;
    }
}
