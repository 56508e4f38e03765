//! The organization's policy: who sets it, and within which bounds.

use crate::model::{Book, Outcome, code, refusal};
use rollbook_domain::{
    Code, Command, Effect, Event, MemberId,
    command::Action,
    member::Tier,
    organization::{Plan, Policy, Recovery, RequiredOf, SecondFactor},
    session::SessionKind,
    time::{DAY, HOUR, MINUTE},
};

fn set(book: &mut Book, actor: MemberId, policy: Policy) -> Outcome {
    let seen = book.state.organization.as_ref().expect("an organization").policy.clone();
    book.run(actor, &Command::SetPolicy { seen: Box::new(seen), policy: Box::new(policy) })
}

fn other() -> Policy {
    Policy {
        session_lifetime: 8 * HOUR,
        recovery: Recovery { users: true, administrators: false },
        second_factor: SecondFactor { of: RequiredOf::Administrators, from: None },
        ..Policy::default()
    }
}

#[test]
fn r14_only_who_has_everything_sets_the_policy() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    let (all, sam) = (book.all("Mads", Tier::Admin), book.custom("Sam", Tier::Admin, &[]));
    let super_admin = book.super_admin();
    book.given(book.owner, super_admin, sam);
    assert_eq!(code(&set(&mut book, all, other())), Some(Code::RankTooLow));
    let decision = set(&mut book, sam, other()).expect("allowed");
    let (before, after) = (Box::default(), Box::new(other()));
    assert_eq!(decision.events, [Event::PolicyChanged { before, after }]);
    assert_eq!(book.state.organization.as_ref().unwrap().policy, other());
    assert_eq!(set(&mut book, owner, other()).expect("allowed").events, [], "it says so already");
}

#[test]
fn what_somebody_changed_in_between_is_a_conflict() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    set(&mut book, owner, other()).expect("allowed");
    let stale = Command::SetPolicy { seen: Box::default(), policy: Box::default() };
    assert_eq!(code(&book.run(owner, &stale)), Some(Code::Conflict));
}

#[test]
fn a_change_of_the_policy_can_be_taken_back_until_somebody_changes_it_again() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    let all = book.all("Mads", Tier::Admin);
    set(&mut book, owner, other()).expect("allowed");
    assert_eq!(code(&book.undo(all)), Some(Code::RankTooLow), "of those who may set it");
    book.undo(owner).expect("allowed");
    assert_eq!(book.state.organization.as_ref().unwrap().policy, Policy::default());
    set(&mut book, owner, other()).expect("allowed");
    let command = book.last;
    set(&mut book, owner, Policy { sign_in_as: false, ..other() }).expect("allowed");
    assert_eq!(code(&book.run(owner, &Command::Undo(command))), Some(Code::Conflict));
}

#[test]
fn a_policy_stays_within_what_the_rules_allow() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    let base = Policy::default;
    let cases = [
        (Policy { invitation_lifetime: HOUR - 1, ..base() }, "invitation_lifetime"),
        (Policy { invitation_lifetime: 7 * DAY + 1, ..base() }, "invitation_lifetime"),
        (Policy { session_lifetime: 5 * MINUTE - 1, ..base() }, "session_lifetime"),
        (Policy { session_lifetime: 30 * DAY + 1, ..base() }, "session_lifetime"),
        (Policy { offline_lifetime: DAY - 1, ..base() }, "offline_lifetime"),
        (Policy { offline_lifetime: 30 * DAY + 1, ..base() }, "offline_lifetime"),
        (Policy { ticket_lifetime: HOUR - 1, ..base() }, "ticket_lifetime"),
        (Policy { ticket_lifetime: DAY + 1, ..base() }, "ticket_lifetime"),
        (Policy { session_idle: MINUTE - 1, ..base() }, "session_idle"),
        (Policy { session_idle: 12 * HOUR + 1, ..base() }, "session_idle"),
        (Policy { password_length: 65, ..base() }, "password_length"),
        (Policy { waiting_mails: 99, ..base() }, "waiting_mails"),
        (Policy { waiting_mails: 1_000_001, ..base() }, "waiting_mails"),
    ];
    for (policy, field) in cases {
        let why = refusal(set(&mut book, owner, policy));
        assert_eq!((why.code, why.field.as_deref()), (Code::Invalid, Some(field)));
    }
    let widest = Policy {
        invitation_lifetime: 7 * DAY,
        session_lifetime: 30 * DAY,
        session_idle: 30 * DAY,
        password_length: 64,
        ..base()
    };
    set(&mut book, owner, widest).expect("the bounds themselves");
}

fn naming(emergency: MemberId) -> Policy {
    Policy { emergency: Some(emergency), ..Policy::default() }
}

#[test]
fn c17_the_owner_alone_names_the_emergency_account_and_takes_its_name_back() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    let super_admin = book.super_admin();
    let [sam, glass] = ["Sam", "Glass"].map(|name| book.custom(name, Tier::Admin, &[]));
    book.given(owner, super_admin.clone(), sam);
    book.given(owner, super_admin, glass);
    let why = refusal(set(&mut book, sam, naming(glass)));
    assert_eq!((why.code, why.field.as_deref()), (Code::OwnerOnly, Some("emergency")), "not even a Super Admin");
    set(&mut book, owner, naming(glass)).expect("the owner");
    let other = Policy { sign_in_as: false, ..naming(glass) };
    set(&mut book, sam, other.clone()).expect("the rest stays a Super Admin’s, who leaves it named");
    assert_eq!(code(&set(&mut book, sam, Policy { emergency: None, ..other.clone() })), Some(Code::OwnerOnly));
    set(&mut book, owner, Policy { emergency: None, ..other }).expect("the owner");
    assert_eq!(code(&book.undo(sam)), Some(Code::OwnerOnly), "nor by taking back what the owner did");
    book.undo(owner).expect("the owner");
    assert_eq!(book.state.organization.as_ref().unwrap().policy.emergency, Some(glass));
}

#[test]
fn c17_the_emergency_account_is_an_active_super_admin_and_never_the_owner() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    let super_admin = book.super_admin();
    let [glass, away] = ["Glass", "Away"].map(|name| book.custom(name, Tier::Admin, &[]));
    let (plain, user) = (book.all("Mads", Tier::Admin), book.custom("Una", Tier::User, &[]));
    for member in [glass, away] {
        book.given(owner, super_admin.clone(), member);
    }
    book.acted(owner, Action::Suspend, away);
    for member in [owner, away, plain, user] {
        let why = refusal(set(&mut book, owner, naming(member)));
        assert_eq!((why.code, why.field.as_deref()), (Code::Invalid, Some("emergency")), "{}", why.message);
    }
    let command = Command::SetPolicy {
        seen: Box::default(),
        policy: Box::new(naming(MemberId::from_uuid(uuid::Uuid::from_u128(u128::MAX)))),
    };
    assert_eq!(code(&book.run(owner, &command)), Some(Code::NotFound), "C28: nobody of another organization");
    set(&mut book, owner, naming(glass)).expect("allowed");
    book.acted(owner, Action::Suspend, glass);
    set(&mut book, owner, Policy { emergency: None, ..naming(glass) }).expect("named no more");
    assert_eq!(code(&book.undo(owner)), Some(Code::Invalid), "a way back is judged by what stands there now");
}

#[test]
fn c17_every_sign_in_by_the_emergency_account_is_in_the_log_and_alarms() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    let super_admin = book.super_admin();
    let glass = book.custom("Glass", Tier::Admin, &[]);
    book.given(owner, super_admin, glass);
    set(&mut book, owner, naming(glass)).expect("allowed");
    for kind in [SessionKind::Portal, SessionKind::Desktop] {
        let decision = book.run(glass, &Command::SignIn { member: glass, kind }).expect("allowed");
        assert_eq!(decision.events[1..], [Event::EmergencyUsed { member: glass }], "{kind:?}");
        assert_eq!(decision.effects, [Effect::AlarmEmergency { member: glass }], "{kind:?}");
        let theirs = book.run(owner, &Command::SignIn { member: owner, kind }).expect("allowed");
        assert_eq!((theirs.events.len(), theirs.effects), (1, vec![]), "nobody else alarms anybody");
    }
    book.acted(owner, Action::Suspend, glass);
    let shut = book.run(glass, &Command::SignIn { member: glass, kind: SessionKind::Portal });
    assert_eq!(code(&shut), Some(Code::NotAllowed), "C32: it is shut out like everybody else");
}

#[test]
fn r27_a_second_factor_is_required_of_whom_the_policy_names_from_its_day_on() {
    let day = rollbook_domain::Timestamp(1_800_000_000_000);
    let of = |of, from| SecondFactor { of, from };
    for (tier, administrators) in [(Tier::User, false), (Tier::Admin, true), (Tier::Owner, true)] {
        assert!(!of(RequiredOf::Nobody, None).required(tier, day));
        assert_eq!(of(RequiredOf::Administrators, None).required(tier, day), administrators);
        assert!(of(RequiredOf::Everybody, None).required(tier, day));
        assert!(!of(RequiredOf::Everybody, Some(day)).required(tier, day.plus(-1)));
        assert!(of(RequiredOf::Everybody, Some(day)).required(tier, day));
    }
}
