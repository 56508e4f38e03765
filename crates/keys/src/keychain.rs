//! The OS keychain: Secret Service on Linux, Keychain on macOS, Credential Manager on Windows.
//!
//! A locked keychain may ask the person and so block for as long as they like: call from a thread
//! that may wait, never from the window's own.

use keyring::v1::{Entry, Error};
use rollbook_credentials::Secret;

/// Under which service all entries stand.
const SERVICE: &str = "org.rollbook.desktop";

/// The keychain doesn't answer, or doesn't let us in; the text is for a person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct KeychainProblem(String);

#[cfg(test)]
impl KeychainProblem {
    pub(crate) fn new(words: &str) -> Self {
        Self(words.to_owned())
    }
}

/// The OS keychain.
#[derive(Clone, Copy, Debug, Default)]
pub struct Keychain;

impl Keychain {
    /// What people know it as on this platform.
    pub const fn name() -> &'static str {
        if cfg!(target_os = "macos") {
            "macOS Keychain"
        } else if cfg!(windows) {
            "Windows Credential Manager"
        } else {
            "system keyring"
        }
    }

    /// Whether it answers now.
    pub fn answers(self) -> Result<(), KeychainProblem> {
        self.get("probe").map(drop)
    }

    /// The secret under a name; `None` when there is none.
    pub fn get(self, name: &str) -> Result<Option<Secret<Vec<u8>>>, KeychainProblem> {
        match entry(name)?.get_secret() {
            Ok(secret) => Ok(Some(Secret::new(secret))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(problem(&error)),
        }
    }

    /// Keeps a secret under a name, and makes sure that it is there.
    pub fn set(self, name: &str, secret: &Secret<Vec<u8>>) -> Result<(), KeychainProblem> {
        let entry = entry(name)?;
        secret.reveal(|bytes| entry.set_secret(bytes)).map_err(|error| problem(&error))?;
        let kept = entry.get_secret().map_err(|error| problem(&error))?;
        if secret.reveal(|bytes| *bytes == kept) {
            Ok(())
        } else {
            Err(KeychainProblem(format!("The {} didn’t keep the secret.", Self::name())))
        }
    }

    /// Forgets what is under a name.
    pub fn delete(self, name: &str) -> Result<(), KeychainProblem> {
        match entry(name)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(problem(&error)),
        }
    }
}

fn entry(name: &str) -> Result<Entry, KeychainProblem> {
    Entry::new(SERVICE, name).map_err(|error| problem(&error))
}

/// What happened in words; the library's own text stays out, as it may name what was stored.
fn problem(error: &Error) -> KeychainProblem {
    let name = Keychain::name();
    KeychainProblem(match error {
        Error::NoStorageAccess(_) => format!("The {name} is locked, or has no place for secrets yet."),
        Error::PlatformFailure(_) => format!("The {name} doesn’t answer on this computer."),
        _ => format!("The {name} can’t be used on this computer."),
    })
}
