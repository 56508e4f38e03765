//! A server on loopback with an organization in it.

use rollbook_credentials::Secret;
use rollbook_directory::contract::{SignInStep, SignInWith, WireError};
use rollbook_remote::{Address, Client};
use rollbook_testkit::{Bench, Engine, PASSWORD};
use std::net::SocketAddr;
use tokio::{net::TcpListener, task::JoinHandle};

/// A server, and the organization that it serves.
pub(crate) struct House {
    pub(crate) bench: Bench,
    pub(crate) address: String,
    served: JoinHandle<()>,
}

impl Drop for House {
    fn drop(&mut self) {
        self.served.abort();
    }
}

impl House {
    pub(crate) async fn open(engine: Engine) -> Self {
        let bench = Bench::open(engine).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let router = axum::Router::new().nest("/api/v1", rollbook_server::api(bench.directory.clone()));
        let served = tokio::spawn(async move {
            let service = router.into_make_service_with_connect_info::<SocketAddr>();
            axum::serve(listener, service).await.unwrap();
        });
        Self { bench, address, served }
    }

    /// A desktop at which nobody is signed in.
    pub(crate) fn desktop(&self) -> Client {
        Client::new(Address::parse(&self.address).unwrap()).unwrap()
    }

    /// A desktop at which the owner is signed in.
    pub(crate) async fn owners(&self) -> Client {
        let client = self.desktop();
        let next = enter(&client, "sigrun@nordlys.example", PASSWORD).await.unwrap();
        assert_eq!(next, SignInStep::In);
        client
    }
}

/// Somebody types e-mail and password.
pub(crate) async fn enter(client: &Client, email: &str, password: &str) -> Result<SignInStep, WireError> {
    let ask = SignInWith { email: email.to_owned(), password: Secret::new(password.to_owned()) };
    client.sign_in(&ask, "Rollbook on Linux").await
}
