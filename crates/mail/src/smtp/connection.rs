//! One conversation with the mail server, used for one mail after the other.

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Noop, Quit, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::error::{ErrorCode, Scope, SendError};
use super::judge::{self, Step, judge};
use super::line_by_line::LineByLine;
use super::mailer::Mailer;
use super::message::{Finished, finish};
use super::{Security, Timeouts};
use crate::outbox::Outgoing;

/// An open conversation. After an error that is not of [`Scope::Mail`] it is of no use any more.
pub struct Connection {
    smtp: AsyncSmtpConnection,
    mailer: Mailer,
    used: bool,
}

impl Connection {
    /// Finds the server, connects, encrypts and signs in.
    pub(super) async fn open(mailer: &Mailer) -> Result<Self, SendError> {
        let smtp = greet(mailer).await?;
        let mut connection = Self { smtp, mailer: mailer.clone(), used: false };
        if let Some((user, password)) = mailer.credentials() {
            let credentials = Credentials::new(user.to_owned(), password.expose().to_owned());
            let (server, limit) = (mailer.server(), mailer.timeouts.answer);
            let signing_in = connection.smtp.auth(DEFAULT_MECHANISMS, &credentials);
            within(server, limit, Step::Auth, signing_in).await?;
        }
        Ok(connection)
    }

    /// Hands one mail over. Returns once the server has taken it.
    pub async fn send(&mut self, mail: &Outgoing, now_ms: i64) -> Result<(), SendError> {
        let finished = finish(&self.mailer.settings, mail, now_ms)?;
        // Whatever became of the mail before, the server forgets it. Servers also hang up after a while,
        // or after some mails: then this mail gets a line of its own.
        if self.used && self.step(Step::Idle, Rset).await.is_err() {
            *self = Self::open(&self.mailer).await?;
        }
        self.used = true;
        self.hand_over(&finished).await
    }

    /// Asks for a sign of life.
    pub(super) async fn noop(&mut self) -> Result<(), SendError> {
        self.step(Step::Idle, Noop).await
    }

    /// Takes leave. The mails are delivered already, so whatever is answered doesn't matter.
    pub async fn close(mut self) {
        let _ = self.step(Step::Idle, Quit).await;
    }

    async fn hand_over(&mut self, mail: &Finished) -> Result<(), SendError> {
        let mut options = Vec::new();
        let utf8 = mail.envelope.to().iter().any(|to| !AsRef::<str>::as_ref(to).is_ascii());
        if utf8 {
            if !self.smtp.server_info().supports_feature(Extension::SmtpUtfEight) {
                let words = "The mail server can’t deliver to an address with such letters before the @. Use another address of this person";
                return Err(SendError::of_mail(ErrorCode::BadAddress, words.to_owned()));
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        if !mail.bytes.is_ascii() {
            options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        self.step(Step::Sender, Mail::new(mail.envelope.from().cloned(), options)).await?;
        for to in mail.envelope.to() {
            self.step(Step::Recipient, Rcpt::new(to.clone(), Vec::new())).await?;
        }
        self.step(Step::Data, Data).await?;
        let (server, limit) = (self.mailer.server(), self.mailer.timeouts.accept);
        within(server, limit, Step::Message, self.smtp.message(&mail.bytes)).await.map(drop)
    }

    async fn step(&mut self, step: Step, command: impl std::fmt::Display) -> Result<(), SendError> {
        let (server, limit) = (self.mailer.server(), self.mailer.timeouts.answer);
        within(server, limit, step, self.smtp.command(command)).await.map(drop)
    }
}

/// Up to the EHLO over the line that the settings ask for.
async fn greet(mailer: &Mailer) -> Result<AsyncSmtpConnection, SendError> {
    let (server, timeouts) = (mailer.server(), mailer.timeouts);
    let addresses = look_up(mailer).await?;
    let hello = ClientId::default();
    match (mailer.settings.security, &mailer.tls) {
        (Security::ImplicitTls, Some(tls)) => {
            let connecting = AsyncSmtpConnection::connect_tokio1(
                addresses.as_slice(),
                Some(timeouts.connect),
                &hello,
                Some(tls.clone()),
                None,
            );
            within(server, timeouts.connect + timeouts.answer, Step::Connect, connecting).await
        }
        (Security::StartTls, Some(tls)) => {
            let mut smtp = plain(server, timeouts, &addresses, &hello).await?;
            encrypt(server, timeouts, &mut smtp, tls.clone(), &hello).await?;
            Ok(smtp)
        }
        // Without TLS parameters nothing leaves this machine, whatever the settings say.
        _ => {
            let here: Vec<SocketAddr> = addresses.into_iter().filter(|address| address.ip().is_loopback()).collect();
            plain(server, timeouts, &here, &hello).await
        }
    }
}

async fn look_up(mailer: &Mailer) -> Result<Vec<SocketAddr>, SendError> {
    let settings = &mailer.settings;
    let server = mailer.server();
    let looking = tokio::net::lookup_host((mailer.ascii_host(), settings.port));
    let found = timeout(mailer.timeouts.connect, looking).await.map_err(|_| judge::timeout(server, Step::Connect))?;
    let addresses: Vec<SocketAddr> = found.map_err(|_| judge::name_not_found(server))?.collect();
    if addresses.is_empty() { Err(judge::name_not_found(server)) } else { Ok(addresses) }
}

async fn plain(
    server: &str,
    timeouts: Timeouts,
    addresses: &[SocketAddr],
    hello: &ClientId,
) -> Result<AsyncSmtpConnection, SendError> {
    let connecting = timeout(timeouts.connect, TcpStream::connect(addresses));
    let stream = connecting.await.map_err(|_| judge::timeout(server, Step::Connect))?;
    let stream = stream.map_err(|error| judge::line(server, Step::Connect, &error))?;
    let greeting = AsyncSmtpConnection::connect_with_transport(Box::new(LineByLine::new(stream)), hello);
    within(server, timeouts.answer, Step::Connect, greeting).await
}

async fn encrypt(
    server: &str,
    timeouts: Timeouts,
    smtp: &mut AsyncSmtpConnection,
    tls: TlsParameters,
    hello: &ClientId,
) -> Result<(), SendError> {
    within(server, timeouts.answer, Step::StartTls, smtp.starttls(tls, hello)).await
}

async fn within<T>(
    server: &str,
    limit: Duration,
    step: Step,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, SendError> {
    match timeout(limit, work).await {
        Ok(done) => done.map_err(|error| judge(server, step, &error)),
        Err(_) => Err(judge::timeout(server, step)),
    }
}

impl SendError {
    /// Whether the conversation that it came from can't be used any more.
    pub(crate) fn ends_conversation(&self) -> bool {
        self.scope != Scope::Mail
    }
}
