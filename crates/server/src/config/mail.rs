//! How mails leave.

use super::{ConfigError, Settings};
use rollbook_mail::smtp::{Mailer, Password, Security, SettingsError, SmtpSettings};
use std::fs;

/// How mails leave: a mail server that was checked as far as it can be without asking it.
#[derive(Clone, Debug)]
pub struct MailBy {
    /// What sends them.
    pub mailer: Mailer,
    /// Where, in words: `mail.example.org:465`.
    pub shown: String,
}

impl MailBy {
    /// Reads it; nothing where no mail server is named.
    pub(super) fn of(settings: &Settings) -> Result<Option<Self>, ConfigError> {
        let Some(host) = settings.text("mail.host")? else {
            let lone = ["mail.port", "mail.security", "mail.user", "mail.password", "mail.password_file"];
            return match lone.into_iter().find(|key| settings.has(key)) {
                Some(key) => Err(settings.wrong(key, "mail.host is missing.".to_owned())),
                None => Ok(None),
            };
        };
        let security = match settings.text("mail.security")?.unwrap_or("tls") {
            "tls" => Security::ImplicitTls,
            "starttls" => Security::StartTls,
            "plain" => Security::PlainLoopback,
            _ => return Err(settings.wrong("mail.security", "It is tls, starttls or plain.".to_owned())),
        };
        let usual = match security {
            Security::ImplicitTls => 465,
            Security::StartTls => 587,
            Security::PlainLoopback => 25,
        };
        let port = settings.number("mail.port", 1..=65_535)?.and_then(|port| u16::try_from(port).ok());
        let smtp = SmtpSettings {
            host: host.to_owned(),
            port: port.unwrap_or(usual),
            security,
            username: settings.text("mail.user")?.map(str::to_owned),
            from_name: settings.text("mail.from_name")?.unwrap_or("Rollbook").to_owned(),
            from_address: settings
                .text("mail.from_address")?
                .ok_or_else(|| Settings::missing("mail.from_address"))?
                .to_owned(),
        };
        let password = settings.secret("mail.password", "mail.password_file")?;
        let password = password.map(|secret| Password::new(secret.reveal(Clone::clone)));
        let authority = settings
            .path("mail.ca_file")?
            .map(|path| {
                let failed =
                    |error| settings.wrong("mail.ca_file", format!("{} can’t be read: {error}.", path.display()));
                fs::read(&path).map_err(failed)
            })
            .transpose()?;
        let shown = format!("{}:{}", smtp.host, smtp.port);
        let mailer = Mailer::new(smtp, password, authority.as_deref())
            .map_err(|problem| settings.wrong(key_of(problem), format!("{problem}.")))?;
        Ok(Some(Self { mailer, shown }))
    }
}

/// The key that mends a problem.
const fn key_of(problem: SettingsError) -> &'static str {
    match problem {
        SettingsError::Host => "mail.host",
        SettingsError::Port => "mail.port",
        SettingsError::PlainBeyondLoopback => "mail.security",
        SettingsError::Username => "mail.user",
        SettingsError::PasswordMissing => "mail.password_file",
        SettingsError::FromAddress => "mail.from_address",
        SettingsError::RootCertificate => "mail.ca_file",
    }
}
