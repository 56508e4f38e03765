//! The words of mails: the product’s, and what an organization puts in their place.

use rollbook_domain::{CommandId, Refusal, wording::Wording};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The three parts of a mail, with variables in braces.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MailWords {
    /// One line.
    pub subject: String,
    /// The mail for readers without HTML.
    pub text: String,
    /// What stands inside the product’s frame.
    pub html: String,
}

impl From<MailWords> for Wording {
    fn from(MailWords { subject, text, html }: MailWords) -> Self {
        Self { subject, text, html }
    }
}

/// Every kind of mail, and whether the person at the desk may change them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MailWordings {
    /// In the order in which a list shows them.
    pub kinds: Vec<WordingKind>,
    /// Why they can’t be changed; `None` when they can.
    pub refusal: Option<Refusal>,
}

/// A kind of mail.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct WordingKind {
    /// Its stable name.
    pub template: String,
    /// What it is called.
    pub name: String,
    /// Who gets it.
    pub hint: String,
    /// The languages that it exists in.
    pub languages: Vec<WordingChoice>,
}

/// A language of a mail.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct WordingChoice {
    /// Its tag.
    pub language: String,
    /// Whether the words are the organization’s own.
    pub own: bool,
}

/// Asks for one mail in one language.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WordingAsked {
    /// The kind of mail.
    pub template: String,
    /// The language’s tag.
    pub language: String,
}

/// One mail in one language.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MailWording {
    /// What is sent now.
    pub words: MailWords,
    /// The organization’s own words; `None` where the product’s are sent.
    pub own: Option<MailWords>,
    /// The product’s.
    pub product: MailWords,
    /// What can be named in it.
    pub variables: Vec<MailVariable>,
}

/// A variable of a mail.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MailVariable {
    /// What stands between the braces.
    pub name: String,
    /// What it is, in one sentence.
    pub explanation: String,
    /// A value for previews.
    pub example: String,
    /// Whether it can be empty in a real mail.
    pub may_be_empty: bool,
}

/// Asks for a mail with examples in the place of the variables; nothing is kept.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TryMailWords {
    /// The kind of mail.
    pub template: String,
    /// The language’s tag.
    pub language: String,
    /// The words to try.
    pub words: MailWords,
}

/// A mail as its reader would see it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MailTried {
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// A whole HTML document.
    pub html: String,
}

/// Puts own words in the place of a mail’s, or goes back to the product’s.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetMailWords {
    /// The command’s id.
    pub command: CommandId,
    /// The kind of mail.
    pub template: String,
    /// The language’s tag.
    pub language: String,
    /// The own words that the screen saw.
    pub seen: Option<MailWords>,
    /// As they shall be; `None` goes back to the product’s.
    pub words: Option<MailWords>,
}
