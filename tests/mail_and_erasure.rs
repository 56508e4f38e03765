//! Invitations that are taken back or sent again, mails that fail and leave later, and a person who
//! is erased without a trace.
#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]
#![cfg(target_os = "linux")]

mod at_work;

use at_work::{Desk, Place};
use rollbook_testservers::smtp::{Options, SmtpServer, Tls};
use std::{net::TcpListener, time::Duration};

const REVOKED: &str = "m.bevilacqua@example.com";
const REFUSED: &str = "rhys.penhaligon@example.org";

/// A mail of the list by its state and its recipient.
fn mail(state: &str, to: &str) -> String {
    format!("//ul[@aria-label='Mails']//button[starts-with(normalize-space(.), '{state}') and contains(., '{to}')]")
}

async fn act(desk: &Desk<'_>, who: &str, action: &str) {
    let row = Desk::row(who);
    desk.touch(&format!("{row}//button[contains(@aria-label, 'Actions') or contains(@aria-label, 'actions')]")).await;
    desk.press(action).await;
}

async fn serve(desk: &Desk<'_>, port: u16) {
    desk.go("Settings").await;
    desk.fill("Server", "127.0.0.1").await;
    desk.field("Protection").await.select_by_value("plain_loopback").await.unwrap();
    desk.fill("Port", &port.to_string()).await;
    desk.press("Save").await;
    desk.reads("Mail server saved").await;
    desk.go("Mail").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn invitations_are_revoked_and_sent_again_mails_fail_and_leave_and_an_erased_person_leaves_no_trace() {
    let place = Place::new().await;
    let desk = place.open().await;
    desk.press("Open the sample").await;
    desk.press("Pending").await;
    desk.find(&Desk::row(REVOKED)).await;

    revoked_and_sent_again(&desk).await;
    failed_and_sent_by_hand(&desk).await;
    erased(&desk).await;

    desk.close().await;
    let log = place.session.home().join("data/rollbook/logs/rollbook.log");
    let log = std::fs::read_to_string(log).unwrap();
    assert!(!log.contains("evilacqua") && !log.contains(REFUSED), "the log names nobody: {log}");
}

/// R2: an invitation that is taken back, or replaced, takes its waiting mail with it.
async fn revoked_and_sent_again(desk: &Desk<'_>) {
    act(desk, REVOKED, "Revoke invitation").await;
    desk.gone(&Desk::row(REVOKED)).await;
    desk.click("//thead//input[@type='checkbox'] | //input[@type='checkbox' and contains(@aria-label, 'all')]").await;
    desk.reads("8 selected").await;
    desk.look("users-pending-bulk").await;
    desk.click("//*[contains(@class, 'bulk')]//button[normalize-space(.)='Send again']").await;
    desk.reads("8 invited again").await;
    desk.look("users-invited-again").await;

    desk.go("Mail").await;
    desk.find(&mail("Not sent", REVOKED)).await;
    assert!(desk.glance(&mail("Waiting", REVOKED)).await.is_none(), "a revoked invitation isn't sent");
    desk.find(&mail("Waiting", REFUSED)).await;
    desk.find(&mail("Not sent", REFUSED)).await;
    desk.click(&mail("Not sent", REVOKED)).await;
    desk.find("//aside[@aria-label='Mail']//*[contains(text(), 'stopped working')]").await;
    desk.look("mail-not-sent").await;
    desk.press("Close mail").await;
}

/// A mail that fails says why, where it stands and in the sidebar, and leaves when it is sent again.
async fn failed_and_sent_by_hand(desk: &Desk<'_>) {
    // Nobody answers: one mail has tried it, the others wait for better days.
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    serve(desk, closed).await;
    let tried = "//ul[@aria-label='Mails']//button[starts-with(normalize-space(.), 'Tried again')]";
    desk.click(&format!("{tried}[contains(., 'refused the connection')]")).await;
    desk.find("//aside[@aria-label='Mail']//button[normalize-space(.)='Send again']").await;
    desk.look("mail-retrying").await;
    desk.press("Close mail").await;

    // A server that knows no such mailbox: that mail failed, the others leave.
    let mails = SmtpServer::start(&Options { tls: Tls::None, auth: None, names: Vec::new() }).unwrap();
    mails.refuse(&[REFUSED]).unwrap();
    serve(desk, mails.port).await;
    desk.click(tried).await;
    desk.click("//aside[@aria-label='Mail']//button[normalize-space(.)='Send again']").await;
    desk.gone(tried).await;
    let failed = mail("Failed", REFUSED);
    desk.click(&format!("{failed}[contains(., 'does not take this address')]")).await;
    desk.find("//nav//a[contains(., 'Mail')]//*[contains(@class, 'count') and contains(., '1 mail failed')]").await;
    desk.find("//aside[@aria-label='Mail']//*[contains(text(), 'No such mailbox here')]").await;
    desk.look("mail-failed").await;
    let arrived = mails.wait_for(7, Duration::from_secs(20)).unwrap();
    assert!(arrived.iter().all(|mail| mail.rcpt_tos != [REFUSED]), "all but one");

    // The mailbox is there: sent by hand, it arrives, and nothing is left to mend.
    mails.refuse(&[]).unwrap();
    desk.click("//aside[@aria-label='Mail']//button[normalize-space(.)='Send again']").await;
    desk.find(&mail("Sent", REFUSED)).await;
    desk.gone("//nav//a[contains(., 'Mail')]//*[contains(@class, 'count')]").await;
    let arrived = mails.wait_for(8, Duration::from_secs(20)).unwrap();
    assert_eq!(arrived.iter().filter(|mail| mail.rcpt_tos == [REFUSED]).count(), 1);
}

/// C27: what can't be undone names the person and wants a second press; then nothing names them.
async fn erased(desk: &Desk<'_>) {
    desk.go("Users").await;
    desk.press("Archived").await;
    desk.search("Bevilacqua").await;
    desk.reads("1 of 32 archived users").await;
    let row = Desk::row(REVOKED);
    desk.find(&row).await;
    act(desk, REVOKED, "Erase user…").await;
    desk.find("//*[@role='dialog']//h2[normalize-space(.)='Erase Matteo Bevilacqua?']").await;
    desk.reads("made anonymous for good").await;
    desk.look("erase").await;
    // The first key is the way back.
    desk.keys("\u{e007}").await;
    desk.gone("//*[@role='dialog']").await;
    desk.find(&row).await;
    act(desk, REVOKED, "Erase user…").await;
    desk.click("//*[@role='dialog']//button[normalize-space(.)='Erase user']").await;
    desk.gone(&row).await;
    // Still searched for, they are found in no tab.
    desk.reads("No one matches in the other tabs either").await;
    desk.look("erased").await;
    desk.keys("\u{e00c}").await;
    desk.find(&Desk::row("gemma.salonga@nordlys.example")).await;
    desk.go("Mail").await;
    desk.look("mail-erased").await;
    desk.search("evilacqua").await;
    desk.reads("No mail matches").await;
    desk.keys("\u{e00c}").await;
    desk.gone("//*[contains(@class, 'toast')]//span[contains(., 'Bevilacqua')]").await;
    let text = desk.text().await;
    assert!(!text.contains("evilacqua") && !text.contains(REVOKED), "{text}");
}
