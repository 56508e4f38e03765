//! Tables of people and groups: the rules of one, row by row (C18).

mod groups;
mod people;

use crate::model::Book;
use rollbook_domain::{
    Code, MemberId,
    decide::{Decision, RowOutcome},
    member::Tier,
    organization::Plan,
};

pub(super) fn codes(decision: &Decision) -> Vec<Option<Code>> {
    let code = |row: &RowOutcome| match row {
        RowOutcome::Refused(refusal) => Some(refusal.code),
        _ => None,
    };
    decision.rows.iter().map(code).collect()
}

pub(super) fn taken(outcome: crate::model::Outcome) -> Decision {
    outcome.expect("a table is judged row by row")
}

/// Lise administers with what Sales carries; Payroll carries what she doesn't have.
pub(super) fn lise() -> (Book, MemberId) {
    let mut book = Book::new(Plan::Business);
    let sales = book.group("Sales", &["contacts.view"]);
    book.group("Payroll", &["payroll.view"]);
    let lise = book.custom("Lise", Tier::Admin, &[sales]);
    (book, lise)
}
