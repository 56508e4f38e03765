//! The roles screen.

use crate::at_work::{Desk, Place, quoted};
use fantoccini::{Locator, elements::Element};
use std::time::{Duration, Instant};

/// A cell of the matrix.
fn cell(role: &str, what: &str) -> String {
    format!("//button[@aria-label={}]", quoted(&format!("{role}: {what}")))
}

/// The head of a role's column.
fn head(role: &str) -> String {
    format!("//button[@data-column][normalize-space(.)={}]", quoted(role))
}

/// A role by its head is there. `WebDriver` calls text that may be cut short not displayed.
async fn there(desk: &Desk<'_>, role: &str) -> bool {
    !desk.window.find_all(Locator::XPath(&head(role))).await.expect("an answer").is_empty()
}

/// Waits until a role has a column, or has none.
async fn wait(desk: &Desk<'_>, role: &str, wanted: bool) {
    let begun = Instant::now();
    while there(desk, role).await != wanted {
        assert!(begun.elapsed() < Duration::from_secs(20), "{role}: {}", !wanted);
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
}

/// What stands under a role's name.
async fn note(desk: &Desk<'_>, role: &str) -> String {
    desk.text_of(&format!("{}/following-sibling::span", head(role))).await
}

async fn focused(desk: &Desk<'_>) -> String {
    let active: Element = desk.window.active_element().await.expect("a focus");
    active.attr("aria-label").await.expect("an answer").unwrap_or_default()
}

async fn menu(desk: &Desk<'_>, role: &str, entry: &str) {
    desk.touch(&head(role)).await;
    desk.press(entry).await;
}

pub(crate) async fn are_a_matrix_with_locks(desk: &Desk<'_>) {
    desk.go("Roles").await;
    desk.find("//*[@role='grid' and @aria-label='Roles by permission']").await;
    desk.look("roles").await;
    desk.press("Module and action").await;
    desk.find(&cell("Admin", "View Contacts")).await;
    desk.look("roles-open").await;
    // Super Admin stays full, and says why.
    let locked = cell("Super Admin", "View Contacts, locked");
    desk.click(&locked).await;
    assert_eq!(desk.attr_of(&locked, "aria-pressed").await.as_deref(), Some("true"));
    let why = desk.attr_of(&locked, "data-tip").await.unwrap_or_default();
    assert!(why.contains("Super Admin"), "row 38: {why}");
    assert!(desk.glance("//*[@data-region='changes']").await.is_none(), "nothing waits to be saved");
}

pub(crate) async fn wait_for_save_and_say_whom_they_reach(desk: &Desk<'_>) {
    desk.press("New role").await;
    desk.fill("Name", "Yard supervisor").await;
    desk.fill("What it is for", "Attends yard stays and signs what was done").await;
    desk.look("roles-new").await;
    desk.submit("Create role").await;
    desk.reads("Yard supervisor is a role now").await;
    // Ticked by keys alone: from the head of its column to View, then Space.
    wait(desk, "Yard supervisor", true).await;
    desk.keys("\u{e015}").await;
    desk.keys("\u{e015}").await;
    assert_eq!(focused(desk).await, "Yard supervisor: View Contacts");
    desk.keys(" ").await;
    desk.find(&format!("{}[@aria-pressed='true']", cell("Yard supervisor", "View Contacts"))).await;
    desk.find("//*[@data-region='changes' and contains(., '1 change to Yard supervisor')]").await;
    desk.reads("It reaches nobody yet").await;
    // A role that people have says how many, and who gains, before anything is saved.
    desk.search("release a run").await;
    desk.click(&cell("Finance", "Approve Payroll")).await;
    desk.reads("to Yard supervisor and Finance").await;
    desk.find("//*[@data-region='changes' and contains(., 'people as soon as you save')]").await;
    desk.find("//button[normalize-space(.)='Who gains, who loses']").await;
    desk.look("roles-changes").await;
    desk.press("Who gains, who loses").await;
    desk.find("//*[@role='dialog']//li[contains(., 'Gains') and contains(., 'Approve Payroll')]").await;
    desk.look("roles-impact").await;
    desk.submit("Save changes").await;
    desk.reads("to Yard supervisor and Finance saved").await;
    desk.gone("//*[@data-region='changes']").await;
    desk.undo("to Yard supervisor and Finance saved").await;
    desk.find(&format!("{}[@aria-pressed='false']", cell("Finance", "Approve Payroll"))).await;
    desk.click("//input[@type='search']").await;
    desk.keys("\u{e00c}").await;
    desk.find(&format!("{}[@aria-pressed='false']", cell("Yard supervisor", "View Contacts"))).await;
}

pub(crate) async fn are_compared_found_and_cloned(desk: &Desk<'_>) {
    for (which, role) in [("First role", "Fleet manager"), ("Second role", "Staff")] {
        let list = desk.find(&format!("//select[@aria-label='{which}']")).await;
        list.select_by_label(role).await.expect("the role");
    }
    desk.find("//*[@role='status' and contains(., ' differences')]").await;
    desk.click("//label[contains(., 'Only differences')]//input").await;
    // Both view contacts; only one deletes vessels.
    desk.gone(&cell("Staff", "View Contacts")).await;
    desk.find(&cell("Staff", "Delete Vessels")).await;
    desk.look("roles-compare").await;
    desk.press("Done comparing").await;

    desk.search("payslips").await;
    desk.find(&cell("Staff", "View Payroll")).await;
    desk.gone(&cell("Staff", "Delete Vessels")).await;
    desk.look("roles-find").await;
    desk.keys("\u{e00c}").await;
    desk.find(&cell("Staff", "View Contacts")).await;

    menu(desk, "Finance", "Clone…").await;
    desk.find("//*[@role='dialog' and contains(., 'It starts with')]").await;
    desk.submit("Create role").await;
    desk.reads("Finance copy is a role now").await;
    wait(desk, "Finance copy", true).await;
    desk.find(&format!("{}[@aria-pressed='true']", cell("Finance copy", "View Contacts"))).await;
}

pub(crate) async fn go_and_come_back_with_everybody(desk: &Desk<'_>) {
    let had = note(desk, "Fleet manager").await;
    assert!(had.starts_with("Custom · ") && !had.ends_with(" 0"), "{had}");
    desk.touch(&head("Fleet manager")).await;
    desk.look("roles-menu").await;
    desk.press("Delete…").await;
    desk.find("//*[@role='dialog']//*[@role='status' and contains(., 'lose')]").await;
    desk.find("//*[@role='dialog']//li[contains(., 'Loses')]").await;
    desk.look("roles-delete").await;
    desk.press("Delete role").await;
    desk.reads("Fleet manager deleted").await;
    wait(desk, "Fleet manager", false).await;
    desk.undo("Fleet manager deleted").await;
    wait(desk, "Fleet manager", true).await;
    assert_eq!(note(desk, "Fleet manager").await, had, "everybody has it again");
    // What is built in has no way to go.
    desk.touch(&head("Admin")).await;
    desk.find("//*[@role='menuitem' and @aria-disabled='true' and contains(., 'Delete…')]").await;
    desk.keys("\u{e00c}").await;
}

pub(crate) async fn leave_as_a_table(desk: &Desk<'_>, place: &Place) {
    desk.press("Export").await;
    desk.reads(" rows").await;
    let downloads = std::fs::read_dir(place.session.home().join("Downloads")).expect("a folder");
    let table =
        downloads.map(|entry| entry.expect("a file").path()).find(|path| path.extension().is_some_and(|e| e == "csv"));
    let text = std::fs::read_to_string(table.expect("the table")).expect("text");
    let first = text.lines().next().expect("a head");
    for role in ["Super Admin", "Admin", "Staff", "Read-Only", "Finance", "Yard supervisor", "Finance copy"] {
        assert!(first.contains(role), "{role} is a column: {first}");
    }
    assert!(text.lines().any(|line| line.contains("Payroll") && line.contains("Approve")), "{text}");
}
