//! The payment provider (Stripe), as a pure client: customers, hosted checkout and portal pages, subscriptions, and the
//! proof that a webhook is the provider’s. Cards and accounts are typed on the provider’s own pages, so no number of
//! one ever comes near Rollbook.
//!
//! Nothing here decides anything: what news mean for an organization is judged in the domain, behind the door.

mod client;
mod error;
mod form;
mod plans;
mod signature;
mod subscription;
mod webhook;

pub use client::{Client, Payer};
pub use error::PaymentError;
pub use plans::PaidLine;
pub use signature::{SignatureProblem, TOLERANCE, verify};
pub use webhook::{Told, WebhookProblem, read};
