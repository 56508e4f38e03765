//! *Forgot password* (R26, C35–C40): who gets a link, who doesn't, and that nobody can tell.

use crate::editing::edit_of;
use rollbook_credentials::Secret;
use rollbook_directory::{
    Forgot, Forgotten, LinkProblem, Purpose,
    contract::{EditUser, PolicyFields},
};
use rollbook_domain::{command::Action, organization::Recovery, time::HOUR};
use rollbook_testkit::{Bench, Engine, PASSWORD, contract, place, place_at, sign_in};

contract![
    r26_a_link_goes_to_the_address_of_the_account_and_to_no_other,
    r26_the_switches_hold_for_users_and_administrators,
    r26_with_exposure_prevented_nobody_can_tell_who_is_known,
    r26_without_it_the_form_says_so,
    r26_recovery_is_off_where_one_of_the_persons_organizations_says_so,
    the_organization_that_has_known_somebody_longest_sends_the_link,
    c35_the_links_host_comes_from_configuration,
    c37_a_link_dies_when_the_address_moves,
    r2_a_recovery_link_works_for_an_hour_and_dies_with_the_switch,
    r25_nobodys_mailbox_is_filled,
    r26_the_user_name_has_to_fit_where_it_is_asked,
    a_second_link_replaces_the_first,
];

const ANN: &str = "ann@nordlys.example";
const NEW: &str = "amber-kite-velvet-77-plum";

fn ask(email: &str) -> Forgot {
    Forgot { email: email.to_owned(), user_name: None, organization: None, place: place() }
}

/// Asks, and waits until all is done that goes on behind the answer.
async fn forgot(bench: &Bench, ask: &Forgot) -> Forgotten {
    let asked = bench.directory.forgot(ask).await.unwrap().expect("not slowed");
    if let Some(work) = asked.work {
        work.await.unwrap();
    }
    asked.answer
}

/// The links for a new password that wait in the outbox for an address.
async fn waiting(bench: &Bench, email: &str) -> usize {
    let dump = bench.dump().await;
    let wanted = |row: &&String| {
        row.contains("template=password_link ")
            && row.contains("state=0 ")
            && row.contains(&format!("to_address={email} "))
    };
    dump.table("mail").iter().filter(wanted).count()
}

async fn switches(bench: &Bench, users: bool, administrators: bool) {
    bench.policy(|fields: &mut PolicyFields| fields.recovery = Recovery { users, administrators }).await;
}

async fn r26_a_link_goes_to_the_address_of_the_account_and_to_no_other(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", ANN).await;
    assert_eq!(forgot(&bench, &ask(" ANN@Nordlys.Example ")).await, Forgotten::Perhaps);
    let token = bench.token(ANN).await;
    let shown = bench.directory.invitation(&token).await.unwrap().expect("open");
    assert_eq!((shown.purpose, shown.email.as_str(), shown.joins), (Purpose::Recovery, ANN, false));
    bench.enter(ANN).await;
    bench.directory.accept(&token, Some(&Secret::new(NEW.to_owned()))).await.unwrap().expect("chosen");
    bench.enter_by(&sign_in(ANN, NEW)).await;
}

async fn r26_the_switches_hold_for_users_and_administrators(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", ANN).await;
    let owner = "sigrun@nordlys.example";
    for (users, administrators) in [(false, true), (true, false), (false, false)] {
        switches(&bench, users, administrators).await;
        let before = (waiting(&bench, ANN).await, waiting(&bench, owner).await);
        assert_eq!(forgot(&bench, &ask(ANN)).await, Forgotten::Perhaps, "the answer is the same");
        assert_eq!(forgot(&bench, &ask(owner)).await, Forgotten::Perhaps);
        let after = (waiting(&bench, ANN).await, waiting(&bench, owner).await);
        assert_eq!((after.0 > before.0, after.1 > before.1), (users, administrators));
        let offered = bench.directory.recovery_offered(Some(bench.organization)).await.unwrap();
        assert_eq!(offered, users || administrators);
        bench.clock.advance(24 * HOUR);
    }
}

async fn r26_with_exposure_prevented_nobody_can_tell_who_is_known(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", ANN).await;
    bench.invite("Bo Berg", "bo@nordlys.example").await;
    bench.act(Action::Suspend, &[ann]).await;
    let here = Some(bench.organization);
    for email in [ANN, "bo@nordlys.example", "nobody@nordlys.example", "no address", "sigrun@nordlys.example"] {
        for organization in [None, here] {
            let asked = bench.directory.forgot(&Forgot { organization, ..ask(email) }).await.unwrap().unwrap();
            assert_eq!(asked.answer, Forgotten::Perhaps, "{email}");
            asked.work.expect("the answer waits for none of it").await.unwrap();
        }
    }
    let links = bench.dump().await.table("mail").iter().filter(|row| row.contains("=password_link ")).count();
    assert_eq!(links, 2, "both for the owner");
}

async fn r26_without_it_the_form_says_so(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", ANN).await;
    bench.policy(|fields| fields.hides_addresses = false).await;
    let here = |email| Forgot { organization: Some(bench.organization), ..ask(email) };
    assert_eq!(forgot(&bench, &here(ANN)).await, Forgotten::Sent);
    assert_eq!(forgot(&bench, &here("nobody@nordlys.example")).await, Forgotten::Nobody);
    assert_eq!(forgot(&bench, &ask("nobody@nordlys.example")).await, Forgotten::Perhaps, "the platform never tells");
}

async fn r26_recovery_is_off_where_one_of_the_persons_organizations_says_so(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", ANN).await;
    bench.join_second("Fjord", ANN).await;
    switches(&bench, false, true).await;
    forgot(&bench, &ask(ANN)).await;
    assert_eq!(waiting(&bench, ANN).await, 0);
    switches(&bench, true, true).await;
    forgot(&bench, &ask(ANN)).await;
    assert_eq!(waiting(&bench, ANN).await, 1);
}

async fn the_organization_that_has_known_somebody_longest_sends_the_link(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", ANN).await;
    bench.clock.advance(HOUR);
    let (fjord, _) = bench.join_second("Fjord", ANN).await;
    forgot(&bench, &Forgot { organization: Some(fjord), ..ask(ANN) }).await;
    let token = bench.token(ANN).await;
    let shown = bench.directory.invitation(&token).await.unwrap().expect("open");
    assert_eq!(shown.organization, "Nordlys", "whoever invites an account doesn’t get hold of its links");
    let (strange, _) = bench.found("Strange", "somebody@strange.example").await;
    forgot(&bench, &Forgot { organization: Some(strange), ..ask(ANN) }).await;
    assert_eq!(waiting(&bench, ANN).await, 1, "an organization that doesn’t know somebody sends nothing");
}

async fn c35_the_links_host_comes_from_configuration(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", ANN).await;
    bench.directory.set_portal("https://id.nordlys.example/");
    forgot(&bench, &ask(ANN)).await;
    let token = bench.token(ANN).await;
    let rows = bench.dump().await.holding(&format!("https://id.nordlys.example/password/{token}"));
    assert_eq!(rows.len(), 1);
}

async fn c37_a_link_dies_when_the_address_moves(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", ANN).await;
    forgot(&bench, &ask(ANN)).await;
    let token = bench.token(ANN).await;
    let edit = EditUser { email: Some("ann.lee@nordlys.example".to_owned()), ..edit_of(&bench, ann).await };
    bench.desk().edit(&edit).await.unwrap();
    assert_eq!(bench.directory.invitation(&token).await.unwrap().unwrap_err(), LinkProblem::Replaced);
    forgot(&bench, &ask(ANN)).await;
    assert_eq!(waiting(&bench, ANN).await, 0, "nobody has the old one");
    forgot(&bench, &ask("ann.lee@nordlys.example")).await;
    assert_eq!(waiting(&bench, "ann.lee@nordlys.example").await, 1);
}

async fn r2_a_recovery_link_works_for_an_hour_and_dies_with_the_switch(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", ANN).await;
    forgot(&bench, &ask(ANN)).await;
    let token = bench.token(ANN).await;
    let choose = async |token: &str| bench.directory.accept(token, Some(&Secret::new(NEW.to_owned()))).await;
    switches(&bench, false, false).await;
    assert_eq!(crate::refused(choose(&token).await.map(Result::unwrap)), rollbook_domain::Code::LinkDead);
    switches(&bench, true, true).await;
    bench.act(Action::Suspend, &[ann]).await;
    assert_eq!(choose(&token).await.unwrap(), Err(LinkProblem::Replaced), "shut out meanwhile");
    bench.act(Action::Reactivate, &[ann]).await;
    bench.clock.advance(HOUR - 1);
    assert!(bench.directory.invitation(&token).await.unwrap().is_ok());
    bench.clock.advance(1);
    assert_eq!(choose(&token).await.unwrap(), Err(LinkProblem::Old));
    assert!(bench.try_in(&sign_in(ANN, PASSWORD)).await.is_ok(), "the password stayed");
}

async fn r25_nobodys_mailbox_is_filled(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", ANN).await;
    for n in 0..3 {
        forgot(&bench, &Forgot { place: place_at(&format!("198.51.100.{n}")), ..ask(ANN) }).await;
    }
    let next = Forgot { place: place_at("198.51.100.9"), ..ask(ANN) };
    assert!(bench.directory.forgot(&next).await.unwrap().is_err(), "from anywhere");
    for n in 0..10 {
        forgot(&bench, &Forgot { place: place_at("203.0.113.1"), ..ask(&format!("n{n}@nordlys.example")) }).await;
    }
    let eleventh = Forgot { place: place_at("203.0.113.1"), ..ask("n10@nordlys.example") };
    assert!(bench.directory.forgot(&eleventh).await.unwrap().is_err(), "for anybody");
}

async fn r26_the_user_name_has_to_fit_where_it_is_asked(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", ANN).await;
    let named = |name: &str| Forgot { user_name: Some(name.to_owned()), ..ask(ANN) };
    assert_eq!(forgot(&bench, &named("Somebody Else")).await, Forgotten::Perhaps);
    assert_eq!(waiting(&bench, ANN).await, 0);
    assert_eq!(forgot(&bench, &named(" ann  LEE ")).await, Forgotten::Perhaps);
    assert_eq!(forgot(&bench, &named("Ann@nordlys.example")).await, Forgotten::Perhaps);
    assert_eq!(waiting(&bench, ANN).await, 1, "the second replaced the first");
}

async fn a_second_link_replaces_the_first(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", ANN).await;
    forgot(&bench, &ask(ANN)).await;
    let first = bench.token(ANN).await;
    forgot(&bench, &ask(ANN)).await;
    assert_eq!(bench.directory.invitation(&first).await.unwrap().unwrap_err(), LinkProblem::Replaced);
}
