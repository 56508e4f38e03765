//! Where secrets of this computer lie: the keys of organizations' files and the mail account's
//! password in the OS keychain, or a passphrase in a person's head; and which files there are.
//!
//! Shared by the window and the command line, so that both open the same files the same way. A key
//! is never written to disk outside the keychain.

mod address;
mod file;
mod folders;
mod keychain;
mod known;
mod lock;
mod making;

pub use file::{KeyError, Protection, create, forget, open, salt_of};
pub use folders::Folders;
pub use keychain::{Keychain, KeychainProblem};
pub use known::{Kind, Known, KnownPlaces, Place};
pub use lock::FileLock;
pub use making::{made, sweep};

/// Writes a file so that it is there whole or as it was before.
pub fn write_whole(at: &std::path::Path, bytes: &[u8]) -> std::io::Result<()> {
    known::write_whole(at, bytes)
}
