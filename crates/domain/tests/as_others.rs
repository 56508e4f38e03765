//! Signing in as another user: whom, by whom, and why (R29, C44, C45, C48).

use crate::model::{Book, Outcome, code, kinds, refusal};
use rollbook_domain::{
    Code, Command, Effect, Event, MemberId,
    command::Action,
    facts::Actor,
    holding::Holding,
    member::{Kind, Tier},
    organization::Plan,
    time::MINUTE,
};

fn ask(book: &mut Book, actor: MemberId, member: MemberId) -> Outcome {
    book.run(actor, &Command::AskSignInAs { member, reason: "A question".to_owned() })
}

fn enter(book: &mut Book, actor: MemberId, member: MemberId) -> Outcome {
    book.run(actor, &Command::SignInAs { member, reason: "A question".to_owned() })
}

/// What asking and entering are refused with.
fn both(book: &Book, actor: MemberId, member: MemberId) -> [Option<Code>; 2] {
    [code(&ask(&mut book.clone(), actor, member)), code(&enter(&mut book.clone(), actor, member))]
}

fn book() -> (Book, MemberId, MemberId) {
    let mut book = Book::new(Plan::Business);
    let lise = book.custom("Lise", Tier::Admin, &[]);
    let tom = book.custom("Tom", Tier::User, &[]);
    (book, lise, tom)
}

#[test]
fn r29_it_is_asked_with_a_reason_for_a_minute_and_stands_in_the_log_under_both_names() {
    let (mut book, lise, tom) = book();
    let asked = ask(&mut book, lise, tom).expect("allowed");
    let expires = book.now.plus(MINUTE);
    let [Event::SignInAsAsked { member, expires: until, reason, .. }] = asked.events.as_slice() else {
        panic!("{asked:?}");
    };
    assert_eq!((*member, *until, reason.as_str()), (tom, expires, "A question"));
    let reason = || "A question".to_owned();
    assert_eq!(asked.effects, [Effect::KeepAsLink { member: tom, expires, reason: reason() }]);
    let entered = enter(&mut book, lise, tom).expect("allowed");
    let expected = [
        Event::SignedInAs { member: lise, whom: tom, reason: reason() },
        Event::SignedInBy { member: tom, by: lise, reason: reason() },
    ];
    assert_eq!(entered.events, expected);
    assert_eq!(entered.effects, [Effect::NoticeSignedInAs { member: tom, reason: reason() }], "C48");
    assert_eq!(code(&book.undo(lise)), Some(Code::NothingToUndo));
    assert_eq!(kinds(&enter(&mut book, lise, tom).unwrap()), ["signed_in_as", "signed_in_by"]);
}

#[test]
fn r29_a_reason_is_needed() {
    let (mut book, lise, tom) = book();
    for command in [
        Command::AskSignInAs { member: tom, reason: " ".to_owned() },
        Command::SignInAs { member: tom, reason: String::new() },
    ] {
        let why = refusal(book.run(lise, &command));
        assert_eq!((why.code, why.field.as_deref()), (Code::Invalid, Some("reason")));
    }
}

#[test]
fn c44_only_somebody_strictly_below_by_effective_rights() {
    let (mut book, lise, tom) = book();
    let owner = book.owner;
    let payroll = book.group("Payroll", &["payroll.view"]);
    let una = book.custom("Una", Tier::User, &[payroll]);
    let equal = book.custom("Mads", Tier::Admin, &[]);
    assert_eq!(both(&book, lise, tom), [None; 2]);
    assert_eq!(both(&book, lise, una), [Some(Code::RankTooLow); 2], "who may do more by a group");
    assert_eq!(both(&book, lise, equal), [Some(Code::RankTooLow); 2], "an equal");
    assert_eq!(both(&book, lise, owner), [Some(Code::RankTooLow); 2]);
    assert_eq!(both(&book, lise, lise), [Some(Code::Yourself); 2]);
    book.given(owner, Holding::Group(payroll), lise);
    assert_eq!(both(&book, lise, una), [None; 2]);
    assert_eq!(both(&book, lise, equal), [None; 2], "an administrator who may do less");
}

#[test]
fn c44_nobody_becomes_who_has_everything() {
    let (mut book, lise, tom) = book();
    let owner = book.owner;
    let super_admin = book.super_admin();
    book.given(owner, super_admin.clone(), lise);
    assert_eq!(both(&book, owner, lise), [Some(Code::RankTooLow); 2], "not even the owner");
    assert_eq!(both(&book, lise, tom), [None; 2]);
    book.given(owner, super_admin, tom);
    assert_eq!(both(&book, lise, tom), [Some(Code::RankTooLow); 2], "nor a user who has it by a role");
}

#[test]
fn c44_a_user_with_access_to_everything_is_below_an_administrator_with_it() {
    let (mut book, ..) = book();
    let (mads, una) = (book.all("Mads", Tier::Admin), book.all("Una", Tier::User));
    assert_eq!(both(&book, mads, una), [None; 2]);
    assert_eq!(both(&book, una, mads), [Some(Code::NotAllowed); 2], "users administer nobody");
}

#[test]
fn c44_only_regular_members_who_are_active() {
    for (kind, expected) in [
        (Kind::Regular, None),
        (Kind::Portal, Some(Code::WrongStatus)),
        (Kind::Api, Some(Code::WrongStatus)),
        (Kind::System, Some(Code::SystemFixed)),
    ] {
        let (mut book, lise, tom) = book();
        book.state.members.get_mut(&tom).unwrap().kind = kind;
        assert_eq!(both(&book, lise, tom), [expected; 2], "{kind:?}");
    }
    let (mut book, lise, tom) = book();
    for action in [Action::Suspend, Action::Archive] {
        book.acted(book.owner, action, tom);
        assert_eq!(both(&book, lise, tom), [Some(Code::WrongStatus); 2], "{action:?}");
    }
}

#[test]
fn r29_policy_can_switch_it_off() {
    let (mut book, lise, tom) = book();
    book.policy(|policy| policy.sign_in_as = false);
    assert_eq!(both(&book, lise, tom), [Some(Code::NotAllowed); 2]);
    assert_eq!(both(&book, book.owner, tom), [Some(Code::NotAllowed); 2]);
}

#[test]
fn c45_who_lost_the_right_since_asking_does_not_enter() {
    let (mut book, lise, tom) = book();
    let owner = book.owner;
    let payroll = book.group("Payroll", &["payroll.view"]);
    ask(&mut book, lise, tom).expect("allowed");
    let mut risen = book.clone();
    risen.given(owner, Holding::Group(payroll), tom);
    assert_eq!(code(&enter(&mut risen, lise, tom)), Some(Code::RankTooLow));
    book.acted(owner, Action::Suspend, lise);
    assert_eq!(code(&enter(&mut book, lise, tom)), Some(Code::NotAllowed));
    let invited = book.run_as(&Actor::Invited(lise), &Command::SignInAs { member: tom, reason: "x".to_owned() });
    assert_eq!(code(&invited), Some(Code::NotAllowed));
}
