//! API keys (R9, C25, C32): made and revoked by administrators alone, within what they have, and never
//! doing more than scope and member both allow.

use crate::model::{Book, code, fleet, give, kinds, permission, permissions, refusal};
use rollbook_domain::{
    Code, Command, Effect, KeyId, MemberId,
    command::{Action, Hold, NewKey},
    decide::keys::{may_change, reaches},
    facts::Actor,
    holding::{Holding, Period},
    key::MOST,
    member::{Kind, Tier},
    organization::Plan,
    time::DAY,
};

/// Lise administers with `trips.view`; the machine Feeder may the same.
fn cast() -> (Book, MemberId, MemberId) {
    let mut book = Book::new(Plan::Business);
    book.take_product(&fleet());
    let owner = book.owner;
    let lise = book.custom("Lise", Tier::Admin, &[]);
    let feeder = book.of_kind(Kind::Api, "Feeder");
    for who in [lise, feeder] {
        book.given(owner, Holding::Grant(permission("trips.view")), who);
    }
    (book, lise, feeder)
}

fn new(member: MemberId, scope: &[&str]) -> NewKey {
    NewKey { member, name: "Feed".to_owned(), scope: permissions(scope), expires: None }
}

fn made(book: &mut Book, actor: MemberId, new: NewKey) -> KeyId {
    let decision = book.run(actor, &Command::AddKey(new)).expect("allowed");
    assert_eq!(kinds(&decision), ["key_added"]);
    let [Effect::StoreKey { key }] = decision.effects[..] else { panic!("its hash is kept: {decision:?}") };
    key
}

#[test]
fn r9_a_key_is_made_and_revoked_and_stands_in_the_log_without_its_secret() {
    let (mut book, lise, feeder) = cast();
    let key = made(&mut book, lise, new(feeder, &["trips.view", "trips.view"]));
    assert_eq!(book.state.keys[&key].1.scope, permissions(&["trips.view"]), "each permission once");
    let revoke = Command::RevokeKey { member: feeder, key };
    assert_eq!(kinds(&book.run(lise, &revoke).expect("allowed")), ["key_revoked"]);
    assert_eq!(code(&book.run(lise, &revoke)), Some(Code::NotFound), "once");
    let revoked = book.last;
    assert_eq!(
        code(&book.run(lise, &Command::Undo(revoked))),
        Some(Code::NothingToUndo),
        "a revoked key never works again"
    );
}

#[test]
fn a_key_that_was_made_is_revoked_by_undo() {
    let (mut book, lise, feeder) = cast();
    made(&mut book, lise, new(feeder, &["trips.view"]));
    assert_eq!(kinds(&book.undo(lise).expect("allowed")), ["key_revoked"]);
    assert!(book.state.keys.is_empty());
}

#[test]
fn r9_only_machines_have_keys() {
    let (mut book, _, _) = cast();
    let owner = book.owner;
    let tom = book.custom("Tom", Tier::User, &[]);
    let pia = book.of_kind(Kind::Portal, "Pia");
    for who in [tom, pia, owner] {
        assert_eq!(code(&book.run(owner, &Command::AddKey(new(who, &["trips.view"])))), Some(Code::Invalid));
    }
    let sys = book.of_kind(Kind::System, "Sys");
    assert_eq!(code(&book.run(owner, &Command::AddKey(new(sys, &["trips.view"])))), Some(Code::SystemFixed), "R10");
}

#[test]
fn r9_c25_no_key_makes_keys() {
    let (mut book, lise, feeder) = cast();
    let key = made(&mut book, lise, new(feeder, &["trips.view"]));
    let mut machine = book.member(feeder);
    // Not even if a record said that the machine administers.
    machine.tier = Tier::Admin;
    for command in [Command::AddKey(new(feeder, &["trips.view"])), Command::RevokeKey { member: feeder, key }] {
        let outcome = book.run_as(&Actor::Member(Box::new(machine.clone())), &command);
        assert_eq!(code(&outcome), Some(Code::NotAllowed));
    }
}

#[test]
fn r13_a_key_reaches_nothing_that_its_maker_lacks() {
    let (mut book, lise, feeder) = cast();
    let owner = book.owner;
    let why = refusal(book.run(lise, &Command::AddKey(new(feeder, &["trips.view", "vehicles.view"]))));
    assert_eq!((why.code, why.field.as_deref()), (Code::Ceiling, Some("scope")));
    assert_eq!(why.message, "You don’t have vehicles.view, so you can’t give it.");
    let until = Some(book.now.plus(3 * DAY));
    let hold = Hold { period: Period { from: None, until }, ..give(Holding::Grant(permission("vehicles.view")), lise) };
    book.hold(owner, hold).expect("allowed");
    for expires in [None, Some(book.now.plus(4 * DAY))] {
        let ask = NewKey { expires, ..new(feeder, &["vehicles.view"]) };
        let why = refusal(book.run(lise, &Command::AddKey(ask)));
        assert!(why.message.starts_with("You have vehicles.view only until "), "{}", why.message);
    }
    made(&mut book, lise, NewKey { expires: until, ..new(feeder, &["vehicles.view"]) });
}

#[test]
fn r14_keys_of_a_machine_above_are_out_of_reach() {
    let (mut book, lise, feeder) = cast();
    let owner = book.owner;
    let key = made(&mut book, lise, new(feeder, &["trips.view"]));
    book.given(owner, Holding::Grant(permission("vehicles.view")), feeder);
    for command in [Command::AddKey(new(feeder, &["trips.view"])), Command::RevokeKey { member: feeder, key }] {
        assert_eq!(code(&book.run(lise, &command)), Some(Code::RankTooLow));
    }
    let facts = book.facts(Actor::Member(Box::new(book.member(lise))), &Command::Settle);
    assert_eq!(may_change(&facts, &book.member(feeder)).expect_err("above").code, Code::RankTooLow);
}

#[test]
fn c25_a_key_does_what_scope_and_member_both_allow_and_nothing_exempts_it() {
    let (mut book, _, feeder) = cast();
    let owner = book.owner;
    let may = |book: &Book, scope: &[&str], what: &str| {
        reaches(&book.structure(), &book.member(feeder), &permissions(scope), &permission(what))
    };
    assert!(may(&book, &["trips.view"], "trips.view"));
    assert!(!may(&book, &["vehicles.view"], "vehicles.view"), "its member lacks it");
    assert!(!may(&book, &["vehicles.view"], "trips.view"), "it is out of scope");
    // A Super Admin's key is as narrow as any.
    let super_admin = book.super_admin();
    book.given(owner, super_admin, feeder);
    assert!(may(&book, &["vehicles.view"], "vehicles.view") && !may(&book, &["vehicles.view"], "trips.view"));
    assert!(!may(&book, &[], "trips.view") && !may(&book, &["nothing.view"], "nothing.view"));
    // C32: it is asked every time.
    book.acted(owner, Action::Suspend, feeder);
    assert!(!may(&book, &["vehicles.view"], "vehicles.view"));
}

#[test]
fn a_key_that_cant_be_is_refused() {
    let (mut book, _, feeder) = cast();
    let owner = book.owner;
    let past = Some(book.now.plus(-DAY));
    for (ask, field) in [
        (NewKey { name: " ".to_owned(), ..new(feeder, &["trips.view"]) }, "name"),
        (new(feeder, &[]), "scope"),
        (NewKey { expires: past, ..new(feeder, &["trips.view"]) }, "expires"),
    ] {
        let why = refusal(book.run(owner, &Command::AddKey(ask)));
        assert_eq!((why.code, why.field.as_deref()), (Code::Invalid, Some(field)));
    }
    let why = refusal(book.run(owner, &Command::AddKey(new(feeder, &["invented.everything"]))));
    assert_eq!((why.code, why.field.as_deref()), (Code::NotFound, Some("scope")), "C24");
    for n in 0..MOST {
        made(&mut book, owner, NewKey { name: format!("Key {n}"), ..new(feeder, &["trips.view"]) });
    }
    let taken = NewKey { name: " KEY 7 ".to_owned(), ..new(feeder, &["trips.view"]) };
    assert_eq!(code(&book.run(owner, &Command::AddKey(taken))), Some(Code::NameTaken));
    assert_eq!(code(&book.run(owner, &Command::AddKey(new(feeder, &["trips.view"])))), Some(Code::Invalid), "enough");
    book.acted(owner, Action::Archive, feeder);
    assert_eq!(code(&book.run(owner, &Command::AddKey(new(feeder, &["trips.view"])))), Some(Code::WrongStatus), "R4");
}

#[test]
fn b11_a_lock_revokes_every_key() {
    let (mut book, lise, feeder) = cast();
    for name in ["One", "Two"] {
        made(&mut book, lise, NewKey { name: name.to_owned(), ..new(feeder, &["trips.view"]) });
    }
    let lock = Command::Lock { member: feeder, reason: "It was in a log".to_owned() };
    let locked = book.run(lise, &lock).expect("allowed");
    assert_eq!(kinds(&locked), ["status_changed", "key_revoked", "key_revoked", "locked"]);
    assert!(book.state.keys.is_empty());
}

#[test]
fn whoever_is_gone_has_no_keys() {
    let (mut book, lise, feeder) = cast();
    made(&mut book, lise, new(feeder, &["trips.view"]));
    for action in [Action::Archive, Action::Erase] {
        book.acted(book.owner, action, feeder);
    }
    assert!(book.state.keys.is_empty());
}
