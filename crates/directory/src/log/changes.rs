//! Before and after of one event, a line each.

use crate::{activity, contract::LogChange, person::name_of};
use rollbook_domain::{
    Event, Facts, GroupId, Timestamp,
    group::Permission,
    holding::{Holding, Period},
    organization::Policy,
    wording::Wording,
};
use serde_json::Value;

/// What an event changed.
pub(super) fn of(facts: &Facts, event: &Event) -> Vec<LogChange> {
    let date = |at: Option<Timestamp>| at.map(activity::day).unwrap_or_default();
    match event {
        Event::MemberChanged { changes, .. } => {
            changes.iter().map(|one| change(activity::field(one.field), &one.before, &one.after)).collect()
        }
        Event::StatusChanged { before, after, .. } => vec![change("Status", &word(before), &word(after))],
        Event::RoleChanged { name, description, gained, lost, .. } => {
            let mut all = texts(name.as_ref(), description.as_ref());
            all.extend(permissions(facts, gained, lost));
            all
        }
        Event::GroupChanged { name, description, product, parent, gained, lost, .. } => {
            let mut all = texts(name.as_ref(), description.as_ref());
            if let Some((before, after)) = product {
                all.push(change(
                    "Product",
                    before.as_deref().unwrap_or_default(),
                    after.as_deref().unwrap_or_default(),
                ));
            }
            if let Some((before, after)) = parent {
                let group = |id: &Option<GroupId>| id.map(|id| name_of(facts, &Holding::Group(id))).unwrap_or_default();
                all.push(change("Part of", &group(before), &group(after)));
            }
            all.extend(permissions(facts, gained, lost));
            all
        }
        Event::RoleAdded { role } => permissions(facts, &role.permissions, &[]),
        Event::RoleRemoved { role } => permissions(facts, &[], &role.permissions),
        Event::GroupAdded { group } => permissions(facts, &group.permissions, &[]),
        Event::GroupRemoved { group } => permissions(facts, &[], &group.permissions),
        Event::SeatsChanged { before, after, .. } => vec![change("Seats", &before.to_string(), &after.to_string())],
        Event::PlanChanged { before, after } => vec![change("Plan", &word(before), &word(after))],
        Event::DetailsChanged { before, after } => differing(before.as_ref(), after.as_ref()),
        Event::BillingChanged { before, after } => differing(&before.terms, &after.terms),
        Event::Given { what, until, .. } => {
            let mut all = vec![change(&name_of(facts, what), "", "Given")];
            all.extend(until.map(|at| change("Until", "", &activity::day(at))));
            all
        }
        Event::Taken { what, .. } => vec![change(&name_of(facts, what), "Given", "")],
        Event::EndMoved { what, before, after, .. } => {
            vec![change(&format!("End of {}", name_of(facts, what)), &date(*before), &date(*after))]
        }
        Event::PeriodChanged { before, after, .. } => {
            let Period { from, until } = *before;
            let mut all =
                vec![change("From", &date(from), &date(after.from)), change("Until", &date(until), &date(after.until))];
            all.retain(|one| one.before != one.after);
            all
        }
        Event::PolicyChanged { before, after } => policy(before, after),
        Event::WordingChanged { before, after, .. } => wording(before.as_deref(), after.as_deref()),
        Event::NavigationChanged { hidden, shown, .. } => {
            let hidden = hidden.iter().map(|key| change(key, "Shown", "Hidden"));
            hidden.chain(shown.iter().map(|key| change(key, "Hidden", "Shown"))).collect()
        }
        _ => Vec::new(),
    }
}

fn change(label: &str, before: &str, after: &str) -> LogChange {
    LogChange { label: label.to_owned(), before: before.to_owned(), after: after.to_owned() }
}

fn texts(name: Option<&(String, String)>, description: Option<&(String, String)>) -> Vec<LogChange> {
    let one = |label: &str, pair: Option<&(String, String)>| pair.map(|(before, after)| change(label, before, after));
    one("Name", name).into_iter().chain(one("Description", description)).collect()
}

fn permissions(facts: &Facts, gained: &[Permission], lost: &[Permission]) -> Vec<LogChange> {
    let named = |permission: &Permission| activity::permission(facts, permission);
    let gained = gained.iter().map(|one| change(&named(one), "Not allowed", "Allowed"));
    gained.chain(lost.iter().map(|one| change(&named(one), "Allowed", "Not allowed"))).collect()
}

/// An enum's word as people read it: `without_limit` becomes "Without limit".
fn word(value: &impl serde::Serialize) -> String {
    plain(&serde_json::to_value(value).unwrap_or_default())
}

/// The parts of a mail that differ; where the product’s words stand, nothing is said.
fn wording(before: Option<&Wording>, after: Option<&Wording>) -> Vec<LogChange> {
    let parts = |words: Option<&Wording>| {
        let words =
            words.cloned().unwrap_or(Wording { subject: String::new(), text: String::new(), html: String::new() });
        [("Subject", words.subject), ("Text", words.text), ("HTML", words.html)]
    };
    let both = parts(before).into_iter().zip(parts(after));
    let differ = both.filter(|((_, before), (_, after))| before != after);
    differ.map(|((label, before), (_, after))| change(label, &before, &after)).collect()
}

/// The fields of a policy that differ.
fn policy(before: &Policy, after: &Policy) -> Vec<LogChange> {
    let (Ok(Value::Object(before)), Ok(Value::Object(after))) =
        (serde_json::to_value(before), serde_json::to_value(after))
    else {
        return Vec::new();
    };
    let differ = after.iter().filter(|(key, value)| before.get(*key) != Some(value));
    differ
        .map(|(key, value)| change(&spaced(key), &before.get(key).map(plain).unwrap_or_default(), &plain(value)))
        .collect()
}

/// The fields that differ, as people wrote them.
fn differing<T: serde::Serialize>(before: &T, after: &T) -> Vec<LogChange> {
    let fields = |value: &T| serde_json::to_value(value).ok().and_then(|value| value.as_object().cloned());
    let (Some(before), Some(after)) = (fields(before), fields(after)) else { return Vec::new() };
    let text = |value: Option<&Value>| match value {
        Some(Value::String(text)) => text.clone(),
        other => other.map(plain).unwrap_or_default(),
    };
    let differ = after.iter().filter(|(key, value)| before.get(*key) != Some(value));
    differ.map(|(key, value)| change(&spaced(key), &text(before.get(key)), &text(Some(value)))).collect()
}

/// A value of JSON in words.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => spaced(text),
        Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| format!("{}: {}", spaced(key), plain(value)))
            .collect::<Vec<_>>()
            .join(", "),
        other => other.to_string(),
    }
}

fn spaced(key: &str) -> String {
    let mut words = String::with_capacity(key.len() + 4);
    for letter in key.chars() {
        if letter == '_' {
            words.push(' ');
        } else if letter.is_ascii_uppercase() && !words.is_empty() {
            words.push(' ');
            words.push(letter.to_ascii_lowercase());
        } else if words.is_empty() {
            words.extend(letter.to_uppercase());
        } else {
            words.push(letter);
        }
    }
    words
}
