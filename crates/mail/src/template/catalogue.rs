//! Which template stands for a kind of mail in a language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::TemplateId;
use super::language::{chain, folded};

/// The three parts of a mail, with variables in braces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// One line.
    pub subject: String,
    /// The mail for readers without HTML.
    pub text: String,
    /// What stands beside the margin line; the frame around it is always the product's.
    pub html: String,
}

/// A template that an organization put in the place of a built-in one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// The kind of mail.
    pub id: TemplateId,
    /// The language tag, such as `de` or `pt-BR`.
    pub lang: String,
    /// What it says instead.
    pub template: Template,
}

/// The templates of one organization: the built-in ones, and its own before them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalogue {
    built_in: Templates,
    own: Templates,
}

type Templates = BTreeMap<(TemplateId, String), Template>;

macro_rules! files {
    ($($lang:literal: $($name:literal)+;)+) => {
        [$($(($lang, $name, include_str!(concat!("../../templates/", $lang, "/", $name, ".toml"))),)+)+]
    };
}

const FILES: [(&str, &str, &str); 144] = files! {
    "en": "invitation" "joining" "access_info" "portal_access" "password_link" "address_link" "address_asked_notice" "address_changed_notice"
        "password_changed_notice" "temporary_password_notice"
        "signed_in_as_notice" "invitation_accepted_notice" "factor_added" "factor_removed" "factors_reset" "factor_asked" "recovery_codes_made"
        "recovery_code_used" "recovery_code_alarm" "emergency_alarm" "quote_request" "invitation_asked" "registration" "test";
    "de": "invitation" "joining" "access_info" "portal_access" "password_link" "address_link" "address_asked_notice" "address_changed_notice"
        "password_changed_notice" "temporary_password_notice"
        "signed_in_as_notice" "invitation_accepted_notice" "factor_added" "factor_removed" "factors_reset" "factor_asked" "recovery_codes_made"
        "recovery_code_used" "recovery_code_alarm" "emergency_alarm" "quote_request" "invitation_asked" "registration" "test";
    "es": "invitation" "joining" "access_info" "portal_access" "password_link" "address_link" "address_asked_notice" "address_changed_notice"
        "password_changed_notice" "temporary_password_notice"
        "signed_in_as_notice" "invitation_accepted_notice" "factor_added" "factor_removed" "factors_reset" "factor_asked" "recovery_codes_made"
        "recovery_code_used" "recovery_code_alarm" "emergency_alarm" "quote_request" "invitation_asked" "registration" "test";
    "fr": "invitation" "joining" "access_info" "portal_access" "password_link" "address_link" "address_asked_notice" "address_changed_notice"
        "password_changed_notice" "temporary_password_notice"
        "signed_in_as_notice" "invitation_accepted_notice" "factor_added" "factor_removed" "factors_reset" "factor_asked" "recovery_codes_made"
        "recovery_code_used" "recovery_code_alarm" "emergency_alarm" "quote_request" "invitation_asked" "registration" "test";
    "ja": "invitation" "joining" "access_info" "portal_access" "password_link" "address_link" "address_asked_notice" "address_changed_notice"
        "password_changed_notice" "temporary_password_notice"
        "signed_in_as_notice" "invitation_accepted_notice" "factor_added" "factor_removed" "factors_reset" "factor_asked" "recovery_codes_made"
        "recovery_code_used" "recovery_code_alarm" "emergency_alarm" "quote_request" "invitation_asked" "registration" "test";
    "ar": "invitation" "joining" "access_info" "portal_access" "password_link" "address_link" "address_asked_notice" "address_changed_notice"
        "password_changed_notice" "temporary_password_notice"
        "signed_in_as_notice" "invitation_accepted_notice" "factor_added" "factor_removed" "factors_reset" "factor_asked" "recovery_codes_made"
        "recovery_code_used" "recovery_code_alarm" "emergency_alarm" "quote_request" "invitation_asked" "registration" "test";
};

impl Catalogue {
    /// What the product ships, read from the files under `templates/`.
    ///
    /// # Panics
    /// Never in a build whose tests passed: the files are part of the program and a test reads them all.
    pub fn built_in() -> Self {
        let read = |(lang, name, file): (&str, &str, &str)| {
            let id = TemplateId::parse(name).expect("a built-in file carries the name of a kind of mail");
            let template = toml::from_str(file).expect("a built-in file holds subject, text and html");
            ((id, lang.to_owned()), template)
        };
        Self { built_in: FILES.into_iter().map(read).collect(), own: Templates::new() }
    }

    /// The same with an organization's own templates, which win over the built-in ones of their language.
    #[must_use]
    pub fn with(mut self, overrides: impl IntoIterator<Item = Override>) -> Self {
        self.own.extend(overrides.into_iter().map(|own| ((own.id, folded(&own.lang)), own.template)));
        self
    }

    /// The languages in which that kind of mail exists, sorted.
    pub fn languages(&self, id: TemplateId) -> Vec<&str> {
        let both = self.built_in.keys().chain(self.own.keys());
        let mut found: Vec<&str> = both.filter(|(known, _)| *known == id).map(|(_, lang)| lang.as_str()).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The organization's own template for exactly that language.
    pub fn own(&self, id: TemplateId, lang: &str) -> Option<&Template> {
        self.own.get(&(id, folded(lang)))
    }

    /// The product's template for exactly that language.
    pub fn shipped(&self, id: TemplateId, lang: &str) -> Option<&Template> {
        self.built_in.get(&(id, folded(lang)))
    }

    /// What could be sent to a reader of `lang`, best first, each with its language.
    pub(super) fn candidates(&self, id: TemplateId, lang: &str) -> Vec<(String, &Template, bool)> {
        let mut found = Vec::new();
        for lang in chain(lang) {
            let own = self.own(id, &lang).map(|template| (lang.clone(), template, true));
            let shipped = self.shipped(id, &lang).map(|template| (lang.clone(), template, false));
            found.extend(own.into_iter().chain(shipped));
        }
        found
    }
}
