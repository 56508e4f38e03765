//! Errors of keys and files as the window shows them.

use rollbook_directory::contract::{WireCode, WireError};
use rollbook_keys::{KeyError, Keychain};
use std::io::ErrorKind;

/// No organization is open.
pub fn nothing_open() -> WireError {
    WireError::new(WireCode::NothingOpen, "No organization is open.", "Open one first.")
}

/// A key that isn't there, by cause.
pub fn key(error: KeyError) -> WireError {
    match error {
        KeyError::Missing => WireError::new(
            WireCode::FileMissing,
            "The file isn’t there any more.",
            "It may have been moved: open it from its new place.",
        ),
        KeyError::Unreadable(error) => io(&error, "The file can’t be read."),
        KeyError::Exists => WireError::new(
            WireCode::FileExists,
            "There is an organization with this file name already.",
            "Use another name.",
        ),
        KeyError::NotAnOrganization => WireError::new(
            WireCode::NotAnOrganization,
            "This isn’t an organization of Rollbook, or it is cut off.",
            "Choose another file, or open a backup.",
        ),
        KeyError::PassphraseNeeded => {
            WireError::new(WireCode::PassphraseNeeded, "This computer has no key for the file.", "Type its passphrase.")
        }
        KeyError::Keychain(problem) => WireError::new(
            WireCode::KeychainMissing,
            problem.to_string(),
            format!("Unlock or set up the {}, or protect the organization with a passphrase.", Keychain::name()),
        ),
        KeyError::Passphrase(error) => {
            WireError::new(WireCode::Rule(rollbook_domain::Code::Invalid), error.to_string(), "").at("passphrase")
        }
        KeyError::PassphraseShort => {
            WireError::new(WireCode::Rule(rollbook_domain::Code::Invalid), error.to_string(), "").at("passphrase")
        }
        KeyError::InUse => WireError::new(
            WireCode::InUse,
            "Another window, or another program, has this organization open.",
            "Work there, or close it and try again.",
        ),
        KeyError::ReadOnly(error) => io(&error, "The file or its folder can’t be written."),
    }
}

/// A file that this computer never opened, on one without a keychain, may well have a passphrase.
pub fn or_passphrase(error: WireError) -> WireError {
    if error.code == WireCode::KeychainMissing {
        WireError {
            code: WireCode::PassphraseNeeded,
            help: "Unlock it, or type the file’s passphrase.".to_owned(),
            ..error
        }
    } else {
        error
    }
}

/// A failure of the file system, by cause.
pub fn io(error: &std::io::Error, what: &str) -> WireError {
    match error.kind() {
        ErrorKind::NotFound => WireError::new(WireCode::FileMissing, what, "Check that it is there."),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => WireError::new(
            WireCode::DiskFull,
            "The disk is full, or your share of it.",
            "Free some space, then do it again.",
        ),
        _ => WireError::new(WireCode::ReadOnly, what, "Allow it there, then do it again."),
    }
}

/// Something that should not happen; its text goes to the log.
pub fn internal(error: &dyn std::fmt::Display) -> WireError {
    tracing::error!(%error, "something that should not happen");
    WireError::new(
        WireCode::Internal,
        "Something went wrong inside Rollbook. Nothing was changed.",
        "Try again. If it happens again, send the log file to support.",
    )
}
