//! What an organization says of itself as a company: name, address on the web, where it is, VAT number.
//! Everything is checked here, so the wizard, the settings, the portal and programs say the same.

mod country;
mod name;
mod subdomain;
mod vat;

pub use country::{countries, is_country};
pub use name::{alternatives, conflict_key};
pub use subdomain::{SubdomainProblem, check as check_subdomain, propose as propose_subdomain};
pub use vat::{VatProblem, check as check_vat};

use crate::{
    Code, Refusal,
    text::{clean_name, clean_to},
    wording::is_language_tag,
};
use serde::{Deserialize, Serialize};

/// The longest line of a postal address, in characters.
const LINE_MAX: usize = 120;

/// What an organization says of itself, beside name and language; every part may be empty until it is known.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Company {
    /// The label before the product’s own domain; lower case ASCII.
    pub subdomain: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Street and number.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// Town.
    pub place: String,
    /// VAT number with its country’s letters, without blanks.
    pub vat: String,
    /// IANA name of its time zone.
    pub time_zone: String,
}

/// Everything that *Details* of an organization holds.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ts_rs::TS, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Details {
    /// The company’s name, as registered.
    pub name: String,
    /// BCP 47 tag of its language.
    pub language: String,
    /// The label before the product’s own domain.
    pub subdomain: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Street and number.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// Town.
    pub place: String,
    /// VAT number; may be written with blanks and points.
    pub vat: String,
    /// IANA name of its time zone.
    pub time_zone: String,
}

impl Details {
    /// The details as they are kept: cleaned, checked, and written in one way. The refusal names the field.
    pub fn checked(&self) -> Result<Self, Refusal> {
        let name = line(&self.name, "name", clean_name)?;
        if name.is_empty() {
            return Err(refused("The organization has no name. Add one.", "name"));
        }
        let country = self.country.trim().to_ascii_uppercase();
        if !country.is_empty() && !is_country(&country) {
            return Err(refused("This isn’t a country. Choose one of the list.", "country"));
        }
        let subdomain = self.subdomain.trim().to_ascii_lowercase();
        if !subdomain.is_empty() {
            check_subdomain(&subdomain).map_err(|problem| refused(&problem.to_string(), "subdomain"))?;
        }
        let vat = check_vat(&self.vat, &country).map_err(|problem| refused(&problem.to_string(), "vat"))?;
        let time_zone = self.time_zone.trim().to_owned();
        if !time_zone.is_empty() && !looks_like_a_zone(&time_zone) {
            return Err(refused("This isn’t a time zone, such as Europe/Oslo. Choose one of the list.", "time_zone"));
        }
        if !is_language_tag(&self.language) {
            return Err(refused("This isn’t a language, such as en. Choose one of the list.", "language"));
        }
        let short = |text: &str| clean_to(text, LINE_MAX);
        Ok(Self {
            name,
            language: self.language.clone(),
            subdomain,
            country,
            street: line(&self.street, "street", short)?,
            postal_code: line(&self.postal_code, "postal_code", short)?,
            place: line(&self.place, "place", short)?,
            vat,
            time_zone,
        })
    }

    /// What is kept beside name and language.
    pub fn company(&self) -> Company {
        Company {
            subdomain: self.subdomain.clone(),
            country: self.country.clone(),
            street: self.street.clone(),
            postal_code: self.postal_code.clone(),
            place: self.place.clone(),
            vat: self.vat.clone(),
            time_zone: self.time_zone.clone(),
        }
    }
}

impl crate::organization::Organization {
    /// Its details, as a screen shows them.
    pub fn details(&self) -> Details {
        let Company { subdomain, country, street, postal_code, place, vat, time_zone } = Company::clone(&self.company);
        let (name, language) = (self.name.clone(), self.language.clone());
        Details { name, language, subdomain, country, street, postal_code, place, vat, time_zone }
    }

    /// Takes other details over.
    pub fn describe(&mut self, details: &Details) {
        self.name.clone_from(&details.name);
        self.language.clone_from(&details.language);
        *self.company = details.company();
    }
}

/// The shape of an IANA name; which ones there are is the business of whoever shows times.
fn looks_like_a_zone(name: &str) -> bool {
    let part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+'))
    };
    name.len() <= 64 && name.split('/').count() <= 3 && name.split('/').all(part)
}

fn line<E: std::fmt::Display>(
    raw: &str,
    field: &str,
    clean: impl Fn(&str) -> Result<String, E>,
) -> Result<String, Refusal> {
    clean(raw).map_err(|problem| refused(&problem.to_string(), field))
}

fn refused(words: &str, field: &str) -> Refusal {
    Refusal::new(Code::Invalid, words, "").at(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn details() -> Details {
        let text = str::to_owned;
        Details {
            name: text(" Fjordkraft  Service AS "),
            language: text("en"),
            subdomain: text("Fjordkraft-Service"),
            country: text("no"),
            street: text("Damsgårdsveien 14"),
            postal_code: text("5058"),
            place: text("Bergen"),
            vat: text("NO 923 609 016 MVA"),
            time_zone: text("Europe/Oslo"),
        }
    }

    #[test]
    fn details_are_kept_in_one_way_of_writing() {
        let kept = details().checked().unwrap();
        assert_eq!(kept.name, "Fjordkraft Service AS");
        assert_eq!((kept.subdomain.as_str(), kept.country.as_str()), ("fjordkraft-service", "NO"));
        assert_eq!(kept.vat, "NO923609016MVA");
        assert_eq!(kept.checked().as_ref(), Ok(&kept), "settled after one pass");
    }

    #[test]
    fn what_is_wrong_names_its_field() {
        type Change = fn(&mut Details);
        let wrong: [(&str, Change); 8] = [
            ("name", |d| d.name = " \u{200b} ".into()),
            ("name", |d| d.name = "x".repeat(201)),
            ("country", |d| d.country = "XX".into()),
            ("subdomain", |d| d.subdomain = "admin".into()),
            ("vat", |d| d.vat = "NO 923 609 017 MVA".into()),
            ("time_zone", |d| d.time_zone = "../etc/passwd".into()),
            ("language", |d| d.language = "not a tag".into()),
            ("street", |d| d.street = "x".repeat(121)),
        ];
        for (field, change) in wrong {
            let mut details = details();
            change(&mut details);
            let refusal = details.checked().unwrap_err();
            assert_eq!((refusal.code, refusal.field.as_deref()), (Code::Invalid, Some(field)), "{refusal}");
        }
    }

    #[test]
    fn a_vat_number_of_another_country_is_refused() {
        let refusal = Details { country: "SE".into(), ..details() }.checked().unwrap_err();
        assert_eq!(refusal.field.as_deref(), Some("vat"));
    }
}
