//! What the mail tests share: settings, mails, an outbox in memory, and servers that misbehave.

pub(crate) mod fake_server;
pub(crate) mod memory_outbox;

use std::time::Duration;

use rollbook_mail::outbox::Outgoing;
use rollbook_mail::smtp::{Mailer, Password, Security, SmtpSettings, Timeouts};
use rollbook_testservers::smtp::SmtpServer;
use tokio::net::TcpSocket;

/// 21 November 2026, 12:00 UTC.
pub(crate) const NOW: i64 = 1_795_262_400_000;

pub(crate) fn settings(port: u16, security: Security) -> SmtpSettings {
    SmtpSettings {
        host: "localhost".to_owned(),
        port,
        security,
        username: None,
        from_name: "Nordlys Rederi".to_owned(),
        from_address: "accounts@nordlys.no".to_owned(),
    }
}

/// Limits that a test can wait for.
pub(crate) fn short() -> Timeouts {
    Timeouts { connect: Duration::from_secs(2), answer: Duration::from_millis(800), accept: Duration::from_millis(900) }
}

/// Limits that a busy machine keeps.
pub(crate) fn patient() -> Timeouts {
    let ten = Duration::from_secs(10);
    Timeouts { connect: ten, answer: ten, accept: ten }
}

/// A port that stays taken while nobody listens there.
pub(crate) fn nobody_listens() -> (TcpSocket, u16) {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind(([127, 0, 0, 1], 0).into()).expect("a free port");
    let port = socket.local_addr().expect("bound").port();
    (socket, port)
}

/// A mailer for a server that this machine runs without encryption.
pub(crate) fn plain(port: u16, timeouts: Timeouts) -> Mailer {
    let settings = settings(port, Security::PlainLoopback);
    Mailer::new(settings, None, None).expect("valid settings").with_timeouts(timeouts)
}

/// A mailer that trusts the server's root certificate and signs in where a password is given.
pub(crate) fn trusting(server: &SmtpServer, security: Security, account: Option<(&str, &str)>) -> Mailer {
    let mut settings = settings(server.port, security);
    settings.username = account.map(|(user, _)| user.to_owned());
    let password = account.map(|(_, password)| Password::new(password.to_owned()));
    let root = server.root_pem.as_ref().map(String::as_bytes);
    Mailer::new(settings, password, root).expect("valid settings").with_timeouts(patient())
}

/// A mail; the number makes its id and its address.
pub(crate) fn mail(number: u8) -> Outgoing {
    Outgoing {
        id: [number; 16],
        to_name: "Sigrún Jónsdóttir".to_owned(),
        to_address: format!("person{number}@example.org"),
        subject: "Ingrid invited you to Nordlys Røderi".to_owned(),
        text: "Hello Sigrún,\n\nhttps://nordlys.rollbook.example/l/7Qm2\n".to_owned(),
        html: "<p>Hello Sigrún</p>".to_owned(),
        attempts: 1,
    }
}
