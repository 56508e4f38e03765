//! The subscription follows what the organization has: what differs is changed, and nothing else.

use crate::{
    Client, PaymentError,
    form::Form,
    plans::{PaidLine, price_id},
};
use serde_json::Value;
use std::collections::BTreeMap;

/// What has to change of a subscription, an item each.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Change {
    /// A price that isn’t in it.
    Add { price: String, quantity: i64 },
    /// Another number of one that is.
    Count { item: String, quantity: i64 },
    /// Another price in the place of one that is paid for no more: what was paid for it counts.
    Replace { item: String, price: String, quantity: i64 },
    /// One that is paid for no more.
    Remove { item: String },
}

/// The changes from what is there (price → item and number) to what shall be (price → number).
fn changes(there: &BTreeMap<String, (String, i64)>, shall: &BTreeMap<String, i64>) -> Vec<Change> {
    let mut all = Vec::new();
    let mut gone = there.iter().filter(|(price, _)| !shall.contains_key(*price)).map(|(_, (item, _))| item.clone());
    for (price, &quantity) in shall {
        match (there.get(price), price.clone()) {
            (Some((_, now)), _) if *now == quantity => {}
            (Some((item, _)), _) => all.push(Change::Count { item: item.clone(), quantity }),
            (None, price) => all.push(match gone.next() {
                Some(item) => Change::Replace { item, price, quantity },
                None => Change::Add { price, quantity },
            }),
        }
    }
    all.extend(gone.map(|item| Change::Remove { item }));
    all
}

impl Client {
    /// Has a subscription hold these lines; `true` where something changed. Asked again, it changes nothing.
    pub async fn follow(&self, subscription: &str, lines: &[PaidLine], currency: &str) -> Result<bool, PaymentError> {
        let path = format!("/v1/subscriptions/{subscription}");
        let now = self.get(&path).await?;
        let there = items(&now)?;
        let counted = |line: &PaidLine| (price_id(line, currency), line.quantity);
        let shall: BTreeMap<String, i64> = lines.iter().filter(|line| line.quantity > 0).map(counted).collect();
        let changes = changes(&there, &shall);
        if changes.is_empty() {
            return Ok(false);
        }
        for line in lines.iter().filter(|line| line.quantity > 0 && !there.contains_key(&price_id(line, currency))) {
            self.price(line, currency).await?;
        }
        let form = changes.iter().enumerate().fold(Form::default(), |form, (n, change)| match change {
            Change::Add { price, quantity } => {
                form.with(format!("items[{n}][plan]"), price).with(format!("items[{n}][quantity]"), quantity)
            }
            Change::Replace { item, price, quantity } => form
                .with(format!("items[{n}][id]"), item)
                .with(format!("items[{n}][plan]"), price)
                .with(format!("items[{n}][quantity]"), quantity),
            Change::Count { item, quantity } => {
                form.with(format!("items[{n}][id]"), item).with(format!("items[{n}][quantity]"), quantity)
            }
            Change::Remove { item } => {
                form.with(format!("items[{n}][id]"), item).with(format!("items[{n}][deleted]"), "true")
            }
        });
        self.post(&path, &form, None).await?;
        Ok(true)
    }
}

/// The items of a subscription: price → item and number.
fn items(subscription: &Value) -> Result<BTreeMap<String, (String, i64)>, PaymentError> {
    let all = subscription["items"]["data"].as_array().ok_or(PaymentError::Answer)?;
    all.iter()
        .map(|item| {
            let price = item["plan"]["id"].as_str().or_else(|| item["price"]["id"].as_str());
            let (price, id) = price.zip(item["id"].as_str()).ok_or(PaymentError::Answer)?;
            Ok((price.to_owned(), (id.to_owned(), item["quantity"].as_i64().unwrap_or(1))))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn items_are_read_by_their_price() {
        let subscription = json!({ "items": { "data": [
            { "id": "si_1", "plan": { "id": "rollbook-plan-eur-1900" }, "quantity": 1 },
            { "id": "si_2", "price": { "id": "rollbook-fleet-pro-eur-900" }, "quantity": 25 },
        ] } });
        let items = items(&subscription).unwrap();
        assert_eq!(items["rollbook-fleet-pro-eur-900"], ("si_2".to_owned(), 25));
        assert_eq!(super::items(&json!({})), Err(PaymentError::Answer));
    }

    proptest! {
        #[test]
        fn the_changes_lead_to_what_shall_be_and_touch_nothing_else(
            there in prop::collection::btree_map("[a-e]", 1..4_i64, 0..5),
            shall in prop::collection::btree_map("[a-e]", 1..4_i64, 0..5),
        ) {
            let before: BTreeMap<String, (String, i64)> =
                there.iter().map(|(price, n)| (price.clone(), (format!("si_{price}"), *n))).collect();
            let mut after = there.clone();
            for change in changes(&before, &shall) {
                let price = |item: &str| item.trim_start_matches("si_").to_owned();
                match change {
                    Change::Add { price, quantity } => prop_assert_eq!(after.insert(price, quantity), None),
                    Change::Count { item, quantity } => prop_assert_ne!(after.insert(price(&item), quantity), Some(quantity)),
                    Change::Replace { item, price: to, quantity } => {
                        prop_assert!(after.remove(&price(&item)).is_some());
                        prop_assert_eq!(after.insert(to, quantity), None);
                    }
                    Change::Remove { item } => prop_assert!(after.remove(&price(&item)).is_some()),
                }
            }
            prop_assert_eq!(after, shall);
        }
    }
}
