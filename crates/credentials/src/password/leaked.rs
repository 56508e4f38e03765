//! The list of leaked passwords that ships with the product (R23).
//!
//! `data/leaked.bin` holds 40-bit fingerprints, not passwords: 65,536 bytes that say how many entries begin with each
//! pair of bytes, then the other three bytes of each entry, in order. `data/ORIGIN.md` says where the entries come
//! from, and how the file is made again. A password that is not listed is taken for listed once in about two million
//! tries.

use crate::text::folded;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

static LIST: &[u8] = include_bytes!("../../data/leaked.bin");

/// Bytes of SHA-256 that are kept of an entry: two choose the bucket, three are stored.
pub const FINGERPRINT_BYTES: usize = 5;
/// How many buckets the file counts.
pub const BUCKETS: usize = 65_536;
/// Shortest entry of the list; shorter passwords fail by their length.
pub const MIN_CHARACTERS: usize = 8;
const STORED_BYTES: usize = FINGERPRINT_BYTES - 2;

/// Whether the password is listed: as typed, in another case or width, or with digits and punctuation added at its
/// end, if at least eight characters remain (`Sunshine!2024` is as leaked as `sunshine`).
pub fn is_leaked(password: &str) -> bool {
    forms(password).iter().any(|form| contains(fingerprint(form)))
}

/// The forms in which a password is looked up: folded (NFKC, lower case), and the same without trailing digits,
/// punctuation and spaces where at least [`MIN_CHARACTERS`] remain.
///
/// The list holds folded entries alone, so the folded form finds the exact spelling too.
pub fn forms(password: &str) -> Vec<Zeroizing<String>> {
    let whole = folded(password);
    let stem = whole.trim_end_matches(|c: char| !c.is_alphabetic());
    let stem =
        (stem.len() < whole.len() && stem.chars().count() >= MIN_CHARACTERS).then(|| Zeroizing::new(stem.to_owned()));
    std::iter::once(whole).chain(stem).collect()
}

/// What the list keeps of one form: the first bytes of its SHA-256.
pub fn fingerprint(form: &str) -> [u8; FINGERPRINT_BYTES] {
    let digest: [u8; 32] = Sha256::digest(form.as_bytes()).into();
    let mut kept = [0; FINGERPRINT_BYTES];
    kept.copy_from_slice(&digest[..FINGERPRINT_BYTES]);
    kept
}

fn contains([first, second, rest @ ..]: [u8; FINGERPRINT_BYTES]) -> bool {
    let (counts, entries) = LIST.split_at(BUCKETS);
    let bucket = usize::from(u16::from_be_bytes([first, second]));
    let before: usize = counts[..bucket].iter().copied().map(usize::from).sum();
    let (entries, _) = entries.as_chunks::<STORED_BYTES>();
    entries[before..before + usize::from(counts[bucket])].binary_search(&rest).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn the_shipped_file_is_whole() {
        let (counts, entries) = LIST.split_at(BUCKETS);
        let total: usize = counts.iter().copied().map(usize::from).sum();
        assert_eq!(entries.len(), total * STORED_BYTES);
        assert!(total > 400_000, "{total} entries");
        let (entries, _) = entries.as_chunks::<STORED_BYTES>();
        let mut start = 0;
        for &count in counts {
            let end = start + usize::from(count);
            assert!(entries[start..end].is_sorted_by(|a, b| a < b), "a bucket is out of order");
            start = end;
        }
    }

    #[rstest]
    #[case::common("password")]
    #[case::another_case("PassWord")]
    #[case::long("1234567890qwerty")]
    #[case::long_words("passwordpassword")]
    #[case::longer_than_fifteen("danielalexander")]
    #[case::full_width("ｐａｓｓｗｏｒｄ")]
    #[case::digits_added("Sunshine2024")]
    #[case::punctuation_added("sunshine!!!")]
    #[case::both_added("Sunshine!2024?")]
    fn r23_leaked_passwords_and_their_plain_variants_are_listed(#[case] password: &str) {
        assert!(is_leaked(password));
    }

    #[rstest]
    #[case::empty("")]
    #[case::words("lundi-brim-47-ska")]
    #[case::another_language("тёплый хлеб и молоко")]
    #[case::too_little_remains("monkey#4711#4711")]
    fn r23_other_passwords_are_not(#[case] password: &str) {
        assert!(!is_leaked(password));
    }

    #[test]
    fn r23_the_list_takes_almost_nothing_for_listed_that_is_not() {
        let wrong = (0..3_000).filter(|n| is_leaked(&format!("grønn {n} sykkel bak låven"))).count();
        assert_eq!(wrong, 0);
    }
}
