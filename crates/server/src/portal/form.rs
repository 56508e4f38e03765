//! What a person types on the page of an invitation, and what is said about it.

use super::words::Language;
use minijinja::{context, value::Value};
use rollbook_credentials::Secret;
use rollbook_directory::{Invitation, contract::PasswordView, judge_password};
use serde::Deserialize;

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
    pub(super) fn judge(&self, invitation: &Invitation, language: &Language) -> (Wrong, PasswordView) {
        let empty = Secret::new(String::new());
        let (password, again) = (self.password.as_ref().unwrap_or(&empty), self.again.as_ref().unwrap_or(&empty));
        let view = password.reveal(|text| judged(text, invitation, language));
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
}

/// How a password stands for the invited person, in their language (R23).
pub(super) fn judged(password: &str, invitation: &Invitation, language: &Language) -> PasswordView {
    let names = [invitation.first_name.clone(), invitation.last_name.clone()];
    let mut view = judge_password(password, &names, &invitation.email, &invitation.organization);
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
