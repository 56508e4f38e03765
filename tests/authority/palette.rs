//! The palette, the glass room and my own permissions.

use crate::at_work::Desk;
use fantoccini::Locator;

const LINE: &str = "//input[@role='combobox' and contains(@aria-label, 'Find people')]";

async fn open(desk: &Desk<'_>) {
    desk.keys("\u{e009}k").await;
    desk.find(LINE).await;
}

async fn types(desk: &Desk<'_>, words: &str) {
    desk.type_at(LINE, words).await;
}

/// Nothing in a sheet can be set.
async fn is_read_only(desk: &Desk<'_>) {
    desk.reads("Read only").await;
    let controls = Locator::Css("main .sheet :is(button, input, select, textarea)");
    let found = desk.window.find_all(controls).await.expect("an answer");
    assert!(found.is_empty(), "B16: the glass room changes nothing");
}

pub(crate) async fn shows_what_they_see(desk: &Desk<'_>) {
    desk.click("//header//button[@aria-label='More']").await;
    desk.press("See as they do").await;
    desk.find("//h1[normalize-space(.)='Ayşe Yıldırım sees']").await;
    desk.find("//*[@role='group' and @aria-label='Invoices' and contains(., 'Granted by role Finance')]").await;
    is_read_only(desk).await;
    desk.look("glass").await;
    desk.press("Only what they have").await;
    desk.gone("//*[@role='group' and @aria-label='Payroll']").await;
}

pub(crate) async fn suspends_and_finds(desk: &Desk<'_>) {
    desk.go("Users").await;
    open(desk).await;
    desk.look("palette-empty").await;
    types(desk, "susp wojcik").await;
    desk.find("//*[@role='option' and @aria-selected='true' and contains(., 'Łukasz Wójcik')]").await;
    desk.reads("is signed out now and can’t sign in").await;
    desk.look("palette").await;
    desk.keys("\u{e007}").await;
    desk.gone(LINE).await;
    let off = format!("{}[contains(normalize-space(.), 'Suspended')]", Desk::row("lukasz.wojcik@nordlys.example"));
    desk.find("//input[@type='search']").await;
    desk.search("wojcik").await;
    desk.find(&off).await;
    desk.undo("uspended").await;
    desk.gone(&off).await;
    desk.find(&Desk::row("lukasz.wojcik@nordlys.example")).await;

    // Roles and groups, too.
    open(desk).await;
    types(desk, "fleet").await;
    desk.find("//*[@role='group']//*[@role='option' and contains(., 'Fleet operations')]").await;
    desk.find("//*[@role='option' and contains(., 'Fleet manager')]").await;
    desk.look("palette-roles-groups").await;
    desk.click("//*[@role='option' and contains(., 'Fleet operations')]").await;
    desk.find("//h1[normalize-space(.)='Groups']").await;
    desk.find("//h2[contains(normalize-space(.), 'Fleet operations')]").await;
}

pub(crate) async fn shows_my_permissions(desk: &Desk<'_>) {
    open(desk).await;
    types(desk, "my perm").await;
    desk.find("//*[@role='option' and @aria-selected='true' and contains(., 'My permissions')]").await;
    desk.keys("\u{e007}").await;
    desk.find("//h1[normalize-space(.)='My permissions']").await;
    desk.reads("Has everything as the owner").await;
    is_read_only(desk).await;
    desk.look("my-permissions").await;
}
