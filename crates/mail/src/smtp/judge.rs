//! From what the mail library reports, and the step it happened in, to an error that a person understands.

use std::error::Error as _;
use std::io;

use lettre::transport::smtp::Error;

use super::error::{ErrorCode, SendError};

/// The step of the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Connect,
    StartTls,
    Auth,
    Idle,
    Sender,
    Recipient,
    Data,
    Message,
}

impl Step {
    /// An error of the line: before the first mail it will meet every mail, later perhaps this one only
    /// (some servers keep a client waiting because of one recipient).
    fn line_error(self, code: ErrorCode, words: String) -> SendError {
        match self {
            Self::Connect | Self::StartTls | Self::Auth => SendError::of_server(code, words),
            Self::Idle | Self::Sender | Self::Recipient | Self::Data | Self::Message => {
                SendError::of_conversation(code, words)
            }
        }
    }
}

/// An answer that did not come in time.
pub(super) fn timeout(server: &str, step: Step) -> SendError {
    let words = format!(
        "{server} did not answer in time. Check the port and the kind of encryption; a firewall can be in between"
    );
    step.line_error(ErrorCode::Timeout, words)
}

/// A name that leads nowhere.
pub(super) fn name_not_found(server: &str) -> SendError {
    let words = format!("No machine named {server} was found. Check the server’s name and this machine’s network");
    SendError::of_server(ErrorCode::NameNotFound, words)
}

/// The error of one step, as the library gave it.
pub(super) fn judge(server: &str, step: Step, error: &Error) -> SendError {
    if let Some(status) = error.status() {
        return answered(server, step, u16::from(status), &said(error));
    }
    if let Some(failure) = io_error(error) {
        return line(server, step, failure);
    }
    if step == Step::StartTls && error.is_client() {
        let words = format!("{server} offers no STARTTLS. Choose TLS with port 465, or ask who runs the server");
        return SendError::of_server(ErrorCode::Tls, words);
    }
    if step == Step::Auth && error.is_client() {
        let words = format!("{server} offers no way to sign in that is known here (PLAIN, LOGIN). Ask who runs it");
        return SendError::of_server(ErrorCode::Auth, words);
    }
    if error.is_response() && said(error) == "incomplete response" {
        return broke_off(server, step);
    }
    not_smtp(server, step)
}

/// The line failed, not the server's answer.
pub(super) fn line(server: &str, step: Step, error: &io::Error) -> SendError {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => {
            let words = format!("{server} refused the connection. Check the port, and that the mail server runs");
            SendError::of_server(ErrorCode::Refused, words)
        }
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable | io::ErrorKind::NetworkDown => {
            let words = format!("There is no way to {server} now. Check this machine’s network");
            SendError::of_server(ErrorCode::Unreachable, words)
        }
        io::ErrorKind::TimedOut => timeout(server, step),
        // The library that encrypts reports everything that it refuses in this way.
        io::ErrorKind::InvalidData if matches!(step, Step::Connect | Step::StartTls) => tls(server, error),
        io::ErrorKind::InvalidData => not_smtp(server, step),
        _ => broke_off(server, step),
    }
}

fn tls(server: &str, error: &io::Error) -> SendError {
    let detail = error.to_string();
    let help = if detail.contains("certificate") {
        "Its certificate is not trusted here, or is for another name. Use the name in the certificate, or add the root certificate of your organization"
    } else {
        "Check the port and the kind of encryption: 465 is for TLS, 587 for STARTTLS"
    };
    SendError::of_server(ErrorCode::Tls, format!("No encrypted line to {server} came about ({detail}). {help}"))
}

fn broke_off(server: &str, step: Step) -> SendError {
    let words =
        format!("{server} ended the connection in the middle. It is tried again; if it stays so, ask who runs it");
    step.line_error(ErrorCode::BrokeOff, words)
}

fn not_smtp(server: &str, step: Step) -> SendError {
    let words =
        format!("What answers at {server} is no mail server, or speaks another kind of encryption. Check the port");
    step.line_error(ErrorCode::NotSmtp, words)
}

fn answered(server: &str, step: Step, status: u16, said: &str) -> SendError {
    let quote = format!("{server} said: {status} {said}");
    let sign_in = |words: &str| SendError::of_server(ErrorCode::Auth, format!("{words}. {quote}"));
    match (step, status) {
        // 421 closes the line whatever it answers; 530 and 535 ask for a sign-in whatever they answer.
        (_, 421) | (Step::Connect | Step::Idle, _) => step.line_error(
            ErrorCode::ServerBusy,
            format!("The mail server takes no mail now. It is tried again. {quote}"),
        ),
        (Step::Auth, 400..500) => sign_in("The mail server can’t check the password now. It is tried again"),
        (Step::Auth, _) => sign_in("The mail server does not take the user name and password. Check both"),
        (_, 530 | 535) => sign_in("The mail server asks for a user name and password. Enter both"),
        (Step::StartTls, _) => SendError::of_server(
            ErrorCode::Tls,
            format!("The mail server refused to encrypt. Choose TLS with port 465. {quote}"),
        ),
        (_, 400..500) => SendError::of_mail(
            ErrorCode::Deferred,
            format!("The mail server takes this mail later. It is tried again. {quote}"),
        ),
        (Step::Sender, _) => SendError::of_server(
            ErrorCode::SenderRejected,
            format!(
                "The mail server does not take the sender. Use an address that belongs to the mail account. {quote}"
            ),
        ),
        (Step::Recipient, _) => SendError::of_mail(
            ErrorCode::RecipientRejected,
            format!("The mail server does not take this address. Check it, then send again. {quote}"),
        ),
        (Step::Data | Step::Message, _) => SendError::of_mail(
            ErrorCode::ServerRejected,
            format!("The mail server does not take this mail. Ask who runs it what the answer means. {quote}"),
        ),
    }
}

/// The server's own words, short and printable.
fn said(error: &Error) -> String {
    let words = error.source().map(ToString::to_string).unwrap_or_default();
    words.chars().filter(|sign| !sign.is_control()).take(200).collect()
}

fn io_error(error: &Error) -> Option<&io::Error> {
    let mut source = error.source();
    while let Some(inner) = source {
        if let Some(found) = inner.downcast_ref::<io::Error>() {
            return Some(found);
        }
        source = inner.source();
    }
    None
}
