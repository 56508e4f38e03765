//! Makes `data/leaked.bin` out of plain lists of passwords, one a line: `leaked_list OUT LIST…`.
//!
//! `data/make.sh` fetches the lists and calls this. The same lists give the same file, byte for byte.

use rollbook_credentials::password::leaked::{BUCKETS, FINGERPRINT_BYTES, MIN_CHARACTERS, fingerprint, forms};
use std::{collections::BTreeSet, env, error::Error, fs};

/// Longer entries are kept only where they are letters alone: words are typed by others too, debris of databases is not.
const MIXED_CHARACTERS: usize = 20;
/// Nothing longer is kept.
const MAX_CHARACTERS: usize = 32;
/// From this length on, an entry of hexadecimal digits alone is a hash that was leaked in place of a password.
const HASH_LENGTH: usize = 16;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let out = arguments.next().ok_or("usage: leaked_list OUT LIST…")?;
    let mut entries = BTreeSet::new();
    for list in arguments {
        let bytes = fs::read(&list)?;
        entries.extend(bytes.split(|&byte| byte == b'\n').filter_map(entry));
    }
    // The lookup tries the stem as well, so an entry whose stem is listed adds nothing.
    let needed = |entry: &&String| !forms(entry).iter().skip(1).any(|stem| entries.contains(stem.as_str()));
    let kept: BTreeSet<_> = entries.iter().filter(needed).map(|entry| fingerprint(entry)).collect();
    fs::write(&out, encode(&kept)?)?;
    println!("{} entries read, {} kept", entries.len(), kept.len());
    Ok(())
}

/// The folded form of one line, unless it is not worth its place.
fn entry(line: &[u8]) -> Option<String> {
    let line = std::str::from_utf8(line).ok()?.trim_end_matches('\r');
    let whole = forms(line).into_iter().next()?;
    let length = whole.chars().count();
    let all = |kind: fn(char) -> bool| whole.chars().all(kind);
    let is_hash = length >= HASH_LENGTH && all(|c| c.is_ascii_hexdigit()) && !all(|c| c.is_ascii_digit());
    let is_debris = length > MIXED_CHARACTERS && !all(|c| c.is_alphabetic() || c == ' ');
    let kept = (MIN_CHARACTERS..=MAX_CHARACTERS).contains(&length) && !is_hash && !is_debris;
    kept.then(|| whole.to_string())
}

fn encode(kept: &BTreeSet<[u8; FINGERPRINT_BYTES]>) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut counts = vec![0u8; BUCKETS];
    let mut rest = Vec::with_capacity(kept.len() * (FINGERPRINT_BYTES - 2));
    for [first, second, stored @ ..] in kept {
        let count = &mut counts[usize::from(u16::from_be_bytes([*first, *second]))];
        *count = count.checked_add(1).ok_or("more than 255 entries in one bucket")?;
        rest.extend(stored);
    }
    Ok([counts, rest].concat())
}
