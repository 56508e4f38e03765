//! Whoever asks for a page: from where, with which cookies, in which language.

use super::{
    Portal,
    answer::Answer,
    cookie::Kept,
    forgery::{form_value, is_own},
    problems,
};
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, StatusCode, Uri, header, request::Parts},
    response::{IntoResponse, Response},
};
use rollbook_credentials::Secret;
use rollbook_directory::{DirectoryError, Place, Seated};
use rollbook_domain::session::SessionKind;
use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    time::{Duration, Instant},
};

/// Somebody asks. Can't be printed: the cookies are secrets.
#[derive(Clone)]
pub(super) struct Visitor {
    pub(super) portal: Portal,
    pub(super) headers: HeaderMap,
    pub(super) uri: Uri,
    peer: IpAddr,
}

impl FromRequestParts<Portal> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Infallible> {
        let peer = peer(parts);
        Ok(Self { portal: portal.clone(), headers: parts.headers.clone(), uri: parts.uri.clone(), peer })
    }
}

/// The address that a request comes from, as the network says it.
pub(super) fn peer(parts: &Parts) -> IpAddr {
    parts.extensions.get().map_or(Ipv4Addr::UNSPECIFIED.into(), |ConnectInfo::<SocketAddr>(peer)| peer.ip())
}

/// From where and with what somebody asks.
pub(super) fn place_of(address: IpAddr, headers: &HeaderMap) -> Place {
    let agent = headers.get(header::USER_AGENT).map(|agent| String::from_utf8_lossy(agent.as_bytes()));
    Place { address, device: agent.unwrap_or_default().into_owned() }
}

impl Visitor {
    /// The answer, in the language that the address names, this one, or the browser's.
    pub(super) fn answer(&self, language: Option<&str>) -> Answer {
        Answer::to(&self.portal, &self.headers, &self.uri, language)
    }

    /// From where and with what they ask.
    pub(super) fn place(&self) -> Place {
        place_of(self.peer, &self.headers)
    }

    /// How long the answer to a wrong link waits.
    pub(super) fn slowed(&self, now: Instant) -> Duration {
        self.portal.pace.wrong(self.peer, now)
    }

    /// What their browser keeps.
    pub(super) fn kept(&self, kept: Kept) -> Option<String> {
        self.portal.kept(&self.headers, kept)
    }

    /// Whether a form was sent to this browser, for what the cookie is for.
    pub(super) fn sent_own_form(&self, kept: Kept, sent: &str) -> bool {
        is_own(self.kept(kept).as_deref(), sent)
    }

    /// Whose session it is, where there is one that counts.
    pub(super) async fn seated(&self) -> Result<Option<Seated>, DirectoryError> {
        let Some(token) = self.kept(Kept::Session) else { return Ok(None) };
        self.portal.directory.session(&token, SessionKind::Portal, &self.place()).await
    }

    /// What a form for somebody who isn't signed in carries; and the cookie, where the browser has none.
    pub(super) fn form(&self) -> (String, Option<Secret<String>>) {
        if let Some(cookie) = self.kept(Kept::Form) {
            return (form_value(&cookie), None);
        }
        let fresh = self.portal.directory.unguessable();
        (fresh.reveal(|cookie| form_value(cookie)), Some(fresh))
    }

    /// Has the browser keep a value beside an answer.
    pub(super) fn keeping(&self, kept: Kept, value: Option<&Secret<String>>, mut response: Response) -> Response {
        if let Some(header) = value.and_then(|value| self.portal.keep(kept, value)) {
            response.headers_mut().append(header::SET_COOKIE, header);
        }
        response
    }

    /// Has the browser forget a value beside an answer.
    pub(super) fn forgetting(&self, kept: Kept, mut response: Response) -> Response {
        if let Some(header) = self.portal.forget(kept) {
            response.headers_mut().append(header::SET_COOKIE, header);
        }
        response
    }

    /// The page of a form that another session, or another site, was given.
    pub(super) fn stale(&self) -> Response {
        self.answer(None).problem("stale", StatusCode::FORBIDDEN)
    }

    /// The page of what the directory said instead of doing it.
    pub(super) fn failed(&self, error: &DirectoryError) -> Response {
        problems::of_page(&self.answer(None), error)
    }
}

/// On to another page of the portal, whatever was sent here. The address is ours: never one that a
/// request names.
pub(super) fn on_to(path: &str) -> Response {
    axum::response::Redirect::to(path).into_response()
}
