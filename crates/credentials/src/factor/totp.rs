//! Codes of an authenticator app: TOTP of RFC 6238 over HOTP of RFC 4226, with the numbers of R27.

use crate::{Secret, text::folded};
use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use rand::CryptoRng;
use sha1::Sha1;
use subtle::{Choice, ConstantTimeEq};
use zeroize::Zeroizing;

/// How long a code is shown: 30 seconds, in milliseconds (RFC 6238 section 5.2).
pub const STEP_MILLIS: i64 = 30_000;
/// How many steps old a code may be when it arrives: one (the same section).
const DELAY: i64 = 1;
const DIGITS: usize = 6;
const MODULUS: u32 = 1_000_000;
/// 160 bits, as RFC 4226 section 4 recommends and R27 names.
const SECRET_BYTES: usize = 20;

/// What stays as it is in a part of an address (RFC 3986 section 2.3).
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Why a typed code is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeProblem {
    /// Not six digits: nothing that an app shows, so it isn't counted as a try.
    #[error("A code has six digits.")]
    NotACode,
    /// Six digits, but not those of now or of the step before.
    #[error("This isn’t the code that the app shows now.")]
    Wrong,
    /// A code that was used, or one from before it: each works once.
    #[error("This code was used already. Wait for the next one.")]
    Used,
}

/// The secret that the server and the app share.
#[derive(Clone, Debug)]
pub struct TotpSecret(Secret<[u8; SECRET_BYTES]>);

impl TotpSecret {
    /// A new one, from chance alone.
    pub fn draw(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let mut bytes = Zeroizing::new([0; SECRET_BYTES]);
        rng.fill_bytes(&mut *bytes);
        Self(Secret::new(*bytes))
    }

    /// One as it was stored; `None` where it has another length.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let bytes: Zeroizing<[u8; SECRET_BYTES]> = Zeroizing::new(bytes.try_into().ok()?);
        Some(Self(Secret::new(*bytes)))
    }

    /// The bytes to seal and store.
    pub fn to_bytes(&self) -> Secret<Vec<u8>> {
        self.0.reveal(|bytes| Secret::new(bytes.to_vec()))
    }

    /// What a person types into an app that can't scan: Base32 (RFC 4648) in groups of four.
    pub fn typed(&self) -> Secret<String> {
        let plain = Zeroizing::new(self.base32());
        let mut groups = String::with_capacity(plain.len() + plain.len() / 4);
        for (at, c) in plain.chars().enumerate() {
            if at > 0 && at % 4 == 0 {
                groups.push(' ');
            }
            groups.push(c);
        }
        Secret::new(groups)
    }

    /// What an app scans: `otpauth://totp/…` with every number named, as apps guess differently where one is missing.
    ///
    /// `issuer` is the organization or platform, `account` what the person signs in as.
    pub fn uri(&self, issuer: &str, account: &str) -> Secret<String> {
        // A colon parts issuer and account, also where it is escaped: neither may hold one.
        let part = |text: &str| utf8_percent_encode(&text.replace(':', " "), ESCAPED).to_string();
        let (issuer, account) = (part(issuer), part(account));
        let secret = Zeroizing::new(self.base32());
        Secret::new(format!(
            "otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}&algorithm=SHA1&digits=6&period=30",
            *secret
        ))
    }

    /// The code of the step in which a moment lies, as the app shows it. `now` is in milliseconds since 1970 UTC.
    pub fn code(&self, now: i64) -> Secret<String> {
        Secret::new(self.of_step(now.div_euclid(STEP_MILLIS)))
    }

    /// Judges a typed code; returns its step, which the caller keeps as the last one used.
    ///
    /// `last_used` is the step of the newest code that was taken: that one and all before it are refused, so each code
    /// works once, whatever the clock does meanwhile.
    pub fn verify(&self, typed: &str, now: i64, last_used: Option<i64>) -> Result<i64, CodeProblem> {
        let typed = six_digits(typed).ok_or(CodeProblem::NotACode)?;
        let step = now.div_euclid(STEP_MILLIS);
        let mut found = None;
        // Every step is compared, so that the time tells nothing of which one it was.
        for candidate in (step - DELAY..=step).rev() {
            let same: Choice = Zeroizing::new(self.of_step(candidate)).as_bytes().ct_eq(typed.as_bytes());
            if bool::from(same) {
                found = found.or(Some(candidate));
            }
        }
        match found {
            None => Err(CodeProblem::Wrong),
            Some(step) if last_used.is_some_and(|last| step <= last) => Err(CodeProblem::Used),
            Some(step) => Ok(step),
        }
    }

    fn of_step(&self, step: i64) -> String {
        format!("{:0width$}", self.hotp(step.cast_unsigned()) % MODULUS, width = DIGITS)
    }

    /// RFC 4226 section 5.3: four bytes of the HMAC, from where its last half byte says.
    fn hotp(&self, counter: u64) -> u32 {
        let mac = self.0.reveal(|key| {
            let mut mac = <Hmac<Sha1> as KeyInit>::new_from_slice(key).expect("HMAC takes a key of any length");
            mac.update(&counter.to_be_bytes());
            mac.finalize().into_bytes()
        });
        let at = usize::from(mac[mac.len() - 1] & 0x0f);
        u32::from_be_bytes([mac[at], mac[at + 1], mac[at + 2], mac[at + 3]]) & 0x7fff_ffff
    }

    fn base32(&self) -> String {
        self.0.reveal(|bytes| BASE32_NOPAD.encode(bytes))
    }
}

/// Whether a typed text could be a code at all; what can’t needn’t be counted as a try.
pub fn is_code(typed: &str) -> bool {
    six_digits(typed).is_some()
}

/// The six digits that somebody meant: spaces and dashes between them don't matter, nor do full-width digits.
fn six_digits(typed: &str) -> Option<Zeroizing<String>> {
    const LONGEST: usize = 64;
    if typed.len() > LONGEST {
        return None;
    }
    let folded = folded(typed);
    let digits: Zeroizing<String> =
        Zeroizing::new(folded.chars().filter(|c| !c.is_whitespace() && *c != '-').collect());
    (digits.len() == DIGITS && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rand::{SeedableRng, rngs::StdRng};
    use rstest::rstest;

    /// The secret of the RFCs' examples.
    fn example() -> TotpSecret {
        TotpSecret::from_bytes(b"12345678901234567890").expect("twenty bytes")
    }

    fn code(secret: &TotpSecret, now: i64) -> String {
        secret.code(now).reveal(String::clone)
    }

    #[test]
    fn r27_counters_give_the_codes_of_rfc_4226_appendix_d() {
        let expected =
            ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];
        for (counter, expected) in (0_i64..).zip(expected) {
            assert_eq!(example().of_step(counter), expected, "counter {counter}");
        }
    }

    // RFC 6238 appendix B names eight digits; an app of six shows the last six of them.
    #[rstest]
    #[case(59, "94287082")]
    #[case(1_111_111_109, "07081804")]
    #[case(1_111_111_111, "14050471")]
    #[case(1_234_567_890, "89005924")]
    #[case(2_000_000_000, "69279037")]
    #[case(20_000_000_000, "65353130")]
    fn r27_moments_give_the_codes_of_rfc_6238_appendix_b(#[case] seconds: i64, #[case] expected: &str) {
        assert_eq!(code(&example(), seconds * 1000), expected[2..]);
    }

    #[test]
    fn r27_a_code_is_taken_in_its_step_and_the_next_and_not_a_moment_longer() {
        let (secret, begin) = (example(), 40_000_000 * STEP_MILLIS);
        let shown = code(&secret, begin);
        assert_eq!(secret.verify(&shown, begin, None), Ok(40_000_000));
        assert_eq!(secret.verify(&shown, begin + 2 * STEP_MILLIS - 1, None), Ok(40_000_000), "one step of delay");
        assert_eq!(secret.verify(&shown, begin + 2 * STEP_MILLIS, None), Err(CodeProblem::Wrong));
        assert_eq!(secret.verify(&shown, begin - 1, None), Err(CodeProblem::Wrong), "codes of later don’t work yet");
    }

    #[test]
    fn r27_each_code_works_once_and_none_from_before_it() {
        let (secret, now) = (example(), 40_000_000 * STEP_MILLIS);
        let (earlier, shown) = (code(&secret, now - STEP_MILLIS), code(&secret, now));
        let used = secret.verify(&shown, now, None).expect("a fresh code");
        assert_eq!(secret.verify(&shown, now + 1000, Some(used)), Err(CodeProblem::Used));
        assert_eq!(secret.verify(&earlier, now, Some(used)), Err(CodeProblem::Used));
        let next = code(&secret, now + STEP_MILLIS);
        assert_eq!(secret.verify(&next, now + STEP_MILLIS, Some(used)), Ok(used + 1));
    }

    #[test]
    fn a_clock_that_jumps_neither_lets_a_used_code_in_again_nor_shuts_the_person_out() {
        let (secret, now) = (example(), 40_000_000 * STEP_MILLIS);
        let shown = code(&secret, now);
        let used = secret.verify(&shown, now, None).expect("a fresh code");
        // A day ahead the phone's code is wrong, and nothing is remembered of it.
        assert_eq!(
            secret.verify(&code(&secret, now + STEP_MILLIS), now + 86_400_000, Some(used)),
            Err(CodeProblem::Wrong)
        );
        // Back again, the used one stays used, and the next one works.
        assert_eq!(secret.verify(&shown, now, Some(used)), Err(CodeProblem::Used));
        let next = now + STEP_MILLIS;
        assert_eq!(secret.verify(&code(&secret, next), next, Some(used)), Ok(used + 1));
        // Before 1970 there are codes too; nothing overflows.
        assert_eq!(secret.verify(&code(&secret, -1), -1, None), Ok(-1));
    }

    #[rstest]
    #[case("287082", Ok(1))]
    #[case(" 287 082 ", Ok(1))]
    #[case("287-082", Ok(1))]
    #[case("２８７０８２", Ok(1))]
    #[case("287081", Err(CodeProblem::Wrong))]
    #[case("28708", Err(CodeProblem::NotACode))]
    #[case("2870820", Err(CodeProblem::NotACode))]
    #[case("", Err(CodeProblem::NotACode))]
    #[case("28708a", Err(CodeProblem::NotACode))]
    #[case("+87082", Err(CodeProblem::NotACode))]
    fn a_code_is_read_as_people_type_it(#[case] typed: &str, #[case] expected: Result<i64, CodeProblem>) {
        assert_eq!(example().verify(typed, 59_000, None), expected);
    }

    #[test]
    fn r27_the_address_to_scan_names_every_number_and_escapes_the_names() {
        let uri = example().uri("Nordlys: Rederi", "sigrún@nordlys.example").reveal(String::clone);
        assert_eq!(
            uri,
            "otpauth://totp/Nordlys%20%20Rederi:sigr%C3%BAn%40nordlys.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=Nordlys%20%20Rederi&algorithm=SHA1&digits=6&period=30"
        );
        let typed = example().typed().reveal(String::clone);
        assert_eq!(typed, "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }

    #[test]
    fn c33_a_secret_is_never_printed_and_never_the_same_twice() {
        let mut rng = StdRng::seed_from_u64(5);
        let (one, other) = (TotpSecret::draw(&mut rng), TotpSecret::draw(&mut rng));
        assert_eq!(format!("{one:?}"), "TotpSecret([secret])");
        assert_ne!(one.base32(), other.base32());
        assert!(TotpSecret::from_bytes(&[0; 19]).is_none() && TotpSecret::from_bytes(&[0; 21]).is_none());
    }

    proptest! {
        #[test]
        fn r27_what_an_app_shows_is_taken_and_a_stored_secret_shows_the_same(seed: u64, now in 0_i64..4_000_000_000_000) {
            let secret = TotpSecret::draw(&mut StdRng::seed_from_u64(seed));
            let stored = secret.to_bytes().reveal(|bytes| TotpSecret::from_bytes(bytes)).expect("twenty bytes");
            prop_assert_eq!(code(&secret, now), code(&stored, now));
            let verified = stored.verify(&code(&secret, now), now, None).expect("its own code");
            // Two neighbouring steps may show the same digits: the newer one counts.
            prop_assert_eq!(verified, now.div_euclid(STEP_MILLIS));
        }

        #[test]
        fn no_typed_text_panics_and_none_but_the_two_codes_is_taken(typed in "\\PC{0,12}", now in 0_i64..4_000_000_000_000) {
            let secret = example();
            let taken = secret.verify(&typed, now, None).is_ok();
            let digits: String = folded(&typed).chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
            let shown = [code(&secret, now), code(&secret, now - STEP_MILLIS)];
            prop_assert_eq!(taken, shown.contains(&digits));
        }
    }
}
