//! How an organization pays: by invoice, or by a payment provider that keeps cards and accounts to itself. Nothing in
//! here is secret, and no number of a card ever comes near it.

use crate::{Timestamp, order::Order};
use serde::{Deserialize, Serialize};

/// How an organization pays.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Billing {
    /// Whether it ordered yet.
    pub standing: Standing,
    /// How it wants to pay.
    pub terms: Terms,
    /// What the payment provider knows of it.
    pub provider: Option<Provider>,
    /// The order that sales was asked to make an offer for.
    pub quote: Option<Order>,
}

/// Whether an organization ordered yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ts_rs::TS, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It waits for an offer of sales: it works with what everybody begins with.
    Draft,
    /// It ordered.
    #[default]
    Ordered,
}

/// How an organization wants to pay.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ts_rs::TS, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Terms {
    /// In which way.
    pub by: PayBy,
    /// Where invoices go; empty is the owner’s address.
    pub email: String,
    /// The customer’s own reference on invoices; may be empty.
    pub reference: String,
}

/// In which way somebody pays.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ts_rs::TS, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PayBy {
    /// By an invoice that comes by mail.
    #[default]
    Invoice,
    /// On the page of the payment provider.
    Provider,
}

/// What the payment provider knows of an organization.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Provider {
    /// The customer’s id there.
    pub customer: String,
    /// The subscription’s id there, once there is one.
    pub subscription: Option<String>,
    /// How the payments stand.
    pub payment: Payment,
    /// When the newest of its news that counted was made there, in seconds since 1970 UTC: older news comes too late.
    pub heard: i64,
}

/// How the payments stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ts_rs::TS, schemars::JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Payment {
    /// Nothing was paid yet.
    Open,
    /// All is paid.
    Fine,
    /// A payment failed; it warns, and nothing is taken away.
    Failed {
        /// Since when.
        since: Timestamp,
    },
    /// The subscription ended there; nothing is taken away.
    Ended,
}

/// News of the payment provider, proved by the caller.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaymentNews {
    /// The customer’s id there.
    pub customer: String,
    /// When it was made there, in seconds since 1970 UTC.
    pub at: i64,
    /// What happened.
    pub what: PaymentStep,
}

/// What happened at the payment provider.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PaymentStep {
    /// It knows the organization as its customer.
    Known,
    /// A subscription began.
    Subscribed {
        /// Its id there.
        subscription: String,
    },
    /// An invoice was paid.
    Paid,
    /// A payment failed.
    Failed,
    /// The subscription ended.
    Ended {
        /// Which, by its id there.
        subscription: String,
    },
}
