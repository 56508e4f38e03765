//! Second factors (R27): enrolled, used, removed; each code once, each challenge once, attempts slowed (C41).

use crate::refused;
use rollbook_credentials::{Secret, factor::passkey::PasskeyError};
use rollbook_directory::{Clock as _, Entered, FactorProblem, Proof};
use rollbook_domain::{
    Event, FactorId,
    factor::FactorKind,
    pace::Wait,
    session::Ended,
    time::{DAY, HOUR, MINUTE, SECOND},
};
use rollbook_testkit::{App, Bench, Device, Engine, PASSWORD, contract, sign_in};

contract![
    r27_an_app_is_enrolled_by_its_code_and_asked_for_from_then_on,
    r27_each_code_works_once_at_all_servers_together,
    r27_a_clock_that_jumps_lets_nobody_in_twice_and_keeps_nobody_out,
    r27_ten_recovery_codes_each_open_once,
    r27_a_passkey_opens_and_each_question_is_answered_once,
    c36_a_challenge_of_somebody_else_or_of_another_purpose_ends_nothing,
    an_enrolment_that_takes_too_long_is_over,
    c41_tries_are_slowed_for_each_sort_of_factor_alone,
    c41_of_many_guesses_at_once_no_more_are_made_than_one_after_the_other,
    r24_a_changed_factor_ends_the_other_sessions,
    r24_a_sign_in_that_was_under_way_does_not_slip_past_a_new_factor,
    a_change_asks_for_the_password_once_the_sign_in_is_old,
    the_last_factor_takes_the_recovery_codes_with_it,
    new_recovery_codes_kill_the_old_ones,
    c31_nobody_reaches_a_strangers_factor,
    r29_who_looks_as_somebody_else_sees_and_changes_no_factor,
    a_passkey_belongs_to_one_account,
    nobody_has_more_than_ten,
    without_a_key_nothing_is_enrolled,
];

const ANN: &str = "ann@nordlys.example";

async fn bench(engine: Engine) -> Bench {
    let bench = Bench::open(engine).await;
    bench.with_factors();
    bench.user("Ann Lee", ANN).await;
    bench
}

fn secret(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

async fn r27_an_app_is_enrolled_by_its_code_and_asked_for_from_then_on(engine: Engine) {
    let bench = bench(engine).await;
    let token = bench.enter(ANN).await;
    let seated = bench.seated(&token).await.unwrap();
    let offer = seated.offer_app().await.unwrap().unwrap();
    let uri = offer.uri.reveal(String::clone);
    assert!(uri.starts_with("otpauth://totp/Nordlys:ann%40nordlys.example?secret="), "{uri}");
    let app = App::told(&offer.typed);
    let again = seated.app_offer(offer.challenge).await.unwrap().unwrap();
    assert!(again.uri.reveal(|again| *again == uri), "a page that is shown again asks for no new scan");
    for (code, why) in [("12345", FactorProblem::NotACode), ("000000", FactorProblem::Wrong)] {
        let answer = seated.confirm_app(offer.challenge, code, "Phone", None).await.unwrap();
        assert_eq!(answer.unwrap_err(), why);
    }
    assert!(seated.factors().await.unwrap().all.is_empty(), "nothing is on before a code was right");
    let code = app.shows(&bench.clock);
    let enrolled = seated.confirm_app(offer.challenge, &code, " Phone ", None).await.unwrap().unwrap();
    assert_eq!(enrolled.codes.map(|codes| codes.len()), Some(10), "C42: recovery codes at enrolment");
    let view = seated.factors().await.unwrap();
    assert_eq!((view.all.len(), view.codes_left), (1, 10));
    assert_eq!((view.all[0].name.as_str(), view.all[0].kind, view.all[0].used_at), ("Phone", FactorKind::Totp, None));
    let once = seated.confirm_app(offer.challenge, &code, "Phone", None).await.unwrap();
    assert_eq!(once.unwrap_err(), FactorProblem::Over, "an enrolment ends once");

    let half = bench.half_in(ANN).await;
    assert!(bench.seated(&half).await.is_none(), "half in is not in");
    assert_eq!(bench.prove(&half, Proof::App(&code)).await.unwrap_err(), FactorProblem::Used, "used up by enrolling");
    bench.clock.advance(30 * SECOND);
    let choices = bench.directory.factor_choices(&half).await.unwrap().unwrap();
    assert_eq!((choices.app, choices.passkey, choices.recovery), (true, false, true));
    let token = bench.goes_in(&half, Proof::App(&app.shows(&bench.clock))).await;
    let seated = bench.seated(&token).await.expect("in");
    assert_eq!(seated.factors().await.unwrap().all[0].used_at, Some(bench.clock.now()));
    assert_eq!(bench.prove(&half, Proof::App("123456")).await.unwrap_err(), FactorProblem::Over, "it went on");
    assert!(bench.directory.factor_choices(&token).await.unwrap().is_none());
}

async fn r27_each_code_works_once_at_all_servers_together(engine: Engine) {
    let bench = bench(engine).await;
    let (_, phone) = bench.enters_and_enrols(ANN).await;
    bench.clock.advance(MINUTE);
    let code = phone.app.shows(&bench.clock);
    let (one, other) = (bench.half_in(ANN).await, bench.half_in(ANN).await);
    let (first, second) = tokio::join!(bench.prove(&one, Proof::App(&code)), bench.prove(&other, Proof::App(&code)));
    let won = [first.is_ok(), second.is_ok()];
    assert_eq!(won.iter().filter(|won| **won).count(), 1, "{first:?} {second:?}");
    let lost = first.err().or(second.err()).unwrap();
    assert_eq!(lost, FactorProblem::Used);
    bench.clock.advance(29 * SECOND);
    let third = bench.half_in(ANN).await;
    assert_eq!(bench.prove(&third, Proof::App(&code)).await.unwrap_err(), FactorProblem::Used, "in its delay too");
}

async fn r27_a_clock_that_jumps_lets_nobody_in_twice_and_keeps_nobody_out(engine: Engine) {
    let bench = bench(engine).await;
    let (_, phone) = bench.enters_and_enrols(ANN).await;
    bench.clock.advance(MINUTE);
    let code = phone.app.shows(&bench.clock);
    let half = bench.half_in(ANN).await;
    bench.goes_in(&half, Proof::App(&code)).await;
    // The server's clock is a day ahead for a while: the phone's codes are wrong there.
    bench.clock.advance(DAY);
    let half = bench.half_in(ANN).await;
    assert_eq!(bench.prove(&half, Proof::App(&code)).await.unwrap_err(), FactorProblem::Wrong);
    bench.clock.advance(-DAY);
    let half = bench.half_in(ANN).await;
    assert_eq!(bench.prove(&half, Proof::App(&code)).await.unwrap_err(), FactorProblem::Used);
    bench.clock.advance(30 * SECOND);
    bench.goes_in(&half, Proof::App(&phone.app.shows(&bench.clock))).await;
    // What began is not open for longer because the clock went back.
    bench.clock.advance(30 * SECOND);
    let token = bench.enter_by_app(ANN, &phone.app).await;
    let seated = bench.seated(&token).await.unwrap();
    let offer = seated.offer_app().await.unwrap().unwrap();
    bench.clock.advance(-HOUR);
    assert_eq!(seated.app_offer(offer.challenge).await.unwrap().unwrap_err(), FactorProblem::Over);
}

async fn r27_ten_recovery_codes_each_open_once(engine: Engine) {
    let bench = bench(engine).await;
    let (_, phone) = bench.enters_and_enrols(ANN).await;
    assert_eq!(phone.codes.len(), 10);
    for (used, code) in phone.codes.iter().enumerate() {
        let half = bench.half_in(ANN).await;
        let typed = code.replace('-', " ").to_uppercase();
        let token = bench.goes_in(&half, Proof::Recovery(&typed)).await;
        let seated = bench.seated(&token).await.unwrap();
        let left = seated.factors().await.unwrap().codes_left;
        assert_eq!(usize::try_from(left).unwrap(), 9 - used);
        let half = bench.half_in(ANN).await;
        assert_eq!(bench.prove(&half, Proof::Recovery(code)).await.unwrap_err(), FactorProblem::NoSuchCode);
        bench.clock.advance(MINUTE);
    }
    let half = bench.half_in(ANN).await;
    let choices = bench.directory.factor_choices(&half).await.unwrap().unwrap();
    assert!(!choices.recovery && choices.app, "none is offered when none is left");
    let used =
        bench.log().await.into_iter().filter(|entry| matches!(entry.event, Some(Event::RecoveryCodeUsed { .. })));
    assert_eq!(used.count(), 10, "each is in the log");
}

async fn r27_a_passkey_opens_and_each_question_is_answered_once(engine: Engine) {
    let bench = bench(engine).await;
    let token = bench.enter(ANN).await;
    let seated = bench.seated(&token).await.unwrap();
    let mut key = Device::at("https://people.example");
    bench.enrol_passkey(&seated, &mut key, "").await;
    assert_eq!(seated.factors().await.unwrap().all[0].name, "Passkey", "a name is not asked for");
    for _ in 0..2 {
        let half = bench.half_in(ANN).await;
        let offer = bench.directory.ask_passkey(&half).await.unwrap().unwrap();
        let answer = key.prove(&offer.question).unwrap();
        let proof = || Proof::Passkey { challenge: offer.challenge, answer: &answer };
        let other = bench.half_in(ANN).await;
        bench.goes_in(&half, proof()).await;
        assert_eq!(bench.prove(&other, proof()).await.unwrap_err(), FactorProblem::Over, "C41: a replay");
    }
    // Answered wrongly, a question is over as well.
    let half = bench.half_in(ANN).await;
    let offer = bench.directory.ask_passkey(&half).await.unwrap().unwrap();
    let wrong = Proof::Passkey { challenge: offer.challenge, answer: "{}" };
    assert_eq!(bench.prove(&half, wrong).await.unwrap_err(), FactorProblem::Passkey(PasskeyError::Unreadable));
    let answer = key.prove(&offer.question).unwrap();
    let late = Proof::Passkey { challenge: offer.challenge, answer: &answer };
    assert_eq!(bench.prove(&half, late).await.unwrap_err(), FactorProblem::Over);
    // A copy of the device gives itself away by its count.
    bench.clock.advance(MINUTE);
    let mut copy = key.clone_at(0);
    let offer = bench.directory.ask_passkey(&half).await.unwrap().unwrap();
    let answer = copy.prove(&offer.question).unwrap();
    let copied = Proof::Passkey { challenge: offer.challenge, answer: &answer };
    assert_eq!(bench.prove(&half, copied).await.unwrap_err(), FactorProblem::Passkey(PasskeyError::Copied));
}

async fn c36_a_challenge_of_somebody_else_or_of_another_purpose_ends_nothing(engine: Engine) {
    let bench = bench(engine).await;
    bench.user("Bo Berg", "bo@nordlys.example").await;
    let ann = bench.seated(&bench.enter(ANN).await).await.unwrap();
    let bo = bench.seated(&bench.enter("bo@nordlys.example").await).await.unwrap();
    let offer = ann.offer_app().await.unwrap().unwrap();
    let code = App::told(&offer.typed).shows(&bench.clock);
    let theirs = bo.confirm_app(offer.challenge, &code, "", None).await.unwrap();
    assert_eq!(theirs.unwrap_err(), FactorProblem::Over);
    assert_eq!(bo.app_offer(offer.challenge).await.unwrap().unwrap_err(), FactorProblem::Over);
    let mut key = Device::at("https://people.example");
    let asked = ann.offer_passkey().await.unwrap().unwrap();
    let answer = key.enrol(&asked.question).unwrap();
    let theirs = bo.confirm_passkey(asked.challenge, &answer, "", None).await.unwrap();
    assert_eq!(theirs.unwrap_err(), FactorProblem::Over);
    let crossed = ann.confirm_passkey(offer.challenge, &answer, "", None).await.unwrap();
    assert_eq!(crossed.unwrap_err(), FactorProblem::Over, "an app's enrolment is not a passkey's");
    ann.confirm_passkey(asked.challenge, &answer, "", None).await.unwrap().unwrap();
    assert!(bo.factors().await.unwrap().all.is_empty());
}

async fn an_enrolment_that_takes_too_long_is_over(engine: Engine) {
    let bench = bench(engine).await;
    let seated = bench.seated(&bench.enter(ANN).await).await.unwrap();
    let offer = seated.offer_app().await.unwrap().unwrap();
    let app = App::told(&offer.typed);
    bench.clock.advance(10 * MINUTE);
    let late =
        seated.confirm_app(offer.challenge, &app.shows(&bench.clock), "", Some(&secret(PASSWORD))).await.unwrap();
    assert_eq!(late.unwrap_err(), FactorProblem::Over);
    // Nobody fills the table by beginning again and again.
    for _ in 0..30 {
        seated.offer_app().await.unwrap().unwrap();
    }
    assert!(bench.dump().await.table("factor_challenge").len() <= 8);
}

async fn c41_tries_are_slowed_for_each_sort_of_factor_alone(engine: Engine) {
    let bench = bench(engine).await;
    let (_, phone) = bench.enters_and_enrols(ANN).await;
    bench.clock.advance(MINUTE);
    let half = bench.half_in(ANN).await;
    for _ in 0..20 {
        assert_eq!(bench.prove(&half, Proof::App("12 34")).await.unwrap_err(), FactorProblem::NotACode, "not a try");
    }
    let right = phone.app.shows(&bench.clock);
    let wrong = if right == "000000" { "000001" } else { "000000" };
    for _ in 0..3 {
        assert_eq!(bench.prove(&half, Proof::App(wrong)).await.unwrap_err(), FactorProblem::Wrong);
    }
    assert_eq!(bench.prove(&half, Proof::App(&right)).await.unwrap_err(), FactorProblem::Slow(Wait(SECOND)));
    let other = bench.half_in(ANN).await;
    assert_eq!(
        bench.prove(&other, Proof::App(&right)).await.unwrap_err(),
        FactorProblem::Slow(Wait(SECOND)),
        "a new sign-in waits too"
    );
    bench.goes_in(&other, Proof::Recovery(&phone.codes[0])).await;
    bench.clock.advance(SECOND);
    bench.goes_in(&half, Proof::App(&right)).await;
    // All is forgotten with a success.
    bench.clock.advance(MINUTE);
    let half = bench.half_in(ANN).await;
    for _ in 0..3 {
        assert_eq!(bench.prove(&half, Proof::App(wrong)).await.unwrap_err(), FactorProblem::Wrong);
    }
}

async fn c41_of_many_guesses_at_once_no_more_are_made_than_one_after_the_other(engine: Engine) {
    let bench = bench(engine).await;
    bench.enters_and_enrols(ANN).await;
    bench.clock.advance(MINUTE);
    let half = bench.half_in(ANN).await;
    let guesses: Vec<String> = (0..24).map(|n| format!("{:06}", n * 41_667)).collect();
    let answers = futures::future::join_all(guesses.iter().map(|guess| bench.prove(&half, Proof::App(guess)))).await;
    let made = answers.iter().filter(|answer| !matches!(answer, Err(FactorProblem::Slow(_)))).count();
    assert!(made <= 3, "{made} were made");
}

async fn r24_a_changed_factor_ends_the_other_sessions(engine: Engine) {
    let bench = bench(engine).await;
    let elsewhere = bench.enter(ANN).await;
    let (here, phone) = bench.enters_and_enrols(ANN).await;
    assert!(bench.seated(&elsewhere).await.is_none(), "by enrolling");
    let seated = bench.seated(&here).await.expect("the one that changed it goes on");
    let ended = seated.sessions().await.unwrap().into_iter().find(|session| session.ended.is_some()).unwrap();
    assert_eq!(ended.ended, Some(Ended::CredentialChanged));
    bench.clock.advance(MINUTE);
    let elsewhere = bench.enter_by_app(ANN, &phone.app).await;
    seated.new_recovery_codes(None).await.unwrap().unwrap();
    assert!(bench.seated(&elsewhere).await.is_none(), "by new codes");
    bench.clock.advance(MINUTE);
    let elsewhere = bench.enter_by_app(ANN, &phone.app).await;
    seated.remove_factor(phone.id, None).await.unwrap().unwrap();
    assert!(bench.seated(&elsewhere).await.is_none(), "by removing");
    assert!(bench.seated(&here).await.is_some());
}

async fn r24_a_sign_in_that_was_under_way_does_not_slip_past_a_new_factor(engine: Engine) {
    let bench = bench(engine).await;
    let (fjord, _) = bench.join_second("Fjord", ANN).await;
    let Ok(Entered::Choose(waiting, _)) = bench.try_in(&sign_in(ANN, PASSWORD)).await else { panic!("two to choose") };
    let at = rollbook_directory::SignIn { organization: Some(bench.organization), ..sign_in(ANN, PASSWORD) };
    let here = bench.enter_by(&at).await;
    bench.enrol_app(&bench.seated(&here).await.unwrap(), "").await;
    let place = rollbook_testkit::place();
    let late = bench.directory.choose(&rollbook_testkit::token(&waiting), fjord, &place).await.unwrap();
    assert!(late.is_err(), "the password alone is not enough any more");
}

async fn a_change_asks_for_the_password_once_the_sign_in_is_old(engine: Engine) {
    let bench = bench(engine).await;
    let (token, phone) = bench.enters_and_enrols(ANN).await;
    bench.clock.advance(11 * MINUTE);
    let seated = bench.seated(&token).await.unwrap();
    assert!(!seated.factors().await.unwrap().fresh);
    let before = bench.dump().await;
    let typed = secret("not-the-password");
    for password in [None, Some(&secret("")), Some(&typed)] {
        assert_eq!(seated.remove_factor(phone.id, password).await.unwrap().unwrap_err(), FactorProblem::Password);
    }
    assert_eq!(bench.dump().await.table("factor"), before.table("factor"));
    assert_eq!(seated.new_recovery_codes(None).await.unwrap().unwrap_err(), FactorProblem::Password);
    let offer = seated.offer_app().await.unwrap().unwrap();
    let code = App::told(&offer.typed).shows(&bench.clock);
    let asked = seated.confirm_app(offer.challenge, &code, "", None).await.unwrap();
    assert_eq!(asked.unwrap_err(), FactorProblem::Password);
    seated.confirm_app(offer.challenge, &code, "", Some(&secret(PASSWORD))).await.unwrap().unwrap();
    // Guessing it is slowed like any password.
    for _ in 0..3 {
        assert_eq!(seated.new_recovery_codes(Some(&typed)).await.unwrap().unwrap_err(), FactorProblem::Password);
    }
    let slow = seated.new_recovery_codes(Some(&secret(PASSWORD))).await.unwrap().unwrap_err();
    assert!(matches!(slow, FactorProblem::Slow(_)), "{slow:?}");
}

async fn the_last_factor_takes_the_recovery_codes_with_it(engine: Engine) {
    let bench = bench(engine).await;
    let (token, phone) = bench.enters_and_enrols(ANN).await;
    let seated = bench.seated(&token).await.unwrap();
    let mut key = Device::at("https://people.example");
    let key_id = bench.enrol_passkey(&seated, &mut key, "Blue key").await;
    let member = seated.member;
    assert_eq!(bench.row(member).await.second_factor.as_deref(), Some("passkey"), "lists show the strongest");
    seated.remove_factor(key_id, None).await.unwrap().unwrap();
    assert_eq!(bench.row(member).await.second_factor.as_deref(), Some("totp"));
    assert_eq!(seated.factors().await.unwrap().codes_left, 10, "one is left, so are the codes");
    seated.rename_factor(phone.id, "Old phone").await.unwrap().unwrap();
    assert_eq!(seated.factors().await.unwrap().all[0].name, "Old phone");
    seated.remove_factor(phone.id, None).await.unwrap().unwrap();
    assert_eq!(bench.row(member).await.second_factor, None);
    let dump = bench.dump().await;
    for table in ["factor", "recovery_code", "account_news"] {
        assert_eq!(dump.table(table), [""; 0], "{table}");
    }
    bench.enter(ANN).await;
    for gone in [phone.id, FactorId::from_uuid(uuid::Uuid::nil())] {
        assert_eq!(seated.remove_factor(gone, None).await.unwrap().unwrap_err(), FactorProblem::Gone);
        assert_eq!(seated.rename_factor(gone, "x").await.unwrap().unwrap_err(), FactorProblem::Gone);
    }
    assert_eq!(seated.new_recovery_codes(None).await.unwrap().unwrap_err(), FactorProblem::Gone);
}

async fn new_recovery_codes_kill_the_old_ones(engine: Engine) {
    let bench = bench(engine).await;
    let (token, phone) = bench.enters_and_enrols(ANN).await;
    let seated = bench.seated(&token).await.unwrap();
    let codes = seated.new_recovery_codes(None).await.unwrap().unwrap();
    assert_eq!(codes.len(), 10);
    let half = bench.half_in(ANN).await;
    assert_eq!(bench.prove(&half, Proof::Recovery(&phone.codes[0])).await.unwrap_err(), FactorProblem::NoSuchCode);
    let new = codes[0].reveal(String::clone);
    bench.goes_in(&half, Proof::Recovery(&new)).await;
}

async fn c31_nobody_reaches_a_strangers_factor(engine: Engine) {
    let bench = bench(engine).await;
    bench.user("Bo Berg", "bo@nordlys.example").await;
    let (_, phone) = bench.enters_and_enrols(ANN).await;
    let (token, _) = bench.enters_and_enrols("bo@nordlys.example").await;
    let bo = bench.seated(&token).await.unwrap();
    assert_eq!(bo.remove_factor(phone.id, None).await.unwrap().unwrap_err(), FactorProblem::Gone);
    assert_eq!(bo.rename_factor(phone.id, "Mine").await.unwrap().unwrap_err(), FactorProblem::Gone);
    bench.clock.advance(MINUTE);
    let half = bench.half_in("bo@nordlys.example").await;
    let theirs = Proof::Recovery(&phone.codes[0]);
    assert_eq!(bench.prove(&half, theirs).await.unwrap_err(), FactorProblem::NoSuchCode, "C36: of one person");
    assert_eq!(bench.prove(&half, Proof::App(&phone.app.shows(&bench.clock))).await.unwrap_err(), FactorProblem::Wrong);
}

async fn r29_who_looks_as_somebody_else_sees_and_changes_no_factor(engine: Engine) {
    let bench = bench(engine).await;
    let (token, phone) = bench.enters_and_enrols(ANN).await;
    let seated = bench.seated(&token).await.unwrap();
    let mut looking = seated;
    looking.by = Some(bench.owner);
    assert_eq!(refused(looking.factors().await), rollbook_domain::Code::NotAllowed);
    assert_eq!(refused(looking.offer_app().await), rollbook_domain::Code::NotAllowed);
    assert_eq!(refused(looking.offer_passkey().await), rollbook_domain::Code::NotAllowed);
    assert_eq!(refused(looking.remove_factor(phone.id, None).await), rollbook_domain::Code::NotAllowed);
    assert_eq!(refused(looking.rename_factor(phone.id, "x").await), rollbook_domain::Code::NotAllowed);
    assert_eq!(refused(looking.new_recovery_codes(None).await), rollbook_domain::Code::NotAllowed);
    assert_eq!(refused(looking.shows_factor(Proof::App("123456")).await), rollbook_domain::Code::NotAllowed);
}

async fn a_passkey_belongs_to_one_account(engine: Engine) {
    let bench = bench(engine).await;
    bench.user("Bo Berg", "bo@nordlys.example").await;
    let ann = bench.seated(&bench.enter(ANN).await).await.unwrap();
    let bo = bench.seated(&bench.enter("bo@nordlys.example").await).await.unwrap();
    let mut key = Device::at("https://people.example");
    bench.enrol_passkey(&ann, &mut key, "").await;
    let again = ann.offer_passkey().await.unwrap().unwrap();
    assert!(key.enrol(&again.question).is_none(), "the device is told that it holds one");
    let mut forged = key.clone_at(0);
    let asked = bo.offer_passkey().await.unwrap().unwrap();
    let answer = forged.enrol_as_known(&asked.question);
    let taken = bo.confirm_passkey(asked.challenge, &answer, "", None).await.unwrap();
    assert_eq!(taken.unwrap_err(), FactorProblem::Passkey(PasskeyError::Known));
}

async fn nobody_has_more_than_ten(engine: Engine) {
    let bench = bench(engine).await;
    let (token, _) = bench.enters_and_enrols(ANN).await;
    let seated = bench.seated(&token).await.unwrap();
    for _ in 0..9 {
        bench.enrol_app(&seated, "").await;
    }
    assert_eq!(seated.offer_app().await.unwrap().unwrap_err(), FactorProblem::TooMany);
    assert_eq!(seated.offer_passkey().await.unwrap().unwrap_err(), FactorProblem::TooMany);
}

async fn without_a_key_nothing_is_enrolled(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", ANN).await;
    let seated = bench.seated(&bench.enter(ANN).await).await.unwrap();
    let view = seated.factors().await.unwrap();
    assert!(!view.on && !view.passkeys, "no key, and an address without a name");
    assert_eq!(seated.offer_app().await.unwrap().unwrap_err(), FactorProblem::Off);
    assert_eq!(seated.offer_passkey().await.unwrap().unwrap_err(), FactorProblem::Passkey(PasskeyError::Address));
}
