//! The interface served for one test.

use reqwest::{Client, Method, StatusCode};
use rollbook_directory::contract::{AddKey, ChangeHoldings, InviteUser, Mode, Target};
use rollbook_domain::{
    MemberId,
    group::Permission,
    holding::{Holding, Period},
    member::{AccessMode, Kind},
};
use rollbook_testkit::{Bench, Engine, PASSWORD};
use serde_json::{Value, json};
use std::net::SocketAddr;
use tokio::{net::TcpListener, task::JoinHandle};

/// The interface over an organization; it ends with the test.
pub(crate) struct Served {
    pub(crate) bench: Bench,
    base: String,
    client: Client,
    serving: JoinHandle<()>,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) retry_after: Option<u32>,
    pub(crate) json: Value,
    /// Which other sites’ pages may read it.
    pub(crate) shared: Option<String>,
}

impl Served {
    pub(crate) async fn on(engine: Engine) -> Self {
        let bench = Bench::open(engine).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let base = format!("http://{}", listener.local_addr().expect("its address"));
        let router = axum::Router::new().nest("/api/v1", rollbook_server::api(bench.directory.clone()));
        let serving = tokio::spawn(async move {
            let service = router.into_make_service_with_connect_info::<SocketAddr>();
            axum::serve(listener, service).await.expect("it serves");
        });
        drop(rustls::crypto::ring::default_provider().install_default());
        let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        Self { bench, base, client, serving }
    }

    /// The address of a path of the interface.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}/api/v1{path}", self.base)
    }

    /// Asks; an empty token is none.
    pub(crate) async fn ask(&self, method: Method, path: &str, token: &str, body: Option<&Value>) -> Answer {
        let body = body.map(Value::to_string).unwrap_or_default();
        let json: &[(&str, &str)] = if body.is_empty() { &[] } else { &[("content-type", "application/json")] };
        self.with(method, path, token, json, &body).await
    }

    /// Asks with these headers.
    pub(crate) async fn with(
        &self,
        method: Method,
        path: &str,
        token: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let mut request = self.client.request(method, self.at(path));
        if !token.is_empty() {
            request = request.bearer_auth(token);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !body.is_empty() {
            request = request.body(body.to_owned());
        }
        let response = request.send().await.expect("an answer");
        let status = response.status();
        let header = response.headers().get("retry-after");
        let retry_after = header.map(|value| value.to_str().expect("text").parse().expect("seconds"));
        let shared = response.headers().get("access-control-allow-origin");
        let shared = shared.map(|value| value.to_str().expect("text").to_owned());
        let text = response.text().await.expect("all of the answer");
        let json = serde_json::from_str(&text).unwrap_or(Value::Null);
        Answer { status, retry_after, json, shared }
    }

    /// Posts JSON.
    pub(crate) async fn post(&self, path: &str, token: &str, body: &Value) -> Answer {
        self.ask(Method::POST, path, token, Some(body)).await
    }

    /// Signs somebody in with [`PASSWORD`]; their token.
    pub(crate) async fn sign_in(&self, email: &str) -> String {
        let said = self.post("/session", "", &json!({ "email": email, "password": PASSWORD })).await;
        said.json["token"].as_str().unwrap_or_else(|| panic!("no token: {said:?}")).to_owned()
    }

    /// A product asks by its key.
    pub(crate) async fn check(&self, key: &str, member: MemberId, permission: &str) -> Answer {
        self.post("/check", key, &json!({ "member": member, "permission": permission })).await
    }

    /// An API member that may do this.
    pub(crate) async fn machine(&self, grants: &[&str]) -> MemberId {
        let ask = InviteUser {
            kind: Some(Kind::Api),
            email: String::new(),
            access: AccessMode::Custom,
            grants: permissions(grants),
            ..self.bench.invitation("Feeder", "")
        };
        self.bench.desk().invite(&ask).await.expect("the machine is added").member.expect("its id")
    }

    /// A key of theirs that reaches this.
    pub(crate) async fn key(&self, member: MemberId, scope: &[&str]) -> String {
        let command = self.bench.command();
        let ask = AddKey { command, member, name: "Feed".to_owned(), scope: permissions(scope), expires: None };
        self.bench.desk().add_key(&ask).await.expect("the key is made").key.expect("shown once").reveal()
    }

    /// The owner gives somebody a permission, or takes it.
    pub(crate) async fn hold(&self, member: MemberId, what: &str, given: bool) {
        let grant = vec![Holding::Grant(permission(what))];
        let (give, take) = if given { (grant, Vec::new()) } else { (Vec::new(), grant) };
        let ask = ChangeHoldings {
            command: self.bench.command(),
            give,
            take,
            period: Period::OPEN,
            target: Target::Ids { ids: vec![member] },
            mode: Mode::WhatIsPossible,
            preview: false,
            seen: None,
        };
        let done = self.bench.desk().change_holdings(&ask, &rollbook_directory::Task::unwatched()).await;
        assert_eq!(done.expect("it is carried out").refused, 0);
    }
}

pub(crate) fn permission(text: &str) -> Permission {
    Permission::parse(text).expect("a permission")
}

pub(crate) fn permissions(all: &[&str]) -> Vec<Permission> {
    all.iter().map(|text| permission(text)).collect()
}
