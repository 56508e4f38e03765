//! A provider that is slow, not dead: what it was asked for it does, and its answer comes when nobody waits any more.
//! The provider is a stateful stand-in that is not ours; the line to it holds answers back.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

use rollbook_billing::{Client, PaidLine, Payer, PaymentError};
use rollbook_credentials::Secret;
use rollbook_testservers::payments::PaymentServer;
use serde_json::Value;
use std::{
    net::Ipv4Addr,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

const KEY: &str = "sk_test_12345";
/// How long an answer is waited for here.
const PATIENCE: Duration = Duration::from_secs(3);

/// A line to the provider that hands every request on, and holds the answers to some of them back.
#[derive(Clone, Default)]
struct Slow {
    /// How requests begin whose answers come too late.
    held: Arc<Mutex<Option<&'static str>>>,
    /// Every request, as it was sent.
    heard: Arc<Mutex<Vec<String>>>,
}

impl Slow {
    async fn to(provider: u16) -> (Self, u16) {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let (slow, port) = (Self::default(), listener.local_addr().unwrap().port());
        let line = slow.clone();
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(line.clone().carry(near, provider));
            }
        });
        (slow, port)
    }

    /// One connection: request by request, each on a connection of its own to the provider.
    async fn carry(self, mut near: TcpStream, provider: u16) {
        while let Some(request) = request(&mut near).await {
            self.heard.lock().unwrap().push(request.clone());
            let mut far = TcpStream::connect((Ipv4Addr::LOCALHOST, provider)).await.unwrap();
            let alone = request.replacen("\r\n", "\r\nConnection: close\r\n", 1);
            far.write_all(alone.as_bytes()).await.unwrap();
            let mut answer = Vec::new();
            far.read_to_end(&mut answer).await.unwrap();
            let held = *self.held.lock().unwrap();
            if held.is_some_and(|begins| request.starts_with(begins)) {
                tokio::time::sleep(PATIENCE * 2).await;
            }
            // Who doesn't wait any more hears nothing.
            if near.write_all(&answer).await.is_err() {
                return;
            }
        }
    }

    fn hold(&self, begins: Option<&'static str>) {
        *self.held.lock().unwrap() = begins;
    }

    /// The requests that begin so.
    fn heard(&self, begins: &str) -> Vec<String> {
        self.heard.lock().unwrap().iter().filter(|request| request.starts_with(begins)).cloned().collect()
    }
}

/// One whole request; none where the connection ended.
async fn request(near: &mut TcpStream) -> Option<String> {
    let mut read = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&read).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length =
                head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return Some(text);
            }
        }
        if near.read_buf(&mut read).await.ok()? == 0 {
            return None;
        }
    }
}

/// The value of a request's header.
fn header<'a>(request: &'a str, name: &str) -> Option<&'a str> {
    let line = |line: &'a str| line.split_once(": ").filter(|(known, _)| known.eq_ignore_ascii_case(name));
    request.lines().find_map(line).map(|(_, value)| value)
}

fn client(port: u16) -> Client {
    let base = format!("http://127.0.0.1:{port}").parse().unwrap();
    Client::waiting(base, Secret::new(KEY.to_owned()), PATIENCE).unwrap()
}

fn payer() -> Payer {
    let text = str::to_owned;
    Payer { organization: text("org-1"), name: text("Nordlys"), email: text("sigrun@nordlys.example") }
}

fn plan(key: &str, each: i64) -> PaidLine {
    PaidLine { key: key.to_owned(), name: key.to_owned(), quantity: 1, each }
}

/// What the provider's own pages do there.
async fn there(provider: &PaymentServer, path: &str, form: &str) -> Value {
    let request = reqwest::Client::new().post(format!("{}{path}", provider.base())).bearer_auth(KEY);
    let request = request.header("content-type", "application/x-www-form-urlencoded").body(form.to_owned());
    let text = request.send().await.unwrap().error_for_status().unwrap().text().await.unwrap();
    serde_json::from_str(&text).unwrap()
}

async fn look(provider: &PaymentServer, path: &str) -> Value {
    let request = reqwest::Client::new().get(format!("{}{path}", provider.base())).bearer_auth(KEY);
    serde_json::from_str(&request.send().await.unwrap().text().await.unwrap()).unwrap()
}

#[tokio::test]
async fn a_subscription_that_was_changed_by_a_lost_answer_is_changed_once() {
    let provider = PaymentServer::start().unwrap();
    let (slow, port) = Slow::to(provider.port).await;
    let client = client(port);
    let customer = client.customer(&payer()).await.unwrap();
    let card = "type=card&card[number]=4242424242424242&card[exp_month]=12&card[exp_year]=2040&card[cvc]=123";
    let card = there(&provider, "/v1/payment_methods", card).await["id"].as_str().unwrap().to_owned();
    there(&provider, &format!("/v1/payment_methods/{card}/attach"), &format!("customer={customer}")).await;
    let pays = format!("invoice_settings[default_payment_method]={card}");
    there(&provider, &format!("/v1/customers/{customer}"), &pays).await;
    let starter = "id=starter&amount=4900&currency=eur&interval=month&product[name]=Starter";
    there(&provider, "/v1/plans", starter).await;
    let items = format!("customer={customer}&items[0][plan]=starter&items[0][quantity]=1");
    let subscription = there(&provider, "/v1/subscriptions", &items).await["id"].as_str().unwrap().to_owned();

    let bill = [plan("plan.business", 14900)];
    slow.hold(Some("POST /v1/subscriptions"));
    assert_eq!(client.follow(&subscription, &bill, "EUR").await, Err(PaymentError::Away), "slow is said as away");
    slow.hold(None);
    assert_eq!(client.follow(&subscription, &bill, "EUR").await, Ok(false), "it was done, and isn't done again");
    assert_eq!(slow.heard("POST /v1/subscriptions").len(), 1);
    let now = look(&provider, &format!("/v1/subscriptions/{subscription}")).await;
    let items = now["items"]["data"].as_array().unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!(
        (&items[0]["plan"]["id"], &items[0]["quantity"]),
        (&"rollbook-plan-business-eur-14900".into(), &1.into())
    );
}

#[tokio::test]
async fn a_customer_is_asked_for_again_under_the_same_key_and_in_the_same_words() {
    let provider = PaymentServer::start().unwrap();
    let (slow, port) = Slow::to(provider.port).await;
    let client = client(port);
    slow.hold(Some("POST /v1/customers"));
    assert_eq!(client.customer(&payer()).await, Err(PaymentError::Away));
    assert_eq!(look(&provider, "/v1/customers").await["data"].as_array().unwrap().len(), 1, "the provider made it");
    slow.hold(None);
    client.customer(&payer()).await.unwrap();
    let asked = slow.heard("POST /v1/customers");
    let [first, again] = asked.as_slice() else { panic!("asked twice: {asked:?}") };
    let key = header(first, "Idempotency-Key").expect("a key, by which the provider answers the second as the first");
    assert_eq!(header(again, "Idempotency-Key"), Some(key));
    assert!(key.contains("org-1"), "another organization's is another: {key}");
    assert_eq!(first.split_once("\r\n\r\n").unwrap().1, again.split_once("\r\n\r\n").unwrap().1);
}
