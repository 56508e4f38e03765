//! Where the server listens, how people reach it, and whom it believes.

use super::{ConfigError, Settings};
use ipnet::IpNet;
use rollbook_domain::text::clean_name;
use std::{
    fmt,
    net::{IpAddr, SocketAddr},
};
use url::{Host, Url};

/// How people reach the server: `https://accounts.example.org`, without a path.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Reads an address; the words say what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let url = Url::parse(text.trim()).map_err(|_| "It is no address, such as https://accounts.example.org.")?;
        let here = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            None => return Err("It is no address, such as https://accounts.example.org."),
        };
        match url.scheme() {
            "https" => {}
            "http" if here => {}
            "http" => return Err("It has to begin with https, or passwords would travel readable for everybody."),
            _ => return Err("It is no address, such as https://accounts.example.org."),
        }
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if !bare || !url.username().is_empty() || url.password().is_some() {
            return Err("It has to be a server’s name alone, without a path, a user or anything behind it.");
        }
        Ok(Self(url.origin().ascii_serialization()))
    }

    /// The address, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether people reach it encrypted, so that cookies may travel encrypted alone.
    pub fn is_encrypted(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

pub(super) fn listen(settings: &Settings) -> Result<SocketAddr, ConfigError> {
    Ok(settings.address("listen")?.unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080))))
}

pub(super) fn base_url(settings: &Settings) -> Result<BaseUrl, ConfigError> {
    let text = settings.text("base_url")?.ok_or_else(|| Settings::missing("base_url"))?;
    BaseUrl::parse(text).map_err(|why| settings.wrong("base_url", why.to_owned()))
}

/// Whatever people may be called, a platform may be.
pub(super) fn name(settings: &Settings) -> Result<String, ConfigError> {
    let name = clean_name(settings.text("name")?.unwrap_or("Rollbook"));
    name.map_err(|problem| settings.wrong("name", problem.to_string()))
}

/// Who founds organizations, beside whoever seeds them at the server itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Founders {
    /// Who owns one already.
    Owners,
    /// Everybody who has an account.
    Members,
    /// Whoever registers, too.
    Anybody,
}

impl Founders {
    /// In the words of a check.
    pub const fn said(self) -> &'static str {
        match self {
            Self::Owners => "owners",
            Self::Members => "owners, and everybody with an account",
            Self::Anybody => "everybody with an account, and whoever registers",
        }
    }
}

/// Closed where nothing is said: a company that serves itself founds its own organizations.
pub(super) fn founders(settings: &Settings) -> Result<Founders, ConfigError> {
    match settings.text("founding")? {
        None | Some("owners") => Ok(Founders::Owners),
        Some("members") => Ok(Founders::Members),
        // Who registers gets a link by mail.
        Some("anybody") if settings.has("mail.host") => Ok(Founders::Anybody),
        Some("anybody") => {
            Err(settings.wrong("founding", "Whoever registers gets a mail. Set mail.host as well.".to_owned()))
        }
        Some(_) => Err(settings.wrong("founding", "It has to be \"owners\", \"members\" or \"anybody\".".to_owned())),
    }
}

pub(super) fn trusted_proxies(settings: &Settings) -> Result<Vec<IpNet>, ConfigError> {
    let name = "trusted_proxies";
    let all = settings.list(name)?.into_iter().map(|text| {
        let one = text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
        one.map_err(|_| settings.wrong(name, format!("{text} is no address or network, such as 10.0.0.0/8.")))
    });
    all.collect()
}

pub(super) fn connections(settings: &Settings) -> Result<usize, ConfigError> {
    let most = settings.number("connections", 16..=100_000)?.unwrap_or(2_048);
    Ok(usize::try_from(most).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("https://accounts.example.org", "https://accounts.example.org")]
    #[case("https://Accounts.Example.org/", "https://accounts.example.org")]
    #[case("https://accounts.example.org:443", "https://accounts.example.org")]
    #[case("https://accounts.example.org:8443", "https://accounts.example.org:8443")]
    #[case("https://konten.müller.example", "https://konten.xn--mller-kva.example")]
    #[case("http://127.0.0.1:4000", "http://127.0.0.1:4000")]
    #[case("http://localhost:4000", "http://localhost:4000")]
    #[case("http://[::1]:4000", "http://[::1]:4000")]
    fn c35_links_point_to_one_address(#[case] text: &str, #[case] expected: &str) {
        let url = BaseUrl::parse(text).unwrap();
        assert_eq!(url.as_str(), expected);
        assert_eq!(url.is_encrypted(), expected.starts_with("https"));
    }

    #[rstest]
    #[case("accounts.example.org")]
    #[case("ftp://example.org")]
    #[case("http://accounts.example.org")]
    #[case("http://192.168.0.4")]
    #[case("https://example.org/accounts")]
    #[case("https://example.org?a=b")]
    #[case("https://example.org#a")]
    #[case("https://user@example.org")]
    #[case("https://")]
    #[case("")]
    fn what_is_no_address_of_a_server_is_refused(#[case] text: &str) {
        assert!(BaseUrl::parse(text).is_err(), "{text}");
    }
}
