//! The log's hash chain (R30): each entry seals the one before it.
//!
//! An entry's seal is SHA-256 over the seal before it and the entry's own fields, each with its
//! length before it, so that no two different entries have the same bytes. The body enters as a
//! salted commitment, so that a person can be erased from the log (body and salt go, commitment
//! stays) without breaking the chain or leaving something to guess from.

use sha2::{Digest, Sha256};

/// A seal or a commitment: 32 bytes of SHA-256.
pub type Seal = [u8; 32];

/// The seal before the first entry.
pub const GENESIS: Seal = [0; 32];

/// The fields of an entry that its seal covers.
#[derive(Clone, Copy, Debug)]
pub struct Sealed<'a> {
    /// The organization's id.
    pub organization: [u8; 16],
    /// The entry's number, from 1, without gaps.
    pub seq: i64,
    /// Milliseconds since 1970 UTC.
    pub at: i64,
    /// The command that it belongs to.
    pub command: [u8; 16],
    /// Who acted; zero bytes for Rollbook itself.
    pub actor: [u8; 16],
    /// The kind of event.
    pub kind: &'a str,
    /// The commitment to the body.
    pub body: Seal,
}

/// The salted commitment to an event's body and to where it came from.
pub fn commit(salt: &[u8; 16], body: &str, origin: &str) -> Seal {
    let mut hash = Sha256::new();
    hash.update(salt);
    for part in [body, origin] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().into()
}

/// The seal of an entry that follows `before`.
pub fn seal(before: &Seal, entry: &Sealed<'_>) -> Seal {
    let mut hash = Sha256::new();
    hash.update(before);
    let seq = entry.seq.to_be_bytes();
    let at = entry.at.to_be_bytes();
    let parts: [&[u8]; 7] =
        [&entry.organization, &seq, &at, &entry.command, &entry.actor, entry.kind.as_bytes(), &entry.body];
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(seq: i64, kind: &'static str, body: Seal) -> Sealed<'static> {
        Sealed { organization: [1; 16], seq, at: 5, command: [2; 16], actor: [3; 16], kind, body }
    }

    #[test]
    fn a_change_of_any_field_breaks_the_seal() {
        let body = commit(&[9; 16], "{}", "");
        let base = seal(&GENESIS, &entry(1, "member_added", body));
        assert_ne!(base, seal(&GENESIS, &entry(2, "member_added", body)), "number");
        assert_ne!(base, seal(&GENESIS, &entry(1, "member_erased", body)), "kind");
        assert_ne!(base, seal(&GENESIS, &entry(1, "member_added", commit(&[9; 16], "{ }", ""))), "body");
        assert_ne!(base, seal(&GENESIS, &entry(1, "member_added", commit(&[9; 16], "{}", "x"))), "origin");
        assert_ne!(commit(&[9; 16], "ab", "c"), commit(&[9; 16], "a", "bc"), "each part has its length");
        assert_ne!(base, seal(&GENESIS, &entry(1, "member_added", commit(&[8; 16], "{}", ""))), "salt");
        assert_ne!(base, seal(&base, &entry(1, "member_added", body)), "the entry before");
    }
}
