//! The person's own browser, which the window asks to open pages of the portal: for a passkey, for one's own
//! second factors, and to sign in as somebody else in a private window.

use crate::{
    USERS,
    at_work::{
        Desk, OWNERS_PASSWORD, Place,
        far::{OWNER, Office},
        screens,
    },
};
use fantoccini::Locator;
use rollbook_testservers::{browser::Browser, passkeys};
use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    time::Duration,
};

const INGRID: &str = "ingrid@nordlys.example";

/// How long a page may take to be asked for.
const PATIENCE: Duration = Duration::from_secs(20);

/// What stands for the system's browser: programs of its names, which write down what they are asked to open.
struct Asked(PathBuf);

impl Asked {
    fn at(home: &Path) -> Self {
        let asked = Self(home.join("browser"));
        fs::create_dir_all(&asked.0).unwrap();
        let written = asked.0.join("asked");
        let writes = format!("printf '%s ' \"$(basename \"$0\")\" \"$@\" >> {0}; echo >> {0}", written.display());
        for (name, does) in
            [("xdg-open", writes.as_str()), ("chromium", writes.as_str()), ("xdg-settings", "echo chromium.desktop")]
        {
            let program = asked.0.join(name);
            fs::write(&program, format!("#!/bin/sh\n{does}\n")).unwrap();
            fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        }
        asked
    }

    /// Where programs are looked for.
    fn path(&self) -> String {
        format!("{}:{}", self.0.display(), std::env::var("PATH").unwrap())
    }

    /// What was asked as number so many: the words in their order.
    async fn number(&self, number: usize) -> Vec<String> {
        let begun = std::time::Instant::now();
        loop {
            let asked = fs::read_to_string(self.0.join("asked")).unwrap_or_default();
            if let Some(line) = asked.split_inclusive('\n').filter(|line| line.ends_with('\n')).nth(number - 1) {
                return line.split_whitespace().map(str::to_owned).collect();
            }
            assert!(begun.elapsed() < PATIENCE, "nothing was asked: {asked:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

async fn heading(browser: &Browser, words: &str) {
    let heading = format!("//h1[contains(., '{words}')]");
    browser.wait().for_element(Locator::XPath(&heading)).await.unwrap_or_else(|error| panic!("{words}: {error}"));
}

async fn press(browser: &Browser, words: &str) {
    let button = format!("//button[normalize-space(.)='{words}' and not(ancestor::*[@hidden])]");
    let button = browser.wait().for_element(Locator::XPath(&button)).await;
    button.unwrap_or_else(|error| panic!("{words}: {error}")).click().await.unwrap();
}

/// The owner sets up a passkey at the portal, in a browser whose device keeps it.
async fn gets_a_passkey(office: &Office) -> Browser {
    let browser = Browser::open().await.unwrap();
    passkeys::plug_in(&browser).await.unwrap();
    browser.goto(&office.portal).await.unwrap();
    for (field, typed) in [("#email", OWNER), ("#password", OWNERS_PASSWORD)] {
        browser.find(Locator::Css(field)).await.unwrap().send_keys(typed).await.unwrap();
    }
    press(&browser, "Sign in").await;
    heading(&browser, "My profile").await;
    press(&browser, "Set up a passkey").await;
    heading(&browser, "Your recovery codes").await;
    browser
}

/// The page that the window asked for, where the browser shows the passkey.
async fn shows_the_passkey(browser: &Browser, page: &str) {
    browser.goto("about:blank").await.unwrap();
    browser.goto(page).await.unwrap();
    heading(browser, "Use your passkey for Rollbook?").await;
    let violations = browser.axe().await.unwrap();
    assert!(violations.is_empty(), "{violations:?}");
    browser.screenshot(screens().join("portal-passkey.png")).await.unwrap();
    press(browser, "Use a passkey").await;
    heading(browser, "Your passkey was used").await;
}

/// R27: the window has no passkeys of its own; the browser brings the answer back to it.
#[tokio::test(flavor = "multi_thread")]
async fn r27_r29_the_window_uses_the_persons_own_browser() {
    let (place, office) = (Place::new().await, Office::open().await);
    let browser = gets_a_passkey(&office).await;
    let asked = Asked::at(place.session.home());
    let desk = place.open_where(asked.path()).await;
    desk.connect("A server", &office.server).await;
    desk.sign_in(OWNER, OWNERS_PASSWORD).await;
    desk.find("//h1[normalize-space(.)='Second factor']").await;
    desk.look("connect-passkey").await;
    desk.press("Use a passkey").await;
    desk.reads("this window waits").await;
    desk.look("connect-passkey-waits").await;
    desk.press("Cancel").await;
    desk.press("Use a passkey").await;
    let opened = asked.number(2).await;
    assert_eq!(opened[0], "xdg-open");
    let page = format!("{}/passkey#", office.portal);
    assert!(opened[1].starts_with(&page), "the portal’s own page: {}", opened[1]);
    assert!(desk.glance("//nav").await.is_none(), "nobody is in yet");

    // A page without a question asks nothing.
    browser.goto(&format!("{}/passkey", office.portal)).await.unwrap();
    heading(&browser, "This page is opened by Rollbook").await;
    shows_the_passkey(&browser, &opened[1]).await;
    desk.find(USERS).await;

    my_own_pages_open(&desk, &asked, &office).await;
    a_private_window_opens(&desk, &asked, &office, &browser).await;
    who_has_to_have_a_factor_is_led_there(&desk, &asked, &office).await;
    desk.close().await;
    browser.close().await;
}

/// R27, R7: from *My account* to the portal's pages of one's own factors and of one's own address.
async fn my_own_pages_open(desk: &Desk<'_>, asked: &Asked, office: &Office) {
    desk.click("//button[contains(@class, 'me')]").await;
    desk.click("//*[@role='menuitem' and contains(., 'My account')]").await;
    desk.press("Change it at the portal").await;
    assert_eq!(asked.number(3).await, ["xdg-open", &format!("{}/me/factor", office.portal)]);
    desk.press("Change your address").await;
    assert_eq!(asked.number(4).await, ["xdg-open", &format!("{}/me/address", office.portal)]);
}

/// R29: who one is, is shown again by the passkey; then a private window, in which another sign-in stays as it is.
async fn a_private_window_opens(desk: &Desk<'_>, asked: &Asked, office: &Office, browser: &Browser) {
    desk.go("Users").await;
    super::people::open_ingrid(desk).await;
    desk.click("//header//button[@aria-label='More']").await;
    desk.press("Sign in as…").await;
    desk.fill("Reason", "A question about the roster").await;
    desk.fill("Your own password", "not the password at all").await;
    desk.press("Use a passkey").await;
    desk.find("//*[@role='dialog']//input[@aria-invalid='true']").await;
    desk.fill("Your own password", OWNERS_PASSWORD).await;
    desk.look("sign-in-as-passkey").await;
    desk.press("Use a passkey").await;
    desk.reads("this window waits").await;
    desk.look("sign-in-as-passkey-waits").await;
    let page = asked.number(5).await;
    assert!(page[1].starts_with(&format!("{}/passkey#", office.portal)), "after a right password alone: {page:?}");
    shows_the_passkey(browser, &page[1]).await;
    desk.submit("Open in a private window").await;
    let opened = asked.number(6).await;
    assert_eq!(opened[..2], ["chromium", "--incognito"]);
    assert!(opened[2].starts_with(&format!("{}/as/", office.portal)), "{}", opened[2]);
    assert_eq!(opened.len(), 3);
    desk.gone("//*[@role='dialog']").await;
}

/// R27: whoever needs a second factor before they are in sets it up in the browser, and begins again.
async fn who_has_to_have_a_factor_is_led_there(desk: &Desk<'_>, asked: &Asked, office: &Office) {
    office.give_password_to(INGRID).await;
    office.asks_everybody_for_a_factor().await;
    desk.go("Settings").await;
    desk.press("Sign out").await;
    desk.press("Open Nordlys Rederi").await;
    desk.reads("Your session has ended").await;
    desk.sign_in(INGRID, OWNERS_PASSWORD).await;
    desk.reads("Your organization asks for a second factor").await;
    desk.look("connect-enrol").await;
    desk.press("Open it in the browser").await;
    assert_eq!(asked.number(7).await, ["xdg-open", &format!("{}/", office.portal)]);
    assert!(desk.glance("//nav").await.is_none(), "nobody is in yet");
    desk.press("I have set it up").await;
    desk.field("Password").await;
}
