//! What the pages say, in the languages that they speak. The sentences are data: `words/*.toml`.

use serde::Deserialize;
use std::{collections::HashMap, sync::LazyLock};

/// One language's words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Language {
    /// BCP 47 tag.
    pub(super) tag: String,
    /// Its name for itself.
    pub(super) name: String,
    /// Whether it is written from right to left.
    #[serde(default)]
    right_to_left: bool,
    /// The months, January first.
    months: Vec<String>,
    /// Sentences by key; `{name}` stands for a value.
    text: HashMap<String, String>,
    /// Sentences that other rooms say in English, by their English; `#` stands for a number, and one `*` for
    /// whatever stands there.
    #[serde(default)]
    said: HashMap<String, String>,
    /// The countries' codes and names, in the language's order.
    #[serde(skip)]
    countries: Vec<(String, String)>,
}

/// The countries of a language.
#[derive(Deserialize)]
struct Countries {
    names: Vec<(String, String)>,
}

/// Words and countries of each.
const FILES: [(&str, &str); 6] = [
    (include_str!("../../words/en.toml"), include_str!("../../words/countries/en.toml")),
    (include_str!("../../words/de.toml"), include_str!("../../words/countries/de.toml")),
    (include_str!("../../words/es.toml"), include_str!("../../words/countries/es.toml")),
    (include_str!("../../words/fr.toml"), include_str!("../../words/countries/fr.toml")),
    (include_str!("../../words/ja.toml"), include_str!("../../words/countries/ja.toml")),
    (include_str!("../../words/ar.toml"), include_str!("../../words/countries/ar.toml")),
];

static ALL: LazyLock<Vec<Language>> = LazyLock::new(|| {
    let read = |(words, countries): &(&str, &str)| {
        let Countries { names } = toml::from_str(countries)?;
        Ok(Language { countries: names, ..toml::from_str(words)? })
    };
    let known = |read: Result<Language, toml::de::Error>| {
        read.inspect_err(|error| tracing::error!(%error, "words can’t be read")).ok()
    };
    FILES.iter().map(read).filter_map(known).collect()
});

/// Where everything else fails: a language without words says the keys.
static NONE: LazyLock<Language> = LazyLock::new(|| Language {
    tag: "en".to_owned(),
    name: "English".to_owned(),
    right_to_left: false,
    months: Vec::new(),
    text: HashMap::new(),
    said: HashMap::new(),
    countries: Vec::new(),
});

impl Language {
    /// Every language, English first.
    pub(super) fn all() -> &'static [Self] {
        &ALL
    }

    /// English.
    pub(super) fn english() -> &'static Self {
        ALL.first().unwrap_or(&NONE)
    }

    /// The direction in which it is written, as HTML names it.
    pub(super) const fn direction(&self) -> &'static str {
        if self.right_to_left { "rtl" } else { "ltr" }
    }

    /// The language of a tag such as `de-AT`.
    pub(super) fn of(tag: &str) -> Option<&'static Self> {
        let base = tag.trim().split(['-', '_']).next().unwrap_or_default();
        ALL.iter().find(|language| language.tag.eq_ignore_ascii_case(base))
    }

    /// The first language of an `Accept-Language` header that the pages speak.
    pub(super) fn accepted(header: &str) -> Option<&'static Self> {
        header.split(',').take(20).find_map(|part| Self::of(part.split(';').next().unwrap_or_default()))
    }

    /// Whether there is such a sentence.
    pub(super) fn knows(&self, key: &str) -> bool {
        self.text.contains_key(key) || Self::english().text.contains_key(key)
    }

    /// A sentence with its values.
    pub(super) fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        let known = |language: &'static Self| language.text.get(key);
        let text = self.text.get(key).or_else(|| known(Self::english()));
        fill(text.map_or(key, String::as_str), values)
    }

    /// A sentence that another room said in English; as it was said where there is no translation.
    pub(super) fn said(&self, english: &str) -> String {
        let (pattern, numbers) = without_numbers(english);
        if let Some(words) = self.said.get(&pattern) {
            return with_numbers(words, &numbers);
        }
        let rest = self.said.iter().find_map(|(pattern, words)| {
            let (before, after) = pattern.split_once('*')?;
            let rest = english.strip_prefix(before)?.strip_suffix(after)?;
            let (first, last) = words.split_once('*')?;
            Some(format!("{first}{rest}{last}"))
        });
        rest.unwrap_or_else(|| english.to_owned())
    }

    /// The countries' codes (ISO 3166-1 alpha-2) and names, in the language's order.
    pub(super) fn countries(&self) -> &[(String, String)] {
        &self.countries
    }

    /// A month's name; 1 is January.
    pub(super) fn month(&self, month: i8) -> &str {
        let at = usize::try_from(month).ok().and_then(|month| month.checked_sub(1));
        at.and_then(|at| self.months.get(at)).map_or("", String::as_str)
    }
}

/// Puts values into a sentence, once each from the left, so that a value with braces stays as it is.
fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let value = after
            .split_once('}')
            .and_then(|(name, rest)| values.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value, rest)));
        if let Some((value, after)) = value {
            filled.push_str(value);
            rest = after;
        } else {
            filled.push('{');
            rest = after;
        }
    }
    filled.push_str(rest);
    filled
}

fn without_numbers(text: &str) -> (String, Vec<String>) {
    let (mut pattern, mut numbers) = (String::new(), Vec::<String>::new());
    let mut in_number = false;
    for c in text.chars() {
        if !c.is_ascii_digit() {
            pattern.push(c);
        } else if let (true, Some(number)) = (in_number, numbers.last_mut()) {
            number.push(c);
        } else {
            pattern.push('#');
            numbers.push(c.to_string());
        }
        in_number = c.is_ascii_digit();
    }
    (pattern, numbers)
}

fn with_numbers(words: &str, numbers: &[String]) -> String {
    let mut numbers = numbers.iter();
    let number = |c| if c == '#' { numbers.next().cloned().unwrap_or_default() } else { String::from(c) };
    words.chars().map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rollbook_directory::judge_password;
    use rollbook_domain::company::Details;
    use std::collections::BTreeSet;

    fn placeholders(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
    }

    #[test]
    fn every_language_says_everything_with_the_same_values() {
        assert_eq!(
            Language::all().iter().map(|l| l.tag.as_str()).collect::<Vec<_>>(),
            ["en", "de", "es", "fr", "ja", "ar"]
        );
        let english = Language::english();
        for language in Language::all() {
            assert_eq!(language.months.len(), 12, "{}", language.tag);
            let keys = |l: &Language| l.text.keys().cloned().collect::<BTreeSet<_>>();
            assert_eq!(keys(language), keys(english), "{}", language.tag);
            for (key, text) in &language.text {
                assert!(!text.trim().is_empty(), "{} {key}", language.tag);
                assert_eq!(placeholders(text), placeholders(&english.text[key]), "{} {key}", language.tag);
            }
        }
    }

    #[test]
    fn every_language_names_every_country_once() {
        let all: BTreeSet<&str> = rollbook_domain::company::countries().collect();
        for language in Language::all() {
            let named: BTreeSet<&str> = language.countries().iter().map(|(code, _)| code.as_str()).collect();
            assert_eq!((&named, language.countries().len()), (&all, all.len()), "{}", language.tag);
            assert!(language.countries().iter().all(|(code, name)| name != code), "{}", language.tag);
        }
    }

    #[test]
    fn every_language_but_english_translates_what_stands_against_a_company() {
        let good = Details {
            name: "Havn Shipping AS".to_owned(),
            language: "en".to_owned(),
            country: "GR".to_owned(),
            ..Details::default()
        };
        let with = |change: fn(&mut Details)| {
            let mut details = good.clone();
            change(&mut details);
            details
        };
        let bad = [
            with(|details| details.name.clear()),
            with(|details| details.country = "UK".to_owned()),
            with(|details| details.subdomain = "a".to_owned()),
            with(|details| details.subdomain = "håvn".to_owned()),
            with(|details| details.subdomain = "-havn".to_owned()),
            with(|details| details.subdomain = "12345".to_owned()),
            with(|details| details.subdomain = "admin".to_owned()),
            with(|details| details.vat = "?".to_owned()),
            with(|details| (details.vat, details.country) = ("EL094259216".to_owned(), String::new())),
            with(|details| details.vat = "DE136695976".to_owned()),
            with(|details| details.vat = "EL0942592161".to_owned()),
            with(|details| details.vat = "EL094259217".to_owned()),
            with(|details| details.time_zone = "so on!".to_owned()),
        ];
        let mut said = BTreeSet::new();
        for details in bad {
            let refusal = details.checked().expect_err("it is refused");
            for words in [&refusal.message, &refusal.help].into_iter().filter(|words| !words.is_empty()) {
                said.insert(words.clone());
                for language in &Language::all()[1..] {
                    assert_ne!(&language.said(words), words, "{}", language.tag);
                }
            }
        }
        assert!(said.len() >= 13, "each is another sentence: {said:?}");
    }

    #[test]
    fn every_language_but_english_translates_what_the_judge_of_passwords_says() {
        let typed = [
            "",
            "a",
            "17.05.1994",
            "aaaaaaaaaaaaaaaaaaaa",
            "abcdefghijklmnopqrstuvw",
            "qwertyuiopasdfghjkl",
            "sunshinesunshine1",
            "password12345678",
            "lundi-brim-47-ska",
            "sigrun-jonsdottir-nordlys",
            "correct horse battery staple",
            "hrafn mjoll",
            "lampa nord",
            "lundi brim 4",
            "lundi brim ska",
            "11111111119999999999",
            "10.10.2010 11.11.2011",
        ];
        let names = ["Sigrún".to_owned(), "Jónsdóttir".to_owned()];
        for text in typed.map(str::to_owned).into_iter().chain(["x".repeat(2000)]) {
            let view = judge_password(&text, &names, "sigrun@nordlys.example", "Nordlys Rederi");
            let rules = view.rules.iter().map(|rule| rule.words.clone());
            for words in rules.chain([view.word, view.guess, view.problem]).filter(|words| !words.is_empty()) {
                for language in &Language::all()[1..] {
                    assert_ne!(language.said(&words), words, "{} has no words for it", language.tag);
                }
            }
        }
    }

    #[test]
    fn numbers_and_names_are_kept_in_translation() {
        let german = Language::of("de-AT").unwrap();
        assert_eq!(german.said("15 characters or more"), "Mindestens 15 Zeichen");
        assert_eq!(german.said("the group Team 7"), "die Gruppe Team 7");
        assert_eq!(german.said("Something new"), "Something new");
    }

    #[test]
    fn a_value_is_put_in_as_it_is() {
        let values = [("name", "{other}"), ("other", "x")];
        assert_eq!(fill("Hi {name} and {other} {unknown}", &values), "Hi {other} and x {unknown}");
    }

    #[test]
    fn the_first_language_that_is_spoken_is_taken() {
        let tag = |header| Language::accepted(header).map(|language| language.tag.as_str());
        assert_eq!(tag("is, nb;q=0.9, fr-CA;q=0.8, de;q=0.7"), Some("fr"));
        assert_eq!(tag("is"), None);
        assert_eq!(tag(""), None);
    }
}
