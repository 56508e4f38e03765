//! Waiting for a process to be ready, always with an end to the patience.

use std::io::{self, BufRead as _, BufReader};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

/// Asks `probe` again and again until it answers or `patience` runs out.
pub fn within<T>(patience: Duration, mut probe: impl FnMut() -> Option<T>) -> Option<T> {
    let start = Instant::now();
    loop {
        if let Some(answer) = probe() {
            return Some(answer);
        }
        if start.elapsed() > patience {
            return None;
        }
        thread::sleep(Duration::from_millis(20));
    }
}

/// The first line that `child` prints on its piped standard output, without the
/// line end. Fails when it ends before.
pub fn first_line(child: &mut Child) -> io::Result<String> {
    let pipe = child.stdout.take().ok_or_else(|| io::Error::other("its output is not a pipe"))?;
    let mut line = String::new();
    BufReader::new(pipe).read_line(&mut line)?;
    if line.ends_with('\n') {
        line.truncate(line.trim_end().len());
        Ok(line)
    } else {
        Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it ended without a word"))
    }
}

/// A loopback port that was free a moment ago.
pub fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// Whether somebody takes connections at this loopback port.
pub fn answers(port: u16) -> bool {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpStream::connect_timeout(&address, Duration::from_millis(200)).is_ok()
}

/// The end of a log, for an error: at most `lines` lines.
pub fn last_words(log: &Path, lines: usize) -> String {
    let text = std::fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let text = text.unwrap_or_default();
    let all: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    match all.len().saturating_sub(lines) {
        _ if all.is_empty() => "(nothing)".to_owned(),
        from => all[from..].join("\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patience_ends() {
        let start = Instant::now();
        assert_eq!(within(Duration::from_millis(60), || None::<()>), None);
        assert!(start.elapsed() < Duration::from_secs(5));
    }

    #[test]
    fn a_port_answers_only_while_somebody_listens() {
        let port = free_port().unwrap();
        assert!(!answers(port));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
        assert!(answers(port));
        drop(listener);
    }

    #[test]
    fn last_words_are_the_end_of_the_log() {
        let folder = crate::folder::throwaway("words").unwrap();
        let log = folder.join("log");
        std::fs::write(&log, "one\ntwo\n\nthree\n").unwrap();
        assert_eq!(last_words(&log, 2), "two\nthree");
        std::fs::remove_dir_all(folder).unwrap();
        assert_eq!(last_words(&log, 2), "(nothing)");
    }
}
