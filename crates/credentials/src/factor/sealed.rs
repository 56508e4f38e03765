//! Sealing what a factor keeps secret: XChaCha20-Poly1305 under a numbered key (R27).
//!
//! Whose secret it is, of which factor and what for goes in as associated data, so a record that somebody moves to
//! another account, factor or purpose no longer opens.

use super::FactorKeys;
use crate::Secret;
use chacha20poly1305::{
    Key, KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use rand::CryptoRng;
use zeroize::Zeroizing;

/// The form of what is written; a later one can be told apart.
const FORM: u8 = 1;
const NONCE: usize = 24;
const HEAD: usize = 1 + 4 + NONCE;

/// Why a record doesn't open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Not something that was sealed here.
    #[error("the record isn’t in a form that this version reads")]
    Form,
    /// Its key isn't among the known ones.
    #[error("the record was sealed with key {0}, which isn’t configured")]
    UnknownKey(u32),
    /// It was changed, moved, or sealed with another key of that number.
    #[error("the record was changed or belongs elsewhere, or its key is another one")]
    Broken,
}

/// What a record is about; it opens only where all of it is the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct About<'a> {
    /// The bytes of the account's id.
    pub account: &'a [u8; 16],
    /// The bytes of the factor's, or the challenge's, id.
    pub record: &'a [u8; 16],
    /// What for, such as `totp`.
    pub purpose: &'a str,
}

impl About<'_> {
    fn bytes(&self, head: &[u8]) -> Vec<u8> {
        [head, self.account, self.record, self.purpose.as_bytes()].concat()
    }
}

/// A sealed secret, as it is stored: form, number of the key, nonce, and what nobody can read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sealed(Vec<u8>);

impl Sealed {
    /// A record as it was stored.
    pub const fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The record as it is stored.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The number of the key that sealed it.
    pub fn key_number(&self) -> Result<u32, SealError> {
        match self.0.as_slice() {
            [FORM, a, b, c, d, ..] if self.0.len() >= HEAD => Ok(u32::from_be_bytes([*a, *b, *c, *d])),
            _ => Err(SealError::Form),
        }
    }
}

impl FactorKeys {
    /// Seals a secret with the newest key.
    pub fn seal(
        &self,
        about: About<'_>,
        plain: &Secret<Vec<u8>>,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Sealed, SealError> {
        let (number, key) = self.newest_key();
        let mut nonce = [0; NONCE];
        rng.fill_bytes(&mut nonce);
        let mut sealed = Vec::with_capacity(HEAD + 64);
        sealed.push(FORM);
        sealed.extend(number.to_be_bytes());
        let aad = about.bytes(&sealed);
        let hidden = plain.reveal(|plain| {
            let payload = Payload { msg: plain, aad: &aad };
            cipher(key).encrypt(&XNonce::from(nonce), payload).map_err(|_| SealError::Form)
        })?;
        sealed.extend(nonce);
        sealed.extend(hidden);
        Ok(Sealed(sealed))
    }

    /// Opens a record with whichever known key sealed it.
    pub fn open(&self, about: About<'_>, sealed: &Sealed) -> Result<Secret<Vec<u8>>, SealError> {
        let number = sealed.key_number()?;
        let key = self.key(number).ok_or(SealError::UnknownKey(number))?;
        let (head, rest) = sealed.0.split_at(HEAD - NONCE);
        let (nonce, hidden) = rest.split_at(NONCE);
        let nonce = XNonce::try_from(nonce).map_err(|_| SealError::Form)?;
        let payload = Payload { msg: hidden, aad: &about.bytes(head) };
        cipher(key).decrypt(&nonce, payload).map(Secret::new).map_err(|_| SealError::Broken)
    }

    /// The same secret under the newest key; `None` where it is already.
    pub fn renew(
        &self,
        about: About<'_>,
        sealed: &Sealed,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Option<Sealed>, SealError> {
        if sealed.key_number()? == self.newest() {
            return Ok(None);
        }
        self.seal(about, &self.open(about, sealed)?, rng).map(Some)
    }
}

fn cipher(key: &Secret<[u8; 32]>) -> XChaCha20Poly1305 {
    key.reveal(|key| {
        let key = Zeroizing::new(*key);
        XChaCha20Poly1305::new(&Key::from(*key))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rand::{SeedableRng, rngs::StdRng};

    const ABOUT: About<'_> = About { account: &[1; 16], record: &[2; 16], purpose: "totp" };

    fn keys(numbers: &[u32]) -> FactorKeys {
        let key = |number: u32| Secret::new([u8::try_from(number).expect("small"); 32]);
        let (first, rest) = numbers.split_first().expect("at least one");
        rest.iter().fold(FactorKeys::new(*first, key(*first)), |keys, number| {
            keys.with(*number, key(*number)).expect("other numbers")
        })
    }

    fn seal(keys: &FactorKeys, about: About<'_>, plain: &[u8], seed: u64) -> Sealed {
        keys.seal(about, &Secret::new(plain.to_vec()), &mut StdRng::seed_from_u64(seed)).expect("sealed")
    }

    fn open(keys: &FactorKeys, about: About<'_>, sealed: &Sealed) -> Result<Vec<u8>, SealError> {
        keys.open(about, sealed).map(|plain| plain.reveal(Clone::clone))
    }

    #[test]
    fn r27_a_sealed_secret_opens_with_its_key_and_shows_nothing_without() {
        let sealed = seal(&keys(&[1]), ABOUT, b"a secret of an app..", 1);
        assert_eq!(open(&keys(&[1]), ABOUT, &sealed).as_deref(), Ok(b"a secret of an app..".as_slice()));
        assert!(!sealed.as_bytes().windows(6).any(|six| six == b"secret"));
        assert_eq!(open(&keys(&[2]), ABOUT, &sealed), Err(SealError::UnknownKey(1)));
        let other = FactorKeys::new(1, Secret::new([9; 32]));
        assert_eq!(open(&other, ABOUT, &sealed), Err(SealError::Broken), "another key of the same number");
    }

    #[test]
    fn c36_a_record_moved_to_another_account_factor_or_purpose_does_not_open() {
        let keys = keys(&[1]);
        let sealed = seal(&keys, ABOUT, b"secret", 1);
        for about in [
            About { account: &[3; 16], ..ABOUT },
            About { record: &[3; 16], ..ABOUT },
            About { purpose: "passkey", ..ABOUT },
        ] {
            assert_eq!(open(&keys, about, &sealed), Err(SealError::Broken), "{about:?}");
        }
    }

    #[test]
    fn r27_keys_rotate_without_anybody_noticing() {
        let before = seal(&keys(&[1]), ABOUT, b"secret", 1);
        let both = keys(&[2, 1]);
        assert_eq!(open(&both, ABOUT, &before).as_deref(), Ok(b"secret".as_slice()), "the older key still opens");
        let mut rng = StdRng::seed_from_u64(2);
        let after = both.renew(ABOUT, &before, &mut rng).expect("opens").expect("an older key");
        assert_eq!(after.key_number(), Ok(2));
        assert_eq!(both.renew(ABOUT, &after, &mut rng), Ok(None), "nothing is left to do");
        assert_eq!(open(&keys(&[2]), ABOUT, &after).as_deref(), Ok(b"secret".as_slice()), "the older key can go");
        // The number is sealed too: a record can't be passed off as another key's.
        let mut swapped = after.as_bytes().to_vec();
        swapped[4] = 1;
        assert_eq!(open(&both, ABOUT, &Sealed::from_bytes(swapped)), Err(SealError::Broken));
    }

    proptest! {
        #[test]
        fn r27_whatever_is_sealed_comes_back_and_no_two_records_are_alike(plain: Vec<u8>, seed: u64) {
            let keys = keys(&[1, 2]);
            let (one, other) = (seal(&keys, ABOUT, &plain, seed), seal(&keys, ABOUT, &plain, seed ^ 1));
            prop_assert_eq!(open(&keys, ABOUT, &one), Ok(plain));
            prop_assert_ne!(one, other);
        }

        #[test]
        fn a_record_with_one_bit_changed_or_cut_off_does_not_open(bit in 0_usize..8 * (HEAD + 6 + 16), keep in 0_usize..HEAD + 22) {
            let keys = keys(&[1]);
            let sealed = seal(&keys, ABOUT, b"secret", 1);
            let mut changed = sealed.as_bytes().to_vec();
            changed[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(open(&keys, ABOUT, &Sealed::from_bytes(changed)).is_err());
            let cut = sealed.as_bytes()[..keep].to_vec();
            prop_assert!(open(&keys, ABOUT, &Sealed::from_bytes(cut)).is_err());
        }
    }
}
