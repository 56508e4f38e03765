//! The access review.

use crate::{
    at_work::{Desk, Place},
    security::{path_of, saved},
};
use std::{path::Path, process::Command};

const REASON: &str = "Left for the yard in Bergen";

pub(crate) async fn is_walked_by_keyboard(desk: &Desk<'_>) {
    desk.press("Review admins").await;
    desk.find("//h1[normalize-space(.)='Access review']").await;
    desk.look("review").await;
    // The first row has the focus once it is asked for; the rest is keys alone.
    desk.find("//table[contains(@class, 'review')]//tbody/tr[11]").await;
    let rows = desk.window.find_all(fantoccini::Locator::Css("table.review tbody tr")).await.unwrap();
    assert!(rows.len() >= 11, "everybody who administers stands there: {}", rows.len());
    let first = serde_json::to_value(&rows[0]).unwrap();
    desk.window.execute("arguments[0].focus()", vec![first]).await.unwrap();
    for n in 0..rows.len() {
        let row = desk.window.active_element().await.unwrap().text().await.unwrap();
        if row.contains("Đức") {
            desk.keys("r").await;
            desk.find("//input[@aria-label='Why Trần Văn Đức is removed']").await;
            desk.keys(REASON).await;
            desk.keys("\u{e007}").await;
        } else {
            desk.keys("k").await;
        }
        desk.find(&format!("//*[@role='status']//span[contains(., '{} of {} admins decided')]", n + 1, rows.len()))
            .await;
        if n == 3 {
            // Left, and taken up again where it was.
            desk.press("Later").await;
            desk.press("Review admins").await;
            desk.find(&format!("//*[@role='status']//span[contains(., '4 of {} admins decided')]", rows.len())).await;
            let open = desk
                .window
                .find(fantoccini::Locator::XPath(
                    "//table[contains(@class, 'review')]//tbody/tr[not(.//*[@class='mark'])][1]",
                ))
                .await
                .unwrap();
            let open = serde_json::to_value(&open).unwrap();
            desk.window.execute("arguments[0].focus()", vec![open]).await.unwrap();
        }
    }
    desk.look("review-decided").await;
}

pub(crate) async fn takes_rights_as_it_is_signed(desk: &Desk<'_>) {
    desk.press("Sign off").await;
    desk.find("//*[@role='dialog']//h2[normalize-space(.)='Sign off and remove 1 admin?']").await;
    desk.find(
        "//*[@role='dialog']//*[@role='status' and contains(., '1 admin is removed, and loses no permission beside.')]",
    )
    .await;
    desk.look("review-sign").await;
    desk.click("//*[@role='dialog']//button[@type='submit' and normalize-space(.)='Sign off']").await;
    desk.reads("The access review is signed").await;
    desk.find("//h1[normalize-space(.)='Security']").await;
    desk.reads("The sheet is saved").await;
    desk.gone("//ul[@aria-label='Hidden admins']/li[contains(., 'Trần Văn Đức')]").await;
    desk.find("//*[@role='status']//*[contains(., 'Last reviewed') and contains(., 'by you')]").await;
    desk.look("security-reviewed").await;
}

pub(crate) fn leaves_a_sheet_that_two_verifiers_call_whole(place: &Place) {
    let sheet = saved(place, "json");
    assert!(sheet.contains(REASON) && sheet.contains("Trần Văn Đức"), "{sheet}");
    let whole = rollbook_verify::verify(&sheet).expect("whole");
    assert!(whole.lines >= 11 && whole.erased == 0);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sheet.json");
    std::fs::write(&path, &sheet).unwrap();
    let second = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/verify/second/verify.py");
    let told = Command::new("python3").arg(second).arg(&path).output().unwrap();
    let said = String::from_utf8(told.stdout).unwrap();
    assert_eq!(said.trim(), format!("whole {} {}", whole.head.0, whole.head.1));
    let changed = sheet.replace(REASON, "Nobody knows why");
    assert!(rollbook_verify::verify(&changed).is_err(), "a word that was changed is found");
}

pub(crate) fn leaves_the_same_on_paper(place: &Place) {
    let paper = path_of(place, "access review", "pdf");
    let told = Command::new("pdftotext").arg("-layout").arg(&paper).arg("-").output().unwrap();
    let text = String::from_utf8(told.stdout).unwrap();
    assert!(text.contains(REASON) && text.contains("Trần Văn Đức"), "{text}");
    let (_, seal) = rollbook_verify::verify(&saved(place, "json")).expect("whole").head;
    assert!(text.contains(&seal[..8]), "the head of the chain stands on it: {text}");
    // A picture of its first page, beside those of the window.
    let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screens/review-paper");
    let drawn = Command::new("pdftoppm").args(["-png", "-r", "110", "-singlefile"]).arg(&paper).arg(picture).status();
    assert!(drawn.unwrap().success());
}
