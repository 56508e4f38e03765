//! A further organization, founded in the portal (rows 75–79, R18): the window's rules, step by step, without a script.

use crate::{browser::Browser, common::Served};
use reqwest::StatusCode;
use rollbook_domain::member::{AccessMode, Tab, Tier};
use rollbook_testkit::{Engine, contract};

contract![
    r18_an_owner_founds_an_organization_step_by_step_and_goes_there,
    r15_somebody_who_owns_nothing_founds_where_it_is_open_and_is_the_owner,
];

const SIGRUN: &str = "sigrun@nordlys.example";
pub(crate) const DETAILS: [(&str, &str); 7] = [
    ("subdomain", "fjordkraft"),
    ("country", "NO"),
    ("street", "Damsgårdsveien 14"),
    ("postal_code", "5058"),
    ("place", "Bergen"),
    ("vat", "NO923609016MVA"),
    ("time_zone", "Europe/Oslo"),
];
pub(crate) const PAYMENT: [(&str, &str); 3] = [("by", "invoice"), ("email", ""), ("reference", "PO 7")];

/// The details with one of them typed otherwise.
fn details<'a>(field: &str, typed: &'a str) -> Vec<(&'a str, &'a str)> {
    DETAILS.iter().map(|(name, value)| if *name == field { (*name, typed) } else { (*name, *value) }).collect()
}

pub(crate) async fn step(browser: &Browser<'_>, name: &str, fields: &[(&str, &str)]) -> crate::common::Answer {
    let path = format!("/me/new/{name}");
    browser.get(&path).await;
    browser.send(&path, fields).await
}

async fn r18_an_owner_founds_an_organization_step_by_step_and_goes_there(engine: Engine) {
    let served = Served::on(engine).await;
    let browser = Browser::of(&served, SIGRUN).await;
    browser.get("/me").await.says("New organization");
    browser.get("/me/new").await.leads_to("/me/new/name");
    browser.get("/me/new/payment").await.leads_to("/me/new/name");

    let taken = step(&browser, "name", &[("name", "NÓRDLYS")]).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    taken.says("is taken, or reads like a name that is.");
    taken.says("Free names close to it:");
    step(&browser, "name", &[("name", "Fjordkraft AS")]).await.leads_to("/me/new/details");

    let page = browser.get("/me/new/details").await;
    assert!(page.text.contains("<option value=\"NO\">Norway</option>"), "countries have names without a script");
    for (field, typed, words) in [
        ("vat", "NO123456789MVA", "check digit"),
        ("subdomain", "admin", "Choose another"),
        ("country", "XX", "This isn’t a country."),
    ] {
        let wrong = step(&browser, "details", &details(field, typed)).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(wrong.text.contains(&format!("id=\"{field}-error\"")), "{field}: {words} {}", wrong.words());
    }
    step(&browser, "details", &DETAILS).await.leads_to("/me/new/order");

    // Left, and taken up again where it was.
    browser.get("/me").await;
    browser.get("/me/new").await.leads_to("/me/new/order");
    assert!(browser.get("/me/new/details").await.text.contains("Damsgårdsveien 14"));

    let page = browser.get("/me/new/order").await;
    let options: Vec<&str> = page.text.split("<option value=\"").collect();
    let package = options[2].split_once('"').expect("a package to choose").0.to_owned();
    let no_seats = [("plan", "professional"), ("package-0", package.as_str()), ("seats-0", "many")];
    step(&browser, "order", &no_seats).await.says("This isn’t a number of seats.");
    let unknown = step(&browser, "order", &[("plan", "professional"), ("price", "0")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY, "C24");
    let order = [("plan", "professional"), ("package-0", package.as_str()), ("seats-0", "4")];
    step(&browser, "order", &order).await.leads_to("/me/new/payment");
    let payment = browser.get("/me/new/payment").await;
    payment.says("The seller adds no VAT for this country.");
    assert!(!payment.text.contains("value=\"provider\""), "no provider is offered where none is set up");

    step(&browser, "payment", &PAYMENT).await.leads_to("/organizations?founded");
    let choices = browser.get("/organizations?founded").await;
    choices.says("The organization is founded, and you are its owner.");
    choices.says("Fjordkraft AS");
    browser.get("/me/new").await.leads_to("/me/new/name");
}

async fn r15_somebody_who_owns_nothing_founds_where_it_is_open_and_is_the_owner(engine: Engine) {
    let served = Served::on(engine).await;
    let jon = "jon@nordlys.example";
    served.bench.user("Jón Ek", jon).await;
    let browser = Browser::of(&served, jon).await;
    let closed = browser.get("/me").await;
    assert!(!closed.text.contains("/me/new"), "closed where nothing is said");
    assert_eq!(browser.get("/me/new/name").await.status, StatusCode::FORBIDDEN);

    served.bench.directory.set_members_found(true);
    browser.get("/me").await.says("New organization");
    let taken = step(&browser, "name", &[("name", "NÓRDLYS")]).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY, "every rule holds");
    step(&browser, "name", &[("name", "Fjordkraft AS")]).await.leads_to("/me/new/details");
    step(&browser, "details", &DETAILS).await.leads_to("/me/new/order");
    step(&browser, "order", &[("plan", "professional")]).await.leads_to("/me/new/payment");
    step(&browser, "payment", &PAYMENT).await.leads_to("/organizations?founded");
    browser.get("/organizations?founded").await.says("Fjordkraft AS");

    let addressed = served.bench.directory.organization_at("fjordkraft-as").await;
    let addressed = addressed.expect("no failure").expect("it is there");
    let owner = served.bench.directory.owner(addressed.id).await.expect("an owner");
    assert_eq!((owner.email.as_str(), owner.tier), (jon, Tier::Owner), "R15");
    let rows = served.bench.rows(Tab::Active).await;
    let there = rows.iter().find(|row| row.email == jon).expect("still a member of the first");
    assert_eq!(there.tier, Tier::User, "nothing is gained where they were a user");

    // Closed again: what was begun is not finished.
    step(&browser, "name", &[("name", "Brygge AS")]).await.leads_to("/me/new/details");
    served.bench.directory.set_members_found(false);
    assert_eq!(browser.send("/me/new/payment", &PAYMENT).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn r18_nobody_but_the_owner_founds_and_no_other_site_does() {
    let served = Served::open().await;
    let mads = "mads@nordlys.example";
    served.bench.administrator("Mads Moe", mads, AccessMode::All).await;
    let browser = Browser::of(&served, mads).await;
    let page = browser.get("/me/new/name").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    page.says("Further organizations are the owner’s to found");
    let owner = Browser::of(&served, SIGRUN).await;
    owner.get("/me/new/name").await;
    let forged = owner.send_raw("/me/new/name", &[("name", "Fjordkraft AS"), ("form", "guessed")]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN, "C47");
    let out = Browser::new(&served).get("/me/new/name").await;
    out.leads_to("/");
}

#[tokio::test]
async fn what_a_browser_claims_to_have_answered_is_judged_again() {
    let served = Served::open().await;
    let browser = Browser::of(&served, SIGRUN).await;
    browser.get("/me/new/name").await;
    let (name, cookie) = browser.kept("draft").expect("a draft is kept");
    let text = String::from_utf8(hex::decode(&cookie).unwrap()).unwrap();
    let claimed = text.replace("\"reached\":0", "\"reached\":3").replace("\"name\":\"\"", "\"name\":\"Nordlys\"");
    browser.plant(&name, &hex::encode(claimed));
    let page = browser.send("/me/new/payment", &PAYMENT).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.says("is taken, or reads like a name that is.");
    browser.plant(&name, "no draft at all");
    browser.get("/me/new").await.leads_to("/me/new/name");
}
