//! Registering (row 75), for somebody without an account who wants to found an organization, where the configuration
//! lets anybody. A link by mail shows that the address is theirs; with it they choose a password and walk through the
//! wizard. Until the organization is founded there is no account, so nothing is left of those who don't come back.

use crate::{
    Chooser, Directory, DirectoryError, Place,
    contract::{AddOrganization, OrganizationAdded},
    letters::{host, moment},
    organization::{Founding, Wanted, nameless, new_owner},
    sign_in::{Slowed, email_key},
};
use rollbook_credentials::{OneTimeToken, Secret, TokenHash, password::PasswordRules};
use rollbook_domain::{
    AccountId, Code, Email, MailId, MemberId, OrganizationId, Refusal, decide::asking, pace::Wait, text::clean_name,
    time::DAY,
};
use rollbook_mail::template::{TemplateId, Vars, render};
use rollbook_store::{NewMail, Registration};

/// How long the link works.
const WORKS: i64 = 3 * DAY;

/// The most mails of the platform that wait at once: whoever registers when there are more is told to come back.
const WAITING: i64 = 1_000;

/// Somebody registers.
#[derive(Clone, Debug)]
pub struct Registering {
    /// Given names, as typed.
    pub first_name: String,
    /// Family names, as typed.
    pub last_name: String,
    /// The address, as typed.
    pub email: String,
    /// BCP 47 tag of the language of the page.
    pub language: String,
    /// From where.
    pub place: Place,
}

/// Why no link is sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RegisteringProblem {
    /// Nobody registers here.
    Off,
    /// What was typed can't be anybody's name or address.
    Wrong(Refusal),
    /// Too many asked.
    Slow(Wait),
    /// Too many mails wait.
    Full,
}

/// Whoever comes with the link.
#[derive(Clone, Debug)]
pub struct Newcomer {
    hash: [u8; 32],
    registration: Registration,
    /// Whether somebody has this address as an account by now: they sign in instead.
    pub known: bool,
}

impl Newcomer {
    /// Given names.
    pub fn first_name(&self) -> &str {
        &self.registration.first_name
    }

    /// The whole name.
    pub fn name(&self) -> String {
        let Registration { first_name, last_name, .. } = &self.registration;
        [first_name.as_str(), last_name].join(" ").trim().to_owned()
    }

    /// What they will sign in with.
    pub fn email(&self) -> &str {
        &self.registration.email
    }

    /// BCP 47 tag of the language they came in.
    pub fn language(&self) -> &str {
        &self.registration.language
    }

    /// Until when the link works.
    pub fn expires(&self) -> rollbook_domain::Timestamp {
        self.registration.expires
    }

    /// Whether they chose a password.
    pub fn has_password(&self) -> bool {
        self.registration.password.is_some()
    }

    /// By what their answers are known again: tells nothing of the token.
    pub fn mark(&self) -> String {
        hex::encode(self.hash)
    }

    /// What their password may not be made of, and how long it has to be (R23).
    pub fn chooser(&self) -> Chooser {
        let Registration { first_name, last_name, email, .. } = &self.registration;
        Chooser {
            names: vec![first_name.clone(), last_name.clone()],
            email: email.clone(),
            organization: String::new(),
            rules: PasswordRules::of_member(false),
        }
    }
}

/// There is an account with the address.
pub(crate) fn known() -> Refusal {
    Refusal::new(Code::EmailTaken, "There is an account with your address.", "Sign in with it, and found from there.")
}

/// The registration was used up, or is too old.
pub(crate) fn over() -> Refusal {
    Refusal::new(Code::LinkDead, "Your link was used already, or is too old.", "Register again.")
}

impl Directory {
    /// Somebody registers. Whether there is an account with the address is told to nobody but its reader (C40): the same
    /// mail goes out, at the same cost.
    pub async fn register(&self, ask: &Registering) -> Result<Result<(), RegisteringProblem>, DirectoryError> {
        if !self.anybody_founds() {
            return Ok(Err(RegisteringProblem::Off));
        }
        let (first_name, last_name, email) = match checked(ask) {
            Ok(checked) => checked,
            Err(refusal) => return Ok(Err(RegisteringProblem::Wrong(refusal))),
        };
        let key = email_key(email.as_str());
        let slowed = [Slowed::Registering(&key), Slowed::RegisteringFrom(ask.place.address)];
        if let Err(wait) = self.slow(&slowed).await? {
            return Ok(Err(RegisteringProblem::Slow(wait)));
        }
        if self.store().waiting_mails_of_platform().await? >= WAITING {
            return Ok(Err(RegisteringProblem::Full));
        }
        let now = self.now();
        let expires = now.plus(WORKS);
        let (token, hash) = self.inner.entropy.with(OneTimeToken::mint);
        let link = token.reveal(|token| format!("{}/register/{token}", self.portal()));
        let person = [first_name.as_str(), &last_name].join(" ").trim().to_owned();
        let vars = Vars {
            organization: self.platform(),
            host: host(self),
            first_name: if first_name.is_empty() { person.clone() } else { first_name.clone() },
            person: person.clone(),
            email: email.as_str().to_owned(),
            link: link.clone(),
            expires: moment(expires),
            ..Vars::default()
        };
        let mail = render(&self.inner.templates.built_in, TemplateId::Registration, &ask.language, &vars)?;
        let mail = NewMail {
            id: MailId::new(&mut self.inner.entropy.ids(now)),
            member: None,
            link_id: None,
            template: TemplateId::Registration.as_str(),
            to_name: person,
            to_address: email.as_str().to_owned(),
            subject: mail.subject,
            text: mail.text,
            html: mail.html,
            link: Some(link),
            created_at: now.0,
        };
        let language = ask.language.clone();
        let email = email.as_str().to_owned();
        let registration = Registration { first_name, last_name, email, language, password: None, expires };
        self.store().add_registration(hash.as_bytes(), &registration, mail).await?;
        self.mail_waits().notify_one();
        Ok(Ok(()))
    }

    /// Who comes with a token; nobody where its link never was, is too old, or was used up. Nothing is changed (C47).
    pub async fn newcomer(&self, token: &str) -> Result<Option<Newcomer>, DirectoryError> {
        let Some(hash) = TokenHash::from_presented(token).filter(|_| self.anybody_founds()) else { return Ok(None) };
        let hash = *hash.as_bytes();
        let Some(registration) = self.store().registration(&hash, self.now()).await? else { return Ok(None) };
        let known = self.store().credential(&email_key(&registration.email)).await?.is_some();
        Ok(Some(Newcomer { hash, registration, known }))
    }

    /// They choose their password (R23); the first one stands, as two may have opened the link.
    pub async fn choose_first_password(
        &self,
        newcomer: &Newcomer,
        password: &Secret<String>,
    ) -> Result<(), DirectoryError> {
        let hash = self.hash_password(password, newcomer.chooser()).await?;
        if self.store().choose_registration_password(&newcomer.hash, &hash).await? {
            return Ok(());
        }
        Err(over().into())
    }

    /// The organization is founded, and the newcomer is its owner (R15). Of two at once with one link exactly one is.
    pub async fn found_by(
        &self,
        newcomer: &Newcomer,
        ask: &AddOrganization,
    ) -> Result<OrganizationAdded, DirectoryError> {
        if newcomer.known {
            return Err(known().into());
        }
        let Registration { first_name, last_name, email, language, password, .. } = newcomer.registration.clone();
        let chosen = password.ok_or_else(|| {
            Refusal::new(Code::Invalid, "You have chosen no password yet.", "Open the link in your mail.")
        })?;
        let email = Email::parse(&email)
            .map_err(|problem| Refusal::new(Code::Invalid, problem.to_string(), "Register again."))?;
        let at = self.now();
        let mut ids = self.inner.entropy.ids(at);
        let organization = nameless(OrganizationId::new(&mut ids), &language, at);
        let owner = new_owner((MemberId::new(&mut ids), AccountId::new(&mut ids)), [first_name, last_name], email, at);
        let founding = Founding::of(organization, owner, Some(chosen)).wanting(&Wanted::of(ask))?;
        let name = founding.organization.name.clone();
        let (id, _) = self.settle_founding(founding, Some(&newcomer.hash)).await?;
        Ok(OrganizationAdded { id, name })
    }
}

/// Names and address as they are kept. The names go into a mail to somebody who may have asked for none, so they hold
/// nothing that a mail program makes a link of.
fn checked(ask: &Registering) -> Result<(String, String, Email), Refusal> {
    let cleaned = |text: &str, field: &str| {
        clean_name(text).map_err(|problem| Refusal::new(Code::Invalid, problem.to_string(), "").at(field))
    };
    let first_name = cleaned(&ask.first_name, "first_name")?;
    let last_name = cleaned(&ask.last_name, "last_name")?;
    let whole = [first_name.as_str(), &last_name].join(" ");
    let (_, email) = asking::checked(whole.trim(), &ask.email)
        .map_err(|refusal| if refusal.field.as_deref() == Some("name") { refusal.at("first_name") } else { refusal })?;
    Ok((first_name, last_name, email))
}
