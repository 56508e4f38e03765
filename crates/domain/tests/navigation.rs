//! Navigation: which modules stand in a member's menus. It hides; it never permits.

use crate::model::{Book, code, fleet, permission, refusal};
use rollbook_domain::{
    Code, Command, Event, MemberId,
    command::Action,
    decide::authority::{effective, effective_now},
    member::Tier,
    organization::Plan,
};

fn book() -> (Book, MemberId) {
    let mut book = Book::new(Plan::Business);
    book.take_product(&fleet());
    let tom = book.custom("Tom", Tier::User, &[]);
    (book, tom)
}

fn set(book: &mut Book, actor: MemberId, member: MemberId, show: &[&str], hide: &[&str]) -> crate::model::Outcome {
    let keys = |all: &[&str]| all.iter().map(|key| (*key).to_owned()).collect();
    book.run(actor, &Command::SetNavigation { member, show: keys(show), hide: keys(hide) })
}

#[test]
fn hiding_a_module_takes_no_permission_and_showing_it_gives_none() {
    let (mut book, tom) = book();
    let owner = book.owner;
    let drivers = book.by_group_name("Drivers");
    book.given(owner, rollbook_domain::holding::Holding::Group(drivers), tom);
    let before = effective(&book.structure(), &book.member(tom));
    set(&mut book, owner, tom, &[], &["trips", "vehicles"]).expect("allowed");
    assert_eq!(effective(&book.structure(), &book.member(tom)), before, "trips are hidden, and permitted");
    set(&mut book, owner, tom, &["vehicles"], &[]).expect("allowed");
    let now = effective_now(&book.structure(), &book.member(tom));
    assert!(!now.has(&book.structure(), &permission("vehicles.view")), "shown, and not permitted");
}

#[test]
fn what_is_as_asked_leaves_no_trace_and_hiding_wins_over_showing() {
    let (mut book, tom) = book();
    let owner = book.owner;
    let decision = set(&mut book, owner, tom, &["trips"], &["trips", "trips"]).expect("allowed");
    let hidden = vec!["trips".to_owned()];
    assert_eq!(decision.events, [Event::NavigationChanged { member: tom, hidden, shown: vec![] }]);
    assert_eq!(set(&mut book, owner, tom, &["vehicles"], &["trips"]).expect("allowed").events, []);
    book.undo(owner).expect("allowed");
    assert!(book.member(tom).holds.hidden.is_empty(), "and back");
}

#[test]
fn everyone_may_arrange_their_own_menus_as_they_have_no_standing_in_them() {
    let (mut book, _) = book();
    let lise = book.custom("Lise", Tier::Admin, &[]);
    assert_eq!(code(&set(&mut book, lise, lise, &[], &["trips"])), None);
}

#[test]
fn the_menus_of_others_are_theirs_whose_rank_is_enough_r14() {
    let (mut book, tom) = book();
    let lise = book.custom("Lise", Tier::Admin, &[]);
    let above = book.all("Una", Tier::User);
    assert_eq!(code(&set(&mut book, lise, above, &[], &["trips"])), Some(Code::RankTooLow));
    assert_eq!(code(&set(&mut book, tom, above, &[], &["trips"])), Some(Code::NotAllowed));
    assert_eq!(code(&set(&mut book, lise, tom, &[], &["trips"])), None);
    let owner = book.owner;
    book.acted(owner, Action::Archive, tom);
    assert_eq!(code(&set(&mut book, owner, tom, &["trips"], &[])), Some(Code::WrongStatus));
}

#[test]
fn a_module_that_the_catalogue_doesnt_have_is_refused_c24() {
    let (mut book, tom) = book();
    let owner = book.owner;
    for (show, hide) in [(&["nothing"][..], &[][..]), (&[], &["nothing"]), (&[], &["trips.view"])] {
        let why = refusal(set(&mut book, owner, tom, show, hide));
        assert_eq!((why.code, why.field.as_deref()), (Code::NotFound, Some("navigation")));
    }
}
