//! An organization’s label before the product’s own domain: what DNS takes (RFC 1035, RFC 5891), what the product needs
//! for itself, and what would deceive people.

use crate::text::{fold, look};
use std::{collections::HashSet, sync::LazyLock};

/// Fewest and most characters.
const LENGTH: std::ops::RangeInclusive<usize> = 3..=40;

/// Why a label can’t be taken. Whether another organization has it is a question of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SubdomainProblem {
    /// Too short or too long.
    #[error("A subdomain has 3 to 40 characters.")]
    Length,
    /// Something else than a to z, digits and hyphens.
    #[error("A subdomain has only the letters a to z, digits and hyphens.")]
    Characters,
    /// A hyphen at an edge, or two in a row, by which other scripts are written in disguise.
    #[error("A subdomain begins and ends with a letter or a digit, and has no two hyphens in a row.")]
    Hyphens,
    /// Digits alone, which reads as an address.
    #[error("A subdomain has at least one letter.")]
    Digits,
    /// The product needs it, or people would take it for the product.
    #[error("This subdomain is reserved. Choose one with the name of your company.")]
    Reserved,
}

/// What services, certificates and mail use, and what people would take for Rollbook itself.
const RESERVED: &str = "www www1 www2 web app apps api auth oauth sso id login signin signup signout logout register \
    account accounts my me user users admin admins administrator root system sysadmin security secure safety trust \
    verify verification password passwords reset recovery billing pay payment payments invoice invoices checkout stripe \
    support help helpdesk status docs documentation blog news press jobs about legal terms privacy abuse postmaster \
    hostmaster webmaster noreply mail email smtp imap pop pop3 mx ns ns1 ns2 dns ftp sftp ssh vpn proxy cdn static \
    assets img images media files download downloads upload updates dev test testing stage staging demo sandbox beta \
    internal intranet local localhost localdomain wpad isatap autoconfig autodiscover git ci metrics monitoring portal \
    console dashboard owner official team staff sales marketing info contact office ssladmin ssladministrator mailer \
    mailerdaemon daemon nobody null undefined none true false";

/// The names that no label may contain, nor look as if it did.
const OWN: [&str; 1] = ["rollbook"];

static RESERVED_LOOKS: LazyLock<HashSet<String>> =
    LazyLock::new(|| RESERVED.split_ascii_whitespace().map(plain).collect());
static OWN_LOOKS: LazyLock<Vec<String>> = LazyLock::new(|| OWN.iter().map(|own| plain(own)).collect());

/// How a label reads: without hyphens, and with the digits that stand in for letters.
fn plain(label: &str) -> String {
    let letters = label.chars().filter(|c| *c != '-').map(|c| match c {
        '0' => 'o',
        '1' | 'i' => 'l',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        '8' => 'b',
        c => c,
    });
    look(&letters.collect::<String>())
}

/// Whether a label in lower case can be an organization’s.
pub fn check(label: &str) -> Result<(), SubdomainProblem> {
    if !LENGTH.contains(&label.chars().count()) {
        return Err(SubdomainProblem::Length);
    }
    if !label.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-') {
        return Err(SubdomainProblem::Characters);
    }
    if label.starts_with('-') || label.ends_with('-') || label.contains("--") {
        return Err(SubdomainProblem::Hyphens);
    }
    if !label.bytes().any(|c| c.is_ascii_lowercase()) {
        return Err(SubdomainProblem::Digits);
    }
    let plain = plain(label);
    if RESERVED_LOOKS.contains(&plain) || OWN_LOOKS.iter().any(|own| plain.contains(own.as_str())) {
        return Err(SubdomainProblem::Reserved);
    }
    Ok(())
}

/// A label made of a company’s name; empty where nothing of it can stand in one.
pub fn propose(name: &str) -> String {
    let words: Vec<String> = fold(name)
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let keep = super::name::without_form(&words);
    let mut label = String::new();
    for word in &words[keep] {
        if label.len() + word.len() >= *LENGTH.end() {
            break;
        }
        if !label.is_empty() {
            label.push('-');
        }
        label.push_str(word);
    }
    if check(&label).is_ok() { label } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_of_companies_make_labels() {
        for (name, label) in [
            ("Fjordkraft Service AS", "fjordkraft-service"),
            ("Müller & Söhne GmbH", "muller-sohne"),
            ("ООО Ромашка", ""),
            ("Rollbook", ""),
            ("A AS", ""),
        ] {
            assert_eq!(propose(name), label, "{name}");
        }
    }

    #[test]
    fn reserved_and_hostile_labels_are_refused() {
        let hostile = [
            ("ad", SubdomainProblem::Length),
            ("admin", SubdomainProblem::Reserved),
            ("adm1n", SubdomainProblem::Reserved),
            ("l0gin", SubdomainProblem::Reserved),
            ("pass-words", SubdomainProblem::Reserved),
            ("r0llb00k-support", SubdomainProblem::Reserved),
            ("my-roll-book", SubdomainProblem::Reserved),
            ("xn--80ak6aa92e", SubdomainProblem::Hyphens),
            ("-nordlys", SubdomainProblem::Hyphens),
            ("12345", SubdomainProblem::Digits),
            ("nord.lys", SubdomainProblem::Characters),
            ("nord_lys", SubdomainProblem::Characters),
            ("n\u{43e}rdlys", SubdomainProblem::Characters),
            ("nordlys/../x", SubdomainProblem::Characters),
        ];
        for (label, problem) in hostile {
            assert_eq!(check(label), Err(problem), "{label}");
        }
        for label in ["nordlys", "nordlys-2", "4sea", "fjordkraft-service"] {
            assert_eq!(check(label), Ok(()), "{label}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_proposed_can_be_taken(name in "\\PC{0,80}") {
            let label = propose(&name);
            prop_assert!(label.is_empty() || check(&label).is_ok(), "{}", label);
        }
    }
}
