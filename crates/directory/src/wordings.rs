//! An organization’s own words of its mails: read, tried with examples, set and taken back; and kept in
//! memory for whoever writes a mail (FEATURES rows 93–95).

use crate::{
    Desk, Directory, DirectoryError,
    contract::{
        MailTried, MailVariable, MailWording, MailWordings, MailWords, Outcome, SetMailWords, Tag, TryMailWords,
        WordingChoice, WordingKind,
    },
};
use rollbook_domain::{
    Code, Command, OrganizationId, Refusal,
    command::SetWording,
    decide::authority,
    wording::{Wording, WordingOf},
};
use rollbook_mail::template::{
    Catalogue, Override, Part, RenderError, Template, TemplateError, TemplateId, Vars, render, validate, variables,
};
use rollbook_store::Work;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Templates in memory: the product’s, and of organizations that have words of their own, both. What is
/// kept of one carries the number under which its words changed last.
#[derive(Debug)]
pub(crate) struct Templates {
    pub(crate) built_in: Arc<Catalogue>,
    own: Mutex<HashMap<OrganizationId, (i64, Arc<Catalogue>)>>,
}

impl Default for Templates {
    fn default() -> Self {
        Self { built_in: Arc::new(Catalogue::built_in()), own: Mutex::default() }
    }
}

/// How many organizations’ words are kept in memory at most.
const KEPT: usize = 64;

impl Directory {
    /// The templates of the organization that a unit of work is about.
    pub(crate) async fn templates(&self, work: &mut Work) -> Result<Arc<Catalogue>, DirectoryError> {
        let templates = &self.inner.templates;
        let newest = work.wordings_seq().await?;
        if newest == 0 {
            return Ok(Arc::clone(&templates.built_in));
        }
        let organization = work.organization();
        let kept = || templates.own.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, catalogue)) = kept().get(&organization)
            && *at == newest
        {
            return Ok(Arc::clone(catalogue));
        }
        let catalogue = Arc::new(self.with(work.wordings().await?));
        let mut all = kept();
        if all.len() >= KEPT {
            all.clear();
        }
        all.insert(organization, (newest, Arc::clone(&catalogue)));
        Ok(catalogue)
    }

    /// The product’s templates with those of an organization before them.
    fn with(&self, own: impl IntoIterator<Item = (WordingOf, Wording)>) -> Catalogue {
        let overrides = own.into_iter().filter_map(|(of, words)| {
            // A kind of mail that this version doesn’t send has nobody to read it.
            Some(Override { id: TemplateId::parse(&of.template)?, lang: of.language, template: template(words) })
        });
        Catalogue::clone(&self.inner.templates.built_in).with(overrides)
    }
}

impl Desk {
    /// Every kind of mail, with the languages that it exists in.
    pub async fn wordings(&self) -> Result<MailWordings, DirectoryError> {
        let facts = self.facts().await?;
        authority::administrator(&facts)?;
        let catalogue = self.catalogue().await?;
        let kinds = TemplateId::ALL.into_iter().filter_map(|id| {
            let (name, hint) = told(id)?;
            let languages = catalogue.languages(id).into_iter();
            let choice = |language: &str| WordingChoice {
                language: language.to_owned(),
                own: catalogue.own(id, language).is_some(),
            };
            Some(WordingKind {
                template: id.as_str().to_owned(),
                name: name.to_owned(),
                hint: hint.to_owned(),
                languages: languages.map(choice).collect(),
            })
        });
        Ok(MailWordings { kinds: kinds.collect(), refusal: authority::unlimited(&facts).err().or_else(|| self.line()) })
    }

    /// One mail in one language: its words, the product’s, and what can be named in it.
    pub async fn wording(&self, ask: &crate::contract::WordingAsked) -> Result<MailWording, DirectoryError> {
        let facts = self.facts().await?;
        authority::administrator(&facts)?;
        let (id, of) = named(&ask.template, &ask.language)?;
        let catalogue = self.catalogue().await?;
        // A language that the product doesn’t speak begins with the words that its readers get now.
        let base = of.language.split('-').next().unwrap_or_default();
        let product = [of.language.as_str(), base, "en"].into_iter().find_map(|lang| catalogue.shipped(id, lang));
        let product = product.map(words).ok_or_else(unknown)?;
        let own = catalogue.own(id, &of.language).map(words);
        Ok(MailWording {
            words: own.clone().unwrap_or_else(|| product.clone()),
            own,
            product,
            variables: variables(id)
                .iter()
                .map(|variable| MailVariable {
                    name: variable.name.to_owned(),
                    explanation: variable.explanation.to_owned(),
                    example: variable.example.to_owned(),
                    may_be_empty: variable.may_be_empty,
                })
                .collect(),
        })
    }

    /// The mail as a reader would see it, with examples in the place of the variables; or what is wrong,
    /// at the part that it is about.
    pub async fn try_wording(&self, ask: &TryMailWords) -> Result<MailTried, DirectoryError> {
        let facts = self.facts().await?;
        authority::administrator(&facts)?;
        let (id, of) = named(&ask.template, &ask.language)?;
        let template = template(ask.words.clone().into());
        validate(id, &template).map_err(|error| at(&error))?;
        let vars = Vars { organization: facts.organization.name.clone(), ..Vars::examples(id) };
        let tried = Catalogue::default().with([Override { id, lang: of.language.clone(), template }]);
        let mail = render(&tried, id, &of.language, &vars).map_err(|error| match error {
            RenderError::Template(error) => DirectoryError::Refused(at(&error)),
            other => other.into(),
        })?;
        Ok(MailTried { subject: mail.subject, text: mail.text, html: mail.html })
    }

    /// Puts the organization’s own words in the place of a mail’s, or goes back to the product’s.
    pub async fn set_wording(&self, ask: &SetMailWords) -> Result<Outcome, DirectoryError> {
        let (id, of) = named(&ask.template, &ask.language)?;
        if let Some(words) = &ask.words {
            validate(id, &template(words.clone().into())).map_err(|error| at(&error))?;
        }
        let (seen, words) = (ask.seen.clone().map(Into::into), ask.words.clone().map(Into::into));
        let command = Command::SetWording(Box::new(SetWording { of, seen, words }));
        self.one(ask.command, false, command, vec![Tag::Mail]).await
    }

    async fn catalogue(&self) -> Result<Catalogue, DirectoryError> {
        let directory = self.directory();
        Ok(directory.with(directory.store().wordings(self.organization()).await?))
    }
}

fn named(template: &str, language: &str) -> Result<(TemplateId, WordingOf), Refusal> {
    let id = TemplateId::parse(template).filter(|id| told(*id).is_some()).ok_or_else(unknown)?;
    Ok((id, WordingOf::new(id.as_str(), language)?))
}

fn unknown() -> Refusal {
    Refusal::new(Code::NotFound, "There is no such mail.", "Choose one from the list.").at("template")
}

/// What is wrong with a template, at the part and in the line that it is about.
fn at(error: &TemplateError) -> Refusal {
    let field = match error.part {
        Part::Subject => "subject",
        Part::Text => "text",
        Part::Html => "html",
    };
    let problem = error.problem.to_string();
    let mut letters = problem.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    // A subject has one line alone.
    let line = error.line.filter(|_| error.part != Part::Subject);
    let place = line.map(|line| format!("Line {line}: ")).unwrap_or_default();
    let words = if place.is_empty() { format!("{first}{}.", letters.as_str()) } else { format!("{place}{problem}.") };
    Refusal::new(Code::Invalid, words, "").at(field)
}

fn template(words: Wording) -> Template {
    Template { subject: words.subject, text: words.text, html: words.html }
}

fn words(template: &Template) -> MailWords {
    MailWords { subject: template.subject.clone(), text: template.text.clone(), html: template.html.clone() }
}

/// What a kind of mail is called, and who gets it; `None` for the one that tries the mail server.
const fn told(id: TemplateId) -> Option<(&'static str, &'static str)> {
    Some(match id {
        TemplateId::Invitation => ("Invitation", "To new people: the link to choose a password."),
        TemplateId::Joining => ("Joining", "To people who have an account: the link to join."),
        TemplateId::AccessInfo => ("Access info", "To users who were created: link and user name."),
        TemplateId::PortalAccess => ("Portal access info", "To portal users: link, user name, portals."),
        TemplateId::PasswordLink => ("Password link", "To choose a new password, asked for or sent."),
        TemplateId::PasswordChangedNotice => ("Password changed", "Tells the person."),
        TemplateId::AddressLink => ("Address link", "To a new address: the link to confirm it."),
        TemplateId::AddressAskedNotice => ("New address asked for", "Tells the person, at the address they have."),
        TemplateId::AddressChangedNotice => ("Address changed", "Tells the person, at the address they had."),
        TemplateId::TemporaryPasswordNotice => ("Temporary password set", "Tells the person, never the password."),
        TemplateId::SignedInAsNotice => ("Signed in as", "Tells the person who looked, and why."),
        TemplateId::InvitationAcceptedNotice => ("Left out at joining", "Tells administrators what wasn’t given."),
        TemplateId::FactorAdded => ("Second factor added", "Tells the person."),
        TemplateId::FactorRemoved => ("Second factor removed", "Tells the person."),
        TemplateId::FactorsReset => ("Second factor reset", "Tells the person."),
        TemplateId::FactorAsked => ("Second factor asked for", "Asks the person to set one up."),
        TemplateId::RecoveryCodesMade => ("New recovery codes", "Tells the person."),
        TemplateId::RecoveryCodeUsed => ("Recovery code used", "Tells the person how many are left."),
        TemplateId::RecoveryCodeAlarm => ("Recovery code alarm", "Tells the other administrators."),
        TemplateId::EmergencyAlarm => ("Emergency account used", "Tells the owner and all Super Admins."),
        TemplateId::QuoteRequest => ("Quote request", "Tells sales what is wanted."),
        TemplateId::InvitationAsked => ("Invitation asked for", "Tells administrators who has no access and asks."),
        // The platform’s own, of no organization.
        TemplateId::Registration | TemplateId::Test => return None,
    })
}
