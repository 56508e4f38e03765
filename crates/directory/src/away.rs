//! What a person is told about a database server that isn't used, and what would help.

use crate::contract::{WireCode, WireError};
use rollbook_store::{CertificateProblem, ServerProblem};

/// The words for each cause.
pub(crate) fn words(problem: &ServerProblem) -> WireError {
    let (message, help) = match problem {
        ServerProblem::NameNotFound(host) => (
            format!("No server is known as {host}."),
            "Check its name, and that this computer is on the right network.",
        ),
        ServerProblem::Refused(place) => (
            format!("Nothing answers at {place}."),
            "Check the port, that the database runs, and that it listens for other computers.",
        ),
        ServerProblem::NoAnswer => {
            ("The database doesn’t answer.".to_owned(), "Check the network between here and there, and try again.")
        }
        ServerProblem::Lost => ("The line to the database broke.".to_owned(), "Nothing half done stays. Try again."),
        ServerProblem::NotNow => {
            ("The database is starting, stopping or only a copy.".to_owned(), "Wait a moment, then try again.")
        }
        ServerProblem::Crowded => (
            "The database takes no more connections.".to_owned(),
            "Try again. If it stays so, allow it more connections (max_connections).",
        ),
        ServerProblem::TooSlow => {
            ("The database took too long. Nothing was changed.".to_owned(), "Try again when it has less to do.")
        }
        ServerProblem::NotPostgres => {
            ("What answers there isn’t a PostgreSQL database.".to_owned(), "Check the address and the port.")
        }
        ServerProblem::NoTls => (
            "The database doesn’t encrypt its connections.".to_owned(),
            "Set up TLS on the database, so that nobody in between can read or change anything.",
        ),
        ServerProblem::Certificate(problem) => return certificate(problem),
        ServerProblem::WrongPassword => {
            ("The database refuses the user or the password.".to_owned(), "Check both; capital letters count.")
        }
        ServerProblem::NotLetIn => (
            "The database doesn’t let this user in from here.".to_owned(),
            "Allow the user, the database and this computer in its pg_hba.conf.",
        ),
        ServerProblem::NoDatabase(name) => (
            if name.is_empty() {
                "There is no such database.".to_owned()
            } else {
                format!("There is no database {name}.")
            },
            "Check its name, or create it there.",
        ),
        ServerProblem::Forbidden(said) => (
            format!("The database doesn’t allow its user to do this: {said}."),
            "Give the user the rights that docs/SERVER.md names.",
        ),
        ServerProblem::TooOld(version) => {
            (format!("PostgreSQL {version} is too old."), "Rollbook needs PostgreSQL 15 or newer.")
        }
    };
    WireError::new(code(problem), message, help)
}

const fn code(problem: &ServerProblem) -> WireCode {
    match problem {
        ServerProblem::NameNotFound(_) => WireCode::NameNotFound,
        ServerProblem::NoTls | ServerProblem::Certificate(_) => WireCode::Untrusted,
        ServerProblem::NotPostgres => WireCode::NotRollbook,
        ServerProblem::TooOld(_) => WireCode::WrongVersion,
        ServerProblem::WrongPassword
        | ServerProblem::NotLetIn
        | ServerProblem::NoDatabase(_)
        | ServerProblem::Forbidden(_) => WireCode::NoConnection,
        ServerProblem::Refused(_)
        | ServerProblem::NoAnswer
        | ServerProblem::Lost
        | ServerProblem::NotNow
        | ServerProblem::Crowded
        | ServerProblem::TooSlow => WireCode::Unreachable,
    }
}

fn certificate(problem: &CertificateProblem) -> WireError {
    let (message, help) = match problem {
        CertificateProblem::UnknownAuthority => (
            "The database’s certificate is signed by an authority that this computer doesn’t know.".to_owned(),
            "Name the file with the authority’s certificate. If the database never had an own one, somebody may stand in between.",
        ),
        CertificateProblem::OtherName => (
            "The database’s certificate is for another name.".to_owned(),
            "Use the name that the certificate is for. If that is this one, somebody may stand in between.",
        ),
        CertificateProblem::Expired => (
            "The database’s certificate has expired.".to_owned(),
            "Renew it on the database, and check this computer’s clock.",
        ),
        CertificateProblem::NotYet => {
            ("The database’s certificate isn’t valid yet.".to_owned(), "Check this computer’s clock.")
        }
        CertificateProblem::Other(said) => {
            (format!("The database’s certificate can’t be trusted: {said}."), "Check the certificate on the database.")
        }
    };
    WireError::new(WireCode::Untrusted, message, help)
}

/// The words for a database whose schema isn't ready.
pub(crate) fn not_migrated(found: Option<i64>) -> WireError {
    match found {
        None => WireError::new(
            WireCode::WrongVersion,
            "The database is empty: Rollbook was never set up in it.",
            "Run rollbook-server migrate with this database, then rollbook-server seed.",
        ),
        Some(_) => WireError::new(
            WireCode::WrongVersion,
            "The database was set up by an older version of Rollbook.",
            "Run rollbook-server migrate of this version once; every server has to be of this version then.",
        ),
    }
}
