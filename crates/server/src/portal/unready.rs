//! The page of a server whose database can't be used: it is answered before any page is asked.

use super::{answer::Answer, headers, render::Renderer};
use axum::{
    http::{HeaderMap, StatusCode, Uri},
    response::Response,
};
use std::sync::Arc;

/// Writes that page, in the language of whoever asks.
#[derive(Clone, Debug)]
pub(crate) struct Unready(Arc<Renderer>);

impl Unready {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Renderer::new()))
    }

    pub(crate) fn page(&self, request: &HeaderMap, uri: &Uri) -> Response {
        let answer = Answer::by(&self.0, request, uri, None);
        let mut response = answer.problem("away_page", StatusCode::SERVICE_UNAVAILABLE);
        headers::add(&mut response);
        response
    }
}
