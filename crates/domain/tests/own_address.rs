//! The own address (R7): who may ask for another, and what confirming it brings (R24, C37, C38).

use crate::model::{Book, Outcome, changes, code, kinds, refusal};
use rollbook_domain::{
    Code, Command, Effect, Email, Event, MemberId,
    command::Edit,
    event::Field,
    facts::Actor,
    member::{Kind, Status, Tier},
    organization::{Plan, Policy},
    time::HOUR,
};

const NEW: &str = "tom@elsewhere.example";

fn address(text: &str) -> Email {
    Email::parse(text).expect("an address")
}

/// An organization that lets people change their address, or doesn’t.
fn book(own_address: bool) -> (Book, MemberId) {
    let mut book = Book::new(Plan::Business);
    let tom = book.custom("Tom", Tier::User, &[]);
    let policy = Box::new(Policy { own_address, ..Policy::default() });
    book.run(book.owner, &Command::SetPolicy { seen: Box::default(), policy }).expect("the owner's");
    (book, tom)
}

fn ask(book: &mut Book, member: MemberId) -> Outcome {
    book.run(member, &Command::AskAddress { member, email: NEW.to_owned() })
}

fn confirm(book: &mut Book, member: MemberId, email: &str) -> Outcome {
    book.run_as(&Actor::Invited(member), &Command::ChangeAddress { member, email: address(email) })
}

#[test]
fn r7_a_link_goes_to_the_new_address_for_an_hour_and_the_old_one_is_told() {
    let (mut book, tom) = book(true);
    let decision = ask(&mut book, tom).expect("allowed");
    let [Event::AddressAsked { member, link, expires, email }] = decision.events.as_slice() else {
        panic!("{decision:?}")
    };
    assert_eq!((*member, email.as_str()), (tom, NEW));
    assert_eq!(*expires, book.now.plus(HOUR));
    let (link, expires, email) = (*link, *expires, address(NEW));
    let expected = [
        Effect::SendAddressLink { member: tom, link, expires, email: email.clone() },
        Effect::TellAddressAsked { member: tom, email },
    ];
    assert_eq!(decision.effects, expected);
    assert_ne!(book.member(tom).email.as_str(), NEW, "nothing has changed yet");
}

#[test]
fn r7_the_change_ends_every_session_kills_links_to_the_old_address_and_tells_it() {
    let (mut book, tom) = book(true);
    let (before, account) = (book.member(tom).email.clone(), book.member(tom).account);
    let decision = confirm(&mut book, tom, NEW).expect("allowed");
    assert_eq!(changes(&decision), [(Field::Email, before.as_str(), NEW)]);
    let expected = [
        Effect::KillPasswordLinks { account },
        Effect::EndAccountSessions { account },
        Effect::TellAddressChanged { member: tom, before },
        Effect::SpreadAddress { account },
    ];
    assert_eq!(decision.effects, expected);
    assert_eq!(code(&confirm(&mut book, tom, NEW)), Some(Code::LinkDead), "once");
}

#[test]
fn r7_the_switch_is_off_at_first_and_holds_at_the_end_too() {
    assert!(!Policy::default().own_address);
    let (mut book, tom) = book(false);
    for outcome in [ask(&mut book, tom), confirm(&mut book, tom, NEW)] {
        assert_eq!(refusal(outcome).code, Code::NotAllowed);
    }
}

#[test]
fn r7_every_organization_that_they_are_active_in_has_to_allow_it() {
    let (mut book, tom) = book(true);
    book.address_held.insert(tom);
    for outcome in [ask(&mut book, tom), confirm(&mut book, tom, NEW)] {
        let refused = refusal(outcome);
        assert_eq!(refused.code, Code::NotAllowed);
        assert!(refused.message.contains("another organization"), "{refused:?}");
    }
}

#[test]
fn r7_r15_the_owner_changes_theirs_by_the_same_path_and_stays_the_owner() {
    let (mut book, _) = book(true);
    let owner = book.owner;
    ask(&mut book, owner).expect("allowed");
    confirm(&mut book, owner, "sigrun@elsewhere.example").expect("allowed");
    let after = book.member(owner);
    assert_eq!(
        (after.tier, after.status, after.email.as_str()),
        (Tier::Owner, Status::Active, "sigrun@elsewhere.example")
    );
}

#[test]
fn r8_r9_r10_customers_and_machines_have_none_to_change() {
    let (mut book, _) = book(true);
    for (kind, name) in [(Kind::Portal, "Kay"), (Kind::Api, "Feeder"), (Kind::System, "Clock")] {
        let member = book.of_kind(kind, name);
        for outcome in [ask(&mut book, member), confirm(&mut book, member, NEW)] {
            assert_eq!(refusal(outcome).code, Code::NotAllowed, "{kind:?}");
        }
    }
}

#[test]
fn c28_nobody_asks_or_confirms_for_anybody_else() {
    let (mut book, tom) = book(true);
    let owner = book.owner;
    let asked = Command::AskAddress { member: tom, email: NEW.to_owned() };
    let confirmed = Command::ChangeAddress { member: tom, email: address(NEW) };
    for command in [&asked, &confirmed] {
        for actor in [Actor::System, Actor::Invited(owner)] {
            assert_eq!(refusal(book.run_as(&actor, command)).code, Code::NotAllowed);
        }
        assert_eq!(refusal(book.run(owner, command)).code, Code::NotAllowed);
    }
    assert_eq!(refusal(book.run(tom, &confirmed)).code, Code::NotAllowed, "C38: nobody confirms without the link");
}

#[test]
fn c40_asking_for_somebodys_address_is_answered_like_any_other_and_refused_once_it_is_confirmed() {
    let (mut book, tom) = book(true);
    let lise = book.custom("Lise", Tier::User, &[]);
    let theirs = book.member(lise).email.as_str().to_owned();
    let outcome = book.run(tom, &Command::AskAddress { member: tom, email: theirs.clone() }).expect("allowed");
    assert_eq!(kinds(&outcome), ["address_asked"]);
    assert_eq!(outcome.effects.len(), 2, "the same mails leave");
    assert_eq!(refusal(confirm(&mut book, tom, &theirs)).code, Code::EmailTaken);
}

#[test]
fn r7_another_organization_takes_the_address_up_by_rollbook_alone() {
    let (mut book, tom) = book(false);
    let note = Command::NoteAddress { member: tom, email: address(NEW) };
    assert_eq!(refusal(book.run(book.owner, &note)).code, Code::NotAllowed);
    let decision = book.run_as(&Actor::System, &note).expect("Rollbook says so");
    assert_eq!((kinds(&decision), decision.effects.len()), (vec!["member_changed"], 0));
    let again = book.run_as(&Actor::System, &note).expect("Rollbook says so");
    assert!(again.events.is_empty(), "what is so already is no change");
}

#[test]
fn r7_no_address_and_the_present_one_are_told_at_the_field() {
    let (mut book, tom) = book(true);
    let present = book.member(tom).email.as_str().to_owned();
    for typed in ["", "tom", present.as_str()] {
        let refused = refusal(book.run(tom, &Command::AskAddress { member: tom, email: typed.to_owned() }));
        assert_eq!((refused.code, refused.field.as_deref()), (Code::Invalid, Some("email")), "{typed}");
    }
}

#[test]
fn r7_at_a_file_its_owner_changes_theirs_by_the_files_key_and_nobody_else_does() {
    let (mut book, _) = book(false);
    let (owner, lise) = (book.owner, book.custom("Lise", Tier::Admin, &[]));
    let edit = |member| Edit { email: Some("new@elsewhere.example".to_owned()), ..Edit::of(member) };
    assert_eq!(refusal(book.edit(owner, edit(owner))).code, Code::Yourself, "over a server");
    book.at_file = true;
    assert_eq!(refusal(book.edit(lise, edit(lise))).code, Code::Yourself);
    assert_eq!(code(&book.edit(lise, edit(owner))), Some(Code::RankTooLow));
    let decision = book.edit(owner, edit(owner)).expect("the key is theirs");
    assert_eq!(changes(&decision)[0].2, "new@elsewhere.example");
}
