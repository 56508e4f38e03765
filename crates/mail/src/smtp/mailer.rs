//! A mail server with its password: checked once, used for every mail.

use std::fmt;
use std::sync::Arc;

use lettre::transport::smtp::client::{Certificate, TlsParameters};

use super::connection::Connection;
use super::error::SendError;
use super::{Password, Security, SettingsError, SmtpSettings, Timeouts};
use crate::outbox::Outgoing;

/// A usable mail server. Making one speaks to nobody.
#[derive(Clone)]
pub struct Mailer {
    pub(super) settings: Arc<SmtpSettings>,
    pub(super) timeouts: Timeouts,
    pub(super) tls: Option<TlsParameters>,
    password: Option<Password>,
    host: Arc<str>,
}

impl Mailer {
    /// Checks the settings. `extra_root_pem` holds root certificates to trust besides the well-known ones.
    pub fn new(
        settings: SmtpSettings,
        password: Option<Password>,
        extra_root_pem: Option<&[u8]>,
    ) -> Result<Self, SettingsError> {
        settings.validate()?;
        if settings.username.is_some() && password.is_none() {
            return Err(SettingsError::PasswordMissing);
        }
        let host = idna::domain_to_ascii(&settings.host).unwrap_or_else(|_| settings.host.clone());
        let tls = match settings.security {
            Security::PlainLoopback => None,
            Security::ImplicitTls | Security::StartTls => Some(tls(&host, extra_root_pem)?),
        };
        Ok(Self { settings: Arc::new(settings), timeouts: Timeouts::default(), tls, password, host: host.into() })
    }

    /// The same with other limits of time.
    #[must_use]
    pub fn with_timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// The limits of time.
    pub fn timeouts(&self) -> Timeouts {
        self.timeouts
    }

    /// Tries the settings without a mail: connects, encrypts, signs in, and asks for a sign of life.
    pub async fn test(&self) -> Result<(), SendError> {
        let mut connection = self.open().await?;
        connection.noop().await?;
        connection.close().await;
        Ok(())
    }

    /// Opens a conversation for several mails.
    pub async fn open(&self) -> Result<Connection, SendError> {
        Connection::open(self).await
    }

    /// Sends one mail in a conversation of its own.
    pub async fn send(&self, mail: &Outgoing, now_ms: i64) -> Result<(), SendError> {
        let mut connection = self.open().await?;
        let sent = connection.send(mail, now_ms).await;
        match &sent {
            Err(error) if error.ends_conversation() => {}
            _ => connection.close().await,
        }
        sent
    }

    pub(super) fn credentials(&self) -> Option<(&str, &Password)> {
        Some((self.settings.username.as_deref()?, self.password.as_ref()?))
    }

    /// The server as settings name it.
    pub(super) fn server(&self) -> &str {
        &self.settings.host
    }

    pub(super) fn ascii_host(&self) -> &str {
        &self.host
    }
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mailer")
            .field("settings", &self.settings)
            .field("password", &self.password)
            .finish_non_exhaustive()
    }
}

fn tls(host: &str, extra_root_pem: Option<&[u8]>) -> Result<TlsParameters, SettingsError> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(pem) = extra_root_pem {
        if !pem.windows(17).any(|part| part == b"BEGIN CERTIFICATE") {
            return Err(SettingsError::RootCertificate);
        }
        builder = builder.add_root_certificate(Certificate::from_pem(pem).map_err(|_| SettingsError::RootCertificate)?);
    }
    builder.build().map_err(|_| SettingsError::RootCertificate)
}
