//! A server process that ends with its owner.

use std::io::{self, BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// A running server. Dropping it ends the process, by its own id; the process also ends by itself
/// when its standard input closes, so that a test that was killed leaves nothing behind.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
}

impl Server {
    /// Starts `command` and waits for its line `ready <port>`.
    pub(crate) fn start(command: &mut Command) -> io::Result<(Self, u16)> {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take();
        let server = Self { child };
        let mut line = String::new();
        if let Some(output) = output {
            BufReader::new(output).read_line(&mut line)?;
        }
        let port = line.strip_prefix("ready ").and_then(|rest| rest.trim().parse().ok());
        let port = port.ok_or_else(|| io::Error::other(format!("the server did not get ready, it said {line:?}")))?;
        Ok((server, port))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail only when the process is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
