//! Payments of a running server, against a stateful stand-in for the provider that is not ours: customers, a
//! subscription that follows plan and seats, webhooks that are signed, sent again, forged and late (R18).

use crate::common::{Answer, Office, Server, Settings, answer};
use hmac::{Hmac, KeyInit as _, Mac as _};
use rollbook_directory::contract::{SetPlan, SetSeats};
use rollbook_domain::{CommandId, billing::Payment, catalogue::Package, organization::Plan};
use rollbook_testkit::PASSWORD;
use rollbook_testservers::{payments::PaymentServer, postgres::database};
use serde_json::{Value, json};
use sha2::Sha256;

const KEY: &str = "sk_test_12345";
const WEBHOOK_KEY: &str = "whsec_of_this_test";

struct Paid {
    office: Office,
    server: Server,
    provider: PaymentServer,
    token: String,
    _settings: Settings,
}

impl Paid {
    async fn open() -> Self {
        let (url, provider) = (database().unwrap(), PaymentServer::start().unwrap());
        let mut settings = Settings::over(&url);
        let (key, webhook) = (settings.secret("stripe-key", KEY), settings.secret("stripe-webhook", WEBHOOK_KEY));
        settings.set_path("payments.secret_key_file", &key).set_path("payments.webhook_secret_file", &webhook);
        settings.set("payments.address", &format!("\"{}\"", provider.base()));
        let office = Office::found(&url, &settings.base()).await;
        // The stand-in takes one item a subscription: the plan alone is paid for.
        let licences = office.desk().licences().await.unwrap();
        for package in licences.packages {
            office
                .desk()
                .set_seats(&SetSeats { command: command(), package: package.package, seats: 0, preview: false })
                .await
                .unwrap();
        }
        let mut server = settings.serve().await;
        server.until_ready().await;
        let mut paid = Self { office, server, provider, token: String::new(), _settings: settings };
        let who = json!({ "email": "sigrun@nordlys.example", "password": PASSWORD });
        let session = paid.ask("session", &who).await;
        session["token"].as_str().unwrap().clone_into(&mut paid.token);
        paid
    }

    async fn send(&self, name: &str, body: &Value) -> Answer {
        let request = self.server.client.post(format!("{}/api/v1/{name}", self.server.base));
        answer(request.bearer_auth(&self.token).header("content-type", "application/json").body(body.to_string()))
            .await
            .unwrap()
    }

    async fn ask(&self, name: &str, body: &Value) -> Value {
        let said = self.send(name, body).await;
        assert_eq!(said.status, 200, "{name}: {said:?}");
        serde_json::from_str(&said.text).unwrap()
    }

    /// What the customer or the provider’s own pages do there.
    async fn there(&self, path: &str, form: &str) -> Value {
        let request = self.server.client.post(format!("{}{path}", self.provider.base())).bearer_auth(KEY);
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(form.to_owned());
        let said = answer(request).await.unwrap();
        assert_eq!(said.status, 200, "{path}: {said:?}");
        serde_json::from_str(&said.text).unwrap_or_default()
    }

    async fn look(&self, path: &str) -> Value {
        let request = self.server.client.get(format!("{}{path}", self.provider.base())).bearer_auth(KEY);
        serde_json::from_str(&answer(request).await.unwrap().text).unwrap()
    }

    async fn payment(&self) -> Option<Payment> {
        self.office.desk().billing().await.unwrap().payment
    }

    /// The customer’s id there, once the owner asked for the payment page; the stand-in has no such page.
    async fn customer(&self) -> String {
        let said = self.send("payment_page", &Value::Null).await;
        assert!(said.text.contains("unreachable"), "the stand-in has no checkout page: {said:?}");
        let all = self.look("/v1/customers").await["data"].clone();
        assert_eq!(all.as_array().unwrap().len(), 1, "asked twice, there is one customer");
        assert_eq!(all[0]["name"], "Nordlys");
        assert_eq!(all[0]["metadata"]["organization"], self.office.organization.to_string());
        all[0]["id"].as_str().unwrap().to_owned()
    }

    /// Subscribes as the provider’s page would.
    async fn subscribe(&self, customer: &str) -> String {
        let hook = format!("url={}/webhooks/payments&secret={WEBHOOK_KEY}", self.server.base);
        self.there("/_config/webhooks/rollbook", &hook).await;
        let card = "type=card&card[number]=4242424242424242&card[exp_month]=12&card[exp_year]=2040&card[cvc]=123";
        let card = self.there("/v1/payment_methods", card).await["id"].as_str().unwrap().to_owned();
        self.there(&format!("/v1/payment_methods/{card}/attach"), &format!("customer={customer}")).await;
        let pays = format!("invoice_settings[default_payment_method]={card}");
        self.there(&format!("/v1/customers/{customer}"), &pays).await;
        let plan = "items[0][plan]=rollbook-plan-enterprise-eur-39900&items[0][quantity]=1";
        let made = self.there("/v1/subscriptions", &format!("customer={customer}&{plan}")).await;
        made["id"].as_str().unwrap().to_owned()
    }

    async fn hook(&self, header: &str, body: &str) -> u16 {
        let request = self.server.client.post(format!("{}/webhooks/payments", self.server.base));
        let request = request.header("stripe-signature", header).body(body.to_owned());
        answer(request).await.unwrap().status.as_u16()
    }
}

fn command() -> CommandId {
    CommandId::from_uuid(uuid::Uuid::now_v7())
}

fn signed(body: &str, at: i64) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(WEBHOOK_KEY.as_bytes()).unwrap();
    mac.update(format!("{at}.{body}").as_bytes());
    format!("t={at},v1={}", hex::encode(mac.finalize().into_bytes()))
}

fn event(id: &str, kind: &str, created: i64, customer: &str) -> String {
    json!({ "id": id, "type": kind, "created": created, "data": { "object": { "customer": customer } } }).to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r18_a_subscription_begins_and_follows_the_plan() {
    let mut paid = Paid::open().await;
    let customer = paid.customer().await;
    assert_eq!(paid.customer().await, customer);
    assert_eq!(paid.payment().await, Some(Payment::Open));
    let subscription = paid.subscribe(&customer).await;
    // The provider’s own signed webhook says so.
    let (office, server) = (&paid.office, &mut paid.server);
    server.until(async |_| office.desk().billing().await.unwrap().payment == Some(Payment::Fine)).await;
    let rows = office.desk().sub_accounts().await.unwrap().rows;
    assert_eq!(rows[0].stands.as_ref().unwrap().payment, Some(Payment::Fine), "the owner’s list of organizations too");

    office.desk().set_plan(&SetPlan { command: command(), plan: Plan::Business }).await.unwrap();
    let path = format!("/v1/subscriptions/{subscription}");
    let plan = async |paid: &Paid| paid.look(&path).await["items"]["data"][0]["plan"]["id"].clone();
    for _ in 0..200 {
        if plan(&paid).await == "rollbook-plan-business-eur-14900" {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("the subscription doesn’t follow: {} {}", plan(&paid).await, paid.server.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn webhooks_that_are_forged_sent_again_or_late_change_nothing() {
    let paid = Paid::open().await;
    let customer = paid.customer().await;
    let now = paid.office.directory.now().0 / 1000;
    let failed = event("evt_1", "invoice.payment_failed", now, &customer);
    assert_eq!(paid.hook("", &failed).await, 400);
    assert_eq!(paid.hook(&signed("another body", now), &failed).await, 400);
    assert_eq!(paid.hook(&signed(&failed, now - 3600), &failed).await, 400, "of an hour ago");
    assert_eq!(paid.payment().await, Some(Payment::Open), "none of these was taken");

    assert_eq!(paid.hook(&signed(&failed, now), &failed).await, 204);
    let Some(Payment::Failed { since }) = paid.payment().await else { panic!("it warns") };
    let seq = paid.office.directory.store().seq(paid.office.organization).await.unwrap();
    assert_eq!(paid.hook(&signed(&failed, now), &failed).await, 204, "sent again");
    assert_eq!(paid.office.directory.store().seq(paid.office.organization).await.unwrap(), seq, "it is one event");
    assert_eq!(paid.payment().await, Some(Payment::Failed { since }));

    let late = event("evt_0", "invoice.paid", now - 60, &customer);
    assert_eq!(paid.hook(&signed(&late, now), &late).await, 204);
    assert_eq!(paid.payment().await, Some(Payment::Failed { since }), "it was made before the newest");
    let stranger = event("evt_2", "invoice.paid", now, "cus_of_somebody_else");
    assert_eq!(paid.hook(&signed(&stranger, now), &stranger).await, 204);
    let newer = event("evt_3", "invoice.paid", now + 1, &customer);
    assert_eq!(paid.hook(&signed(&newer, now), &newer).await, 204);
    assert_eq!(paid.payment().await, Some(Payment::Fine));
    assert!(paid.office.whole().await, "R30");
    let packages = paid.office.desk().licences().await.unwrap().packages;
    let documents = Package::parse("documents.standard").unwrap();
    assert!(packages.iter().any(|one| one.package == documents), "nothing was taken away");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_is_down_says_so_and_keeps_nobody_from_working() {
    let mut paid = Paid::open().await;
    drop(std::mem::replace(&mut paid.provider, PaymentServer::start().unwrap()));
    let said = paid.send("payment_page", &Value::Null).await;
    assert!(said.text.contains("The payment provider doesn’t answer."), "{said:?}");
    paid.office.desk().set_plan(&SetPlan { command: command(), plan: Plan::Business }).await.unwrap();
    assert_eq!(paid.server.status("/readyz").await, 200);
}
