//! The keys of encrypted files: from a passphrase, or from chance.
//!
//! A file can be taken away and tried at leisure, without the slowing-down that guards a sign-in (R25). Its
//! passphrase therefore costs more than a password's hash does: it is opened once per start, not per request.

use crate::{Secret, text::composed};
use argon2::{Algorithm, Argon2, Params, Version};
use rand::CryptoRng;
use thiserror::Error;

/// 64 MiB: the second recommended option of RFC 9106 section 4, for machines where 2 GiB can't be had.
pub const MEMORY_KIB: u32 = 64 * 1024;
/// Three passes, as that option names.
pub const PASSES: u32 = 3;
/// One lane, where RFC 9106 names four: the work is done on one thread, so more lanes would help the attacker alone.
pub const LANES: u32 = 1;
/// Longest passphrase in bytes of UTF-8 as typed; far above any that is typed by hand.
pub const MAX_PASSPHRASE_BYTES: usize = 1024;

/// Why no key was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KdfError {
    /// Nothing was typed.
    #[error("The passphrase is empty. Type the passphrase of the file.")]
    Empty,
    /// More than [`MAX_PASSPHRASE_BYTES`].
    #[error("The passphrase is longer than 1024 bytes. Use a shorter one.")]
    TooLong,
    /// The memory for the derivation could not be had.
    #[error("There is not enough free memory to open the file. Close other programs and try again.")]
    OutOfMemory,
}

impl KdfError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "passphrase_empty",
            Self::TooLong => "passphrase_too_long",
            Self::OutOfMemory => "out_of_memory",
        }
    }
}

/// The key of a file that is opened by a passphrase: Argon2id over the passphrase in NFC and the file's own salt.
///
/// The constants above belong to the file format: a file that was made with them opens with no others.
pub fn file_key(passphrase: &Secret<String>, salt: &[u8; 16]) -> Result<Secret<[u8; 32]>, KdfError> {
    passphrase.reveal(|typed| {
        if typed.is_empty() {
            return Err(KdfError::Empty);
        }
        if typed.len() > MAX_PASSPHRASE_BYTES {
            return Err(KdfError::TooLong);
        }
        // With these constants and lengths the only error left is memory.
        let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(32)).map_err(|_| KdfError::OutOfMemory)?;
        let mut key = zeroize::Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(composed(typed).as_bytes(), salt, &mut *key)
            .map_err(|_| KdfError::OutOfMemory)?;
        Ok(Secret::new(*key))
    })
}

/// A key from chance alone, for files whose key lies in the keychain.
pub fn random_key(rng: &mut (impl CryptoRng + ?Sized)) -> Secret<[u8; 32]> {
    let mut key = zeroize::Zeroizing::new([0; 32]);
    rng.fill_bytes(&mut *key);
    Secret::new(*key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{SeedableRng, rngs::StdRng};

    const SALT: [u8; 16] = *b"a salt of 16 by.";

    fn key(passphrase: &str, salt: &[u8; 16]) -> String {
        let key = file_key(&Secret::new(passphrase.into()), salt).expect("a key");
        key.reveal(|bytes| hex::encode(bytes))
    }

    #[test]
    fn a_passphrase_gives_the_key_that_the_reference_implementation_gives() {
        // printf 'four words are enough' | argon2 'a salt of 16 by.' -id -t 3 -k 65536 -p 1 -l 32 -r
        assert_eq!(
            key("four words are enough", &SALT),
            "902d7ff88eb1e3e2e108e5132745c7e54f6b338c653471209b37d0df5bf8a974"
        );
    }

    #[test]
    fn another_salt_or_another_passphrase_gives_another_key() {
        let first = key("four words are enough", &SALT);
        assert_ne!(first, key("four words are enough", b"another salt 16."));
        assert_ne!(first, key("four words are enougH", &SALT));
    }

    #[test]
    fn the_same_letters_from_another_keyboard_open_the_file() {
        assert_eq!(key("cafe\u{301} au lait", &SALT), key("café au lait", &SALT));
    }

    #[test]
    fn an_empty_or_endless_passphrase_is_refused_with_its_reason() {
        let refused = |text: String| file_key(&Secret::new(text), &SALT).map(|_| ()).expect_err("refused").code();
        assert_eq!(refused(String::new()), "passphrase_empty");
        assert_eq!(refused("x".repeat(1025)), "passphrase_too_long");
    }

    #[test]
    fn a_random_key_uses_all_its_bytes_and_never_repeats() {
        let mut rng = StdRng::seed_from_u64(7);
        let first = random_key(&mut rng).reveal(|key| *key);
        let second = random_key(&mut rng).reveal(|key| *key);
        assert_ne!(first, second);
        assert!(first[..8] != [0; 8] && first[24..] != [0; 8]);
    }
}
