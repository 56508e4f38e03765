//! The licenses screen.

use crate::at_work::Desk;
use fantoccini::Locator;

fn package(key: &str) -> String {
    format!("//tr[@data-package='{key}']")
}

pub(crate) async fn show_seats_holders_and_the_plan(desk: &Desk<'_>) {
    desk.go("Licenses").await;
    desk.click(&format!("{}/th", package("fleet.pro"))).await;
    desk.there("//h2[normalize-space(.)='Who holds Fleet Pro']").await;
    desk.there("//aside//li[@data-member]//button[contains(@aria-label, 'Revoke license of')]").await;
    desk.find("//aside//*[@role='status' and contains(., 'signed in for 60 days')]").await;
    desk.look("licenses").await;
    desk.press("Show them").await;
    desk.find("//aside//button[starts-with(normalize-space(.), 'Revoke ')]").await;
    desk.look("licenses-idle").await;
    desk.press("Show all").await;

    // Row 97: two, five, fifteen, fifty; where this organization stands.
    let cells = Locator::XPath("//table[contains(@class, 'plan-t')]//tr[contains(., 'Admin users')]/td");
    let mut allowed = Vec::new();
    for cell in desk.window.find_all(cells).await.expect("a table") {
        allowed.push(cell.text().await.expect("a number"));
    }
    assert_eq!(allowed, ["2", "5", "15", "50"]);
    desk.find("//th[contains(., 'Business') and contains(., 'Yours')]").await;
    desk.reads("of 15 admin users in use").await;
    desk.press("Change plan").await;
    desk.find("//*[@role='dialog']//label[contains(., 'Professional') and contains(., 'Lower ')]").await;
    desk.look("licenses-plan").await;
    desk.press("Cancel").await;
}

pub(crate) async fn end_where_no_seat_is_left(desk: &Desk<'_>) {
    desk.click(&format!("{}/th", package("payroll.standard"))).await;
    desk.there("//h2[normalize-space(.)='Who holds Payroll Standard']").await;
    desk.find(&format!("{}[contains(., 'None')]", package("payroll.standard"))).await;
    desk.press("Grant").await;
    desk.reads("Payroll Standard has no free seat. Revoke one or add seats.").await;
    desk.look("licenses-full").await;
    let grant = desk.find("//button[normalize-space(.)='Grant license']").await;
    assert_eq!(grant.attr("aria-disabled").await.expect("a button").as_deref(), Some("true"), "R22");
    desk.keys("\u{e00c}").await;

    // One goes, another comes.
    let holder = "//aside//input[@type='search']";
    desk.type_at(holder, "riha").await;
    desk.touch("//button[@aria-label='Revoke license of Tomáš Říha']").await;
    desk.reads("License of Tomáš Říha revoked").await;
    desk.find(&format!("{}[contains(., '11')]", package("payroll.standard"))).await;
    desk.press("Grant").await;
    desk.type_at("//input[contains(@aria-label, 'Who gets Payroll')]", "nils").await;
    desk.find("//*[@role='option' and contains(@class, 'is-hover') and contains(., 'Nils Öberg')]").await;
    desk.keys("\u{e007}").await;
    desk.press("Grant license").await;
    desk.reads("Nils Öberg has Payroll Standard").await;
    desk.find(&format!("{}[contains(., 'None')]", package("payroll.standard"))).await;

    // Fewer seats than are used are refused with words; one more is taken.
    desk.click("//button[@aria-label='Change seats of Payroll Standard']").await;
    desk.fill("Seats", "5").await;
    desk.submit("Set seats").await;
    desk.find("//*[@role='dialog']//p[contains(@class, 'error')]").await;
    desk.look("licenses-seats").await;
    desk.fill("Seats", "13").await;
    desk.submit("Set seats").await;
    desk.reads("Payroll Standard has 13 seats").await;
    desk.find(&format!("{}[contains(., '/ 13')]", package("payroll.standard"))).await;
}
