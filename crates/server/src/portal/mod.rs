//! The pages of the portal, as a router.
//!
//! Whoever holds a link's token may use it, so the token is treated as the secret that it is: it is in no
//! log line, no page names it, and no other site hears of it (`Referrer-Policy`). So is the token of a
//! session, which is in a cookie that no script reads.
//!
//! Everything works without JavaScript. Nothing is changed by opening a page (C47); every form carries a
//! value that belongs to the session, beside what the browser says of where it comes from.

mod answer;
mod apart;
mod as_other;
mod ask;
mod assets;
mod choose;
mod cookie;
mod dates;
mod device;
mod faces;
mod factor_words;
mod forgery;
mod forgot;
mod form;
mod founding;
mod guard;
mod headers;
mod join;
mod judge;
mod own_address;
mod own_factors;
mod own_password;
mod pace;
mod permissions;
mod photo;
mod picture;
mod problems;
mod profile;
mod register;
mod render;
mod second;
mod sign_in;
mod signed_in;
mod ticket;
mod unready;
mod visitor;
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
use rollbook_credentials::factor::passkey::MAX_ANSWER;
use rollbook_directory::Directory;
use std::sync::Arc;
use tokio::sync::Semaphore;
pub(crate) use unready::Unready;

/// The longest body that a request may have: a form with two passwords is far below.
const BODY: usize = 16 * 1024;

/// The same for what a browser says of a passkey: a device's certificates may come along, and what isn't a letter or
/// a digit takes three bytes in a form.
const PASSKEY: usize = 3 * MAX_ANSWER + BODY;

/// What every page works with.
#[derive(Clone, Debug)]
struct Portal {
    directory: Directory,
    hosts: Hosts,
    renderer: Arc<Renderer>,
    pace: Arc<Pace>,
    /// Photos are made one at a time: decoding a large picture takes memory on purpose.
    pictures: Arc<Semaphore>,
}

/// The portal over a directory, for whatever host a request names: for a server behind a proxy.
pub fn portal(directory: Directory) -> Router {
    portal_for(directory, Hosts::Any)
}

/// The portal over a directory, for these hosts.
///
/// Wrong links are slowed down per peer address where the service tells it, as axum's `ConnectInfo`.
pub fn portal_for(directory: Directory, hosts: Hosts) -> Router {
    let portal = Portal {
        directory,
        hosts,
        renderer: Arc::new(Renderer::new()),
        pace: Arc::new(Pace::default()),
        pictures: Arc::new(Semaphore::new(1)),
    };
    Router::new()
        .route("/", get(sign_in::page).post(sign_in::send))
        .route("/o/{place}", get(sign_in::page).post(sign_in::send))
        .route("/forgot", get(forgot::page).post(forgot::send))
        .route("/o/{place}/forgot", get(forgot::page).post(forgot::send))
        .route("/o/{place}/ask", get(ask::page).post(ask::send))
        .route("/password/{token}", get(join::page).post(join::accept))
        .route("/password/{token}/judge", post(judge::judge))
        .route("/ticket", get(ticket::page).post(ticket::send).layer(DefaultBodyLimit::max(PASSKEY)))
        .route("/ticket/passkey", post(ticket::ask))
        .route("/ticket/{ticket}", get(ticket::scanned))
        .route("/as/{token}", get(as_other::page).post(as_other::open))
        .route("/second", get(second::page).post(second::send).layer(DefaultBodyLimit::max(PASSKEY)))
        .route("/second/passkey", post(second::ask))
        .route("/passkey", get(apart::page))
        .route("/organizations", get(choose::page).post(choose::send))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/me", get(profile::page))
        .route("/me/edit", get(profile::edit).post(profile::save))
        .route("/me/password", get(own_password::page).post(own_password::send))
        .route("/me/address", get(own_address::page).post(own_address::send))
        .route("/address/{token}", get(own_address::offer).post(own_address::confirm))
        .route("/me/password/judge", post(judge::judge_own))
        .route("/me/factor", get(own_factors::page))
        .route("/me/factor/app", post(own_factors::begin_app))
        .route("/me/factor/app/{challenge}", get(own_factors::app).post(own_factors::confirm_app))
        .route("/me/factor/passkey", post(own_factors::begin_passkey))
        .route("/me/factor/passkey/confirm", post(own_factors::confirm_passkey).layer(DefaultBodyLimit::max(PASSKEY)))
        .route("/me/factor/rename", post(own_factors::rename))
        .route("/me/factor/remove", post(own_factors::remove))
        .route("/me/factor/codes", post(own_factors::new_codes))
        .merge(founding::pages())
        .merge(register::pages())
        .route("/me/permissions", get(permissions::page))
        .route("/me/sessions/end", post(profile::end_session))
        .route("/me/sessions/others", post(profile::end_others))
        .route("/me/photo", get(photo::page).post(photo::save).layer(DefaultBodyLimit::max(picture::FILE + BODY)))
        .route("/me/photo/remove", post(photo::remove))
        .route("/photo/{member}/{digest}", get(photo::file))
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
