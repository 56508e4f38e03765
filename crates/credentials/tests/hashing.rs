//! Hashing and verifying passwords: R23 (cost, PHC, rehash, all of Unicode) and R25 (the same for nobody).

use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng};
use rollbook_credentials::{
    Secret,
    password::{Cost, HashError, PasswordHash, hash, needs_rehash, verify, verify_or_dummy},
};
use rstest::rstest;
use std::time::{Duration, Instant};

fn secret(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

fn hashed(text: &str) -> PasswordHash {
    hash(&secret(text), &Cost::MINIMUM, &mut StdRng::seed_from_u64(1)).expect("a hash")
}

#[test]
fn r23_a_hash_is_a_phc_string_that_names_its_cost() {
    let stored = hashed("lundi-brim-47-ska");
    assert!(stored.as_phc().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", stored.as_phc());
    let read = PasswordHash::parse(stored.as_phc()).expect("our own text");
    assert!(verify(&secret("lundi-brim-47-ska"), &read));
}

#[test]
fn c33_a_hash_does_not_show_in_debug_output() {
    assert_eq!(format!("{:?}", hashed("lundi-brim-47-ska")), "PasswordHash(..)");
}

#[test]
fn r23_the_same_password_never_has_the_same_hash_twice() {
    let mut rng = StdRng::seed_from_u64(2);
    let mut next = || hash(&secret("lundi-brim-47-ska"), &Cost::MINIMUM, &mut rng).expect("a hash");
    assert_ne!(next().as_phc(), next().as_phc());
}

#[test]
fn r23_a_password_typed_on_another_system_is_the_same_password() {
    assert!(verify(&secret("bla\u{30a}bæretur i juni"), &hashed("blåbæretur i juni")));
    assert!(!verify(&secret("Blåbæretur i juni"), &hashed("blåbæretur i juni")));
}

#[test]
fn r23_64_characters_are_taken_in_any_script_and_1025_bytes_in_none() {
    let widest = "👩".repeat(64);
    assert!(verify(&secret(&widest), &hashed(&widest)));
    let longest = "x".repeat(1024);
    assert!(verify(&secret(&longest), &hashed(&longest)));
    assert!(!verify(&secret(&longest[1..]), &hashed(&longest)), "nothing is cut off");

    let refused = hash(&secret(&"x".repeat(1025)), &Cost::MINIMUM, &mut StdRng::seed_from_u64(3));
    assert_eq!(refused.expect_err("too long").code(), "password_too_long");
    assert!(!verify(&secret(&"x".repeat(1025)), &hashed(&longest)));
}

#[rstest]
#[case::nothing("")]
#[case::text("lundi-brim-47-ska")]
#[case::another_kind("$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$UHn/MLWzRwyY3cBJFCTUVo0cFGAeXZ/QhxMHZNIuhi4")]
#[case::bcrypt("$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW")]
#[case::no_output("$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ")]
#[case::no_salt("$argon2id$v=19$m=19456,t=2,p=1")]
#[case::short_output("$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$rOUQCjRi2EaddWhU")]
#[case::another_version("$argon2id$v=20$m=19456,t=2,p=1$c29tZXNhbHQ$rOUQCjRi2EaddWhUsuYFN+HiEMausDcyXKYm4aAaLvI")]
#[case::all_memory("$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$rOUQCjRi2EaddWhUsuYFN+HiEMausDcyXKYm4aAaLvI")]
#[case::all_day("$argon2id$v=19$m=19456,t=4000000,p=1$c29tZXNhbHQ$rOUQCjRi2EaddWhUsuYFN+HiEMausDcyXKYm4aAaLvI")]
#[case::more_behind("$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$rOUQCjRi2EaddWhUsuYFN+HiEMausDcyXKYm4aAaLvI$x")]
fn r23_what_is_no_usable_argon2id_hash_is_not_read(#[case] text: &str) {
    assert_eq!(PasswordHash::parse(text).map(|_| ()), Err(HashError::Unreadable));
}

#[rstest]
#[case::as_now("$argon2id$v=19$m=40000,t=3,p=1$c29tZXNhbHQ$rOUQCjRi2EaddWhUsuYFN+HiEMausDcyXKYm4aAaLvI", false)]
#[case::higher("$argon2id$v=19$m=65536,t=4,p=4$c29tZXNhbHQ$rOUQCjRi2EaddWhUsuYFN+HiEMausDcyXKYm4aAaLvI", false)]
#[case::less_memory("$argon2id$v=19$m=39999,t=3,p=1$c29tZXNhbHQ$rOUQCjRi2EaddWhUsuYFN+HiEMausDcyXKYm4aAaLvI", true)]
#[case::fewer_passes("$argon2id$v=19$m=40000,t=2,p=1$c29tZXNhbHQ$rOUQCjRi2EaddWhUsuYFN+HiEMausDcyXKYm4aAaLvI", true)]
#[case::old_version("$argon2id$v=16$m=40000,t=3,p=1$c29tZXNhbHQ$rOUQCjRi2EaddWhUsuYFN+HiEMausDcyXKYm4aAaLvI", true)]
#[case::short("$argon2id$v=19$m=40000,t=3,p=1$c29tZXNhbHQ$rOUQCjRi2EaddWhUsuYFNw", true)]
fn r23_a_hash_is_made_anew_when_the_cost_has_risen(#[case] stored: &str, #[case] expected: bool) {
    let cost = Cost::new(40_000, 3, 1).expect("in range");
    assert_eq!(needs_rehash(&PasswordHash::parse(stored).expect("a hash"), &cost), expected);
}

#[test]
fn r25_nobodys_password_is_never_right() {
    let stored = hashed("lundi-brim-47-ska");
    assert!(verify_or_dummy(&secret("lundi-brim-47-ska"), Some(&stored), &Cost::MINIMUM));
    assert!(!verify_or_dummy(&secret("lundi-brim-47-ska"), None, &Cost::MINIMUM));
    assert!(!verify_or_dummy(&secret(""), None, &Cost::MINIMUM));
}

#[test]
fn r25_an_unknown_account_takes_as_long_as_a_known_one() {
    let (stored, wrong) = (hashed("lundi-brim-47-ska"), secret("grønn sykkel bak låven"));
    let time = |stored: Option<&PasswordHash>| {
        let begin = Instant::now();
        assert!(!verify_or_dummy(&wrong, stored, &Cost::MINIMUM));
        begin.elapsed()
    };
    // Other work on the machine only adds time, so the fastest of many is the work itself; both are timed in turns.
    let (mut known, mut unknown) = (Duration::MAX, Duration::MAX);
    let alike = (0..60).any(|_| {
        known = known.min(time(Some(&stored)));
        unknown = unknown.min(time(None));
        (0.8..1.25).contains(&(unknown.as_secs_f64() / known.as_secs_f64()))
    });
    assert!(alike, "known {known:?}, unknown {unknown:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn r23_the_password_is_verified_and_no_other(password in "\\PC{0,80}", other in "\\PC{0,80}", seed: u64) {
        let stored = hash(&secret(&password), &Cost::MINIMUM, &mut StdRng::seed_from_u64(seed)).expect("a hash");
        let stored = PasswordHash::parse(stored.as_phc()).expect("our own text");
        prop_assert!(verify(&secret(&password), &stored));
        prop_assert!(!verify(&secret(&[&password, "."].concat()), &stored));
        prop_assume!(password != other);
        prop_assert!(!verify(&secret(&other), &stored));
    }
}
