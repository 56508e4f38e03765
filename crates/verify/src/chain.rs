//! The log's hash chain, written once more from its description: SHA-256 over the seal before and the entry's
//! fields, each with its length as eight bytes, the highest first.

use super::{Broken, id, number, text_of};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Thirty-two bytes of SHA-256.
pub(crate) type Seal = [u8; 32];

/// The salted commitment to two texts.
pub(crate) fn commit(salt: &[u8; 16], one: &str, other: &str) -> Seal {
    let mut hash = Sha256::new();
    hash.update(salt);
    for part in [one, other] {
        add(&mut hash, part.as_bytes());
    }
    hash.finalize().into()
}

/// The seal of an entry that follows `before`.
pub(crate) fn seal(before: &Seal, organization: &[u8; 16], entry: &Value, body: &Seal) -> Result<Seal, Broken> {
    let mut hash = Sha256::new();
    hash.update(before);
    add(&mut hash, organization);
    add(&mut hash, &number(entry, "seq")?.to_be_bytes());
    add(&mut hash, &number(entry, "at")?.to_be_bytes());
    add(&mut hash, &id(text_of(entry, "command")?)?);
    add(&mut hash, &id(text_of(entry, "actor")?)?);
    add(&mut hash, text_of(entry, "kind")?.as_bytes());
    add(&mut hash, body);
    Ok(hash.finalize().into())
}

fn add(hash: &mut Sha256, part: &[u8]) {
    hash.update((part.len() as u64).to_be_bytes());
    hash.update(part);
}
