//! The own address on its pages (R7): asked for, confirmed by a button behind the link, and where it isn't offered.

use crate::{browser::Browser, common::Served};
use reqwest::StatusCode;
use rollbook_testkit::{Engine, PASSWORD, contract};

contract![r7_a_person_changes_the_address_that_they_sign_in_with];

const JON: &str = "jon@nordlys.example";
const NEW: &str = "jon@heim.example";

async fn with_jon(engine: Engine, allowed: bool) -> Served {
    let served = Served::on(engine).await;
    served.bench.user("Jón Þórsson", JON).await;
    served.bench.policy(|policy| policy.own_address = allowed).await;
    served
}

async fn r7_a_person_changes_the_address_that_they_sign_in_with(engine: Engine) {
    let served = with_jon(engine, true).await;
    let browser = Browser::of(&served, JON).await;
    assert!(browser.get("/me").await.text.contains("/me/address"));
    browser.get("/me/address").await.says("You sign in with jon@nordlys.example.");
    for (fields, words) in [
        ([("email", NEW), ("current", "")], "Type the password that you have now."),
        ([("email", NEW), ("current", "not the password")], "This isn’t your present password."),
        ([("email", "jon"), ("current", PASSWORD)], "The address has no @."),
        ([("email", JON), ("current", PASSWORD)], "You sign in with this address already."),
    ] {
        let page = browser.send("/me/address", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.words());
        page.says(words);
    }
    browser.send("/me/address", &[("email", NEW), ("current", PASSWORD)]).await.leads_to("/me?address");
    browser.get("/me?address").await.says("A link is on its way to the new address.");

    let path = format!("/address/{}", served.bench.token(NEW).await);
    let elsewhere = Browser::new(&served);
    let page = elsewhere.get(&path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.words());
    page.says("You will sign in with jon@heim.example instead of jon@nordlys.example.");
    Browser::is_in(&browser.get("/me").await);
    let done = elsewhere.send_raw(&path, &[]).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.words());
    done.says("Sign in with jon@heim.example. Your password is the same.");
    browser.get("/me").await.leads_to("/?ended");
    elsewhere.sign_in(NEW, PASSWORD).await.leads_to("/me");
    let used = elsewhere.get(&path).await;
    assert_eq!(used.status, StatusCode::GONE);
    used.says("This link was used already");
}

#[tokio::test]
async fn r7_where_the_rules_dont_let_them_it_is_not_offered_and_says_why() {
    let served = with_jon(Engine::Sqlite, false).await;
    let browser = Browser::of(&served, JON).await;
    assert!(!browser.get("/me").await.text.contains("/me/address"));
    let page = browser.get("/me/address").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    page.says("is changed by an administrator here");
    browser.get("/me").await;
    let sent = browser.send("/me/address", &[("email", NEW), ("current", PASSWORD)]).await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn c36_the_page_of_an_address_opens_no_other_link_and_no_other_page_opens_its_own() {
    let served = with_jon(Engine::Sqlite, true).await;
    let browser = Browser::of(&served, JON).await;
    browser.get("/me/address").await;
    browser.send("/me/address", &[("email", NEW), ("current", PASSWORD)]).await.leads_to("/me?address");
    let token = served.bench.token(NEW).await;
    served.bench.invite("Bo Berg", "bo@nordlys.example").await;
    let other = served.bench.token("bo@nordlys.example").await;
    for path in [format!("/join/{token}"), format!("/password/{token}"), format!("/address/{other}")] {
        assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}
