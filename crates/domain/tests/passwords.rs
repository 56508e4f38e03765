//! Passwords: who may touch another person's (R14), what a change brings (R24), and recovery (R26).

use crate::model::{Book, Outcome, code, kinds, refusal};
use rollbook_domain::{
    Code, Command, Effect, Event, MemberId,
    command::{Action, ChosenBy, PasswordBy},
    decide::credentials::recovery_open,
    effect::Notice,
    facts::Actor,
    member::{Kind, Tier},
    organization::{Plan, Recovery},
    time::HOUR,
};

const ALL: Recovery = Recovery { users: true, administrators: true };

fn book() -> (Book, MemberId) {
    let mut book = Book::new(Plan::Business);
    let ada = book.custom("Ada", Tier::User, &[]);
    (book, ada)
}

fn temporary(book: &mut Book, actor: MemberId, member: MemberId) -> Outcome {
    book.run(actor, &Command::SetTemporaryPassword { member })
}

fn themselves(book: &mut Book, member: MemberId) -> Outcome {
    book.run(member, &Command::ChangePassword { member, by: PasswordBy::Themselves })
}

fn recover(book: &mut Book, member: MemberId) -> Outcome {
    book.run_as(&Actor::System, &Command::Recover { member })
}

fn by_recovery(book: &mut Book, member: MemberId) -> Outcome {
    book.run_as(&Actor::Invited(member), &Command::ChangePassword { member, by: PasswordBy::Recovery })
}

/// Every way by which somebody else's password can be touched.
fn touched(book: &Book, actor: MemberId, member: MemberId) -> [Option<Code>; 3] {
    [
        code(&book.clone().act(actor, Action::PasswordLink, member)),
        code(&book.clone().act(actor, Action::ForceChange, member)),
        code(&temporary(&mut book.clone(), actor, member)),
    ]
}

#[test]
fn r24_a_password_that_an_administrator_sets_is_temporary_and_the_person_is_told() {
    let (mut book, ada) = book();
    let owner = book.owner;
    let account = book.member(ada).account;
    let decision = temporary(&mut book, owner, ada).expect("allowed");
    assert_eq!(decision.events, [Event::TemporaryPasswordSet { member: ada }]);
    let expected = [
        Effect::KillPasswordLinks { account },
        Effect::StorePassword { account, temporary: true },
        Effect::EndAccountSessions { account },
        Effect::Notice { member: ada, notice: Notice::TemporaryPassword },
    ];
    assert_eq!(decision.effects, expected);
    assert_eq!(code(&book.undo(book.owner)), Some(Code::NothingToUndo));
}

#[test]
fn r24_a_password_that_the_person_chooses_is_theirs_and_ends_the_other_sessions() {
    let (mut book, ada) = book();
    let account = book.member(ada).account;
    let decision = themselves(&mut book, ada).expect("allowed");
    assert_eq!(decision.events, [Event::PasswordChanged { member: ada, by: ChosenBy::Themselves }]);
    let expected = [
        Effect::KillPasswordLinks { account },
        Effect::StorePassword { account, temporary: false },
        Effect::EndAccountSessions { account },
        Effect::Notice { member: ada, notice: Notice::PasswordChanged },
    ];
    assert_eq!(decision.effects, expected);
}

#[test]
fn r14_nobody_touches_the_password_of_somebody_above_them() {
    let (mut book, _) = book();
    let payroll = book.group("Payroll", &["payroll.view"]);
    let mads = book.custom("Mads", Tier::Admin, &[]);
    let una = book.custom("Una", Tier::User, &[payroll]);
    let sam = book.custom("Sam", Tier::Admin, &[]);
    let super_admin = book.super_admin();
    book.given(book.owner, super_admin, sam);
    for above in [una, sam, book.owner] {
        assert_eq!(touched(&book, mads, above), [Some(Code::RankTooLow); 3]);
    }
    assert_eq!(touched(&book, sam, book.owner), [Some(Code::RankTooLow); 3], "the owner's alone is above");
    assert_eq!(touched(&book, sam, una), [None; 3]);
}

#[test]
fn r14_nobody_sets_a_password_that_opens_other_organizations_too() {
    let (mut book, ada) = book();
    book.shared.insert(ada);
    assert_eq!(touched(&book, book.owner, ada), [Some(Code::NotAllowed); 3]);
    assert_eq!(code(&themselves(&mut book, ada)), None, "but the person");
}

#[test]
fn nobody_sets_their_own_password_without_the_present_one() {
    let (book, _) = book();
    assert_eq!(touched(&book, book.owner, book.owner), [Some(Code::Yourself); 3]);
}

#[test]
fn r9_r10_machines_have_no_password_to_touch() {
    for (kind, expected) in
        [(Kind::Api, Some(Code::WrongStatus)), (Kind::System, Some(Code::SystemFixed)), (Kind::Portal, None)]
    {
        let (mut book, ada) = book();
        book.state.members.get_mut(&ada).unwrap().kind = kind;
        assert_eq!(touched(&book, book.owner, ada), [expected; 3], "{kind:?}");
    }
}

#[test]
fn only_who_is_active_and_has_a_password_is_sent_a_link_for_a_new_one() {
    let (mut book, ada) = book();
    let owner = book.owner;
    let pia = book.created("Pia", Tier::User, &[]);
    let why = refusal(book.act(owner, Action::PasswordLink, pia));
    assert_eq!((why.code, why.help.as_str()), (Code::WrongStatus, "Send access info instead."));
    assert_eq!(code(&temporary(&mut book.clone(), owner, pia)), None, "a temporary one can be the first");
    for action in [Action::Suspend, Action::Archive] {
        book.acted(owner, action, ada);
        assert_eq!(touched(&book, owner, ada), [Some(Code::WrongStatus); 3], "{action:?}");
        assert_eq!(code(&themselves(&mut book, ada)), Some(Code::LinkDead), "{action:?}");
        assert_eq!(code(&recover(&mut book, ada)), Some(Code::NotAllowed), "{action:?}");
    }
}

#[test]
fn r2_a_link_that_an_administrator_sends_works_for_24_hours() {
    let (mut book, ada) = book();
    let decision = book.act(book.owner, Action::PasswordLink, ada).expect("allowed");
    let (link, expires) = book.state.links[&ada];
    assert_eq!(expires, book.now.plus(24 * HOUR));
    assert_eq!(decision.events, [Event::PasswordLinkSent { member: ada, link, expires }]);
    assert_eq!(decision.effects, [Effect::SendPasswordLink { member: ada, link, expires }]);
    let chosen = book.choose_new_password(ada).expect("allowed");
    assert_eq!(chosen.events, [Event::PasswordChanged { member: ada, by: ChosenBy::Link }]);
}

#[test]
fn r14_a_link_outlives_neither_its_senders_rights_nor_a_rise_of_its_person() {
    let sent = || {
        let (mut book, ada) = book();
        let payroll = book.group("Payroll", &["payroll.view"]);
        let mads = book.custom("Mads", Tier::Admin, &[]);
        book.acted(mads, Action::PasswordLink, ada);
        (book, ada, mads, payroll)
    };
    let (mut book, ada, mads, _) = sent();
    book.acted(book.owner, Action::Suspend, mads);
    assert_eq!(code(&book.choose_new_password(ada)), Some(Code::LinkDead), "its sender is suspended");
    let (mut book, ada, _, payroll) = sent();
    book.given(book.owner, rollbook_domain::holding::Holding::Group(payroll), ada);
    assert_eq!(code(&book.choose_new_password(ada)), Some(Code::LinkDead), "its person stands above by now");
    let (mut book, ada, ..) = sent();
    book.shared.insert(ada);
    assert_eq!(code(&book.choose_new_password(ada)), Some(Code::LinkDead), "another organization relies on it");
    let (mut book, ada, ..) = sent();
    book.inviters.remove(&ada);
    assert_eq!(code(&book.choose_new_password(ada)), Some(Code::LinkDead), "its sender is gone");
    let (mut book, ada, ..) = sent();
    assert_eq!(code(&book.choose_new_password(ada)), None);
}

#[test]
fn r24_a_password_is_to_be_changed_where_an_administrator_says_so() {
    let (mut book, ada) = book();
    let account = book.member(ada).account;
    let decision = book.act(book.owner, Action::ForceChange, ada).expect("allowed");
    assert_eq!(decision.events, [Event::PasswordChangeForced { member: ada }]);
    assert_eq!(decision.effects, [Effect::ForceChange { account }]);
}

#[test]
fn r26_recovery_is_for_whom_the_policy_names() {
    let (mut book, ada) = book();
    let owner = book.owner;
    let decision = recover(&mut book, ada).expect("allowed");
    let (link, expires) = book.state.links[&ada];
    assert_eq!(expires, book.now.plus(HOUR), "R2");
    assert_eq!(decision.events, [Event::RecoverySent { member: ada, link, expires }]);
    assert_eq!(decision.effects, [Effect::SendRecovery { member: ada, link, expires }]);
    for (users, administrators) in [(true, false), (false, true), (false, false)] {
        book.policy(|policy| policy.recovery = Recovery { users, administrators });
        assert_eq!(recover(&mut book, ada).is_ok(), users);
        assert_eq!(recover(&mut book, owner).is_ok(), administrators);
        assert_eq!(by_recovery(&mut book.clone(), ada).is_ok(), users, "asked again when the link is used");
        assert_eq!(by_recovery(&mut book.clone(), owner).is_ok(), administrators);
    }
}

#[test]
fn r26_what_opens_several_organizations_is_recovered_only_where_each_allows_it() {
    let off = Recovery { users: false, administrators: false };
    let users = Recovery { users: true, administrators: false };
    assert!(recovery_open([(Tier::User, &ALL), (Tier::Owner, &ALL)]));
    assert!(recovery_open([(Tier::User, &users), (Tier::Owner, &ALL)]));
    assert!(!recovery_open([(Tier::User, &ALL), (Tier::Owner, &users)]));
    assert!(!recovery_open([(Tier::User, &ALL), (Tier::User, &off)]));
    assert!(!recovery_open([]), "nobody");
}

#[test]
fn r26_nobody_sends_a_recovery_in_somebodys_name() {
    let (mut book, ada) = book();
    for actor in [book.owner, ada] {
        assert_eq!(code(&book.run(actor, &Command::Recover { member: ada })), Some(Code::NotAllowed));
    }
    let invited = book.run_as(&Actor::Invited(ada), &Command::Recover { member: ada });
    assert_eq!(code(&invited), Some(Code::NotAllowed));
}

#[test]
fn c36_nobody_chooses_a_password_for_somebody_else() {
    let (mut book, ada) = book();
    let owner = book.owner;
    book.acted(owner, Action::PasswordLink, ada);
    for by in [PasswordBy::Link { sender: Some(owner) }, PasswordBy::Recovery, PasswordBy::Themselves] {
        let command = Command::ChangePassword { member: ada, by };
        for actor in [Actor::Member(Box::new(book.member(owner))), Actor::Invited(owner), Actor::System] {
            assert_eq!(code(&book.run_as(&actor, &command)), Some(Code::NotAllowed), "{by:?} {actor:?}");
        }
    }
    let signed_in = book.run(ada, &Command::ChangePassword { member: ada, by: PasswordBy::Recovery });
    assert_eq!(code(&signed_in), Some(Code::NotAllowed), "a session is no link");
    assert_eq!(kinds(&themselves(&mut book, ada).unwrap()), ["password_changed"]);
}
