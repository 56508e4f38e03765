//! Where a PostgreSQL database is, and how the line to it is protected.

use crate::connect::quiet;
use sqlx::any::AnyConnectOptions;
use std::{fmt, net::IpAddr, path::Path, str::FromStr, sync::Arc, time::Duration};
use url::Url;

/// How long a statement may take; a command over everybody consists of many.
const STATEMENT: Duration = Duration::from_mins(1);
/// How long to wait for another unit of work that holds the same organization.
const LOCK: Duration = Duration::from_secs(20);
/// How long a unit of work may stand still: a computer that fell asleep in the middle of one would keep
/// all others waiting.
const STANDSTILL: Duration = Duration::from_mins(1);

/// How the line to a database is protected.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tls {
    /// Encrypted, with the server's certificate checked against its authority and its name; plain only
    /// where the line doesn't leave this computer.
    #[default]
    BeyondThisComputer,
    /// Encrypted and checked, also on this computer.
    Always,
    /// Plain, because somebody said so.
    Never,
}

/// Why an address can't be used. Says nothing of the password in it.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum AddressProblem {
    /// It can't be read as an address.
    #[error("it isn’t an address such as postgres://rollbook@db.example.org/rollbook")]
    Unreadable,
    /// It names no server.
    #[error("it names no server")]
    NoHost,
    /// It names no database.
    #[error("it names no database")]
    NoDatabase,
    /// It sets something that isn't known.
    #[error("it sets {0}, which isn’t known here")]
    Unknown(String),
    /// It asks for a line that isn't checked.
    #[error("sslmode={0} doesn’t check who answers; use verify-full")]
    WeakTls(String),
    /// The file with the authority's certificate can't be used.
    #[error("the authority’s certificate can’t be used: {0}")]
    Authority(String),
}

/// Where a PostgreSQL database is. Holds a password, so it can't be printed.
#[derive(Clone)]
pub struct Address {
    url: Url,
    host: String,
    tls: Tls,
    authority: Option<Arc<Path>>,
    connections: u32,
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({})", self.shown())
    }
}

impl FromStr for Address {
    type Err = AddressProblem;

    /// Reads `postgres://user:password@host:port/database`, with `sslmode` (`verify-full` or `disable`)
    /// and `sslrootcert` (a PEM file) as PostgreSQL's own programs take them.
    fn from_str(text: &str) -> Result<Self, AddressProblem> {
        let url: Url = text.trim().parse().map_err(|_| AddressProblem::Unreadable)?;
        if !matches!(url.scheme(), "postgres" | "postgresql") {
            return Err(AddressProblem::Unreadable);
        }
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).replace("%2F", "/");
        if host.is_empty() {
            return Err(AddressProblem::NoHost);
        }
        if url.path().trim_matches('/').is_empty() {
            return Err(AddressProblem::NoDatabase);
        }
        let mut address = Self { url, host, tls: Tls::default(), authority: None, connections: 16 };
        for (key, value) in address.url.clone().query_pairs() {
            match (&*key, &*value) {
                ("sslmode", "verify-full") => address.tls = Tls::Always,
                ("sslmode", "disable") => address.tls = Tls::Never,
                ("sslmode", weak) => return Err(AddressProblem::WeakTls(weak.to_owned())),
                ("sslrootcert", path) => address = address.trusting(Path::new(path))?,
                (unknown, _) => return Err(AddressProblem::Unknown(unknown.to_owned())),
            }
        }
        address.url.set_query(None);
        Ok(address)
    }
}

impl Address {
    /// Protects the line like this.
    #[must_use]
    pub const fn protected(mut self, tls: Tls) -> Self {
        self.tls = tls;
        self
    }

    /// Trusts the authority whose certificate (PEM) is in this file, beside those that everybody trusts. The
    /// file is read again for every connection, so that it can be renewed.
    pub fn trusting(mut self, authority: &Path) -> Result<Self, AddressProblem> {
        let failed = |why: &dyn fmt::Display| AddressProblem::Authority(format!("{}: {why}", authority.display()));
        let pem = std::fs::read_to_string(authority).map_err(|error| failed(&error))?;
        let pem = pem.trim();
        if !pem.starts_with("-----BEGIN CERTIFICATE-----") || !pem.ends_with("-----END CERTIFICATE-----") {
            return Err(failed(&"it holds something else than certificates in PEM"));
        }
        self.authority = Some(authority.into());
        Ok(self)
    }

    /// Opens at most so many connections (at least one); two more listen and look whether the server answers.
    #[must_use]
    pub fn connections(mut self, most: u32) -> Self {
        self.connections = most.max(1);
        self
    }

    /// Where it is, without user and password: `db.example.org:5432/rollbook`.
    pub fn shown(&self) -> String {
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        let port = self.port();
        format!("{host}:{port}{}", self.url.path())
    }

    /// The server's name or address, or the folder of its socket.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The server's port.
    pub fn port(&self) -> u16 {
        self.url.port().unwrap_or(5432)
    }

    /// The database's name.
    pub fn database(&self) -> &str {
        self.url.path().trim_matches('/')
    }

    /// Whether the line leaves this computer unprotected.
    pub fn is_exposed(&self) -> bool {
        self.tls == Tls::Never && !self.stays_here()
    }

    pub(crate) const fn most_connections(&self) -> u32 {
        self.connections
    }

    fn stays_here(&self) -> bool {
        let loopback = self.host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        self.is_socket() || loopback || self.host.eq_ignore_ascii_case("localhost")
    }

    /// The file of the authority that is trusted, where one is named.
    pub(crate) fn authority(&self) -> Option<&Path> {
        self.authority.as_deref()
    }

    pub(crate) fn is_socket(&self) -> bool {
        self.host.starts_with('/')
    }

    /// How sqlx connects; with the limits of daily work, or without any (for a migration).
    pub(crate) fn options(&self, limited: bool) -> Result<AnyConnectOptions, sqlx::Error> {
        let plain = match self.tls {
            Tls::Never => true,
            Tls::Always => false,
            Tls::BeyondThisComputer => self.stays_here(),
        };
        let mut url = self.url.clone();
        let mut settings = url.query_pairs_mut();
        settings.append_pair("application_name", "rollbook");
        settings.append_pair("sslmode", if plain { "disable" } else { "verify-full" });
        if let Some(authority) = &self.authority {
            settings.append_pair("sslrootcert", &authority.to_string_lossy());
        }
        // An address of version 6 stands in brackets in a URL, where sqlx would look for a name.
        settings.append_pair("host", &self.host);
        if limited {
            for (name, limit) in [
                ("options[statement_timeout]", STATEMENT),
                ("options[lock_timeout]", LOCK),
                ("options[idle_in_transaction_session_timeout]", STANDSTILL),
            ] {
                settings.append_pair(name, &limit.as_millis().to_string());
            }
        }
        drop(settings);
        quiet(url.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_password() {
        let address: Address = "postgres://rollbook:canary@db.example.org/people".parse().unwrap();
        assert_eq!(address.shown(), "db.example.org:5432/people");
        assert_eq!(format!("{address:?}"), "Address(db.example.org:5432/people)");
        let six: Address = "postgresql://a:canary@[2001:db8::1]:6432/people".parse().unwrap();
        assert_eq!((six.host(), six.shown().as_str()), ("2001:db8::1", "[2001:db8::1]:6432/people"));
    }

    #[test]
    fn the_line_is_checked_unless_it_stays_here_or_somebody_says_otherwise() {
        let mode = |text: &str| {
            let url = text.parse::<Address>().unwrap().options(true).unwrap().database_url;
            url.query_pairs().find(|(key, _)| key == "sslmode").unwrap().1.into_owned()
        };
        assert_eq!(mode("postgres://a@db.example.org/x"), "verify-full");
        assert_eq!(mode("postgres://a@192.168.0.4/x"), "verify-full");
        for here in ["127.0.0.1", "localhost", "[::1]", "%2Frun%2Fpostgresql"] {
            assert_eq!(mode(&format!("postgres://a@{here}/x")), "disable", "{here}");
            assert_eq!(mode(&format!("postgres://a@{here}/x?sslmode=verify-full")), "verify-full", "{here}");
        }
        assert_eq!(mode("postgres://a@db.example.org/x?sslmode=disable"), "disable");
        let said: Address = "postgres://a@db.example.org/x?sslmode=disable".parse().unwrap();
        assert!(said.is_exposed() && !said.protected(Tls::Always).is_exposed());
    }

    #[test]
    fn what_is_no_address_or_weakens_the_line_is_refused() {
        for (text, problem) in [
            ("db.example.org", AddressProblem::Unreadable),
            ("mysql://a@b/c", AddressProblem::Unreadable),
            ("postgres:///people", AddressProblem::NoHost),
            ("postgres://a@db.example.org/", AddressProblem::NoDatabase),
            ("postgres://a@b/c?sslmode=require", AddressProblem::WeakTls("require".to_owned())),
            ("postgres://a@b/c?sslmode=prefer", AddressProblem::WeakTls("prefer".to_owned())),
            ("postgres://a@b/c?pasword=canary", AddressProblem::Unknown("pasword".to_owned())),
        ] {
            assert_eq!(text.parse::<Address>().unwrap_err(), problem, "{text}");
            assert!(!problem.to_string().contains("canary"));
        }
    }

    #[test]
    fn an_authority_is_a_certificate() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ca.pem");
        let address: Address = "postgres://a@db.example.org/x".parse().unwrap();
        assert!(matches!(address.clone().trusting(&file), Err(AddressProblem::Authority(_))));
        std::fs::write(&file, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n").unwrap();
        assert!(matches!(address.clone().trusting(&file), Err(AddressProblem::Authority(_))));
        std::fs::write(&file, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").unwrap();
        address.trusting(&file).unwrap();
    }
}
