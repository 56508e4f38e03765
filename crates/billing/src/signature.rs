//! Whether a webhook is the provider’s: `Stripe-Signature: t=…,v1=…`, an HMAC-SHA-256 over `t`, a point and the body
//! (<https://docs.stripe.com/webhooks/signature>).

use hmac::{Hmac, KeyInit as _, Mac as _};
use rollbook_credentials::Secret;
use sha2::Sha256;

/// How old a webhook may be, and how far ahead its clock, in seconds.
pub const TOLERANCE: i64 = 300;

/// The most signatures that are tried: while keys are exchanged, there are two.
const MOST: usize = 8;

/// Why a webhook isn’t taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SignatureProblem {
    /// There is no signature, or none that can be read.
    #[error("there is no signature that can be read")]
    Unreadable,
    /// It was made too long ago, or too far ahead.
    #[error("it was signed too long ago, or the clocks differ")]
    Stale,
    /// None of the signatures is of this body with this key.
    #[error("the signature isn’t the provider’s")]
    Forged,
}

/// Proves that `body` was signed with `key` about `now` (seconds since 1970 UTC). Compares in constant time.
pub fn verify(body: &[u8], header: &str, key: &Secret<String>, now: i64) -> Result<(), SignatureProblem> {
    let (mut at, mut signatures) = (None, Vec::new());
    for part in header.split(',') {
        match part.trim().split_once('=') {
            Some(("t", text)) if at.is_none() => at = Some(text),
            Some(("v1", text)) if signatures.len() < MOST => signatures.extend(hex::decode(text).ok()),
            _ => {}
        }
    }
    let at = at.filter(|_| !signatures.is_empty()).ok_or(SignatureProblem::Unreadable)?;
    let seconds: i64 = at.parse().map_err(|_| SignatureProblem::Unreadable)?;
    let mac = key.reveal(|key| Hmac::<Sha256>::new_from_slice(key.as_bytes()));
    let mut mac = mac.map_err(|_| SignatureProblem::Forged)?;
    mac.update(at.as_bytes());
    mac.update(b".");
    mac.update(body);
    if !signatures.iter().any(|signature| mac.clone().verify_slice(signature).is_ok()) {
        return Err(SignatureProblem::Forged);
    }
    // Judged last, so that nobody learns the clock of a server whose key they don’t have.
    if now.abs_diff(seconds) > TOLERANCE.unsigned_abs() { Err(SignatureProblem::Stale) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BODY: &[u8] = br#"{"id":"evt_1"}"#;
    const NOW: i64 = 1_800_000_000;

    fn key(text: &str) -> Secret<String> {
        Secret::new(text.to_owned())
    }

    fn signed(body: &[u8], by: &str, at: i64) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(by.as_bytes()).unwrap();
        mac.update(format!("{at}.").as_bytes());
        mac.update(body);
        format!("t={at},v1={}", hex::encode(mac.finalize().into_bytes()))
    }

    #[test]
    fn a_signature_made_by_another_program_is_taken() {
        // python3 -c "import hmac;print(hmac.new(b'whsec_test',b'1800000000.{\"id\":\"evt_1\"}','sha256').hexdigest())"
        let header = "t=1800000000,v1=45705be2a45ab5acdd1395cc695e9e7073125385ec24194921c401dff44176f8,v0=00";
        assert_eq!(verify(BODY, header, &key("whsec_test"), NOW), Ok(()));
    }

    #[test]
    fn another_body_another_key_and_another_moment_are_refused() {
        let header = signed(BODY, "whsec_test", NOW);
        let (own, forged) = (key("whsec_test"), Err(SignatureProblem::Forged));
        assert_eq!(verify(br#"{"id":"evt_2"}"#, &header, &own, NOW), forged);
        assert_eq!(verify(BODY, &header, &key("whsec_other"), NOW), forged);
        assert_eq!(verify(BODY, &header.replace("t=18", "t=17"), &own, NOW), forged, "the moment is signed too");
        for (now, taken) in [(NOW + TOLERANCE, true), (NOW + TOLERANCE + 1, false), (NOW - TOLERANCE - 1, false)] {
            assert_eq!(verify(BODY, &header, &own, now).is_ok(), taken, "{now}");
        }
        assert_eq!(verify(BODY, &header, &own, i64::MIN), Err(SignatureProblem::Stale));
    }

    #[test]
    fn while_keys_are_exchanged_one_of_several_signatures_is_enough() {
        let (one, other) = (signed(BODY, "whsec_old", NOW), signed(BODY, "whsec_new", NOW));
        let both = format!("{one},{}", other.split_once(',').unwrap().1);
        assert_eq!(verify(BODY, &both, &key("whsec_new"), NOW), Ok(()));
    }

    #[test]
    fn what_is_no_signature_is_none() {
        for header in ["", "t=1800000000", "v1=00", "t=x,v1=00", "t=,v1=", "v1=zz,t=1800000000"] {
            assert_eq!(verify(BODY, header, &key("k"), NOW), Err(SignatureProblem::Unreadable), "{header}");
        }
    }

    proptest! {
        #[test]
        fn no_header_is_taken_by_chance(header in "\\PC{0,200}", body in prop::collection::vec(any::<u8>(), 0..100)) {
            prop_assert!(verify(&body, &header, &key("whsec_test"), NOW).is_err());
        }
        #[test]
        fn a_changed_byte_is_noticed(at in 0..14_usize, by in 1..=255_u8) {
            let header = signed(BODY, "whsec_test", NOW);
            let mut body = BODY.to_vec();
            body[at] ^= by;
            prop_assert_eq!(verify(&body, &header, &key("whsec_test"), NOW), Err(SignatureProblem::Forged));
        }
    }
}
