//! R23: what the database holds of a password, beside the reference implementation’s command line.

use crate::common::Served;
use data_encoding::BASE64_NOPAD;
use reqwest::StatusCode;
use std::{
    ffi::OsStr,
    io::Write as _,
    os::unix::ffi::OsStrExt as _,
    process::{Command, Stdio},
};

const PASSWORD: &str = "amber-tundra-58-velcro-moth";

/// What the command line makes of a password with the salt and the cost that a stored hash names;
/// `None` for a salt that can't be an argument of a program.
fn by_the_command_line(stored: &str, password: &str) -> Option<String> {
    let parts: Vec<&str> = stored.split('$').collect();
    let cost = |key: &str| parts[3].split(',').find_map(|one| one.strip_prefix(key)).expect("a cost").to_owned();
    let salt = BASE64_NOPAD.decode(parts[4].as_bytes()).expect("a salt");
    if salt.contains(&0) {
        return None;
    }
    let mut child = Command::new("argon2")
        .arg(OsStr::from_bytes(&salt))
        .args(["-id", "-k", &cost("m="), "-t", &cost("t="), "-p", &cost("p="), "-l", "32", "-e"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command line of Argon2");
    child.stdin.take().expect("a pipe").write_all(password.as_bytes()).expect("the password is taken");
    let output = child.wait_with_output().expect("an end");
    assert!(output.status.success());
    Some(String::from_utf8(output.stdout).expect("text").trim().to_owned())
}

/// Whether the command line is on this computer.
fn is_there() -> bool {
    let asked = Command::new("argon2").arg("-h").stdout(Stdio::null()).stderr(Stdio::null()).status();
    !asked.is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound)
}

#[tokio::test]
async fn r23_a_stored_hash_is_verified_by_the_argon2_command_line() {
    if !is_there() {
        eprintln!("skipped: argon2 is not installed");
        return;
    }
    let served = Served::open().await;
    for number in 0..8 {
        let email = format!("jon{number}@nordlys.example");
        let path = served.invite("Jón Þórsson", &email).await;
        let done = served.accept(&path, PASSWORD).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.words());
        let dump = served.bench.dump().await;
        let row = dump.table("account").iter().find(|row| row.contains(&email)).expect("an account");
        let stored = row.split(" | ").find_map(|cell| cell.strip_prefix("password=")).expect("a hash");
        assert!(stored.starts_with("$argon2id$v=19$"), "{stored}");
        if let Some(made) = by_the_command_line(stored, PASSWORD) {
            assert_eq!(made, stored);
            assert_ne!(by_the_command_line(stored, "another password").as_deref(), Some(stored));
            return;
        }
    }
    panic!("the salts of eight accounts had a zero in them");
}
