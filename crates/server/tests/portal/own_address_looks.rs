//! Changing the own address, and using a reset ticket, in a real browser (see `looks`).

use crate::{
    common::Served,
    looks::{heading, look, press, type_in},
};
use fantoccini::Locator;
use rollbook_testkit::PASSWORD;
use rollbook_testservers::browser::Browser;

const NEW: &str = "zoe.new@nordlys.example";

/// Looks at the form, at what is wrong with it, and at the page behind the link; the address stays as it is.
pub(crate) async fn changes(browser: &Browser, served: &Served) {
    served.bench.policy(|policy| policy.own_address = true).await;
    browser.goto(&format!("{}/me/address", served.base)).await.expect("as the test stands");
    heading(browser, "Change your address").await;
    type_in(browser, "#email", NEW).await;
    type_in(browser, "#current", "wrong-lantern").await;
    press(browser, "Send the link").await;
    browser.wait().for_element(Locator::Css("#current-error")).await.expect("what is wrong");
    look(browser, "address-wrong").await;
    type_in(browser, "#current", PASSWORD).await;
    press(browser, "Send the link").await;
    heading(browser, "My profile").await;
    look(browser, "me-address-asked").await;
    let token = served.bench.token(NEW).await;
    browser.goto(&format!("{}/address/{token}", served.base)).await.expect("as the test stands");
    heading(browser, "Confirm your new address").await;
    look(browser, "address-confirm").await;
    served.bench.policy(|policy| policy.own_address = false).await;
}

/// Looks at the page where a ticket is used, and at what it says of a slip.
pub(crate) async fn tickets(browser: &Browser, served: &Served) {
    browser.goto(&format!("{}/ticket", served.base)).await.expect("as the test stands");
    heading(browser, "Use a reset ticket").await;
    type_in(browser, "#email", "nobody@nordlys.example").await;
    type_in(browser, "#ticket", "7QK2 M9XF 03HT").await;
    press(browser, "Go on").await;
    browser.wait().for_element(Locator::Css("#problem")).await.expect("what is wrong");
    look(browser, "ticket-wrong").await;
}
