//! What somebody answered so far, as their browser keeps it. It is theirs alone to change, and judged again with every
//! step, so nothing of it is believed.

use super::Step;
use rollbook_credentials::Secret;
use rollbook_directory::contract::OffersView;
use rollbook_domain::{
    Code, Refusal,
    billing::Terms,
    catalogue::Package,
    company::Details,
    order::{MOST_SEATS, Order, Seating},
    organization::Plan,
};
use serde::{Deserialize, Serialize};

/// The longest that is kept: what browsers take, with room for the cookie's name.
const LONGEST: usize = 3_600;

/// The answers so far.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Draft {
    /// The member who answered: another person at the same browser begins anew.
    whose: String,
    /// How many steps are reached.
    reached: usize,
    pub(super) details: Details,
    pub(super) plan: Plan,
    /// Of each product at most one package, with its seats as typed.
    pub(super) picks: Vec<(String, String)>,
    pub(super) terms: Terms,
    pub(super) quote: bool,
}

impl Draft {
    /// Nothing yet.
    pub(super) fn of(whose: String, language: String) -> Self {
        Self {
            whose,
            reached: 0,
            details: Details { language, ..Details::default() },
            plan: Plan::Business,
            picks: Vec::new(),
            terms: Terms::default(),
            quote: false,
        }
    }

    /// What a browser kept; nothing where it is somebody else's, or can't be read.
    pub(super) fn read(text: &str, whose: &str) -> Option<Self> {
        let bytes = hex::decode(text).ok()?;
        serde_json::from_slice::<Self>(&bytes).ok().filter(|draft| draft.whose == whose)
    }

    /// As a browser keeps it; nothing where it is longer than browsers keep.
    pub(super) fn written(&self) -> Option<Secret<String>> {
        let bytes =
            serde_json::to_vec(self).inspect_err(|error| tracing::error!(%error, "a draft can’t be written")).ok()?;
        Some(hex::encode(bytes)).filter(|text| text.len() <= LONGEST).map(Secret::new)
    }

    /// The step that was reached last.
    pub(super) fn reached(&self) -> Step {
        Step::ALL.get(self.reached).copied().unwrap_or(Step::Payment)
    }

    pub(super) fn reaches(&mut self, step: Step) {
        let at = Step::ALL.iter().position(|one| *one == step).unwrap_or_default();
        self.reached = self.reached.max(at);
    }

    /// Takes plan and packages from a form; `false` where it names something that the page doesn't ask.
    pub(super) fn order_from(&mut self, fields: Vec<(String, String)>, offers: &OffersView) -> bool {
        let mut picks = vec![(String::new(), String::new()); offers.products.len()];
        for (name, value) in fields {
            let numbered = |kind: &str| name.strip_prefix(kind)?.parse::<usize>().ok();
            if name == "plan" {
                let Ok(plan) = serde_json::from_value(serde_json::Value::String(value)) else { return false };
                self.plan = plan;
            } else if let Some(pick) = numbered("package-").and_then(|at| picks.get_mut(at)) {
                pick.0 = value;
            } else if let Some(pick) = numbered("seats-").and_then(|at| picks.get_mut(at)) {
                pick.1 = value;
            } else {
                return false;
            }
        }
        picks.retain(|(package, _)| !package.is_empty());
        self.picks = picks;
        true
    }

    /// The order as it is sent; a refusal names the field.
    pub(super) fn order(&self, offers: &OffersView) -> Result<Order, Refusal> {
        let mut packages = Vec::new();
        for (package, seats) in &self.picks {
            let sold = offers.products.iter().flat_map(|product| &product.packages);
            let known = Package::parse(package).filter(|known| sold.into_iter().any(|one| one.package == *known));
            let gone = || Refusal::new(Code::Invalid, "This isn’t sold any more. Choose another.", "").at("packages");
            let seats = seats.trim().parse().ok().filter(|seats| (1..=MOST_SEATS).contains(seats));
            let words = format!("This isn’t a number of seats. Choose 1 to {MOST_SEATS}.");
            let seats = seats.ok_or_else(|| Refusal::new(Code::Invalid, words, "").at("seats"))?;
            packages.push(Seating { package: known.ok_or_else(gone)?, seats });
        }
        Ok(Order { plan: self.plan, packages })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_kept_is_taken_up_by_the_person_who_typed_it_and_by_nobody_else() {
        let mut draft = Draft::of("ann".to_owned(), "en".to_owned());
        draft.details.name = "Fjordkraft AS".to_owned();
        draft.reaches(Step::Order);
        let kept = draft.written().unwrap().reveal(Clone::clone);
        let again = Draft::read(&kept, "ann").unwrap();
        assert_eq!((again.details.name.as_str(), again.reached()), ("Fjordkraft AS", Step::Order));
        assert!(Draft::read(&kept, "bo").is_none());
        assert!(Draft::read("zz", "ann").is_none() && Draft::read("", "ann").is_none());
        draft.details.street = "x".repeat(4_000);
        assert!(draft.written().is_none(), "what no browser keeps isn’t sent");
    }
}
