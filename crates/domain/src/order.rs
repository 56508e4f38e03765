//! An order: plan, products’ packages and seats, and what they come to each month. Prices are data that comes with the
//! catalogue; sums are whole minor units (cents), never fractions.

use crate::{Code, Refusal, catalogue::Package, organization::Plan};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most seats of one package that anybody orders by themselves; beyond it, sales makes an offer.
pub const MOST_SEATS: i64 = 10_000_000;

/// What an organization wants.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ts_rs::TS, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Order {
    /// The plan.
    pub plan: Plan,
    /// The packages, each with its seats.
    pub packages: Vec<Seating>,
}

/// A package and how many seats of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ts_rs::TS, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Seating {
    /// Which package.
    #[schemars(with = "String")]
    pub package: Package,
    /// How many seats.
    #[ts(type = "number")]
    pub seats: i64,
}

/// What things cost each month, in minor units of one currency, without VAT.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Prices {
    /// ISO 4217, in capitals.
    pub currency: String,
    /// Each plan.
    pub plans: BTreeMap<Plan, i64>,
    /// One seat of each package.
    pub seats: BTreeMap<Package, i64>,
}

/// One line of an order with its price.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// The package; `None` is the plan itself.
    pub package: Option<Package>,
    /// How many.
    pub quantity: i64,
    /// What one costs each month, in minor units.
    pub each: i64,
    /// What all cost each month, in minor units.
    pub total: i64,
}

impl Order {
    /// The order’s lines, the plan first, and what they come to each month. Refused where something isn’t sold, stands
    /// there twice, or is no number of seats.
    pub fn priced(&self, prices: &Prices) -> Result<(Vec<Line>, i64), Refusal> {
        let unknown = |field: &str| refused("This isn’t sold any more. Choose another.", field);
        let each = *prices.plans.get(&self.plan).ok_or_else(|| unknown("plan"))?;
        let mut lines = vec![Line { package: None, quantity: 1, each, total: each }];
        for Seating { package, seats } in &self.packages {
            if !(1..=MOST_SEATS).contains(seats) {
                let words = format!("This isn’t a number of seats. Choose 1 to {MOST_SEATS}.");
                return Err(refused(&words, "seats"));
            }
            if lines.iter().any(|line| line.package.as_ref() == Some(package)) {
                return Err(refused("A package stands there twice. Order it once, with all its seats.", "packages"));
            }
            let each = *prices.seats.get(package).ok_or_else(|| unknown("packages"))?;
            let total = each.checked_mul(*seats).ok_or_else(|| unknown("seats"))?;
            lines.push(Line { package: Some(package.clone()), quantity: *seats, each, total });
        }
        let sum = lines.iter().try_fold(0_i64, |sum, line| sum.checked_add(line.total));
        Ok((lines, sum.ok_or_else(|| unknown("seats"))?))
    }
}

fn refused(words: &str, field: &str) -> Refusal {
    Refusal::new(Code::Invalid, words, "").at(field)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn package(text: &str) -> Package {
        Package::parse(text).unwrap()
    }

    fn prices() -> Prices {
        Prices {
            currency: "EUR".to_owned(),
            plans: [(Plan::Starter, 1_900), (Plan::Business, 14_900)].into(),
            seats: [(package("fleet.pro"), 900), (package("crew.standard"), 600)].into(),
        }
    }

    fn order(packages: &[(&str, i64)]) -> Order {
        let seating = |(text, seats): &(&str, i64)| Seating { package: package(text), seats: *seats };
        Order { plan: Plan::Business, packages: packages.iter().map(seating).collect() }
    }

    #[test]
    fn an_order_comes_to_the_sum_of_its_lines() {
        let (lines, sum) = order(&[("fleet.pro", 25), ("crew.standard", 40)]).priced(&prices()).unwrap();
        assert_eq!(lines.iter().map(|line| line.total).collect::<Vec<_>>(), [14_900, 22_500, 24_000]);
        assert_eq!(sum, 61_400);
    }

    #[test]
    fn what_is_not_sold_or_no_number_is_refused_at_its_field() {
        for (packages, field) in [
            (vec![("fleet.gold", 1)], "packages"),
            (vec![("fleet.pro", 0)], "seats"),
            (vec![("fleet.pro", -1)], "seats"),
            (vec![("fleet.pro", i64::MAX)], "seats"),
            (vec![("fleet.pro", 1), ("fleet.pro", 2)], "packages"),
        ] {
            let refusal = order(&packages).priced(&prices()).unwrap_err();
            assert_eq!(refusal.field.as_deref(), Some(field), "{packages:?}");
        }
        let refusal = Order { plan: Plan::Enterprise, packages: Vec::new() }.priced(&prices()).unwrap_err();
        assert_eq!(refusal.field.as_deref(), Some("plan"));
    }

    proptest! {
        #[test]
        fn more_seats_never_cost_less_and_no_cent_is_lost(fleet in 1..MOST_SEATS, crew in 1..MOST_SEATS) {
            let (lines, sum) = order(&[("fleet.pro", fleet), ("crew.standard", crew)]).priced(&prices()).unwrap();
            prop_assert_eq!(sum, 14_900 + fleet * 900 + crew * 600);
            prop_assert!(lines.iter().all(|line| line.total == line.each * line.quantity));
            let (_, more) = order(&[("fleet.pro", fleet), ("crew.standard", (crew + 1).min(MOST_SEATS))]).priced(&prices()).unwrap();
            prop_assert!(more >= sum);
        }
    }
}
