//! Signing in, choosing an organization, and signing out (R25, rows 22, 23).

use crate::{browser::Browser, common::Served};
use reqwest::{Method, StatusCode};
use rollbook_directory::contract::InviteUser;
use rollbook_domain::{
    command::Action,
    time::{HOUR, MINUTE},
};
use rollbook_testkit::{Engine, PASSWORD, contract};

contract![
    r25_the_right_password_opens_ones_own_page,
    row_23_who_is_known_to_several_organizations_chooses_one,
    r3_who_is_suspended_is_out_with_the_next_request,
    signing_out_ends_the_session_itself_and_not_only_the_cookie,
];

const SIGRUN: &str = "sigrun@nordlys.example";

async fn r25_the_right_password_opens_ones_own_page(engine: Engine) {
    let served = Served::on(engine).await;
    let browser = Browser::new(&served);
    let page = browser.get("/").await;
    assert_eq!(page.status, StatusCode::OK);
    page.says("Use your e-mail and your password.");
    browser.sign_in(SIGRUN, PASSWORD).await.leads_to("/me");
    let me = browser.get("/me").await;
    Browser::is_in(&me);
    me.says("Sigrun Aasen");
    me.says("Nordlys");
    browser.get("/").await.leads_to("/me");
    browser.get(&format!("/o/{}", served.bench.organization)).await.leads_to("/me");
}

#[tokio::test]
async fn c40_an_unknown_account_is_answered_as_a_wrong_password_is() {
    let served = Served::open().await;
    served.bench.invite("Ida Lund", "ida@nordlys.example").await;
    let suspended = served.bench.user("Jón Þórsson", "jon@nordlys.example").await;
    served.bench.act(Action::Suspend, &[suspended]).await;
    let mut answers = Vec::new();
    for (email, password) in [
        (SIGRUN, "wrong-lantern-quartz-41"),
        ("nobody@nordlys.example", PASSWORD),
        ("ida@nordlys.example", PASSWORD),
        ("jon@nordlys.example", PASSWORD),
        ("not an address", PASSWORD),
        (SIGRUN, ""),
    ] {
        let browser = Browser::new(&served);
        let page = browser.sign_in(email, password).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{email}");
        page.says("This e-mail and password don’t open anything here. Check both, then try again.");
        assert!(page.text.contains(&format!("value=\"{email}\"")), "what was typed stays");
        assert!(!page.text.contains("lantern"), "a password is never sent back");
        assert_eq!(browser.token(), None);
        answers.push(page.text.replace(email, "").replace(&browser.form(), ""));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "one answer to all of them");
}

#[tokio::test]
async fn r25_who_tries_again_and_again_is_told_when_to_come_back() {
    let served = Served::open().await;
    let browser = Browser::new(&served);
    let mut last = browser.sign_in(SIGRUN, "wrong-0").await;
    for n in 1..5 {
        last = browser.sign_in(SIGRUN, &format!("wrong-{n}")).await;
    }
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    let seconds: i64 = last.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=900).contains(&seconds), "{seconds}");
    last.says("There were too many tries. Try again in");
    assert_eq!(
        browser.sign_in(SIGRUN, PASSWORD).await.status,
        StatusCode::TOO_MANY_REQUESTS,
        "the right one waits too"
    );
    served.bench.clock.advance(seconds * 1_000);
    browser.sign_in(SIGRUN, PASSWORD).await.leads_to("/me");
}

#[tokio::test]
async fn row_22_an_organization_has_its_own_address_for_its_own_people() {
    let served = Served::open().await;
    let (fjord, _) = served.bench.found("Fjord Rederi", "kari@fjord.example").await;
    for place in ["fjord-rederi".to_owned(), "FJORD-rederi".to_owned(), fjord.to_string()] {
        let path = format!("/o/{place}");
        let browser = Browser::new(&served);
        browser.get(&path).await.says("Sign in to Fjord Rederi");
        let stranger = browser.sign_in_at(&path, SIGRUN, PASSWORD).await;
        assert_eq!(stranger.status, StatusCode::UNPROCESSABLE_ENTITY, "another organization's person isn't known here");
        browser.sign_in_at(&path, "kari@fjord.example", PASSWORD).await.leads_to("/me");
        browser.get("/me").await.says("Fjord Rederi");
    }
    let nowhere = Browser::new(&served).get("/o/nowhere").await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    nowhere.says("There is nothing here");
}

async fn row_23_who_is_known_to_several_organizations_chooses_one(engine: Engine) {
    let served = Served::on(engine).await;
    let (fjord, kari) = served.bench.found("Fjord", "kari@fjord.example").await;
    served.bench.invite("Kari Dahl", "kari@fjord.example").await;
    let token = served.bench.token("kari@fjord.example").await;
    served.bench.directory.accept(&token, None).await.expect("as the test stands").expect("as the test stands");

    let browser = Browser::new(&served);
    browser.sign_in("kari@fjord.example", PASSWORD).await.leads_to("/organizations");
    let waiting = browser.token();
    browser.get("/me").await.leads_to("/?ended");
    browser.sign_in("kari@fjord.example", PASSWORD).await.leads_to("/organizations");
    let page = browser.get("/organizations").await;
    page.says("Which organization?");
    page.says("Fjord");
    page.says("Nordlys");
    let chosen = served.bench.organization.to_string();
    browser.send("/organizations", &[("organization", &chosen)]).await.leads_to("/me");
    assert_ne!(browser.token(), waiting, "a new token at every stage");
    browser.get("/me").await.says("Nordlys");

    let at_home = Browser::new(&served);
    at_home.sign_in_at(&format!("/o/{fjord}"), "kari@fjord.example", PASSWORD).await.leads_to("/me");
    at_home.get("/me").await.says("Fjord");
    assert_eq!(served.bench.directory.owner(fjord).await.expect("as the test stands").id, kari);
}

#[tokio::test]
async fn who_is_in_one_organization_goes_on_to_another() {
    let served = Served::open().await;
    let (fjord, _) = served.bench.found("Fjord", "kari@fjord.example").await;
    served.bench.invite("Kari Dahl", "kari@fjord.example").await;
    let token = served.bench.token("kari@fjord.example").await;
    served.bench.directory.accept(&token, None).await.unwrap().unwrap();
    let browser = Browser::new(&served);
    browser.sign_in_at(&format!("/o/{fjord}"), "kari@fjord.example", PASSWORD).await.leads_to("/me");
    let before = browser.token();
    assert!(browser.get("/me").await.text.contains("href=\"/organizations\""));
    let page = browser.get("/organizations").await;
    page.says("you are here");
    browser.send("/organizations", &[("organization", &fjord.to_string())]).await.leads_to("/me");
    assert_eq!(browser.token(), before, "there already");
    browser.send("/organizations", &[("organization", &served.bench.organization.to_string())]).await.leads_to("/me");
    browser.get("/me").await.says("Nordlys");
    assert_ne!(browser.token(), before);
    let (other, _) = served.bench.found("Strangers", "una@strangers.example").await;
    browser.get("/organizations").await;
    let refused = browser.send("/organizations", &[("organization", &other.to_string())]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "C28");
    assert!(!Browser::of(&served, SIGRUN).await.get("/me").await.text.contains("/organizations"), "there is one");
}

#[tokio::test]
async fn c28_nobody_chooses_an_organization_that_does_not_know_them() {
    let served = Served::open().await;
    let (_, _) = served.bench.found("Fjord", "kari@fjord.example").await;
    let (other, _) = served.bench.found("Strangers", "una@strangers.example").await;
    served.bench.invite("Kari Dahl", "kari@fjord.example").await;
    let token = served.bench.token("kari@fjord.example").await;
    served.bench.directory.accept(&token, None).await.unwrap().unwrap();
    let browser = Browser::new(&served);
    browser.sign_in("kari@fjord.example", PASSWORD).await.leads_to("/organizations");
    browser.get("/organizations").await.says("Which organization?");
    let refused = browser.send("/organizations", &[("organization", &other.to_string())]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(browser.send("/organizations", &[("organization", "x")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

async fn r3_who_is_suspended_is_out_with_the_next_request(engine: Engine) {
    let served = Served::on(engine).await;
    let member = served.bench.user("Jón Þórsson", "jon@nordlys.example").await;
    let browser = Browser::of(&served, "jon@nordlys.example").await;
    Browser::is_in(&browser.get("/me").await);
    served.bench.act(Action::Suspend, &[member]).await;
    browser.get("/me").await.leads_to("/?ended");
    assert_eq!(browser.token(), None, "the browser forgets it too");
    browser.get("/?ended").await.says("Your session has ended. Sign in again.");
}

#[tokio::test]
async fn a_session_ends_after_half_an_hour_without_use_and_after_twelve_in_all() {
    let served = Served::open().await;
    let browser = Browser::of(&served, SIGRUN).await;
    served.bench.clock.advance(30 * MINUTE - 1);
    Browser::is_in(&browser.get("/me").await);
    served.bench.clock.advance(30 * MINUTE);
    browser.get("/me").await.leads_to("/?ended");
    let browser = Browser::of(&served, SIGRUN).await;
    for _ in 0..35 {
        served.bench.clock.advance(20 * MINUTE);
        Browser::is_in(&browser.get("/me").await);
    }
    served.bench.clock.advance(HOUR / 3);
    browser.get("/me").await.leads_to("/?ended");
}

async fn signing_out_ends_the_session_itself_and_not_only_the_cookie(engine: Engine) {
    let served = Served::on(engine).await;
    let browser = Browser::of(&served, SIGRUN).await;
    browser.get("/me").await;
    let (name, token) = (
        format!("rollbook-{}", served.base.rsplit(':').next().expect("as the test stands")),
        browser.token().expect("as the test stands"),
    );
    browser.send("/sign-out", &[]).await.leads_to("/?out");
    assert_eq!(browser.token(), None);
    browser.get("/?out").await.says("You are signed out.");
    browser.plant(&name, &token);
    browser.get("/me").await.leads_to("/?ended");
}

#[tokio::test]
async fn a_session_begins_under_a_token_of_its_own_and_one_browser_is_in_once() {
    let served = Served::open().await;
    let name = format!("rollbook-{}", served.base.rsplit(':').next().unwrap());
    let browser = Browser::new(&served);
    let planted = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA";
    browser.plant(&name, planted);
    browser.sign_in(SIGRUN, PASSWORD).await.leads_to("/me");
    let first = browser.token().unwrap();
    assert_ne!(first, planted, "nobody brings their own");

    let page = browser.get("/o/nordlys?lang=en").await;
    page.leads_to("/me");
    served.bench.user("Jón Þórsson", "jon@nordlys.example").await;
    let (fjord, _) = served.bench.found("Fjord", "kari@fjord.example").await;
    browser.sign_in_at(&format!("/o/{fjord}"), "kari@fjord.example", PASSWORD).await.leads_to("/me");
    assert_ne!(browser.token().unwrap(), first);
    let before = Browser::new(&served);
    before.plant(&name, &first);
    before.get("/me").await.leads_to("/?ended");
}

#[tokio::test]
async fn cookies_are_for_this_host_this_site_and_no_script() {
    let served = Served::open().await;
    let rules = |answer: &crate::common::Answer| {
        let all = answer.headers.get_all("set-cookie").iter().map(|header| header.to_str().unwrap().to_owned());
        all.collect::<Vec<_>>()
    };
    let browser = Browser::new(&served);
    let port = served.base.rsplit(':').next().unwrap().to_owned();
    let [form] = rules(&browser.get("/").await).try_into().unwrap();
    assert!(form.starts_with(&format!("rollbook-form-{port}=")), "ports of one host share a jar: {form}");
    let [session] = rules(&browser.sign_in(SIGRUN, PASSWORD).await).try_into().unwrap();
    for cookie in [&form, &session] {
        for rule in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(rule), "{cookie}");
        }
        assert!(!cookie.contains("Domain") && !cookie.contains("Secure"), "{cookie}");
    }
    served.bench.directory.set_portal("https://accounts.nordlys.example");
    let browser = Browser::new(&served);
    let [form] = rules(&browser.get("/").await).try_into().unwrap();
    let [session] = rules(&browser.sign_in(SIGRUN, PASSWORD).await).try_into().unwrap();
    assert!(form.starts_with("__Host-rollbook-form=") && session.starts_with("__Host-rollbook="), "{form} {session}");
    for cookie in [form, session] {
        for rule in ["HttpOnly", "SameSite=Lax", "Path=/", "Secure"] {
            assert!(cookie.contains(rule), "{cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
}

#[tokio::test]
async fn c47_nobody_is_signed_in_or_out_by_a_form_of_another_site() {
    let served = Served::open().await;
    let browser = Browser::new(&served);
    let alien = Browser::new(&served);
    alien.get("/").await;
    for form in [String::new(), alien.form(), "0".repeat(32)] {
        let fields = [("email", SIGRUN), ("password", PASSWORD), ("form", form.as_str())];
        let page = browser.send_raw("/", &fields).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        page.says("The page was open too long. Type your password once more.");
        assert_eq!(browser.token(), None);
    }
    browser.sign_in(SIGRUN, PASSWORD).await.leads_to("/me");
    for form in ["", &alien.form()] {
        let page = browser.send_raw("/sign-out", &[("form", form)]).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        page.says("This page was open too long");
    }
    for method in [Method::GET, Method::PUT, Method::DELETE] {
        let page = browser.ask(browser.request(method, "/sign-out")).await;
        assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED);
    }
    Browser::is_in(&browser.get("/me").await);
    let foreign = browser.request(Method::POST, "/").header("sec-fetch-site", "cross-site").body("x");
    assert_eq!(browser.ask(foreign).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn c24_a_sign_in_with_anything_else_in_it_is_refused() {
    let served = Served::open().await;
    let browser = Browser::new(&served);
    browser.get("/").await;
    for extra in [("organization", "x"), ("email", "b"), ("kind", "desktop")] {
        let page = browser.send("/", &[("email", SIGRUN), ("password", PASSWORD), extra]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{extra:?}");
        page.says("The form can’t be read");
    }
    assert_eq!(browser.token(), None);
}

#[tokio::test]
async fn c47_opening_pages_changes_nothing_but_when_a_session_was_used() {
    let served = Served::open().await;
    let browser = Browser::of(&served, SIGRUN).await;
    let before = served.bench.dump().await;
    for path in ["/", "/o/nordlys", "/organizations", "/me", "/me/edit", "/me/permissions", "/me/photo", "/me?saved"] {
        for method in [Method::GET, Method::HEAD] {
            let page = browser.ask(browser.request(method, path)).await;
            assert!(matches!(page.status, StatusCode::OK | StatusCode::SEE_OTHER), "{path}");
        }
    }
    assert_eq!(served.bench.dump().await, before);
}

#[tokio::test]
async fn r1_the_person_who_accepted_goes_on_to_sign_in() {
    let served = Served::open().await;
    let path = served.invite("Jón Þórsson", "jon@nordlys.example").await;
    let done = served.accept(&path, PASSWORD).await;
    done.says("You’re in");
    assert!(done.text.contains("<a class=\"go\" href=\"/\">Sign in</a>"), "the next page is one press away");
    Browser::of(&served, "jon@nordlys.example").await;
}

#[tokio::test]
async fn the_pages_of_who_is_signed_in_speak_their_language() {
    let served = Served::open().await;
    let bench = &served.bench;
    let ask = InviteUser { language: "de-AT".to_owned(), ..bench.invitation("Jón Þórsson", "jon@nordlys.example") };
    bench.desk().invite(&ask).await.unwrap();
    bench.accept("jon@nordlys.example").await;
    let browser = Browser::of(&served, "jon@nordlys.example").await;
    let page = browser.get("/me").await;
    page.says("Mein Profil");
    page.says("Letzte Anmeldungen");
    assert!(page.text.contains("<html lang=\"de\" dir=\"ltr\">"));
    browser.get("/me/permissions").await.says("Meine Rechte");
    browser.get("/me/permissions?lang=fr").await.says("Mes droits");
}
