//! Why a command wasn't carried out, in words for the person at the terminal.

use rollbook_directory::{DirectoryError, contract::WireError};
use rollbook_keys::KeyError;
use rollbook_store::StoreError;
use std::{io, path::PathBuf};

/// Why a command wasn't carried out.
#[derive(Debug, thiserror::Error)]
pub(super) enum CliError {
    /// Neither a file nor a database was named.
    #[error("No organization is named. Add --file or --database, or set ROLLBOOK_DATABASE.")]
    Nowhere,
    /// The file has no key.
    #[error("{}", words_of_key(.path, .error))]
    Key { path: PathBuf, error: KeyError },
    /// The passphrase can't be typed here.
    #[error("The passphrase can’t be read from here: {0}. Set ROLLBOOK_PASSPHRASE.")]
    Typing(io::Error),
    /// The store holds none of this name, or several and none was named.
    #[error("{0}")]
    Organization(String),
    /// Links would point nowhere.
    #[error("{0} is no address for links. Use the portal’s, such as https://accounts.example.org.")]
    Portal(String),
    /// A file can't be read or written.
    #[error("{0} can’t be {1}: {2}.")]
    File(PathBuf, &'static str, io::Error),
    /// The answer can't be written.
    #[error("The answer can’t be written: {0}.")]
    Output(#[from] io::Error),
    /// It was done, and its report is missing.
    #[error("The import was carried out, but its report is missing. {0}")]
    Unreported(Box<Self>),
    /// The directory said no.
    #[error("{}", words_of(.0))]
    Said(WireError),
    /// Somebody pressed Ctrl-C.
    #[error("Cancelled. Nothing was changed.")]
    Cancelled,
}

impl CliError {
    /// What the process ends with.
    pub(super) const fn exit_code(&self) -> u8 {
        match self {
            Self::Nowhere | Self::Portal(_) => 64,
            Self::Cancelled => 130,
            _ => 3,
        }
    }
}

impl From<DirectoryError> for CliError {
    fn from(error: DirectoryError) -> Self {
        match error {
            DirectoryError::Cancelled => Self::Cancelled,
            DirectoryError::Store(error) => error.into(),
            other => Self::Said(other.into()),
        }
    }
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NoOrganization => Self::Organization("There is no organization in it.".to_owned()),
            // What the driver says is the best that can be told: a server's address or its refusal.
            StoreError::Database(error) => Self::Said(WireError::new(
                rollbook_directory::contract::WireCode::Internal,
                format!("The database failed: {error}."),
                "Check its address and password, and that it runs.",
            )),
            other => Self::Said(other.into()),
        }
    }
}

fn words_of(error: &WireError) -> String {
    format!("{} {}", error.message, error.help).trim().to_owned()
}

fn words_of_key(path: &std::path::Path, error: &KeyError) -> String {
    let path = path.display();
    match error {
        KeyError::Missing => format!("There is no file {path}. Check its name."),
        KeyError::Unreadable(why) => format!("{path} can’t be read: {why}."),
        KeyError::Exists => format!("There is a file {path} already."),
        KeyError::NotAnOrganization => {
            format!("{path} isn’t an organization of Rollbook, or it is cut off. Choose another file, or a backup.")
        }
        KeyError::PassphraseNeeded => {
            format!(
                "This computer has no key for {path}. Set ROLLBOOK_PASSPHRASE, or run this in a terminal to type it."
            )
        }
        KeyError::Keychain(problem) => {
            format!("The keychain can’t be asked: {problem}. Unlock it, or set ROLLBOOK_PASSPHRASE.")
        }
        KeyError::Passphrase(problem) => problem.to_string(),
        KeyError::PassphraseShort => error.to_string(),
        KeyError::InUse => format!("Another program has {path} open. Close it there, then try again."),
        KeyError::ReadOnly(why) => format!("The folder of {path} can’t be written: {why}."),
    }
}
