//! Access reviews (B14).

use crate::model::{Book, code};
use rollbook_domain::{
    Code, Command, Event, MemberId,
    command::{Action, Edit},
    member::Tier,
    organization::Plan,
    review::{ReviewLine, Verdict},
};

fn line(member: MemberId, verdict: Verdict, reason: &str) -> ReviewLine {
    ReviewLine { member, tier: Tier::User, verdict, reason: reason.to_owned(), who: "0".repeat(64) }
}

fn keep(member: MemberId) -> ReviewLine {
    line(member, Verdict::Keep, "")
}

#[test]
fn b14_a_review_names_every_administrator_once_and_as_they_are() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    let ada = book.custom("Ada", Tier::Admin, &[]);
    let bo = book.custom("Bo", Tier::User, &[]);
    let sign = |book: &mut Book, lines: &[ReviewLine]| book.run(owner, &Command::SignOffReview(lines.to_vec()));
    assert_eq!(code(&sign(&mut book, &[keep(owner)])), Some(Code::Conflict), "Ada stands in no line");
    assert_eq!(code(&sign(&mut book, &[])), Some(Code::Invalid));
    assert_eq!(code(&sign(&mut book, &[keep(owner), keep(ada), keep(ada)])), Some(Code::Invalid), "twice");
    assert_eq!(code(&sign(&mut book, &[keep(owner), keep(ada), keep(bo)])), Some(Code::Conflict), "Bo is none");
    let early = [keep(owner), line(ada, Verdict::Remove, "Left the team")];
    assert_eq!(code(&sign(&mut book, &early)), Some(Code::WrongStatus), "Ada still is one");
    let decision = sign(&mut book, &[keep(owner), keep(ada)]).expect("in order");
    let [Event::ReviewSignedOff { lines }] = decision.events.as_slice() else { panic!("{decision:?}") };
    assert_eq!(lines.iter().map(|line| line.tier).collect::<Vec<_>>(), [Tier::Owner, Tier::Admin], "as they are");
}

#[test]
fn b14_who_is_removed_is_removed_before_and_with_a_reason() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    let ada = book.custom("Ada", Tier::Admin, &[]);
    book.edit(owner, Edit { tier: Some(Tier::User), ..Edit::of(ada) }).expect("allowed");
    let sign = |book: &mut Book, reason: &str| {
        book.run(owner, &Command::SignOffReview(vec![keep(owner), line(ada, Verdict::Remove, reason)]))
    };
    assert_eq!(code(&sign(&mut book, "  ")), Some(Code::Invalid));
    assert_eq!(code(&sign(&mut book, &"x".repeat(501))), Some(Code::Invalid));
    assert_eq!(code(&sign(&mut book, "Left the team")), None);
}

#[test]
fn b14_only_who_stands_above_everybody_signs() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    let ada = book.custom("Ada", Tier::Admin, &[]);
    let bo = book.custom("Bo", Tier::User, &[]);
    let lines = vec![keep(owner), keep(ada)];
    assert_eq!(code(&book.run(ada, &Command::SignOffReview(lines.clone()))), Some(Code::RankTooLow));
    assert_eq!(code(&book.run(bo, &Command::SignOffReview(lines.clone()))), Some(Code::NotAllowed));
    assert_eq!(code(&book.run(owner, &Command::SignOffReview(lines))), None);
}

#[test]
fn b14_the_suspended_are_reviewed_and_the_archived_are_not() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    let (ada, bo) = (book.custom("Ada", Tier::Admin, &[]), book.custom("Bo", Tier::Admin, &[]));
    book.acted(owner, Action::Suspend, ada);
    book.acted(owner, Action::Archive, bo);
    let lines = vec![keep(owner), keep(ada)];
    assert_eq!(code(&book.run(owner, &Command::SignOffReview(lines))), None);
    let lines = vec![keep(owner), keep(ada), keep(bo)];
    assert_eq!(code(&book.run(owner, &Command::SignOffReview(lines))), Some(Code::Conflict));
}
