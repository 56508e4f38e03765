//! What the running program holds: its folders, the open organization, the import at hand.

use crate::{beside::Beside, connections, open::Open, screen::Screen};
use rollbook_credentials::Secret;
use rollbook_directory::{
    Clock as _, SystemClock, Tables, Task,
    contract::{AdjustTable, LoadedFile, Progress, WireCode, WireError},
};
use rollbook_keys::{Folders, KeyError, Kind, Known, KnownPlaces, Place};
use rollbook_local::{file, wire};
use rollbook_remote::Far;
use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tauri::async_runtime;
use tokio::sync::{OnceCell, RwLock};

/// How long a program that was closed a moment ago may take to let go of its file.
const LETTING_GO: Duration = Duration::from_secs(2);

/// What the running program holds.
pub(crate) struct App {
    pub(crate) screen: Screen,
    pub(crate) folders: Folders,
    pub(crate) known: KnownPlaces,
    inner: Arc<Inner>,
}

struct Inner {
    open: RwLock<Option<Arc<Open>>>,
    /// What is open beside it.
    beside: Beside,
    /// One after the other becomes the one that is looked at.
    seating: tokio::sync::Mutex<()>,
    /// The file named at start, or the one that was open last: opened once, while the window loads.
    first: OnceCell<Option<WireError>>,
    imports: Mutex<Imports>,
    /// Paths that the person picked, or that were written for them: the only ones that the page may
    /// name.
    trusted: Mutex<HashSet<PathBuf>>,
    task: Mutex<Option<Task>>,
    /// Why what was open is not any more.
    lapsed: Mutex<Option<WireError>>,
    /// A place beyond this computer that somebody isn't signed in at yet.
    pending: Mutex<SignsIn>,
}

/// Somebody who signs in beyond this computer: where, and the password that they typed, by which what is copied
/// opens without a connection (R34).
#[derive(Default)]
pub(crate) struct SignsIn {
    pub(crate) far: Option<Far>,
    pub(crate) password: Option<Secret<String>>,
}

#[derive(Default)]
struct Imports {
    last: u32,
    held: HashMap<u32, Arc<Mutex<Import>>>,
}

/// An import at hand.
pub(crate) struct Import {
    pub(crate) tables: Tables,
    /// The files and how their reading was corrected, for a place that reads them itself.
    pub(crate) files: Vec<LoadedFile>,
    pub(crate) corrections: Vec<AdjustTable>,
    /// The report as CSV, and its rows.
    pub(crate) report: Option<(Vec<u8>, u64)>,
}

impl App {
    /// Begins before there is a window: the file to open first is opened while the window is made
    /// and loads.
    pub(crate) fn begin(folders: Folders) -> Self {
        let known = KnownPlaces::in_folder(&folders.settings);
        let inner = Arc::new(Inner {
            open: RwLock::default(),
            beside: Beside::default(),
            seating: tokio::sync::Mutex::default(),
            first: OnceCell::new(),
            imports: Mutex::default(),
            trusted: Mutex::default(),
            task: Mutex::default(),
            lapsed: Mutex::default(),
            pending: Mutex::default(),
        });
        let app = Self { screen: Screen::default(), folders, known, inner };
        let early = app.clone();
        async_runtime::spawn(async move {
            early.first().await;
            // Afterwards, as a keychain can take its time.
            let Folders { organizations, offline, .. } = early.folders.clone();
            let sweep = move || rollbook_keys::sweep(&organizations).and_then(|()| rollbook_keys::sweep(&offline));
            match async_runtime::spawn_blocking(sweep).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::warn!(%error, "a key that no file needs may be left in the keychain"),
                Err(error) => tracing::error!(%error, "the folder wasn’t looked through"),
            }
        });
        app
    }

    /// The session of what is open has ended: it isn't open any more, and the start screen says why.
    pub(crate) async fn lapse(&self, why: WireError) {
        let ended = why.code == WireCode::SignedOut;
        *self.inner.lapsed.lock().unwrap_or_else(PoisonError::into_inner) = Some(why);
        if let Some(open) = self.inner.open.write().await.take() {
            if let Some(keeper) = open.keeper().filter(|_| ended) {
                keeper.leave().await;
            }
            open.close().await;
        }
    }

    /// Why what was open is not any more.
    pub(crate) fn lapsed(&self) -> Option<WireError> {
        self.inner.lapsed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The place beyond this computer where somebody signs in.
    pub(crate) fn pending(&self) -> &Mutex<SignsIn> {
        &self.inner.pending
    }

    /// Waits until the file to open first is open; what stood against it.
    pub(crate) async fn first(&self) -> Option<WireError> {
        self.inner.first.get_or_init(|| self.open_first()).await.clone()
    }

    /// The file named at start.
    pub(crate) fn named() -> Option<PathBuf> {
        let named = std::env::args_os().nth(1).and_then(|given| rollbook_native::named_file(&given));
        named.map(|path| std::path::absolute(&path).unwrap_or(path))
    }

    async fn open_first(&self) -> Option<WireError> {
        let named = Self::named();
        let asked = named.is_some();
        let place = match named {
            Some(path) => Place::file(&path),
            None => self.known.all().into_iter().find(|known| known.at_work && !known.by_passphrase)?.place,
        };
        let begun = Instant::now();
        let mut opened = self.reopen(&place).await;
        // Closed and started again at once: the program before still writes down what it has.
        while begun.elapsed() < LETTING_GO && opened.as_ref().is_err_and(|error| error.code == WireCode::InUse) {
            tokio::time::sleep(Duration::from_millis(50)).await;
            opened = self.reopen(&place).await;
        }
        match opened {
            Ok(()) => None,
            // A remembered place that doesn't open is told by the list of known ones; one that is away at
            // the moment is said at once.
            Err(error) => (asked || place.kind != Kind::File).then_some(error),
        }
    }

    /// Opens what was open before, without asking the person anything.
    async fn reopen(&self, place: &Place) -> Result<(), WireError> {
        match place.path() {
            Some(path) => self.open_file(path, None).await,
            None => self.take(connections::resume(self, place).await?).await,
        }
    }

    /// Lets the page name a path from now on.
    pub(crate) fn trust(&self, path: &Path) {
        self.inner.trusted.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
    }

    /// Whether the page may name a path: it never opens or shows one that it made up.
    pub(crate) fn may_name(&self, path: &Path) -> Result<(), WireError> {
        let picked = self.inner.trusted.lock().unwrap_or_else(PoisonError::into_inner).contains(path);
        let known = || self.known.all().iter().any(|known| known.place.path().as_deref() == Some(path));
        let named = || Self::named().is_some_and(|named| named == path);
        if picked || known() || named() { Ok(()) } else { Err(wire::key(KeyError::Missing)) }
    }

    /// Opens a file in the place of the one that is looked at.
    pub(crate) async fn open_file(&self, path: PathBuf, passphrase: Option<Secret<String>>) -> Result<(), WireError> {
        let path = std::path::absolute(&path).unwrap_or(path);
        if let Some(held) = self.held(&Place::file(&path)).await {
            return self.seat(held).await;
        }
        let remembered = self.known.all().into_iter().find(|known| known.place.path().as_ref() == Some(&path));
        let opened = match (&passphrase, remembered) {
            // A file that opens by a passphrase has no business with the keychain.
            (None, Some(known)) if known.by_passphrase && path.exists() => Err(wire::key(KeyError::PassphraseNeeded)),
            (None, None) => file::open(&path, None, &self.folders.settings).await.map_err(wire::or_passphrase),
            _ => file::open(&path, passphrase, &self.folders.settings).await,
        };
        self.take(Open::file(opened?)).await
    }

    /// Puts an opened organization in the place of the one that is looked at, and remembers it.
    pub(crate) async fn take(&self, opened: Open) -> Result<(), WireError> {
        self.seat(Arc::new(opened)).await
    }

    /// The same with one that may be open beside it already; the one before rests.
    pub(crate) async fn seat(&self, opened: Arc<Open>) -> Result<(), WireError> {
        let _turn = self.inner.seating.lock().await;
        let details = opened.details().await?;
        opened.work(&self.screen).await?;
        let known = Known {
            place: opened.place(),
            account: if opened.own_mail().is_some() { String::new() } else { details.you.email },
            name: details.name,
            opened_at: SystemClock.now().0,
            by_passphrase: opened.connection.by_passphrase,
            at_work: true,
        };
        if !opened.is_for_once() {
            let list = self.known.clone();
            match async_runtime::spawn_blocking(move || list.remember(known)).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::warn!(%error, "the list of organizations can’t be kept"),
                Err(error) => tracing::error!(%error, "the list of organizations wasn’t kept"),
            }
        }
        *self.inner.lapsed.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.change_places(opened).await;
        Ok(())
    }

    /// The one that was looked at rests beside the new one. Whoever asks at either waits for the moment, so
    /// that no file is opened twice.
    async fn change_places(&self, opened: Arc<Open>) {
        let place = opened.place();
        let slot = self.inner.beside.slot(&place);
        let mut free = slot.lock().await;
        if let Some(older) = free.take().filter(|older| !Arc::ptr_eq(older, &opened)) {
            older.close().await;
        }
        let Some(before) = self.opened().await else {
            *self.inner.open.write().await = Some(opened);
            return;
        };
        if Arc::ptr_eq(&before, &opened) {
            return;
        }
        if before.place() == place || before.is_for_once() {
            *self.inner.open.write().await = Some(opened);
            before.close().await;
            return;
        }
        let its = self.inner.beside.slot(&before.place());
        let mut rests = its.lock().await;
        *self.inner.open.write().await = Some(opened);
        before.rest();
        *rests = Some(before);
    }

    /// The known organizations, with the own addresses; a keychain can take its time.
    pub(crate) async fn known(&self) -> Result<Vec<Known>, WireError> {
        let list = self.known.clone();
        async_runtime::spawn_blocking(move || list.all_opened()).await.map_err(|error| wire::internal(&error))
    }

    /// What is open beside the one that is looked at.
    pub(crate) fn beside(&self) -> &Beside {
        &self.inner.beside
    }

    /// Closes what is open; the next start begins with the list.
    pub(crate) async fn close(&self) -> Result<(), WireError> {
        if let Some(open) = self.inner.open.write().await.take() {
            open.close().await;
            self.known
                .leave(&open.place())
                .map_err(|error| wire::io(&error, "The list of organizations can’t be kept."))?;
        }
        Ok(())
    }

    /// The open organization, if there is one.
    pub(crate) async fn opened(&self) -> Option<Arc<Open>> {
        self.inner.open.read().await.clone()
    }

    /// The open organization, or the error that there is none. What is asked while the first file
    /// opens waits for it.
    pub(crate) async fn at_work(&self) -> Result<Arc<Open>, WireError> {
        self.first().await;
        self.opened().await.ok_or_else(wire::nothing_open)
    }

    /// Keeps an import; the window names it by the number. Only the newest are kept.
    pub(crate) fn keep_import(&self, import: Import) -> u32 {
        let mut imports = self.inner.imports.lock().unwrap_or_else(PoisonError::into_inner);
        imports.last += 1;
        let number = imports.last;
        imports.held.retain(|n, _| n + 2 > number);
        imports.held.insert(number, Arc::new(Mutex::new(import)));
        number
    }

    /// The tables with this number.
    pub(crate) fn import(&self, number: u32) -> Result<Arc<Mutex<Import>>, WireError> {
        let imports = self.inner.imports.lock().unwrap_or_else(PoisonError::into_inner);
        imports.held.get(&number).cloned().ok_or_else(|| {
            WireError::new(WireCode::BadTable, "These files aren’t loaded any more.", "Choose the files again.")
        })
    }

    /// A long task whose progress goes to the window, a few times a second; it is the one that
    /// *cancel* stops.
    pub(crate) fn task(&self, name: &'static str) -> Task {
        const PAUSE: Duration = Duration::from_millis(60);
        let screen = self.screen.clone();
        let last = Mutex::new(None::<Instant>);
        let task = Task::new(move |done, total| {
            let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
            if done < total && last.is_some_and(|at| at.elapsed() < PAUSE) {
                return;
            }
            *last = Some(Instant::now());
            screen.tell("progress", Progress { task: name.to_owned(), done, total });
        });
        *self.inner.task.lock().unwrap_or_else(PoisonError::into_inner) = Some(task.clone());
        task
    }

    /// Asks the long task to stop.
    pub(crate) fn cancel(&self) {
        if let Some(task) = self.inner.task.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            task.cancel();
        }
    }

    /// The program ends: what is open is closed cleanly.
    pub(crate) fn end(&self) {
        // What isn't finished is taken back, not waited for.
        self.cancel();
        let inner = Arc::clone(&self.inner);
        async_runtime::block_on(async move {
            if let Some(open) = inner.open.write().await.take() {
                open.close().await;
            }
            inner.beside.close_all().await;
        });
    }
}

impl Clone for App {
    fn clone(&self) -> Self {
        Self {
            screen: self.screen.clone(),
            folders: self.folders.clone(),
            known: self.known.clone(),
            inner: Arc::clone(&self.inner),
        }
    }
}
