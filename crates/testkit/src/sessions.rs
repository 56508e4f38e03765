//! Signing in on the bench.

use crate::{Bench, PASSWORD};
use rollbook_credentials::Secret;
use rollbook_directory::{Entered, NewSession, Place, Seated, SignIn, SignInProblem};
use rollbook_domain::session::SessionKind;

/// The portal as a browser at `192.0.2.7` opens it.
pub fn place() -> Place {
    place_at("192.0.2.7")
}

/// A browser at an address.
pub fn place_at(address: &str) -> Place {
    Place { address: address.parse().expect("an address"), device: "Firefox on Linux".to_owned() }
}

/// Somebody signs in to the portal at the platform’s address.
pub fn sign_in(email: &str, password: &str) -> SignIn {
    SignIn {
        email: email.to_owned(),
        password: Secret::new(password.to_owned()),
        kind: SessionKind::Portal,
        organization: None,
        place: place(),
    }
}

/// The token of a session, as the browser keeps it.
pub fn token(session: &NewSession) -> String {
    session.token.reveal(String::clone)
}

impl Bench {
    /// Somebody signs in; the answer.
    pub async fn try_in(&self, ask: &SignIn) -> Result<Entered, SignInProblem> {
        self.directory.sign_in(ask).await.expect("no failure")
    }

    /// Somebody signs in to the portal with [`PASSWORD`], into the one organization that they have;
    /// the token.
    pub async fn enter(&self, email: &str) -> String {
        self.enter_by(&sign_in(email, PASSWORD)).await
    }

    /// The same, as asked.
    pub async fn enter_by(&self, ask: &SignIn) -> String {
        match self.try_in(ask).await {
            Ok(Entered::In(session)) => token(&session),
            other => panic!("not in: {other:?}"),
        }
    }

    /// Whose a portal’s token is.
    pub async fn seated(&self, token: &str) -> Option<Seated> {
        self.directory.session(token, SessionKind::Portal, &place()).await.expect("no failure")
    }
}
