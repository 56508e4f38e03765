//! Codes of an authenticator app against another maker's (`oathtool`, RFC 6238).
//!
//! Pinned codes prove it everywhere; where the command is installed, both are also run side by side.

use rollbook_credentials::factor::{CodeProblem, STEP_MILLIS, TotpSecret};
use std::process::Command;

/// What `oathtool --totp -b SECRET -N @SECONDS` prints, or `None` where the command is not installed.
fn oathtool(secret: &str, seconds: i64) -> Option<String> {
    let output = Command::new("oathtool").args(["--totp", "-b", secret, "-N", &format!("@{seconds}")]).output().ok()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).expect("text").trim().to_owned())
}

fn secret(seed: u8) -> (TotpSecret, String) {
    let bytes: Vec<u8> = (0..20).map(|n: u8| n.wrapping_mul(37) ^ seed).collect();
    let secret = TotpSecret::from_bytes(&bytes).expect("twenty bytes");
    let typed = secret.typed().reveal(|text| text.replace(' ', ""));
    (secret, typed)
}

// Made with: oathtool --totp -b AASUU34UXHPAGKCNOKL3ZYIGFNIHLGV7 -N @SECONDS
#[test]
fn r27_pinned_codes_of_another_maker_are_taken() {
    let (secret, typed) = secret(0);
    assert_eq!(typed, PINNED_SECRET);
    for (seconds, code) in PINNED {
        assert!(secret.verify(code, seconds * 1000, None).is_ok(), "{seconds}");
        let later = seconds * 1000 + 2 * STEP_MILLIS;
        assert_eq!(secret.verify(code, later, None), Err(CodeProblem::Wrong), "{seconds}");
    }
}

const PINNED_SECRET: &str = "AASUU34UXHPAGKCNOKL3ZYIGFNIHLGV7";
const PINNED: [(i64, &str); 4] =
    [(0, "068094"), (1_795_248_000, "479532"), (1_795_248_029, "479532"), (4_102_444_800, "709115")];

#[test]
fn r27_what_another_maker_shows_is_taken_and_what_we_show_is_theirs() {
    for seed in 0..20 {
        let (secret, typed) = secret(seed);
        let seconds = 1_795_248_000 + i64::from(seed) * 86_411;
        let Some(theirs) = oathtool(&typed, seconds) else {
            eprintln!("oathtool is not installed; the pinned codes alone were checked");
            return;
        };
        assert!(secret.verify(&theirs, seconds * 1000, None).is_ok(), "{seed}");
        assert_eq!(secret.code(seconds * 1000).reveal(String::clone), theirs, "{seed}");
    }
}
