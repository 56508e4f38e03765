//! What can stand between a desktop and its server: each in words by its cause.

use rollbook_directory::contract::WireCode;
use rollbook_remote::{Address, Client};
use std::sync::Arc;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};

async fn greeted(address: &str) -> WireCode {
    Client::new(Address::parse(address).unwrap()).unwrap().greet().await.unwrap_err().code
}

/// Answers every request with these bytes.
async fn answering(bytes: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = [0; 4096];
            drop(stream.read(&mut head).await);
            drop(stream.write_all(bytes.as_bytes()).await);
        }
    });
    address
}

#[tokio::test]
async fn a_name_that_leads_nowhere_is_named() {
    assert_eq!(greeted("https://accounts.nowhere.invalid").await, WireCode::NameNotFound);
}

#[tokio::test]
async fn a_port_where_nothing_listens_is_said() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    assert_eq!(greeted(&address).await, WireCode::Unreachable);
}

#[tokio::test]
async fn what_isn_t_rollbook_is_said() {
    let page = answering("HTTP/1.1 200 OK\r\ncontent-length: 6\r\nconnection: close\r\n\r\nhello\n").await;
    assert_eq!(greeted(&page).await, WireCode::NotRollbook);
    let missing = answering("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").await;
    assert_eq!(greeted(&missing).await, WireCode::NotRollbook);
    let away = answering("HTTP/1.1 503 Away\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").await;
    assert_eq!(greeted(&away).await, WireCode::Unreachable);
}

#[tokio::test]
async fn a_redirection_is_not_followed() {
    // A token would go to whoever is pointed at.
    let elsewhere = answering(
        "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
    );
    assert_eq!(greeted(&elsewhere.await).await, WireCode::NotRollbook);
}

#[tokio::test]
async fn a_server_that_nobody_vouches_for_is_not_trusted() {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let (acceptor, listener) = (TlsAcceptor::from(Arc::new(config)), TcpListener::bind("127.0.0.1:0").await.unwrap());
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            drop(acceptor.accept(stream).await);
        }
    });
    assert_eq!(greeted(&format!("https://localhost:{port}")).await, WireCode::Untrusted);
}
