//! The payment provider.

use super::{ConfigError, Settings};
use rollbook_credentials::Secret;
use url::Url;

/// Where the provider is asked, unless it is said otherwise.
const USUAL: &str = "https://api.stripe.com";

/// How the payment provider is asked, and how its webhooks are proved.
#[derive(Clone, Debug)]
pub struct PaymentsBy {
    /// Where it is asked.
    pub base: Url,
    /// The key that it is asked with.
    pub key: Secret<String>,
    /// The key that its webhooks are signed with.
    pub webhook_key: Secret<String>,
}

impl PaymentsBy {
    /// Reads it; nothing where no key is named.
    pub(super) fn of(settings: &Settings) -> Result<Option<Self>, ConfigError> {
        let (key, webhook) = ("payments.secret_key_file", "payments.webhook_secret_file");
        let pair = (settings.secret_file(key)?, settings.secret_file(webhook)?);
        let (key, webhook_key) = match pair {
            (Some(key), Some(webhook_key)) => (key, webhook_key),
            (None, None) => return Ok(None),
            (Some(_), None) => return Err(Settings::missing(webhook)),
            (None, Some(_)) => return Err(Settings::missing(key)),
        };
        let base = settings.text("payments.address")?.unwrap_or(USUAL);
        let wrong = |words: &str| settings.wrong("payments.address", words.to_owned());
        let base: Url = base.parse().map_err(|_| wrong("It isn’t an address such as https://api.stripe.com."))?;
        let loopback = matches!(base.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
        if base.scheme() == "https" || (base.scheme() == "http" && loopback) {
            Ok(Some(Self { base, key, webhook_key }))
        } else {
            Err(wrong("The key never goes over a line that isn’t encrypted: write https."))
        }
    }
}
