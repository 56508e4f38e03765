//! The sample organization in a PostgreSQL database, with a server over it: what the window connects to.

use rollbook_credentials::{
    Secret,
    password::{self, Cost},
};
use rollbook_directory::{Directory, Entropy, SystemClock};
use rollbook_store::{Schema, Store};
use std::{net::SocketAddr, sync::Arc};
use tokio::{net::TcpListener, task::JoinHandle};

/// The sample's owner.
pub(crate) const OWNER: &str = "henrik.aas@nordlys.example";

/// A database with the sample in it, and a server over it.
pub(crate) struct Office {
    /// The server's address.
    pub(crate) server: String,
    /// The database's, with its password.
    pub(crate) database: String,
    pub(crate) directory: Directory,
    served: JoinHandle<()>,
}

impl Drop for Office {
    fn drop(&mut self) {
        self.served.abort();
    }
}

impl Office {
    pub(crate) async fn open() -> Self {
        let database = rollbook_testservers::postgres::database().unwrap();
        let store = Store::postgres(&database.parse().unwrap(), Schema::Migrate).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = format!("http://{}", listener.local_addr().unwrap());
        let clock = Arc::new(SystemClock);
        let directory = Directory::new(store, clock, Entropy::from_system(), Cost::MINIMUM, &server);
        directory.create_sample().await.unwrap();
        directory.tell_portal().await.unwrap();
        give_password(&database).await;
        let router = axum::Router::new().nest("/api/v1", rollbook_server::api(directory.clone()));
        let served = tokio::spawn(async move {
            let service = router.into_make_service_with_connect_info::<SocketAddr>();
            axum::serve(listener, service).await.unwrap();
        });
        Self { server, database, directory, served }
    }
}

impl Office {
    /// Ends every session, as time would.
    pub(crate) async fn end_sessions(&self) {
        let pool = sqlx::PgPool::connect(&self.database).await.unwrap();
        sqlx::query("UPDATE session SET expires = created_at").execute(&pool).await.unwrap();
        pool.close().await;
    }
}

/// Nobody in the sample has a password; the owner gets one, as somebody who holds the database can do.
async fn give_password(database: &str) {
    let secret = Secret::new(super::OWNERS_PASSWORD.to_owned());
    let hash = password::hash(&secret, &Cost::MINIMUM, &mut rand::rng()).unwrap();
    let pool = sqlx::PgPool::connect(database).await.unwrap();
    let changed = sqlx::query("UPDATE account SET password = $1, password_at = created_at WHERE email_key = $2")
        .bind(hash.as_phc())
        .bind(OWNER)
        .execute(&pool)
        .await
        .unwrap();
    assert_eq!(changed.rows_affected(), 1);
    pool.close().await;
}
