//! Requests that aren't meant well: other hosts, too large, too slow, no HTTP at all.

use crate::common::{Office, PATIENCE, Settings, answer};
use rollbook_testservers::postgres::database;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

async fn raw(base: &str, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(base.trim_start_matches("http://")).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let mut said = Vec::new();
    // The server may hang up in the middle of what it says to nonsense.
    drop(tokio::time::timeout(PATIENCE, stream.read_to_end(&mut said)).await.expect("it answers or hangs up"));
    String::from_utf8_lossy(&said).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c35_a_forged_host_is_turned_away_and_is_in_no_answer() {
    let url = database().unwrap();
    let settings = Settings::over(&url);
    let office = Office::found(&url, &settings.base()).await;
    let path = office.invited("Ann Lee", "ann@nordlys.example").await;
    let mut server = settings.serve().await;
    server.until_ready().await;
    for host in ["evil.example", "accounts.nordlys.example.evil.example"] {
        let page = answer(server.client.get(format!("{}{path}", server.base)).header("host", host)).await.unwrap();
        assert_eq!(page.status, 421, "{host}");
        assert!(!page.text.contains("evil"));
    }
    let forwarded = server.client.get(format!("{}{path}", server.base)).header("x-forwarded-host", "evil.example");
    let page = answer(forwarded.header("forwarded", "host=evil.example")).await.unwrap();
    assert_eq!(page.status, 200);
    assert!(!page.text.contains("evil.example"), "what a header says is in no page");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_malformed_or_too_large_is_refused_and_the_server_goes_on() {
    let url = database().unwrap();
    let settings = Settings::over(&url);
    Office::found(&url, &settings.base()).await;
    let mut server = settings.serve().await;
    server.until_ready().await;
    let base = server.base.clone();
    let host = base.trim_start_matches("http://").to_owned();
    let long_head = format!("GET / HTTP/1.1\r\nhost: {host}\r\nx: {}\r\n\r\n", "x".repeat(600_000));
    let many_heads = "x: y\r\n".repeat(500);
    let cases: Vec<(Vec<u8>, &[&str])> = vec![
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(), &["", "HTTP/1.1 400"]),
        (b"hello\r\n\r\n".to_vec(), &["HTTP/1.1 400", ""]),
        (b"GET / HTTP/9.9\r\n\r\n".to_vec(), &["HTTP/1.1 400", "HTTP/1.1 505", ""]),
        (long_head.into_bytes(), &["HTTP/1.1 431", ""]),
        (format!("GET / HTTP/1.1\r\nhost: {host}\r\n{many_heads}\r\n").into_bytes(), &["HTTP/1.1 431", ""]),
        (
            format!("POST /join/x HTTP/1.1\r\nhost: {host}\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello")
                .into_bytes(),
            &["HTTP/1.1 400"],
        ),
        (
            format!(
                "POST /join/x HTTP/1.1\r\nhost: {host}\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\nzz\r\n"
            )
            .into_bytes(),
            &["HTTP/1.1 4", ""],
        ),
    ];
    for (bytes, expected) in cases {
        let said = raw(&base, &bytes).await;
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
        assert!(
            expected.iter().any(|begin| if begin.is_empty() { said.is_empty() } else { said.starts_with(begin) }),
            "{shown}: {said}"
        );
    }
    let large = "x".repeat(2 * 1024 * 1024);
    for path in ["/join/x", "/api/v1/session", "/api/v1/users_page"] {
        let page = answer(server.form(path, &large).header("content-type", "application/json")).await;
        // Whoever answers before all was sent hangs up.
        assert!(page.as_ref().is_none_or(|page| page.status.is_client_error()), "{path}: {page:?}");
    }
    assert_eq!(server.status("/readyz").await, 200);
    assert_eq!(server.status("/nothing").await, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_types_slowly_is_hung_up_on_and_nobody_waits_for_them() {
    let url = database().unwrap();
    let mut settings = Settings::over(&url);
    settings.set("connections", "16");
    Office::found(&url, &settings.base()).await;
    let mut server = settings.serve().await;
    server.until_ready().await;
    let host = server.base.trim_start_matches("http://").to_owned();
    let mut slow = Vec::new();
    for _ in 0..15 {
        let mut stream = TcpStream::connect(&host).await.unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nhost: ").await.unwrap();
        slow.push(stream);
    }
    assert_eq!(server.status("/healthz").await, 200, "others are answered meanwhile");
    // The same with a body that hardly moves.
    for path in ["/api/v1/session", "/join/x"] {
        let mut stream = TcpStream::connect(&host).await.unwrap();
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/x-www-form-urlencoded\r\n\
             content-length: 1000\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        slow.push(stream);
    }
    for mut stream in slow {
        let mut said = Vec::new();
        drop(tokio::time::timeout(PATIENCE, stream.read_to_end(&mut said)).await.expect("it hangs up"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_fills_the_servers_memory_without_being_signed_in() {
    let url = database().unwrap();
    let settings = Settings::over(&url);
    Office::found(&url, &settings.base()).await;
    let mut server = settings.serve().await;
    server.until_ready().await;
    let host = server.base.trim_start_matches("http://").to_owned();
    for token in ["", "authorization: Bearer wrong\r\n"] {
        // The head alone: an answer comes before anything of the body is awaited.
        let head = format!(
            "POST /api/v1/tables_import HTTP/1.1\r\nhost: {host}\r\n{token}content-type: application/json\r\n\
             content-length: 200000000\r\nconnection: close\r\n\r\n"
        );
        let said = raw(&server.base, head.as_bytes()).await;
        assert!(said.starts_with("HTTP/1.1 401"), "{said}");
    }
}
