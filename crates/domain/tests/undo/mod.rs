//! Undo: every kind of event taken back, under the rules of the moment (R30, C18).

mod groups;
mod members;
mod rules;

use crate::model::{Book, Outcome};
use rollbook_domain::{
    Command, CommandId, MemberId,
    member::{Member, Tier},
    organization::Plan,
};

pub(super) fn book() -> (Book, MemberId) {
    let mut book = Book::new(Plan::Business);
    book.group("Sales", &["contacts.view"]);
    let tom = book.custom("Tom", Tier::User, &[]);
    (book, tom)
}

/// The members as screens show them: without the number of their newest event.
pub(super) fn members(book: &Book) -> Vec<Member> {
    book.state.members.values().map(|m| Member { version: 0, ..m.clone() }).collect()
}

pub(super) fn undo_of(book: &mut Book, command: CommandId) -> Outcome {
    book.run(book.owner, &Command::Undo(command))
}
