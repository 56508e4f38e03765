//! SMTP servers that refuse, hang, break off or cheat.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What the server does next.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Answer {
    /// Says a line (or several, with CRLF between them).
    Say(&'static str),
    /// Says nothing any more, and keeps the line open.
    Hang,
    /// Says one sign after the other, and never a whole line.
    Drip,
    /// Ends the connection.
    Close,
}

/// A server on loopback; it ends when it is dropped.
pub(crate) struct FakeServer {
    pub(crate) port: u16,
    heard: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

/// How a well-behaved server answers. `CONNECT` is the greeting, `BODY` the whole message.
pub(crate) fn polite(heard: &str) -> Answer {
    Answer::Say(match heard.split_whitespace().next().unwrap_or_default() {
        "CONNECT" => "220 fake",
        "EHLO" => "250-fake\r\n250 8BITMIME",
        "DATA" => "354 go on",
        "QUIT" => "221 bye",
        _ => "250 fine",
    })
}

impl FakeServer {
    /// `answer` gets the number of the connection (from 1) and what was heard.
    pub(crate) async fn start(answer: impl Fn(u32, &str) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("bound").port();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let (answer, log) = (Arc::new(answer), heard.clone());
        let task = tokio::spawn(async move {
            let mut number = 0;
            while let Ok((stream, _)) = listener.accept().await {
                number += 1;
                let (answer, log) = (answer.clone(), log.clone());
                tokio::spawn(async move {
                    // The client may hang up at any time.
                    let _ = talk(stream, log, |heard| answer(number, heard)).await;
                });
            }
        });
        Self { port, heard, task }
    }

    /// Everything that clients said, message bodies as `BODY`.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.heard.lock().expect("not poisoned").clone()
    }
}

impl Drop for FakeServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn talk(stream: TcpStream, log: Arc<Mutex<Vec<String>>>, answer: impl Fn(&str) -> Answer) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut heard = "CONNECT".to_owned();
    loop {
        let said = match answer(&heard) {
            Answer::Say(line) => line,
            Answer::Close => return Ok(()),
            Answer::Hang => return hang(stream).await,
            Answer::Drip => loop {
                stream.write_all(b"2").await?;
                tokio::time::sleep(Duration::from_millis(50)).await;
            },
        };
        stream.write_all(format!("{said}\r\n").as_bytes()).await?;
        let body = heard == "DATA" && said.starts_with('3');
        heard = listen(&mut stream, body).await?;
        if heard.is_empty() {
            return Ok(());
        }
        log.lock().expect("not poisoned").push(heard.clone());
    }
}

async fn listen(stream: &mut BufReader<TcpStream>, body: bool) -> std::io::Result<String> {
    loop {
        let mut line = Vec::new();
        if stream.read_until(b'\n', &mut line).await? == 0 {
            return Ok(String::new());
        }
        let line = String::from_utf8_lossy(&line).trim_end().to_owned();
        if !body {
            return Ok(line);
        }
        if line == "." {
            return Ok("BODY".to_owned());
        }
    }
}

async fn hang(stream: BufReader<TcpStream>) -> std::io::Result<()> {
    tokio::time::sleep(Duration::from_mins(1)).await;
    drop(stream);
    Ok(())
}

/// Sits between a client and the real server on `target`, as somebody on the network would: carries everything over,
/// and in the same breath as the plain reply to STARTTLS slips in forged answers to all that comes after it.
pub(crate) async fn slip_answers_in(target: u16) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("bound").port();
    tokio::spawn(async move {
        let (client, _) = listener.accept().await?;
        let server = TcpStream::connect(("127.0.0.1", target)).await?;
        let (mut from_client, mut to_client) = client.into_split();
        let (mut from_server, mut to_server) = server.into_split();
        tokio::spawn(async move { tokio::io::copy(&mut from_client, &mut to_server).await });
        let mut bytes = vec![0; 4096];
        loop {
            let count = from_server.read(&mut bytes).await?;
            let mut said = bytes[..count].to_vec();
            if said.starts_with(b"220 Ready to start TLS") {
                said.extend_from_slice(b"250-forged\r\n250 8BITMIME\r\n250 ok\r\n250 ok\r\n354 go on\r\n250 taken\r\n");
            }
            to_client.write_all(&said).await?;
            if count == 0 {
                return std::io::Result::Ok(());
            }
        }
    });
    port
}
