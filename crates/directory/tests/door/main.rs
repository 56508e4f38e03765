//! The door, tried over both engines with everything behind it: store, credentials, mail, tables.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod accepting;
mod access;
mod activity;
mod allow_list;
mod as_others;
mod asking;
mod asks;
mod attacks;
mod bulk;
mod ceiling;
mod colliding;
mod companies;
mod dated;
mod editing;
mod emergency;
mod erasing;
mod factors;
mod factors_told;
mod glass;
mod groups;
mod holding;
mod importing;
mod inviting;
mod keys;
mod mails;
mod once;
mod outbox;
mod outbox_full;
mod own_address;
mod passwords;
mod past;
mod permits;
mod portals;
mod previews;
mod recovering;
mod reports;
mod review;
mod roles;
mod rooms;
mod secrets;
mod security;
#[cfg(target_os = "linux")]
mod servers;
mod sessions;
mod shutting;
mod signing_in;
mod slowed;
mod strangers;
mod tables;
mod teams;
mod turned_away;
mod undoing;
mod wordings;

use rollbook_directory::DirectoryError;
use rollbook_domain::Code;

/// The code of a refusal.
fn refused<T: std::fmt::Debug>(answer: Result<T, DirectoryError>) -> Code {
    match answer {
        Err(DirectoryError::Refused(refusal)) => refusal.code,
        other => panic!("not refused: {other:?}"),
    }
}
