//! A passkey device made of software, for a browser that WebDriver drives.
//!
//! Passkeys are bound to a host name: open the page at `localhost`, not at 127.0.0.1.

use crate::driver::DriverError;
use fantoccini::Client;
use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::json;
use url::{ParseError, Url};

/// Plugs a device into the browser that holds passkeys and whose owner always agrees.
pub async fn plug_in(client: &Client) -> Result<(), DriverError> {
    client.issue_cmd(AddAuthenticator).await?;
    Ok(())
}

/// "Add Virtual Authenticator" of the Web Authentication specification.
#[derive(Debug)]
struct AddAuthenticator;

impl WebDriverCompatibleCommand for AddAuthenticator {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/webauthn/authenticator", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let device = json!({
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": true,
            "hasUserVerification": true,
            "isUserVerified": true,
            "isUserConsenting": true,
        });
        (Method::POST, Some(device.to_string()))
    }
}
