//! What plans and seats cost, as data beside the catalogue.

use rollbook_domain::{catalogue::Package, order::Prices, organization::Plan, tax::TaxRules};
use serde::Deserialize;
use std::{collections::BTreeMap, sync::LazyLock};

/// The file as it is written.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct File {
    currency: String,
    sales: String,
    quote_from: i64,
    seller: String,
    plans: BTreeMap<Plan, i64>,
    seats: BTreeMap<Package, i64>,
    vat: BTreeMap<String, u16>,
}

/// Prices, and who makes offers.
pub(crate) struct PriceList {
    /// The prices.
    pub(crate) prices: Prices,
    /// What VAT is added to them.
    pub(crate) tax: TaxRules,
    /// The address of sales.
    pub(crate) sales: String,
    /// From how many seats on sales is the better place to ask.
    pub(crate) quote_from: i64,
}

static DATA: LazyLock<PriceList> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("prices.toml")).unwrap_or_else(|error| {
        // It is shipped with the program and read by its tests.
        tracing::error!(%error, "the price list can’t be read");
        File::default()
    });
    let File { currency, sales, quote_from, seller, plans, seats, vat } = file;
    PriceList { prices: Prices { currency, plans, seats }, tax: TaxRules { seller, rates: vat }, sales, quote_from }
});

/// The price list, read once.
pub(crate) fn price_list() -> &'static PriceList {
    &DATA
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::default_catalogue;
    use rollbook_domain::{company::is_country, tax::EU};

    #[test]
    fn every_plan_and_every_package_has_a_price_and_nothing_else_has() {
        let PriceList { prices, tax, sales, quote_from } = price_list();
        assert!(Plan::ALL.iter().all(|plan| prices.plans.get(plan).is_some_and(|price| *price > 0)));
        let sold: Vec<Package> = default_catalogue()
            .iter()
            .flat_map(|product| product.packages.iter().map(move |info| format!("{}.{}", product.key, info.key)))
            .filter_map(|text| Package::parse(&text))
            .collect();
        assert!(sold.iter().all(|package| prices.seats.get(package).is_some_and(|price| *price > 0)));
        assert_eq!(sold.len(), prices.seats.len());
        assert_eq!(prices.currency.len(), 3);
        assert!(rollbook_domain::Email::parse(sales).is_ok() && *quote_from > 0);
        assert!(EU.iter().chain([&tax.seller.as_str()]).all(|country| tax.rates.contains_key(*country)));
        // The directive allows no standard rate below 15 %, and no country has ever had more than Hungary.
        assert!(tax.rates.iter().all(|(country, rate)| is_country(country) && (150..=270).contains(rate)));
    }
}
