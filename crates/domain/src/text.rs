//! Names and search: what people typed, what may be kept of it, and how two spellings meet.

use unicode_normalization::{UnicodeNormalization, char::canonical_combining_class};
use unicode_security::confusable_detection::skeleton;
use unicode_segmentation::UnicodeSegmentation as _;

/// The longest name that is kept, in characters.
pub const NAME_MAX: usize = 200;

/// Why a text is not a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TextProblem {
    /// Longer than the limit, in characters.
    #[error("longer than {limit} characters")]
    TooLong {
        /// The limit that was passed.
        limit: usize,
    },
}

/// A name as it may be kept: trimmed, single spaces, NFC, and without characters that hide or
/// reorder what is shown (controls, bidirectional overrides, zero-width marks other than the
/// joiners that scripts need).
pub fn clean_name(raw: &str) -> Result<String, TextProblem> {
    clean_to(raw, NAME_MAX)
}

/// The same for any one-line text with its own limit in characters.
pub fn clean_to(raw: &str, limit: usize) -> Result<String, TextProblem> {
    // A cheap bound first: nothing of 10 MB is normalised just to be refused.
    if raw.len() > limit * 16 {
        return Err(TextProblem::TooLong { limit });
    }
    // Composed last: a mark joins its letter only once nothing hidden stands between them.
    let kept: String = raw
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control() && !is_deceptive(*c))
        .nfc()
        .collect();
    let text = kept.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
    if text.chars().count() > limit { Err(TextProblem::TooLong { limit }) } else { Ok(text) }
}

/// Characters that change what a reader sees without being seen themselves.
fn is_deceptive(c: char) -> bool {
    matches!(c,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
        | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// One spelling for search, sorting and uniqueness: lower case, without the marks that people leave
/// out when they type (accents, Hebrew points, Arabic short vowels); vowel signs and voicing marks
/// that make another letter stay.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let bare = text.nfkd().filter(|c| !is_dropped_mark(*c) && !is_deceptive(*c));
    for c in bare.flat_map(char::to_lowercase).filter(|c| !is_dropped_mark(*c)) {
        match c {
            'ł' => out.push('l'),
            'ø' => out.push('o'),
            'đ' | 'ð' => out.push('d'),
            'ħ' => out.push('h'),
            'ı' => out.push('i'),
            'ŧ' => out.push('t'),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ß' => out.push_str("ss"),
            'þ' => out.push_str("th"),
            'ς' => out.push('σ'),
            'ё' => out.push('е'),
            c if c.is_whitespace() || c.is_control() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    out.trim().nfc().collect()
}

/// What a name looks like, however it is written (UTS 39): two names of the same look can be taken for
/// each other, such as one with a Cyrillic letter in it.
pub fn look(text: &str) -> String {
    fold(&skeleton(&fold(text)).collect::<String>())
}

/// Marks that may be left out: placed above or below a letter (combining classes 202–240), overlaid
/// (1), Hebrew points (10–26), Arabic vowels (27–35). Kana voicing (8), nukta (7) and viramas (9)
/// make other letters and stay.
fn is_dropped_mark(c: char) -> bool {
    matches!(canonical_combining_class(c), 1 | 10..=35 | 202..=240)
}

/// The text that search looks into: every folded word of name and address with two spaces before
/// it, so that a word's first letter, its first two letters and any three letters inside are each
/// one trigram.
pub fn search_text(first: &str, last: &str, email: &str) -> String {
    let folded = fold(&format!("{first} {last} {email}"));
    folded.split(' ').filter(|w| !w.is_empty()).fold(String::new(), |mut all, word| {
        all.push_str("  ");
        all.push_str(word);
        all
    })
}

/// The words of a query, folded as the search text is; at most eight, the longest kept whole.
pub fn search_terms(query: &str) -> Vec<String> {
    let short: String = query.chars().take(NAME_MAX).collect();
    fold(&short).split(' ').filter(|w| !w.is_empty()).take(8).map(str::to_owned).collect()
}

/// What an avatar shows: the first letters of the first and the last word; the first two signs of a
/// name in Han, kana or Hangul; one whole syllable where signs are joined (Indic scripts). The Arabic
/// article doesn't count.
pub fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return String::new() };
    if words.iter().all(|word| word.chars().all(is_ideograph)) {
        return words.concat().chars().take(2).collect();
    }
    if first.chars().next().is_some_and(is_indic) {
        return first.graphemes(true).next().unwrap_or_default().to_owned();
    }
    let letter = |word: &str| {
        let bare = word.strip_prefix("ال").filter(|rest| !rest.is_empty()).unwrap_or(word);
        bare.chars().find(|c| c.is_alphanumeric())
    };
    let last = if words.len() > 1 { letter(last) } else { None };
    letter(first).into_iter().chain(last).flat_map(char::to_uppercase).take(2).collect()
}

/// Han, kana and Hangul.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3134F}')
}

/// Devanagari to Sinhala.
fn is_indic(c: char) -> bool {
    matches!(c, '\u{0900}'..='\u{0DFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn search_meets_a_name_without_its_marks_in_any_script() {
        for (typed, written) in [
            ("nguyen thi minh hanh", "Nguyễn Thị Minh Hạnh"),
            ("lukasz wojcik", "Łukasz Wójcik"),
            ("ayse yildirim", "Ayşe Yıldırım"),
            ("strasse", "Straße"),
            ("bjorn thorsson", "Björn Þórsson"),
            ("θεοδωρα παππα", "Θεοδώρα Παππά"),
            ("عمر الحداد", "عُمَر الحدّاد"),
            ("шевченко", "ШЕВЧЕНКО"),
        ] {
            assert_eq!(fold(written), fold(typed), "{written}");
        }
        assert_ne!(fold("が"), fold("か"), "a voicing mark makes another letter");
        assert_ne!(fold("किरण"), fold("करण"), "a vowel sign makes another name");
    }

    #[test]
    fn a_name_keeps_no_character_that_reorders_or_hides_what_is_shown() {
        assert_eq!(clean_name(" Ann\u{202E}a \t\u{200B} Lee\u{0}\n").as_deref(), Ok("Anna Lee"));
        assert_eq!(clean_name("👩‍🚀 Zoë").as_deref(), Ok("👩\u{200d}🚀 Zoë"), "joined emoji stay whole");
        assert_eq!(clean_name(&"x".repeat(10_000)), Err(TextProblem::TooLong { limit: NAME_MAX }));
    }

    #[test]
    fn a_hidden_character_does_not_keep_a_mark_from_its_letter() {
        assert_eq!(clean_name("Zoe\u{200B}\u{308}").as_deref(), Ok("Zo\u{eb}"));
    }

    #[test]
    fn every_word_of_the_search_text_begins_after_two_spaces() {
        assert_eq!(search_text("Minh Hạnh", "Nguyễn", "Hanh@Nordlys.no"), "  minh  hanh  nguyen  hanh@nordlys.no");
    }

    #[test]
    fn initials_are_read_from_the_first_and_the_last_word() {
        assert_eq!(initials("Łukasz Wójcik"), "ŁW");
        assert_eq!(initials("Nguyễn Thị Minh Hạnh"), "NH");
        assert_eq!(initials("田中 美咲"), "田中");
        assert_eq!(initials("이서준"), "이서");
        assert_eq!(initials("芳 Yıldırım"), "芳Y");
        assert_eq!(initials("प्रिया शर्मा"), "प्रि");
        assert_eq!(initials("عمر الحدّاد"), "عح");
        assert_eq!(initials("דנה לוי"), "דל");
        assert_eq!(initials("08volt"), "0");
        assert_eq!(initials(""), "");
    }

    #[test]
    fn names_that_look_alike_have_one_look() {
        let alike = [
            ("Admin", "\u{410}dmin"),
            ("Admin", "\u{ff21}dmin"),
            ("Admin", "A\u{301}DM\u{131}N"),
            ("Super Admin", "Super\u{a0}\u{430}dmin"),
            ("Sales", "Sa1es"),
            ("Scope", "\u{455}\u{441}\u{43e}\u{440}\u{435}"),
        ];
        for (one, other) in alike {
            assert_eq!(look(one), look(other), "{one} {other}");
        }
        for (one, other) in [("Admin", "Admins"), ("Staff", "Stuff"), ("Crew 2", "Crew 3"), ("Отдел", "Отдых")]
        {
            assert_ne!(look(one), look(other), "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn folding_is_settled_after_one_pass(text in "\\PC{0,60}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }
        #[test]
        fn cleaning_is_settled_after_one_pass(text in "\\PC{0,60}") {
            let once = clean_name(&text).unwrap_or_default();
            prop_assert_eq!(clean_name(&once).unwrap_or_default(), once);
        }
    }
}
