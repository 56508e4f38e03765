//! Whether the database can be used at this moment, and what is answered while it can't.

use crate::portal::Unready;
use axum::{
    Json,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, Uri, header::RETRY_AFTER},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use rollbook_directory::{
    Directory,
    contract::{WireCode, WireError},
};
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;

/// How often the database is asked.
const EVERY: Duration = Duration::from_secs(1);
/// When to come back, in seconds.
const LATER: u32 = 2;

/// How the database stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It wasn't asked yet.
    Starting,
    /// It can be used.
    Ready,
    /// It can't, and why.
    Away(Arc<str>),
}

/// Whether the database can be used, as it was last seen.
#[derive(Clone, Debug)]
pub struct Ready(watch::Receiver<Standing>);

impl Ready {
    /// Nothing is known yet.
    pub fn starting() -> (watch::Sender<Standing>, Self) {
        let (told, seen) = watch::channel(Standing::Starting);
        (told, Self(seen))
    }

    /// Whether it can be used.
    pub fn is(&self) -> bool {
        *self.0.borrow() == Standing::Ready
    }

    /// Waits until it can be used again after it couldn't; `false` at the end.
    pub(super) async fn back(&mut self) -> bool {
        let gone = self.0.wait_for(|standing| *standing != Standing::Ready).await.is_ok();
        gone && self.0.wait_for(|standing| *standing == Standing::Ready).await.is_ok()
    }

    /// Waits until it can be used for the first time.
    pub async fn first(&self) {
        // Whoever tells is gone at the end alone.
        drop(self.0.clone().wait_for(|standing| *standing == Standing::Ready).await);
    }
}

/// Asks the database again and again, and tells how it stands; for as long as it is polled.
pub async fn watch(directory: Directory, told: watch::Sender<Standing>) {
    loop {
        let standing = match directory.store().check().await {
            Ok(()) => Standing::Ready,
            // For the log alone.
            Err(error) => Standing::Away(error.to_string().into()),
        };
        let before = told.send_replace(standing.clone());
        match (&before, &standing) {
            (before, now) if before == now => {}
            (_, Standing::Away(why)) => tracing::warn!(%why, "the database can’t be used; answering 503 meanwhile"),
            _ => tracing::info!("the database can be used"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Whether the process lives; that its database is away is no reason to start it anew.
pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// Whether requests should come here.
pub(super) async fn readiness(State(ready): State<Ready>) -> (StatusCode, &'static str) {
    if ready.is() {
        (StatusCode::OK, "ready\n")
    } else {
        // Who asks may be anybody: why is in the log.
        (StatusCode::SERVICE_UNAVAILABLE, "the database can’t be used\n")
    }
}

/// What the gate works with.
#[derive(Clone, Debug)]
pub(super) struct Gate {
    ready: Ready,
    page: Unready,
}

impl Gate {
    pub(super) fn new(ready: Ready) -> Self {
        Self { ready, page: Unready::new() }
    }

    /// What needs no database: how pages look.
    fn passes(&self, uri: &Uri) -> bool {
        self.ready.is() || uri.path().starts_with("/static/") || uri.path() == "/favicon.ico"
    }

    fn away(&self, request: &Request) -> Response {
        let mut response = if request.uri().path().starts_with("/api/") {
            let mut error = WireError::new(
                WireCode::Unreachable,
                "Rollbook can’t reach its data. Nothing was changed.",
                "Try again in a moment.",
            );
            error.retry_after = Some(LATER);
            (StatusCode::SERVICE_UNAVAILABLE, Json(error)).into_response()
        } else {
            self.page.page(request.headers(), request.uri())
        };
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(LATER));
        response
    }
}

/// Answers at once while the database can't be used, instead of letting everybody wait for it.
pub(super) async fn gate(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    if gate.passes(request.uri()) { next.run(request).await } else { gate.away(&request) }
}
