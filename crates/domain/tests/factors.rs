//! Second factors (R27, R28): what is told of them, and who takes them off.

use crate::model::{Book, code, fleet, give, kinds, permission, refusal};
use rollbook_domain::{
    Code, Command, Effect, Event, MemberId,
    command::Action,
    decide::Decision,
    factor::{FactorChange, FactorKind},
    facts::Actor,
    holding::Holding,
    member::{Kind, Tier},
    organization::Plan,
};

/// Ada has a factor; Lise administers with less than everything, Mads with everything.
struct Cast {
    book: Book,
    ada: MemberId,
    lise: MemberId,
    mads: MemberId,
}

fn cast() -> Cast {
    let mut book = Book::new(Plan::Business);
    let ada = book.custom("Ada", Tier::User, &[]);
    let lise = book.custom("Lise", Tier::Admin, &[]);
    let mads = book.all("Mads", Tier::Admin);
    for who in [ada, lise, mads, book.owner] {
        book.enrols(who, FactorKind::Totp);
    }
    Cast { book, ada, lise, mads }
}

fn note(book: &mut Book, member: MemberId, change: FactorChange, now: Option<FactorKind>, mails: bool) -> Decision {
    book.run_as(&Actor::System, &Command::NoteFactor { member, change, now, mails }).expect("Rollbook says so")
}

#[test]
fn r28_an_administrator_takes_every_factor_off_and_the_person_is_told() {
    let Cast { mut book, ada, mads, .. } = cast();
    let account = book.member(ada).account;
    let decision = book.act(mads, Action::ResetFactor, ada).expect("allowed");
    assert_eq!(decision.events, [Event::FactorsReset { member: ada, before: Some(FactorKind::Totp) }]);
    let told = Effect::TellFactor { member: ada, change: FactorChange::Reset };
    assert_eq!(decision.effects, [Effect::ResetFactors { member: ada, account }, told]);
    assert_eq!(book.member(ada).second_factor, None);
    let why = refusal(book.act(mads, Action::ResetFactor, ada));
    assert_eq!((why.code, why.message.as_str()), (Code::WrongStatus, "Ada has no second factor."));
    assert_eq!(code(&book.undo(mads)), Some(Code::NothingToUndo), "nobody has the secrets to give it back");
}

#[test]
fn r28_nobody_resets_the_factor_of_somebody_above_them_r14() {
    let Cast { mut book, ada, lise, mads } = cast();
    let owner = book.owner;
    for (actor, target) in [(lise, mads), (lise, owner), (mads, owner)] {
        assert_eq!(code(&book.act(actor, Action::ResetFactor, target)), Some(Code::RankTooLow));
    }
    book.take_product(&fleet());
    book.hold(owner, give(Holding::Grant(permission("trips.view")), ada)).expect("allowed");
    assert_eq!(
        code(&book.act(lise, Action::ResetFactor, ada)),
        Some(Code::RankTooLow),
        "rights that come by a grant count"
    );
    assert_eq!(code(&book.act(ada, Action::ResetFactor, lise)), Some(Code::NotAllowed));
    assert_eq!(code(&book.act(owner, Action::ResetFactor, mads)), None);
    assert_eq!(code(&book.act(owner, Action::ResetFactor, lise)), None);
}

#[test]
fn c42_a_second_administrator_helps_and_nobody_helps_themselves() {
    let Cast { mut book, mads, .. } = cast();
    let owner = book.owner;
    for who in [mads, owner] {
        let why = refusal(book.act(who, Action::ResetFactor, who));
        assert_eq!(why.code, Code::Yourself);
        assert_eq!(why.help, "Remove it in your profile, or ask another administrator.");
    }
    let sam = book.all("Sam", Tier::Admin);
    assert_eq!(code(&book.act(sam, Action::ResetFactor, mads)), None, "of equal rank");
}

#[test]
fn c28_a_door_in_another_organization_is_not_opened_from_this_one() {
    let Cast { mut book, ada, .. } = cast();
    let owner = book.owner;
    book.shared.insert(ada);
    assert_eq!(code(&book.clone().act(owner, Action::ResetFactor, ada)), None, "who could do it there too");
    book.out_of_reach.insert(ada);
    let why = refusal(book.act(owner, Action::ResetFactor, ada));
    assert_eq!(why.code, Code::RankTooLow);
    assert!(why.message.contains("another organization"), "{}", why.message);
    assert_eq!(book.member(ada).second_factor, Some(FactorKind::Totp));
}

#[test]
fn machines_have_no_factor_to_reset_r9() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    let bot = book.of_kind(Kind::Api, "Bot");
    assert_eq!(code(&book.act(owner, Action::ResetFactor, bot)), Some(Code::WrongStatus));
}

#[test]
fn r28_many_are_reset_at_once_and_each_is_judged_alone() {
    let Cast { mut book, ada, lise, mads } = cast();
    let owner = book.owner;
    let bo = book.custom("Bo", Tier::User, &[]);
    let command = Command::Act { action: Action::ResetFactor, members: vec![ada, bo, owner, lise] };
    let decision = book.run(mads, &command).expect("judged one by one");
    assert_eq!(kinds(&decision), ["factors_reset", "factors_reset"]);
    let refused: Vec<_> = decision.refused.iter().map(|(who, why)| (*who, why.code)).collect();
    assert_eq!(refused, [(bo, Code::WrongStatus), (owner, Code::RankTooLow)]);
}

#[test]
fn r27_what_happens_to_factors_is_in_the_log_and_lists_show_the_strongest() {
    let Cast { mut book, ada, .. } = cast();
    let name = || "Blue key".to_owned();
    let added = FactorChange::Added { factor: FactorKind::Passkey, name: name() };
    let decision = note(&mut book, ada, added.clone(), Some(FactorKind::Passkey), true);
    let (factor, now) = (FactorKind::Passkey, Some(FactorKind::Passkey));
    assert_eq!(decision.events, [Event::FactorAdded { member: ada, factor, name: name(), now }]);
    assert_eq!(decision.effects, [Effect::TellFactor { member: ada, change: added }]);
    assert_eq!(book.member(ada).second_factor, now);
    let removed = FactorChange::Removed { factor: FactorKind::Passkey, name: name() };
    let decision = note(&mut book, ada, removed, Some(FactorKind::Totp), false);
    assert_eq!((kinds(&decision), decision.effects), (vec!["factor_removed"], vec![]), "told by another organization");
    assert_eq!(book.member(ada).second_factor, Some(FactorKind::Totp));
    let decision = note(&mut book, ada, FactorChange::CodesMade, Some(FactorKind::Totp), true);
    assert_eq!(kinds(&decision), ["recovery_codes_made"]);
    let decision = note(&mut book, ada, FactorChange::Reset, None, true);
    assert_eq!(kinds(&decision), ["factors_reset"]);
    assert_eq!(book.member(ada).second_factor, None);
}

#[test]
fn c17_a_recovery_code_of_an_administrator_alarms_the_others_and_a_users_doesnt() {
    let Cast { mut book, ada, lise, .. } = cast();
    let used = FactorChange::CodeUsed { left: 9 };
    let decision = note(&mut book, lise, used.clone(), Some(FactorKind::Totp), false);
    assert_eq!(decision.events, [Event::RecoveryCodeUsed { member: lise, left: 9 }]);
    assert_eq!(
        decision.effects,
        [Effect::AlarmCodeUsed { member: lise }],
        "in every organization that they administer"
    );
    let decision = note(&mut book, ada, used.clone(), Some(FactorKind::Totp), true);
    assert_eq!(decision.effects, [Effect::TellFactor { member: ada, change: used }]);
}

#[test]
fn what_is_told_of_somebody_who_left_meanwhile_is_told_to_nobody() {
    let Cast { mut book, ada, .. } = cast();
    let owner = book.owner;
    book.acted(owner, Action::Archive, ada);
    book.acted(owner, Action::Erase, ada);
    let decision = note(&mut book, ada, FactorChange::CodesMade, None, true);
    assert_eq!(decision, Decision::default());
}

#[test]
fn nobody_but_rollbook_says_what_happened_to_factors() {
    let Cast { mut book, ada, lise, .. } = cast();
    let (owner, reset) = (book.owner, FactorChange::Reset);
    for actor in [ada, lise, owner] {
        let command = Command::NoteFactor { member: ada, change: reset.clone(), now: None, mails: true };
        assert_eq!(code(&book.run(actor, &command)), Some(Code::NotAllowed));
        assert_eq!(code(&book.run(actor, &Command::RecoverFactors { member: ada })), Some(Code::NotAllowed));
    }
}

#[test]
fn c16_the_way_back_in_takes_the_owners_factor_off_and_leaves_an_entry() {
    let Cast { mut book, .. } = cast();
    let owner = book.owner;
    let recover = Command::RecoverFactors { member: owner };
    let decision = book.run_as(&Actor::System, &recover).expect("at the server itself");
    assert_eq!(kinds(&decision), ["factors_reset"]);
    assert_eq!(book.member(owner).second_factor, None);
    let again = book.run_as(&Actor::System, &recover).expect("nothing to do");
    assert_eq!(kinds(&again), Vec::<&str>::new());
}
