//! Tokens of one-time links: invitations, password links, confirmations of an address.
//!
//! The link carries 256 random bits. The database keeps their SHA-256 alone (R2, C43), so whoever reads the database
//! can open no link; a fast hash is enough, because so many random bits can't be guessed. Purpose, person,
//! organization and lifetime are the record's that holds the hash (C36).

use crate::Secret;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::CryptoRng;
use sha2::{Digest, Sha256};
use std::fmt;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

const RANDOM_BYTES: usize = 32;
const TEXT_LENGTH: usize = 43;

/// Makes tokens. It has no value of its own: the text goes into the link, the hash into the database.
#[derive(Debug)]
pub struct OneTimeToken;

impl OneTimeToken {
    /// A new token: 43 characters of base64url without padding, and the hash to keep.
    pub fn mint(rng: &mut (impl CryptoRng + ?Sized)) -> (Secret<String>, TokenHash) {
        let mut bytes = Zeroizing::new([0; RANDOM_BYTES]);
        rng.fill_bytes(&mut *bytes);
        (Secret::new(URL_SAFE_NO_PAD.encode(*bytes)), TokenHash::of(&bytes))
    }
}

/// Makes API keys (R9): tokens behind a mark by which people, and programs that look for lost secrets, know
/// them.
#[derive(Debug)]
pub struct KeyToken;

impl KeyToken {
    /// What every key begins with.
    pub const MARK: &str = "rbk_";

    /// A new key, and the hash to keep.
    pub fn mint(rng: &mut (impl CryptoRng + ?Sized)) -> (Secret<String>, TokenHash) {
        let (token, hash) = OneTimeToken::mint(rng);
        (token.reveal(|token| Secret::new(format!("{}{token}", Self::MARK))), hash)
    }

    /// The hash of a key that somebody presents; `None` for anything that [`KeyToken::mint`] can’t have made.
    pub fn presented(text: &str) -> Option<TokenHash> {
        TokenHash::from_presented(text.strip_prefix(Self::MARK)?)
    }
}

/// The SHA-256 of a token: what is stored and looked up. Compared in constant time.
#[derive(Clone, Copy)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    fn of(token: &[u8; RANDOM_BYTES]) -> Self {
        Self(Sha256::digest(token).into())
    }

    /// The hash of a token that somebody presents. `None` for anything that [`OneTimeToken::mint`] can't have made:
    /// another length, another alphabet, padding, a second spelling of the same bits.
    pub fn from_presented(text: &str) -> Option<Self> {
        if text.len() != TEXT_LENGTH {
            return None;
        }
        let decoded = Zeroizing::new(URL_SAFE_NO_PAD.decode(text).ok()?);
        let bytes: &[u8; RANDOM_BYTES] = decoded.as_slice().try_into().ok()?;
        Some(Self::of(bytes))
    }

    /// A hash as it was stored.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The hash as it is stored.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl PartialEq for TokenHash {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for TokenHash {}

impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenHash(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rand::{SeedableRng, rngs::StdRng};
    use rstest::rstest;

    fn minted(seed: u64) -> (String, TokenHash) {
        let (text, hash) = OneTimeToken::mint(&mut StdRng::seed_from_u64(seed));
        (text.reveal(String::clone), hash)
    }

    #[test]
    fn r2_a_token_is_43_characters_that_need_no_escaping_in_a_link() {
        let (text, _) = minted(1);
        assert_eq!(text.len(), 43);
        assert!(text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'), "{text}");
    }

    #[test]
    fn c43_the_hash_is_sha256_of_the_random_bytes_and_not_the_token() {
        let text = "A".repeat(43);
        let hash = TokenHash::from_presented(&text).expect("32 zero bytes");
        // Known answer: printf '\0%.0s' {1..32} | sha256sum
        assert_eq!(hex::encode(hash.as_bytes()), "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925");
        assert_eq!(format!("{hash:?}"), "TokenHash(..)");
    }

    #[rstest]
    #[case::nothing("")]
    #[case::too_short(&"A".repeat(42))]
    #[case::too_long(&"A".repeat(44))]
    #[case::padded(&format!("{}=", "A".repeat(43)))]
    #[case::padding_inside(&format!("{}=", "A".repeat(42)))]
    #[case::standard_alphabet(&format!("+{}", "A".repeat(42)))]
    #[case::a_space(&format!(" {}", "A".repeat(42)))]
    #[case::second_spelling_of_the_same_bits(&format!("{}B", "A".repeat(42)))]
    #[case::not_ascii(&format!("{}é", "A".repeat(41)))]
    fn r2_anything_else_is_refused(#[case] presented: &str) {
        assert_eq!(TokenHash::from_presented(presented), None);
    }

    #[test]
    fn r9_a_key_bears_its_mark_and_is_found_by_its_hash_alone() {
        let (key, hash) = KeyToken::mint(&mut StdRng::seed_from_u64(3));
        let key = key.reveal(String::clone);
        assert!(key.starts_with("rbk_") && key.len() == 47, "{}", key.len());
        assert_eq!(KeyToken::presented(&key), Some(hash));
        let bare = key.strip_prefix("rbk_").expect("its mark").to_owned();
        for other in ["", "rbk_", &bare, &format!("RBK_{bare}"), &format!("rbk_rbk_{bare}"), &format!("{key} ")] {
            assert_eq!(KeyToken::presented(other), None, "{}", other.len());
        }
        assert_eq!(TokenHash::from_presented(&key), None, "a key opens no link");
    }

    #[test]
    fn r2_every_token_is_new() {
        let mut rng = StdRng::seed_from_u64(2);
        let (_, first) = OneTimeToken::mint(&mut rng);
        let (_, second) = OneTimeToken::mint(&mut rng);
        assert_ne!(first, second);
    }

    proptest! {
        #[test]
        fn r2_a_token_is_found_again_by_its_stored_hash(seed: u64) {
            let (text, hash) = minted(seed);
            let stored = TokenHash::from_bytes(*hash.as_bytes());
            prop_assert_eq!(TokenHash::from_presented(&text), Some(stored));
        }

        #[test]
        fn r2_a_token_with_one_character_changed_opens_nothing(seed: u64, place in 0usize..42) {
            let (text, hash) = minted(seed);
            let mut other = text.into_bytes();
            other[place] = if other[place] == b'x' { b'y' } else { b'x' };
            let other = String::from_utf8(other).expect("ASCII");
            prop_assert_ne!(TokenHash::from_presented(&other), Some(hash));
        }

        #[test]
        fn r2_no_presented_text_panics(text in "\\PC*") {
            prop_assert_eq!(TokenHash::from_presented(&text).is_some(),
                text.len() == 43 && URL_SAFE_NO_PAD.decode(&text).is_ok());
        }
    }
}
