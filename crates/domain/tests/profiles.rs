//! What people change about themselves (R7): their own names, phone, language and photo, and nothing
//! of anybody else.

use crate::model::{Book, changes, code, kinds, refusal};
use rollbook_domain::{
    Code, Command, Event, MemberId,
    command::{Action, Edit, Profile},
    event::Field,
    member::{Kind, Tier},
    organization::Plan,
};

const DIGEST: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

fn book() -> (Book, MemberId) {
    let mut book = Book::new(Plan::Business);
    let tom = book.custom("Tom", Tier::User, &[]);
    (book, tom)
}

fn phone(member: MemberId) -> Command {
    Command::EditProfile(Profile { phone: Some("+47 1".into()), ..Profile::of(member) })
}

fn photo(member: MemberId) -> Command {
    Command::SetPhoto { member, photo: Some(DIGEST.to_owned()) }
}

#[test]
fn r7_a_user_changes_their_own_names_phone_and_language() {
    let (mut book, tom) = book();
    let profile = Profile {
        first_name: Some("  Thomas ".into()),
        last_name: Some("Lund".into()),
        phone: Some("+47 1".into()),
        language: Some("de".into()),
        ..Profile::of(tom)
    };
    let decision = book.run(tom, &Command::EditProfile(profile.clone())).expect("allowed");
    assert_eq!(
        changes(&decision),
        [
            (Field::FirstName, "Tom", "Thomas"),
            (Field::LastName, "", "Lund"),
            (Field::Language, "en", "de"),
            (Field::Phone, "", "+47 1"),
        ]
    );
    assert_eq!(book.run(tom, &Command::EditProfile(profile)).expect("allowed").events, [], "the same again");
}

#[test]
fn r7_an_administrators_edit_of_ones_own_record_is_still_no_users() {
    let (mut book, tom) = book();
    let edit = Edit { phone: Some("1".into()), ..Edit::of(tom) };
    assert_eq!(code(&book.run(tom, &Command::Edit(edit))), Some(Code::NotAllowed), "which has fields for all the rest");
}

#[test]
fn r7_nobody_changes_the_profile_or_photo_of_somebody_else_not_even_the_owner() {
    let (mut book, tom) = book();
    let (owner, una) = (book.owner, book.custom("Una", Tier::User, &[]));
    for actor in [owner, una] {
        for command in [phone(tom), photo(tom), Command::SetPhoto { member: tom, photo: None }] {
            assert_eq!(code(&book.run(actor, &command)), Some(Code::NotAllowed), "{command:?}");
        }
    }
}

#[test]
fn c27_who_is_not_active_changes_nothing_and_machines_have_no_profile() {
    let (mut book, tom) = book();
    let (owner, bot, pia) = (book.owner, book.of_kind(Kind::Api, "Bot"), book.of_kind(Kind::Portal, "Pia"));
    for command in [phone(bot), photo(bot)] {
        assert_eq!(code(&book.run(bot, &command)), Some(Code::NotAllowed));
    }
    assert_eq!(code(&book.run(pia, &phone(pia))), None, "portal members are people");
    for action in [Action::Suspend, Action::Archive] {
        book.act(owner, action, tom).expect("allowed");
        for command in [phone(tom), photo(tom)] {
            assert_eq!(code(&book.run(tom, &command)), Some(Code::NotAllowed), "{action:?}");
        }
    }
}

#[test]
fn c19_a_field_that_was_changed_in_between_is_said_and_not_overwritten() {
    let (mut book, tom) = book();
    let owner = book.owner;
    let seen = Some(book.member(tom).version);
    book.edit(owner, Edit { phone: Some("+47 9".into()), ..Edit::of(tom) }).expect("allowed");
    let of = || Profile { seen, ..Profile::of(tom) };
    let late = Command::EditProfile(Profile { phone: Some("+47 1".into()), ..of() });
    let why = refusal(book.run(tom, &late));
    assert_eq!((why.code, why.field.as_deref()), (Code::Conflict, Some("phone")));
    let other = Command::EditProfile(Profile { last_name: Some("Lund".into()), ..of() });
    assert_eq!(code(&book.run(tom, &other)), None, "another field is free");
}

#[test]
fn r7_a_profile_keeps_a_name_and_its_fields_their_lengths() {
    let (mut book, tom) = book();
    let of = || Profile::of(tom);
    for (field, profile) in [
        ("first_name", Profile { first_name: Some("  ".into()), ..of() }),
        ("last_name", Profile { last_name: Some("x".repeat(2_000)), ..of() }),
        ("phone", Profile { phone: Some("1".repeat(61)), ..of() }),
        ("language", Profile { language: Some("no such language".into()), ..of() }),
    ] {
        let why = refusal(book.run(tom, &Command::EditProfile(profile)));
        assert_eq!((why.code, why.field.as_deref()), (Code::Invalid, Some(field)));
    }
}

#[test]
fn a_photo_is_named_by_the_hash_of_its_picture_and_leaves_an_event_without_it() {
    let (mut book, tom) = book();
    let decision = book.run(tom, &photo(tom)).expect("allowed");
    assert_eq!(kinds(&decision), ["photo_changed"]);
    assert!(!decision.events.iter().any(Event::is_undoable), "the picture before is gone");
    let removed = book.run(tom, &Command::SetPhoto { member: tom, photo: None }).expect("allowed");
    assert_eq!(removed.events, [Event::PhotoChanged { member: tom, photo: None }]);
    for wrong in ["", "x", "../../etc/passwd", &"g".repeat(64)] {
        let command = Command::SetPhoto { member: tom, photo: Some(wrong.to_owned()) };
        assert_eq!(code(&book.run(tom, &command)), Some(Code::Invalid), "{wrong}");
    }
}
