//! Why a command wasn't carried out, in words for the person at the terminal.

use rollbook_credentials::factor::KeysError;
use rollbook_directory::{
    DirectoryError,
    contract::{WireCode, WireError},
};
use rollbook_keys::KeyError;
use rollbook_server::{
    config::ConfigError,
    running::{OpenError, RunError},
};
use rollbook_store::StoreError;
use std::{io, path::PathBuf};

/// Why a command wasn't carried out.
#[derive(Debug, thiserror::Error)]
pub(super) enum CliError {
    /// Neither a file nor a database was named.
    #[error("No organization is named. Add --file or --database, or a configuration with database.url.")]
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
    #[error("{0} is no address for links. {1}")]
    Portal(String, &'static str),
    /// The configuration can't be used.
    #[error("{0}")]
    Config(#[from] ConfigError),
    /// The server doesn't run.
    #[error("{0}")]
    Run(#[from] RunError),
    /// The mail server doesn't answer as it should.
    #[error("The mail server {0}")]
    Post(String),
    /// What the arguments ask for doesn't fit together.
    #[error("{0}")]
    Arguments(&'static str),
    /// A file can't be read or written.
    #[error("{0} can’t be {1}: {2}.")]
    File(PathBuf, &'static str, io::Error),
    /// The answer can't be written.
    #[error("The answer can’t be written: {0}.")]
    Output(#[from] io::Error),
    /// It was done, and its report is missing.
    #[error("The import was carried out, but its report is missing. {0}")]
    Unreported(Box<Self>),
    /// What second factors keep secret is sealed by a key that isn't there.
    #[error(
        "{unread} secrets of second factors can’t be opened with any key of factors.keys_file; {renewed} were sealed anew. \
         Add the missing key and run this again, or the people concerned need their factors reset."
    )]
    Unread { renewed: u64, unread: u64 },
    /// Configuration has a key under the number of the file's own.
    #[error("factors.keys_file: {0} Number 0 is the file’s own key.")]
    Factors(KeysError),
    /// The directory said no.
    #[error("{}", words_of(.0))]
    Said(Box<WireError>),
    /// Somebody pressed Ctrl-C.
    #[error("Cancelled. Nothing was changed.")]
    Cancelled,
}

impl CliError {
    fn said(error: WireError) -> Self {
        Self::Said(Box::new(error))
    }

    /// What the process ends with.
    pub(super) const fn exit_code(&self) -> u8 {
        match self {
            Self::Nowhere | Self::Portal(..) | Self::Arguments(_) => 64,
            Self::Config(_) => 78,
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
            other => Self::Said(Box::new(other.into())),
        }
    }
}

impl From<OpenError> for CliError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Key { path, error } => Self::Key { path, error },
            OpenError::Store(error) => error.into(),
        }
    }
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NoOrganization => Self::Organization("There is no organization in it.".to_owned()),
            StoreError::Newer { file, app } => Self::said(WireError::new(
                WireCode::NewerFile,
                format!("A newer version of Rollbook set this up (schema {file}; this version knows {app})."),
                "Nothing was changed. Use the newer version.",
            )),
            // What the driver says is the best that can be told: a server's address or its refusal.
            StoreError::Database(error) => Self::said(WireError::new(
                WireCode::Internal,
                format!("The database failed: {error}."),
                "Check its address and password, and that it runs.",
            )),
            other => Self::Said(Box::new(other.into())),
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
