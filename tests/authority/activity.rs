//! The activity screen.

use crate::at_work::{Desk, Place};

fn entry(title: &str) -> String {
    format!(
        "//table[@aria-label='Activity']//button[contains(@class, 'entry-b') and starts-with(normalize-space(.), '{title}')]"
    )
}

pub(crate) async fn tells_what_happened_and_seals_it(desk: &Desk<'_>) {
    desk.go("Activity").await;
    desk.there(&entry("Role created")).await;
    desk.press("Verify the chain").await;
    desk.reads("Chain verified").await;
    desk.there(&format!("{}[1]", entry("Role changed"))).await;
    desk.look("activity").await;

    // One entry opens to before and after, and to its seal.
    desk.click(&format!("({})[1]", entry("Role changed"))).await;
    desk.there("//table[@aria-label='Before and after']//th[normalize-space(.)='After']").await;
    desk.reads("This entry").await;
    desk.look("activity-entry").await;
    desk.press("Undo this change").await;
    desk.there("//*[@role='dialog']").await;
    desk.keys("\u{e00c}").await;
}

pub(crate) async fn is_narrowed_searched_and_exported(desk: &Desk<'_>, place: &Place) {
    desk.search("role deleted").await;
    desk.there(&entry("Role deleted")).await;
    desk.find("//*[@role='status']//*[contains(., ' entries match')]").await;
    desk.search("nothing of this kind").await;
    desk.reads("Nothing matches").await;
    desk.press("Clear").await;
    desk.there(&entry("Role created")).await;
    desk.press("Filter").await;
    desk.click("//*[@role='dialog']//label[contains(., 'Groups')]").await;
    desk.keys("\u{e00c}").await;
    desk.there(&entry("Group created")).await;
    desk.reads("Object").await;
    desk.look("activity-narrowed").await;
    desk.press("Export").await;
    desk.click("//*[@role='menuitem' and contains(., 'JSON Lines')]").await;
    desk.reads("exported to").await;
    let name =
        std::fs::read_dir(place.session.home().join("Downloads")).expect("a folder").flatten().map(|file| file.path());
    let written = name.into_iter().find(|path| path.extension().is_some_and(|end| end == "jsonl")).expect("a file");
    let text = std::fs::read_to_string(written).expect("text");
    assert!(text.lines().count() >= 1 && text.lines().all(|line| line.contains("\"seal\":")), "{text}");
}
