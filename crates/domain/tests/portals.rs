//! Portals (R8): made, removed with all who had them, and brought back.

use crate::model::{Book, code, give, kinds, refusal};
use rollbook_domain::{
    Code, Command, MemberId,
    command::Action,
    holding::Holding,
    member::{Kind, Tier},
    organization::Plan,
};

fn book() -> (Book, MemberId, Holding) {
    let mut book = Book::new(Plan::Business);
    let lise = book.all("Lise", Tier::Admin);
    let portal = book.portal("Customers");
    (book, lise, Holding::Portal(portal))
}

#[test]
fn a_portal_is_removed_from_all_who_have_it_and_comes_back_by_undo_r8_b6() {
    let (mut book, lise, portal) = book();
    let owner = book.owner;
    let people: Vec<_> = ["Pia", "Per", "Pam"].iter().map(|name| book.of_kind(Kind::Portal, name)).collect();
    for who in &people {
        book.given(owner, portal.clone(), *who);
    }
    book.acted(owner, Action::Suspend, people[1]);
    book.acted(owner, Action::Archive, people[2]);
    let removed = book.delete(lise, portal.clone()).expect("allowed");
    assert_eq!(kinds(&removed), ["taken", "taken", "taken", "portal_removed"]);
    assert!(people.iter().all(|who| !book.member(*who).has(&portal)));
    let undone = book.undo(lise).expect("allowed");
    assert_eq!((undone.refused, undone.kept), (vec![], vec![]));
    assert!(people.iter().all(|who| book.member(*who).has(&portal)), "the suspended and the archived too");
}

#[test]
fn a_portal_that_isnt_here_or_that_somebody_was_given_in_between_is_not_removed() {
    let (mut book, lise, portal) = book();
    let Holding::Portal(id) = portal else { panic!("a portal") };
    let foreign = rollbook_domain::PortalId::from_uuid(uuid::Uuid::from_u128(u128::MAX));
    assert_eq!(code(&book.run(lise, &Command::RemovePortal(foreign))), Some(Code::NotFound));
    let pia = book.of_kind(Kind::Portal, "Pia");
    book.given(book.owner, portal, pia);
    let why = refusal(book.run(lise, &Command::RemovePortal(id)));
    assert_eq!((why.code, why.message.as_str()), (Code::Conflict, "Somebody was given this portal in between."));
}

#[test]
fn a_new_portal_goes_by_undo_while_nobody_has_it() {
    let (mut book, lise, _) = book();
    book.run(lise, &Command::AddPortal { name: "Suppliers".to_owned() }).expect("allowed");
    let made = book.last;
    let portal = book.state.portals.values().find(|portal| portal.name == "Suppliers").expect("made").id;
    let pia = book.of_kind(Kind::Portal, "Pia");
    book.given(book.owner, Holding::Portal(portal), pia);
    let given = book.last;
    let why = book.run(lise, &Command::Undo(made)).expect_err("refused");
    assert_eq!(why.message, "The portal Suppliers stays: people have it.");
    book.run(lise, &Command::Undo(given)).expect("allowed");
    assert_eq!(kinds(&book.run(lise, &Command::Undo(made)).expect("allowed")), ["portal_removed"]);
    // A removed one comes back unless its name is used by now.
    let gone = book.last;
    let mut other = book.clone();
    other.run(lise, &Command::AddPortal { name: " suppliers ".to_owned() }).expect("allowed");
    let why = other.run(lise, &Command::Undo(gone)).expect_err("refused");
    assert_eq!(why.message, "There is another portal Suppliers by now.");
    assert_eq!(kinds(&book.run(lise, &Command::Undo(gone)).expect("allowed")), ["portal_added"]);
}

#[test]
fn what_a_portal_member_no_longer_has_is_given_like_anything_else() {
    let (mut book, lise, portal) = book();
    let pia = book.of_kind(Kind::Portal, "Pia");
    book.delete(lise, portal.clone()).expect("allowed");
    assert_eq!(code(&book.hold(lise, give(portal, pia))), Some(Code::NotFound));
}
