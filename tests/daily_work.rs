//! A day with the sample through the real window: edit, bulk and undo, filter, density, export,
//! mails and their links, a mail server that asks for a password.
#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]
#![cfg(target_os = "linux")]

mod at_work;

use at_work::{Desk, Place, screens};
use fantoccini::Locator;
use rollbook_testservers::{
    browser::Browser,
    smtp::{Options, SmtpServer, Tls},
};

async fn sample(place: &Place) -> Desk<'_> {
    let desk = place.open().await;
    desk.press("Open the sample").await;
    desk.find("//h1[normalize-space(.)='Users']").await;
    desk.find(&Desk::row("lukasz.wojcik@nordlys.example")).await;
    desk
}

#[tokio::test(flavor = "multi_thread")]
async fn users_are_filtered_edited_suspended_in_bulk_and_brought_back_by_undo() {
    let place = Place::new().await;
    let desk = sample(&place).await;

    // Rows as tall as those want them who live in the list.
    desk.press("View options: columns and row height").await;
    desk.look("users-view-options").await;
    desk.press("Compact").await;
    desk.keys("\u{e00c}").await;
    desk.look("users-compact").await;

    // Narrowed to what matters.
    desk.press("Filter").await;
    desk.look("users-filter").await;
    desk.keys("\u{e00c}").await;
    desk.press("Admins").await;
    desk.gone(&Desk::row("lukasz.wojcik@nordlys.example")).await;
    desk.find(&Desk::row("hanh.nguyen@nordlys.example")).await;
    desk.look("users-admins").await;
    desk.press("Admins").await;

    // Edit, with an explicit save.
    let row = Desk::row("lukasz.wojcik@nordlys.example");
    desk.click(&format!("{row}//a")).await;
    let profile = "//*[self::a or self::button][normalize-space(.)='Edit profile']";
    desk.click(profile).await;
    desk.find("//h2[normalize-space(.)='Edit user']").await;
    desk.look("edit").await;
    desk.fill("Phone", "+47 911 22 333").await;
    desk.press("Save").await;
    desk.reads("saved").await;
    desk.click(profile).await;
    let phone = desk.field("Phone").await.prop("value").await.unwrap();
    assert_eq!(phone.as_deref(), Some("+47 911 22 333"));
    desk.press("Cancel").await;
    desk.click("//nav//a[starts-with(normalize-space(.), 'Users')]").await;

    // Two at once; the owner stays, by name; all of it back by one press.
    for who in ["henrik.aas@nordlys.example", "lukasz.wojcik@nordlys.example"] {
        desk.touch(&format!("{}//input[@type='checkbox' and not(@role)]", Desk::row(who))).await;
    }
    desk.reads("2 selected").await;
    desk.click("//*[contains(@class, 'bulk')]//button[normalize-space(.)='Suspend']").await;
    desk.find(&format!("{row}[contains(normalize-space(.), 'Suspended')]")).await;
    desk.touch("//*[@role='group' and contains(@aria-label, 'uspended')]//button[normalize-space(.)='Undo']").await;
    desk.gone(&format!("{row}[contains(normalize-space(.), 'Suspended')]")).await;

    // What the list shows, as a table.
    desk.press("More").await;
    desk.press("Export CSV").await;
    desk.reads("exported to").await;
    let downloads = std::fs::read_dir(place.session.home().join("Downloads")).unwrap();
    let table = downloads.map(|entry| entry.unwrap().path()).find(|path| path.extension().is_some_and(|e| e == "csv"));
    let text = std::fs::read_to_string(table.unwrap()).unwrap();
    assert!(text.contains("lukasz.wojcik@nordlys.example") && text.contains("+47 911 22 333"), "{}", &text[..300]);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_wait_readable_their_links_work_without_javascript_and_leave_when_a_server_is_set_up() {
    let place = Place::new().await;
    let login = ("rollbook".to_owned(), "grey seals 4".to_owned());
    let mails = SmtpServer::start(&Options { tls: Tls::None, auth: Some(login), names: Vec::new() }).unwrap();
    let desk = sample(&place).await;

    // No mail server yet: mails wait, readable, with a link that works.
    desk.go("Mail").await;
    desk.touch("//ul[@aria-label='Mails']//button").await;
    desk.find("//aside[@aria-label='Mail']").await;
    let text = desk.text_of("//aside[@aria-label='Mail']//*[contains(text(), '/join/')]").await;
    let link = text.split_whitespace().find(|word| word.contains("/join/")).unwrap().to_owned();
    desk.look("mail-open").await;
    let browser = Browser::without_javascript().await.unwrap();
    browser.goto(&link).await.unwrap();
    let title = browser.find(Locator::Css("h1")).await.unwrap().text().await.unwrap();
    assert!(title.starts_with("Welcome, "), "{title}");
    browser.screenshot(screens().join("portal-without-javascript.png")).await.unwrap();
    browser.goto(&format!("{link}x")).await.unwrap();
    assert!(browser.source().await.unwrap().contains("complete"), "a mangled link is told so");
    browser.close().await;

    // A wrong password is told; the right one is kept in the keyring, and the mails leave.
    desk.go("Settings").await;
    desk.fill("Server", "127.0.0.1").await;
    desk.field("Protection").await.select_by_value("plain_loopback").await.unwrap();
    desk.fill("Port", &mails.port.to_string()).await;
    desk.fill("Account", "rollbook").await;
    desk.fill("Password", "not this one").await;
    desk.fill("Test mail to", "henrik.aas@nordlys.example").await;
    desk.press("Send a test").await;
    desk.find("//*[contains(@class, 'note-danger')]").await;
    desk.look("settings-mail-refused").await;
    desk.fill("Password", "grey seals 4").await;
    desk.press("Send a test").await;
    desk.reads("The server took the test mail").await;
    desk.press("Save").await;
    desk.reads("Mail server saved").await;
    let arrived = mails.wait_for(10, std::time::Duration::from_secs(30)).unwrap();
    assert!(arrived.iter().all(|mail| mail.user.as_deref() == Some("rollbook")));
    desk.go("Mail").await;
    desk.look("mail-sent").await;
    desk.close().await;

    // Opened again, the kept password still serves.
    let desk = place.open().await;
    desk.go("Settings").await;
    desk.fill("Test mail to", "henrik.aas@nordlys.example").await;
    desk.press("Send a test").await;
    desk.reads("The server took the test mail").await;
    desk.close().await;
}
