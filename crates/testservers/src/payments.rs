//! A stateful stand-in for the payment provider (`localstripe`): it keeps customers, prices, subscriptions and invoices,
//! charges test cards, and sends signed webhooks. It has no hosted pages (checkout, portal) and takes one item per
//! subscription.

use std::io;
use std::path::Path;
use std::process::Command;

use crate::process::Server;
use crate::venv;

/// A running stand-in on 127.0.0.1; it ends when it is dropped.
#[derive(Debug)]
pub struct PaymentServer {
    /// Where it listens.
    pub port: u16,
    _server: Server,
}

impl PaymentServer {
    /// Starts one on a free port. The first call of a fresh build folder installs it there.
    pub fn start() -> io::Result<Self> {
        let mut command = Command::new(venv::python()?);
        command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("payments/server.py"));
        let (server, port) = Server::start(&mut command)?;
        Ok(Self { port, _server: server })
    }

    /// Its address.
    pub fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}
