//! Second factors in the portal (R27, C41, C42): setting them up, signing in by them, taking them away.

use crate::{browser::Browser, common::Served};
use reqwest::{Method, StatusCode};
use rollbook_credentials::Secret;
use rollbook_directory::Clock as _;
use rollbook_domain::{
    command::Action,
    member::Tab,
    organization::{RequiredOf, SecondFactor},
    time::{DAY, HOUR, MINUTE},
};
use rollbook_testkit::{App, Engine, PASSWORD, contract, factor_keys};

contract![r27_a_person_sets_up_an_app_and_signs_in_by_its_codes];

pub(crate) const JON: &str = "jon@nordlys.example";

pub(crate) async fn with_jon(engine: Engine) -> Served {
    let served = Served::on(engine).await;
    served.bench.directory.set_factor_keys(factor_keys());
    served.bench.user("Jón Þórsson", JON).await;
    served
}

/// Sets an app up; gives it with the recovery codes of the page.
pub(crate) async fn set_up(served: &Served, browser: &Browser<'_>) -> (App, Vec<String>) {
    browser.get("/me").await;
    let begun = browser.send("/me/factor/app", &[]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.words());
    let path = begun.headers["location"].to_str().expect("text").to_owned();
    let page = browser.get(&path).await;
    page.says("Scan this with an authenticator app");
    assert!(page.text.contains("<svg class=\"qr\""), "its picture");
    let key = page.text.split("id=\"key\"><bdi dir=\"ltr\">").nth(1).expect("its key");
    let key = key.split('<').next().expect("its end").to_owned();
    let app = App::told(&Secret::new(key));
    let shown = browser.send(&path, &[("code", &app.shows(&served.bench.clock)), ("name", "")]).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.words());
    shown.says("Your recovery codes");
    let codes = shown.text.split("<li><bdi dir=\"ltr\">").skip(1).map(|part| part.split('<').next().expect("its end"));
    (app, codes.map(str::to_owned).collect())
}

async fn r27_a_person_sets_up_an_app_and_signs_in_by_its_codes(engine: Engine) {
    let served = with_jon(engine).await;
    let browser = Browser::of(&served, JON).await;
    let page = browser.get("/me").await;
    page.says("Second factor");
    page.says("Not set up");
    let (app, codes) = set_up(&served, &browser).await;
    assert_eq!(codes.len(), 10, "C42: they come with the first factor");
    let page = browser.get("/me?factor").await;
    page.says("Your second factor is set up.");
    page.says("10 recovery codes left");
    assert!(codes.iter().all(|code| !page.text.contains(code)), "shown once");
    let images = page.text.matches("otpauth").count();
    assert_eq!(images, 0, "nor is the secret shown again");

    let other = Browser::new(&served);
    other.sign_in(JON, PASSWORD).await.leads_to("/second");
    other.get("/me").await.leads_to("/?ended");
    other.sign_in(JON, PASSWORD).await.leads_to("/second");
    let half = other.token();
    let page = other.get("/second").await;
    page.says("Code from your authenticator app");
    page.says("Use a recovery code instead");
    let used = other.send("/second", &[("code", &app.shows(&served.bench.clock))]).await;
    assert_eq!(used.status, StatusCode::UNPROCESSABLE_ENTITY, "a code works once, also the one of the setting up");
    used.says("This code was used already. Wait for the next one.");
    let none = other.send("/second", &[("code", "12 34")]).await;
    none.says("This isn’t a code.");
    served.bench.clock.advance(MINUTE);
    other.send("/second", &[("code", &app.shows(&served.bench.clock))]).await.leads_to("/me");
    assert_ne!(other.token(), half, "a new token at every stage");
    Browser::is_in(&other.get("/me").await);

    let third = Browser::new(&served);
    third.sign_in(JON, PASSWORD).await.leads_to("/second");
    third.get("/second").await;
    third.send("/second", &[("recovery", &codes[3])]).await.leads_to("/me");
    third.get("/me").await.says("9 recovery codes left");
    let fourth = Browser::new(&served);
    fourth.sign_in(JON, PASSWORD).await.leads_to("/second");
    fourth.get("/second").await;
    let again = fourth.send("/second", &[("recovery", &codes[3])]).await;
    again.says("This recovery code isn’t right, or was used already. Try another one.");
    assert!(again.text.contains("<details class=\"other\" open>"), "the form that was used is open");
}

#[tokio::test]
async fn c41_codes_are_slowed_and_say_when_to_come_back_and_each_kind_is_slowed_alone() {
    let served = with_jon(Engine::Sqlite).await;
    let (_, codes) = set_up(&served, &Browser::of(&served, JON).await).await;
    let browser = Browser::new(&served);
    browser.sign_in(JON, PASSWORD).await.leads_to("/second");
    browser.get("/second").await;
    let mut last = browser.send("/second", &[("code", "000000")]).await;
    for _ in 0..4 {
        last = browser.send("/second", &[("code", "000000")]).await;
    }
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(last.headers["retry-after"].to_str().expect("text").parse::<u64>().expect("seconds") >= 1);
    last.says("There were too many tries. Try again in");
    browser.send("/second", &[("recovery", &codes[0])]).await.leads_to("/me");
}

#[tokio::test]
async fn c47_no_form_of_a_second_factor_is_taken_without_its_value_and_no_page_begins_one() {
    let served = with_jon(Engine::Sqlite).await;
    let browser = Browser::of(&served, JON).await;
    set_up(&served, &browser).await;
    browser.get("/me").await;
    let half = Browser::new(&served);
    half.sign_in(JON, PASSWORD).await.leads_to("/second");
    half.get("/second").await;
    let before = served.bench.dump().await;
    for path in ["/me/factor/app", "/me/factor/passkey", "/me/factor/codes"] {
        let page = browser.send_raw(path, &[("form", &half.form())]).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
        let method = browser.ask(browser.request(Method::GET, path)).await;
        assert_eq!(method.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
    for fields in [vec![("code", "000000"), ("form", "x")], vec![("recovery", "x"), ("form", "")]] {
        assert_eq!(half.send_raw("/second", &fields).await.status, StatusCode::FORBIDDEN);
    }
    for fields in [vec![], vec![("code", "1"), ("recovery", "2")], vec![("challenge", "x")], vec![("tier", "owner")]] {
        let page = half.send("/second", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "C24");
        page.says("The form can’t be read");
    }
    for page in [half.get("/second").await, browser.get("/me").await, browser.get("/me/factor").await] {
        assert!(page.status == StatusCode::OK || page.status == StatusCode::SEE_OTHER);
    }
    assert_eq!(served.bench.dump().await, before);
}

#[tokio::test]
async fn r24_later_the_password_is_asked_again_before_a_factor_changes() {
    let served = with_jon(Engine::Sqlite).await;
    let browser = Browser::of(&served, JON).await;
    set_up(&served, &browser).await;
    served.bench.clock.advance(11 * MINUTE);
    let page = browser.get("/me").await;
    let id = factor_id(&page.text);
    for fields in [vec![("factor", id.as_str())], vec![("factor", &id), ("current", "wrong-lantern")]] {
        let page = browser.send("/me/factor/remove", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.says("This isn’t your present password. Type it again.");
    }
    let codes = browser.send("/me/factor/codes", &[("current", PASSWORD)]).await;
    codes.says("Your recovery codes");
    browser.send("/me/factor/remove", &[("factor", &id), ("current", PASSWORD)]).await.leads_to("/me?factor-gone");
    let page = browser.get("/me?factor-gone").await;
    page.says("Removed. Your other sessions have ended.");
    page.says("Not set up");
    Browser::of(&served, JON).await;
}

#[tokio::test]
async fn r27_who_has_to_have_a_factor_sets_one_up_before_anything_else() {
    let served = with_jon(Engine::Sqlite).await;
    let browser = Browser::of(&served, JON).await;
    served.bench.policy(|policy| policy.second_factor = SecondFactor { of: RequiredOf::Everybody, from: None }).await;
    for path in ["/me", "/me/edit", "/me/permissions", "/me/photo"] {
        browser.get(path).await.leads_to("/me/factor");
    }
    let page = browser.get("/me/factor").await;
    page.says("Set up a second factor");
    page.says("Your organization requires a second factor of you.");
    set_up_from(&served, &browser).await;
    let page = browser.get("/me").await;
    Browser::is_in(&page);
    let id = factor_id(&page.text);
    let kept = browser.send("/me/factor/remove", &[("factor", &id)]).await;
    assert_eq!(kept.status, StatusCode::UNPROCESSABLE_ENTITY);
    kept.says("Your organization requires a second factor. Add another one first.");
}

/// Sets an app up from the page of whoever has to.
async fn set_up_from(served: &Served, browser: &Browser<'_>) {
    let begun = browser.send("/me/factor/app", &[]).await;
    let path = begun.headers["location"].to_str().expect("text").to_owned();
    let page = browser.get(&path).await;
    let key =
        page.text.split("id=\"key\"><bdi dir=\"ltr\">").nth(1).expect("its key").split('<').next().expect("its end");
    let app = App::told(&Secret::new(key.to_owned()));
    let wrong = browser.send(&path, &[("code", "000000"), ("name", "")]).await;
    wrong.says("This code isn’t right. Use the one that the app shows now.");
    assert!(wrong.text.contains("<svg class=\"qr\""), "the picture stays");
    browser.send(&path, &[("code", &app.shows(&served.bench.clock)), ("name", "")]).await.says("Your recovery codes");
}

#[tokio::test]
async fn c42_recovery_codes_come_with_the_first_factor_are_shown_once_and_are_made_anew() {
    let served = with_jon(Engine::Sqlite).await;
    let browser = Browser::of(&served, JON).await;
    let (_, first) = set_up(&served, &browser).await;
    assert_eq!(first.len(), 10);
    for path in ["/me", "/me/factor", "/me/permissions"] {
        let page = browser.get(path).await;
        assert!(first.iter().all(|code| !page.text.contains(code)), "{path}");
    }
    browser.get("/me").await;
    let shown = browser.send("/me/factor/codes", &[]).await;
    shown.says("Here are the new ones. The old ones no longer work.");
    shown.says("Recovery codes of jon@nordlys.example, 21 November 2026");
    let half = Browser::new(&served);
    half.sign_in(JON, PASSWORD).await.leads_to("/second");
    half.get("/second").await;
    half.send("/second", &[("recovery", &first[0])]).await.says("This recovery code isn’t right, or was used already.");
    let new = shown.text.split("<li><bdi dir=\"ltr\">").nth(1).expect("a code").split('<').next().expect("its end");
    half.send("/second", &[("recovery", new)]).await.leads_to("/me");
}

#[tokio::test]
async fn r27_a_factor_has_the_name_that_its_person_gives_it_and_its_kind_in_their_language() {
    let served = with_jon(Engine::Sqlite).await;
    let browser = Browser::of(&served, JON).await;
    set_up(&served, &browser).await;
    let page = browser.get("/me?lang=fr").await;
    page.says("Application d’authentification");
    assert!(!page.words().contains("Authenticator app"), "its English name is in no French page");
    let id = factor_id(&page.text);
    let named = [("factor", id.as_str()), ("name", "  Téléphone <i>\u{202e}  ")];
    browser.send("/me/factor/rename", &named).await.leads_to("/me?factor-named#factor");
    let page = browser.get("/me?factor-named").await;
    page.says("Your second factor has its new name.");
    assert!(page.text.contains("<bdi>Téléphone &lt;i&gt;</bdi>"), "as text, and no mark turns the page around");
    let mut gone = id.clone();
    gone.replace_range(..1, if id.starts_with('0') { "1" } else { "0" });
    browser
        .send("/me/factor/rename", &[("factor", &gone), ("name", "x")])
        .await
        .says("This second factor isn’t there any more.");
    browser.get("/me").await;
    browser.send("/me/factor/rename", &[("factor", &id), ("name", "")]).await.leads_to("/me?factor-named#factor");
    browser.get("/me").await.says("Authenticator app");
}

#[tokio::test]
async fn r27_the_days_until_a_factor_is_required_are_counted() {
    let served = with_jon(Engine::Sqlite).await;
    let from = served.bench.clock.now().plus(2 * DAY);
    served
        .bench
        .policy(|policy| policy.second_factor = SecondFactor { of: RequiredOf::Everybody, from: Some(from) })
        .await;
    let said = async |words: &str| {
        let browser = Browser::of(&served, JON).await;
        let page = browser.get("/me").await;
        page.says("Your organization requires a second factor of you from 23 November, 08:00 UTC:");
        page.says(words);
    };
    said("in 2 days.").await;
    served.bench.clock.advance(HOUR);
    said("in 1 day.").await;
    served.bench.clock.advance(DAY);
    said("in 23 hours.").await;
    served.bench.clock.advance(22 * HOUR + MINUTE);
    said("in 1 hour.").await;
    let browser = Browser::of(&served, JON).await;
    set_up(&served, &browser).await;
    assert!(!browser.get("/me").await.words().contains("requires a second factor"));
}

#[tokio::test]
async fn r27_a_step_that_takes_too_long_ends_and_one_that_is_done_leads_on() {
    let served = with_jon(Engine::Sqlite).await;
    let own = Browser::of(&served, JON).await;
    let (app, _) = set_up(&served, &own).await;
    own.get("/second").await.leads_to("/me");
    let late = Browser::new(&served);
    late.sign_in(JON, PASSWORD).await.leads_to("/second");
    late.get("/second").await;
    served.bench.clock.advance(HOUR);
    late.send("/second", &[("code", &app.shows(&served.bench.clock))]).await.leads_to("/?over");
    late.get("/?over").await.says("This sign-in has taken too long. Begin again.");
    assert!(late.token().is_none(), "the browser forgets it");
    Browser::new(&served).get("/second").await.leads_to("/");
}

#[tokio::test]
async fn r26_a_new_password_by_a_link_opens_nothing_without_the_second_factor() {
    let served = with_jon(Engine::Sqlite).await;
    let own = Browser::of(&served, JON).await;
    let (app, _) = set_up(&served, &own).await;
    let jon = served.bench.rows(Tab::Active).await.iter().find(|row| row.email == JON).expect("Jón").id;
    served.bench.act(Action::PasswordLink, &[jon]).await;
    let path = format!("/password/{}", served.bench.token(JON).await);
    let chosen = served.accept(&path, "amber-tundra-58-velcro-moth").await;
    chosen.says("The new password holds");
    assert!(chosen.headers.get("set-cookie").is_none(), "nobody is in by it");
    let browser = Browser::new(&served);
    browser.sign_in(JON, "amber-tundra-58-velcro-moth").await.leads_to("/second");
    browser.get("/second").await;
    served.bench.clock.advance(MINUTE);
    browser.send("/second", &[("code", &app.shows(&served.bench.clock))]).await.leads_to("/me");
}

fn factor_id(page: &str) -> String {
    page.split("name=\"factor\" value=\"").nth(1).expect("the factor").split('"').next().expect("its id").to_owned()
}
