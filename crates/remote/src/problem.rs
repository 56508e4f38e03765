//! What stands between this computer and the server, in words by cause.

use rollbook_directory::contract::{WireCode, WireError};
use std::{error::Error, io};

/// Why nothing was heard from `host`.
pub(crate) fn of(error: &reqwest::Error, host: &str) -> WireError {
    let causes: Vec<&(dyn Error + 'static)> =
        std::iter::successors(Some(error as &(dyn Error + 'static)), |error: &&(dyn Error + 'static)| {
            (*error).source()
        })
        .collect();
    let told = causes.iter().map(ToString::to_string).collect::<Vec<_>>().join(": ").to_lowercase();
    tracing::info!(cause = told, "the server wasn’t reached");
    if causes.iter().any(|cause| cause.is::<rustls::Error>()) || told.contains("certificate") {
        return WireError::new(
            WireCode::Untrusted,
            format!("{host} can’t prove that it is {host}: {}.", of_certificate(&told)),
            "Nothing was sent. Ask whoever runs the server; don’t go on from a network that you don’t know.",
        );
    }
    let refused = causes
        .iter()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|error| error.kind() == io::ErrorKind::ConnectionRefused);
    if told.contains("dns") || told.contains("lookup") || told.contains("name or service not known") {
        WireError::new(
            WireCode::NameNotFound,
            format!("The name {host} leads nowhere."),
            "Check how it is spelled, and whether this computer is online.",
        )
    } else if refused {
        WireError::new(
            WireCode::Unreachable,
            format!("Nothing answers at {host}."),
            "Check the port, and whether the server runs.",
        )
    } else if error.is_timeout() {
        WireError::new(WireCode::Unreachable, format!("{host} doesn’t answer in time."), "Try again in a moment.")
    } else {
        WireError::new(
            WireCode::Unreachable,
            format!("The connection to {host} was lost."),
            "Check whether this computer is online, then try again.",
        )
    }
}

fn of_certificate(told: &str) -> &'static str {
    if told.contains("expired") {
        "its certificate has expired"
    } else if told.contains("notvalidforname") || told.contains("not valid for name") || told.contains("name mismatch")
    {
        "its certificate is for another name"
    } else if told.contains("unknownissuer") || told.contains("unknown issuer") {
        "this computer doesn’t know who signed its certificate"
    } else {
        "its certificate doesn’t hold"
    }
}

/// What answered isn't a server of Rollbook.
pub(crate) fn stranger(host: &str) -> WireError {
    WireError::new(
        WireCode::NotRollbook,
        format!("What answers at {host} isn’t a server of Rollbook."),
        "Check the address, with its port and path.",
    )
}
