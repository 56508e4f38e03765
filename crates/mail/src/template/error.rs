//! Why a template is refused, or a mail can't be written.

use std::fmt;

use serde::Serialize;

/// Which part of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The subject line.
    Subject,
    /// The plain text.
    Text,
    /// The HTML.
    Html,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Subject => "Subject",
            Self::Text => "Text",
            Self::Html => "HTML",
        })
    }
}

/// A template that can't be used, and where it goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{part}{}: {problem}", .line.map(|line| format!(", line {line}")).unwrap_or_default())]
pub struct TemplateError {
    /// The part that is wrong.
    pub part: Part,
    /// The line in that part, from 1; nothing where the part as a whole is wrong.
    pub line: Option<usize>,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Problem {
    /// It can't be read, or fails with the example values.
    #[error("this can’t be read ({detail}). Check the braces and the quotation marks")]
    Broken {
        /// What the template engine says.
        detail: String,
    },
    /// It names a variable that this kind of mail doesn't have.
    #[error("there is no variable \"{name}\". Choose one from the list")]
    UnknownVariable {
        /// The name that isn't known.
        name: String,
    },
    /// It uses more of the template language than names, `if`, `button` and `address`.
    #[error("\"{found}\" can’t be used here. A template can name variables and test them with if")]
    NotAllowed {
        /// The word or sign.
        found: String,
    },
    /// The person could not get in: the link isn't in the mail.
    #[error("the link is missing. Add {{{{ link }}}}, outside of any if")]
    LinkMissing,
    /// Subjects show on locked screens and in logs.
    #[error("the link can’t be in the subject. Put it in the text and in the HTML")]
    LinkInSubject,
    /// A subject is one line.
    #[error("the subject has to be one line. Take the line break out")]
    LineBreak,
    /// There is nothing in it.
    #[error("this is empty. Write at least a word")]
    Empty,
    /// It is longer than a mail should be.
    #[error("this is too long. Keep it under {limit} characters")]
    TooLong {
        /// The most characters that are taken.
        limit: usize,
    },
}

/// Why a mail was not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// A variable that is never empty has no value.
    #[error("the mail needs a value for \"{name}\"")]
    ValueMissing {
        /// The variable.
        name: &'static str,
    },
    /// The link is not one that a browser opens as a web page.
    #[error("the link has to begin with https:// or http://")]
    BadLink,
    /// The template can't be used.
    #[error(transparent)]
    Template(#[from] TemplateError),
}

impl RenderError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ValueMissing { .. } => "mail_value_missing",
            Self::BadLink => "mail_bad_link",
            Self::Template(_) => "mail_template",
        }
    }
}
