//! Asking the provider: requests as forms, answers as JSON, every wait limited.

use crate::{PaidLine, PaymentError, form::Form};
use reqwest::{Method, StatusCode, redirect::Policy};
use rollbook_credentials::Secret;
use serde_json::Value;
use std::{fmt, time::Duration};
use url::Url;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(5);
/// How long an answer may take; somebody waits for the page.
const ANSWER: Duration = Duration::from_secs(15);
/// The version of the interface that is spoken, whatever the account’s own is.
const VERSION: &str = "2024-06-20";

/// Who pays.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Payer {
    /// The organization’s id here; asked twice for it, there is still one customer.
    pub organization: String,
    /// Its name.
    pub name: String,
    /// Where invoices go.
    pub email: String,
}

/// The payment provider, asked with the key of this server.
pub struct Client {
    http: reqwest::Client,
    base: Url,
    key: Secret<String>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base", &self.base.as_str()).finish_non_exhaustive()
    }
}

impl Client {
    /// The provider at `base`, such as `https://api.stripe.com`; nothing is asked yet.
    pub fn new(base: Url, key: Secret<String>) -> Result<Self, PaymentError> {
        Self::waiting(base, key, ANSWER)
    }

    /// The same, where an answer may take no longer than `answer`; what takes longer is [`PaymentError::Away`].
    pub fn waiting(base: Url, key: Secret<String>, answer: Duration) -> Result<Self, PaymentError> {
        // The first caller decides for the whole program; they all say the same.
        drop(rustls::crypto::ring::default_provider().install_default());
        let http = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .timeout(answer)
            .redirect(Policy::none())
            .user_agent(concat!("Rollbook/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|_| PaymentError::Away)?;
        Ok(Self { http, base, key })
    }

    /// Makes a customer; returns its id there.
    pub async fn customer(&self, payer: &Payer) -> Result<String, PaymentError> {
        let form = Form::default()
            .with("name", &payer.name)
            .with("email", &payer.email)
            .with("metadata[organization]", &payer.organization);
        let made = self.post("/v1/customers", &form, Some(&format!("customer-{}", payer.organization))).await?;
        made["id"].as_str().map(str::to_owned).ok_or(PaymentError::Answer)
    }

    /// Opens the page on which a customer subscribes to these lines, and then comes back; returns its address.
    pub async fn checkout(
        &self,
        customer: &str,
        (lines, currency): (&[PaidLine], &str),
        back: &str,
    ) -> Result<String, PaymentError> {
        let mut form = Form::default()
            .with("mode", "subscription")
            .with("customer", customer)
            .with("success_url", back)
            .with("cancel_url", back)
            .with("automatic_tax[enabled]", &true)
            .with("customer_update[address]", "auto");
        for (n, line) in lines.iter().filter(|line| line.quantity > 0).enumerate() {
            let price = self.price(line, currency).await?;
            form = form
                .with(format!("line_items[{n}][price]"), &price)
                .with(format!("line_items[{n}][quantity]"), &line.quantity);
        }
        self.page("/v1/checkout/sessions", &form).await
    }

    /// Opens the page on which a customer sees invoices and changes how it pays; returns its address.
    pub async fn portal(&self, customer: &str, back: &str) -> Result<String, PaymentError> {
        let form = Form::default().with("customer", customer).with("return_url", back);
        self.page("/v1/billing_portal/sessions", &form).await
    }

    async fn page(&self, path: &str, form: &Form) -> Result<String, PaymentError> {
        let made = self.post(path, form, None).await?;
        let address = made["url"].as_str().ok_or(PaymentError::Answer)?;
        // It is opened in a browser: nothing but a page of the web is handed on.
        let web = Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "https" | "http"));
        if web { Ok(address.to_owned()) } else { Err(PaymentError::Answer) }
    }

    pub(crate) async fn get(&self, path: &str) -> Result<Value, PaymentError> {
        self.ask(Method::GET, path, None, None).await
    }

    /// `once` makes a request that is sent again after a lost answer count once.
    pub(crate) async fn post(&self, path: &str, form: &Form, once: Option<&str>) -> Result<Value, PaymentError> {
        self.ask(Method::POST, path, Some(form.body()), once).await
    }

    async fn ask(
        &self,
        method: Method,
        path: &str,
        body: Option<String>,
        once: Option<&str>,
    ) -> Result<Value, PaymentError> {
        let address = self.base.join(path).map_err(|_| PaymentError::Unknown)?;
        let mut request = self.http.request(method, address).header("Stripe-Version", VERSION);
        request = self.key.reveal(|key| request.bearer_auth(key));
        if let Some(once) = once {
            request = request.header("Idempotency-Key", once);
        }
        if let Some(body) = body {
            request = request.header("Content-Type", "application/x-www-form-urlencoded").body(body);
        }
        let away = |error: reqwest::Error| {
            tracing::warn!(timeout = error.is_timeout(), connect = error.is_connect(), "the payment provider is away");
            PaymentError::Away
        };
        let answer = request.send().await.map_err(away)?;
        let status = answer.status();
        let text = answer.text().await.map_err(away)?;
        let value: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
        judge(status, &value)?;
        if value.is_object() { Ok(value) } else { Err(PaymentError::Answer) }
    }
}

/// What a status means; an error’s words may name people, so its code alone is kept.
fn judge(status: StatusCode, value: &Value) -> Result<(), PaymentError> {
    match status {
        status if status.is_success() => Ok(()),
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Err(PaymentError::Key),
        StatusCode::NOT_FOUND => Err(PaymentError::Unknown),
        StatusCode::TOO_MANY_REQUESTS => Err(PaymentError::Busy),
        status if status.is_server_error() => Err(PaymentError::Away),
        status => {
            let error = &value["error"];
            let code = error["code"].as_str().or_else(|| error["type"].as_str());
            Err(PaymentError::Refused(code.unwrap_or(status.as_str()).to_owned()))
        }
    }
}
