//! An organization’s own words of a mail, in the place of the product’s. What they may name is judged
//! where mails are written; here they are words with a name.

use crate::{Code, Refusal};
use serde::{Deserialize, Serialize};

/// How many an organization may have, so that what is read for a mail stays small.
pub const MOST: usize = 200;

/// Which mail, in which language.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct WordingOf {
    /// The kind of mail, such as `invitation`.
    pub template: String,
    /// A language tag in lower case, such as `de` or `pt-br`.
    pub language: String,
}

impl WordingOf {
    /// The kind of mail, and a tag of language, region and script, as BCP 47 writes it.
    pub fn new(template: &str, language: &str) -> Result<Self, Refusal> {
        let language = language.trim().to_ascii_lowercase();
        if !is_language_tag(&language) {
            return Err(
                Refusal::new(Code::Invalid, "This is no language tag.", "Write it as de or pt-BR.").at("language")
            );
        }
        Ok(Self { template: template.to_owned(), language })
    }
}

/// Whether it is a tag of language, region and script, as BCP 47 writes it.
pub fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().is_some_and(|part| (2..=3).contains(&part.len()) && letters(part));
    let rest = parts.all(|part| (2..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()));
    first && rest && tag.len() <= 35
}

fn letters(part: &str) -> bool {
    part.chars().all(|c| c.is_ascii_alphabetic())
}

/// The three parts of a mail, with variables in braces.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Wording {
    /// One line.
    pub subject: String,
    /// The mail for readers without HTML.
    pub text: String,
    /// What stands inside the product’s frame.
    pub html: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_a_tag_and_nothing_else() {
        for (typed, kept) in [("de", "de"), (" pt-BR ", "pt-br"), ("zh-Hans-CN", "zh-hans-cn")] {
            assert_eq!(WordingOf::new("invitation", typed).expect("a tag").language, kept);
        }
        for typed in ["", "d", "german", "de_AT", "de-", "d1", "de-\u{fc}ber", "../en"] {
            assert!(WordingOf::new("invitation", typed).is_err(), "{typed}");
        }
    }
}
