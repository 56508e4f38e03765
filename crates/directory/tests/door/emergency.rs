//! The emergency account (C17): it gets in where everybody else is shut out, and nobody uses it unseen.

use rollbook_directory::{
    Entered, Must, SignIn,
    contract::{NeedCode, PolicyFields, SetPolicy},
};
use rollbook_domain::{
    Code, Event, MemberId,
    command::Action,
    holding::Holding,
    member::AccessMode,
    organization::{RequiredOf, SecondFactor},
    session::SessionKind,
    time::DAY,
};
use rollbook_testkit::{Bench, Engine, PASSWORD, contract, place, sign_in};

use crate::{
    asks::{give, hold, role_named},
    refused,
};

contract![
    c17_every_sign_in_by_the_emergency_account_alarms_by_whichever_door,
    c17_the_rule_about_second_factors_doesnt_shut_it_out,
    c17_the_owner_names_it_and_sees_who_it_could_be,
    c17_its_use_waits_for_somebody_for_a_week,
];

const GLASS: &str = "glass@nordlys.example";
const ALARM: &str = "The emergency account of Nordlys was used";

/// An organization with an emergency account, and another Super Admin.
async fn bench(engine: Engine) -> (Bench, MemberId, MemberId) {
    let bench = Bench::open(engine).await;
    bench.with_factors();
    let glass = bench.administrator("Break Glass", GLASS, AccessMode::All).await;
    let ida = bench.administrator("Ida Lund", "ida@nordlys.example", AccessMode::All).await;
    bench.administrator("Mads Holm", "mads@nordlys.example", AccessMode::All).await;
    let role = role_named(&bench, "Super Admin").await.id;
    hold(&bench, &give(&bench, &[Holding::Role(role)], &[glass, ida])).await;
    bench.policy(|fields| fields.emergency = Some(glass)).await;
    (bench, glass, ida)
}

async fn alarms(bench: &Bench, to: &str) -> usize {
    let mails = bench.mails_to(bench.organization, to).await;
    mails.iter().filter(|mail| mail.subject == ALARM).count()
}

async fn uses(bench: &Bench) -> usize {
    bench.log().await.iter().filter(|entry| matches!(entry.event, Some(Event::EmergencyUsed { .. }))).count()
}

async fn c17_every_sign_in_by_the_emergency_account_alarms_by_whichever_door(engine: Engine) {
    let (bench, glass, _) = bench(engine).await;
    let (fjord, _) = bench.join_second("Fjord", GLASS).await;
    let here = |kind| SignIn { kind, organization: Some(bench.organization), ..sign_in(GLASS, PASSWORD) };
    let portal = bench.enter_by(&here(SessionKind::Portal)).await;
    assert_eq!((uses(&bench).await, alarms(&bench, "sigrun@nordlys.example").await), (1, 1), "the portal");
    bench.enter_by(&here(SessionKind::Desktop)).await;
    assert_eq!((uses(&bench).await, alarms(&bench, "sigrun@nordlys.example").await), (2, 2), "a desktop");
    bench.desk_of(glass).sign_in().await.unwrap();
    assert_eq!((uses(&bench).await, alarms(&bench, "sigrun@nordlys.example").await), (3, 3), "a file");
    let Ok(Entered::Choose(half, _)) = bench.try_in(&sign_in(GLASS, PASSWORD)).await else {
        panic!("two to choose of")
    };
    let half = rollbook_testkit::token(&half);
    bench.directory.choose(&half, bench.organization, &place()).await.unwrap().expect("in");
    assert_eq!((uses(&bench).await, alarms(&bench, "sigrun@nordlys.example").await), (4, 4), "chosen of several");
    let seated = bench.seated(&portal).await.expect("in");
    let there = seated.switch(fjord, &place()).await.unwrap().expect("theirs too");
    assert_eq!(uses(&bench).await, 4, "elsewhere it is an account like others");
    let seated = bench.seated(&rollbook_testkit::token(&there)).await.expect("in");
    seated.switch(bench.organization, &place()).await.unwrap().expect("back");
    assert_eq!((uses(&bench).await, alarms(&bench, "sigrun@nordlys.example").await), (5, 5), "coming from elsewhere");
    for (to, told) in [("ida@nordlys.example", 5), (GLASS, 5), ("mads@nordlys.example", 0)] {
        assert_eq!(alarms(&bench, to).await, told, "Super Admins are told and nobody else: {to}");
    }
    let mail = bench.mail_to("ida@nordlys.example", ALARM).await;
    assert!(mail.text.contains("Break Glass (glass@nordlys.example)"), "{}", mail.text);
    bench.enter("ida@nordlys.example").await;
    assert_eq!(uses(&bench).await, 5, "nobody else alarms");
    bench.act(Action::Suspend, &[glass]).await;
    assert!(bench.try_in(&here(SessionKind::Portal)).await.is_err(), "C32: suspended, it is shut out");
}

async fn c17_the_rule_about_second_factors_doesnt_shut_it_out(engine: Engine) {
    let (bench, glass, _) = bench(engine).await;
    bench.policy(|fields| fields.second_factor = SecondFactor { of: RequiredOf::Everybody, from: None }).await;
    let must = async |email: &str| bench.seated(&bench.enter(email).await).await.expect("in").must;
    assert_eq!(must("ida@nordlys.example").await, Some(Must::AddFactor));
    assert_eq!(must(GLASS).await, None, "what everybody else has to set up first");
    let account = bench.store().members(bench.organization, &[glass]).await.unwrap().remove(0).account;
    let rules = bench.directory.password_rules(account).await.unwrap();
    assert_eq!(rules.min_length(), 15, "R23: without a factor the password is a long one");
    bench.act(Action::RequireFactor, &[glass]).await;
    assert_eq!(must(GLASS).await, Some(Must::AddFactor), "who may ask it of them in person still may");
    bench.policy(|fields| fields.emergency = None).await;
    assert_eq!(must(GLASS).await, Some(Must::AddFactor), "and so does the rule, once it is named no more");
}

async fn c17_the_owner_names_it_and_sees_who_it_could_be(engine: Engine) {
    let (bench, glass, ida) = bench(engine).await;
    let view = bench.desk().policy().await.unwrap();
    let names: Vec<_> = view.emergency_choices.iter().map(|choice| choice.name.as_str()).collect();
    assert_eq!((names, view.emergency_refusal), (vec!["Break Glass", "Ida Lund"], None));
    let theirs = bench.desk_of(ida).policy().await.unwrap();
    assert_eq!(theirs.emergency_refusal.map(|refusal| refusal.code), Some(Code::OwnerOnly));
    let seen = theirs.policy;
    let none = PolicyFields { emergency: None, ..seen.clone() };
    let ask = SetPolicy { command: bench.command(), seen: seen.clone(), policy: none };
    assert_eq!(refused(bench.desk_of(ida).set_policy(&ask).await), Code::OwnerOnly, "a Super Admin can’t silence it");
    bench.act(Action::Suspend, &[glass]).await;
    let view = bench.desk().policy().await.unwrap();
    let names: Vec<_> = view.emergency_choices.iter().map(|choice| choice.name.as_str()).collect();
    assert_eq!(names, ["Ida Lund", "Break Glass"], "who is named is shown whatever became of them");
    let (seen, policy) = (view.policy.clone(), PolicyFields { emergency: Some(ida), ..view.policy });
    let ask = SetPolicy { command: bench.command(), seen, policy };
    let undo = bench.desk().set_policy(&ask).await.unwrap().command;
    assert_eq!(refused(bench.desk().undo(undo).await), Code::Invalid, "it would name somebody who is suspended");
}

async fn c17_its_use_waits_for_somebody_for_a_week(engine: Engine) {
    let (bench, _, _) = bench(engine).await;
    let needs = async || {
        let summary = bench.desk().summary().await.unwrap();
        summary.needs.into_iter().find(|need| need.code == NeedCode::EmergencyUsed).map(|need| need.count)
    };
    assert_eq!(needs().await, None);
    bench.enter(GLASS).await;
    bench.enter(GLASS).await;
    assert_eq!(needs().await, Some(2));
    bench.clock.advance(7 * DAY - 1);
    assert_eq!(needs().await, Some(2));
    bench.clock.advance(1);
    assert_eq!(needs().await, None);
}
