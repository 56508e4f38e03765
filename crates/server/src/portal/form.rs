//! A new password as a person types it, twice, and what is said about it.

use super::words::Language;
use minijinja::{context, value::Value};
use rollbook_credentials::Secret;
use rollbook_directory::{Chooser, Invitation, contract::PasswordView, judge_password_of};
use serde::Deserialize;

/// Who chooses a password on the page of a link.
pub(super) fn chooser(invitation: &Invitation) -> Chooser {
    Chooser {
        names: vec![invitation.first_name.clone(), invitation.last_name.clone()],
        email: invitation.email.clone(),
        organization: invitation.organization.clone(),
        rules: invitation.rules,
    }
}

/// The form as it arrives. Nothing else is taken (C24).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Typed {
    /// The new password; none from somebody who joins.
    pub(super) password: Option<Secret<String>>,
    /// The same again.
    again: Option<Secret<String>>,
}

/// What is wrong with what was typed, field by field.
#[derive(Debug, Default)]
pub(super) struct Wrong {
    /// At the password.
    pub(super) password: String,
    /// At its repetition.
    pub(super) again: String,
}

impl Wrong {
    /// Whether nothing is.
    pub(super) const fn is_empty(&self) -> bool {
        self.password.is_empty() && self.again.is_empty()
    }
}

impl Typed {
    /// What the form says is wrong before anything is done, and how the password stands.
    pub(super) fn judge(&self, chooser: &Chooser, language: &Language) -> (Wrong, PasswordView) {
        judge_pair(self.password.as_ref(), self.again.as_ref(), chooser, language)
    }
}

/// What is wrong with a new password and its repetition, and how it stands.
pub(super) fn judge_pair(
    password: Option<&Secret<String>>,
    again: Option<&Secret<String>>,
    chooser: &Chooser,
    language: &Language,
) -> (Wrong, PasswordView) {
    let empty = Secret::new(String::new());
    let (password, again) = (password.unwrap_or(&empty), again.unwrap_or(&empty));
    let view = password.reveal(|text| judged(text, chooser, language));
    let mut wrong = Wrong::default();
    if password.reveal(String::is_empty) {
        wrong.password = language.say("password_missing", &[]);
    } else if !view.acceptable {
        wrong.password.clone_from(&view.problem);
    }
    if wrong.password.is_empty() && password.reveal(|one| again.reveal(|other| one != other)) {
        wrong.again = language.say("password_differs", &[]);
    }
    (wrong, view)
}

/// How a password stands for a person, in their language (R23).
pub(super) fn judged(password: &str, chooser: &Chooser, language: &Language) -> PasswordView {
    let mut view = judge_password_of(password, chooser);
    for words in
        view.rules.iter_mut().map(|rule| &mut rule.words).chain([&mut view.word, &mut view.guess, &mut view.problem])
    {
        *words = language.said(words);
    }
    view
}

/// The view as templates read it.
pub(super) fn value_of(view: &PasswordView) -> Value {
    let rules: Value =
        view.rules.iter().map(|rule| context! { words => rule.words.as_str(), met => rule.met }).collect();
    context! { rules, strength => i64::from(view.strength), word => view.word.as_str(), guess => view.guess.as_str() }
}
