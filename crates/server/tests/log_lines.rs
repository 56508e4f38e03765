//! C46, C31: no token, password or file key is in any log line, at the most talkative level.

use rollbook_server::serve;
use rollbook_testkit::{Bench, Engine, PASSWORD};
use std::{
    io::Write,
    sync::{Arc, Mutex},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no panic while writing").extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Sends a request by hand, so that no client of ours is among those who log.
async fn send(address: &str, head: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let request = format!(
        "{head} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-type: application/x-www-form-urlencoded\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.expect("the request is sent");
    let mut text = Vec::new();
    stream.read_to_end(&mut text).await.expect("all of the answer");
    String::from_utf8_lossy(&text).into_owned()
}

/// Signs Jón in; the cookies of the form and of the session.
async fn sign_in(address: &str) -> (String, String) {
    let cookie = |page: &str, name: &str| {
        let header =
            page.lines().filter_map(|line| line.strip_prefix("set-cookie: ")).find(|line| line.starts_with(name));
        header.and_then(|header| header.split(';').next()).expect("a cookie").to_owned()
    };
    let page = send(address, "GET /", "").await;
    let form_cookie = cookie(&page, "rollbook-form");
    let form = page.split("name=\"form\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("its value");
    let body = format!("email=jon%40nordlys.example&password={PASSWORD}&form={form}");
    let head = format!("POST / HTTP/1.1\r\ncookie: {form_cookie}\r\nx-rest:");
    let signed_in = send(address, &head, &body).await;
    assert!(signed_in.starts_with("HTTP/1.1 303"), "{signed_in}");
    (form_cookie, cookie(&signed_in, "rollbook-"))
}

#[tokio::test]
async fn c46_neither_token_nor_password_nor_the_files_key_is_in_any_log_line() {
    let lines = Lines::default();
    let writer = lines.clone();
    tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).init();
    let bench = Bench::open(Engine::Sqlite).await;
    bench.invite("Jón Þórsson", "jon@nordlys.example").await;
    let token = bench.token("jon@nordlys.example").await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(serve(listener, bench.directory.clone(), std::future::pending::<()>()));

    tracing::info!("logging works");
    let form = format!("password={PASSWORD}&again={PASSWORD}");
    let page = send(&address, &format!("GET /join/{token}"), "").await;
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    assert!(send(&address, &format!("POST /join/{token}/judge"), &form).await.starts_with("HTTP/1.1 200"));
    assert!(send(&address, &format!("POST /join/{token}"), "password=x&again=y").await.starts_with("HTTP/1.1 422"));
    assert!(send(&address, &format!("POST /join/{token}"), &form).await.starts_with("HTTP/1.1 200"));
    assert!(send(&address, &format!("POST /join/{token}"), &form).await.starts_with("HTTP/1.1 410"));
    let (form_cookie, session_cookie) = sign_in(&address).await;
    let head = format!("GET /me HTTP/1.1\r\ncookie: {session_cookie}\r\nx-rest:");
    assert!(send(&address, &head, "").await.starts_with("HTTP/1.1 200"), "signed in");
    bench.store().close().await;
    assert!(send(&address, &format!("GET /join/{token}"), "").await.starts_with("HTTP/1.1 503"));
    assert!(send(&address, &head, "").await.starts_with("HTTP/1.1 503"));

    let written = String::from_utf8_lossy(&lines.0.lock().unwrap()).into_owned();
    assert!(written.contains("logging works") && written.contains("a page could not be answered"));
    assert!(!written.contains(&token), "the token was logged");
    assert!(!written.contains(PASSWORD), "the password was logged");
    for cookie in [form_cookie, session_cookie] {
        let value = cookie.split('=').nth(1).expect("a value");
        assert!(value.len() > 40 && !written.contains(value), "a cookie was logged");
    }
    assert!(!written.to_lowercase().contains("pragma key"), "the statement that gives the file its key was logged");
}
