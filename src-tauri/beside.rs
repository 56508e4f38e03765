//! Organizations that are open beside the one that is looked at. Each is reached on its own and within a
//! time limit, so one that doesn't answer holds up no other, and never the window. Nobody is asked for
//! anything: what needs a passphrase or a sign-in says so, and waits for the person.

use crate::{
    app::App,
    connections,
    handle::{Answer, place},
    open::Open,
    transfer::read,
};
use rollbook_directory::{
    Clock as _, SystemClock, Task,
    contract::{Answered, AskAt, KnownPlace, OrganizationLook, WireCode, WireError},
};
use rollbook_keys::{KeyError, Known, Place};
use rollbook_local::{file, wire};
use serde_json::{Value, value::RawValue};
use std::{
    collections::HashMap,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// How long reaching an organization, and hearing what it says of itself, may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The organization at a place while it rests. The lock is held while it is opened or changes places.
pub(crate) type Slot = tokio::sync::Mutex<Option<Arc<Open>>>;

/// What is open beside the one that is looked at, by place.
#[derive(Default)]
pub(crate) struct Beside(Mutex<HashMap<Place, Arc<Slot>>>);

impl Beside {
    /// Where the organization of a place rests.
    pub(crate) fn slot(&self, place: &Place) -> Arc<Slot> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(all.entry(place.clone()).or_default())
    }

    /// Closes all of them.
    pub(crate) async fn close_all(&self) {
        let all: Vec<Arc<Slot>> =
            self.0.lock().unwrap_or_else(PoisonError::into_inner).drain().map(|(_, slot)| slot).collect();
        for slot in all {
            // One that is still being opened isn't waited for.
            let open = slot.try_lock().ok().and_then(|mut held| held.take());
            if let Some(open) = open {
                open.close().await;
            }
        }
    }
}

impl App {
    /// The organization of a place, where it is open already: looked at, or at rest.
    pub(crate) async fn held(&self, place: &Place) -> Option<Arc<Open>> {
        let slot = self.beside().slot(place);
        let held = slot.lock().await;
        match self.looked_at(place).await {
            Some(open) => Some(open),
            None => held.clone(),
        }
    }

    /// The organization of a place that this computer knows, opened where it isn't.
    async fn reach(&self, place: &Place) -> Result<Arc<Open>, WireError> {
        let all = self.known.all();
        let known = all.iter().find(|known| known.place == *place).ok_or_else(|| wire::key(KeyError::Missing))?;
        if known.at_work || place.path().is_some_and(|path| Self::named() == Some(path)) {
            // It is being opened right now.
            self.first().await;
        }
        let slot = self.beside().slot(place);
        let mut held = slot.lock().await;
        if let Some(open) = self.looked_at(place).await {
            return Ok(open);
        }
        if let Some(open) = &*held {
            return Ok(Arc::clone(open));
        }
        let open = Arc::new(self.open_quietly(known).await?);
        *held = Some(Arc::clone(&open));
        Ok(open)
    }

    async fn looked_at(&self, place: &Place) -> Option<Arc<Open>> {
        self.opened().await.filter(|open| open.place() == *place)
    }

    async fn open_quietly(&self, known: &Known) -> Result<Open, WireError> {
        match known.place.path() {
            Some(path) if known.by_passphrase && path.exists() => Err(wire::key(KeyError::PassphraseNeeded)),
            Some(path) => file::open(&path, None, &self.folders.settings).await.map(Open::file),
            None => connections::resume_quietly(self, &known.place).await,
        }
    }

    /// Closes the organization of a place where it rests.
    pub(crate) async fn let_go(&self, place: &Place) {
        let slot = self.beside().slot(place);
        let open = slot.lock().await.take();
        if let Some(open) = open {
            open.close().await;
        }
    }

    /// An answer, as it came; whose session has ended begins anew with the next question.
    async fn heard<T>(&self, place: &Place, answer: Result<T, WireError>) -> Result<T, WireError> {
        if answer.as_ref().is_err_and(|error| error.code.asks_to_sign_in()) {
            self.let_go(place).await;
        }
        answer
    }
}

/// What an organization says of itself.
pub(crate) async fn organization_look(app: &App, req: KnownPlace) -> Answer<OrganizationLook> {
    let place = place(req);
    in_time(Box::pin(async {
        let open = app.reach(&place).await?;
        let answer = open.ask("organization_summary", Value::Null, &Task::unwatched()).await;
        let summary = read(&app.heard(&place, answer).await?)?;
        Ok(OrganizationLook { summary, connection: open.connection.clone(), at: SystemClock.now() })
    }))
    .await
}

/// Asks at the desk of any known organization.
pub(crate) async fn ask_at(app: &App, req: AskAt) -> Answer<Answered> {
    let AskAt { place: at, ask, request } = req;
    let place = place(at);
    let open = in_time(Box::pin(app.reach(&place))).await?;
    let answer = app.heard(&place, open.ask(&ask, request, &Task::unwatched()).await).await?;
    RawValue::from_string(answer).map(Answered).map_err(|error| wire::internal(&error))
}

/// On the heap, as opening a place is large and asking it is not.
async fn in_time<T>(reached: Pin<Box<dyn Future<Output = Result<T, WireError>> + Send + '_>>) -> Result<T, WireError> {
    tokio::time::timeout(PATIENCE, reached).await.unwrap_or_else(|_| {
        Err(WireError::new(WireCode::Unreachable, "It doesn’t answer in time.", "The others aren’t held up by it."))
    })
}
