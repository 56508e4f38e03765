//! Where the organizations are: a PostgreSQL database, or the encrypted file of a small office.

use super::{ConfigError, Settings};
use rollbook_credentials::Secret;
use rollbook_store::{Address, Tls};
use std::path::PathBuf;

/// Where the organizations are.
#[derive(Clone, Debug)]
pub enum DatabaseAt {
    /// A database on a server.
    Server(Address),
    /// An encrypted file, opened by this computer's keychain or by a passphrase.
    File {
        /// The file.
        path: PathBuf,
        /// Its passphrase.
        passphrase: Option<Secret<String>>,
    },
}

impl DatabaseAt {
    /// Reads it; whether anything answers there is another question.
    pub fn of(settings: &Settings) -> Result<Self, ConfigError> {
        let url = settings.secret("database.url", "database.url_file")?;
        match (url, settings.path("database.file")?) {
            (Some(_), Some(_)) => {
                Err(settings.wrong("database.file", "database.url is set as well. Keep one of them.".to_owned()))
            }
            (Some(url), None) => server(settings, &url).map(Self::Server),
            (None, Some(path)) => {
                let passphrase = settings.secret_file("database.passphrase_file")?;
                Ok(Self::File { path, passphrase })
            }
            (None, None) => Err(Settings::missing("database.url")),
        }
    }
}

fn server(settings: &Settings, url: &Secret<String>) -> Result<Address, ConfigError> {
    let named = if settings.has("database.url") { "database.url" } else { "database.url_file" };
    let mut address: Address =
        url.reveal(|url| url.parse()).map_err(|problem| settings.wrong(named, said(&problem)))?;
    if let Some(mode) = settings.text("database.tls")? {
        address = match mode {
            "verify-full" => address.protected(Tls::Always),
            "off" => address.protected(Tls::Never),
            _ => {
                let why = "It is verify-full or off. Without it the line is checked unless it stays on this computer.";
                return Err(settings.wrong("database.tls", why.to_owned()));
            }
        };
    }
    if let Some(authority) = settings.path("database.ca_file")? {
        address = address.trusting(&authority).map_err(|problem| settings.wrong("database.ca_file", said(&problem)))?;
    }
    if let Some(most) = settings.number("database.connections", 1..=1_000)? {
        address = address.connections(u32::try_from(most).unwrap_or(u32::MAX));
    }
    Ok(address)
}

/// A problem as a sentence.
fn said(problem: &rollbook_store::AddressProblem) -> String {
    let words = problem.to_string();
    let mut signs = words.chars();
    signs.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), signs.as_str()))
}
