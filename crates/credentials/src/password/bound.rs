//! A password that is verified on one device alone: Argon2id with a secret of the device beside the salt
//! (RFC 9106 section 3.1, *K*). Whoever has the hash without the secret can try no password against it (R34).

use super::{
    Cost, HashError, PasswordHash,
    hash::{DeviceSecret, hash_with, prepare, verify_with},
};
use crate::Secret;
use hkdf::Hkdf;
use rand::CryptoRng;
use sha2::Sha256;

/// The secret of a device, drawn from what only it has, such as the key of a file in its keychain.
pub fn device_secret(material: &[u8]) -> DeviceSecret {
    let (key, _) = Hkdf::<Sha256>::extract(Some(b"rollbook offline sign-in"), material);
    Secret::new(key.into())
}

/// Hashes a password for one device, with a fresh salt of 16 bytes from `rng`.
pub fn hash_for_device(
    password: &Secret<String>,
    secret: &DeviceSecret,
    cost: &Cost,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<PasswordHash, HashError> {
    let mut salt = [0; 16];
    rng.fill_bytes(&mut salt);
    hash_with(&prepare(password)?, Some(secret), cost, &salt)
}

/// Whether this is the password of that hash, on the device of that secret.
pub fn verify_on_device(password: &Secret<String>, secret: &DeviceSecret, stored: &PasswordHash) -> bool {
    prepare(password).is_ok_and(|input| verify_with(&input, Some(secret), stored))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::password::verify;
    use rand::{SeedableRng, rngs::StdRng};

    fn word(text: &str) -> Secret<String> {
        Secret::new(text.to_owned())
    }

    #[test]
    fn r34_a_hash_of_one_device_is_verified_on_that_device_alone() {
        let (here, elsewhere) = (device_secret(b"the key of a file"), device_secret(b"the key of another"));
        let password = word("granite-walrus-92-parachute");
        let kept = hash_for_device(&password, &here, &Cost::MINIMUM, &mut StdRng::seed_from_u64(1)).expect("a hash");
        assert!(verify_on_device(&password, &here, &kept));
        assert!(!verify_on_device(&word("granite-walrus-92-parachutE"), &here, &kept));
        assert!(!verify_on_device(&password, &elsewhere, &kept), "another device’s secret fits nothing");
        assert!(!verify(&password, &kept), "nor does none");
        let read = PasswordHash::parse(kept.as_phc()).expect("it is kept as text");
        assert!(verify_on_device(&password, &here, &read));
        assert_eq!(read.cost(), Ok(Cost::MINIMUM), "R23’s floor holds here as well");
    }
}
