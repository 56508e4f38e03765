//! The page of one person: roles, marks with their sources, seats, dates, activity.

use crate::at_work::{Desk, quoted};

/// A mark of the table, in the state that its words say.
fn mark(title: &str, says: &str) -> String {
    let (title, says) = (quoted(&format!("{title}:")), quoted(says));
    format!("//table//button[starts-with(@aria-label, {title}) and contains(@aria-label, {says})]")
}

pub(crate) async fn opens_by_enter(desk: &Desk<'_>) {
    desk.search("yildirim").await;
    desk.gone(&Desk::row("henrik.aas@nordlys.example")).await;
    desk.keys("\u{e015}").await;
    desk.find("//tr[contains(., 'ayse.yildirim@nordlys.example') and @tabindex='0']").await;
    desk.keys("\u{e007}").await;
    desk.find("//h1[normalize-space(.)='Ayşe Yıldırım']").await;
    desk.find("//table[contains(@aria-label, 'ermissions by module')]").await;
    desk.look("person").await;
}

/// Chooses the role in the popover that adds, and waits for what it would give.
async fn choose_finance(desk: &Desk<'_>) {
    desk.press("Add Role").await;
    desk.type_at("//input[@aria-label='Find a role']", "finan").await;
    desk.find("//li[@role='option' and contains(@class, 'is-hover') and contains(., 'Finance')]").await;
    desk.keys("\u{e007}").await;
    desk.reads("permissions gained").await;
}

pub(crate) async fn gets_a_role_and_loses_it_by_undo(desk: &Desk<'_>) {
    desk.find(&mark("Manage Invoices", "not granted")).await;
    choose_finance(desk).await;
    desk.look("person-add-role").await;
    desk.keys("\u{e007}").await;
    desk.reads("Finance added: ").await;
    let held = mark("Manage Invoices", "granted by role Finance");
    desk.find(&held).await;
    let tip = desk.hover(&held).await;
    assert!(tip.starts_with("Manage invoices"), "{tip}");
    assert!(tip.contains("Granted by role Finance, since ") && tip.contains(", by Henrik Aas"), "B5: {tip}");
    assert!(tip.contains("Press to restrict"), "{tip}");
    desk.look("person-tooltip").await;
    // The toast's Undo takes the role and what it gave; the same by the entry of the activity.
    desk.undo("Finance added").await;
    desk.find(&mark("Manage Invoices", "not granted")).await;
    desk.gone("//button[@aria-label='Remove Finance']").await;
    choose_finance(desk).await;
    desk.keys("\u{e007}").await;
    desk.find(&held).await;
}

pub(crate) async fn is_restricted_and_sees_less(desk: &Desk<'_>) {
    desk.click(&mark("Manage Invoices", "granted by role Finance")).await;
    desk.reads("Manage invoices restricted").await;
    desk.find(&mark("Manage Invoices", "restricted for this person")).await;
    desk.look("person-restricted").await;
    desk.click(&mark("Manage Invoices", "restricted for this person")).await;
    desk.reads("Manage invoices no longer restricted").await;
    desk.find(&mark("Manage Invoices", "granted by role Finance")).await;

    // A module leaves their menu, and comes back by the entry of the activity.
    let shown = "//input[@aria-label='Show Invoices in the menu']";
    desk.selected(shown).await;
    desk.click(shown).await;
    desk.reads("Invoices hidden from the menu").await;
    desk.look("person-hidden").await;
    let entry = "//ol[@aria-label='Activity']/li[contains(., 'Invoices')]//button[normalize-space(.)='Undo']";
    desk.touch(entry).await;
    // What that would do is said first.
    desk.find("//*[@role='dialog' and contains(., 'Changes 1 person.')]").await;
    desk.look("person-undo").await;
    desk.click("//*[@role='dialog']//button[normalize-space(.)='Undo']").await;
    desk.reads("Undone").await;
    desk.selected(shown).await;
}

pub(crate) async fn gets_a_seat_and_an_end(desk: &Desk<'_>) {
    let cell = "//label[contains(@class, 'lic-cell')][.//input[@aria-label='Crew Standard']]";
    let before = desk.text_of(cell).await;
    assert!(before.contains(" seats left") || before.contains(" seat left"), "{before}");
    desk.click("//input[@aria-label='Crew Standard']").await;
    desk.reads("Crew Standard granted").await;
    desk.find(&format!("{cell}[contains(., 'Since')]")).await;
    desk.look("person-seat").await;
    desk.undo("Crew Standard granted").await;
    desk.find(&format!("{cell}[contains(., 'left')]")).await;
    assert_eq!(desk.text_of(cell).await, before, "the seat is free again");

    // The role of before gets a last day.
    desk.click("//button[contains(@class, 'name') and contains(normalize-space(.), 'Finance')]").await;
    let day = desk.field("Last day").await;
    let day = serde_json::to_value(&day).expect("a reference");
    let set = "const [field] = arguments; field.value = '2031-03-09'; field.dispatchEvent(new Event('input', { bubbles: true }));";
    desk.window.execute(set, vec![day]).await.expect("a day");
    desk.look("person-dates").await;
    desk.press("Set dates").await;
    desk.reads("Dates of Finance set").await;
    desk.find("//button[contains(@class, 'name') and contains(normalize-space(.), 'until 9 Mar')]").await;
    desk.find("//ol[@aria-label='Activity']/li[contains(., 'End of Finance set')]").await;
}
