//! What a question or a command can fail with, and how it crosses to a screen.

use crate::contract::{WireCode, WireError};
use rollbook_domain::Refusal;
use rollbook_store::StoreError;
use std::collections::BTreeMap;

/// Why the directory didn't do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// A rule refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
    /// A mail can't be written.
    #[error("a mail can’t be written: {0}")]
    Mail(#[from] rollbook_mail::template::RenderError),
    /// The password may not be used.
    #[error("{0}")]
    Password(String),
    /// The table can't be read.
    #[error("{0}")]
    Table(String),
    /// The person cancelled; nothing was changed.
    #[error("cancelled")]
    Cancelled,
    /// The mail server settings don't hold.
    #[error("{0}")]
    MailSettings(String),
    /// The payment provider didn't do what was asked.
    #[error(transparent)]
    Payments(#[from] crate::PaymentsProblem),
    /// A document can't be made.
    #[error(transparent)]
    Paper(#[from] rollbook_paper::PaperError),
    /// A secret can't be made or kept.
    #[error("{0}")]
    Secret(String),
}

impl From<StoreError> for DirectoryError {
    fn from(error: StoreError) -> Self {
        match error {
            // What the unique keys guard, in the words of the rule.
            StoreError::Taken => Self::Refused(Refusal::new(
                rollbook_domain::Code::EmailTaken,
                "Somebody else has this name or address already.",
                "Use another one.",
            )),
            // C28, C45: whoever isn't here, or not any more, may do as little as anybody else.
            StoreError::NoActor => Self::Refused(Refusal::new(
                rollbook_domain::Code::NotAllowed,
                "You aren’t a user of this organization.",
                "Ask the owner of the organization.",
            )),
            other => Self::Store(other),
        }
    }
}

impl WireError {
    /// An error with its words, about no field.
    pub fn new(code: WireCode, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            help: help.into(),
            fields: BTreeMap::new(),
            about: None,
            suggestion: None,
            retry_after: None,
        }
    }
    /// The same error, about one field.
    #[must_use]
    pub fn at(mut self, field: &str) -> Self {
        self.fields.insert(field.to_owned(), self.message.clone());
        self
    }
}

impl From<DirectoryError> for WireError {
    fn from(error: DirectoryError) -> Self {
        match error {
            DirectoryError::Refused(refusal) => refusal.into(),
            DirectoryError::Store(error) => error.into(),
            DirectoryError::Password(words) => {
                Self::new(WireCode::Rule(rollbook_domain::Code::Invalid), words, "").at("password")
            }
            DirectoryError::Table(words) => Self::new(WireCode::BadTable, words, ""),
            DirectoryError::Cancelled => Self::new(WireCode::Cancelled, "Cancelled. Nothing was changed.", ""),
            DirectoryError::MailSettings(words) => Self::new(WireCode::Mail, words, ""),
            DirectoryError::Payments(problem) => problem.into(),
            other @ (DirectoryError::Mail(_) | DirectoryError::Paper(_) | DirectoryError::Secret(_)) => {
                internal(&other)
            }
        }
    }
}

impl From<StoreError> for WireError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::WrongKey => Self::new(
                WireCode::WrongKey,
                "The key doesn’t open this file.",
                "Check the passphrase. If it is right, the file is damaged: open a backup.",
            ),
            StoreError::Damaged(_) => Self::new(
                WireCode::NotAnOrganization,
                "This isn’t an organization of Rollbook, or it is damaged.",
                "Choose another file, or open a backup.",
            ),
            StoreError::Newer { .. } => Self::new(
                WireCode::NewerFile,
                "A newer version of Rollbook wrote this file.",
                "Update Rollbook on this computer, then open it again.",
            ),
            StoreError::ReadOnly => Self::new(
                WireCode::ReadOnly,
                "The file or its folder can’t be written.",
                "Allow writing there, or move the file to another folder.",
            ),
            StoreError::DiskFull => Self::new(
                WireCode::DiskFull,
                "The disk is full. Nothing was changed.",
                "Free some space, then do it again.",
            ),
            StoreError::NotWritten => Self::new(
                WireCode::DiskFull,
                "The disk didn’t take the change. Nothing was changed.",
                "It may be full, or your share of it. Free some space, then do it again.",
            ),
            StoreError::Busy => Self::new(
                WireCode::InUse,
                "The organization is busy with another task, or another program holds its file.",
                "Wait until it is done, then try again.",
            ),
            StoreError::Collided => Self::new(
                WireCode::InUse,
                "Another organization is changing the same people. Nothing was changed.",
                "Wait a moment, then try again.",
            ),
            StoreError::CannotOpen(_) => Self::new(
                WireCode::FileMissing,
                "The file can’t be opened.",
                "Check that it is there and that you may read it.",
            ),
            StoreError::Server(problem) => crate::away::words(&problem),
            StoreError::NotMigrated { found, .. } => crate::away::not_migrated(found),
            StoreError::Address(problem) => {
                Self::new(WireCode::NoConnection, format!("The database’s address can’t be used: {problem}."), "")
            }
            ruled @ (StoreError::Taken | StoreError::NoActor) => DirectoryError::from(ruled).into(),
            other => internal(&other),
        }
    }
}

fn internal(error: &dyn std::error::Error) -> WireError {
    tracing::error!(error = %error, "something that should not happen");
    WireError::new(
        WireCode::Internal,
        "Something went wrong inside Rollbook. Nothing was changed.",
        "Try again. If it happens again, send the log file to support.",
    )
}
