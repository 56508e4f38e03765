//! What a database server answers instead of working, told apart so that a person knows what to do.

use crate::{Address, AddressProblem, StoreError};
use rustls::CertificateError;
use sqlx::error::DatabaseError;
use std::io::ErrorKind;

/// Why a database server isn't used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ServerProblem {
    /// Nobody knows a server of this name.
    #[error("no server {0} is known")]
    NameNotFound(String),
    /// Nothing listens there.
    #[error("nothing listens at {0}")]
    Refused(String),
    /// It doesn't answer, or all connections to it are busy.
    #[error("the database doesn’t answer")]
    NoAnswer,
    /// The line broke.
    #[error("the line to the database broke")]
    Lost,
    /// It is starting, stopping, or only copies another one.
    #[error("the database is starting or stopping")]
    NotNow,
    /// It has no room for another connection.
    #[error("the database takes no more connections")]
    Crowded,
    /// A statement took longer than it may.
    #[error("the database took too long")]
    TooSlow,
    /// Something answers, but not as PostgreSQL does.
    #[error("what answers there isn’t PostgreSQL")]
    NotPostgres,
    /// It doesn't encrypt.
    #[error("the database doesn’t encrypt its connections")]
    NoTls,
    /// Its certificate doesn't prove that it is the one that was asked for.
    #[error("the database’s certificate can’t be trusted: {0}")]
    Certificate(CertificateProblem),
    /// It doesn't take the password.
    #[error("the database refuses the user or the password")]
    WrongPassword,
    /// It doesn't let this user in from here.
    #[error("the database doesn’t let this user in from here")]
    NotLetIn,
    /// It has no database of this name.
    #[error("there is no database {0}")]
    NoDatabase(String),
    /// The user may not do what Rollbook has to do.
    #[error("the database’s user may not do this: {0}")]
    Forbidden(String),
    /// It is older than what is supported.
    #[error("PostgreSQL {0} is too old; 15 or newer is needed")]
    TooOld(String),
}

/// What is wrong with a certificate.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CertificateProblem {
    /// Nobody whom this side trusts signed it.
    #[error("an unknown authority signed it")]
    UnknownAuthority,
    /// It is for another name.
    #[error("it is for another name")]
    OtherName,
    /// Its time is over.
    #[error("it has expired")]
    Expired,
    /// Its time hasn't begun; or this computer's clock is wrong.
    #[error("it isn’t valid yet")]
    NotYet,
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

impl ServerProblem {
    /// Whether waiting may help: the same question can be asked again later.
    pub const fn passes(&self) -> bool {
        matches!(
            self,
            Self::NameNotFound(_)
                | Self::Refused(_)
                | Self::NoAnswer
                | Self::Lost
                | Self::NotNow
                | Self::Crowded
                | Self::TooSlow
        )
    }

    /// What the server or the line to it said, while somebody works with it.
    pub(crate) fn of(error: &sqlx::Error) -> Option<Self> {
        match error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => Some(Self::NoAnswer),
            sqlx::Error::Io(broken) => Some(of_line(broken)),
            sqlx::Error::Tls(refused) => Some(of_handshake(refused.as_ref())),
            sqlx::Error::Database(said) => of_server(said.as_ref()),
            _ => None,
        }
    }

    /// The same about the first word that was exchanged.
    pub(crate) fn while_connecting(error: sqlx::Error, address: &Address) -> StoreError {
        let problem = match &error {
            sqlx::Error::Io(broken) if broken.kind() == ErrorKind::ConnectionRefused => Self::Refused(address.shown()),
            // Of files there is the server's socket, or the certificate of an authority.
            sqlx::Error::Io(broken) if broken.kind() == ErrorKind::NotFound => match address.authority() {
                Some(gone) if !gone.exists() => {
                    let problem = AddressProblem::Authority(format!("{}: {broken}", gone.display()));
                    return StoreError::Address(problem);
                }
                _ => Self::Refused(address.shown()),
            },
            sqlx::Error::Protocol(_) => Self::NotPostgres,
            sqlx::Error::Database(said) if said.code().as_deref() == Some("3D000") => {
                Self::NoDatabase(address.database().to_owned())
            }
            other => match Self::of(other) {
                Some(problem) => problem,
                None => return StoreError::Database(error),
            },
        };
        StoreError::Server(problem)
    }
}

/// A line that broke: by the network, or because the certificate was not trusted.
fn of_line(broken: &std::io::Error) -> ServerProblem {
    match broken.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        Some(refused) => of_handshake(refused),
        None if matches!(
            broken.kind(),
            ErrorKind::TimedOut | ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown
        ) =>
        {
            ServerProblem::NoAnswer
        }
        None => ServerProblem::Lost,
    }
}

fn of_handshake(refused: &(dyn std::error::Error + 'static)) -> ServerProblem {
    let problem = match refused.downcast_ref::<rustls::Error>() {
        Some(rustls::Error::InvalidCertificate(certificate)) => match certificate {
            CertificateError::UnknownIssuer | CertificateError::BadSignature => CertificateProblem::UnknownAuthority,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                CertificateProblem::OtherName
            }
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => CertificateProblem::Expired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => CertificateProblem::NotYet,
            other => CertificateProblem::Other(other.to_string()),
        },
        Some(other) => CertificateProblem::Other(other.to_string()),
        // sqlx's own words, of the answer to the question whether it encrypts.
        None if refused.to_string().contains("does not support TLS") => return ServerProblem::NoTls,
        None => CertificateProblem::Other(refused.to_string()),
    };
    ServerProblem::Certificate(problem)
}

/// PostgreSQL's own words, by their code (its manual's appendix A).
fn of_server(said: &dyn DatabaseError) -> Option<ServerProblem> {
    let postgres = said.try_downcast_ref::<sqlx::postgres::PgDatabaseError>()?;
    Some(match postgres.code() {
        "28P01" => ServerProblem::WrongPassword,
        "28000" => ServerProblem::NotLetIn,
        "3D000" => ServerProblem::NoDatabase(String::new()),
        "42501" => ServerProblem::Forbidden(postgres.message().to_owned()),
        // Shutdowns, starts, and a server that only follows another one.
        "57P01" | "57P02" | "57P03" | "25006" => ServerProblem::NotNow,
        "53300" => ServerProblem::Crowded,
        "57014" => ServerProblem::TooSlow,
        // Its own time-outs of idle sessions and transactions.
        "57P05" | "25P03" | "25P04" => ServerProblem::Lost,
        code if code.starts_with("08") => ServerProblem::Lost,
        code if code.starts_with("53") && code != "53100" => ServerProblem::Crowded,
        _ => return None,
    })
}
