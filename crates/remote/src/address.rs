//! The address of a server as a person types it.

use rollbook_directory::contract::{WireCode, WireError};
use std::fmt;
use url::{Host, Url};

/// Where a server is: `https`, or `http` on this computer itself; host, port and perhaps a path.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Address(Url);

impl Address {
    /// Reads what a person typed; `https://` may be left out. What a server never needs (a user name, a
    /// question, a fragment) is refused, as it would be kept and shown.
    pub fn parse(text: &str) -> Result<Self, WireError> {
        let text = text.trim();
        let with_scheme = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
        let url = Url::parse(&with_scheme).map_err(|_| unusable("This isn’t the address of a server."))?;
        let here = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => return Err(unusable("This isn’t the address of a server.")),
        };
        match url.scheme() {
            "https" => {}
            "http" if here => {}
            "http" => return Err(unusable("An address that begins with http:// isn’t protected on its way.")),
            _ => return Err(unusable("The address of a server begins with https://.")),
        }
        if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
            return Err(unusable("The address holds more than host, port and path."));
        }
        Ok(Self(url))
    }

    /// The address of something below it.
    pub(crate) fn of(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        let base = url.path().trim_end_matches('/').to_owned();
        url.set_path(format!("{base}/api/v1/{path}").trim_end_matches('/'));
        url
    }

    /// The host alone, for words.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

fn unusable(words: &str) -> WireError {
    WireError::new(WireCode::NameNotFound, words, "Type it as https://accounts.example.org.").at("place")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_understood_as_people_type_it() {
        for (typed, meant) in [
            ("accounts.example.org", "https://accounts.example.org"),
            ("  https://accounts.example.org/  ", "https://accounts.example.org"),
            ("accounts.example.org:8443", "https://accounts.example.org:8443"),
            ("https://example.org/accounts/", "https://example.org/accounts"),
            ("http://127.0.0.1:4000", "http://127.0.0.1:4000"),
            ("http://[::1]:4000", "http://[::1]:4000"),
        ] {
            assert_eq!(Address::parse(typed).unwrap().to_string(), meant, "{typed}");
        }
    }

    #[test]
    fn an_address_that_would_carry_secrets_in_the_clear_or_show_them_is_refused() {
        for typed in [
            "http://accounts.example.org",
            "ftp://accounts.example.org",
            "https://ann:secret@accounts.example.org",
            "https://accounts.example.org?token=1",
            "https://accounts.example.org#x",
            "http://127.0.0.1.example.org",
            "https://",
            "",
            "no address at all",
        ] {
            let error = Address::parse(typed).expect_err(typed);
            assert!(error.fields.contains_key("place"), "{typed}");
            assert!(!error.message.contains("secret"), "{typed}");
        }
    }

    #[test]
    fn what_is_asked_lies_below_the_address() {
        let address = Address::parse("https://example.org/accounts").unwrap();
        assert_eq!(address.of("users_page").as_str(), "https://example.org/accounts/api/v1/users_page");
    }
}
