//! Passwords, one-time tokens and keys: everything that proves who somebody is.
//!
//! The room is pure. It stores nothing, reads no clock, and takes random bytes from the generator that the caller
//! hands in; what it returns are values. A hash or a verification takes a noticeable time by design: call them off
//! the threads that serve requests.
//!
//! - [`Secret`] keeps a value out of logs, answers and crash texts.
//! - [`password`] hashes and verifies (R23, R25), and judges whether a new password is good enough (R23).
//! - [`OneTimeToken`] makes links that work once; only their hash is kept (R2, C43).
//! - [`factor`]: codes of an authenticator app, passkeys, recovery codes, and sealing their secrets (R27).
//! - [`Ticket`]: what support makes without a network for somebody who forgot their password (R35).
//! - [`kdf`] makes the key of an encrypted file.

pub mod factor;
pub mod kdf;
pub mod password;
mod secret;
mod text;
mod ticket;
mod token;

pub use secret::Secret;
pub use ticket::{Ticket, TicketDevice, TicketFor, TicketKey};
pub use token::{KeyToken, OneTimeToken, TokenHash};
