//! The one place where routers are put together.

use super::{
    metrics::{self, Figures},
    patience,
    payments::webhooks,
    peer,
    ready::{self, Gate, Ready},
};
use crate::{
    api,
    portal::{Hosts, portal_for},
};
use axum::{
    Router,
    middleware::{from_fn, from_fn_with_state},
    routing::get,
};
use ipnet::IpNet;
use rollbook_credentials::Secret;
use rollbook_directory::Directory;
use std::sync::Arc;

/// What everything that is served works with.
#[derive(Clone, Debug)]
pub struct App {
    /// The door to the store.
    pub directory: Directory,
    /// Whether the database can be used.
    pub ready: Ready,
    /// Proxies whose word is taken for who asks.
    pub proxies: Arc<[IpNet]>,
    /// What is counted.
    pub figures: Figures,
    /// The key that the payment provider’s webhooks are signed with; without it none is taken.
    pub webhook_key: Option<Secret<String>>,
}

/// Everything that is served to people and programs.
///
/// From the outside in: whoever asks is made out behind proxies, health is answered, the rest is counted
/// and waits for the database.
pub fn app(app: &App) -> Router {
    let hooks = app.webhook_key.clone().map_or_else(Router::new, |key| webhooks(app.directory.clone(), key));
    let served = Router::new()
        .merge(portal_for(app.directory.clone(), Hosts::Known))
        .merge(hooks)
        .nest("/api/v1", api(app.directory.clone()))
        .layer(from_fn(patience::hurry))
        .layer(from_fn_with_state(Gate::new(app.ready.clone()), ready::gate))
        .layer(from_fn_with_state(app.figures.clone(), metrics::count));
    Router::new()
        .route("/healthz", get(ready::alive))
        .route("/readyz", get(ready::readiness))
        .with_state(app.ready.clone())
        .fallback_service(served)
        .layer(from_fn_with_state(Arc::clone(&app.proxies), peer::make_out))
}
