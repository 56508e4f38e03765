//! The way to a further organization.

use crate::at_work::{Desk, OWNERS_PASSWORD};
use rollbook_testservers::smtp::{Options, SmtpServer, Tls};
use std::time::Duration;

/// What a company is called that reads like the sample's.
const TAKEN: &str = "NÓRDLYS rederi A/S";
const SALES: &str = "sales@rollbook.example";

pub(crate) async fn begins_from_all_organizations(desk: &Desk<'_>) {
    desk.click("//button[contains(@class, 'org-switch')]").await;
    desk.press("All organizations").await;
    desk.find("//h1[normalize-space(.)='Organizations']").await;
    desk.press("New organization").await;
    desk.find("//h1[normalize-space(.)='New organization']").await;
    // The way back is where one came from.
    desk.find("//a[normalize-space(.)='Organizations' and contains(@href, '#/organizations')]").await;
}

pub(crate) async fn refuses_what_is_taken_and_offers_what_is_free(desk: &Desk<'_>) {
    desk.fill("Company name", TAKEN).await;
    desk.reads("Free names close to it").await;
    desk.look("wizard-name-taken").await;
    let first = "(//button[contains(@class, 'chip')])[1]";
    let name = desk.text_of(first).await;
    desk.click(first).await;
    desk.reads("Name is free").await;
    assert_eq!(desk.field("Company name").await.prop("value").await.unwrap(), Some(name));
    desk.fill("Company name", "Havn Shipping AS").await;
    desk.reads("Name is free").await;
    desk.look("wizard-name").await;
    desk.press("Continue").await;
}

pub(crate) async fn checks_details_and_is_taken_up_again(desk: &Desk<'_>) {
    desk.field("Country").await.select_by_value("NO").await.unwrap();
    desk.fill("VAT number", "NO123456789MVA").await;
    desk.find("//*[@aria-invalid='true']").await;
    desk.look("wizard-vat-wrong").await;
    desk.fill("VAT number", "NO923609016MVA").await;
    desk.reads("The check digits fit").await;
    desk.fill("Subdomain", "admin").await;
    desk.find("//*[@aria-invalid='true']").await;
    desk.fill("Subdomain", "havn-shipping").await;
    desk.fill("Place", "Bergen").await;
    desk.fill("Street and number", "Damsgårdsveien 14").await;
    desk.fill("Postal code", "5058").await;
    desk.gone("//*[@aria-invalid='true']").await;
    desk.look("wizard-details").await;

    // Left, and taken up again where it was.
    desk.press("Cancel and close").await;
    desk.find("//h1[normalize-space(.)='Organizations']").await;
    desk.press("New organization").await;
    desk.reads("Step 2 of 4").await;
    assert_eq!(desk.field("Place").await.prop("value").await.unwrap().as_deref(), Some("Bergen"));
    desk.press("Continue").await;
    desk.reads("Step 3 of 4").await;
}

pub(crate) async fn orders_by_invoice_and_one_stands_in_it(desk: &Desk<'_>) {
    desk.click("//label[contains(@class, 'plan-o') and contains(., 'Professional')]").await;
    desk.touch("//input[@type='checkbox' and @aria-label='Fleet'] | //label[normalize-space(.)='Fleet']//input").await;
    desk.click("//input[@aria-label='Fleet seats']").await;
    desk.keys("\u{e010}\u{e003}\u{e003}25").await;
    desk.keys("\u{e004}").await;
    desk.find("//aside//dt[contains(., 'Fleet') and contains(., ', 25 seats')]").await;
    desk.find("//aside//dt[normalize-space(.)='Without VAT']").await;
    desk.reads("The seller adds no VAT for this country.").await;
    desk.look("wizard-order").await;
    desk.press("Continue to payment").await;
    desk.reads("Step 4 of 4").await;
    desk.reads("Damsgårdsveien 14").await;
    desk.fill("Your reference", "PO 4711").await;
    // A file has a password of its own; a server or a database knows the person already.
    let beside = std::env::var("ROLLBOOK_OVER").is_ok();
    if !beside {
        desk.fill("Your password there", OWNERS_PASSWORD).await;
        desk.fill("Password again", OWNERS_PASSWORD).await;
    }
    desk.look("wizard-payment").await;
    desk.click("//button[starts-with(normalize-space(.), 'Order for ')]").await;
    if beside {
        desk.find("//*[@role='status' and contains(., 'Havn Shipping AS') and contains(., 'is there')]").await;
        desk.look("wizard-done").await;
        desk.press("Open Havn Shipping AS").await;
    }
    desk.find("//*[contains(@class, 'org-name') and contains(., 'Havn Shipping AS')]").await;
    desk.find("//h1[normalize-space(.)='Users']").await;
    // Nothing of the organization before is on the screen any more.
    desk.find("//nav//a[contains(., 'Users')]//*[@class='n' and normalize-space(.)='1']").await;
    desk.go("Settings").await;
    desk.find("//table[@aria-label='What is paid for each month']//tr[contains(., 'Professional plan')]").await;
    desk.find("//table[@aria-label='What is paid for each month']//tr[normalize-space(td)='25 seats']").await;
    desk.find("//table[@aria-label='What is paid for each month']//tr[contains(., 'Without VAT')]").await;
    desk.look("billing").await;
    shows_all_that_the_owner_owns(desk, beside).await;
}

/// Sub-accounts, from the one that is there since a moment ago (R18).
async fn shows_all_that_the_owner_owns(desk: &Desk<'_>, beside: bool) {
    desk.go("Settings").await;
    if beside {
        let all = "//table[@aria-label='Your organizations in this place']";
        desk.find(&format!("{all}//tr[contains(., 'Havn Shipping AS') and contains(., 'Professional')]")).await;
        desk.find(&format!("{all}//tr[contains(., 'Havn Shipping AS') and contains(., 'By invoice')]")).await;
        desk.find(&format!("{all}//tr[contains(., 'Havn Shipping AS') and contains(., 'Open now')]")).await;
        desk.show(all).await;
        desk.look_anywhere("sub-accounts").await;
        // Back to the one before, by the same sign-in.
        desk.click(&format!("{all}//tr[contains(., 'Nordlys')]//button[normalize-space(.)='Open']")).await;
        desk.find("//*[contains(@class, 'org-name') and contains(., 'Nordlys')]").await;
    } else {
        desk.reads("This file holds one organization, so it has no sub-accounts.").await;
        desk.show("//section[.//h2[normalize-space(.)='Sub-accounts']]").await;
        desk.look("sub-accounts-file").await;
    }
}

pub(crate) async fn asks_sales_and_the_mail_arrives(desk: &Desk<'_>) {
    begins_from_all_organizations(desk).await;
    desk.fill("Company name", "Brygge Tre AS").await;
    desk.reads("Name is free").await;
    desk.press("Continue").await;
    desk.field("Country").await.select_by_value("NO").await.unwrap();
    desk.press("Continue").await;
    desk.press("Ask sales for a quote").await;
    desk.reads("Sales gets your order by mail").await;
    desk.fill("Your password there", OWNERS_PASSWORD).await;
    desk.fill("Password again", OWNERS_PASSWORD).await;
    desk.look("wizard-quote").await;
    desk.click("//button[normalize-space(.)='Ask for a quote and create a draft']").await;
    desk.find("//*[contains(@class, 'org-name') and contains(., 'Brygge Tre AS')]").await;

    // The new organization has no mail server yet: the question waits, and leaves when there is one.
    desk.go("Mail").await;
    desk.find(&format!(
        "//ul[@aria-label='Mails']//button[starts-with(normalize-space(.), 'Waiting') and contains(., '{SALES}')]"
    ))
    .await;
    let mails = SmtpServer::start(&Options { tls: Tls::None, auth: None, names: Vec::new() }).unwrap();
    desk.go("Settings").await;
    desk.reads("This organization is a draft").await;
    desk.fill("Server", "127.0.0.1").await;
    desk.field("Protection").await.select_by_value("plain_loopback").await.unwrap();
    desk.fill("Port", &mails.port.to_string()).await;
    desk.press("Save").await;
    desk.reads("Mail server saved").await;
    let arrived = mails.wait_for(1, Duration::from_secs(20)).unwrap();
    assert_eq!(arrived[0].rcpt_tos, [SALES]);
    assert!(
        arrived[0].text.contains("Business plan") && arrived[0].text.contains("Brygge Tre AS"),
        "{}",
        arrived[0].text
    );
}
