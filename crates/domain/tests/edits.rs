//! Edits: field by field (C24), with conflicts named and never overwritten (R33).

use crate::model::{Book, changes, code, invite, kinds, refusal};
use rollbook_domain::{
    Code, Command, Effect, Event, MemberId,
    command::{Action, Edit, Invite},
    decide::changed_fields,
    event::Field,
    holding::Holding,
    member::{AccessMode, Tier},
    organization::Plan,
};

/// An organization with its owner, an administrator and a user.
fn book() -> (Book, MemberId, MemberId) {
    let mut book = Book::new(Plan::Starter);
    let lise = book.all("Lise", Tier::Admin);
    let tom = book.custom("Tom", Tier::User, &[]);
    (book, lise, tom)
}

#[test]
fn an_edit_says_what_was_before_and_what_is_after() {
    let (mut book, lise, tom) = book();
    let sales = book.group("Sales", &["contacts.view"]);
    let edit = Edit {
        first_name: Some("  Thomas ".into()),
        last_name: Some("Lund".into()),
        phone: Some("+47 1".into()),
        note: Some("Tuesdays only".into()),
        language: Some("nb".into()),
        groups: Some(vec![sales, sales]),
        ..Edit::of(tom)
    };
    let decision = book.edit(lise, edit).expect("allowed");
    assert_eq!(kinds(&decision), ["member_changed", "given"]);
    assert_eq!(
        changes(&decision),
        [
            (Field::FirstName, "Tom", "Thomas"),
            (Field::LastName, "", "Lund"),
            (Field::Language, "en", "nb"),
            (Field::Phone, "", "+47 1"),
            (Field::Note, "", "Tuesdays only"),
        ]
    );
    let none = book.edit(lise, Edit { groups: Some(vec![]), ..Edit::of(tom) }).expect("allowed");
    assert_eq!(none.events, [Event::Taken { member: tom, what: Holding::Group(sales), until: None }]);
}

#[test]
fn an_edit_that_changes_nothing_leaves_no_trace() {
    let (mut book, lise, tom) = book();
    let same = Edit {
        first_name: Some(" Tom".into()),
        email: Some("tom@NORDLYS.no".into()),
        tier: Some(Tier::User),
        access: Some(AccessMode::Custom),
        groups: Some(vec![]),
        ..Edit::of(tom)
    };
    assert_eq!(book.edit(lise, same).expect("allowed").events, []);
}

#[test]
fn only_the_listed_fields_can_be_named_and_each_by_its_own_name_c24() {
    let (_, _, tom) = book();
    let all = Edit {
        first_name: Some(String::new()),
        last_name: Some(String::new()),
        email: Some(String::new()),
        tier: Some(Tier::Owner),
        access: Some(AccessMode::All),
        language: Some(String::new()),
        phone: Some(String::new()),
        note: Some(String::new()),
        contact: Some(String::new()),
        customer: Some(String::new()),
        ..Edit::of(tom)
    };
    let words: Vec<_> = changed_fields(&all).iter().map(|f| serde_json::to_string(f).unwrap()).collect();
    let known =
        ["first_name", "last_name", "email", "tier", "access", "language", "phone", "note", "contact", "customer"];
    assert_eq!(words, known.map(|word| format!("\"{word}\"")));
    for unknown in ["status", "tier.owner", "groups", "kind", "version", "Tier", ""] {
        assert!(serde_json::from_value::<Field>(unknown.into()).is_err(), "{unknown:?} is no field");
    }
    assert_eq!(changed_fields(&Edit::of(tom)), []);
}

#[test]
fn what_a_field_cant_hold_is_refused_at_the_field() {
    let (mut book, lise, tom) = book();
    let of = || Edit::of(tom);
    for (field, edit) in [
        ("first_name", Edit { first_name: Some("  ".into()), ..of() }),
        ("first_name", Edit { first_name: Some("x".repeat(201)), ..of() }),
        ("email", Edit { email: Some("tom@nordlys".into()), ..of() }),
        ("language", Edit { language: Some("norsk bokmål".into()), ..of() }),
        ("phone", Edit { phone: Some("1".repeat(61)), ..of() }),
        ("note", Edit { note: Some("x".repeat(2001)), ..of() }),
    ] {
        let why = refusal(book.edit(lise, edit));
        assert_eq!((why.code, why.field.as_deref()), (Code::Invalid, Some(field)), "{}", why.message);
    }
}

#[test]
fn whoever_came_from_a_table_without_a_name_can_still_be_edited() {
    let (mut book, lise, _) = book();
    book.people(lise, vec![crate::model::person("", "info@example.org")]).expect("judged");
    let info = book.by_email("info@example.org");
    let edit = Edit {
        first_name: Some(String::new()),
        last_name: Some(String::new()),
        phone: Some("1".into()),
        ..Edit::of(info)
    };
    assert_eq!(changes(&book.edit(lise, edit).expect("allowed")), [(Field::Phone, "", "1")]);
}

#[test]
fn the_same_field_changed_in_between_is_a_conflict_and_another_is_not_r33() {
    let (mut book, lise, tom) = book();
    let seen = Some(book.member(tom).version);
    let theirs = Edit { phone: Some("theirs".into()), seen, ..Edit::of(tom) };
    assert_eq!(code(&book.edit(book.owner, theirs)), None);
    let why = refusal(book.edit(lise, Edit { phone: Some("mine".into()), seen, ..Edit::of(tom) }));
    assert_eq!((why.code, why.field.as_deref()), (Code::Conflict, Some("phone")));
    assert!(why.message.contains("\u{201c}theirs\u{201d}"), "it shows what stands there: {}", why.message);
    let note = Edit { note: Some("mine".into()), seen, ..Edit::of(tom) };
    assert_eq!(code(&book.edit(lise, note)), None, "another field is nobody's conflict");
    let agreed = Edit { phone: Some("theirs".into()), seen, ..Edit::of(tom) };
    assert_eq!(code(&book.edit(lise, agreed)), None, "wanting the same is none either");
    let over = Edit { phone: Some("mine".into()), seen: Some(book.member(tom).version), ..Edit::of(tom) };
    assert_eq!(code(&book.edit(lise, over)), None, "having seen it, one may write over it");
}

#[test]
fn administrators_edit_their_own_profile_but_not_the_address_that_they_sign_in_with_r7() {
    let (mut book, lise, _) = book();
    let profile = |id| Edit {
        first_name: Some("New".into()),
        phone: Some("1".into()),
        language: Some("nb".into()),
        ..Edit::of(id)
    };
    for actor in [lise, book.owner] {
        assert_eq!(code(&book.edit(actor, profile(actor))), None);
        let why = refusal(book.edit(actor, Edit { email: Some("new@nordlys.no".into()), ..Edit::of(actor) }));
        assert_eq!((why.code, why.field.as_deref()), (Code::Yourself, Some("email")));
    }
    let edit = Edit { email: Some("lise@example.org".into()), ..Edit::of(lise) };
    assert_eq!(code(&book.edit(book.owner, edit)), None, "somebody else of rank may");
}

#[test]
fn an_address_that_other_organizations_rely_on_is_the_persons_own_to_change() {
    let (mut book, lise, tom) = book();
    book.shared.insert(tom);
    let why = refusal(book.edit(lise, Edit { email: Some("new@example.org".into()), ..Edit::of(tom) }));
    assert_eq!((why.code, why.field.as_deref()), (Code::NotAllowed, Some("email")));
    assert_eq!(code(&book.edit(lise, Edit { phone: Some("1".into()), ..Edit::of(tom) })), None, "the rest is ours");
}

#[test]
fn an_address_that_somebody_signs_in_with_is_taken_here_and_elsewhere() {
    let (mut book, lise, tom) = book();
    book.record("Stranger", "stranger@example.org");
    for taken in ["LISE@nordlys.no", "Stranger@example.org"] {
        let why = refusal(book.edit(lise, Edit { email: Some(taken.into()), ..Edit::of(tom) }));
        assert_eq!((why.code, why.field.as_deref()), (Code::EmailTaken, Some("email")), "{taken}");
    }
    let own = Edit { email: Some("Tom@nordlys.no".into()), ..Edit::of(tom) };
    assert_eq!(code(&book.edit(lise, own)), None, "their own in other letters is free");
}

#[test]
fn a_pending_member_with_another_address_gets_a_new_link_there_c37() {
    let (mut book, lise, _) = book();
    let ada = book.invited(lise, invite("Ada", "wrong@example.org"));
    let old = book.state.links[&ada];
    let edit = Edit { email: Some("ada@example.org".into()), ..Edit::of(ada) };
    let decision = book.edit(lise, edit).expect("allowed");
    let (link, expires) = book.state.links[&ada];
    assert_ne!(link, old.0, "the old link went to somebody else");
    let sent = Effect::Invite { member: ada, link, expires, joining: false };
    assert_eq!(decision.effects, [Effect::KillLinks { member: ada }, sent]);
    let decision = book.edit(lise, Edit { phone: Some("1".into()), ..Edit::of(ada) }).expect("allowed");
    assert_eq!(decision.effects, [], "other fields send nothing");
}

#[test]
fn a_user_becomes_administrator_only_into_a_free_place_r21() {
    let (mut book, lise, tom) = book();
    let admin = |id| Edit { tier: Some(Tier::Admin), ..Edit::of(id) };
    let why = refusal(book.edit(lise, admin(tom)));
    assert_eq!((why.code, why.field.as_deref()), (Code::PlanFull, Some("tier")));
    let owner = book.owner;
    book.acted(owner, Action::Suspend, tom);
    assert_eq!(code(&book.edit(owner, admin(tom))), None, "suspended, they use no place yet");
    assert_eq!(code(&book.act(owner, Action::Reactivate, tom)), Some(Code::PlanFull), "but need one to come back");
    assert_eq!(code(&book.edit(owner, Edit { tier: Some(Tier::User), ..Edit::of(lise) })), None);
    book.acted(owner, Action::Reactivate, tom);
}

#[test]
fn an_archived_member_is_restored_before_being_edited_r4() {
    let (mut book, lise, tom) = book();
    book.acted(lise, Action::Archive, tom);
    let why = refusal(book.edit(lise, Edit { phone: Some("1".into()), ..Edit::of(tom) }));
    assert_eq!((why.code, why.help.as_str()), (Code::WrongStatus, "Restore first."));
}

#[test]
fn a_group_of_another_organization_is_no_group_here_c28() {
    let (mut book, lise, tom) = book();
    let mut other = Book::new(Plan::Business);
    for n in 0..40 {
        other.group(&format!("Group {n}"), &[]);
    }
    let foreign = other.group("Theirs", &[]);
    assert!(!book.state.groups.contains_key(&foreign), "the id is unknown here");
    let invite = Invite { groups: vec![foreign], ..invite("Ada", "ada@example.org") };
    assert_eq!(code(&book.invite(lise, invite)), Some(Code::NotFound));
    let edit = Edit { groups: Some(vec![foreign]), ..Edit::of(tom) };
    assert_eq!(code(&book.run(lise, &Command::Edit(edit))), Some(Code::NotFound));
}
