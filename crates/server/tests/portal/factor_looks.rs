//! Second factors in a real browser: its own passkeys, an app of another maker, and no JavaScript at all (R27, C41, C42).

use crate::{
    common::Served,
    looks::{ZOE, heading, look, pictures, press, type_in, zoe},
};
use fantoccini::Locator;
use rollbook_credentials::Secret;
use rollbook_directory::{Clock as _, contract::AskSignInAs};
use rollbook_domain::{
    organization::{RequiredOf, SecondFactor},
    time::{DAY, HOUR, MINUTE},
};
use rollbook_testkit::PASSWORD;
use rollbook_testservers::{browser::Browser, passkeys};
use std::process::Command;

/// What `oathtool`, another maker's implementation of RFC 6238, shows for a key now.
fn shown_by_oathtool(served: &Served, key: &str) -> String {
    let moment = format!("@{}", served.bench.clock.now().0 / 1000);
    let output = Command::new("oathtool")
        .args(["--totp", "-b", &key.replace(' ', ""), "-N", &moment])
        .output()
        .expect("oathtool, which `cargo xtask setup` asks for");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("digits").trim().to_owned()
}

async fn text(browser: &Browser, at: &str) -> String {
    let found = browser.wait().for_element(Locator::Css(at)).await.unwrap_or_else(|error| panic!("{at}: {error}"));
    found.text().await.expect("as the test stands")
}

async fn texts(browser: &Browser, at: &str) -> Vec<String> {
    let mut all = Vec::new();
    for found in browser.find_all(Locator::Css(at)).await.expect("as the test stands") {
        all.push(found.text().await.expect("as the test stands"));
    }
    all
}

async fn click(browser: &Browser, at: &str) {
    let found = browser.wait().for_element(Locator::Css(at)).await.unwrap_or_else(|error| panic!("{at}: {error}"));
    found.click().await.expect("as the test stands");
}

async fn sign_in(browser: &Browser, served: &Served) {
    browser.goto(&served.base).await.expect("as the test stands");
    type_in(browser, "#email", ZOE).await;
    type_in(browser, "#password", PASSWORD).await;
    press(browser, "Sign in").await;
}

async fn sign_out(browser: &Browser) {
    click(browser, ".menu summary").await;
    click(browser, ".menu-list button").await;
    heading(browser, "Sign in").await;
}

/// Sets an app up from the page that is open; gives its key and the recovery codes.
async fn set_up(browser: &Browser, served: &Served) -> (String, Vec<String>) {
    press(browser, "Set up an authenticator app").await;
    heading(browser, "Set up an authenticator app").await;
    let key = text(browser, "#key").await;
    type_in(browser, "#code", &shown_by_oathtool(served, &key)).await;
    press(browser, "Turn on").await;
    heading(browser, "Your recovery codes").await;
    (key, texts(browser, "#codes bdi").await)
}

/// No page hangs over the edge of a telephone in any language.
async fn fits(browser: &Browser, served: &Served, path: &str) {
    browser.show_as((320, 800), false).await.expect("as the test stands");
    for language in ["de", "es", "fr", "ja", "ar", "en"] {
        browser.goto(&format!("{}{path}?lang={language}", served.base)).await.expect("as the test stands");
        let open = "document.querySelectorAll('details').forEach((one) => { one.open = true; });";
        let measure = format!("{open} return document.documentElement.scrollWidth - innerWidth;");
        let over = browser.execute(&measure, Vec::new()).await.expect("as the test stands");
        assert!(over.as_i64().expect("pixels") <= 0, "{path} in {language} hangs over the edge: {over}");
        let name: Vec<&str> = path.split('/').filter(|part| (1..20).contains(&part.len())).collect();
        let name = name.join("-");
        browser.screenshot(pictures().join(format!("fits-{name}-{language}.png"))).await.expect("as the test stands");
    }
}

#[tokio::test]
async fn r27_in_a_real_browser_a_person_sets_up_an_app_and_a_passkey_and_signs_in_by_each() {
    let served = Served::with_factors().await;
    zoe(&served).await;
    let from = served.bench.clock.now().plus(12 * DAY + HOUR);
    served
        .bench
        .policy(|policy| policy.second_factor = SecondFactor { of: RequiredOf::Everybody, from: Some(from) })
        .await;
    let browser = Browser::open().await.unwrap();
    passkeys::plug_in(&browser).await.unwrap();
    sign_in(&browser, &served).await;
    heading(&browser, "My profile").await;
    assert!(text(&browser, ".is-due").await.contains("in 12 days"), "R27: the countdown");
    look(&browser, "me-due").await;

    press(&browser, "Set up an authenticator app").await;
    heading(&browser, "Set up an authenticator app").await;
    look(&browser, "app").await;
    let page = browser.current_url().await.unwrap();
    fits(&browser, &served, page.path()).await;
    browser.goto(page.as_str()).await.unwrap();
    let key = text(&browser, "#key").await;
    type_in(&browser, "#code", "000000").await;
    press(&browser, "Turn on").await;
    browser.wait().for_element(Locator::Css("#code-error")).await.unwrap();
    look(&browser, "app-wrong").await;
    assert_eq!(text(&browser, "#key").await, key, "the same key as before");
    type_in(&browser, "#code", &shown_by_oathtool(&served, &key)).await;
    press(&browser, "Turn on").await;
    heading(&browser, "Your recovery codes").await;
    let codes = texts(&browser, "#codes bdi").await;
    assert_eq!(codes.len(), 10, "C42");
    look(&browser, "codes").await;
    let shown = "return [...document.querySelectorAll('[data-copy], [data-print]')].map((one) => one.hidden);";
    assert_eq!(browser.execute(shown, Vec::new()).await.unwrap(), serde_json::json!([false, false]));
    press(&browser, "I have kept them").await;
    heading(&browser, "My profile").await;
    assert!(browser.find(Locator::Css(".is-due")).await.is_err(), "the duty is done");

    press(&browser, "Add a passkey").await;
    browser.wait().for_element(Locator::Css(".keys li:nth-child(3)")).await.expect("a second factor more");
    assert_eq!(text(&browser, ".said").await, "Your second factor is set up.");
    look(&browser, "me-factors").await;
    press(&browser, "Add a passkey").await;
    let known = browser.wait().for_element(Locator::Css("#passkey-problem:not([hidden])")).await.expect("why not");
    assert_eq!(known.text().await.unwrap(), "This passkey is enrolled already.");
    click(&browser, ".keys li:nth-child(2) summary").await;
    type_in(&browser, "#name-2", "Laptop <b>&amp;</b>").await;
    look(&browser, "me-factor-change").await;
    click(&browser, ".keys li:nth-child(2) .row button").await;
    browser
        .wait()
        .for_element(Locator::XPath("//p[normalize-space(.)='Your second factor has its new name.']"))
        .await
        .unwrap();
    assert_eq!(text(&browser, ".keys li:nth-child(2) .key-n").await, "Laptop <b>&amp;</b> · Passkey");
    sign_out(&browser).await;

    sign_in(&browser, &served).await;
    heading(&browser, "One more step").await;
    look(&browser, "second").await;
    press(&browser, "Use a passkey").await;
    heading(&browser, "My profile").await;
    sign_out(&browser).await;

    served.bench.clock.advance(MINUTE);
    sign_in(&browser, &served).await;
    heading(&browser, "One more step").await;
    type_in(&browser, "#code", "000000").await;
    press(&browser, "Sign in").await;
    browser.wait().for_element(Locator::Css("#problem")).await.unwrap();
    look(&browser, "second-wrong").await;
    fits(&browser, &served, "/second").await;
    type_in(&browser, "#code", &shown_by_oathtool(&served, &key)).await;
    press(&browser, "Sign in").await;
    heading(&browser, "My profile").await;
    // Later the password is asked for again, and every form has room for it.
    served.bench.clock.advance(11 * MINUTE);
    fits(&browser, &served, "/me").await;
    browser.goto(&format!("{}/me", served.base)).await.unwrap();
    click(&browser, ".keys li:last-child summary").await;
    click(&browser, ".with-password summary").await;
    look(&browser, "me-factors-later").await;
    type_in(&browser, "#current-passkey", PASSWORD).await;
    press(&browser, "Add a passkey").await;
    let known = browser.wait().for_element(Locator::Css("#passkey-problem:not([hidden])")).await.expect("why not");
    assert_eq!(known.text().await.unwrap(), "This passkey is enrolled already.");
    type_in(&browser, "#current-codes", "wrong-lantern").await;
    press(&browser, "Make new codes").await;
    browser.wait().for_element(Locator::Css(".said.is-bad")).await.unwrap();
    look(&browser, "factors-refused").await;
    sign_out(&browser).await;

    sign_in(&browser, &served).await;
    heading(&browser, "One more step").await;
    press_summary(&browser).await;
    type_in(&browser, "#recovery", &codes[4]).await;
    click(&browser, ".other button.go").await;
    heading(&browser, "My profile").await;
    assert!(browser.source().await.unwrap().contains("9 recovery codes left"));
    browser.close().await;
}

async fn press_summary(browser: &Browser) {
    click(browser, ".other summary").await;
}

#[tokio::test]
async fn r27_without_javascript_an_app_and_recovery_codes_work_and_the_pages_say_what_does_not() {
    let served = Served::with_factors().await;
    zoe(&served).await;
    let browser = Browser::without_javascript().await.unwrap();
    sign_in(&browser, &served).await;
    heading(&browser, "My profile").await;
    let page = browser.source().await.unwrap();
    assert!(page.contains("A passkey needs JavaScript in this browser."), "it says so");
    let hidden = browser.find(Locator::Css("form[data-passkey]")).await.unwrap();
    assert!(!hidden.is_displayed().await.unwrap(), "no button that does nothing");
    let (key, codes) = set_up(&browser, &served).await;
    press(&browser, "I have kept them").await;
    heading(&browser, "My profile").await;
    sign_out(&browser).await;
    served.bench.clock.advance(MINUTE);
    sign_in(&browser, &served).await;
    heading(&browser, "One more step").await;
    type_in(&browser, "#code", &shown_by_oathtool(&served, &key)).await;
    press(&browser, "Sign in").await;
    heading(&browser, "My profile").await;
    sign_out(&browser).await;
    sign_in(&browser, &served).await;
    heading(&browser, "One more step").await;
    press_summary(&browser).await;
    type_in(&browser, "#recovery", &codes[0]).await;
    click(&browser, ".other button.go").await;
    heading(&browser, "My profile").await;
    browser.close().await;
}

#[tokio::test]
async fn r27_who_has_to_have_a_factor_sees_one_page_alone_and_a_passkey_opens_the_rest() {
    let served = Served::with_factors().await;
    zoe(&served).await;
    served.bench.policy(|policy| policy.second_factor = SecondFactor { of: RequiredOf::Everybody, from: None }).await;
    let browser = Browser::open().await.unwrap();
    passkeys::plug_in(&browser).await.unwrap();
    sign_in(&browser, &served).await;
    heading(&browser, "Set up a second factor").await;
    assert!(browser.find(Locator::Css(".tabs")).await.is_err(), "nothing else to go to");
    look(&browser, "must-factor").await;
    fits(&browser, &served, "/me/factor").await;
    browser.goto(&format!("{}/me/factor", served.base)).await.unwrap();
    press(&browser, "Set up a passkey").await;
    heading(&browser, "Your recovery codes").await;
    press(&browser, "I have kept them").await;
    heading(&browser, "My profile").await;
    browser.close().await;
}

#[tokio::test]
async fn r27_a_device_without_the_persons_passkey_opens_nothing_and_the_page_says_so() {
    let served = Served::with_factors().await;
    zoe(&served).await;
    let (own, other) = tokio::try_join!(Browser::open(), Browser::open()).unwrap();
    for browser in [&own, &other] {
        passkeys::plug_in(browser).await.unwrap();
    }
    sign_in(&own, &served).await;
    heading(&own, "My profile").await;
    press(&own, "Set up a passkey").await;
    heading(&own, "Your recovery codes").await;
    own.close().await;
    sign_in(&other, &served).await;
    heading(&other, "One more step").await;
    press(&other, "Use a passkey").await;
    let said = other.wait().for_element(Locator::Css("#passkey-problem:not([hidden])")).await.expect("why not");
    assert_eq!(said.text().await.unwrap(), "The passkey wasn’t used. Try again, or take another way.");
    look(&other, "second-passkey-wrong").await;
    press_summary(&other).await;
    assert!(other.find(Locator::Css("#code")).await.is_err(), "no app is asked for where there is none");
    other.close().await;
}

#[tokio::test]
async fn r29_who_looks_as_another_is_told_so_on_every_page() {
    let served = Served::with_factors().await;
    let zoe = zoe(&served).await;
    let ask = AskSignInAs {
        command: served.bench.command(),
        member: zoe,
        reason: "A question about the roster of December".to_owned(),
        password: Secret::new(PASSWORD.to_owned()),
        code: None,
        challenge: None,
    };
    let link = served.bench.desk().sign_in_as(&ask).await.expect("a link");
    let browser = Browser::open().await.unwrap();
    browser.goto(&link.address).await.unwrap();
    look(&browser, "as").await;
    fits(&browser, &served, &link.address[link.address.find("/as/").expect("its page")..]).await;
    browser.goto(&link.address).await.unwrap();
    click(&browser, "button.go").await;
    heading(&browser, "My profile").await;
    let left = text(&browser, ".as [role=timer]").await;
    assert!(left.starts_with("14:") || left.starts_with("15:00"), "it counts down: {left}");
    look(&browser, "as-me").await;
    for path in ["/me", "/me/permissions"] {
        browser.goto(&format!("{}{path}", served.base)).await.unwrap();
        assert!(text(&browser, ".as").await.contains("Sigrun Aasen is here as Zoë Van den Broeck"), "{path}");
    }
    look(&browser, "as-permissions").await;
    fits(&browser, &served, "/me").await;
    browser.goto(&format!("{}/me", served.base)).await.unwrap();
    click(&browser, ".as button").await;
    heading(&browser, "Sign in").await;
    browser.close().await;
}
