//! Hashes against the reference implementation of Argon2 (the `argon2` command line).
//!
//! Pinned texts prove it everywhere; where the command is installed, both are also run side by side.

use rand::{TryCryptoRng, TryRng};
use rollbook_credentials::{
    Secret,
    password::{Cost, PasswordHash, hash, needs_rehash, verify},
};
use rstest::rstest;
use std::{
    convert::Infallible,
    io::Write,
    process::{Command, Stdio},
};

/// "Chance" that is always this text, because the command line takes its salt as text.
struct Fixed(&'static [u8; 16]);

impl TryRng for Fixed {
    type Error = Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(0)
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(0)
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.copy_from_slice(&self.0[..bytes.len()]);
        Ok(())
    }
}

impl TryCryptoRng for Fixed {}

const SALT: &[u8; 16] = b"sixteen letters!";

fn secret(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

/// What `printf PASSWORD | argon2 SALT ARGUMENTS -e` prints, or `None` where the command is not installed.
fn reference(password: &str, salt: &str, arguments: &[&str]) -> Option<String> {
    let mut child = Command::new("argon2")
        .arg(salt)
        .args(arguments)
        .args(["-l", "32", "-e"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take().expect("a pipe").write_all(password.as_bytes()).expect("the password is taken");
    let output = child.wait_with_output().expect("an end");
    assert!(output.status.success());
    Some(String::from_utf8(output.stdout).expect("text").trim().to_owned())
}

// Made with: printf PASSWORD | argon2 somesalt -id -t T -k M -p P -l 32 -e [-v 10]
#[rstest]
#[case("lundi-brim-47-ska", "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$rOUQCjRi2EaddWhUsuYFN+HiEMausDcyXKYm4aAaLvI")]
#[case("lundi-brim-47-ska", "$argon2id$v=19$m=32768,t=3,p=2$c29tZXNhbHQ$elOcev45lu0KKiotu2z8gVPmYM3xnWHR2cETSkrs9V4")]
#[case("lundi-brim-47-ska", "$argon2id$v=16$m=19456,t=2,p=1$c29tZXNhbHQ$PgKRa1Nt6M5z5Wj2UniE6Pel+j0jTljvaStNB1GlCmo")]
#[case("lundi-brim-47-ska", "$argon2id$m=19456,t=2,p=1$c29tZXNhbHQ$PgKRa1Nt6M5z5Wj2UniE6Pel+j0jTljvaStNB1GlCmo")]
#[case(
    "blåbær på fjellet i juli",
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$6BXJ+DH5fFWiH6c+6FLeAzWt8P+VM1HETBjpMe7sOA0"
)]
fn r23_hashes_of_the_reference_implementation_are_verified(#[case] password: &str, #[case] phc: &str) {
    let stored = PasswordHash::parse(phc).expect("an argon2id hash");
    assert!(verify(&secret(password), &stored));
    assert!(!verify(&secret("lundi-brim-47-ski"), &stored));
}

#[test]
fn r23_our_hashes_are_those_of_the_reference_implementation() {
    for (cost, arguments) in [
        (Cost::MINIMUM, ["-id", "-t", "2", "-k", "19456", "-p", "1"]),
        (Cost::new(40_000, 3, 2).expect("in range"), ["-id", "-t", "3", "-k", "40000", "-p", "2"]),
    ] {
        let ours = hash(&secret("blåbær på fjellet i juli"), &cost, &mut Fixed(SALT)).expect("a hash");
        let Some(theirs) = reference("blåbær på fjellet i juli", "sixteen letters!", &arguments) else {
            eprintln!("argon2 is not installed; the pinned hashes alone were checked");
            return;
        };
        assert_eq!(ours.as_phc(), theirs);
        assert!(!needs_rehash(&PasswordHash::parse(&theirs).expect("a hash"), &cost));
    }
}
