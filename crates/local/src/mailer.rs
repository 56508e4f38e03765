//! The mail server of the open organization: its settings from the organization, its password from
//! the keychain (or, where there is none, from the encrypted file itself).

use crate::wire;
use async_trait::async_trait;
use rollbook_credentials::Secret;
use rollbook_directory::{
    Desk,
    contract::{MailServer, WireCode, WireError},
    mails::settings,
};
use rollbook_keys::Keychain;
use rollbook_mail::{
    outbox::{Sender, SenderSource},
    smtp::{Mailer, Password},
};
use std::sync::Arc;

/// Under which name the file itself keeps the password where no keychain answers.
const IN_FILE: &str = "mail_password";

/// Where the mail account's password of one organization is kept.
#[derive(Clone, Debug)]
pub struct MailSecret {
    /// Whose it is.
    pub desk: Desk,
    /// Whether the organization's file opens by the keychain; else the password stays in the file.
    pub in_keychain: bool,
}

impl MailSecret {
    fn name(&self) -> String {
        format!("mail {}", self.desk.organization())
    }

    /// Where it is kept, in words.
    pub fn place(&self) -> String {
        if self.in_keychain {
            format!("the {}", Keychain::name())
        } else {
            "the encrypted organization file".to_owned()
        }
    }

    /// The password; `None` when none is kept.
    pub async fn get(&self) -> Result<Option<Password>, WireError> {
        if !self.in_keychain {
            let kept = self.desk.setting(IN_FILE).await.map_err(WireError::from)?;
            return Ok(kept.filter(|text| !text.is_empty()).map(Password::new));
        }
        let name = self.name();
        let kept = waiting(move || Keychain.get(&name)).await?;
        Ok(kept.and_then(|secret| secret.reveal(|bytes| String::from_utf8(bytes.clone()).ok())).map(Password::new))
    }

    /// Keeps a password; an empty one takes it away.
    pub async fn set(&self, password: &Secret<String>) -> Result<(), WireError> {
        if !self.in_keychain {
            let text = password.reveal(Clone::clone);
            return self.desk.set_setting(IN_FILE, &text).await.map_err(WireError::from);
        }
        let (name, bytes) = (self.name(), password.reveal(|text| text.clone().into_bytes()));
        if bytes.is_empty() {
            waiting(move || Keychain.delete(&name)).await
        } else {
            let secret = Secret::new(bytes);
            waiting(move || Keychain.set(&name, &secret)).await
        }
    }
}

/// Runs a question to the keychain where it may wait for the person.
async fn waiting<T: Send + 'static>(
    ask: impl FnOnce() -> Result<T, rollbook_keys::KeychainProblem> + Send + 'static,
) -> Result<T, WireError> {
    let asked = tokio::task::spawn_blocking(ask).await.map_err(|error| wire::internal(&error))?;
    asked.map_err(|problem| wire::key(problem.into()))
}

/// A mailer for settings and a password, or what is wrong with them.
pub fn mailer(server: &MailServer, password: Option<Password>) -> Result<Mailer, WireError> {
    let password = password.filter(|_| !server.username.trim().is_empty());
    Mailer::new(settings(server), password, None)
        .map_err(|error| WireError::new(WireCode::Mail, error.to_string(), "").at(field_of(error)))
}

const fn field_of(error: rollbook_mail::smtp::SettingsError) -> &'static str {
    use rollbook_mail::smtp::SettingsError;
    match error {
        SettingsError::Port => "port",
        SettingsError::PlainBeyondLoopback => "security",
        SettingsError::Username => "username",
        SettingsError::PasswordMissing => "password",
        _ => "host",
    }
}

#[async_trait]
impl SenderSource for MailSecret {
    async fn sender(&self) -> Option<Arc<dyn Sender>> {
        let server = match self.desk.mail_server().await {
            Ok(server) => server?,
            Err(error) => {
                tracing::warn!(%error, "the mail server’s settings can’t be read");
                return None;
            }
        };
        let password = self.get().await.ok().flatten();
        match mailer(&server, password) {
            Ok(mailer) => Some(Arc::new(mailer)),
            Err(error) => {
                tracing::warn!(code = ?error.code, "the mail server’s settings can’t be used");
                None
            }
        }
    }
}
