//! Hashing and verifying passwords: Argon2id, kept as PHC strings (R23).
//!
//! A password is hashed in NFC, as SP 800-63B-4 section 3.1.1.2 and RFC 8265 name it (see `text.rs` for the reason).

use super::{Cost, CostError};
use crate::{Secret, text::composed};
use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version,
    password_hash::phc::{self, Output},
};
use rand::CryptoRng;
use std::{fmt, hint::black_box, str::FromStr};
use thiserror::Error;
use zeroize::Zeroizing;

/// Longest password in bytes of UTF-8, as typed. 64 characters always fit, whatever the script (R23).
pub const MAX_PASSWORD_BYTES: usize = 1024;

/// What [`PasswordHash::parse`] takes at most, so that one foreign hash can't fill the machine at sign-in.
const MAX_STORED_MEMORY_KIB: u32 = 1024 * 1024;
const MAX_STORED_PASSES: u32 = 64;
const MAX_STORED_LANES: u32 = 64;
const MIN_STORED_OUTPUT: usize = 16;

/// What only one device has, beside the salt.
pub type DeviceSecret = Secret<[u8; 32]>;

/// The salt of hashes that are made for nobody; nothing is ever compared with them.
const DUMMY_SALT: [u8; 16] = *b"nobody is here..";

/// Why a password was not hashed, or a stored text is no hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum HashError {
    /// More than [`MAX_PASSWORD_BYTES`].
    #[error("The password is longer than 1024 bytes. Use a shorter one.")]
    TooLong,
    /// Not a PHC string of Argon2id within bounds: at most 1 GiB, 64 passes and 64 lanes, at least 16 bytes of output.
    #[error("The stored password hash can’t be read. Set a new password.")]
    Unreadable,
    /// The memory for the hash could not be had.
    #[error("There is not enough free memory to check passwords. Try again in a moment.")]
    OutOfMemory,
}

impl HashError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLong => "password_too_long",
            Self::Unreadable => "password_hash_unreadable",
            Self::OutOfMemory => "out_of_memory",
        }
    }
}

/// A stored password: a PHC string of Argon2id, checked when it was read.
#[derive(Clone)]
pub struct PasswordHash {
    text: String,
    parts: phc::PasswordHash,
    params: Params,
}

impl PasswordHash {
    /// Reads a stored text. Hashes of other programs are fine as long as they are Argon2id; one without a version is
    /// of version 16, as the reference implementation reads it.
    pub fn parse(text: &str) -> Result<Self, HashError> {
        let mut parts = phc::PasswordHash::new(text).map_err(|_| HashError::Unreadable)?;
        let version = *parts.version.get_or_insert(Version::V0x10.into());
        let params = Params::try_from(&parts).map_err(|_| HashError::Unreadable)?;
        let readable = parts.algorithm == Algorithm::Argon2id.ident()
            && Version::try_from(version).is_ok()
            && parts.salt.is_some()
            && parts.hash.as_ref().is_some_and(|output: &Output| output.len() >= MIN_STORED_OUTPUT)
            && params.m_cost() <= MAX_STORED_MEMORY_KIB
            && params.t_cost() <= MAX_STORED_PASSES
            && params.p_cost() <= MAX_STORED_LANES;
        if readable { Ok(Self { text: text.to_owned(), parts, params }) } else { Err(HashError::Unreadable) }
    }

    /// What it costs to verify; refused where that is below R23’s floor, or more than a machine can bear.
    pub fn cost(&self) -> Result<Cost, CostError> {
        Cost::new(self.params.m_cost(), self.params.t_cost(), self.params.p_cost())
    }

    /// The PHC string to store.
    pub fn as_phc(&self) -> &str {
        &self.text
    }
}

impl FromStr for PasswordHash {
    type Err = HashError;
    fn from_str(text: &str) -> Result<Self, HashError> {
        Self::parse(text)
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(..)")
    }
}

/// Hashes a password with a fresh salt of 16 bytes from `rng`.
pub fn hash(
    password: &Secret<String>,
    cost: &Cost,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<PasswordHash, HashError> {
    let mut salt = [0; 16];
    rng.fill_bytes(&mut salt);
    hash_with_salt(&prepare(password)?, cost, &salt)
}

/// Whether this is the password of that hash. A password over [`MAX_PASSWORD_BYTES`] is nobody's.
pub fn verify(password: &Secret<String>, stored: &PasswordHash) -> bool {
    prepare(password).is_ok_and(|input| verify_with(&input, None, stored))
}

/// [`verify`] for a sign-in where there may be no such account, or none with a password (R25).
///
/// Without a stored hash the same work is done at `cost` and the answer is no, so time tells nothing. `cost` is the
/// one that new hashes are made with: rehashing at sign-in keeps the stored ones at it.
pub fn verify_or_dummy(password: &Secret<String>, stored: Option<&PasswordHash>, cost: &Cost) -> bool {
    if let Some(stored) = stored {
        return verify(password, stored);
    }
    if let Ok(input) = prepare(password) {
        // The result is kept from the optimizer: work that nobody reads could be left out.
        let _ = black_box(hash_with_salt(black_box(&input), cost, &DUMMY_SALT));
    }
    false
}

/// Whether the hash is weaker than `cost` and is to be made anew at the next sign-in (R23).
pub fn needs_rehash(stored: &PasswordHash, cost: &Cost) -> bool {
    stored.params.m_cost() < cost.memory_kib()
        || stored.params.t_cost() < cost.passes()
        || stored.params.output_len().is_some_and(|bytes| bytes < Params::DEFAULT_OUTPUT_LEN)
        || stored.parts.version != Some(Version::V0x13.into())
}

pub(super) fn prepare(password: &Secret<String>) -> Result<Zeroizing<String>, HashError> {
    password.reveal(
        |typed| {
            if typed.len() > MAX_PASSWORD_BYTES { Err(HashError::TooLong) } else { Ok(composed(typed)) }
        },
    )
}

fn hash_with_salt(input: &Zeroizing<String>, cost: &Cost, salt: &[u8]) -> Result<PasswordHash, HashError> {
    hash_with(input, None, cost, salt)
}

/// The same with the secret of a device, where there is one.
pub(super) fn hash_with(
    input: &Zeroizing<String>,
    secret: Option<&DeviceSecret>,
    cost: &Cost,
    salt: &[u8],
) -> Result<PasswordHash, HashError> {
    // A checked cost and a checked input leave memory as the only thing that can fail.
    let params = cost.params().map_err(|_| HashError::OutOfMemory)?;
    let made = match secret {
        None => Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
            .hash_password_with_salt(input.as_bytes(), salt),
        Some(secret) => secret.reveal(|secret| {
            Argon2::new_with_secret(secret, Algorithm::Argon2id, Version::V0x13, params.clone())
                .map_err(|_| argon2::password_hash::Error::Internal)?
                .hash_password_with_salt(input.as_bytes(), salt)
        }),
    };
    let parts: phc::PasswordHash = made.map_err(|_| HashError::OutOfMemory)?;
    Ok(PasswordHash { text: parts.to_string(), parts, params })
}

/// Whether an input is the password of a hash that was made with the secret of a device.
pub(super) fn verify_with(input: &Zeroizing<String>, secret: Option<&DeviceSecret>, stored: &PasswordHash) -> bool {
    let Some(secret) = secret else {
        return Argon2::default().verify_password(input.as_bytes(), &stored.parts).is_ok();
    };
    secret.reveal(|secret| {
        Argon2::new_with_secret(secret, Algorithm::Argon2id, Version::V0x13, stored.params.clone())
            .is_ok_and(|argon| argon.verify_password(input.as_bytes(), &stored.parts).is_ok())
    })
}
