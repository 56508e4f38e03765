//! Requests that aren't answered: of another host, from another site, or that take too long.

use super::{Portal, answer::Answer, problems};
use axum::{
    extract::{Request, State},
    http::{
        HeaderMap, Method, StatusCode, Uri,
        header::{HOST, ORIGIN},
        uri::Authority,
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::time::Duration;

/// The longest that an answer may take; a password's hash is a fraction of it.
const PATIENCE: Duration = Duration::from_secs(20);
/// The same for a photo, which comes over whatever line a person has.
const UPLOAD: Duration = Duration::from_mins(2);

/// Which hosts a request may name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hosts {
    /// Any: a proxy in front decides.
    Any,
    /// This computer (`127.0.0.1`, `localhost`, `[::1]`, with any port) and the host of
    /// [`Directory::portal`](rollbook_directory::Directory::portal). A web page that gives its own name the
    /// address of this computer (DNS rebinding) names itself, and is turned away.
    Known,
}

/// Turns requests away that name a host which isn't served here. The name is compared and forgotten: no
/// page and no link is ever made from it (C35).
pub(super) async fn known_host(State(portal): State<Portal>, request: Request, next: Next) -> Response {
    let known = match portal.hosts {
        Hosts::Any => true,
        Hosts::Known => named(&request).is_some_and(|host| {
            is_this_computer(host.host()) || portal_authority(&portal).is_some_and(|own| own.host() == host.host())
        }),
    };
    if known {
        next.run(request).await
    } else {
        refuse(&portal, &request, "wrong_host", StatusCode::MISDIRECTED_REQUEST)
    }
}

/// Turns requests away that another site's page makes a browser send. What only reads is let through: it
/// changes nothing (C47).
pub(super) async fn own_pages_alone(State(portal): State<Portal>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if reads || comes_from_own_page(request.headers(), portal_authority(&portal).as_ref()) {
        next.run(request).await
    } else {
        refuse(&portal, &request, "other_site", StatusCode::FORBIDDEN)
    }
}

/// Gives up on an answer that takes too long; what it began is rolled back.
pub(super) async fn in_time(State(portal): State<Portal>, request: Request, next: Next) -> Response {
    let answer = Answer::to(&portal, request.headers(), request.uri(), None);
    let patience = if request.uri().path() == "/me/photo" { UPLOAD } else { PATIENCE };
    match tokio::time::timeout(patience, next.run(request)).await {
        Ok(response) => response,
        Err(_) => answer.problem(problems::TOO_LONG, StatusCode::SERVICE_UNAVAILABLE).into_response(),
    }
}

fn refuse(portal: &Portal, request: &Request, problem: &'static str, status: StatusCode) -> Response {
    Answer::to(portal, request.headers(), request.uri(), None).problem(problem, status).into_response()
}

fn named(request: &Request) -> Option<Authority> {
    let header = request.headers().get(HOST).and_then(|host| host.to_str().ok()?.parse().ok());
    header.or_else(|| request.uri().authority().cloned())
}

fn portal_authority(portal: &Portal) -> Option<Authority> {
    portal.directory.portal().parse::<Uri>().ok()?.authority().cloned()
}

fn is_this_computer(host: &str) -> bool {
    matches!(host, "127.0.0.1" | "[::1]") || host.eq_ignore_ascii_case("localhost")
}

/// Whether a browser says that one of our own pages sends this, or nothing says otherwise.
fn comes_from_own_page(headers: &HeaderMap, own: Option<&Authority>) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        // `none`: the person did it, not a page.
        return matches!(site.as_bytes(), b"same-origin" | b"none");
    }
    let Some(origin) = headers.get(ORIGIN) else { return true };
    if origin.as_bytes() == b"null" {
        // What a browser without Sec-Fetch-Site says of our own pages, as they have no referrer. The
        // token, which no other site knows, is what guards here.
        return true;
    }
    let origin = origin.to_str().ok().and_then(|origin| origin.parse::<Uri>().ok());
    let Some(from) = origin.as_ref().and_then(Uri::authority) else { return false };
    own.is_some_and(|own| {
        let same_port = from.port_u16() == own.port_u16();
        same_port && (from.host() == own.host() || (is_this_computer(own.host()) && is_this_computer(from.host())))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};
    use rstest::rstest;

    #[rstest]
    #[case(&[], true)]
    #[case(&[("sec-fetch-site", "same-origin")], true)]
    #[case(&[("sec-fetch-site", "none")], true)]
    #[case(&[("sec-fetch-site", "same-site")], false)]
    #[case(&[("sec-fetch-site", "cross-site")], false)]
    #[case(&[("sec-fetch-site", "cross-site"), ("origin", "http://127.0.0.1:4000")], false)]
    #[case(&[("origin", "http://127.0.0.1:4000")], true)]
    #[case(&[("origin", "http://localhost:4000")], true)]
    #[case(&[("origin", "http://localhost:4001")], false)]
    #[case(&[("origin", "https://evil.example")], false)]
    #[case(&[("origin", "http://127.0.0.1.evil.example:4000")], false)]
    #[case(&[("origin", "null")], true)]
    #[case(&[("origin", "")], false)]
    fn only_our_own_pages_may_send(#[case] sent: &[(&'static str, &'static str)], #[case] expected: bool) {
        let headers = sent
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect::<HeaderMap>();
        let own = "127.0.0.1:4000".parse().unwrap();
        assert_eq!(comes_from_own_page(&headers, Some(&own)), expected, "{sent:?}");
    }

    #[rstest]
    #[case("127.0.0.1", true)]
    #[case("[::1]", true)]
    #[case("LOCALHOST", true)]
    #[case("localhost.evil.example", false)]
    #[case("127.0.0.1.nip.example", false)]
    fn only_these_names_are_this_computer(#[case] host: &str, #[case] expected: bool) {
        assert_eq!(is_this_computer(host), expected);
    }
}
