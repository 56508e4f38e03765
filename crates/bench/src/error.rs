//! Why a measurement stops. Whatever it is, the figures so far are worth nothing.

use rollbook_directory::DirectoryError;
use rollbook_store::StoreError;

/// Why a measurement stops.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BenchError {
    /// The door refused or failed.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A bare statement failed.
    #[error("a bare statement failed: {0}")]
    Bare(#[from] sqlx::Error),
    /// A file or a process failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// Something isn't as the measurement needs it.
    #[error("{0}")]
    Unfit(String),
}

impl BenchError {
    /// A failure of another library, in its words.
    pub(crate) fn of(error: impl std::fmt::Display) -> Self {
        Self::Unfit(error.to_string())
    }
}
