//! The steps as templates show them.

use super::{Step, draft::Draft};
use crate::portal::words::Language;
use minijinja::{Value, context};
use rollbook_directory::contract::{OffersView, PackagePrice};
use rollbook_domain::{
    billing::PayBy,
    organization::Plan,
    tax::{Amounts, Tax},
};

/// The steps with their titles, and which can be gone to.
pub(super) fn steps(step: Step, reached: Step, language: &Language) -> Value {
    let one = |one: &Step| {
        context! {
            title => language.say(&format!("new_{}", one.word()), &[]),
            to => (*one <= reached && *one != step).then(|| one.path()),
            here => *one == step,
        }
    };
    Step::ALL.iter().map(one).collect()
}

/// What was typed.
pub(super) fn typed(draft: &Draft) -> Value {
    let details = &draft.details;
    context! {
        name => details.name.as_str(),
        subdomain => details.subdomain.as_str(),
        street => details.street.as_str(),
        postal_code => details.postal_code.as_str(),
        place => details.place.as_str(),
        vat => details.vat.as_str(),
        time_zone => details.time_zone.as_str(),
        email => draft.terms.email.as_str(),
        reference => draft.terms.reference.as_str(),
        provider => draft.terms.by == PayBy::Provider,
        quote => draft.quote,
    }
}

pub(super) fn countries(draft: &Draft, language: &Language) -> Value {
    let choice = |(code, name): &(String, String)| {
        context! { value => code.as_str(), name => name.as_str(), chosen => *code == draft.details.country }
    };
    language.countries().iter().map(choice).collect()
}

fn word(plan: Plan) -> String {
    serde_json::to_value(plan).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

fn plan_name(plan: Plan) -> String {
    let word = word(plan);
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

pub(super) fn plans(offers: &OffersView, draft: &Draft, language: &Language) -> Value {
    let one = |offer: &rollbook_directory::contract::PlanOffer| {
        let price = money(offer.price, &offers.currency);
        let administrators = offer.administrators.to_string();
        context! {
            value => word(offer.plan),
            name => plan_name(offer.plan),
            line => language.say("new_plan_line", &[("administrators", &administrators), ("price", &price)]),
            chosen => offer.plan == draft.plan,
        }
    };
    offers.plans.iter().map(one).collect()
}

fn pick<'a>(draft: &'a Draft, packages: &[PackagePrice]) -> Option<&'a (String, String)> {
    draft.picks.iter().find(|(key, _)| packages.iter().any(|package| package.package.to_string() == *key))
}

pub(super) fn products(offers: &OffersView, draft: &Draft, language: &Language) -> Value {
    let one = |product: &rollbook_directory::contract::ProductOffer| {
        let picked = pick(draft, &product.packages);
        let package = |package: &PackagePrice| {
            let price = money(package.price, &offers.currency);
            context! {
                value => package.package.to_string(),
                words => language.say("new_package_line", &[("name", &package.name), ("price", &price)]),
                chosen => picked.is_some_and(|(key, _)| *key == package.package.to_string()),
            }
        };
        context! {
            name => product.name.as_str(),
            explanation => product.explanation.as_str(),
            packages => product.packages.iter().map(package).collect::<Value>(),
            seats => picked.map_or("", |(_, seats)| seats.as_str()),
        }
    };
    offers.products.iter().map(one).collect()
}

/// The lines of the order; nothing where it can't be ordered.
pub(super) fn lines(offers: &OffersView, draft: &Draft, language: &Language) -> Value {
    let Ok(order) = draft.order(offers) else { return Value::from(Vec::<Value>::new()) };
    let plan = offers.plans.iter().find(|offer| offer.plan == order.plan);
    let plan = plan.map(|offer| {
        context! {
            name => language.say("new_plan_named", &[("plan", &plan_name(offer.plan))]),
            price => money(offer.price, &offers.currency),
        }
    });
    let seating = |seating: &rollbook_domain::order::Seating| {
        let mut products = offers.products.iter();
        let found = products.find_map(|product| {
            let package = product.packages.iter().find(|package| package.package == seating.package)?;
            Some((product.name.as_str(), package))
        });
        found.map(|(product, package)| {
            let (seats, name) = (seating.seats.to_string(), format!("{product} {}", package.name));
            context! {
                name => language.say("new_seats_of", &[("seats", &seats), ("name", &name)]),
                price => money(package.price.saturating_mul(seating.seats), &offers.currency),
            }
        })
    };
    plan.into_iter().chain(order.packages.iter().filter_map(seating)).collect()
}

pub(super) fn amounts(amounts: &Amounts, currency: &str, language: &Language) -> Value {
    let (vat, why) = match &amounts.tax {
        Tax::Added { per_mille, .. } => {
            let rate = format!("{}.{}", per_mille / 10, per_mille % 10);
            let rate = rate.strip_suffix(".0").unwrap_or(&rate).to_owned();
            (language.say("vat_added", &[("rate", &rate)]), String::new())
        }
        Tax::Reversed => (language.say("vat_line", &[]), language.say("vat_reversed", &[])),
        Tax::Outside => (language.say("vat_line", &[]), language.say("vat_outside", &[])),
        Tax::Unknown => (language.say("vat_line", &[]), language.say("vat_unknown", &[])),
    };
    context! {
        net => money(amounts.net, currency),
        vat,
        why,
        vat_sum => money(amounts.vat, currency),
        total => money(amounts.total, currency),
    }
}

/// A sum in minor units: `EUR 614.00`. What is read by people of any country has its currency in front.
fn money(minor: i64, currency: &str) -> String {
    let (whole, rest) = (minor / 100, (minor % 100).abs());
    format!("{currency}\u{a0}{whole}.{rest:02}")
}
