//! The sample organization in a PostgreSQL database, with a server over it: what the window connects to.

use rollbook_credentials::{
    Secret,
    factor::FactorKeys,
    password::{self, Cost},
};
use rollbook_directory::{ActorId, Directory, Entered, Entropy, Place, SignIn, SystemClock};
use rollbook_domain::session::SessionKind;
use rollbook_store::{Schema, Store};
use std::{net::SocketAddr, process::Command, sync::Arc};
use tokio::{net::TcpListener, task::JoinHandle};

/// The sample's owner.
pub(crate) const OWNER: &str = "henrik.aas@nordlys.example";

/// A database with the sample in it, and a server over it.
pub(crate) struct Office {
    /// The server's address.
    pub(crate) server: String,
    /// Its portal's, by a host name, as passkeys need one.
    pub(crate) portal: String,
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
        let at = listener.local_addr().unwrap();
        let (server, portal) = (format!("http://{at}"), format!("http://localhost:{}", at.port()));
        let clock = Arc::new(SystemClock);
        let directory = Directory::new(store, clock, Entropy::from_system(), Cost::MINIMUM, &portal);
        directory.set_factor_keys(FactorKeys::new(1, Secret::new([7; 32])));
        directory.create_sample().await.unwrap();
        directory.tell_portal().await.unwrap();
        give_password(&database, OWNER).await;
        let router = axum::Router::new()
            .nest("/api/v1", rollbook_server::api(directory.clone()))
            .merge(rollbook_server::portal(directory.clone()));
        let running = tokio::spawn(async move {
            let service = router.into_make_service_with_connect_info::<SocketAddr>();
            axum::serve(listener, service).await.unwrap();
        });
        Self { server, portal, database, directory, served: running }
    }
}

impl Office {
    /// Gives somebody else the same password as the owner.
    pub(crate) async fn give_password_to(&self, email: &str) {
        give_password(&self.database, email).await;
    }
    /// The owner requires a second factor of everybody, from now on.
    pub(crate) async fn asks_everybody_for_a_factor(&self) {
        let organization = self.directory.store().organizations().await.unwrap().remove(0).id;
        let owner = self.directory.owner(organization).await.unwrap();
        let desk = self.directory.desk(organization, ActorId::Member(owner.id));
        let seen = serde_json::to_value(desk.policy().await.unwrap().policy).unwrap();
        let mut policy = seen.clone();
        policy["secondFactor"] = serde_json::json!({ "of": "everybody", "from": null });
        let command = "01930000-0000-7000-8000-0000000000ab";
        let ask = serde_json::json!({ "command": command, "seen": seen, "policy": policy });
        desk.set_policy(&serde_json::from_value(ask).unwrap()).await.unwrap();
    }
    /// Ends every session, as time would.
    pub(crate) async fn end_sessions(&self) {
        let pool = sqlx::PgPool::connect(&self.database).await.unwrap();
        sqlx::query("UPDATE session SET expires = created_at").execute(&pool).await.unwrap();
        pool.close().await;
    }
}

/// An authenticator app that isn’t Rollbook’s: its codes are a second opinion on RFC 6238.
pub(crate) struct App(String);

impl App {
    /// The six digits that it shows now, or showed then.
    pub(crate) fn shows(&self, then: &str) -> String {
        let made = Command::new("oathtool").args(["--totp", "--base32", "--now", then, &self.0]).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        String::from_utf8(made.stdout).unwrap().trim().to_owned()
    }
}

impl Office {
    /// The owner signs in at the portal and sets up an app; it, and the recovery codes.
    pub(crate) async fn owner_gets_an_app(&self) -> (App, Vec<String>) {
        let place = Place { address: "127.0.0.1".parse().unwrap(), device: "A browser".to_owned() };
        let ask = SignIn {
            email: OWNER.to_owned(),
            password: Secret::new(super::OWNERS_PASSWORD.to_owned()),
            kind: SessionKind::Portal,
            organization: None,
            place: place.clone(),
        };
        let Entered::In(session) = self.directory.sign_in(&ask).await.unwrap().unwrap() else { panic!("not in") };
        let token = session.token.reveal(String::clone);
        let seated = self.directory.session(&token, SessionKind::Portal, &place).await.unwrap().unwrap();
        let offer = seated.offer_app().await.unwrap().unwrap();
        let app = App(offer.typed.reveal(|typed| typed.replace(' ', "")));
        // A code works once: this takes the one before, so that the next is free. Between the two a new
        // half minute may begin; then the code is too old, and the next one isn’t.
        let mut codes = None;
        while codes.is_none() {
            let code = app.shows("30 seconds ago");
            let enrolled = seated.confirm_app(offer.challenge, &code, "Phone", None).await.unwrap();
            codes = enrolled.ok().and_then(|enrolled| enrolled.codes);
        }
        (app, codes.unwrap().iter().map(|code| code.reveal(String::clone)).collect())
    }
}

/// Nobody in the sample has a password; somebody gets one, as somebody who holds the database can do.
pub(crate) async fn give_password(database: &str, email: &str) {
    let secret = Secret::new(super::OWNERS_PASSWORD.to_owned());
    let hash = password::hash(&secret, &Cost::MINIMUM, &mut rand::rng()).unwrap();
    let pool = sqlx::PgPool::connect(database).await.unwrap();
    let changed = sqlx::query("UPDATE account SET password = $1, password_at = created_at WHERE email_key = $2")
        .bind(hash.as_phc())
        .bind(email)
        .execute(&pool)
        .await
        .unwrap();
    assert_eq!(changed.rows_affected(), 1);
    pool.close().await;
}
