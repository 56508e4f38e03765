//! The window without a connection: the server is killed while it is open, work goes on, and once the server is
//! back, everything that was done is applied once, refused with its reason, or asked about (B15, R32, R33).
#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]
#![cfg(target_os = "linux")]

mod at_work;
#[path = "offline/served.rs"]
mod served;

use at_work::{Desk, OWNERS_PASSWORD, Place};
use fantoccini::Locator;
use rollbook_testservers::browser::Browser;
use serde_json::json;
use served::{Served, WHO};
use std::{
    fs,
    path::{Path, PathBuf},
};

const USERS: &str = "//h1[normalize-space(.)='Users']";
const LINE: &str = "//input[@role='combobox' and contains(@aria-label, 'Find people')]";
const NO_CONNECTION: &str = "//h1[normalize-space(.)='No connection']";

/// Opens somebody’s page by the search, as a person does.
async fn open(desk: &Desk<'_>, email: &str) {
    desk.open_person(email.split('@').next().unwrap(), email).await;
}

/// An entry of the queue.
fn entry(words: &str) -> String {
    format!("//aside[contains(@class, 'queue')]//li[contains(normalize-space(.), \"{words}\")]")
}

/// The window of somebody who signed in at a server, with a copy of everything.
async fn copied<'a>(place: &'a Place, served: &Served) -> Desk<'a> {
    let desk = place.open().await;
    desk.connect("A server", &served.address).await;
    desk.sign_in(WHO, OWNERS_PASSWORD).await;
    desk.find(USERS).await;
    desk.go("Settings").await;
    desk.reads("A copy is on this computer, encrypted.").await;
    desk.go("Users").await;
    desk
}

/// Starts the window while the server is away, by the own password.
async fn started(place: &Place) -> Desk<'_> {
    let desk = place.open().await;
    desk.find(NO_CONNECTION).await;
    desk.fill("Password", OWNERS_PASSWORD).await;
    desk.submit("Work without a connection").await;
    desk.find(USERS).await;
    desk
}

#[tokio::test(flavor = "multi_thread")]
async fn r34_whoever_signed_in_before_starts_without_a_connection_by_their_own_password() {
    let (place, mut served) = (Place::new().await, Served::open().await);
    copied(&place, &served).await.close().await;
    let [linked, suspended, edited] = served.people().await;
    served.kill();

    let desk = place.open().await;
    desk.find(NO_CONNECTION).await;
    desk.reads("encrypted on this computer").await;
    desk.look("offline-start").await;
    desk.fill("Password", "lantern-orbit-47-plums").await;
    desk.submit("Work without a connection").await;
    desk.reads("This isn’t the password").await;
    desk.look("offline-start-wrong").await;
    desk.press("Try again").await;
    desk.find(NO_CONNECTION).await;
    desk.fill("Password", OWNERS_PASSWORD).await;
    desk.submit("Work without a connection").await;
    desk.find(USERS).await;
    desk.reads("There is no connection since").await;
    open(&desk, &linked.email).await;
    desk.press("Send password link").await;
    desk.reads("once there is a connection").await;
    desk.press("1 waiting").await;
    desk.find(&entry("Send password link")).await;

    // R35: without any mail, by a code that is read out, and typed at the portal.
    desk.keys("\u{e009}k").await;
    desk.type_at(LINE, &format!("reset ticket {}", edited.name)).await;
    let chosen = format!("//*[@role='option' and @aria-selected='true' and contains(., '{}')]", edited.name);
    desk.find(&chosen).await;
    desk.reads("Asks for your own password.").await;
    desk.keys("\u{e007}").await;
    desk.fill("Your own password", "lantern-orbit-47-plums").await;
    desk.submit("Make ticket").await;
    desk.reads("This isn’t the password").await;
    desk.fill("Your own password", OWNERS_PASSWORD).await;
    desk.submit("Make ticket").await;
    let ticket = desk.text_of("//p[contains(@class, 'code') and @data-secret]").await;
    desk.look("offline-ticket").await;
    desk.press("Done").await;
    desk.find(&entry("Reset ticket: works until")).await;
    desk.look("offline-tickets").await;
    served.start();
    desk.find(&entry("Send password link: applied")).await;
    assert_eq!(served.times(linked.id, "password_link_sent").await, 1);
    redeemed(&served, &edited.email, &ticket).await;
    assert_eq!(served.times(edited.id, "ticket_redeemed").await, 1);
    assert_eq!(served.times(edited.id, "ticket_made").await, 1);
    assert_eq!(served.times(edited.id, "password_changed").await, 1);
    desk.find(&entry("Reset ticket: used")).await;

    // R34: where the session’s time is over meanwhile, whoever comes back shows who they are, and then it goes out.
    served.kill();
    desk.reads("There is no connection since").await;
    open(&desk, &suspended.email).await;
    desk.press("Suspend").await;
    desk.find("//button[normalize-space(.)='Reactivate']").await;
    served.sessions_run_out().await;
    served.start();
    desk.reads("Your session has ended. Sign in again.").await;
    assert_eq!(served.times(suspended.id, "status_changed").await, 0, "nothing is sent for nobody");
    desk.fill("Password", OWNERS_PASSWORD).await;
    desk.submit("Sign in").await;
    desk.find(USERS).await;
    desk.search(suspended.email.split('@').next().unwrap()).await;
    desk.find(&format!("{}[contains(normalize-space(.), 'Suspended')]", Desk::row(&suspended.email))).await;
    assert_eq!(served.times(suspended.id, "status_changed").await, 1);
    desk.close().await;
}

/// The person uses a ticket in a browser of their own, and chooses a password.
async fn redeemed(served: &Served, email: &str, ticket: &str) {
    let browser = Browser::open().await.unwrap();
    browser.goto(&format!("{}/ticket", served.address)).await.unwrap();
    let fill = async |id: &str, text: &str| {
        browser.wait().for_element(Locator::Id(id)).await.unwrap().send_keys(text).await.unwrap();
    };
    let go = Locator::Css("button.go");
    fill("email", email).await;
    fill("ticket", &ticket.to_lowercase()).await;
    browser.screenshot(at_work::screens().join("portal-ticket.png")).await.unwrap();
    browser.find(go).await.unwrap().click().await.unwrap();
    fill("password", "amber-tundra-58-velcro-moth").await;
    fill("again", "amber-tundra-58-velcro-moth").await;
    browser.screenshot(at_work::screens().join("portal-ticket-password.png")).await.unwrap();
    browser.find(go).await.unwrap().click().await.unwrap();
    let done = Locator::XPath("//h1[contains(., 'new password')]");
    browser.wait().for_element(done).await.unwrap();
    browser.close().await;
}

/// Whatever lies below a folder and holds a text in the clear, in UTF-8 or UTF-16.
fn holding(folder: &Path, text: &str) -> Vec<PathBuf> {
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut hits = Vec::new();
    for entry in fs::read_dir(folder).unwrap().filter_map(Result::ok) {
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            hits.extend(holding(&entry.path(), text));
        } else if kind.is_file()
            && let Ok(bytes) = fs::read(entry.path())
            && [text.as_bytes(), &wide].iter().any(|wanted| bytes.windows(wanted.len()).any(|part| part == *wanted))
        {
            hits.push(entry.path());
        }
    }
    hits
}

#[tokio::test(flavor = "multi_thread")]
async fn r33_a_window_that_is_killed_while_the_queue_waits_loses_and_doubles_nothing() {
    let (place, mut served) = (Place::new().await, Served::open().await);
    let desk = copied(&place, &served).await;
    let [linked, suspended, edited] = served.people().await;
    served.kill();
    desk.reads("There is no connection since").await;
    open(&desk, &linked.email).await;
    desk.press("Send password link").await;
    desk.reads("once there is a connection").await;
    open(&desk, &suspended.email).await;
    desk.press("Suspend").await;
    desk.find("//button[normalize-space(.)='Reactivate']").await;
    place.kill(desk);

    // R34: nothing of it is readable in anything that is left in the person’s folder, the window’s own files among it.
    let hash = "$argon2id$";
    for canary in [&linked.email, &suspended.email, &edited.email, WHO, OWNERS_PASSWORD, hash] {
        assert_eq!(holding(place.session.home(), canary), Vec::<PathBuf>::new(), "{canary}");
    }

    let desk = started(&place).await;
    desk.find("//button[normalize-space(.)='2 waiting']").await;
    open(&desk, &edited.email).await;
    desk.press("Edit profile").await;
    desk.fill("Phone", "+47 55 01 02 03").await;
    desk.submit("Save").await;
    desk.gone("//*[contains(@class, 'kit-drawer')]").await;
    desk.press("3 waiting").await;
    place.kill(desk);

    let desk = started(&place).await;
    desk.press("3 waiting").await;
    served.start();
    for words in ["Send password link: applied", "Suspend: applied", "Change phone: applied"] {
        desk.find(&entry(words)).await;
    }
    assert_eq!(served.times(linked.id, "password_link_sent").await, 1);
    assert_eq!(served.times(suspended.id, "status_changed").await, 1);
    assert_eq!(served.times(edited.id, "member_changed").await, 1);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn b15_work_goes_on_while_the_server_is_gone_and_everything_ends_once() {
    let (place, mut served) = (Place::new().await, Served::open().await);
    let desk = copied(&place, &served).await;
    let [linked, suspended, edited] = served.people().await;

    // R32: the server is gone; everything is read, and what can wait is done.
    served.kill();
    desk.reads("There is no connection since").await;
    desk.there("//*[contains(@class, 'org-sync') and contains(., 'Offline')]").await;
    desk.reads("Copy from").await;
    desk.look("offline-users").await;
    open(&desk, &linked.email).await;
    desk.press("Send password link").await;
    desk.reads("once there is a connection").await;
    open(&desk, &suspended.email).await;
    desk.press("Suspend").await;
    desk.find("//button[normalize-space(.)='Reactivate']").await;
    open(&desk, &edited.email).await;
    desk.press("Edit profile").await;
    desk.fill("Phone", "+47 55 01 02 03").await;
    desk.submit("Save").await;
    desk.gone("//*[contains(@class, 'kit-drawer')]").await;
    // What can’t wait says why.
    desk.go("Users").await;
    desk.find("//button[contains(., 'Invite user') and @aria-disabled='true']").await;
    desk.press("3 waiting").await;
    desk.find(&entry("Send password link")).await;
    desk.find(&entry("Suspend")).await;
    desk.find(&entry("Change phone")).await;
    desk.look("offline-queue").await;

    // Meanwhile somebody else changes the same number, and archives whoever was to get a link.
    let other = served.owner().await;
    let theirs = json!({
        "command": "01930000-0000-7000-8000-0000000000b1", "member": edited.id, "seen": edited.version, "phone": "+47 55 99 88 77",
    });
    other.edit(&serde_json::from_value(theirs).unwrap()).await.unwrap();
    let archive = json!({
        "command": "01930000-0000-7000-8000-0000000000b2", "action": "archive",
        "target": { "by": "ids", "ids": [linked.id] }, "mode": "all_or_none", "preview": false,
    });
    other.act(&serde_json::from_value(archive).unwrap(), &rollbook_directory::Task::unwatched()).await.unwrap();

    // R33: it is back, and each has ended, or waits for a decision.
    served.start();
    desk.reads("Conflict: ").await;
    desk.find(&entry("Suspend: applied")).await;
    desk.find(&entry("Send password link: refused")).await;
    let offers = Locator::XPath("//*[@data-toasts]//button[normalize-space(.)='Take back']");
    let offers = desk.window.find_all(offers).await.unwrap().len();
    assert_eq!(offers, 0, "nothing offers any more to take back what has ended");
    desk.find(&entry("+47 55 99 88 77")).await;
    desk.find(&entry("+47 55 01 02 03")).await;
    desk.gone("//*[contains(@class, 'banner') and contains(., 'There is no connection')]").await;
    desk.look("offline-conflict").await;
    desk.press("Apply mine").await;
    desk.find(&entry("Change phone: applied")).await;
    desk.press("Drop").await;
    desk.find(&entry("Send password link: taken back")).await;
    assert_eq!(served.times(suspended.id, "status_changed").await, 1);
    assert_eq!(served.times(linked.id, "password_link_sent").await, 0);
    assert_eq!(served.owner().await.user(edited.id).await.unwrap().phone, "+47 55 01 02 03");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn b15_the_keyboard_alone_finds_somebody_and_does_it_without_a_connection() {
    let (place, mut served) = (Place::new().await, Served::open().await);
    let desk = copied(&place, &served).await;
    let lukasz = served.of("lukasz.wojcik@nordlys.example").await;
    served.kill();
    desk.reads("There is no connection since").await;

    // What, then three keys for whom, and one to do it.
    desk.keys("\u{e009}k").await;
    desk.type_at(LINE, "reset pass woj").await;
    desk.find("//*[@role='option' and @aria-selected='true' and contains(., 'Łukasz Wójcik')]").await;
    desk.look("offline-palette").await;
    desk.keys("\u{e007}").await;
    desk.gone(LINE).await;
    desk.reads("once there is a connection").await;
    desk.find("//button[normalize-space(.)='1 waiting']").await;

    // Ctrl Z takes back what waits, as it takes back everything else.
    desk.keys("\u{e009}z").await;
    desk.reads("Taken back").await;
    desk.gone("//button[normalize-space(.)='1 waiting']").await;

    desk.keys("\u{e009}k").await;
    desk.type_at(LINE, "susp woj").await;
    desk.find("//*[@role='option' and @aria-selected='true' and contains(., 'Łukasz Wójcik')]").await;
    desk.keys("\u{e007}").await;
    desk.find("//button[normalize-space(.)='1 waiting']").await;

    // R32: what can’t wait stands there with its reason, wherever it is offered.
    desk.go("Roles").await;
    desk.find("//button[normalize-space(.)='New role' and @aria-disabled='true']").await;
    desk.look("offline-roles").await;
    desk.go("Groups").await;
    desk.find("//button[normalize-space(.)='New group' and @aria-disabled='true']").await;
    desk.go("Licenses").await;
    desk.find("//*[@title='This needs a connection. Do it once there is one.']").await;
    desk.look("offline-licenses").await;
    desk.go("Settings").await;
    desk.find("//button[normalize-space(.)='Save rules' and @aria-disabled='true']").await;
    desk.look("offline-settings").await;

    desk.press("1 waiting").await;
    served.start();
    desk.find(&entry("Suspend: applied")).await;
    assert_eq!(served.times(lukasz, "status_changed").await, 1);
    assert_eq!(served.times(lukasz, "password_link_sent").await, 0, "what was taken back never happened");
    desk.close().await;
}
