//! Signing in: who somebody is, by a password and, where there is one, a second factor; into which
//! organization; and the session that says so from then on.
//!
//! A session names the person and nothing of what they may do: that is read with every request (C32).
//! The answer to a wrong sign-in is one, in words and in work, whatever was wrong with it (R25).

mod as_other;
mod attempts;
mod change;
mod enter;
mod password;
mod refused;
mod seat;
mod sessions;
mod tidy;

pub use as_other::{AsOffer, AsProblem};
pub(crate) use attempts::Slowed;
pub use change::PresentProblem;
pub(crate) use enter::email_key;
pub(crate) use refused::Refused;
pub use seat::{Must, Seated};
pub use sessions::SessionView;

use rollbook_credentials::Secret;
use rollbook_domain::{
    OrganizationId, SessionId, Timestamp,
    origin::{Origin, Way},
    pace::Wait,
    session::{SessionKind, Stage},
    text::clean_to,
};
use std::net::IpAddr;

/// From where, and with what, somebody asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The address of the peer, as the network says it and never as a request does.
    pub address: IpAddr,
    /// What the browser or program calls itself; shown to the person, never relied on.
    pub device: String,
}

/// How much of what a browser calls itself is kept.
const DEVICE_MAX: usize = 300;

impl Place {
    /// The address as it is kept: an IPv4 address that came in IPv6 is the same.
    pub(crate) fn stored_address(&self) -> String {
        self.address.to_canonical().to_string()
    }
    /// The same for the log.
    pub(crate) fn origin(&self, kind: SessionKind) -> Origin {
        let way = if kind == SessionKind::Desktop { Way::Desktop } else { Way::Portal };
        Origin { way, address: self.stored_address(), device: self.stored_device() }
    }
    /// The device as it is kept: one line, of some length.
    pub(crate) fn stored_device(&self) -> String {
        let end = self.device.floor_char_boundary(DEVICE_MAX * 4);
        let short: String = self.device[..end].chars().take(DEVICE_MAX).collect();
        clean_to(&short, DEVICE_MAX).unwrap_or_default()
    }
}

/// Somebody wants to sign in.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// The address as typed.
    pub email: String,
    /// The password as typed.
    pub password: Secret<String>,
    /// Where the session is for.
    pub kind: SessionKind,
    /// The organization at whose address they are; `None` at the platform’s.
    pub organization: Option<OrganizationId>,
    /// From where.
    pub place: Place,
}

/// How far a sign-in got.
#[derive(Debug)]
pub enum Entered {
    /// In an organization.
    In(NewSession),
    /// The second factor is awaited under this token; it is good for nothing else.
    Factor(NewSession),
    /// Which organization is awaited under this token.
    Choose(NewSession, Vec<Opening>),
}

/// A session that just began, or went on to its next stage: the one time that its token is there.
#[derive(Debug)]
pub struct NewSession {
    /// Its id.
    pub id: SessionId,
    /// What the browser or the keychain keeps; every stage has a new one.
    pub token: Secret<String>,
    /// Until when it lasts at most.
    pub expires: Timestamp,
}

/// An organization that somebody may enter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opening {
    /// Which.
    pub organization: OrganizationId,
    /// Its name.
    pub name: String,
}

/// Why somebody isn’t let in. Which of all that can be wrong is wrong isn’t said (R25, C40).
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SignInProblem {
    /// No such account, another password, or none of its organizations is open to it.
    #[error("This e-mail and password don’t open anything here. Check both, then try again.")]
    Wrong,
    /// Too many attempts: there is a wait before the next.
    #[error("There were too many attempts. Try again in {}.", spoken(*.0))]
    Slow(Wait),
    /// The sign-in that was going on is over: too late, or it was ended.
    #[error("This sign-in has taken too long. Begin again.")]
    Over,
}

/// What a token waits for that isn’t in an organization yet.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The second factor, or the choice of an organization.
    pub stage: Stage,
    /// Whose it is.
    pub account: rollbook_domain::AccountId,
    /// The organization at whose address they are.
    pub wanted: Option<OrganizationId>,
    /// Where the session is for.
    pub kind: SessionKind,
    /// The organizations to choose from.
    pub openings: Vec<Opening>,
    /// Until when.
    pub expires: Timestamp,
}

impl SignInProblem {
    /// In how many seconds to try again, where that helps.
    pub fn seconds(self) -> Option<u64> {
        match self {
            Self::Slow(wait) => Some(seconds(wait)),
            Self::Wrong | Self::Over => None,
        }
    }
}

/// In how many seconds to try again.
pub(crate) fn seconds(Wait(millis): Wait) -> u64 {
    millis.unsigned_abs().div_ceil(1_000).max(1)
}

pub(crate) fn spoken(wait: Wait) -> String {
    match seconds(wait) {
        1 => "a second".to_owned(),
        few @ 2..=119 => format!("{few} seconds"),
        many => format!("{} minutes", many.div_ceil(60)),
    }
}
