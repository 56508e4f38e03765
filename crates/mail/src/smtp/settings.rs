//! Which mail server, and how to reach it. The password is no part of it: it lives in the keychain or a secret file.

use std::net::IpAddr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::address;

/// How the line to the server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// TLS from the first byte (usually port 465).
    ImplicitTls,
    /// TLS after STARTTLS, never without (usually port 587).
    StartTls,
    /// None. Only for a server on this very machine.
    PlainLoopback,
}

/// A mail server and the sender that mails name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmtpSettings {
    /// Host name or address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// How the line is protected.
    pub security: Security,
    /// The account at the server; nothing where it asks for none.
    pub username: Option<String>,
    /// The sender's name.
    pub from_name: String,
    /// The sender's address.
    pub from_address: String,
}

/// What is wrong with the settings. The words name the field that mends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// No host name or address.
    #[error("This is no server name. Use a name such as mail.example.org, or an address, without https://")]
    Host,
    /// Port 0.
    #[error("A mail server can’t have port 0. Usual are 465 and 587")]
    Port,
    /// Plain text over a network.
    #[error("Without encryption only a server on this machine can be used. Choose TLS, or 127.0.0.1")]
    PlainBeyondLoopback,
    /// A user name that is empty or has control signs.
    #[error("The user name is empty. Fill it in, or take it out if the server asks for none")]
    Username,
    /// A user name without a password.
    #[error("The password of the mail account is missing. Enter it")]
    PasswordMissing,
    /// No valid sender.
    #[error("The sender’s address is not complete. Use one such as accounts@example.org")]
    FromAddress,
    /// No certificate in the PEM text.
    #[error("This holds no certificate. Use a file that has BEGIN CERTIFICATE in it")]
    RootCertificate,
}

impl SettingsError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Host => "smtp_host",
            Self::Port => "smtp_port",
            Self::PlainBeyondLoopback => "smtp_plain",
            Self::Username => "smtp_username",
            Self::PasswordMissing => "smtp_password_missing",
            Self::FromAddress => "smtp_from_address",
            Self::RootCertificate => "smtp_root_certificate",
        }
    }
}

impl SmtpSettings {
    /// Refuses what can't work or would send secrets in plain text over a network.
    pub fn validate(&self) -> Result<(), SettingsError> {
        if !is_host(&self.host) {
            return Err(SettingsError::Host);
        }
        if self.port == 0 {
            return Err(SettingsError::Port);
        }
        if self.security == Security::PlainLoopback && !is_loopback_name(&self.host) {
            return Err(SettingsError::PlainBeyondLoopback);
        }
        let unfit = |name: &String| name.trim().is_empty() || name.contains(char::is_control);
        if self.username.as_ref().is_some_and(unfit) {
            return Err(SettingsError::Username);
        }
        // The sender stands in every envelope: it has to pass servers that know ASCII only.
        match address::parse(&self.from_address) {
            Some(address) if address.user().is_ascii() => Ok(()),
            _ => Err(SettingsError::FromAddress),
        }
    }
}

fn is_host(host: &str) -> bool {
    if host.parse::<IpAddr>().is_ok() {
        return true;
    }
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    idna::domain_to_ascii(host)
        .is_ok_and(|ascii| ascii.len() <= 253 && ascii.trim_end_matches('.').split('.').all(label))
}

fn is_loopback_name(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// How long each step may take. A server that hangs costs this much and no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For finding the server and connecting to one of its addresses.
    pub connect: Duration,
    /// For each answer, and for the TLS handshake.
    pub answer: Duration,
    /// For the answer to the whole message, which servers look through before they take it.
    pub accept: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), answer: Duration::from_secs(20), accept: Duration::from_mins(1) }
    }
}

impl Timeouts {
    /// The longest that one mail can take, from looking the server up to its last answer.
    pub fn longest(&self) -> Duration {
        // Look-up and connecting; RSET on an old line, then greeting, STARTTLS, AUTH, MAIL, RCPT, DATA on a new one.
        self.connect * 2 + self.answer * 7 + self.accept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> SmtpSettings {
        SmtpSettings {
            host: "mail.example.org".to_owned(),
            port: 587,
            security: Security::StartTls,
            username: Some("rollbook".to_owned()),
            from_name: "Nordlys Rederi".to_owned(),
            from_address: "accounts@nordlys.no".to_owned(),
        }
    }

    fn refused(change: impl FnOnce(&mut SmtpSettings)) -> Option<SettingsError> {
        let mut settings = settings();
        change(&mut settings);
        settings.validate().err()
    }

    #[test]
    fn usual_settings_are_fine() {
        assert_eq!(refused(|_| {}), None);
        assert_eq!(refused(|s| s.host = "bücher.example".to_owned()), None);
        assert_eq!(refused(|s| s.host = "::1".to_owned()), None);
        assert_eq!(refused(|s| s.username = None), None);
    }

    #[test]
    fn what_can_not_work_is_refused_with_the_field_that_mends_it() {
        for host in ["", "https://mail.example.org", "mail.example.org:587", "a b", "a..b", "mail\r\n.org"] {
            assert_eq!(refused(|s| s.host = host.to_owned()), Some(SettingsError::Host), "{host:?}");
        }
        assert_eq!(refused(|s| s.port = 0), Some(SettingsError::Port));
        assert_eq!(refused(|s| s.username = Some(" ".to_owned())), Some(SettingsError::Username));
        for from in ["", "accounts", "accounts@", "grüße@nordlys.no"] {
            assert_eq!(refused(|s| s.from_address = from.to_owned()), Some(SettingsError::FromAddress), "{from:?}");
        }
    }

    #[test]
    fn without_encryption_only_this_machine_can_be_reached() {
        for host in ["127.0.0.1", "127.8.8.8", "::1", "localhost", "LOCALHOST"] {
            let plain = |s: &mut SmtpSettings| {
                (s.host, s.security) = (host.to_owned(), Security::PlainLoopback);
            };
            assert_eq!(refused(plain), None, "{host}");
        }
        for host in ["10.0.0.5", "mail.example.org", "localhost.example.org", "0.0.0.0"] {
            let plain = |s: &mut SmtpSettings| {
                (s.host, s.security) = (host.to_owned(), Security::PlainLoopback);
            };
            assert_eq!(refused(plain), Some(SettingsError::PlainBeyondLoopback), "{host}");
        }
    }
}
