//! The key of an organization's file.
//!
//! The first sixteen bytes of an encrypted file are its salt (SQLCipher's format), random for every
//! file. They name the file's key in the keychain, wherever the file is moved to, and they salt the
//! passphrase where one is used. So a file carries all that is needed to open it but the secret.

use crate::{
    Keychain, KeychainProblem,
    making::{self, Keeps},
};
use rand::{Rng as _, rngs::StdRng};
use rollbook_credentials::{Secret, kdf};
use rollbook_store::FileKey;
use std::{fs::File, io::Read as _, path::Path};

/// The page size of SQLCipher 4; a whole file is a multiple of it.
pub(crate) const PAGE: u64 = 4096;
/// The shortest passphrase for a new file, in characters.
const PASSPHRASE_MIN: usize = 12;
/// How a database begins that nobody encrypted.
const PLAIN: &[u8; 16] = b"SQLite format 3\0";

/// Where a new file's key lies.
#[derive(Clone, Debug)]
pub enum Protection {
    /// A random key in the keychain.
    Keychain,
    /// Derived from a passphrase with Argon2id.
    Passphrase(Secret<String>),
}

/// Why a file has no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file isn't there.
    #[error("the file isn’t there")]
    Missing,
    /// It can't be read.
    #[error("the file can’t be read: {0}")]
    Unreadable(std::io::Error),
    /// There is a file already where one should be made.
    #[error("there is a file already")]
    Exists,
    /// It is cut off, or something else than an organization.
    #[error("this isn’t an organization, or it is cut off")]
    NotAnOrganization,
    /// This computer has no key for it.
    #[error("a passphrase is needed")]
    PassphraseNeeded,
    /// The keychain can't be asked.
    #[error(transparent)]
    Keychain(#[from] KeychainProblem),
    /// The passphrase can't be used.
    #[error(transparent)]
    Passphrase(#[from] kdf::KdfError),
    /// The passphrase is too short to keep anybody out.
    #[error("The passphrase is short. Use at least {PASSPHRASE_MIN} characters, such as four words.")]
    PassphraseShort,
    /// Another program has it open.
    #[error("another program has the file open")]
    InUse,
    /// Its folder can't be written.
    #[error("the folder can’t be written: {0}")]
    ReadOnly(std::io::Error),
}

/// A key for a file that is about to be made at `path`; [`crate::made`] says that it is there.
pub fn create(path: &Path, protection: &Protection) -> Result<FileKey, KeyError> {
    create_in(path, protection, &Keychain)
}

pub(crate) fn create_in(path: &Path, protection: &Protection, keys: &dyn Keeps) -> Result<FileKey, KeyError> {
    if path.exists() {
        return Err(KeyError::Exists);
    }
    if let Protection::Passphrase(passphrase) = protection
        && passphrase.reveal(|text| text.chars().count() < PASSPHRASE_MIN)
    {
        return Err(KeyError::PassphraseShort);
    }
    let mut rng: StdRng = rand::make_rng();
    let mut salt = [0; 16];
    rng.fill_bytes(&mut salt);
    let key = match protection {
        Protection::Keychain => {
            let key = kdf::random_key(&mut rng);
            making::keep(path, &salt, &Secret::new(key.reveal(|bytes| bytes.to_vec())), keys)?;
            key
        }
        Protection::Passphrase(passphrase) => kdf::file_key(passphrase, &salt)?,
    };
    Ok(key.reveal(|key| FileKey::new(key, &salt)))
}

/// The key of the file at `path`: from the passphrase where one is given, else from the keychain.
pub fn open(path: &Path, passphrase: Option<&Secret<String>>) -> Result<FileKey, KeyError> {
    let salt = salt_of(path)?;
    let key = if let Some(passphrase) = passphrase {
        kdf::file_key(passphrase, &salt)?
    } else {
        let kept = Keychain.get(&name_of(&salt))?.ok_or(KeyError::PassphraseNeeded)?;
        // It came to be after all, though nobody said so.
        making::end(path)?;
        let bytes: Option<[u8; 32]> = kept.reveal(|bytes| bytes.as_slice().try_into().ok());
        Secret::new(bytes.ok_or(KeyError::PassphraseNeeded)?)
    };
    Ok(key.reveal(|key| FileKey::new(key, &salt)))
}

/// Takes a file's key out of the keychain: for a file that couldn't be made, or was deleted.
pub fn forget(path: &Path) -> Result<(), KeyError> {
    let salt = making::salt(path).map_or_else(|| salt_of(path), Ok)?;
    Keychain.delete(&name_of(&salt))?;
    making::clean(path, &Keychain)
}

/// The salt at the beginning of a file that looks like an organization.
pub fn salt_of(path: &Path) -> Result<[u8; 16], KeyError> {
    let mut file = File::open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => KeyError::Missing,
        _ => KeyError::Unreadable(error),
    })?;
    let length = file.metadata().map_err(KeyError::Unreadable)?.len();
    let mut salt = [0; 16];
    let read = file.read_exact(&mut salt);
    // A crash while pages moved from the database's log into the file may leave part of one; the
    // log beside it makes it whole again.
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let whole = length >= PAGE && (length.is_multiple_of(PAGE) || Path::new(&log).exists());
    if read.is_err() || !whole || &salt == PLAIN {
        return Err(KeyError::NotAnOrganization);
    }
    Ok(salt)
}

pub(crate) fn name_of(salt: &[u8; 16]) -> String {
    format!("file {}", hex::encode(salt))
}
