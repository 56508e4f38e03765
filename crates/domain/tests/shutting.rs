//! Sessions of others, and shutting somebody out at once (R14, B11).

use crate::model::{Book, Outcome, code, invite, kinds, refusal};
use rollbook_domain::{
    Code, Command, Effect, Event, MemberId, SessionId, command::Action, member::Status, member::Tier,
    organization::Plan, session::Ended,
};

fn lock(book: &mut Book, actor: MemberId, member: MemberId) -> Outcome {
    book.run(actor, &Command::Lock { member, reason: " A  lost laptop ".to_owned() })
}

#[test]
fn b11_locking_suspends_ends_sessions_kills_links_and_says_why() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    let ada = book.custom("Ada", Tier::User, &[]);
    let decision = lock(&mut book, owner, ada).expect("allowed");
    assert_eq!(kinds(&decision), ["status_changed", "locked"]);
    assert_eq!(decision.events[1], Event::Locked { member: ada, reason: "A lost laptop".to_owned() });
    assert_eq!(book.status(ada), Status::Suspended);
    for effect in [Effect::KillLinks { member: ada }, Effect::EndSessions { member: ada, why: Ended::Shut }] {
        assert!(decision.effects.contains(&effect), "{effect:?}");
    }
    let again = lock(&mut book, owner, ada).expect("whoever is suspended is shut out once more");
    assert_eq!(kinds(&again), ["locked"]);
    assert!(again.effects.contains(&Effect::KillLinks { member: ada }));
}

#[test]
fn b11_a_lock_can_be_taken_back_and_what_it_ended_stays_ended() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    let ada = book.custom("Ada", Tier::User, &[]);
    lock(&mut book, owner, ada).expect("allowed");
    book.undo(book.owner).expect("allowed");
    assert_eq!(book.status(ada), Status::Active);
}

#[test]
fn b11_a_lock_needs_a_reason() {
    let mut book = Book::new(Plan::Business);
    let ada = book.custom("Ada", Tier::User, &[]);
    for reason in ["", "  ", "\u{200b}", &"x".repeat(501)] {
        let command = Command::Lock { member: ada, reason: reason.to_owned() };
        let why = refusal(book.run(book.owner, &command));
        assert_eq!((why.code, why.field.as_deref()), (Code::Invalid, Some("reason")));
    }
}

#[test]
fn r14_r15_r17_nobody_locks_who_stands_above_them_the_owner_or_themselves() {
    let mut book = Book::new(Plan::Business);
    let payroll = book.group("Payroll", &["payroll.view"]);
    let mads = book.custom("Mads", Tier::Admin, &[]);
    let una = book.custom("Una", Tier::User, &[payroll]);
    let owner = book.owner;
    assert_eq!(code(&lock(&mut book, mads, una)), Some(Code::RankTooLow));
    assert_eq!(code(&lock(&mut book, mads, owner)), Some(Code::RankTooLow));
    assert_eq!(code(&lock(&mut book, mads, mads)), Some(Code::Yourself));
    assert_eq!(code(&lock(&mut book, owner, owner)), Some(Code::OwnerFixed));
    book.acted(owner, Action::Suspend, una);
    assert_eq!(code(&lock(&mut book, mads, una)), Some(Code::RankTooLow), "nor who is suspended");
    let pia = book.invited(owner, invite("Pia", "pia@example.org"));
    assert_eq!(refusal(lock(&mut book, owner, pia)).help, "Revoke the invitation instead.");
}

#[test]
fn r14_sessions_of_others_end_by_who_may_touch_them() {
    let mut book = Book::new(Plan::Business);
    let payroll = book.group("Payroll", &["payroll.view"]);
    let mads = book.custom("Mads", Tier::Admin, &[]);
    let una = book.custom("Una", Tier::User, &[payroll]);
    let session = SessionId::from_uuid(uuid::Uuid::nil());
    let one = |member| Command::EndSession { member, session };
    let owner = book.owner;
    assert_eq!(code(&book.act(mads, Action::EndSessions, una)), Some(Code::RankTooLow));
    assert_eq!(code(&book.run(mads, &one(una))), Some(Code::RankTooLow));
    let all = book.act(owner, Action::EndSessions, una).expect("allowed");
    assert_eq!(all.events, [Event::SessionsEnded { member: una, session: None }]);
    assert_eq!(all.effects, [Effect::EndSessions { member: una, why: Ended::ByAdministrator }]);
    let ended = book.run(owner, &one(una)).expect("allowed");
    assert_eq!(ended.events, [Event::SessionsEnded { member: una, session: Some(session) }]);
    assert_eq!(ended.effects, [Effect::EndSession { member: una, session }]);
    assert_eq!(code(&book.act(owner, Action::EndSessions, owner)), None, "their own too");
}
