//! Asking for an invitation and founding an organization, in a real browser (see `looks`).

use crate::{
    common::Served,
    looks::{heading, look, press, type_in},
};
use fantoccini::Locator;
use rollbook_testservers::browser::Browser;

async fn there(browser: &Browser, at: &str) {
    browser.wait().for_element(Locator::Css(at)).await.expect("as the test stands");
}

/// Looks at the form, and at what is wrong with it, from the sign-in page.
pub(crate) async fn asks(browser: &Browser, served: &Served) {
    served.bench.policy(|policy| policy.invitation_asks = true).await;
    browser.goto(&format!("{}/o/{}", served.base, served.bench.organization)).await.expect("as the test stands");
    press(browser, "No access yet? Ask for an invitation").await;
    heading(browser, "Ask for an invitation").await;
    type_in(browser, "#name", "una@example.org").await;
    type_in(browser, "#email", "una@example.org").await;
    press(browser, "Ask for an invitation").await;
    there(browser, "#problem").await;
    look(browser, "ask-wrong").await;
    type_in(browser, "#name", "Una Berg").await;
    press(browser, "Ask for an invitation").await;
    heading(browser, "It was asked").await;
    served.bench.policy(|policy| policy.invitation_asks = false).await;
}

/// Looks at every step, as an owner who is in.
pub(crate) async fn founds(browser: &Browser, served: &Served) {
    browser.goto(&format!("{}/me/new", served.base)).await.expect("as the test stands");
    heading(browser, "New organization").await;
    type_in(browser, "#name", "Fjord Rederi").await;
    press(browser, "Continue").await;
    there(browser, "#name-error").await;
    look(browser, "founding-name-taken").await;
    type_in(browser, "#name", "Fjordkraft AS").await;
    press(browser, "Continue").await;
    there(browser, "#subdomain").await;
    type_in(browser, "#subdomain", "admin").await;
    press(browser, "Continue").await;
    there(browser, "#subdomain-error").await;
    look(browser, "founding-details-wrong").await;
    browser.execute("document.querySelector('#subdomain').value = ''", Vec::new()).await.expect("as the test stands");
    press(browser, "Continue").await;
    there(browser, "input[name=plan]").await;
    look(browser, "founding-order").await;
    press(browser, "Continue").await;
    there(browser, ".sums").await;
    look(browser, "founding-payment").await;
    press(browser, "Order and create").await;
    heading(browser, "Which organization?").await;
}

/// Looks at how somebody without an account comes to the steps.
pub(crate) async fn registers(browser: &Browser, served: &Served) {
    served.bench.directory.set_anybody_founds(true);
    browser.delete_all_cookies().await.expect("as the test stands");
    browser.goto(&served.base).await.expect("as the test stands");
    press(browser, "New here? Found an organization").await;
    heading(browser, "Found an organization").await;
    type_in(browser, "#first_name", "Una").await;
    type_in(browser, "#last_name", "Berg").await;
    type_in(browser, "#email", "una").await;
    press(browser, "Send the link").await;
    there(browser, "#problem").await;
    look(browser, "register-wrong").await;
    type_in(browser, "#email", "una@fjordkraft.example").await;
    press(browser, "Send the link").await;
    heading(browser, "Look in your mail").await;
    let link = crate::registering::link(served, "una@fjordkraft.example").await;
    browser.goto(&format!("{}{link}", served.base)).await.expect("as the test stands");
    heading(browser, "Welcome, Una").await;
    type_in(browser, "#password", rollbook_testkit::PASSWORD).await;
    type_in(browser, "#again", rollbook_testkit::PASSWORD).await;
    browser.wait().for_element(Locator::Css("#strength:not([hidden])")).await.expect("it is judged while it is typed");
    look(browser, "register-password").await;
    press(browser, "Continue").await;
    heading(browser, "New organization").await;
    look(browser, "register-steps").await;
    browser.goto(&format!("{}{link}", served.base)).await.expect("as the test stands");
    heading(browser, "Welcome, Una").await;
    look(browser, "register-again").await;
    served.bench.directory.set_anybody_founds(false);
}
