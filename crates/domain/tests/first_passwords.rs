//! Access info (R5): who stands as active without a password is sent a link and chooses one by it.

use crate::model::{Book, code, kinds, refusal};
use rollbook_domain::{
    Code, Command, Effect, Event, MemberId,
    command::{Action, Edit},
    facts::Actor,
    member::{AccessMode, Kind, Status, Tier},
    organization::Plan,
    time::{DAY, HOUR},
};

/// Ada, active and without a password; the owner sent her access info.
fn sent() -> (Book, MemberId) {
    let mut book = Book::new(Plan::Business);
    let ada = book.created("Ada", Tier::User, &[]);
    book.acted(book.owner, Action::SendAccess, ada);
    (book, ada)
}

#[test]
fn access_info_is_one_link_for_24_hours_r2_r5() {
    let mut book = Book::new(Plan::Business);
    let organization = book.state.organization.as_mut().unwrap();
    organization.policy.invitation_lifetime = 7 * DAY;
    let ada = book.created("Ada", Tier::User, &[]);
    let decision = book.act(book.owner, Action::SendAccess, ada).expect("allowed");
    let (link, expires) = book.state.links[&ada];
    assert_eq!(expires, book.now.plus(24 * HOUR), "however long invitations live");
    assert_eq!(decision.events, [Event::AccessSent { member: ada, link, expires }]);
    assert_eq!(decision.effects, [Effect::SendAccess { member: ada, link, expires }], "one mail, with the link");
    book.acted(book.owner, Action::SendAccess, ada);
    assert_ne!(book.state.links[&ada].0, link, "sent again, it is another link");
    assert_eq!(code(&book.undo(book.owner)), Some(Code::NothingToUndo), "a mail can’t be taken back");
}

#[test]
fn the_person_chooses_a_password_once_r5_c39() {
    let (mut book, ada) = sent();
    let account = book.member(ada).account;
    let decision = book.choose_password(ada).expect("allowed");
    assert_eq!(decision.events, [Event::PasswordSet { member: ada }]);
    let effects = [Effect::KillLinks { member: ada }, Effect::StorePassword { account, temporary: false }];
    assert_eq!(decision.effects, effects, "no other link stays open");
    assert!(book.member(ada).has_password);
    assert_eq!(code(&book.choose_password(ada)), Some(Code::LinkDead), "a first password is chosen once");
    assert_eq!(code(&book.undo(book.owner)), Some(Code::NothingToUndo));
}

#[test]
fn who_has_a_password_is_sent_no_link_to_choose_one_c39() {
    let (mut book, ada) = sent();
    book.choose_password(ada).expect("allowed");
    let why = refusal(book.act(book.owner, Action::SendAccess, ada));
    let words = (why.code, why.message.as_str(), why.help.as_str());
    assert_eq!(words, (Code::WrongStatus, "Ada has a password already.", "They sign in with it."));
}

#[test]
fn machines_are_sent_no_access_info_r9_r10() {
    for (kind, expected) in [
        (Kind::Api, Some(Code::WrongStatus)),
        (Kind::System, Some(Code::SystemFixed)),
        (Kind::Portal, None),
        (Kind::Regular, None),
    ] {
        let mut book = Book::new(Plan::Business);
        let robot = book.created("Robot", Tier::User, &[]);
        book.state.members.get_mut(&robot).unwrap().kind = kind;
        assert_eq!(code(&book.act(book.owner, Action::SendAccess, robot)), expected, "{kind:?}");
    }
}

#[test]
fn nobody_sends_access_info_to_somebody_above_them_r14() {
    let mut book = Book::new(Plan::Business);
    let payroll = book.group("Payroll", &["payroll.view"]);
    let mads = book.custom("Mads", Tier::Admin, &[]);
    let una = book.created("Una", Tier::User, &[payroll]);
    for above in [una, book.owner] {
        assert_eq!(code(&book.act(mads, Action::SendAccess, above)), Some(Code::RankTooLow));
    }
    let ada = book.created("Ada", Tier::User, &[]);
    book.acted(mads, Action::SendAccess, ada);
    assert_eq!(code(&book.act(ada, Action::SendAccess, una)), Some(Code::NotAllowed));
}

#[test]
fn the_owner_of_a_file_may_be_without_a_password_and_sends_it_to_themselves() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    book.forget_password(owner);
    book.acted(owner, Action::SendAccess, owner);
    assert_eq!(kinds(&book.choose_password(owner).expect("allowed")), ["password_set"]);
}

#[test]
fn nobody_but_the_person_behind_the_link_chooses_c36_c39() {
    let (mut book, ada) = sent();
    let owner = book.owner;
    let command = Command::SetFirstPassword { member: ada, sender: Some(owner) };
    let other = book.custom("Bea", Tier::User, &[]);
    for actor in [
        Actor::Member(Box::new(book.member(owner))),
        Actor::Member(Box::new(book.member(ada))),
        Actor::Invited(other),
        Actor::System,
    ] {
        assert_eq!(code(&book.run_as(&actor, &command)), Some(Code::NotAllowed), "{actor:?}");
    }
    assert_eq!(code(&book.accept(ada)), Some(Code::LinkDead), "it accepts no invitation either");
    assert!(!book.member(ada).has_password);
}

#[test]
fn a_link_opens_nothing_for_who_is_suspended_or_archived_r3_r4() {
    for action in [Action::Suspend, Action::Archive] {
        let (mut book, ada) = sent();
        book.acted(book.owner, action, ada);
        assert_eq!(code(&book.choose_password(ada)), Some(Code::LinkDead), "{action:?}");
    }
    let (mut book, _) = sent();
    let pending = book.invited(book.owner, crate::model::invite("Cy", "cy@example.org"));
    assert_eq!(book.status(pending), Status::Pending);
    assert_eq!(code(&book.choose_password(pending)), Some(Code::LinkDead), "an invitation is accepted");
}

#[test]
fn a_link_outlives_neither_the_rights_of_its_sender_nor_a_rise_above_them_r14_c22() {
    let beginning = || {
        let mut book = Book::new(Plan::Business);
        let mads = book.custom("Mads", Tier::Admin, &[]);
        let ada = book.created("Ada", Tier::User, &[]);
        book.acted(mads, Action::SendAccess, ada);
        (book, mads, ada)
    };
    let (mut book, mads, ada) = beginning();
    book.acted(book.owner, Action::Suspend, mads);
    assert_eq!(code(&book.choose_password(ada)), Some(Code::LinkDead), "the sender is out");

    let (mut book, _, ada) = beginning();
    book.edit(book.owner, Edit { access: Some(AccessMode::All), ..Edit::of(ada) }).expect("allowed");
    assert_eq!(code(&book.choose_password(ada)), Some(Code::LinkDead), "the person stands above the sender");

    let (mut book, _, ada) = beginning();
    let nobody = Command::SetFirstPassword { member: ada, sender: None };
    assert_eq!(code(&book.run_as(&Actor::Invited(ada), &nobody)), Some(Code::LinkDead), "the sender is gone");
    book.choose_password(ada).expect("and otherwise it works");
}

#[test]
fn a_new_address_kills_the_link_that_went_to_the_old_one_c37() {
    let (mut book, ada) = sent();
    let owner = book.owner;
    let moved = Edit { email: Some("ada@fjord.no".to_owned()), ..Edit::of(ada) };
    let decision = book.edit(owner, moved.clone()).expect("allowed");
    assert_eq!(decision.effects, [Effect::KillLinks { member: ada }]);
    assert_eq!(book.undo(owner).expect("undone").effects, [Effect::KillLinks { member: ada }], "and back");
    book.acted(owner, Action::SendAccess, ada);
    book.choose_password(ada).expect("allowed");
    let with_password = book.edit(owner, moved).expect("allowed").effects;
    assert_eq!(with_password, [Effect::KillLinks { member: ada }], "nor does a link for a new password go on");
}
