//! What happened to members, taken back.

use super::{book, members, undo_of};
use crate::model::{changes, code, invite, kinds, person, refusal};
use rollbook_domain::{
    Code, Effect,
    command::{Action, Edit},
    event::Field,
    member::{AccessMode, Status, Tier},
    session::Ended,
};

#[test]
fn undo_and_undo_of_undo_move_a_status_back_and_forth() {
    for (prepare, action) in [
        (None, Action::Suspend),
        (Some(Action::Suspend), Action::Reactivate),
        (None, Action::Archive),
        (Some(Action::Suspend), Action::Archive),
        (Some(Action::Archive), Action::Restore),
    ] {
        let (mut book, tom) = book();
        let owner = book.owner;
        if let Some(action) = prepare {
            book.acted(owner, action, tom);
        }
        let before = members(&book);
        book.acted(owner, action, tom);
        let after = members(&book);
        for expected in [&before, &after, &before] {
            assert_eq!(code(&book.undo(owner)), None, "{prepare:?} {action:?}");
            assert_eq!(members(&book), *expected, "{prepare:?} {action:?}");
        }
    }
}

#[test]
fn an_undone_suspension_ends_nothing_and_an_undone_reactivation_ends_the_sessions_r3() {
    let (mut book, tom) = book();
    let owner = book.owner;
    book.acted(owner, Action::Suspend, tom);
    assert_eq!(book.undo(owner).expect("allowed").effects, []);
    assert_eq!(book.undo(owner).expect("allowed").effects, [Effect::EndSessions { member: tom, why: Ended::Shut }]);
}

#[test]
fn a_revoked_invitation_comes_back_with_a_new_link_r2() {
    let (mut book, _) = book();
    let owner = book.owner;
    let ada = book.invited(owner, invite("Ada", "ada@example.org"));
    let old = book.state.links[&ada];
    book.acted(owner, Action::Revoke, ada);
    let decision = book.undo(owner).expect("allowed");
    assert_eq!(kinds(&decision), ["status_changed", "invitation_sent"]);
    assert_ne!(book.state.links[&ada], old);
    let decision = book.undo(owner).expect("allowed");
    assert_eq!((kinds(&decision), book.status(ada)), (vec!["status_changed"], Status::Archived));
}

#[test]
fn an_undone_invitation_is_gone_with_its_link_and_comes_back_with_a_new_one() {
    let (mut book, _) = book();
    let owner = book.owner;
    let ada = book.invited(owner, invite("Ada", "ada@example.org"));
    let link = book.state.links[&ada];
    let decision = book.undo(owner).expect("allowed");
    assert_eq!(kinds(&decision), ["member_withdrawn"]);
    assert!(decision.effects.contains(&Effect::KillLinks { member: ada }));
    assert!(!book.state.members.contains_key(&ada));
    let decision = book.undo(owner).expect("allowed");
    assert_eq!(kinds(&decision), ["member_added", "invitation_sent"]);
    assert_ne!(book.state.links[&ada], link);
}

#[test]
fn somebody_who_is_back_already_is_not_added_twice() {
    let (mut book, _) = book();
    let owner = book.owner;
    let ada = book.invited(owner, invite("Ada", "ada@example.org"));
    book.undo(owner).expect("withdraws her");
    let withdrawn = book.last;
    undo_of(&mut book, withdrawn).expect("brings her back");
    let edit = Edit { email: Some("new@example.org".into()), ..Edit::of(ada) };
    book.edit(owner, edit).expect("allowed");
    assert_eq!(
        code(&undo_of(&mut book, withdrawn)),
        Some(Code::NothingToUndo),
        "she is here, only under another address"
    );
}

#[test]
fn somebody_whose_address_is_used_by_now_is_not_brought_back() {
    let (mut book, _) = book();
    let owner = book.owner;
    book.invited(owner, invite("Ada", "ada@example.org"));
    book.undo(owner).expect("withdraws her");
    let withdrawn = book.last;
    book.invited(owner, invite("Other", "ADA@example.org"));
    assert_eq!(code(&undo_of(&mut book, withdrawn)), Some(Code::EmailTaken));
}

#[test]
fn somebody_who_came_in_or_was_changed_since_is_not_withdrawn() {
    let (mut book, _) = book();
    let owner = book.owner;
    let ada = book.invited(owner, invite("Ada", "ada@example.org"));
    let invited = book.last;
    book.accept(ada).expect("allowed");
    let why = refusal(undo_of(&mut book, invited));
    assert_eq!((why.code, why.help.as_str()), (Code::Conflict, "Archive them instead."));

    book.people(owner, vec![person("Bea", "bea@example.org")]).expect("judged");
    let imported = book.last;
    let bea = book.by_email("bea@example.org");
    book.edit(owner, Edit { note: Some("from the fair".into()), ..Edit::of(bea) }).expect("allowed");
    assert_eq!(code(&undo_of(&mut book, imported)), Some(Code::Conflict), "the note is somebody's work");
    book.undo(owner).expect("nothing was done by the refused one, so this takes the note back");
    let password = book.accounts.get_mut("bea@example.org").unwrap();
    password.1 = true;
    assert_eq!(code(&undo_of(&mut book, imported)), Some(Code::Conflict), "she set a password: she came in");
}

#[test]
fn an_edit_is_taken_back_field_by_field_and_group_by_group() {
    let (mut book, tom) = book();
    let owner = book.owner;
    let sales = book.by_group_name("Sales");
    let admin = book.by_group_name("Admin");
    book.edit(owner, Edit { groups: Some(vec![sales]), ..Edit::of(tom) }).expect("allowed");
    let before = members(&book);
    let edit = Edit {
        first_name: Some("Thomas".into()),
        last_name: Some("Lund".into()),
        email: Some("thomas@nordlys.no".into()),
        tier: Some(Tier::Admin),
        access: Some(AccessMode::All),
        groups: Some(vec![admin]),
        language: Some("nb".into()),
        phone: Some("1".into()),
        note: Some("n".into()),
        ..Edit::of(tom)
    };
    book.edit(owner, edit).expect("allowed");
    let after = members(&book);
    for expected in [&before, &after, &before] {
        assert_eq!(book.undo(owner).expect("allowed").refused, []);
        assert_eq!(members(&book), *expected);
    }
}

#[test]
fn what_somebody_changed_since_stays_and_is_named() {
    let (mut book, tom) = book();
    let owner = book.owner;
    book.edit(owner, Edit { phone: Some("1".into()), ..Edit::of(tom) }).expect("allowed");
    let first = book.last;
    book.edit(owner, Edit { phone: Some("2".into()), ..Edit::of(tom) }).expect("allowed");
    let why = refusal(undo_of(&mut book, first));
    assert_eq!(why.code, Code::Conflict);
    assert!(why.message.contains("\u{201c}2\u{201d}"), "{}", why.message);
    assert_eq!(book.member(tom).phone, "2");
}

#[test]
fn a_status_that_moved_on_since_stays() {
    let (mut book, tom) = book();
    let owner = book.owner;
    book.acted(owner, Action::Suspend, tom);
    let suspended = book.last;
    book.acted(owner, Action::Archive, tom);
    let archived = book.last;
    assert_eq!(code(&undo_of(&mut book, suspended)), Some(Code::Conflict));
    book.acted(owner, Action::Restore, tom);
    book.acted(owner, Action::Reactivate, tom);
    book.acted(owner, Action::Archive, tom);
    assert_eq!(code(&undo_of(&mut book, archived)), Some(Code::Conflict), "archived again is another archiving");
}

#[test]
fn an_undone_address_goes_back_only_while_it_is_free_and_sends_the_link_there_c37() {
    let (mut book, _) = book();
    let owner = book.owner;
    let ada = book.invited(owner, invite("Ada", "ada@example.org"));
    book.edit(owner, Edit { email: Some("other@example.org".into()), ..Edit::of(ada) }).expect("allowed");
    let moved = book.last;
    let (wrong, _) = book.state.links[&ada];
    let decision = undo_of(&mut book, moved).expect("allowed");
    assert_eq!(changes(&decision), [(Field::Email, "other@example.org", "ada@example.org")]);
    assert!(decision.effects.contains(&Effect::KillLinks { member: ada }));
    assert_ne!(book.state.links[&ada].0, wrong, "the link went to the other address");

    book.edit(owner, Edit { email: Some("other@example.org".into()), ..Edit::of(ada) }).expect("allowed");
    let moved = book.last;
    book.record("Stranger", "ada@example.org");
    assert_eq!(code(&undo_of(&mut book, moved)), Some(Code::EmailTaken), "somebody signs in with it by now");
    book.accounts.remove("ada@example.org");
    book.shared.insert(ada);
    assert_eq!(code(&undo_of(&mut book, moved)), Some(Code::NotAllowed), "other organizations rely on it by now");
}
