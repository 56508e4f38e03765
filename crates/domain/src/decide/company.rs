//! What the organization says of itself, and how it pays: the owner’s alone (R18).

use super::{Decision, authority, subscription};
use crate::{
    Code, Effect, Email, Event, Facts, IdSource, Refusal,
    billing::{Billing, Payment, PaymentNews, PaymentStep, Provider, Standing, Terms},
    catalogue::Product,
    company::{Details, alternatives},
    facts::Actor,
    order::Order,
    text::clean_to,
};

/// The longest reference on invoices, in characters.
const REFERENCE_MAX: usize = 80;

/// Judges new details, whole. `seen` are those that the screen saw.
pub(super) fn set_details(facts: &Facts, seen: &Details, details: &Details) -> Result<Decision, Refusal> {
    authority::owner(facts)?;
    let now = facts.organization.details();
    if *seen != now {
        return Err(conflict("Somebody changed the details in between."));
    }
    let after = details.checked()?;
    free(facts, &now, &after)?;
    Ok(Decision { events: described(now, after).into_iter().collect(), ..Decision::default() })
}

/// The event of details that take the place of others; none where they are the same.
pub(super) fn described(now: Details, after: Details) -> Option<Event> {
    (now != after).then(|| Event::DetailsChanged { before: Box::new(now), after: Box::new(after) })
}

/// Nobody else may have the name or the subdomain.
pub(super) fn free(facts: &Facts, now: &Details, after: &Details) -> Result<(), Refusal> {
    if facts.taken.name && after.name != now.name {
        let instead = alternatives(&after.name, &after.place).into_iter().next();
        return Err(name_taken(&after.name).suggesting(instead));
    }
    if facts.taken.subdomain && after.subdomain != now.subdomain {
        return Err(subdomain_taken());
    }
    Ok(())
}

/// Another organization has the name, or one that reads like it.
pub fn name_taken(name: &str) -> Refusal {
    let words = format!("“{name}” is taken, or reads like a name that is.");
    Refusal::new(Code::NameTaken, words, "Choose another name, or ask its owner for an invitation.").at("name")
}

/// Another organization has the subdomain.
pub fn subdomain_taken() -> Refusal {
    Refusal::new(Code::NameTaken, "This subdomain is taken.", "Choose another one.").at("subdomain")
}

/// Judges how the organization wants to pay.
pub(super) fn set_terms(facts: &Facts, seen: &Terms, terms: &Terms) -> Result<Decision, Refusal> {
    authority::owner(facts)?;
    let now = facts.organization.billing.as_ref();
    if *seen != now.terms {
        return Err(conflict("Somebody changed the payment in between."));
    }
    let after = Billing { terms: checked(terms)?, ..now.clone() };
    Ok(Decision { events: billed(now, after).into_iter().collect(), ..Decision::default() })
}

/// Terms as they are kept; the refusal names the field.
pub fn checked(terms: &Terms) -> Result<Terms, Refusal> {
    let invalid = |words: String, field: &str| Refusal::new(Code::Invalid, words, "").at(field);
    let reference =
        clean_to(&terms.reference, REFERENCE_MAX).map_err(|problem| invalid(problem.to_string(), "reference"))?;
    let email = match terms.email.trim() {
        "" => String::new(),
        typed => Email::parse(typed).map_err(|problem| invalid(problem.to_string(), "email"))?.as_str().to_owned(),
    };
    Ok(Terms { by: terms.by, email, reference })
}

/// Judges an order: the plan and all seats at once, all or nothing. What isn’t named keeps its seats.
pub(super) fn order(
    facts: &Facts,
    order: &Order,
    products: &[Product],
    ids: &mut dyn IdSource,
) -> Result<Decision, Refusal> {
    authority::owner(facts)?;
    let (mut now, mut decision) = (facts.clone(), subscription::set_plan(facts, order.plan)?);
    for seating in &order.packages {
        let product = products.iter().find(|product| product.key == seating.package.product());
        let part = subscription::set_seats(&now, &seating.package, seating.seats, product, ids)?;
        part.events.iter().for_each(|event| now.apply(event));
        decision.events.extend(part.events);
    }
    let before = facts.organization.billing.as_ref();
    let after = Billing { standing: Standing::Ordered, quote: None, ..before.clone() };
    decision.events.extend(billed(before, after));
    Ok(decision)
}

/// Keeps what sales was asked for; nothing is bought by it.
pub(super) fn ask_quote(facts: &Facts, order: &Order) -> Result<Decision, Refusal> {
    authority::owner(facts)?;
    let before = facts.organization.billing.as_ref();
    let after = Billing { quote: Some(order.clone()), ..before.clone() };
    let (events, effects) =
        (billed(before, after).into_iter().collect(), vec![Effect::AskSales { order: order.clone().into() }]);
    Ok(Decision { events, effects, ..Decision::default() })
}

/// Takes over what the payment provider said. What comes too late, or is about another subscription, changes nothing;
/// what it says never takes anything away.
pub(super) fn note(facts: &Facts, at: crate::Timestamp, news: &PaymentNews) -> Result<Decision, Refusal> {
    if !matches!(facts.actor, Actor::System) {
        return Err(Refusal::new(Code::NotAllowed, "Only the payment provider says this.", ""));
    }
    let before = facts.organization.billing.as_ref();
    let fresh = Provider { customer: news.customer.clone(), subscription: None, payment: Payment::Open, heard: 0 };
    let known = before.provider.clone().filter(|known| known.customer == news.customer);
    let mut provider = match (known, &news.what) {
        (Some(known), _) => known,
        (None, PaymentStep::Known) if before.provider.is_none() => fresh,
        (None, _) => return Err(Refusal::new(Code::NotFound, "This isn’t this organization’s customer.", "")),
    };
    if news.at < provider.heard {
        return Ok(Decision::default());
    }
    match &news.what {
        PaymentStep::Known => {}
        PaymentStep::Subscribed { subscription } => {
            provider.subscription = Some(subscription.clone());
            provider.payment = Payment::Fine;
        }
        PaymentStep::Paid => provider.payment = Payment::Fine,
        PaymentStep::Failed if matches!(provider.payment, Payment::Failed { .. }) => {}
        PaymentStep::Failed => provider.payment = Payment::Failed { since: at },
        PaymentStep::Ended { subscription } if provider.subscription.as_ref() == Some(subscription) => {
            provider.payment = Payment::Ended;
            provider.subscription = None;
        }
        PaymentStep::Ended { .. } => return Ok(Decision::default()),
    }
    if !matches!(news.what, PaymentStep::Known) {
        provider.heard = news.at;
    }
    let after = Billing { provider: Some(provider), ..before.clone() };
    Ok(Decision { events: billed(before, after).into_iter().collect(), ..Decision::default() })
}

fn billed(before: &Billing, after: Billing) -> Option<Event> {
    (*before != after).then(|| Event::BillingChanged { before: Box::new(before.clone()), after: Box::new(after) })
}

fn conflict(words: &str) -> Refusal {
    Refusal::new(Code::Conflict, words, "Look at it again, then change it.")
}
