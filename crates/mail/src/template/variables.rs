//! What a template may name, and the values for one mail.

use std::collections::BTreeMap;

use serde::Serialize;

use super::TemplateId;

/// One variable, as the template editor shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Variable {
    /// What stands between the braces.
    pub name: &'static str,
    /// What it is, in one sentence.
    pub explanation: &'static str,
    /// A value for previews.
    pub example: &'static str,
    /// Whether it can be empty in a real mail; a template tests such a variable with `if`.
    pub may_be_empty: bool,
}

/// The values for one mail. Those that its template doesn't know are not looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vars {
    /// The organization's name.
    pub organization: String,
    /// The whole name of the person whom the mail is about.
    pub person: String,
    /// That person's first name.
    pub first_name: String,
    /// That person's e-mail address.
    pub email: String,
    /// The name of whoever caused the mail.
    pub inviter: String,
    /// The one-time link, with `http://` or `https://`.
    pub link: String,
    /// Until when the link works, in the reader's words and time zone.
    pub expires: String,
    /// The host name of the portal.
    pub host: String,
    /// What the person signs in as.
    pub user_name: String,
    /// The portals that the person may open, by name.
    pub portals: String,
    /// What could no longer be given, in words.
    pub left_out: String,
    /// When it happened, in the reader's words and time zone.
    pub at: String,
    /// Why, as somebody said.
    pub reason: String,
    /// What the person calls the second factor.
    pub factor: String,
    /// How many recovery codes are left.
    pub left: String,
    /// What is ordered, in words.
    pub order: String,
    /// The address that somebody wants to sign in with, or does by now.
    pub new_email: String,
}

const fn always(name: &'static str, explanation: &'static str, example: &'static str) -> Variable {
    Variable { name, explanation, example, may_be_empty: false }
}

const fn sometimes(name: &'static str, explanation: &'static str, example: &'static str) -> Variable {
    Variable { name, explanation, example, may_be_empty: true }
}

const ORGANIZATION: Variable = always("organization", "The organization’s name.", "Nordlys Rederi");
const PERSON: Variable = sometimes("person", "The whole name of the person who gets the mail.", "Sigrún Jónsdóttir");
const FIRST_NAME: Variable = sometimes("first_name", "The first name of the person who gets the mail.", "Sigrún");
const EMAIL: Variable = always("email", "The address that the mail goes to.", "sigrun.jonsdottir@nordlys.no");
const INVITER: Variable = always("inviter", "The name of whoever sent it.", "Ingrid Solbakken");
const EXPIRES: Variable = always("expires", "Until when the link works.", "24 November 2026, 18:00");
const HOST: Variable = always("host", "The host name of the organization’s portal.", "nordlys.rollbook.example");
const LINK: Variable = always(
    "link",
    "The one-time link. It has to be in the text and in the HTML.",
    "https://nordlys.rollbook.example/l/7Qm2",
);

const WITH_LINK: [Variable; 8] = [ORGANIZATION, PERSON, FIRST_NAME, EMAIL, INVITER, LINK, EXPIRES, HOST];
const ACCESS: [Variable; 9] = [
    ORGANIZATION,
    PERSON,
    FIRST_NAME,
    EMAIL,
    always("user_name", "What the person signs in as.", "sigrun.jonsdottir@nordlys.no"),
    INVITER,
    LINK,
    EXPIRES,
    HOST,
];
const PORTAL: [Variable; 10] = [
    ORGANIZATION,
    PERSON,
    FIRST_NAME,
    EMAIL,
    always("user_name", "What the person signs in as.", "sigrun.jonsdottir@nordlys.no"),
    sometimes("portals", "The portals that they may open.", "Customer portal, Charter portal"),
    INVITER,
    LINK,
    EXPIRES,
    HOST,
];
const PASSWORD: [Variable; 8] = [
    ORGANIZATION,
    PERSON,
    FIRST_NAME,
    EMAIL,
    sometimes("inviter", "The administrator who sent it; empty when the person asked for it.", "Ingrid Solbakken"),
    LINK,
    EXPIRES,
    HOST,
];
const NOTICE: [Variable; 6] = [
    ORGANIZATION,
    always("person", "The whole name of the person who joined.", "Sigrún Jónsdóttir"),
    always("email", "The address of the person who joined.", "sigrun.jonsdottir@nordlys.no"),
    always("inviter", "The name of whoever had invited the person.", "Ingrid Solbakken"),
    always("left_out", "What could no longer be given.", "Contacts: delete; Invoices: manage"),
    HOST,
];
const AT: Variable = always("at", "When it happened.", "24 November 2026, 18:00");
const TOLD: [Variable; 6] = [ORGANIZATION, PERSON, FIRST_NAME, EMAIL, AT, HOST];
const DONE: [Variable; 7] = [
    ORGANIZATION,
    PERSON,
    FIRST_NAME,
    EMAIL,
    always("inviter", "The name of the administrator who did it.", "Ingrid Solbakken"),
    AT,
    HOST,
];
const SEEN: [Variable; 8] = [
    ORGANIZATION,
    PERSON,
    FIRST_NAME,
    EMAIL,
    always("inviter", "The name of the administrator who did it.", "Ingrid Solbakken"),
    AT,
    always("reason", "Why, as the administrator said.", "A question about the duty roster"),
    HOST,
];
const NEW_ADDRESS: Variable = always("new_email", "The new address.", "sigrun@jonsdottir.example");
const ADDRESS_LINK: [Variable; 8] = [ORGANIZATION, PERSON, FIRST_NAME, EMAIL, NEW_ADDRESS, LINK, EXPIRES, HOST];
const ADDRESS: [Variable; 7] = [ORGANIZATION, PERSON, FIRST_NAME, EMAIL, NEW_ADDRESS, AT, HOST];
const FACTOR: [Variable; 6] = [
    ORGANIZATION,
    PERSON,
    FIRST_NAME,
    EMAIL,
    always("factor", "What the person calls the second factor.", "Blue key"),
    HOST,
];
const RESET: [Variable; 6] = [
    ORGANIZATION,
    PERSON,
    FIRST_NAME,
    EMAIL,
    sometimes(
        "inviter",
        "Who did it; empty when it was done in another organization or at the server.",
        "Ingrid Solbakken",
    ),
    HOST,
];
const ASKED: [Variable; 6] = [ORGANIZATION, PERSON, FIRST_NAME, EMAIL, INVITER, HOST];
const CODES: [Variable; 5] = [ORGANIZATION, PERSON, FIRST_NAME, EMAIL, HOST];
const LEFT: Variable = always("left", "How many recovery codes are left.", "9");
const CODE_USED: [Variable; 6] = [ORGANIZATION, PERSON, FIRST_NAME, EMAIL, LEFT, HOST];
const ALARM: [Variable; 4] = [
    ORGANIZATION,
    always("person", "The whole name of the administrator who came in.", "Sigrún Jónsdóttir"),
    always("email", "The address of the administrator who came in.", "sigrun.jonsdottir@nordlys.no"),
    HOST,
];
const EMERGENCY: [Variable; 5] = [
    ORGANIZATION,
    always("person", "The name of the emergency account.", "Sigrún Jónsdóttir"),
    always("email", "Its address.", "sigrun.jonsdottir@nordlys.no"),
    AT,
    HOST,
];
const QUOTE: [Variable; 6] = [
    ORGANIZATION,
    always("person", "The whole name of the person who asks.", "Sigrún Jónsdóttir"),
    always("email", "Where the answer goes.", "sigrun.jonsdottir@nordlys.no"),
    always("order", "Plan, packages and seats.", "Enterprise plan; Fleet Pro, 800 seats"),
    AT,
    HOST,
];
const INVITATION_ASKED: [Variable; 5] = [
    ORGANIZATION,
    always("person", "Who asks, as they call themselves.", "Sigrún Jónsdóttir"),
    always("email", "Where an invitation would go.", "sigrun.jonsdottir@nordlys.no"),
    AT,
    HOST,
];
const REGISTRATION: [Variable; 6] = [PERSON, FIRST_NAME, EMAIL, LINK, EXPIRES, HOST];
const TEST: [Variable; 4] = [ORGANIZATION, EMAIL, INVITER, HOST];

/// The variables of that kind of mail. The same for every language, and for an organization's own template.
pub fn variables(id: TemplateId) -> &'static [Variable] {
    match id {
        TemplateId::Invitation | TemplateId::Joining => &WITH_LINK,
        TemplateId::AccessInfo => &ACCESS,
        TemplateId::PortalAccess => &PORTAL,
        TemplateId::PasswordLink => &PASSWORD,
        TemplateId::AddressLink => &ADDRESS_LINK,
        TemplateId::AddressAskedNotice | TemplateId::AddressChangedNotice => &ADDRESS,
        TemplateId::PasswordChangedNotice => &TOLD,
        TemplateId::TemporaryPasswordNotice => &DONE,
        TemplateId::SignedInAsNotice => &SEEN,
        TemplateId::InvitationAcceptedNotice => &NOTICE,
        TemplateId::FactorAdded | TemplateId::FactorRemoved => &FACTOR,
        TemplateId::FactorsReset => &RESET,
        TemplateId::FactorAsked => &ASKED,
        TemplateId::RecoveryCodesMade => &CODES,
        TemplateId::RecoveryCodeUsed => &CODE_USED,
        TemplateId::RecoveryCodeAlarm => &ALARM,
        TemplateId::EmergencyAlarm => &EMERGENCY,
        TemplateId::QuoteRequest => &QUOTE,
        TemplateId::InvitationAsked => &INVITATION_ASKED,
        TemplateId::Registration => &REGISTRATION,
        TemplateId::Test => &TEST,
    }
}

impl Vars {
    /// The examples of that kind of mail: for previews, and to try a template.
    pub fn examples(id: TemplateId) -> Self {
        let mut vars = Self::default();
        for variable in variables(id) {
            if let Some(value) = vars.slot(variable.name) {
                variable.example.clone_into(value);
            }
        }
        vars
    }

    /// The same, and whatever may be empty is empty.
    pub(super) fn sparse_examples(id: TemplateId) -> Self {
        let mut vars = Self::examples(id);
        for variable in variables(id).iter().filter(|variable| variable.may_be_empty) {
            if let Some(value) = vars.slot(variable.name) {
                value.clear();
            }
        }
        vars
    }

    /// The values that a template of that kind sees.
    pub(super) fn visible(&self, id: TemplateId) -> BTreeMap<&'static str, &str> {
        variables(id).iter().filter_map(|variable| Some((variable.name, self.get(variable.name)?))).collect()
    }

    fn get(&self, name: &str) -> Option<&str> {
        Some(match name {
            "organization" => &self.organization,
            "person" => &self.person,
            "first_name" => &self.first_name,
            "email" => &self.email,
            "inviter" => &self.inviter,
            "link" => &self.link,
            "expires" => &self.expires,
            "host" => &self.host,
            "user_name" => &self.user_name,
            "portals" => &self.portals,
            "left_out" => &self.left_out,
            "at" => &self.at,
            "reason" => &self.reason,
            "factor" => &self.factor,
            "left" => &self.left,
            "order" => &self.order,
            "new_email" => &self.new_email,
            _ => return None,
        })
    }

    fn slot(&mut self, name: &str) -> Option<&mut String> {
        Some(match name {
            "organization" => &mut self.organization,
            "person" => &mut self.person,
            "first_name" => &mut self.first_name,
            "email" => &mut self.email,
            "inviter" => &mut self.inviter,
            "link" => &mut self.link,
            "expires" => &mut self.expires,
            "host" => &mut self.host,
            "user_name" => &mut self.user_name,
            "portals" => &mut self.portals,
            "left_out" => &mut self.left_out,
            "at" => &mut self.at,
            "reason" => &mut self.reason,
            "factor" => &mut self.factor,
            "left" => &mut self.left,
            "order" => &mut self.order,
            "new_email" => &mut self.new_email,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variable_has_a_value_of_its_own() {
        for id in TemplateId::ALL {
            let examples = Vars::examples(id);
            for variable in variables(id) {
                assert_eq!(examples.get(variable.name), Some(variable.example), "{id}: {}", variable.name);
            }
            assert_eq!(examples.visible(id).len(), variables(id).len(), "{id}: a template sees all of them");
        }
    }

    #[test]
    fn r5_no_variable_holds_a_password() {
        let names = TemplateId::ALL.into_iter().flat_map(variables).map(|variable| variable.name);
        assert!(names.into_iter().all(|name| !name.contains("password")), "a password never travels in a mail");
    }
}
