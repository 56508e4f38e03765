//! The window in other languages: chosen, kept, whole, and mirrored where they are written from right to left.

use crate::at_work::{Desk, Place};

/// Chooses a language in the first list of them on screen; the window speaks another for `system`.
async fn chooses(desk: &Desk<'_>, language: &str, spoken: &str) {
    desk.click(&format!("//option[@value='{language}']")).await;
    desk.find(&format!("//html[@lang='{spoken}']")).await;
}

/// Opens a section by its place in the sidebar.
async fn goes(desk: &Desk<'_>, route: &str, heading: &str) {
    desk.click(&format!("//nav//a[@href='#/{route}']")).await;
    desk.find(&format!("//h1[normalize-space(.)='{heading}']")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_speaks_the_language_that_is_chosen_and_keeps_to_it() {
    let place = Place::new().await;
    let desk = place.open().await;
    desk.find("//h1[normalize-space(.)='Welcome to Rollbook']").await;
    chooses(&desk, "de", "de").await;
    desk.find("//h1[normalize-space(.)='Willkommen bei Rollbook']").await;
    desk.look("start-de").await;
    desk.press("Beispiel öffnen").await;
    desk.find("//h1[normalize-space(.)='Benutzer']").await;
    desk.find("//tr[contains(normalize-space(.), 'nordlys.example')]").await;
    desk.look("users-de").await;
    goes(&desk, "activity", "Aktivität").await;
    desk.look("activity-de").await;
    desk.close().await;

    // The choice is kept, and taken back in the settings.
    let desk = place.open().await;
    desk.find("//h1[normalize-space(.)='Benutzer']").await;
    goes(&desk, "settings", "Einstellungen").await;
    chooses(&desk, "system", "en").await;
    desk.find("//h1[normalize-space(.)='Settings']").await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn arabic_runs_from_right_to_left_on_every_screen() {
    let place = Place::new().await;
    let desk = place.open().await;
    chooses(&desk, "ar", "ar").await;
    desk.find("//html[@dir='rtl']").await;
    desk.look("start-ar").await;
    desk.click("//div[contains(@class, 'wrap')]/button[last()]").await;
    desk.find("//tr[contains(normalize-space(.), 'nordlys.example')]").await;
    desk.look("users-ar").await;
    for route in ["roles", "groups", "licenses", "security", "activity", "mail", "settings"] {
        desk.click(&format!("//nav//a[@href='#/{route}']")).await;
        desk.find("//main//h1").await;
        desk.gone("//*[@aria-busy='true']").await;
        desk.look(&format!("{route}-ar")).await;
    }
    desk.click("//nav//a[@href='#/users']").await;
    desk.click("//tbody//tr[2]//a").await;
    desk.find("//*[contains(@class, 'sheet-sec')]").await;
    desk.look("person-ar").await;
    desk.close().await;
}
