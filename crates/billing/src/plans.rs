//! What a subscription consists of: a line for the plan and one for each package, each a price of its own there. A
//! price never changes; another amount is another price.

use crate::{Client, PaymentError, form::Form};
use serde_json::Value;

/// One line of what is paid for each month.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaidLine {
    /// A stable key, as in `fleet.pro`.
    pub key: String,
    /// What stands on the invoice.
    pub name: String,
    /// How many.
    pub quantity: i64,
    /// What one costs each month, in minor units, without VAT.
    pub each: i64,
}

/// The id of a price: it says what it is for, in which currency, and how much.
pub(crate) fn price_id(line: &PaidLine, currency: &str) -> String {
    let key: String = line.key.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("rollbook-{key}-{}-{}", currency.to_ascii_lowercase(), line.each)
}

impl Client {
    /// The id of a line’s price, which is made where it isn’t there yet.
    pub(crate) async fn price(&self, line: &PaidLine, currency: &str) -> Result<String, PaymentError> {
        let id = price_id(line, currency);
        match self.get(&format!("/v1/plans/{id}")).await {
            Ok(_) => return Ok(id),
            Err(PaymentError::Unknown) => {}
            Err(other) => return Err(other),
        }
        let form = Form::default()
            .with("id", &id)
            .with("amount", &line.each)
            .with("currency", &currency.to_ascii_lowercase())
            .with("interval", "month")
            .with("product[name]", &line.name);
        let made: Value = self.post("/v1/plans", &form, Some(&id)).await?;
        made["id"].as_str().map(str::to_owned).ok_or(PaymentError::Answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_amount_is_another_price() {
        let line = |each| PaidLine { key: "fleet.pro".to_owned(), name: "Fleet Pro".to_owned(), quantity: 1, each };
        assert_eq!(price_id(&line(900), "EUR"), "rollbook-fleet-pro-eur-900");
        assert_ne!(price_id(&line(900), "EUR"), price_id(&line(901), "EUR"));
    }
}
