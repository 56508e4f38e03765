//! The person's own data in a password: what somebody who knows the person tries first (R23).

use crate::text::bare;
use std::collections::BTreeSet;

/// Shortest part that counts. Three letters stand in too many words: `Ann`, `Kim` and `Bo` may choose freely.
const MIN_PART: usize = 4;
/// Shortest part in Han, kana or Hangul, where two characters are a whole name.
const MIN_DENSE_PART: usize = 2;
/// The product's own name is as guessable at the product as the person's (SP 800-63B-4: "context-specific words").
const PRODUCT: &str = "rollbook";
/// Words of organizations' names that say nothing about which one it is.
const GENERIC: [&str; 14] = [
    "association",
    "company",
    "consulting",
    "corporation",
    "foundation",
    "gmbh",
    "group",
    "holding",
    "holdings",
    "international",
    "limited",
    "partners",
    "services",
    "solutions",
];

/// What the rules know of the person who chooses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// Given name, family name, display name, user name: whole or in parts, in any order.
    pub names: Vec<String>,
    /// Every address of the account.
    pub emails: Vec<String>,
    /// The organization's name, when the password is chosen for one.
    pub organization: Option<String>,
}

/// The parts of a person's data that a password may not contain, folded.
pub(super) struct Parts {
    /// Words as they stand; looked for in the password as typed.
    words: BTreeSet<String>,
    /// Whole names run together; looked for in the password without its separators.
    joined: BTreeSet<String>,
}

impl Parts {
    pub(super) fn of(person: &Person) -> Self {
        let mut parts = Self { words: BTreeSet::from([PRODUCT.to_owned()]), joined: BTreeSet::new() };
        for name in &person.names {
            parts.add(name, &[]);
        }
        if let Some(organization) = &person.organization {
            parts.add(organization, &GENERIC);
        }
        for address in &person.emails {
            let (local, host) = address.rsplit_once('@').unwrap_or((address, ""));
            parts.add(local, &[]);
            // The last label (com, no, museum) is nobody's own.
            for label in host.rsplit('.').skip(1) {
                parts.add(label, &GENERIC);
            }
        }
        parts
    }

    fn add(&mut self, text: &str, without: &[&str]) {
        let text = bare(text);
        let runs: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty()).collect();
        for run in &runs {
            let pieces = run.split(char::is_numeric).chain(run.split(|c: char| !c.is_numeric())).chain([*run]);
            let telling = pieces.filter(|piece| long_enough(piece) && !without.contains(piece));
            self.words.extend(telling.map(str::to_owned));
        }
        if runs.len() > 1 {
            let ordered = runs.concat();
            let reversed: String = runs.iter().rev().copied().collect();
            self.joined.extend([ordered, reversed].into_iter().filter(|name| long_enough(name)));
        }
    }

    /// Whether the password contains one of them, whatever its case and diacritics.
    pub(super) fn touch(&self, password: &str) -> bool {
        let password = bare(password);
        let compact = zeroize::Zeroizing::new(password.chars().filter(|c| c.is_alphanumeric()).collect::<String>());
        self.words.iter().any(|word| password.contains(word.as_str()))
            || self.joined.iter().any(|name| compact.contains(name.as_str()))
    }

    /// All of them, for the estimate of guesses.
    pub(super) fn all(&self) -> Vec<&str> {
        self.words.iter().chain(&self.joined).map(String::as_str).collect()
    }
}

fn long_enough(part: &str) -> bool {
    let length = part.chars().count();
    length >= MIN_PART || (length >= MIN_DENSE_PART && part.chars().all(is_dense))
}

/// Han, kana and Hangul syllables.
fn is_dense(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn sigrun() -> Person {
        Person {
            names: vec!["Sigrún".into(), "Jónsdóttir".into()],
            emails: vec!["sigrun.jonsdottir84@nordlys.no".into(), "sj1984@post.example".into()],
            organization: Some("Nordlys Reiser Group".into()),
        }
    }

    #[rstest]
    #[case::given_name("ilovesigrunsomuch")]
    #[case::with_diacritics("fjord-SIGRÚN-fjord")]
    #[case::decomposed("fjord-sigru\u{301}n-fjord")]
    #[case::family_name("xjonsdottirx")]
    #[case::mail_host("der-nordlys-ist-hell")]
    #[case::digits_of_the_address("eple-pære-1984")]
    #[case::organization("lange-reiser-er-fine")]
    #[case::the_product("my-RollBook-login")]
    fn r23_a_part_of_the_persons_data_is_found(#[case] password: &str) {
        assert!(Parts::of(&sigrun()).touch(password));
    }

    #[rstest]
    #[case::nothing_of_theirs("lundi-brim-47-ska")]
    #[case::top_level_domain("no-noise-tonight")]
    #[case::generic_word_of_the_organization("a group of green geese")]
    #[case::two_digits("eighty-four is 84")]
    fn r23_other_words_are_free(#[case] password: &str) {
        assert!(!Parts::of(&sigrun()).touch(password));
    }

    #[test]
    fn r23_short_names_do_not_block_everything() {
        let bo =
            Person { names: vec!["Bo".into(), "An Li".into()], emails: vec!["bo@ab.no".into()], organization: None };
        let parts = Parts::of(&bo);
        assert!(!parts.touch("borrow another library"));
        assert!(parts.touch("hello-an-li-hello"), "the whole short name is still theirs");
        assert!(parts.touch("lian forever"), "in either order");
    }

    #[test]
    fn r23_a_name_of_two_ideographs_counts() {
        let person = Person { names: vec!["小明".into()], ..Person::default() };
        assert!(Parts::of(&person).touch("我的名字叫小明"));
        assert!(!Parts::of(&person).touch("今天天气很好"));
    }

    #[test]
    fn nothing_known_of_the_person_blocks_nothing_but_the_product() {
        let parts =
            Parts::of(&Person { names: vec![String::new(), " ".into()], emails: vec!["@".into()], organization: None });
        assert_eq!(parts.all(), ["rollbook"]);
    }
}
