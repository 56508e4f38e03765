//! The key of an organization's file: from the keychain, or from its passphrase.

use super::error::CliError;
use rollbook_credentials::Secret;
use rollbook_keys::KeyError;
use rollbook_store::FileKey;
use std::{
    io::{self, IsTerminal as _},
    path::Path,
};

/// Where a passphrase comes from when nobody is there to type it.
const PASSPHRASE: &str = "ROLLBOOK_PASSPHRASE";

/// The key of the file at `path`. May wait for the keychain or for a person.
pub(super) async fn key(path: &Path, passphrase: Option<Secret<String>>) -> Result<FileKey, CliError> {
    let path = path.to_owned();
    tokio::task::spawn_blocking(move || find(&path, passphrase)).await.map_err(io::Error::other)?
}

/// The passphrase that the environment gives.
pub(super) fn given() -> Option<Secret<String>> {
    std::env::var(PASSPHRASE).ok().filter(|given| !given.is_empty()).map(Secret::new)
}

fn find(path: &Path, passphrase: Option<Secret<String>>) -> Result<FileKey, CliError> {
    let failed = |error| CliError::Key { path: path.to_owned(), error };
    if let Some(given) = given().or(passphrase) {
        return rollbook_keys::open(path, Some(&given)).map_err(failed);
    }
    match rollbook_keys::open(path, None) {
        Err(KeyError::PassphraseNeeded | KeyError::Keychain(_)) if io::stdin().is_terminal() => {
            let prompt = format!("Passphrase of {}: ", path.display());
            let typed = Secret::new(rpassword::prompt_password(prompt).map_err(CliError::Typing)?);
            rollbook_keys::open(path, Some(&typed)).map_err(failed)
        }
        found => found.map_err(failed),
    }
}
