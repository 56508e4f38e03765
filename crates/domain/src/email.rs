//! E-mail addresses as people sign in with them (RFC 5321 lengths, RFC 6531 letters).

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// An address that can be written to: one `@`, a local part, a domain of at least two labels.
///
/// Shown as typed (trimmed, domain in lower case); compared by [`Email::key`], under which an
/// international domain and its ASCII form are one.
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
    #[error("The address holds a character that can’t be in one: {0}. Remove it.")]
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

    /// What makes two addresses the same: case and compatibility forms don't count, and a domain is
    /// the same in letters and in the ASCII form that mail travels by (IDNA, UTS #46). Accents do
    /// count, as they name other mailboxes and other domains.
    pub fn key(&self) -> String {
        let (local, domain) = self.0.rsplit_once('@').unwrap_or((&self.0, ""));
        let local: String = local.nfkc().flat_map(char::to_lowercase).nfc().collect();
        // What can't be written in ASCII was refused when the address was read.
        let domain = ascii(domain).unwrap_or_else(|| domain.to_owned());
        format!("{local}@{domain}")
    }

    /// What comes before the `@`, as shown.
    pub fn local(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(local, _)| local)
    }

    /// What comes after the `@`, as shown.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
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
    // Lower case can be longer.
    if domain.len() > 252 {
        return Err(EmailProblem::TooLong);
    }
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
        _ if ascii(&domain).is_none() => Err(EmailProblem::BadDomain(domain)),
        _ => Ok(domain),
    }
}

/// A domain as it travels, in lower case; `None` where no domain can be called so.
fn ascii(domain: &str) -> Option<String> {
    let ascii =
        Uts46::new().to_ascii(domain.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Verify);
    ascii.ok().map(std::borrow::Cow::into_owned)
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

impl schemars::JsonSchema for Email {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Email".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "description": "An e-mail address.", "type": "string", "format": "idn-email" })
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
            ("a@xn--a.de", "email_bad_domain"),
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

    #[test]
    fn a_domain_in_letters_and_in_ascii_is_one_and_each_is_shown_as_typed() {
        for (letters, ascii) in [
            ("ada@bücher.example", "Ada@xn--bcher-kva.example"),
            ("用户@例子.广告", "用户@xn--fsqu00a.xn--4rr70v"),
            ("ada@BÜCHER.example", "ada@XN--BCHER-KVA.EXAMPLE"),
        ] {
            let (one, other) = (Email::parse(letters).expect("good"), Email::parse(ascii).expect("good"));
            assert_eq!(one.key(), other.key(), "{letters}");
            assert_ne!(one.as_str(), other.as_str(), "{letters}");
        }
        let key = |raw: &str| Email::parse(raw).expect("good").key();
        assert_ne!(key("ada@bücher.example"), key("ada@bucher.example"), "another domain");
        assert_ne!(key("ada@straße.example"), key("ada@strasse.example"), "another domain since IDNA 2008");
        let long = format!("ada@{}.example", "ü".repeat(60));
        assert_eq!(Email::parse(&long).map_err(|p| p.code()), Err("email_bad_domain"), "too long as it travels");
    }

    proptest! {
        #[test]
        fn what_travels_is_the_address_whatever_was_typed(domain in "[a-zA-Zà-üα-ωа-я一-三0-9]{1,12}(\\.[a-zà-üа-я]{1,8}){1,2}") {
            let raw = format!("ada@{domain}");
            if let Ok(email) = Email::parse(&raw) {
                let (_, travels) = email.key().rsplit_once('@').map(|(l, d)| (l.to_owned(), d.to_owned())).unwrap_or_default();
                prop_assert!(travels.is_ascii());
                let again = Email::parse(&format!("ada@{travels}"));
                prop_assert_eq!(again.map(|e| e.key()), Ok(email.key()), "the ASCII form is the same address");
                // Some letters have no capital of their own; with all else, case stays one person.
                let capitals = raw.to_uppercase();
                if capitals.to_lowercase() == raw.to_lowercase() {
                    prop_assert_eq!(Email::parse(&capitals).map(|e| e.key()), Ok(email.key()));
                }
                prop_assert_eq!(Email::parse(email.as_str()).map(|e| e.key()), Ok(email.key()), "what is shown is read as the same");
            }
        }

        #[test]
        fn reading_never_panics_and_is_settled(raw in "\\PC{0,80}") {
            if let Ok(email) = Email::parse(&raw) {
                prop_assert_eq!(Email::parse(email.as_str()), Ok(email));
            }
        }
    }
}
