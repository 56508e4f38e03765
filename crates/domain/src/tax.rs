//! VAT on an order: whether the seller adds it and at which rate, by where the customer is and whether it is a business.
//! Rates are data that comes with the prices; sums are whole minor units (cents).

use crate::company::check_vat;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The member states of the EU, whose VAT rules are one (Directive 2006/112/EC).
pub const EU: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// Who sells, and what VAT is where.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TaxRules {
    /// Where the seller is (ISO 3166-1 alpha-2).
    pub seller: String,
    /// The standard rate of a country, in thousandths: 255 is 25.5 %.
    pub rates: BTreeMap<String, u16>,
}

/// What becomes of VAT.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ts_rs::TS, schemars::JsonSchema)]
#[serde(tag = "is", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Tax {
    /// The seller adds it.
    Added {
        /// The rate, in thousandths: 255 is 25.5 %.
        per_mille: u16,
        /// Whose rate it is.
        country: String,
    },
    /// The customer accounts for it: a business in another country of the EU than the seller’s (reverse charge).
    Reversed,
    /// The seller adds none: the customer is outside the seller’s VAT area.
    Outside,
    /// Nobody can say yet: the country isn’t known.
    Unknown,
}

/// What something comes to, in minor units.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ts_rs::TS, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Amounts {
    /// Without VAT.
    #[ts(type = "number")]
    pub net: i64,
    /// VAT that the seller adds.
    #[ts(type = "number")]
    pub vat: i64,
    /// What is paid.
    #[ts(type = "number")]
    pub total: i64,
    /// What becomes of VAT.
    pub tax: Tax,
}

impl TaxRules {
    /// What becomes of VAT for a customer in a country, with a VAT number or without one (empty). A number that can’t be
    /// the country’s is none.
    pub fn judge(&self, country: &str, vat: &str) -> Tax {
        if country.is_empty() {
            return Tax::Unknown;
        }
        // Monaco’s VAT is France’s (Article 7 of the directive), and so are its numbers.
        let (home, there) = (area(&self.seller), area(country));
        let at = |country: &str| match self.rates.get(country) {
            Some(&per_mille) => Tax::Added { per_mille, country: country.to_owned() },
            None => Tax::Outside,
        };
        if there == home {
            return at(there);
        }
        if !is_eu(home) || !is_eu(there) {
            return Tax::Outside;
        }
        match check_vat(vat, there) {
            Ok(number) if !number.is_empty() => Tax::Reversed,
            // Whoever shows no number is taken for no business: VAT of the country where they are.
            Ok(_) | Err(_) => at(there),
        }
    }
}

impl Amounts {
    /// What a sum without VAT comes to; half a cent is rounded up. `None` for sums that no number holds.
    pub fn of(net: i64, tax: Tax) -> Option<Self> {
        let vat = match &tax {
            Tax::Added { per_mille, .. } => {
                let exact = i128::from(net) * i128::from(*per_mille);
                i64::try_from((exact + 500).div_euclid(1000)).ok()?
            }
            Tax::Reversed | Tax::Outside | Tax::Unknown => 0,
        };
        Some(Self { net, vat, total: net.checked_add(vat)?, tax })
    }
}

fn area(country: &str) -> &str {
    if country == "MC" { "FR" } else { country }
}

fn is_eu(country: &str) -> bool {
    EU.contains(&country)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rules(seller: &str) -> TaxRules {
        let rates = [("DK", 250), ("FI", 255), ("DE", 190), ("FR", 200), ("NO", 250), ("GR", 240)];
        TaxRules {
            seller: seller.to_owned(),
            rates: rates.iter().map(|(country, rate)| ((*country).to_owned(), *rate)).collect(),
        }
    }

    fn added(per_mille: u16, country: &str) -> Tax {
        Tax::Added { per_mille, country: country.to_owned() }
    }

    #[test]
    fn at_home_vat_is_added_with_a_number_and_without() {
        assert_eq!(rules("DK").judge("DK", "DK13585628"), added(250, "DK"));
        assert_eq!(rules("DK").judge("DK", ""), added(250, "DK"));
        assert_eq!(
            rules("NO").judge("NO", "NO923609016MVA"),
            added(250, "NO"),
            "a seller outside the EU has a home too"
        );
    }

    #[test]
    fn a_business_in_another_country_of_the_eu_accounts_for_it_itself() {
        for (country, number) in [("DE", "DE136695976"), ("FI", "FI20774740"), ("GR", "EL 094259216")] {
            assert_eq!(rules("DK").judge(country, number), Tax::Reversed, "{country}");
        }
    }

    #[test]
    fn without_a_number_that_can_be_right_vat_of_the_own_country_is_added() {
        assert_eq!(rules("DK").judge("FI", ""), added(255, "FI"));
        assert_eq!(rules("DK").judge("FI", "FI20774741"), added(255, "FI"), "wrong check digits");
        assert_eq!(rules("DK").judge("FI", "DE136695976"), added(255, "FI"), "another country’s number");
        assert_eq!(rules("DK").judge("FI", "DK13585628"), added(255, "FI"), "not even the seller’s");
    }

    #[test]
    fn outside_the_eu_none_is_added_and_without_a_country_nobody_can_say() {
        assert_eq!(rules("DK").judge("NO", "NO923609016MVA"), Tax::Outside);
        assert_eq!(
            rules("DK").judge("GB", "XI980780684"),
            Tax::Outside,
            "Northern Ireland is in the EU for goods alone"
        );
        assert_eq!(rules("NO").judge("DK", "DK13585628"), Tax::Outside);
        assert_eq!(rules("DK").judge("", "DK13585628"), Tax::Unknown);
    }

    #[test]
    fn monaco_is_france() {
        assert_eq!(rules("DK").judge("MC", ""), added(200, "FR"));
        assert_eq!(rules("DK").judge("MC", "FR40303265045"), Tax::Reversed);
        assert_eq!(rules("FR").judge("MC", "FR40303265045"), added(200, "FR"));
    }

    #[test]
    fn half_a_cent_is_rounded_up_and_what_no_number_holds_is_nothing() {
        let vat = |net, per_mille| Amounts::of(net, added(per_mille, "DK")).map(|amounts| (amounts.vat, amounts.total));
        assert_eq!(vat(85_400, 250), Some((21_350, 106_750)));
        assert_eq!(vat(2, 250), Some((1, 3)));
        assert_eq!(vat(1, 250), Some((0, 1)));
        assert_eq!(vat(1_900, 255), Some((485, 2_385)));
        assert_eq!(vat(i64::MAX, 250), None);
        assert_eq!(Amounts::of(85_400, Tax::Reversed).unwrap().total, 85_400);
    }

    proptest! {
        #[test]
        fn the_total_is_what_stands_above_it_and_vat_is_off_by_half_a_cent_at_most(net in 0..1_000_000_000_000_i64, rate in 0..300_u16) {
            let amounts = Amounts::of(net, added(rate, "DK")).unwrap();
            prop_assert_eq!(amounts.total, amounts.net + amounts.vat);
            let off = i128::from(amounts.vat) * 1000 - i128::from(net) * i128::from(rate);
            prop_assert!(off.abs() <= 500);
        }
    }
}
