//! The three forms in which a typed text is read: as typed, folded for lists, bare for names.

use unicode_normalization::{UnicodeNormalization, char::canonical_combining_class};
use zeroize::Zeroizing;

/// NFC, the form that is hashed and counted.
///
/// SP 800-63B-4 section 3.1.1.2 and RFC 8265 (`OpaqueString`) both name NFC: the same letter typed on two systems
/// (`é` in one piece or in two) gives the same bytes, and nothing that the person can tell apart becomes equal.
/// NFKC, which the older revision 3 named, would make `²` and `2` one character.
pub(crate) fn composed(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.nfc().collect())
}

/// NFKC and lower case, the form in which listed passwords are compared: an attacker tries these variants first.
pub(crate) fn folded(text: &str) -> Zeroizing<String> {
    let lower: Zeroizing<String> = Zeroizing::new(text.nfkc().flat_map(char::to_lowercase).collect());
    Zeroizing::new(lower.nfkc().collect())
}

/// Lower case without diacritics, the form in which names are compared: `Sigrún`, `SIGRUN` and `sigrun` are one.
///
/// Only marks that sit above, below or through a letter are dropped; vowel signs of Indic scripts and the voicing
/// marks of kana make a different letter and stay.
pub(crate) fn bare(text: &str) -> Zeroizing<String> {
    const FIRST_DROPPED_CLASS: u8 = 10;
    let lower: Zeroizing<String> = Zeroizing::new(text.nfkd().flat_map(char::to_lowercase).collect());
    let mut plain = Zeroizing::new(String::with_capacity(lower.len()));
    for c in lower.nfkd().filter(|&c| canonical_combining_class(c) < FIRST_DROPPED_CLASS) {
        match c {
            'ø' => plain.push('o'),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'ß' => plain.push_str("ss"),
            'þ' => plain.push_str("th"),
            'ð' | 'đ' => plain.push('d'),
            'ł' => plain.push('l'),
            'ħ' => plain.push('h'),
            'ı' => plain.push('i'),
            'ς' => plain.push('σ'),
            other => plain.push(other),
        }
    }
    Zeroizing::new(plain.nfc().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn two_spellings_of_one_letter_are_the_same_password_and_two_letters_are_not() {
        assert_eq!(*composed("cafe\u{301}"), *composed("café"));
        assert_ne!(*composed("x²"), *composed("x2"));
    }

    #[rstest]
    #[case("Sigrún Jónsdóttir", "sigrun jonsdottir")]
    #[case("SØRENSEN", "sorensen")]
    #[case("Þóra Æsa", "thora aesa")]
    #[case("Straße", "strasse")]
    #[case("İstanbul", "istanbul")]
    #[case("ΟΔΥΣΣΕΥΣ", "οδυσσευσ")]
    #[case("Ёлкин", "елкин")]
    #[case("김민준", "김민준")]
    #[case("がぎ", "がぎ")]
    fn names_are_compared_without_case_and_diacritics(#[case] name: &str, #[case] expected: &str) {
        assert_eq!(*bare(name), expected);
    }

    #[test]
    fn full_width_letters_are_folded_for_the_list() {
        assert_eq!(*folded("ＰａｓｓＷＯＲＤ"), "password");
    }
}
