//! What is counted, and where it is asked for: Prometheus reads it as text.

use super::Ready;
use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    http::{
        HeaderMap, StatusCode,
        header::{AUTHORIZATION, CONTENT_TYPE},
    },
    middleware::Next,
    response::{IntoResponse as _, Response},
    routing::get,
};
use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use rollbook_credentials::Secret;
use rollbook_directory::Directory;
use std::{fmt, time::Instant};
use subtle::ConstantTimeEq as _;

/// Seconds by which durations are counted.
const SECONDS: &[f64] = &[0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// What is counted.
#[derive(Clone)]
pub struct Figures(PrometheusHandle);

impl fmt::Debug for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Figures")
    }
}

impl Figures {
    /// Begins to count, once in a process.
    pub fn begin() -> Result<Self, String> {
        let builder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), SECONDS)
            .map_err(|error| error.to_string())?;
        let figures = Self(builder.install_recorder().map_err(|error| error.to_string())?);
        describe();
        gauge!("rollbook_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
        Ok(figures)
    }
}

fn describe() {
    describe_gauge!("rollbook_info", "The running version.");
    describe_gauge!("rollbook_ready", "1 while the database can be used.");
    describe_gauge!("rollbook_database_connections", "Connections of the pool, by whether somebody uses them.");
    describe_gauge!("rollbook_mails_waiting", "Mails that wait or are tried again later.");
    describe_gauge!("rollbook_mails_oldest_seconds", "How long the oldest of them has waited.");
    describe_counter!("rollbook_mails_total", "Tries to send a mail, by outcome.");
    describe_counter!("rollbook_http_requests_total", "Requests, by method, route and status.");
    describe_histogram!("rollbook_http_request_seconds", "How long answers took, by route.");
    describe_counter!("rollbook_sign_ins_total", "Tries to sign in, by outcome.");
    describe_counter!("rollbook_checks_total", "Permission checks of products, by outcome.");
    describe_gauge!("rollbook_password_hashes_waiting", "Passwords that wait for their turn to be hashed.");
    describe_histogram!("rollbook_password_hash_seconds", "How long one password’s hash took, its wait included.");
}

/// Counts a request by its route, never by its address: that may hold a token.
pub(super) async fn count(State(_figures): State<Figures>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let method = known(request.method().as_str());
    let begun = Instant::now();
    let response = next.run(request).await;
    let (status, took) = (response.status(), begun.elapsed());
    histogram!("rollbook_http_request_seconds", "route" => route.clone()).record(took.as_secs_f64());
    counter!(
        "rollbook_http_requests_total",
        "method" => method, "route" => route.clone(), "status" => status.as_str().to_owned()
    )
    .increment(1);
    let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    if status.is_server_error() {
        tracing::warn!(method, route, status = status.as_u16(), milliseconds, "a request failed");
    } else {
        tracing::debug!(method, route, status = status.as_u16(), milliseconds, "answered");
    }
    response
}

/// A method as a label; strangers invent their own.
const fn known(method: &str) -> &'static str {
    match method.as_bytes() {
        b"GET" => "GET",
        b"HEAD" => "HEAD",
        b"POST" => "POST",
        b"PUT" => "PUT",
        b"PATCH" => "PATCH",
        b"DELETE" => "DELETE",
        b"OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

/// What answers whoever asks for figures.
#[derive(Clone)]
struct Page {
    figures: Figures,
    token: Option<Secret<String>>,
    directory: Directory,
    ready: Ready,
}

/// The page of figures, on an address of its own.
pub(super) fn page(figures: Figures, token: Option<Secret<String>>, (directory, ready): (Directory, Ready)) -> Router {
    Router::new().route("/metrics", get(text)).with_state(Page { figures, token, directory, ready })
}

async fn text(State(page): State<Page>, headers: HeaderMap) -> Response {
    if page.token.as_ref().is_some_and(|token| !presented(&headers, token)) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    look(&page.directory, &page.ready).await;
    page.figures.0.run_upkeep();
    ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], page.figures.0.render()).into_response()
}

fn presented(headers: &HeaderMap, token: &Secret<String>) -> bool {
    let given = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    token.reveal(|token| given.is_some_and(|given| bool::from(given.as_bytes().ct_eq(token.as_bytes()))))
}

/// Figures that are looked up when they are asked for.
#[expect(clippy::cast_precision_loss, reason = "a figure on a screen")]
async fn look(directory: &Directory, ready: &Ready) {
    let store = directory.store();
    let pool = store.pool();
    let idle = pool.num_idle() as f64;
    gauge!("rollbook_database_connections", "state" => "idle").set(idle);
    gauge!("rollbook_database_connections", "state" => "busy").set((f64::from(pool.size()) - idle).max(0.0));
    gauge!("rollbook_ready").set(if ready.is() { 1.0 } else { 0.0 });
    if !ready.is() {
        return;
    }
    match store.waiting_mails().await {
        Ok(waiting) => {
            let age = waiting.since.map_or(0, |since| directory.now().0.saturating_sub(since.0).max(0));
            gauge!("rollbook_mails_waiting").set(waiting.mails as f64);
            gauge!("rollbook_mails_oldest_seconds").set(age as f64 / 1_000.0);
        }
        Err(error) => tracing::debug!(%error, "waiting mails can’t be counted"),
    }
}
