//! What organizations hear of their people’s second factors, and what their administrators do (R27, R28, C17, C42).

use rollbook_credentials::{Secret, factor::FactorKeys, password::Cost};
use rollbook_directory::{
    ActorId, Must, Proof, SignIn,
    contract::{FactorMethod, GiveFactor, InviteUser, SignInStep, SignInWith, WireCode},
};
use rollbook_domain::{
    Code, Event, MemberId, OrganizationId,
    command::Action,
    factor::{Duty, FactorKind},
    member::{AccessMode, Tier},
    organization::{RequiredOf, SecondFactor},
    time::{DAY, MINUTE},
};
use rollbook_store::{LogEntry, MailRecord};
use rollbook_testkit::{Bench, Device, Engine, PASSWORD, contract, factor_keys, sign_in};

contract![
    r27_every_organization_of_the_person_hears_of_a_factor,
    r24_the_person_is_told_once_of_every_change,
    a_person_who_joins_brings_their_factor,
    r28_an_administrator_resets_and_the_person_is_told_and_out,
    c42_whoever_lost_everything_is_let_in_by_a_second_administrator,
    c28_a_door_in_another_organization_is_not_opened_from_this_one,
    c17_an_administrator_who_comes_in_by_a_recovery_code_alarms_the_others,
    r27_policy_forces_enrolment_from_its_date_and_until_then_counts_down,
    r27_the_last_factor_stays_where_it_is_required,
    news_that_nobody_took_up_are_taken_up_by_the_next_command,
    c43_no_secret_of_a_factor_is_kept_readable_or_in_the_log,
    r27_keys_are_renewed_while_everything_runs,
    an_erased_person_leaves_no_factor,
    c16_the_way_back_in_at_the_server_itself,
    r27_the_desktop_is_asked_for_a_factor_too,
    r27_where_the_keys_of_apps_are_not_it_is_said_and_a_recovery_code_works,
    the_policys_screen_says_how_many_have_none_and_who_may_change_it,
];

const ANN: &str = "ann@nordlys.example";

async fn bench(engine: Engine) -> (Bench, MemberId) {
    let bench = Bench::open(engine).await;
    bench.with_factors();
    let ann = bench.user("Ann Lee", ANN).await;
    (bench, ann)
}

async fn events(bench: &Bench, organization: OrganizationId) -> Vec<LogEntry> {
    let told = |entry: &LogEntry| {
        matches!(
            entry.event,
            Some(
                Event::FactorAdded { .. }
                    | Event::FactorRemoved { .. }
                    | Event::FactorsReset { .. }
                    | Event::RecoveryCodesMade { .. }
                    | Event::RecoveryCodeUsed { .. }
            )
        )
    };
    bench.store().log(organization, 0, 1_000_000).await.unwrap().into_iter().filter(told).collect()
}

fn kinds(log: &[LogEntry]) -> Vec<&'static str> {
    log.iter().filter_map(|entry| entry.event.as_ref()).map(Event::kind).collect()
}

/// Whether somebody may take the factors off another; the refusal's code.
async fn resets(bench: &Bench, who: MemberId, whom: MemberId) -> Option<Code> {
    let ask = bench.ask(Action::ResetFactor, &[whom]);
    let outcome = bench.desk_of(who).act(&ask, &rollbook_directory::Task::unwatched()).await.unwrap();
    assert_eq!(outcome.done + outcome.refused, 1);
    outcome.refusals.first().map(|refused| refused.refusal.code)
}

/// Subjects of mails to an address, the oldest first.
async fn subjects(bench: &Bench, organization: OrganizationId, to: &str) -> Vec<String> {
    let mails: Vec<MailRecord> = bench.mails_to(organization, to).await;
    mails.into_iter().map(|mail| mail.subject).collect()
}

fn at(organization: OrganizationId) -> SignIn {
    SignIn { organization: Some(organization), ..sign_in(ANN, PASSWORD) }
}

async fn requires(bench: &Bench, of: RequiredOf, from: Option<rollbook_domain::Timestamp>) {
    bench.policy(|fields| fields.second_factor = SecondFactor { of, from }).await;
}

async fn r27_every_organization_of_the_person_hears_of_a_factor(engine: Engine) {
    let (bench, ann) = bench(engine).await;
    let (fjord, there) = bench.join_second("Fjord", ANN).await;
    let token = bench.enter_by(&at(bench.organization)).await;
    let seated = bench.seated(&token).await.unwrap();
    let phone = bench.enrol_app(&seated, "Phone").await;
    let mut key = Device::at("https://people.example");
    let key = bench.enrol_passkey(&seated, &mut key, "Blue key").await;
    seated.new_recovery_codes(None).await.unwrap().unwrap();
    seated.remove_factor(key, None).await.unwrap().unwrap();
    for (organization, member) in [(bench.organization, ann), (fjord, there)] {
        let log = events(&bench, organization).await;
        assert_eq!(kinds(&log), ["factor_added", "factor_added", "recovery_codes_made", "factor_removed"]);
        assert!(log.iter().all(|entry| entry.actor == Some(member)), "they did it themselves");
        let record = bench.store().members(organization, &[member]).await.unwrap().remove(0);
        assert_eq!(record.second_factor, Some(FactorKind::Totp));
        assert_eq!(bench.store().verify_log(organization, |_| {}).await.unwrap(), None, "the chain holds");
    }
    seated.remove_factor(phone.id, None).await.unwrap().unwrap();
    let record = bench.store().members(fjord, &[there]).await.unwrap().remove(0);
    assert_eq!(record.second_factor, None);
}

async fn r24_the_person_is_told_once_of_every_change(engine: Engine) {
    let (bench, _) = bench(engine).await;
    let (fjord, _) = bench.join_second("Fjord", ANN).await;
    let before = subjects(&bench, fjord, ANN).await;
    let token = bench.enter_by(&at(bench.organization)).await;
    let seated = bench.seated(&token).await.unwrap();
    bench.clock.advance(1);
    let phone = bench.enrol_app(&seated, "Phone").await;
    bench.clock.advance(1);
    seated.new_recovery_codes(None).await.unwrap().unwrap();
    bench.clock.advance(1);
    seated.remove_factor(phone.id, None).await.unwrap().unwrap();
    let told = subjects(&bench, bench.organization, ANN).await;
    let expected = [
        "A second factor was added to your account",
        "You have new recovery codes",
        "A second factor was removed from your account",
    ];
    assert!(told.ends_with(&expected.map(str::to_owned)), "{told:?}");
    assert_eq!(subjects(&bench, fjord, ANN).await, before, "by one organization");
}

async fn a_person_who_joins_brings_their_factor(engine: Engine) {
    let (bench, _) = bench(engine).await;
    bench.enters_and_enrols(ANN).await;
    let (fjord, there) = bench.join_second("Fjord", ANN).await;
    let record = bench.store().members(fjord, &[there]).await.unwrap().remove(0);
    assert_eq!(record.second_factor, Some(FactorKind::Totp));
}

async fn r28_an_administrator_resets_and_the_person_is_told_and_out(engine: Engine) {
    let (bench, ann) = bench(engine).await;
    let (token, phone) = bench.enters_and_enrols(ANN).await;
    let row = bench.row(ann).await;
    let permit = row.may.iter().find(|permit| permit.action == Action::ResetFactor).unwrap();
    assert_eq!(permit.refusal, None);
    let half = bench.half_in(ANN).await;
    assert_eq!(bench.act(Action::ResetFactor, &[ann]).await.done, 1);
    assert!(bench.seated(&token).await.is_none(), "R24");
    let answer = bench.prove(&half, Proof::Recovery(&phone.codes[0])).await;
    assert!(answer.is_err(), "what was under way ends too");
    let dump = bench.dump().await;
    for table in ["factor", "recovery_code", "factor_challenge", "account_news"] {
        assert_eq!(dump.table(table), [""; 0], "{table}");
    }
    let log = events(&bench, bench.organization).await;
    let last = log.last().unwrap();
    assert_eq!(last.event, Some(Event::FactorsReset { member: ann, before: Some(FactorKind::Totp) }));
    assert_eq!(last.actor, Some(bench.owner), "by whom");
    let mail = bench.mail_to(ANN, "Your second factors were taken off").await;
    assert!(mail.text.contains("Sigrun Aasen took all second factors off your account"), "{}", mail.text);
    bench.enter(ANN).await;
    let row = bench.row(ann).await;
    assert!(!row.may.iter().any(|permit| permit.action == Action::ResetFactor), "nothing is left to reset");
}

async fn c42_whoever_lost_everything_is_let_in_by_a_second_administrator(engine: Engine) {
    let (bench, _) = bench(engine).await;
    let ida = bench.administrator("Ida Lund", "ida@nordlys.example", AccessMode::All).await;
    let bo = bench.administrator("Bo Berg", "bo@nordlys.example", AccessMode::All).await;
    bench.enters_and_enrols("ida@nordlys.example").await;
    assert_eq!(resets(&bench, ida, ida).await, Some(Code::Yourself));
    bench.enters_and_enrols("sigrun@nordlys.example").await;
    assert_eq!(resets(&bench, bo, bench.owner).await, Some(Code::RankTooLow));
    assert_eq!(resets(&bench, bo, ida).await, None);
    bench.enter("ida@nordlys.example").await;
}

async fn c28_a_door_in_another_organization_is_not_opened_from_this_one(engine: Engine) {
    let (bench, ann) = bench(engine).await;
    // Cai owns Fjord; here she is a user like any other.
    let (fjord, _) = bench.found("Fjord", "cai@fjord.example").await;
    let cai = bench.invite("Cai Wen", "cai@fjord.example").await;
    bench.accept("cai@fjord.example").await;
    let (token, _) = bench.enters_and_enrols_at("cai@fjord.example", fjord).await;
    assert_eq!(resets(&bench, bench.owner, cai).await, Some(Code::RankTooLow));
    assert!(bench.seated(&token).await.is_some());
    // Whoever could do it in each of the organizations may.
    let (gro, there) = bench.join_second("Gro", ANN).await;
    bench.enters_and_enrols_at(ANN, bench.organization).await;
    assert_eq!(resets(&bench, bench.owner, ann).await, Some(Code::RankTooLow), "nobody in Gro yet");
    let gro_desk = bench.directory.desk(gro, ActorId::Member(bench.directory.owner(gro).await.unwrap().id));
    let invite = InviteUser {
        tier: Tier::Admin,
        access: AccessMode::All,
        ..bench.invitation("Sigrun Aasen", "sigrun@nordlys.example")
    };
    gro_desk.invite(&invite).await.unwrap();
    let token = bench.token_in(&gro_desk, "sigrun@nordlys.example").await;
    bench.take_up(&token).await.unwrap().unwrap();
    assert_eq!(resets(&bench, bench.owner, ann).await, None);
    let record = bench.store().members(gro, &[there]).await.unwrap().remove(0);
    assert_eq!(record.second_factor, None, "the other organization hears of it");
    let log = events(&bench, gro).await;
    assert_eq!((kinds(&log).last(), log.last().unwrap().actor), (Some(&"factors_reset"), None));
}

async fn c17_an_administrator_who_comes_in_by_a_recovery_code_alarms_the_others(engine: Engine) {
    let (bench, _) = bench(engine).await;
    bench.administrator("Ida Lund", "ida@nordlys.example", AccessMode::All).await;
    let (_, phone) = bench.enters_and_enrols("ida@nordlys.example").await;
    bench.clock.advance(1);
    let half = bench.half_in("ida@nordlys.example").await;
    bench.goes_in(&half, Proof::Recovery(&phone.codes[0])).await;
    let alarm = "Ida Lund came in to Nordlys by a recovery code";
    let told = subjects(&bench, bench.organization, "sigrun@nordlys.example").await;
    assert_eq!(told.last().map(String::as_str), Some(alarm));
    let own = bench.mail_to("ida@nordlys.example", "A recovery code was used for your account").await;
    assert!(own.text.contains("Codes that are left: 9."), "{}", own.text);
    // A user's is their own matter.
    let (_, phone) = bench.enters_and_enrols(ANN).await;
    let half = bench.half_in(ANN).await;
    bench.goes_in(&half, Proof::Recovery(&phone.codes[0])).await;
    let told = subjects(&bench, bench.organization, "sigrun@nordlys.example").await;
    assert_eq!(told.iter().filter(|subject| subject.contains("recovery code")).count(), 1);
}

async fn r27_policy_forces_enrolment_from_its_date_and_until_then_counts_down(engine: Engine) {
    let (bench, _) = bench(engine).await;
    let day = bench.directory.now().plus(DAY);
    requires(&bench, RequiredOf::Everybody, Some(day)).await;
    let token = bench.enter(ANN).await;
    let seated = bench.seated(&token).await.unwrap();
    assert_eq!((seated.must, seated.factors().await.unwrap().duty), (None, Duty::From(day)));
    bench.clock.advance(DAY);
    let token = bench.enter(ANN).await;
    let seated = bench.seated(&token).await.unwrap();
    assert_eq!(seated.must, Some(Must::AddFactor));
    assert!(seated.desk().is_none(), "a session that may do nothing but enrol");
    assert_eq!(seated.factors().await.unwrap().duty, Duty::Now);
    bench.enrol_app(&seated, "Phone").await;
    let seated = bench.seated(&token).await.unwrap();
    assert_eq!(seated.must, None);
    assert!(seated.desk().is_some(), "and goes on at once");
    requires(&bench, RequiredOf::Administrators, None).await;
    bench.user("Bo Berg", "bo@nordlys.example").await;
    let token = bench.enter("bo@nordlys.example").await;
    assert_eq!(bench.seated(&token).await.unwrap().must, None, "of administrators alone");
}

async fn r27_the_last_factor_stays_where_it_is_required(engine: Engine) {
    let (bench, _) = bench(engine).await;
    let (fjord, _) = bench.join_second("Fjord", ANN).await;
    requires(&bench, RequiredOf::Everybody, None).await;
    let token = bench.enter_by(&at(fjord)).await;
    let seated = bench.seated(&token).await.unwrap();
    assert_eq!(seated.must, None, "Fjord asks for none");
    let phone = bench.enrol_app(&seated, "Phone").await;
    let answer = seated.remove_factor(phone.id, None).await.unwrap();
    assert_eq!(answer.unwrap_err(), rollbook_directory::FactorProblem::Required, "Nordlys does");
    let second = bench.enrol_app(&seated, "Tablet").await;
    seated.remove_factor(phone.id, None).await.unwrap().unwrap();
    requires(&bench, RequiredOf::Nobody, None).await;
    seated.remove_factor(second.id, None).await.unwrap().unwrap();
}

async fn news_that_nobody_took_up_are_taken_up_by_the_next_command(engine: Engine) {
    let (bench, ann) = bench(engine).await;
    let account = bench.store().credential(ANN).await.unwrap().unwrap().account;
    // As after a crash: the change is lasting, and nobody told the organization.
    let mut work = bench.store().factor_work(account).await.unwrap().unwrap();
    let change = rollbook_domain::factor::FactorChange::Added { factor: FactorKind::Totp, name: "Phone".to_owned() };
    work.tell(&change, Some(FactorKind::Totp), None).await.unwrap();
    work.commit().await.unwrap();
    assert_eq!(bench.row(ann).await.second_factor, None);
    bench.invite("Bo Berg", "bo@nordlys.example").await;
    assert_eq!(bench.row(ann).await.second_factor.as_deref(), Some("totp"));
    assert_eq!(kinds(&events(&bench, bench.organization).await), ["factor_added"]);
    bench.invite("Cai Wen", "cai@nordlys.example").await;
    assert_eq!(kinds(&events(&bench, bench.organization).await), ["factor_added"], "once");
}

async fn c43_no_secret_of_a_factor_is_kept_readable_or_in_the_log(engine: Engine) {
    let (bench, _) = bench(engine).await;
    let token = bench.enter(ANN).await;
    let seated = bench.seated(&token).await.unwrap();
    let offer = seated.offer_app().await.unwrap().unwrap();
    let typed = offer.typed.reveal(|text| text.replace(' ', ""));
    let raw = data_encoding::BASE32_NOPAD.decode(typed.as_bytes()).unwrap();
    let phone = bench.enrol_app(&seated, "Phone").await;
    let mut key = Device::at("https://people.example");
    bench.enrol_passkey(&seated, &mut key, "Blue key").await;
    let half = bench.half_in(ANN).await;
    bench.directory.ask_passkey(&half).await.unwrap().unwrap();
    let dump = bench.dump().await;
    let codes = phone.codes.iter().flat_map(|code| [code.clone(), code.replace('-', "")]);
    for secret in codes.chain([typed, hex::encode(&raw), "cred_id".to_owned(), "challenge\"".to_owned()]) {
        assert_eq!(dump.holding(&secret), [""; 0], "{secret}");
    }
    let printed = format!("{offer:?} {phone:?} {:?}", Proof::App("123456"));
    assert!(!printed.contains("otpauth") && !printed.contains("123456"), "{printed:.200}");
}

async fn r27_keys_are_renewed_while_everything_runs(engine: Engine) {
    let (bench, _) = bench(engine).await;
    let (token, phone) = bench.enters_and_enrols(ANN).await;
    let mut key = Device::at("https://people.example");
    bench.enrol_passkey(&bench.seated(&token).await.unwrap(), &mut key, "").await;
    bench.clock.advance(MINUTE);
    let both = factor_keys().with(7, Secret::new([7; 32])).unwrap();
    bench.directory.set_factor_keys(both);
    bench.enter_by_app(ANN, &phone.app).await;
    assert_eq!(bench.directory.renew_factor_seals().await.unwrap(), (2, 0));
    assert_eq!(bench.directory.renew_factor_seals().await.unwrap(), (0, 0));
    bench.directory.set_factor_keys(FactorKeys::new(7, Secret::new([7; 32])));
    bench.clock.advance(MINUTE);
    bench.enter_by_app(ANN, &phone.app).await;
    let half = bench.half_in(ANN).await;
    let offer = bench.directory.ask_passkey(&half).await.unwrap().unwrap();
    let answer = key.prove(&offer.question).unwrap();
    bench.goes_in(&half, Proof::Passkey { challenge: offer.challenge, answer: &answer }).await;
    // Without its key nobody gets in by a factor, and nobody gets in without one either; recovery codes still open.
    bench.directory.set_factor_keys(FactorKeys::new(9, Secret::new([9; 32])));
    bench.clock.advance(MINUTE);
    let half = bench.half_in(ANN).await;
    let code = phone.app.shows(&bench.clock);
    let place = rollbook_testkit::place();
    assert!(bench.directory.prove_factor(&half, Proof::App(&code), &place).await.is_err(), "the server’s trouble");
    assert_eq!(bench.directory.renew_factor_seals().await.unwrap(), (0, 2), "and it says so");
    bench.goes_in(&half, Proof::Recovery(&phone.codes[0])).await;
}

async fn an_erased_person_leaves_no_factor(engine: Engine) {
    let (bench, ann) = bench(engine).await;
    let seated = bench.seated(&bench.enter(ANN).await).await.unwrap();
    bench.enrol_app(&seated, "Quillon's tablet").await;
    assert!(!bench.dump().await.holding("quillon").is_empty());
    bench.act(Action::Archive, &[ann]).await;
    bench.act(Action::Erase, &[ann]).await;
    let dump = bench.dump().await;
    for table in ["factor", "recovery_code", "factor_challenge", "account_news"] {
        assert_eq!(dump.table(table), [""; 0], "{table}");
    }
    assert_eq!(dump.holding("quillon"), [""; 0], "nor what they called it");
}

async fn c16_the_way_back_in_at_the_server_itself(engine: Engine) {
    let (bench, _) = bench(engine).await;
    bench.enters_and_enrols("sigrun@nordlys.example").await;
    bench.directory.recover_factors(bench.organization, bench.owner).await.unwrap();
    bench.enter("sigrun@nordlys.example").await;
    let log = events(&bench, bench.organization).await;
    assert_eq!((kinds(&log).last(), log.last().unwrap().actor), (Some(&"factors_reset"), None), "an entry stays");
    let mail = bench.mail_to("sigrun@nordlys.example", "Your second factors were taken off").await;
    assert!(mail.text.contains("All second factors were taken off your account"), "{}", mail.text);
}

async fn r27_the_desktop_is_asked_for_a_factor_too(engine: Engine) {
    let (bench, _) = bench(engine).await;
    bench.administrator("Ida Lund", "ida@nordlys.example", AccessMode::All).await;
    let (_, phone) = bench.enters_and_enrols("ida@nordlys.example").await;
    bench.clock.advance(MINUTE);
    let (directory, place) = (&bench.directory, rollbook_testkit::place());
    let with = SignInWith { email: "ida@nordlys.example".to_owned(), password: Secret::new(PASSWORD.to_owned()) };
    let first = directory.receive(&with, &place).await.unwrap();
    let methods = vec![FactorMethod::Totp, FactorMethod::RecoveryCode];
    assert_eq!(first.next, SignInStep::Factor { methods, elsewhere: false });
    let half = first.token.reveal(String::clone);
    assert_eq!(directory.standing_of(&half, &place).await.unwrap(), first.next);
    let give = |method, code: &str| GiveFactor { method, code: Secret::new(code.to_owned()), challenge: None };
    let wrong = directory.receive_factor(&half, &give(FactorMethod::Totp, "12"), &place).await.unwrap_err();
    assert_eq!((wrong.code, wrong.retry_after), (WireCode::WrongFactor, None));
    let passkey = directory.receive_factor(&half, &give(FactorMethod::Passkey, ""), &place).await.unwrap_err();
    assert_eq!(passkey.code, WireCode::WrongFactor);
    let code = phone.app.shows(&bench.clock);
    let then = directory.receive_factor(&half, &give(FactorMethod::Totp, &code), &place).await.unwrap();
    assert_eq!(then.next, SignInStep::In);
    assert!(directory.desk_of(&then.token.reveal(String::clone), &place).await.is_ok());
    let over = directory.receive_factor(&half, &give(FactorMethod::RecoveryCode, &phone.codes[0]), &place).await;
    assert_eq!(over.unwrap_err().code, WireCode::SignedOut, "a token is good for one step");
    let second = directory.receive(&with, &place).await.unwrap();
    let half = second.token.reveal(String::clone);
    directory.receive_factor(&half, &give(FactorMethod::RecoveryCode, &phone.codes[0]), &place).await.unwrap();
}

async fn r27_where_the_keys_of_apps_are_not_it_is_said_and_a_recovery_code_works(engine: Engine) {
    let (bench, _) = bench(engine).await;
    bench.administrator("Ida Lund", "ida@nordlys.example", AccessMode::All).await;
    let (_, phone) = bench.enters_and_enrols("ida@nordlys.example").await;
    bench.clock.advance(MINUTE);
    // A desktop that works on the database: whoever holds the database's password gets no key of anybody's app.
    let (desktop, place) = (bench.server(Cost::MINIMUM).await, rollbook_testkit::place());
    let with = SignInWith { email: "ida@nordlys.example".to_owned(), password: Secret::new(PASSWORD.to_owned()) };
    let first = desktop.receive(&with, &place).await.unwrap();
    assert_eq!(first.next, SignInStep::Factor { methods: vec![FactorMethod::RecoveryCode], elsewhere: true });
    let half = first.token.reveal(String::clone);
    let give = |method, code: &str| GiveFactor { method, code: Secret::new(code.to_owned()), challenge: None };
    let app = give(FactorMethod::Totp, &phone.app.shows(&bench.clock));
    assert_eq!(desktop.receive_factor(&half, &app, &place).await.unwrap_err().code, WireCode::WrongFactor);
    let code = give(FactorMethod::RecoveryCode, &phone.codes[0]);
    assert_eq!(desktop.receive_factor(&half, &code, &place).await.unwrap().next, SignInStep::In);
}

async fn the_policys_screen_says_how_many_have_none_and_who_may_change_it(engine: Engine) {
    let (bench, _) = bench(engine).await;
    let ida = bench.administrator("Ida Lund", "ida@nordlys.example", AccessMode::All).await;
    bench.enters_and_enrols(ANN).await;
    let view = bench.desk().policy().await.unwrap();
    assert_eq!((view.administrators_without, view.users_without), (2, 2), "the owner and Ida");
    assert_eq!((view.refusal, view.policy.second_factor.of), (None, RequiredOf::Nobody));
    let theirs = bench.desk_of(ida).policy().await.unwrap();
    assert_eq!(theirs.refusal.map(|refusal| refusal.code), Some(Code::RankTooLow));
    let day = bench.directory.now().plus(DAY);
    requires(&bench, RequiredOf::Administrators, Some(day)).await;
    let after = bench.desk().policy().await.unwrap().policy;
    assert_eq!(after.second_factor, SecondFactor { of: RequiredOf::Administrators, from: Some(day) });
    assert_eq!(
        (after.idle_minutes, after.sign_in_as),
        (view.policy.idle_minutes, view.policy.sign_in_as),
        "the rest stays"
    );
    assert_eq!(
        crate::refused(bench.desk_of(bench.user("Bo Berg", "bo@nordlys.example").await).policy().await),
        Code::NotAllowed
    );
}
