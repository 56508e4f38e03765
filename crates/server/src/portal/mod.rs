//! The pages of the portal, as a router.
//!
//! Whoever holds a link's token may use it, so the token is treated as the secret that it is: it is in no
//! log line, no page names it, and no other site hears of it (`Referrer-Policy`).

mod answer;
mod assets;
mod dates;
mod form;
mod guard;
mod headers;
mod join;
mod judge;
mod pace;
mod problems;
mod render;
mod words;

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    http::StatusCode,
    middleware::{from_fn, from_fn_with_state},
    routing::{get, post},
};
pub use guard::Hosts;
use pace::Pace;
use render::Renderer;
use rollbook_directory::Directory;
use std::sync::Arc;

/// The longest body that a request may have: a form with two passwords is far below.
const BODY: usize = 16 * 1024;

/// What every page works with.
#[derive(Clone, Debug)]
struct Portal {
    directory: Directory,
    hosts: Hosts,
    renderer: Arc<Renderer>,
    pace: Arc<Pace>,
}

/// The portal over a directory, for whatever host a request names: for a server behind a proxy.
pub fn portal(directory: Directory) -> Router {
    portal_for(directory, Hosts::Any)
}

/// The portal over a directory, for these hosts.
///
/// Wrong links are slowed down per peer address where the service tells it, as axum's `ConnectInfo`.
pub fn portal_for(directory: Directory, hosts: Hosts) -> Router {
    let portal = Portal { directory, hosts, renderer: Arc::new(Renderer::new()), pace: Arc::new(Pace::default()) };
    Router::new()
        .route("/join/{token}", get(join::page).post(join::accept))
        .route("/join/{token}/judge", post(judge::judge))
        .route("/static/{hash}/{name}", get(assets::file))
        .route("/favicon.ico", get(assets::icon))
        .fallback(problems::nothing_here)
        .method_not_allowed_fallback(problems::wrong_method)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(from_fn_with_state(portal.clone(), guard::own_pages_alone))
        .layer(from_fn_with_state(portal.clone(), guard::known_host))
        .route("/healthz", get(health))
        .layer(from_fn_with_state(portal.clone(), guard::in_time))
        .layer(from_fn(headers::set))
        .with_state(portal)
}

/// Whether the portal can do its work: it reaches its database. Says nothing else, so any host may ask.
async fn health(State(portal): State<Portal>) -> (StatusCode, &'static str) {
    match portal.directory.store().link(&[0; 32]).await {
        Ok(_) => (StatusCode::OK, "ok\n"),
        Err(error) => {
            tracing::error!(%error, "the database can’t be reached");
            (StatusCode::SERVICE_UNAVAILABLE, "the database can’t be reached\n")
        }
    }
}
