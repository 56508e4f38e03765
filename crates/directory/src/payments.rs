//! Payments: what the payment provider is asked for, by whom, and what it says. Who speaks with it is handed in, so
//! that no room but the server’s knows which one it is.

use crate::{
    ActorId, Desk, Directory, DirectoryError,
    catalogue::prices::price_list,
    company::{ordered, plan_name},
    contract::{PaymentPage, Tag, WireCode, WireError},
    door::Begun,
};
use async_trait::async_trait;
use rollbook_domain::{
    Code, Command, CommandId, Facts, OrganizationId, Refusal,
    billing::{PaymentNews, PaymentStep},
    decide::authority,
    facts::Actor,
};
use sha2::{Digest as _, Sha256};

/// What a customer pays for each month.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bill {
    /// ISO 4217.
    pub currency: String,
    /// Its lines, the plan first.
    pub lines: Vec<BillLine>,
}

/// One line of a bill.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BillLine {
    /// A stable key: `plan.business`, `fleet.pro`.
    pub key: String,
    /// What stands on the invoice.
    pub name: String,
    /// How many.
    pub quantity: i64,
    /// What one costs each month, in minor units, without VAT.
    pub each: i64,
}

/// Who is to become a customer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Customer {
    /// Which organization.
    pub organization: OrganizationId,
    /// Its name.
    pub name: String,
    /// Where invoices go.
    pub email: String,
}

/// Why the payment provider didn’t do something, in words.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PaymentsProblem {
    /// Nothing was heard from it; the same can be asked again.
    #[error("The payment provider doesn’t answer.")]
    Away,
    /// It refused, or this server isn’t set up for it.
    #[error("The payment provider didn’t take it: {0}.")]
    Refused(String),
}

/// Who speaks with the payment provider.
#[async_trait]
pub trait Payments: std::fmt::Debug + Send + Sync {
    /// Makes a customer, or finds the one that was made for this organization; returns its id there.
    async fn customer(&self, customer: &Customer) -> Result<String, PaymentsProblem>;
    /// The address of the page on which a customer subscribes; it comes back to `back`.
    async fn checkout(&self, customer: &str, bill: &Bill, back: &str) -> Result<String, PaymentsProblem>;
    /// The address of the page on which a customer sees its invoices and changes how it pays.
    async fn portal(&self, customer: &str, back: &str) -> Result<String, PaymentsProblem>;
    /// Has a subscription hold a bill’s lines; `true` where something changed.
    async fn follow(&self, subscription: &str, bill: &Bill) -> Result<bool, PaymentsProblem>;
}

impl From<PaymentsProblem> for WireError {
    fn from(problem: PaymentsProblem) -> Self {
        let help = match problem {
            PaymentsProblem::Away => "Try again in a moment. Nothing was charged, and invoices work all the same.",
            PaymentsProblem::Refused(_) => "Ask whoever runs the server, or pay by invoice.",
        };
        Self::new(WireCode::Unreachable, problem.to_string(), help)
    }
}

/// What an organization pays for; what isn’t sold any more is left to who agreed on it.
pub(crate) fn bill(facts: &Facts) -> Option<Bill> {
    let (order, prices) = (ordered(facts), &price_list().prices);
    let (lines, _) = order.priced(prices).ok()?;
    let plan = plan_name(order.plan);
    let lines = lines.into_iter().map(|line| BillLine {
        key: line.package.as_ref().map_or_else(|| format!("plan.{}", plan.to_lowercase()), ToString::to_string),
        name: crate::company::line_name(&facts.structure.products, order.plan, &line),
        quantity: line.quantity,
        each: line.each,
    });
    Some(Bill { currency: prices.currency.clone(), lines: lines.collect() })
}

impl Desk {
    /// Opens a page of the payment provider: to subscribe, or to see invoices and change how it is paid (R18).
    pub async fn payment_page(&self) -> Result<PaymentPage, DirectoryError> {
        self.may_change()?;
        let facts = self.facts().await?;
        authority::owner(&facts)?;
        let directory = self.directory();
        let payments = directory.payments().ok_or_else(|| {
            let words = "Here, nobody can pay on a page of a payment provider.";
            Refusal::new(Code::Invalid, words, "Pay by invoice.").at("by")
        })?;
        let back = directory.portal();
        let known = facts.organization.billing.provider.clone();
        let customer = match &known {
            Some(known) => known.customer.clone(),
            None => self.become_customer(&facts, &*payments).await?,
        };
        let subscribed = known.is_some_and(|known| known.subscription.is_some());
        let address = if subscribed {
            payments.portal(&customer, &back).await?
        } else {
            let bill = bill(&facts).ok_or_else(|| {
                let words = "Something that is paid for isn’t sold any more.";
                Refusal::new(Code::Invalid, words, "Pay by invoice, or change the order first.")
            })?;
            payments.checkout(&customer, &bill, &back).await?
        };
        Ok(PaymentPage { address })
    }

    async fn become_customer(&self, facts: &Facts, payments: &dyn Payments) -> Result<String, DirectoryError> {
        let terms = &facts.organization.billing.terms;
        let email = match (&facts.actor, terms.email.is_empty()) {
            (Actor::Member(owner), true) => owner.email.as_str().to_owned(),
            _ => terms.email.clone(),
        };
        let organization = self.organization();
        let name = facts.organization.name.clone();
        let customer = payments.customer(&Customer { organization, name, email }).await?;
        let what = PaymentStep::Known;
        let news = PaymentNews { customer: customer.clone(), at: self.directory().now().0.div_euclid(1000), what };
        self.directory().note_payment(organization, &format!("customer:{customer}"), news).await?;
        Ok(customer)
    }
}

impl Directory {
    /// Says who speaks with the payment provider; without anybody, everybody pays by invoice.
    pub fn set_payments(&self, payments: std::sync::Arc<dyn Payments>) {
        *self.inner.payments.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(payments);
    }

    /// Who speaks with the payment provider.
    pub(crate) fn payments(&self) -> Option<std::sync::Arc<dyn Payments>> {
        self.inner.payments.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Takes over news whose sender was proved. `id` is the news’ own: told again, they change nothing. News of nobody’s
    /// customer are nobody’s.
    pub async fn take_payment_news(&self, id: &str, news: PaymentNews) -> Result<(), DirectoryError> {
        match self.store().organization_of_customer(&news.customer).await? {
            Some(organization) => self.note_payment(organization, id, news).await,
            None => Ok(()),
        }
    }

    async fn note_payment(
        &self,
        organization: OrganizationId,
        id: &str,
        news: PaymentNews,
    ) -> Result<(), DirectoryError> {
        let command = command_of(id);
        let desk = self.desk(organization, ActorId::System);
        if self.store().is_carried_out(organization, command).await? {
            return Ok(());
        }
        let mut run = match desk.begin(command, false).await? {
            Begun::Already(_) => return Ok(()),
            Begun::Now(run) => run,
        };
        run.step(&desk, &Command::NotePayment(Box::new(news))).await?;
        // What was bought before the subscription was known is brought to it now.
        desk.finish(*run, vec![Tag::Organization, Tag::Licences]).await?;
        Ok(())
    }

    /// Has the subscriptions of organizations hold what these have, as long as it is polled: after every change of plan
    /// or seats, at the start, and once an hour for what the provider missed.
    pub async fn follow_subscriptions(&self) {
        const OFTEN: std::time::Duration = std::time::Duration::from_hours(1);
        let mut changes = self.subscribe();
        loop {
            self.follow_all().await;
            let wait = tokio::time::sleep(OFTEN);
            tokio::pin!(wait);
            loop {
                let told = tokio::select! {
                    () = &mut wait => break,
                    told = changes.recv() => told,
                };
                match told {
                    Ok(crate::Committed { organization: Some(organization), tags })
                        if tags.contains(&Tag::Licences) =>
                    {
                        self.follow_one(organization).await;
                    }
                    Ok(crate::Committed { organization: Some(_), .. }) => {}
                    Err(tokio::sync::broadcast::error::RecvError::Closed) => return,
                    Ok(_) | Err(tokio::sync::broadcast::error::RecvError::Lagged(_)) => break,
                }
            }
        }
    }

    async fn follow_all(&self) {
        match self.store().customers().await {
            Ok(all) => {
                for organization in all {
                    self.follow_one(organization).await;
                }
            }
            Err(error) => tracing::warn!(%error, "subscriptions can’t be compared; tried again"),
        }
    }

    /// What the provider doesn’t take now is tried again within the hour; it never undoes what was decided here.
    async fn follow_one(&self, organization: OrganizationId) {
        let Some(payments) = self.payments() else { return };
        let told = async {
            let facts = self.store().facts(organization, ActorId::System).await?;
            let provider = facts.organization.billing.provider.as_ref();
            let Some(subscription) = provider.and_then(|provider| provider.subscription.clone()) else {
                return Ok(false);
            };
            let Some(bill) = bill(&facts) else { return Ok(false) };
            Ok::<_, DirectoryError>(payments.follow(&subscription, &bill).await?)
        };
        match told.await {
            Ok(true) => tracing::info!(%organization, "the subscription follows"),
            Ok(false) => {}
            Err(error) => tracing::warn!(%organization, %error, "the subscription doesn’t follow yet; tried again"),
        }
    }
}

/// The command that carries out news by their id: the same id is the same command, which is carried out once.
fn command_of(id: &str) -> CommandId {
    let digest = Sha256::digest(format!("payment:{id}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    CommandId::from_uuid(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}
