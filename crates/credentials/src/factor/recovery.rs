//! Recovery codes (R27): ten, each good for one sign-in without the usual second factor.
//!
//! A code has 80 random bits, so its fast hash is enough, as with one-time tokens. The account is part of the hash:
//! a hash that somebody copies to another account opens nothing there (C36).

use crate::{Secret, text::folded};
use rand::CryptoRng;
use sha2::{Digest, Sha256};
use std::fmt;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// How many codes a person gets at a time.
pub const CODES: usize = 10;
/// Signs of a code; five bits each.
const SIGNS: usize = 16;
/// Signs between dashes.
const GROUP: usize = 4;
/// Crockford's alphabet: digits and small letters but i, l, o and u, so that no sign looks like another.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Makes recovery codes. It has no value of its own: the text goes to the person once, the hash into the database.
#[derive(Debug)]
pub struct RecoveryCode;

impl RecoveryCode {
    /// A new code such as `k7qm-2xwd-9pft-h3vn`, and the hash to keep for `account` (the bytes of its id).
    pub fn mint(account: &[u8; 16], rng: &mut (impl CryptoRng + ?Sized)) -> (Secret<String>, RecoveryHash) {
        let mut random = Zeroizing::new([0_u8; SIGNS]);
        rng.fill_bytes(&mut *random);
        let mut signs = Zeroizing::new([0_u8; SIGNS]);
        let mut text = String::with_capacity(SIGNS + SIGNS / GROUP);
        for (at, (sign, random)) in signs.iter_mut().zip(random.iter()).enumerate() {
            // 256 is a multiple of 32, so every sign is as likely as any other.
            *sign = ALPHABET[usize::from(random % 32)];
            if at > 0 && at % GROUP == 0 {
                text.push('-');
            }
            text.push(char::from(*sign));
        }
        (Secret::new(text), RecoveryHash::of(account, &signs))
    }
}

/// The SHA-256 of a code and its account: what is stored and looked up. Compared in constant time.
#[derive(Clone, Copy)]
pub struct RecoveryHash([u8; 32]);

impl RecoveryHash {
    fn of(account: &[u8; 16], signs: &[u8; SIGNS]) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"rollbook recovery code");
        hash.update(account);
        hash.update(signs);
        Self(hash.finalize().into())
    }

    /// The hash of what somebody types. `None` for anything that can't be a code; case, spaces and dashes don't
    /// matter, and signs that are easily mistaken are read as what they were.
    pub fn from_typed(account: &[u8; 16], typed: &str) -> Option<Self> {
        const LONGEST: usize = 128;
        if typed.len() > LONGEST {
            return None;
        }
        let mut signs = Zeroizing::new([0_u8; SIGNS]);
        let mut at = 0;
        for c in folded(typed).chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}')) {
            let sign = u8::try_from(match c {
                'o' => '0',
                'i' | 'l' => '1',
                other => other,
            });
            let sign = sign.ok().filter(|sign| ALPHABET.contains(sign))?;
            *signs.get_mut(at)? = sign;
            at += 1;
        }
        (at == SIGNS).then(|| Self::of(account, &signs))
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

impl PartialEq for RecoveryHash {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for RecoveryHash {}

impl fmt::Debug for RecoveryHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryHash(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rand::{SeedableRng, rngs::StdRng};
    use rstest::rstest;

    const ACCOUNT: [u8; 16] = [7; 16];

    fn minted(seed: u64) -> (String, RecoveryHash) {
        let (text, hash) = RecoveryCode::mint(&ACCOUNT, &mut StdRng::seed_from_u64(seed));
        (text.reveal(String::clone), hash)
    }

    #[test]
    fn r27_a_code_has_at_least_64_random_bits_in_signs_that_can_be_told_apart() {
        let (text, _) = minted(1);
        let signs: Vec<u8> = text.bytes().filter(|b| *b != b'-').collect();
        assert!(signs.len() * 5 >= 64, "{} bits", signs.len() * 5);
        assert!(signs.iter().all(|sign| ALPHABET.contains(sign)), "{text}");
        assert_eq!(text.split('-').map(str::len).collect::<Vec<_>>(), [4; 4]);
        assert!(!ALPHABET.iter().any(|sign| b"ilou".contains(sign)));
    }

    #[test]
    fn c43_the_hash_is_not_the_code_and_is_never_printed() {
        let (_, hash) = minted(1);
        // printf 'rollbook recovery code' + 16 x \x07 + 16 zeros as signs, through sha256sum
        let known = RecoveryHash::from_typed(&ACCOUNT, "0000-0000-0000-0000").expect("a code");
        let mut bytes = b"rollbook recovery code".to_vec();
        bytes.extend(ACCOUNT);
        bytes.extend([b'0'; 16]);
        assert_eq!(known.as_bytes().as_slice(), Sha256::digest(&bytes).as_slice());
        assert_eq!(format!("{hash:?}"), "RecoveryHash(..)");
    }

    #[test]
    fn c36_a_code_of_one_account_opens_no_other() {
        let (text, hash) = minted(3);
        assert_eq!(RecoveryHash::from_typed(&ACCOUNT, &text), Some(hash));
        assert_ne!(RecoveryHash::from_typed(&[8; 16], &text), Some(hash));
    }

    #[rstest]
    #[case("0123-4567-89ab-cdef", true)]
    #[case("0123 4567 89AB CDEF", true)]
    #[case("0123456789abcdef", true)]
    #[case("  o1234567\t89ABCDEF ", true)]
    #[case("1023-4567-89ab-cdef", false)]
    #[case("O123–4567–89AB–CDEF", true)]
    #[case("o l23-4567-89ab-cdef", true)]
    fn a_code_is_read_as_people_type_it(#[case] typed: &str, #[case] same: bool) {
        let meant = RecoveryHash::from_typed(&ACCOUNT, "0123456789abcdef");
        assert_eq!(RecoveryHash::from_typed(&ACCOUNT, typed) == meant, same, "{typed}");
    }

    #[rstest]
    #[case("")]
    #[case("0123-4567-89ab-cde")]
    #[case("0123-4567-89ab-cdef-0")]
    #[case("0123-4567-89ab-cdeu")]
    #[case("0123-4567-89ab-cdeé")]
    fn anything_else_is_no_code(#[case] typed: &str) {
        assert_eq!(RecoveryHash::from_typed(&ACCOUNT, typed), None);
    }

    proptest! {
        #[test]
        fn r27_a_code_is_found_again_however_its_case_and_dashes_are_typed(seed: u64, upper: bool, dashes: bool) {
            let (text, hash) = minted(seed);
            let typed = if dashes { text } else { text.replace('-', "") };
            let typed = if upper { typed.to_uppercase() } else { typed };
            let stored = RecoveryHash::from_bytes(*hash.as_bytes());
            prop_assert_eq!(RecoveryHash::from_typed(&ACCOUNT, &typed), Some(stored));
        }

        #[test]
        fn r27_no_two_codes_are_alike(seed: u64) {
            let mut rng = StdRng::seed_from_u64(seed);
            let codes: std::collections::HashSet<String> =
                (0..CODES).map(|_| RecoveryCode::mint(&ACCOUNT, &mut rng).0.reveal(String::clone)).collect();
            prop_assert_eq!(codes.len(), CODES);
        }

        #[test]
        fn no_typed_text_panics(typed in "\\PC*") {
            let _ = RecoveryHash::from_typed(&ACCOUNT, &typed);
        }
    }
}
