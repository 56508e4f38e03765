//! The page on which a program on the person's computer asks for their passkey: passkeys belong to the portal's
//! address, and a window that isn't a browser has none (R27). The server learns nothing here; what is asked and
//! answered stays between the browser and that computer.

use super::visitor::Visitor;
use axum::{http::StatusCode, response::Response};
use minijinja::context;

/// The page; what stands behind the `#` decides what it shows.
pub(super) async fn page(visitor: Visitor) -> Response {
    // Without a choice of languages: choosing one would lose what is asked.
    visitor.answer(None).page("apart", StatusCode::OK, context! { organization => () })
}
