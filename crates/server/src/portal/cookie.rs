//! The cookies: who somebody is, what binds a form to the browser that it was sent to, and what somebody answered so far
//! of an organization that is to be. All are for this host, this site and no script; over HTTPS the browser itself holds them to it (`__Host-`).

use super::Portal;
use axum::http::{HeaderMap, HeaderValue, Uri, header::COOKIE};
use cookie::{Cookie, SameSite, time::Duration};
use rollbook_credentials::Secret;

/// What a cookie is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kept {
    /// The token of a session, in whatever stage it is.
    Session,
    /// A value by which the forms of somebody who isn't signed in are known again.
    Form,
    /// The token of somebody who registered and founds an organization.
    Newcomer,
    /// The answers so far about an organization that is to be; nothing secret.
    Draft,
}

/// How long answers are kept that somebody left.
const DRAFT: Duration = Duration::days(30);

impl Kept {
    /// The longest value that is looked at.
    const fn longest(self) -> usize {
        match self {
            Self::Session | Self::Form | Self::Newcomer => 200,
            Self::Draft => 3_700,
        }
    }
}

impl Portal {
    /// What a request's browser keeps; nothing where it names two, as one of them isn't ours.
    pub(super) fn kept(&self, headers: &HeaderMap, kept: Kept) -> Option<String> {
        let name = self.cookie_name(kept);
        let mut found = headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|header| header.to_str().ok())
            .flat_map(Cookie::split_parse)
            .filter_map(Result::ok)
            .filter(|cookie| cookie.name() == name && cookie.value().len() <= kept.longest());
        let value = found.next()?.value().to_owned();
        found.next().is_none().then_some(value)
    }

    /// The header that has the browser keep a value: until it is closed, or for as long as answers are kept.
    pub(super) fn keep(&self, kept: Kept, value: &Secret<String>) -> Option<HeaderValue> {
        let cookie = self.cookie(kept, value.reveal(String::clone));
        let cookie = if kept == Kept::Draft { cookie.max_age(DRAFT) } else { cookie };
        let cookie = cookie.build().to_string();
        let mut header = HeaderValue::from_str(&cookie).ok()?;
        header.set_sensitive(true);
        Some(header)
    }

    /// The header that has the browser forget it.
    pub(super) fn forget(&self, kept: Kept) -> Option<HeaderValue> {
        let cookie = self.cookie(kept, String::new()).max_age(Duration::ZERO).build().to_string();
        HeaderValue::from_str(&cookie).ok()
    }

    fn cookie(&self, kept: Kept, value: String) -> cookie::CookieBuilder<'static> {
        Cookie::build((self.cookie_name(kept), value))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(self.is_https())
    }

    /// Browsers keep one jar for all ports of a host, so on loopback the name holds the port: the portals
    /// of two windows leave each other's alone.
    fn cookie_name(&self, kept: Kept) -> String {
        let what = match kept {
            Kept::Session => "rollbook",
            Kept::Form => "rollbook-form",
            Kept::Newcomer => "rollbook-newcomer",
            Kept::Draft => "rollbook-draft",
        };
        if self.is_https() {
            return format!("__Host-{what}");
        }
        let port = self.directory.portal().parse::<Uri>().ok().and_then(|base| base.port_u16()).unwrap_or(80);
        format!("{what}-{port}")
    }

    fn is_https(&self) -> bool {
        self.directory.portal().starts_with("https://")
    }
}
