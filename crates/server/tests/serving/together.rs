//! Two servers, one database: whichever somebody talks to, it is the same Rollbook.

use crate::common::{Answer, Office, PATIENCE, Server, Settings, answer};
use futures::future::join_all;
use rollbook_testkit::PASSWORD;
use rollbook_testservers::postgres::database;
use serde_json::{Value, json};
use std::collections::BTreeSet;

struct Pair {
    office: Office,
    one: Server,
    two: Server,
    // The folders of the servers go with the test.
    _settings: [Settings; 2],
}

impl Pair {
    async fn serve() -> Self {
        let url = database().unwrap();
        let settings = [Settings::over(&url), Settings::over(&url)];
        let office = Office::found(&url, &settings[0].base()).await;
        let (mut one, mut two) = (settings[0].serve().await, settings[1].serve().await);
        one.until_ready().await;
        two.until_ready().await;
        Self { office, one, two, _settings: settings }
    }
}

async fn post(server: &Server, path: &str, token: &str, body: &Value) -> Answer {
    let request = server.client.post(format!("{}/api/v1/{path}", server.base)).body(body.to_string());
    let request = request.header("content-type", "application/json");
    answer(if token.is_empty() { request } else { request.bearer_auth(token) }).await.expect("an answer")
}

/// Signs the owner in; the session's token.
async fn sign_in(server: &Server) -> String {
    let said = post(server, "session", "", &json!({ "email": "sigrun@nordlys.example", "password": PASSWORD })).await;
    let said: Value = serde_json::from_str(&said.text).unwrap_or_else(|error| panic!("{error}: {said:?}"));
    said["token"].as_str().expect("a token").to_owned()
}

fn invitation(command: &str, n: usize) -> Value {
    json!({
        "command": command, "firstName": "Person", "lastName": n.to_string(), "email": format!("p{n}@nordlys.example"),
        "tier": "user", "access": "custom", "groups": [], "roles": [], "grants": [], "licences": [], "portals": [], "contact": "", "customer": "",
        "language": "en", "send": true,
    })
}

/// The next news that a server tells.
async fn news(stream: &mut reqwest::Response) -> Value {
    let mut text = String::new();
    loop {
        let part = tokio::time::timeout(PATIENCE, stream.chunk()).await.expect("news come").unwrap().expect("more");
        text.push_str(std::str::from_utf8(&part).unwrap());
        if let Some(data) = text.lines().find_map(|line| line.strip_prefix("data:")) {
            return serde_json::from_str(data.trim()).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_of_one_server_holds_at_the_other_and_ends_at_both() {
    let pair = Pair::serve().await;
    let token = sign_in(&pair.one).await;
    let seen = post(&pair.two, "users_counts", &token, &Value::Null).await;
    assert_eq!((seen.status.as_u16(), seen.text.contains("\"active\":1")), (200, true), "{seen:?}");
    let left = pair.two.client.delete(format!("{}/api/v1/session", pair.two.base)).bearer_auth(&token);
    assert!(answer(left).await.unwrap().status.is_success());
    assert_eq!(post(&pair.one, "users_counts", &token, &Value::Null).await.status, 401);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_happens_at_one_server_is_news_at_the_other() {
    let pair = Pair::serve().await;
    let token = sign_in(&pair.one).await;
    let listening = pair.two.client.get(format!("{}/api/v1/changes", pair.two.base)).bearer_auth(&token);
    let mut stream = listening.send().await.unwrap();
    assert_eq!(stream.status(), 200);
    let command = "0193f000-0000-7000-8000-000000000001";
    let invited = post(&pair.one, "user_invite", &token, &invitation(command, 1)).await;
    assert_eq!(invited.status, 200, "{invited:?}");
    loop {
        let told = news(&mut stream).await;
        let tags: BTreeSet<&str> = told["tags"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        if tags.contains("users") && tags.contains("mail") {
            break;
        }
    }
    let seen = post(&pair.two, "users_counts", &token, &Value::Null).await;
    assert!(seen.text.contains("\"pending\":1"), "{seen:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_at_two_servers_at_once_leave_one_log_without_a_gap_and_each_is_carried_out_once() {
    let pair = Pair::serve().await;
    let token = sign_in(&pair.one).await;
    let before = pair.office.directory.store().seq(pair.office.organization).await.unwrap();
    // Each of forty commands goes to both.
    let asked = (0..40).flat_map(|n| {
        let body = invitation(&format!("0193f000-0000-7000-8000-{n:012}"), n);
        let token = token.clone();
        [&pair.one, &pair.two].map(move |server| {
            let (body, token) = (body.clone(), token.clone());
            async move { (n, post(server, "user_invite", &token, &body).await) }
        })
    });
    let answers = join_all(asked).await;
    let members: BTreeSet<String> = answers
        .iter()
        .map(|(n, answer)| {
            assert_eq!(answer.status, 200, "{n}: {answer:?}");
            let outcome: Value = serde_json::from_str(&answer.text).unwrap();
            outcome["member"].as_str().expect("a member").to_owned()
        })
        .collect();
    assert_eq!(members.len(), 40, "both servers answer the same of one command");
    let store = pair.office.directory.store();
    let log = store.log(pair.office.organization, before, 10_000).await.unwrap();
    let numbers: Vec<i64> = log.iter().map(|entry| entry.seq).collect();
    assert_eq!(numbers, (before + 1..=before + i64::try_from(numbers.len()).unwrap()).collect::<Vec<_>>());
    assert!(pair.office.whole().await);
    assert_eq!(store.waiting_mails().await.unwrap().mails, 40);
}
