//! The main job, end to end through the real window: first run, import, search, invite, the mail
//! arrives, its link in a browser, active in the window, suspend, reactivate, archive, restore,
//! quit, open again. Real keyring, real mail server, real browser.
#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]
#![cfg(target_os = "linux")]

mod at_work;

use at_work::{Desk, OWNERS_PASSWORD, Place, tables};
use fantoccini::Locator;
use rollbook_testservers::{
    browser::Browser,
    smtp::{Options, SmtpServer, Tls},
};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
async fn an_administrator_imports_finds_invites_and_sees_the_person_become_active() {
    let place = Place::new().await;
    let mails = SmtpServer::start(&Options { tls: Tls::None, auth: None, names: Vec::new() }).unwrap();
    let desk = place.open().await;

    // First run.
    desk.reads("Welcome to Rollbook").await;
    desk.look("start").await;
    desk.press("Create organization").await;
    desk.reads("You become its owner").await;
    desk.look("start-create").await;
    desk.press("Back").await;
    desk.found("Nordlys Rederi", None).await;
    desk.find(&Desk::row("ingrid@nordlys.example")).await;
    desk.look("users-first").await;

    // Import a real organization.
    desk.press("More").await;
    desk.press("Import").await;
    desk.find("//h1[normalize-space(.)='Import']").await;
    desk.look("import-files").await;
    desk.pick(&tables()).await;
    desk.reads("groups.csv").await;
    desk.press("Continue").await;
    desk.look("import-columns").await;
    desk.press("Preview").await;
    desk.reads("Nothing is written yet").await;
    desk.find("//button[starts-with(normalize-space(.), 'Import ')]").await;
    desk.look("import-preview").await;
    desk.click("//button[starts-with(normalize-space(.), 'Import ')]").await;
    desk.find("//button[normalize-space(.)='Show users']").await;
    desk.look("import-done").await;
    desk.press("Show users").await;

    // Find somebody in a keystroke, without case.
    desk.search("LIGG").await;
    desk.find(&Desk::row("liggitt@kubernetes.example")).await;
    desk.gone(&Desk::row("08volt@kubernetes.example")).await;
    desk.look("users-search").await;
    desk.search("zzzz").await;
    desk.gone(&Desk::row("liggitt@kubernetes.example")).await;
    desk.look("users-no-match").await;
    desk.keys("\u{e00c}").await;

    // The mail server, with a test.
    desk.click("//nav//a[contains(normalize-space(.), 'Settings')]").await;
    desk.fill("Server", "127.0.0.1").await;
    desk.field("Protection").await.select_by_value("plain_loopback").await.unwrap();
    desk.fill("Port", &mails.port.to_string()).await;
    desk.fill("Test mail to", "ingrid@nordlys.example").await;
    desk.press("Send a test").await;
    desk.reads("The server took the test mail").await;
    desk.press("Save").await;
    desk.reads("Mail server saved").await;
    desk.look("settings").await;

    // Invite.
    desk.click("//nav//a[contains(normalize-space(.), 'Users')]").await;
    desk.find("//h1[normalize-space(.)='Users']").await;
    desk.press("Invite user").await;
    desk.fill("First name", "Sigrún").await;
    desk.fill("Last name", "Jónsdóttir").await;
    desk.fill("E-mail", "sigrun.jonsdottir@nordlys").await;
    desk.press("Send invitation").await;
    desk.reads("The address stops after").await;
    desk.look("invite-refused").await;
    desk.fill("E-mail", "sigrun.jonsdottir@nordlys.example").await;
    desk.look("invite").await;
    desk.press("Send invitation").await;
    desk.reads("Invitation sent to Sigrún").await;
    desk.press("Pending").await;
    desk.find(&Desk::row("sigrun.jonsdottir@nordlys.example")).await;
    desk.look("users-pending").await;

    // The mail arrives; its link, in a browser, makes her active.
    let arrived = mails.wait_for(2, Duration::from_secs(20)).unwrap();
    let mail =
        arrived.iter().find(|mail| mail.rcpt_tos == ["sigrun.jonsdottir@nordlys.example"]).expect("the invitation");
    let link = mail.text.split_whitespace().find(|word| word.contains("/join/")).expect("its link").to_owned();
    let browser = Browser::open().await.unwrap();
    browser.goto(&link).await.unwrap();
    browser.find(Locator::Css("h1")).await.unwrap();
    let violations = browser.axe().await.unwrap();
    assert!(violations.is_empty(), "{violations:?}");
    browser.screenshot(at_work::screens().join("portal-activate.png")).await.unwrap();
    for field in browser.find_all(Locator::Css("input[type=password]")).await.unwrap() {
        field.send_keys("harbour-window-93-tide").await.unwrap();
    }
    browser
        .find(Locator::XPath("//button[normalize-space(.)='Accept invitation']"))
        .await
        .unwrap()
        .click()
        .await
        .unwrap();
    browser.wait().for_element(Locator::XPath("//h1[contains(., 'in')]")).await.unwrap();
    browser.screenshot(at_work::screens().join("portal-done.png")).await.unwrap();

    // It shows in the window without a reload.
    desk.gone(&Desk::row("sigrun.jonsdottir@nordlys.example")).await;
    desk.press("Active").await;
    desk.search("jonsdottir").await;
    let row = Desk::row("sigrun.jonsdottir@nordlys.example");
    desk.find(&row).await;
    // The link works once.
    browser.goto(&link).await.unwrap();
    assert!(browser.source().await.unwrap().contains("used already"), "R2: a link works once");
    browser.close().await;

    // Suspend by key, reactivate by the switch, archive from the menu, restore.
    desk.click(&format!("{row}//*[@role='switch']")).await;
    desk.find(&format!("{row}[contains(normalize-space(.), 'Suspended')]")).await;
    desk.look("users-suspended").await;
    desk.click(&format!("{row}//*[@role='switch']")).await;
    desk.gone(&format!("{row}[contains(normalize-space(.), 'Suspended')]")).await;
    let menu = format!("{row}//button[contains(@aria-label, 'Actions') or contains(@aria-label, 'actions')]");
    desk.click(&menu).await;
    desk.look("users-menu").await;
    desk.press("Archive user").await;
    desk.gone(&row).await;
    desk.press("Archived").await;
    desk.find(&row).await;
    desk.look("users-archived").await;
    desk.press("Restore").await;
    desk.gone(&row).await;
    desk.press("Active").await;
    desk.find(&row).await;

    // Mails, each with its state.
    desk.click("//nav//a[contains(normalize-space(.), 'Mail')]").await;
    desk.reads("sigrun.jonsdottir@nordlys.example").await;
    desk.look("mail").await;

    // Quit, and open again: all still there.
    desk.close().await;
    let desk = place.open().await;
    desk.find("//h1[normalize-space(.)='Users' or normalize-space(.)='Mail']").await;
    desk.click("//nav//a[contains(normalize-space(.), 'Users')]").await;
    desk.search("jonsdottir").await;
    desk.find(&row).await;
    desk.close().await;

    // Nothing of it can be read on the disk (no plain key, no name, no password).
    for entry in std::fs::read_dir(place.organizations()).unwrap().map(Result::unwrap) {
        let bytes = std::fs::read(entry.path()).unwrap();
        for canary in ["jonsdottir", "liggitt", "SQLite format", OWNERS_PASSWORD] {
            let found = bytes.windows(canary.len()).any(|part| part.eq_ignore_ascii_case(canary.as_bytes()));
            assert!(!found, "{canary} can be read in {}", entry.path().display());
        }
    }
}
