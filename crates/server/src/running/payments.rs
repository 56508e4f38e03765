//! The payment provider of the configuration: what is asked of it, and its webhooks.

use crate::config::PaymentsBy;
use async_trait::async_trait;
use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, StatusCode},
    routing::post,
};
use rollbook_billing::{Client, PaidLine, Payer, PaymentError, read, verify};
use rollbook_credentials::Secret;
use rollbook_directory::{Bill, Customer, Directory, Payments, PaymentsProblem};
use std::sync::Arc;

/// The longest webhook; an invoice of a hundred lines is far below.
const LONGEST: usize = 512 * 1024;

/// The provider, as the directory asks it.
#[derive(Debug)]
struct Provider(Client);

/// Has the directory ask this provider.
pub(super) fn set(directory: &Directory, by: &PaymentsBy) -> Result<(), PaymentError> {
    let client = Client::new(by.base.clone(), by.key.clone())?;
    directory.set_payments(Arc::new(Provider(client)));
    Ok(())
}

fn lines(bill: &Bill) -> Vec<PaidLine> {
    let line = |line: &rollbook_directory::BillLine| PaidLine {
        key: line.key.clone(),
        name: line.name.clone(),
        quantity: line.quantity,
        each: line.each,
    };
    bill.lines.iter().map(line).collect()
}

fn problem(error: PaymentError) -> PaymentsProblem {
    match error {
        PaymentError::Away | PaymentError::Busy => PaymentsProblem::Away,
        other => PaymentsProblem::Refused(other.to_string()),
    }
}

#[async_trait]
impl Payments for Provider {
    async fn customer(&self, customer: &Customer) -> Result<String, PaymentsProblem> {
        let payer = Payer {
            organization: customer.organization.to_string(),
            name: customer.name.clone(),
            email: customer.email.clone(),
        };
        self.0.customer(&payer).await.map_err(problem)
    }

    async fn checkout(&self, customer: &str, bill: &Bill, back: &str) -> Result<String, PaymentsProblem> {
        self.0.checkout(customer, (&lines(bill), &bill.currency), back).await.map_err(problem)
    }

    async fn portal(&self, customer: &str, back: &str) -> Result<String, PaymentsProblem> {
        self.0.portal(customer, back).await.map_err(problem)
    }

    async fn follow(&self, subscription: &str, bill: &Bill) -> Result<bool, PaymentsProblem> {
        self.0.follow(subscription, &lines(bill), &bill.currency).await.map_err(problem)
    }
}

/// What webhooks are judged by.
#[derive(Clone)]
struct Hooks {
    directory: Directory,
    key: Secret<String>,
}

/// Where the provider’s webhooks arrive. They are proved by their signature alone: no cookie, no session.
pub fn webhooks(directory: Directory, key: Secret<String>) -> Router {
    Router::new()
        .route("/webhooks/payments", post(take))
        .layer(DefaultBodyLimit::max(LONGEST))
        .with_state(Hooks { directory, key })
}

/// Takes one over. What isn’t the provider’s is refused; what means nothing here is taken, so that it isn’t sent again.
async fn take(State(hooks): State<Hooks>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let header = headers.get("Stripe-Signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let now = hooks.directory.now().0.div_euclid(1000);
    if let Err(problem) = verify(&body, header, &hooks.key, now) {
        tracing::warn!(%problem, "a webhook was refused");
        return StatusCode::BAD_REQUEST;
    }
    let Ok(told) = read(&body) else {
        tracing::warn!("a webhook can’t be read");
        return StatusCode::BAD_REQUEST;
    };
    let Some(news) = told.news else { return StatusCode::NO_CONTENT };
    match hooks.directory.take_payment_news(&told.id, news).await {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(error) => {
            // It is sent again for days.
            tracing::warn!(%error, "a webhook can’t be taken over at the moment");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}
