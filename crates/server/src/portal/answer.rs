//! An answer to one request: in which language, and how a page becomes a response.

use super::{Portal, render::Renderer, words::Language};
use axum::{
    http::{
        HeaderMap, HeaderValue, StatusCode, Uri,
        header::{ACCEPT_LANGUAGE, CONTENT_LANGUAGE},
    },
    response::{Html, IntoResponse, Response},
};
use minijinja::{context, value::Value};
use std::sync::Arc;

/// How one request is answered.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    renderer: Arc<Renderer>,
    /// The language of the page.
    pub(super) language: &'static Language,
}

impl Answer {
    /// The language: the one that the address names (`?lang=de`), else the one that the person is written
    /// to, else what the browser wants, else English.
    pub(super) fn to(portal: &Portal, headers: &HeaderMap, uri: &Uri, written_to: Option<&str>) -> Self {
        Self::by(&portal.renderer, headers, uri, written_to)
    }

    /// The same where there is no portal but its pages' shape.
    pub(super) fn by(renderer: &Arc<Renderer>, headers: &HeaderMap, uri: &Uri, written_to: Option<&str>) -> Self {
        let wished = uri.query().unwrap_or_default().split('&').find_map(|pair| pair.strip_prefix("lang="));
        let accepted = || Language::accepted(headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?);
        let language = wished
            .and_then(Language::of)
            .or_else(|| written_to.and_then(Language::of))
            .or_else(accepted)
            .unwrap_or_else(Language::english);
        Self { renderer: Arc::clone(renderer), language }
    }

    /// A page.
    pub(super) fn page(&self, template: &str, status: StatusCode, about: Value) -> Response {
        match self.renderer.page(template, self.language, about) {
            Ok(html) => {
                let mut response = (status, Html(html)).into_response();
                if let Ok(tag) = HeaderValue::from_str(&self.language.tag) {
                    response.headers_mut().insert(CONTENT_LANGUAGE, tag);
                }
                response
            }
            Err(error) => {
                tracing::error!(%error, template, "a page can’t be written");
                (StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong inside Rollbook. Try again.\n")
                    .into_response()
            }
        }
    }

    /// A page that says what is wrong, and what to do.
    pub(super) fn problem(&self, name: &str, status: StatusCode) -> Response {
        self.problem_because(name, "", status)
    }

    /// The same, with a reason that another room gave.
    pub(super) fn problem_because(&self, name: &str, reason: &str, status: StatusCode) -> Response {
        let title = self.language.say(&format!("{name}_title"), &[]);
        let help = self.language.say(&format!("{name}_help"), &[("reason", reason)]);
        self.page("problem", status, context! { title, help })
    }
}
