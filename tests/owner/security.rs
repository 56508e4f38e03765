//! The security page.

use crate::at_work::{Desk, Place};
use fantoccini::Locator;
use std::{fs, path::PathBuf};

/// A person of one of the page's lists.
fn of(list: &str, who: &str) -> String {
    format!("//ul[@aria-label='{list}']/li[contains(normalize-space(.), '{who}')]")
}

/// The button at the end of somebody's row.
fn remedy(list: &str, who: &str, name: &str) -> String {
    format!("{}//button[normalize-space(.)='{name}']", of(list, who))
}

const DUC: &str = "duc.tran@nordlys.example";

pub(crate) async fn names_who_needs_something(desk: &Desk<'_>) {
    // Somebody is shut out who still holds administrator rights.
    desk.search("duc tran").await;
    let row = Desk::row(DUC);
    desk.find(&row).await;
    // The row was there before anything was searched, too.
    desk.reads("1 of 248 users").await;
    desk.touch(&format!("{row}//button[contains(@aria-label, 'Actions') or contains(@aria-label, 'actions')]")).await;
    desk.press("Suspend").await;
    desk.reads("Trần Văn Đức suspended").await;

    desk.go("Security").await;
    desk.find(&of("Hidden admins", "Trần Văn Đức")).await;
    desk.find(&of("Without role", "정우석")).await;
    desk.find("//nav//a[contains(., 'Security')]//*[contains(@class, 'count') and contains(., 'to review')]").await;
    desk.find("//*[@role='img' and contains(@aria-label, 'admin users in use')]").await;
    desk.look("security").await;
    desk.press("Year").await;
    desk.find("//*[@role='radio' and @aria-checked='true' and normalize-space(.)='Year'] | //button[@aria-pressed='true' and normalize-space(.)='Year']").await;
    desk.press("90 days").await;
}

pub(crate) async fn mends_each_in_its_place(desk: &Desk<'_>) {
    // Who has no role gets one.
    desk.find(&format!("{}//select", of("Without role", "정우석"))).await.select_by_label("Staff").await.unwrap();
    desk.click(&remedy("Without role", "정우석", "Assign role")).await;
    desk.reads("Role Staff added for 정우석").await;
    desk.gone(&of("Without role", "정우석")).await;
    desk.reads("Every admin has a role.").await;

    // Who is shut out loses what was forgotten, and gets it back by Undo.
    desk.click(&remedy("Hidden admins", "Trần Văn Đức", "Remove admin rights")).await;
    desk.gone(&of("Hidden admins", "Trần Văn Đức")).await;
    desk.undo("Trần Văn Đức is no longer an admin").await;
    desk.find(&of("Hidden admins", "Trần Văn Đức")).await;

    // Who has no second factor is asked, and then has to set one up.
    let first = "(//ul[@aria-label='Without 2FA']/li[.//button[normalize-space(.)='Ask']])[1]";
    let name = desk.text_of(&format!("{first}//a")).await;
    desk.click(&format!("{first}//button[normalize-space(.)='Ask']")).await;
    desk.find(&remedy("Without 2FA", &name, "Ask again")).await;
    desk.click(&remedy("Without 2FA", &name, "Require at next sign-in")).await;
    desk.find(&format!("{}[contains(., 'Required at the next sign-in')]", of("Without 2FA", &name))).await;
    desk.look("security-mended").await;
}

pub(crate) async fn says_whom_a_rule_reaches_before_it_holds(desk: &Desk<'_>) {
    let rule = "//*[@role='switch' and @aria-label='Admins must use 2FA']";
    desk.touch(rule).await;
    desk.find("//*[@role='dialog' and contains(., 'would be asked at next sign-in')]").await;
    desk.look("security-rule").await;
    if std::env::var("ROLLBOOK_OVER").is_ok() {
        // Whoever signed in has no second factor: from now on they would set one up before anything else.
        desk.press("Cancel").await;
        desk.gone("//*[@role='dialog']").await;
        return;
    }
    desk.click("//*[@role='dialog']//button[@type='submit']").await;
    desk.reads("2FA is required").await;
    desk.there(&format!("{rule}[@aria-describedby and following::*[contains(., 'required now')]]")).await;
    desk.touch(rule).await;
    desk.reads("2FA is no longer required").await;
}

pub(crate) async fn asks_by_mail_and_saves_its_report(desk: &Desk<'_>, place: &Place) {
    desk.click("//button[starts-with(normalize-space(.), 'Remind ')]").await;
    desk.reads(" asked by mail").await;
    desk.press("Save report").await;
    desk.reads("The report is saved").await;
    let report = saved(place, "csv");
    for part in ["Figures,With a second factor", "Without 2FA,", "Hidden admins,Trần Văn Đức"] {
        assert!(report.contains(part), "{part} stands in it: {report}");
    }
}

pub(crate) async fn draws_reports_and_keeps_one_as_a_table(desk: &Desk<'_>, place: &Place) {
    desk.press("Reports").await;
    for report in ["Sign-ins", "Last sign-in", "Unused licenses", "Open invitations"] {
        desk.find(&format!("//h2[normalize-space(.)='{report}']")).await;
    }
    desk.find("//table[caption[.='Last sign-in']]//th[@scope='row']").await;
    desk.look("reports").await;
    desk.click("//button[normalize-space(.)='Save as CSV: Last sign-in']").await;
    desk.reads("Last sign-ins saved").await;
    let shown =
        desk.window.find_all(Locator::XPath("//table[caption[.='Last sign-in']]/tbody/tr")).await.unwrap().len();
    let table = saved_as(place, "away", "csv");
    assert_eq!(table.lines().count(), 1 + shown, "a head, and each row that is shown: {table}");
    desk.click("//a[normalize-space(.)='Security' and contains(@class, 'link')]").await;
    desk.find("//h1[normalize-space(.)='Security']").await;
}

/// The one file of this kind among the downloads.
pub(crate) fn saved(place: &Place, end: &str) -> String {
    saved_as(place, "", end)
}

/// The file among the downloads whose name holds this and ends so.
fn saved_as(place: &Place, called: &str, end: &str) -> String {
    fs::read_to_string(path_of(place, called, end)).expect("text")
}

/// Where it lies.
pub(crate) fn path_of(place: &Place, called: &str, end: &str) -> PathBuf {
    let downloads = fs::read_dir(place.session.home().join("Downloads")).expect("a folder");
    let mut paths = downloads.map(|entry| entry.expect("a file").path());
    let is = |path: &PathBuf| {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        name.contains(called) && path.extension().is_some_and(|e| e == end)
    };
    paths.find(is).expect("the file")
}
