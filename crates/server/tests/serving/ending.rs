//! The end: whoever asked is answered, and nobody new is let in.

use crate::common::{Office, PATIENCE, Settings, bare};
use rollbook_testservers::postgres::database;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_under_way_is_answered_before_the_server_ends() {
    for signal in ["TERM", "INT"] {
        let url = database().unwrap();
        let settings = Settings::over(&url);
        let office = Office::found(&url, &settings.base()).await;
        let path = office.invited("Ann Lee", "ann@nordlys.example").await;
        let mut server = settings.serve().await;
        server.until_ready().await;
        // Half of a request, then the wish to end, then the other half.
        let mut stream = TcpStream::connect(server.base.trim_start_matches("http://")).await.unwrap();
        let body = format!("password={0}&again={0}", rollbook_testkit::PASSWORD);
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\ncontent-type: application/x-www-form-urlencoded\r\n\
             content-length: {}\r\nconnection: close\r\n\r\n",
            server.base.trim_start_matches("http://"),
            body.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&body.as_bytes()[..10]).await.unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        server.signal(signal);
        server
            .until(async |server| server.log().contains("\"ending\"") || server.get("/healthz").await.is_none())
            .await;
        stream.write_all(&body.as_bytes()[10..]).await.unwrap();
        let mut said = String::new();
        tokio::time::timeout(PATIENCE, stream.read_to_string(&mut said)).await.unwrap().unwrap();
        assert!(said.starts_with("HTTP/1.1 200") || said.starts_with("HTTP/1.1 303"), "{said}");
        server.until_ended().await;
        assert!(server.get("/healthz").await.is_none(), "nobody new is let in");
        assert_eq!(office.active().await, 2);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_asked_to_end_ends_well_also_without_its_database() {
    let settings = Settings::over("postgres://nobody@127.0.0.1:1/none");
    let mut server = settings.serve().await;
    server.until_away().await;
    server.ask_to_end();
    server.until_ended().await;
    assert!(server.log().contains("\"ending\""), "{}", server.log());
}

#[tokio::test]
async fn an_address_that_is_taken_is_said_with_its_key() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut settings = Settings::over("postgres://nobody@127.0.0.1:1/none");
    settings.set("listen", &format!("\"{}\"", taken.local_addr().unwrap()));
    settings.said("serve").fails_with(3, "listen 127.0.0.1:");
    let help = crate::common::Said::of(bare("serve").arg("--help"));
    assert_eq!(help.code, Some(0));
}
