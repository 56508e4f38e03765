//! What the keychain keeps of places beyond this computer: a session's token, a database's password.

use rollbook_credentials::Secret;
use rollbook_directory::contract::{WireCode, WireError};
use rollbook_keys::{Keychain, KeychainProblem, Place};

/// The token of a place's session.
pub(crate) async fn session(place: &Place) -> Result<Option<Secret<String>>, WireError> {
    read(session_entry(place)).await
}

/// Keeps the token of a place's session, or forgets it.
pub(crate) async fn keep_session(place: &Place, token: Option<Secret<String>>) -> Result<(), WireError> {
    write(session_entry(place), token).await
}

/// Forgets the session of a place.
pub async fn forget_session(place: &Place) -> Result<(), WireError> {
    keep_session(place, None).await
}

/// The password of a database.
pub(crate) async fn password(address: &str) -> Result<Option<Secret<String>>, WireError> {
    read(password_entry(address)).await
}

/// Keeps the password of a database.
pub(crate) async fn keep_password(address: &str, password: Secret<String>) -> Result<(), WireError> {
    write(password_entry(address), Some(password)).await
}

fn session_entry(place: &Place) -> String {
    format!("session {} {}", place.at, place.organization)
}

fn password_entry(address: &str) -> String {
    format!("database {address}")
}

/// Without a keychain nothing is kept: the person is asked instead.
async fn read(entry: String) -> Result<Option<Secret<String>>, WireError> {
    let kept = waiting(move || Keychain.get(&entry)).await?;
    let kept = kept.unwrap_or_else(|problem| {
        tracing::warn!(%problem, "nothing from the keychain");
        None
    });
    Ok(kept.and_then(|secret| secret.reveal(|bytes| String::from_utf8(bytes.clone()).ok())).map(Secret::new))
}

async fn write(entry: String, secret: Option<Secret<String>>) -> Result<(), WireError> {
    let kept = waiting(move || match secret {
        Some(secret) => Keychain.set(&entry, &Secret::new(secret.reveal(|text| text.clone().into_bytes()))),
        None => Keychain.delete(&entry),
    });
    if let Err(problem) = kept.await? {
        tracing::warn!(%problem, "nothing into the keychain");
    }
    Ok(())
}

/// A keychain may wait for the person: it is asked where waiting hinders nobody.
async fn waiting<T: Send + 'static>(
    ask: impl FnOnce() -> Result<T, KeychainProblem> + Send + 'static,
) -> Result<Result<T, KeychainProblem>, WireError> {
    tokio::task::spawn_blocking(ask).await.map_err(|error| {
        tracing::error!(%error, "the keychain wasn’t asked");
        WireError::new(WireCode::Internal, "Something went wrong inside Rollbook. Nothing was changed.", "Try again.")
    })
}
