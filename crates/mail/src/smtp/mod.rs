//! One mail to one mail server, and words for a person where that fails.
//!
//! The line is encrypted, or ends on this very machine; a certificate is always verified. Every answer of the
//! server is waited for a limited time only. A password never reaches a log.

mod address;
mod connection;
mod error;
mod judge;
mod line_by_line;
mod mailer;
mod message;
mod password;
mod settings;

pub use connection::Connection;
pub use error::{ErrorCode, Kind, Scope, SendError};
pub use mailer::Mailer;
pub use password::Password;
pub use settings::{Security, SettingsError, SmtpSettings, Timeouts};
