//! E-mail addresses as people sign in with them (RFC 5321 lengths, RFC 6531 letters).

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// An address that can be written to: one `@`, a local part, a domain of at least two labels.
///
/// Shown as typed (trimmed, domain in lower case); compared by [`Email::key`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ts_rs::TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct Email(String);

/// Why a text is not an address; each says what to do.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum EmailProblem {
    /// Nothing was given.
    #[error("There is no e-mail address. Add one.")]
    Empty,
    /// No `@` in it.
    #[error("The address has no @. Write it as name@company.com.")]
    NoAt,
    /// More than one `@`.
    #[error("The address has more than one @. Keep one.")]
    ManyAts,
    /// Nothing before the `@`.
    #[error("The address has nothing before the @. Add the name.")]
    NoLocal,
    /// Nothing after the `@`.
    #[error("The address has no domain. Add what comes after the @.")]
    NoDomain,
    /// A domain of one label.
    #[error("The address stops after \u{201c}{0}\u{201d}. Add the rest, such as .com.")]
    NoDot(String),
    /// A domain label that no host can have.
    #[error("\u{201c}{0}\u{201d} is not a domain. Check what comes after the @.")]
    BadDomain(String),
    /// A character that must not stand in an address.
    #[error("The address holds a character that can't be in one: {0}. Remove it.")]
    BadCharacter(String),
    /// Longer than 254 bytes, or a local part longer than 64.
    #[error("The address is longer than an address can be (254 characters). Check it.")]
    TooLong,
}

impl EmailProblem {
    /// The stable code of this problem.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "email_empty",
            Self::NoAt => "email_no_at",
            Self::ManyAts => "email_many_ats",
            Self::NoLocal => "email_no_local",
            Self::NoDomain => "email_no_domain",
            Self::NoDot(_) => "email_no_dot",
            Self::BadDomain(_) => "email_bad_domain",
            Self::BadCharacter(_) => "email_bad_character",
            Self::TooLong => "email_too_long",
        }
    }
}

impl Email {
    /// Reads an address; quoted local parts and comments, which no directory can keep apart safely,
    /// are refused.
    pub fn parse(raw: &str) -> Result<Self, EmailProblem> {
        // What is mailed is what is compared: compatibility forms never name another mailbox.
        let text: String = raw.trim().chars().take(1000).nfkc().collect();
        let text = text.as_str();
        if text.is_empty() {
            return Err(EmailProblem::Empty);
        }
        if text.len() > 254 {
            return Err(EmailProblem::TooLong);
        }
        if let Some(bad) = text.chars().find(|c| !allowed(*c)) {
            let name = if bad.is_control() || bad.is_whitespace() {
                bad.escape_unicode().to_string()
            } else {
                bad.to_string()
            };
            return Err(EmailProblem::BadCharacter(name));
        }
        let mut parts = text.split('@');
        let (local, domain) = match (parts.next(), parts.next(), parts.next()) {
            (Some(local), Some(domain), None) => (local, domain),
            (Some(_), None, _) => return Err(EmailProblem::NoAt),
            _ => return Err(EmailProblem::ManyAts),
        };
        check_local(local)?;
        let kept = format!("{local}@{}", check_domain(domain)?);
        // Lower case can be longer, and what is kept must be readable again.
        if kept.len() > 254 {
            return Err(EmailProblem::TooLong);
        }
        Ok(Self(kept))
    }

    /// The address as shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What makes two addresses the same: case and compatibility forms don't count. Accents do, as
    /// they name other mailboxes and other domains.
    pub fn key(&self) -> String {
        self.0.nfkc().flat_map(char::to_lowercase).nfc().collect()
    }
}

fn allowed(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-@".contains(c)
    } else {
        // Letters, digits and marks of any script (RFC 6531); nothing that hides or reorders.
        c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
    }
}

fn check_local(local: &str) -> Result<(), EmailProblem> {
    if local.is_empty() {
        return Err(EmailProblem::NoLocal);
    }
    if local.len() > 64 {
        return Err(EmailProblem::TooLong);
    }
    if local.starts_with('.') || local.ends_with('.') || local.contains("..") {
        return Err(EmailProblem::BadCharacter(". at an end or doubled".to_owned()));
    }
    Ok(())
}

fn check_domain(domain: &str) -> Result<String, EmailProblem> {
    if domain.is_empty() {
        return Err(EmailProblem::NoDomain);
    }
    let domain = domain.to_lowercase();
    let labels: Vec<&str> = domain.split('.').collect();
    let good = |label: &&str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c == '-' || !c.is_ascii() || c.is_ascii_alphanumeric())
    };
    if !labels.iter().all(good) {
        return Err(EmailProblem::BadDomain(domain));
    }
    match labels.as_slice() {
        [only] => Err(EmailProblem::NoDot((*only).to_owned())),
        [.., last] if last.chars().all(|c| c.is_ascii_digit()) => Err(EmailProblem::BadDomain(domain)),
        _ => Ok(domain),
    }
}

impl TryFrom<String> for Email {
    type Error = EmailProblem;
    fn try_from(raw: String) -> Result<Self, Self::Error> {
        Self::parse(&raw)
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

impl std::fmt::Display for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_that_people_have_are_taken() {
        for good in [
            "ada@example.org",
            "a.b+c@sub.example.co",
            "O'Neil@example.ie",
            "müller@bücher.example",
            "用户@例子.广告",
            "08volt@kubernetes.example",
        ] {
            assert!(Email::parse(good).is_ok(), "{good}");
        }
        assert_eq!(Email::parse(" Ada@Example.ORG ").map(|e| e.as_str().to_owned()), Ok("Ada@example.org".to_owned()));
    }

    #[test]
    fn each_broken_address_is_refused_by_its_cause() {
        for (bad, code) in [
            ("", "email_empty"),
            ("ada", "email_no_at"),
            ("a@b@c.de", "email_many_ats"),
            ("@c.de", "email_no_local"),
            ("ada@", "email_no_domain"),
            ("sigrun@nordlys", "email_no_dot"),
            ("a@-x.de", "email_bad_domain"),
            ("a@1.2.3.4", "email_bad_domain"),
            ("a@x..de", "email_bad_domain"),
            ("\"a b\"@x.de", "email_bad_character"),
            ("a\u{0}b@x.de", "email_bad_character"),
            ("a\u{202e}b@x.de", "email_bad_character"),
            ("a<b>@x.de", "email_bad_character"),
            (".a@x.de", "email_bad_character"),
            ("a\r\nBcc: e@x.de", "email_bad_character"),
        ] {
            assert_eq!(Email::parse(bad).map_err(|p| p.code()), Err(code), "{bad:?}");
        }
        let huge = format!("{}@x.de", "a".repeat(10_000_000));
        assert_eq!(Email::parse(&huge), Err(EmailProblem::TooLong));
    }

    #[test]
    fn an_address_that_grows_beyond_the_limit_in_lower_case_is_refused() {
        let label = "İ".repeat(20);
        let domain = [label.as_str(); 6].join(".");
        let raw = format!("a@{domain}.de");
        assert!(raw.len() <= 254, "it fits as typed: {}", raw.len());
        assert_eq!(Email::parse(&raw), Err(EmailProblem::TooLong));
    }

    #[test]
    fn case_does_not_make_another_person() {
        let key = |a: &str| Email::parse(a).map(|e| e.key());
        assert_eq!(key("Ada@Example.org"), key("ada@EXAMPLE.ORG"));
    }

    proptest! {
        #[test]
        fn reading_never_panics_and_is_settled(raw in "\\PC{0,80}") {
            if let Ok(email) = Email::parse(&raw) {
                prop_assert_eq!(Email::parse(email.as_str()), Ok(email));
            }
        }
    }
}
