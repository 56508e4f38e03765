//! Licences: seats of packages, never more than were bought (R22), freed and regained (R3, R4).

use crate::model::{Book, code, fleet, forms, give, invite, kinds, package, refusal, take};
use rollbook_domain::{
    Code, Command, MemberId,
    command::{Action, Hold, Invite},
    holding::Holding,
    member::{Kind, Status, Tier},
    organization::Plan,
};

fn base() -> Holding {
    Holding::Licence(package("fleet.base"))
}

/// An organization with so many seats of Fleet base, and three people.
fn book(seats: i64) -> (Book, [MemberId; 3]) {
    let mut book = Book::new(Plan::Business);
    book.take_product(&fleet());
    book.buy(&package("fleet.base"), seats);
    let people = ["Ada", "Bea", "Cy"].map(|name| book.custom(name, Tier::User, &[]));
    (book, people)
}

fn used(book: &Book) -> i64 {
    book.state.seats[&package("fleet.base")].used
}

fn set_seats(book: &mut Book, actor: MemberId, of: &str, seats: i64) -> crate::model::Outcome {
    let package = package(of);
    let product = [fleet(), forms()].into_iter().find(|product| product.key == package.product()).map(Box::new);
    book.run(actor, &Command::SetSeats { package, seats, product })
}

#[test]
fn as_many_as_there_are_seats_get_one_and_the_next_is_told_r22() {
    let (mut book, people) = book(2);
    let decision = book.hold(book.owner, Hold { members: people.to_vec(), ..give(base(), people[0]) });
    let decision = decision.expect("judged one by one");
    assert_eq!((kinds(&decision), used(&book)), (vec!["given"; 2], 2));
    let [(who, why)] = &decision.refused[..] else { panic!("one is one too many: {:?}", decision.refused) };
    assert_eq!((*who, why.code, why.field.as_deref()), (people[2], Code::NoSeat, Some("licences")));
    assert_eq!(why.message, "No seat of Fleet BASE is free: 2 of 2 are used.");
}

#[test]
fn a_seat_that_one_gives_up_is_the_next_ones() {
    let (mut book, [ada, bea, _]) = book(1);
    let owner = book.owner;
    book.given(owner, base(), ada);
    assert_eq!(code(&book.hold(owner, give(base(), bea))), Some(Code::NoSeat));
    book.taken(owner, base(), ada);
    book.given(owner, base(), bea);
    assert_eq!(used(&book), 1);
}

#[test]
fn whoever_is_away_uses_no_seat_and_has_it_back_on_return_r3_r4() {
    let (mut book, [ada, ..]) = book(1);
    let owner = book.owner;
    book.given(owner, base(), ada);
    for (leave, come_back) in [(Action::Suspend, Action::Reactivate), (Action::Archive, Action::Restore)] {
        let left = book.act(owner, leave, ada).expect("allowed");
        assert_eq!((kinds(&left), used(&book)), (vec!["status_changed", "seat_freed"], 0), "{leave:?}");
        let back = book.act(owner, come_back, ada).expect("allowed");
        assert_eq!((kinds(&back), used(&book)), (vec!["status_changed", "seat_regained"], 1), "{come_back:?}");
    }
}

#[test]
fn whoever_comes_back_to_no_free_seat_is_in_without_it_and_it_is_named_r4() {
    let (mut book, [ada, bea, _]) = book(1);
    let owner = book.owner;
    book.given(owner, base(), ada);
    book.acted(owner, Action::Archive, ada);
    book.given(owner, base(), bea);
    let back = book.act(owner, Action::Restore, ada).expect("allowed");
    assert_eq!(kinds(&back), ["status_changed", "taken"]);
    let words: Vec<_> = back.kept.iter().map(|why| (why.code, why.message.as_str())).collect();
    assert_eq!(words, [(Code::NoSeat, "Ada comes back without Fleet BASE: no seat is free.")]);
    assert_eq!((book.status(ada), used(&book)), (Status::Active, 1));
}

#[test]
fn a_licence_lost_for_want_of_a_seat_comes_back_by_undo_once_there_is_one_r4_b6() {
    for (leave, come_back) in [(Action::Suspend, Action::Reactivate), (Action::Archive, Action::Restore)] {
        let (mut book, [ada, bea, _]) = book(1);
        let owner = book.owner;
        book.given(owner, base(), ada);
        book.acted(owner, leave, ada);
        let left = book.last;
        book.given(owner, base(), bea);
        // Lost by coming back by hand, and by an undo of having left.
        for back in [Command::Act { action: come_back, members: vec![ada] }, Command::Undo(left)] {
            let mut book = book.clone();
            let came = book.run(owner, &back).expect("allowed");
            assert_eq!(kinds(&came), ["status_changed", "taken"], "{back:?}");
            let lost = book.last;
            book.taken(owner, base(), bea);
            let undone = book.run(owner, &Command::Undo(lost)).expect("allowed");
            assert_eq!((undone.refused, undone.kept), (vec![], vec![]), "{back:?}");
            assert_eq!(book.member(ada).holds.freed, [package("fleet.base")], "{back:?}: it waits for her");
            book.acted(owner, come_back, ada);
            assert_eq!((book.member(ada).holds.licences.len(), used(&book)), (1, 1), "{back:?}");
        }
    }
}

#[test]
fn those_who_come_back_together_share_what_seats_there_are_r22() {
    let (mut book, people) = book(2);
    let owner = book.owner;
    for who in &people[..2] {
        book.given(owner, base(), *who);
        book.acted(owner, Action::Suspend, *who);
    }
    book.given(owner, base(), people[2]);
    let command = Command::Act { action: Action::Reactivate, members: people[..2].to_vec() };
    let decision = book.run(owner, &command).expect("judged");
    assert_eq!(kinds(&decision), ["status_changed", "seat_regained", "status_changed", "taken"]);
    assert_eq!(used(&book), 2);
}

#[test]
fn a_suspended_member_is_given_no_seat_but_can_lose_the_one_that_waits_r3() {
    let (mut book, [ada, bea, _]) = book(1);
    let owner = book.owner;
    book.given(owner, base(), ada);
    for who in [ada, bea] {
        book.acted(owner, Action::Suspend, who);
    }
    let why = refusal(book.hold(owner, give(base(), bea)));
    assert_eq!((why.code, why.help.as_str()), (Code::WrongStatus, "Reactivate first."));
    book.taken(owner, base(), ada);
    assert_eq!(used(&book), 0, "it used none");
    let undone = book.undo(owner).expect("allowed");
    assert_eq!((kinds(&undone), used(&book)), (vec!["given", "seat_freed"], 0), "it waits for her again");
    assert_eq!(kinds(&book.act(owner, Action::Reactivate, ada).expect("allowed")), ["status_changed", "seat_regained"]);
}

#[test]
fn an_undo_takes_no_seat_that_isnt_there_r22_c18() {
    let (mut book, [ada, bea, cy]) = book(1);
    let owner = book.owner;
    book.given(owner, base(), ada);
    book.taken(owner, base(), ada);
    let revoked = book.last;
    book.given(owner, base(), bea);
    assert_eq!(code(&book.run(owner, &Command::Undo(revoked))), Some(Code::NoSeat));
    let invited = Invite { holds: vec![base()], ..invite("Dan", "dan@example.org") };
    assert_eq!(code(&book.invite(owner, invited.clone())), Some(Code::NoSeat), "nor does an invitation");
    book.taken(owner, base(), bea);
    book.invited(owner, invited);
    book.undo(owner).expect("withdraws him");
    book.given(owner, base(), cy);
    let withdrawn = book.log.iter().rfind(|(_, event)| event.kind() == "member_withdrawn").expect("it happened").0;
    let back = book.run(owner, &Command::Undo(withdrawn)).expect("he comes back");
    assert_eq!(kinds(&back), ["member_added", "invitation_sent"]);
    let told: Vec<_> = back.kept.iter().map(|why| why.message.as_str()).collect();
    assert_eq!(told, ["Dan comes back without Fleet BASE: no seat is free."]);
    let dan = book.member(book.by_email("dan@example.org"));
    assert_eq!((dan.holds.licences.len(), used(&book)), (0, 1), "without the seat");
}

#[test]
fn seats_are_not_lowered_below_those_in_use_r22() {
    let (mut book, people) = book(3);
    let owner = book.owner;
    for who in &people[..2] {
        book.given(owner, base(), *who);
    }
    let why = refusal(set_seats(&mut book, owner, "fleet.base", 1));
    assert_eq!((why.code, why.field.as_deref()), (Code::NoSeat, Some("seats")));
    assert_eq!(
        (why.message.as_str(), why.help.as_str()),
        ("2 seats of Fleet BASE are in use.", "Revoke licences first.")
    );
    assert_eq!(kinds(&set_seats(&mut book, owner, "fleet.base", 2).expect("allowed")), ["seats_changed"]);
    assert_eq!(set_seats(&mut book, owner, "fleet.base", 2).expect("allowed").events, [], "as it is already");
    assert_eq!(code(&book.undo(owner)), None);
    assert_eq!(book.state.seats[&package("fleet.base")].bought, 3);
}

#[test]
fn seats_that_cant_be_are_refused() {
    let (mut book, _) = book(3);
    let owner = book.owner;
    for seats in [-1, i64::MIN, i64::MAX, 10_000_001] {
        let why = refusal(set_seats(&mut book, owner, "fleet.base", seats));
        assert_eq!((why.code, why.field.as_deref()), (Code::Invalid, Some("seats")), "{seats}");
    }
    for unknown in ["fleet.none", "none.base"] {
        let why = refusal(set_seats(&mut book, owner, unknown, 1));
        assert_eq!((why.code, why.field.as_deref()), (Code::NotFound, Some("package")), "{unknown}");
    }
}

#[test]
fn seats_and_plan_are_the_owners_alone_r18() {
    let (mut book, [una, ..]) = book(3);
    let owner = book.owner;
    let everything = book.all("Lise", Tier::Admin);
    let sam = book.custom("Sam", Tier::Admin, &[]);
    let super_admin = book.super_admin();
    book.given(owner, super_admin, sam);
    for (who, expected) in [(everything, Code::OwnerOnly), (sam, Code::OwnerOnly), (una, Code::NotAllowed)] {
        assert_eq!(code(&set_seats(&mut book, who, "fleet.base", 9)), Some(expected));
        assert_eq!(code(&set_seats(&mut book, who, "forms.base", 9)), Some(expected), "nor a new product");
        assert_eq!(code(&book.run(who, &Command::SetPlan(Plan::Enterprise))), Some(expected));
    }
    set_seats(&mut book, owner, "fleet.base", 9).expect("allowed");
    assert_eq!(code(&book.undo(sam)), Some(Code::OwnerOnly), "nor by undo");
    assert_eq!(code(&book.hold(everything, give(base(), una))), None, "who has a seat is any administrator's");
}

#[test]
fn the_first_seats_of_a_product_bring_its_modules_roles_and_groups() {
    let (mut book, _) = book(1);
    let owner = book.owner;
    let decision = set_seats(&mut book, owner, "forms.base", 5).expect("allowed");
    assert_eq!(kinds(&decision)[0], "product_taken");
    assert_eq!(kinds(&decision).last(), Some(&"seats_changed"));
    let carried = |book: &Book, name: &str| book.state.groups[&book.by_group_name(name)].permissions.clone();
    assert_eq!(carried(&book, "Form makers"), crate::model::permissions(&["forms.edit", "forms.view"]));
    assert_eq!(carried(&book, "Guest"), crate::model::permissions(&["forms.view"]));
    let reader = book.built_in(rollbook_domain::role::BuiltInRole::ReadOnly);
    assert!(book.state.roles[&reader].permissions.contains(&crate::model::permission("forms.view")));
    let again = set_seats(&mut book, owner, "forms.base", 6).expect("allowed");
    assert_eq!(kinds(&again), ["seats_changed"], "taken once");
}

#[test]
fn an_undone_purchase_gives_the_seats_back_and_leaves_the_product_whole() {
    let (mut book, _) = book(1);
    let owner = book.owner;
    set_seats(&mut book, owner, "forms.base", 5).expect("allowed");
    let structure = (book.state.roles.clone(), book.state.groups.clone(), book.state.catalogue.clone());
    let undone = book.undo(owner).expect("allowed");
    assert_eq!((kinds(&undone), undone.refused, undone.kept), (vec!["seats_changed"], vec![], vec![]));
    assert_eq!(
        (&book.state.roles, &book.state.groups, &book.state.catalogue),
        (&structure.0, &structure.1, &structure.2)
    );
    set_seats(&mut book, owner, "forms.base", 5).expect("bought again, it is as it was");
}

#[test]
fn licences_have_no_dates_and_machines_of_rollbooks_own_have_none() {
    let (mut book, [ada, ..]) = book(3);
    let owner = book.owner;
    let period = rollbook_domain::holding::Period { from: None, until: Some(book.now.plus(1)) };
    assert_eq!(code(&book.hold(owner, Hold { period, ..give(base(), ada) })), Some(Code::Invalid));
    let sys = book.of_kind(Kind::System, "Sys");
    assert_eq!(code(&book.hold(owner, give(base(), sys))), Some(Code::SystemFixed));
    assert_eq!(code(&book.hold(owner, take(base(), ada))), None, "taking what isn't held does nothing");
}
