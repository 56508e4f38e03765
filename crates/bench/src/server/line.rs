//! A connection that stays open, as programs keep it: what it costs itself is next to nothing, so that
//! the machine is left to the server.

use crate::error::BenchError;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
};

/// An open connection.
pub(crate) struct Line {
    stream: BufReader<TcpStream>,
    host: String,
    body: Vec<u8>,
}

impl Line {
    /// Connects to `127.0.0.1:port`.
    pub(crate) async fn open(host: &str) -> Result<Self, BenchError> {
        let stream = TcpStream::connect(host).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream), host: host.to_owned(), body: Vec::new() })
    }

    /// Asks with JSON; the answer's body. Anything but a 2xx is an error.
    pub(crate) async fn post(&mut self, path: &str, token: &str, json: &str) -> Result<&[u8], BenchError> {
        let Self { host, .. } = self;
        let authorization = if token.is_empty() { String::new() } else { format!("authorization: Bearer {token}\r\n") };
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: {host}\r\n{authorization}content-type: application/json\r\ncontent-length: {}\r\n\r\n{json}",
            json.len()
        );
        self.stream.get_mut().write_all(request.as_bytes()).await?;
        let status = self.answer().await?;
        if (200..300).contains(&status) {
            Ok(&self.body)
        } else {
            Err(BenchError::Unfit(format!("{path} answered {status}: {}", String::from_utf8_lossy(&self.body))))
        }
    }

    /// Reads a head, and a body of the length that it names.
    async fn answer(&mut self) -> Result<u16, BenchError> {
        let mut line = String::new();
        self.stream.read_line(&mut line).await?;
        let status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| BenchError::Unfit(format!("no answer: {line:?}")))?;
        let mut length = 0;
        loop {
            line.clear();
            self.stream.read_line(&mut line).await?;
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().map_err(BenchError::of)?;
            }
        }
        self.body.resize(length, 0);
        self.stream.read_exact(&mut self.body).await?;
        Ok(status)
    }
}
