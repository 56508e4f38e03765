//! The owner's five minutes, through the real window: what Security says and its remedies, the access review by
//! keyboard and its sheet, and the way to a further organization.
#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]
#![cfg(target_os = "linux")]

mod at_work;
#[path = "owner/review.rs"]
mod review;
#[path = "owner/security.rs"]
mod security;
#[path = "owner/wizard.rs"]
mod wizard;

use at_work::Place;

#[tokio::test(flavor = "multi_thread")]
async fn r31_b14_the_owner_mends_what_security_names_and_signs_a_review_that_proves_itself() {
    let place = Place::new().await;
    let desk = place.open().await;
    desk.sample().await;
    security::names_who_needs_something(&desk).await;
    security::mends_each_in_its_place(&desk).await;
    security::says_whom_a_rule_reaches_before_it_holds(&desk).await;
    security::asks_by_mail_and_saves_its_report(&desk, &place).await;
    security::draws_reports_and_keeps_one_as_a_table(&desk, &place).await;
    review::is_walked_by_keyboard(&desk).await;
    review::takes_rights_as_it_is_signed(&desk).await;
    review::leaves_a_sheet_that_two_verifiers_call_whole(&place);
    review::leaves_the_same_on_paper(&place);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r18_a_further_organization_is_founded_step_by_step_and_opens() {
    let place = Place::new().await;
    let desk = place.open().await;
    desk.sample().await;
    wizard::begins_from_all_organizations(&desk).await;
    wizard::refuses_what_is_taken_and_offers_what_is_free(&desk).await;
    wizard::checks_details_and_is_taken_up_again(&desk).await;
    wizard::orders_by_invoice_and_one_stands_in_it(&desk).await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r18_who_asks_sales_gets_a_draft_and_the_question_arrives() {
    let place = Place::new().await;
    let desk = place.open().await;
    desk.found("Fjord AS", None).await;
    wizard::asks_sales_and_the_mail_arrives(&desk).await;
    desk.close().await;
}
