//! `/api/v1`: everything that can be asked at a desk, over HTTP, for desktops and programs.
//!
//! Who asks is said by a bearer token alone: no cookie counts here, so no other site's page can make a
//! browser ask anything. A session's token opens everything but [`check`]; an API key opens that alone.

mod answers;
mod changes;
mod check;
mod document;
mod peer;
mod session;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};
use rollbook_directory::Directory;

/// The longest request; ten thousand ids are below half of it.
const BODY: usize = 1024 * 1024;
/// The longest request that asks whether somebody may do something.
const QUESTION: usize = 4 * 1024;
/// The longest request that brings files: a million people, as base64.
const FILES: usize = 256 * 1024 * 1024;

/// The interface over a directory, to be put at `/api/v1`.
pub fn api(directory: Directory) -> Router {
    let session =
        get(session::standing).post(session::sign_in).delete(session::sign_out).layer(DefaultBodyLimit::max(BODY));
    Router::new()
        .route("/", get(session::greeting))
        .route("/session", session)
        .route("/session/factor", post(session::give_factor))
        .route("/session/passkey", post(session::ask_passkey))
        .route("/session/password", post(session::new_password))
        .route("/session/organization", post(session::choose))
        .route("/openapi.json", get(document::openapi))
        .route("/check", post(check::check).layer(DefaultBodyLimit::max(QUESTION)))
        .route("/changes", get(changes::changes))
        .route("/tables_import", post(answers::import).layer(DefaultBodyLimit::max(FILES)))
        .route("/{ask}", post(answers::answer))
        .fallback(answers::nothing_here)
        .method_not_allowed_fallback(answers::wrong_method)
        .layer(DefaultBodyLimit::max(BODY))
        .with_state(directory)
}
