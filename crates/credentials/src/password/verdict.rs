//! What the judge found: rule by rule for the page, and the one thing to change for the person.

use super::{
    PasswordRules,
    guess::{Pattern, Strength},
};
use serde::Serialize;
use thiserror::Error;

/// A rule that a password meets or not (R23).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Long enough, and not over 1024 bytes.
    Length,
    /// Not in the shipped list of leaked passwords.
    NotLeaked,
    /// Without the person's own data.
    NotPersonal,
    /// Not predictable: no repeats, sequences, or common words with little added.
    NotGuessable,
}

impl Rule {
    /// The line that the portal shows and ticks.
    pub fn line(self, rules: &PasswordRules) -> String {
        match self {
            Self::Length => format!("{} characters or more", rules.min_length()),
            Self::NotLeaked => "Not in a list of leaked passwords".into(),
            Self::NotPersonal => "No part of your name or e-mail".into(),
            Self::NotGuessable => "Not easy to guess".into(),
        }
    }
}

/// One rule and whether the password meets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RuleResult {
    /// Which rule.
    pub rule: Rule,
    /// Whether it is met. Nothing typed meets nothing.
    pub met: bool,
}

/// The first reason for which a password is refused, in words for the person. Never holds any of the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Problem {
    /// Too few characters.
    #[error("The password has {has} of at least {min} characters. Add a word or two.")]
    TooShort {
        /// Characters that it has.
        has: usize,
        /// Characters that it needs.
        min: usize,
    },
    /// Over 1024 bytes.
    #[error("The password is longer than 1024 bytes. Use a shorter one.")]
    TooLong,
    /// In the shipped list.
    #[error("The password is in a list of leaked passwords. Choose one that is used nowhere else.")]
    Leaked,
    /// Contains the person's own data.
    #[error(
        "The password contains a part of your name, e-mail or organization. Use words that have nothing to do with you."
    )]
    Personal,
    /// Too easy to guess.
    #[error("{}", guessable(*.0))]
    Guessable(Pattern),
}

impl Problem {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooShort { .. } => "password_too_short",
            Self::TooLong => "password_too_long",
            Self::Leaked => "password_leaked",
            Self::Personal => "password_personal",
            Self::Guessable(_) => "password_guessable",
        }
    }
}

const fn guessable(pattern: Pattern) -> &'static str {
    match pattern {
        Pattern::Repeat => "The password repeats itself. Use different words.",
        Pattern::Sequence => "The password is a sequence, like abcd or 4321. Use a few unrelated words.",
        Pattern::Keyboard => "The password is a row of keys. Use a few unrelated words.",
        Pattern::Date => "The password is little more than a date. Add a few unrelated words.",
        Pattern::CommonWord => "The password is little more than a common word. Add a few unrelated words.",
        Pattern::TooLittle => "The password is easy to guess. Add a word or two.",
    }
}

/// What the judge says of one password. Holds nothing of the password itself.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// The four rules, in the order in which they are shown.
    pub rules: Vec<RuleResult>,
    /// 0 to 4, with a word.
    pub strength: Strength,
    /// How long guessing would take: "Would take about 40 years to guess".
    pub guess_time: String,
    #[serde(skip)]
    pub(super) problem: Option<Problem>,
}

impl Verdict {
    /// Whether the password may be chosen: every rule is met.
    pub fn acceptable(&self) -> bool {
        self.rules.iter().all(|result| result.met)
    }

    /// What to change first; `None` exactly when the password is acceptable.
    pub const fn first_problem(&self) -> Option<Problem> {
        self.problem
    }

    /// Whether one rule is met.
    pub fn meets(&self, rule: Rule) -> bool {
        self.rules.iter().any(|result| result.rule == rule && result.met)
    }
}
