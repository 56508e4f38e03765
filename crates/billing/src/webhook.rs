//! What the provider tells by a webhook, as far as it means something here.

use rollbook_domain::billing::{PaymentNews, PaymentStep};
use serde::Deserialize;
use serde_json::Value;

/// The longest id that is taken.
const ID_MAX: usize = 255;

/// A webhook that was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// The event’s own id: the same one is told again when its answer was lost.
    pub id: String,
    /// What it means here; `None` where it means nothing.
    pub news: Option<PaymentNews>,
}

/// Why a webhook can’t be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the webhook can’t be read")]
pub struct WebhookProblem;

#[derive(Deserialize)]
struct Event {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    created: i64,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    object: Value,
}

/// Reads the body of a webhook whose signature was verified.
pub fn read(body: &[u8]) -> Result<Told, WebhookProblem> {
    let event: Event = serde_json::from_slice(body).map_err(|_| WebhookProblem)?;
    if event.id.is_empty() || event.id.len() > ID_MAX {
        return Err(WebhookProblem);
    }
    let object = &event.data.object;
    let what = match event.kind.as_str() {
        "checkout.session.completed" => {
            text(object, "subscription").map(|subscription| PaymentStep::Subscribed { subscription })
        }
        "customer.subscription.created" | "customer.subscription.updated" => {
            text(object, "id").and_then(|id| standing(id, &text(object, "status").unwrap_or_default()))
        }
        "customer.subscription.deleted" => text(object, "id").map(|subscription| PaymentStep::Ended { subscription }),
        // The older name of the same is told beside it by some versions.
        "invoice.paid" | "invoice.payment_succeeded" => Some(PaymentStep::Paid),
        "invoice.payment_failed" => Some(PaymentStep::Failed),
        _ => None,
    };
    let news = what.zip(text(object, "customer"));
    let news = news.map(|(what, customer)| PaymentNews { customer, at: event.created, what });
    Ok(Told { id: event.id, news })
}

/// What a subscription’s status means; one that isn’t paid yet means nothing so far.
fn standing(subscription: String, status: &str) -> Option<PaymentStep> {
    match status {
        "active" | "trialing" => Some(PaymentStep::Subscribed { subscription }),
        "past_due" | "unpaid" => Some(PaymentStep::Failed),
        "canceled" | "incomplete_expired" => Some(PaymentStep::Ended { subscription }),
        _ => None,
    }
}

/// A text, or the id of an object that stands in its place.
fn text(object: &Value, field: &str) -> Option<String> {
    let value = object.get(field)?;
    let text = value.as_str().or_else(|| value.get("id").and_then(Value::as_str))?;
    (!text.is_empty() && text.len() <= ID_MAX).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn told(kind: &str, object: &Value) -> Option<PaymentStep> {
        let body = json!({ "id": "evt_1", "type": kind, "created": 7, "data": { "object": object } });
        let told = read(body.to_string().as_bytes()).unwrap();
        assert_eq!(told.id, "evt_1");
        told.news.map(|news| {
            assert_eq!((news.customer.as_str(), news.at), ("cus_1", 7));
            news.what
        })
    }

    #[test]
    fn events_are_read_as_what_they_mean() {
        let subscription = |status: &str| json!({ "id": "sub_1", "customer": "cus_1", "status": status });
        let id = || "sub_1".to_owned();
        let created = "customer.subscription.created";
        assert_eq!(told(created, &subscription("active")), Some(PaymentStep::Subscribed { subscription: id() }));
        assert_eq!(told(created, &subscription("incomplete")), None);
        let updated = "customer.subscription.updated";
        assert_eq!(told(updated, &subscription("past_due")), Some(PaymentStep::Failed));
        assert_eq!(told(updated, &subscription("canceled")), Some(PaymentStep::Ended { subscription: id() }));
        let deleted = told("customer.subscription.deleted", &subscription("canceled"));
        assert_eq!(deleted, Some(PaymentStep::Ended { subscription: id() }));
        let session = json!({ "customer": { "id": "cus_1" }, "subscription": "sub_1" });
        let completed = told("checkout.session.completed", &session);
        assert_eq!(completed, Some(PaymentStep::Subscribed { subscription: id() }));
        let invoice = json!({ "customer": "cus_1" });
        assert_eq!(told("invoice.payment_failed", &invoice), Some(PaymentStep::Failed));
        assert_eq!(told("invoice.paid", &invoice), Some(PaymentStep::Paid));
        assert_eq!(told("customer.created", &json!({ "id": "cus_1" })), None);
        assert_eq!(told("invoice.paid", &json!({ "customer": null })), None, "an invoice of nobody");
    }

    #[test]
    fn what_is_no_event_is_none() {
        for body in ["", "[]", "{}", r#"{"id":"","type":"a","created":1,"data":{"object":{}}}"#, "\u{0}"] {
            assert_eq!(read(body.as_bytes()), Err(WebhookProblem), "{body}");
        }
    }

    proptest! {
        #[test]
        fn any_body_is_read_or_refused(body in prop::collection::vec(any::<u8>(), 0..300)) {
            drop(read(&body));
        }
    }
}
