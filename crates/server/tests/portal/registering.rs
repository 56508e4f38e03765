//! Registering (row 75): somebody without an account founds an organization, where the configuration lets anybody.

use crate::{
    browser::Browser,
    common::{Answer, Served},
    founding::{DETAILS, PAYMENT, step},
};
use reqwest::StatusCode;
use rollbook_domain::{
    member::Tier,
    time::{DAY, HOUR},
};
use rollbook_testkit::{Engine, PASSWORD, contract};

contract![
    r15_whoever_registers_founds_an_organization_and_signs_in_as_its_owner,
    c40_whoever_has_an_account_hears_the_same_and_is_told_by_mail_alone,
    c36_of_two_foundings_by_one_link_one_is_done,
];

const UNA: &str = "una@fjordkraft.example";

async fn registers(browser: &Browser<'_>, name: &str, email: &str) -> Answer {
    browser.get("/register").await;
    let (first, last) = name.split_once(' ').unwrap_or((name, ""));
    browser.send("/register", &[("first_name", first), ("last_name", last), ("email", email)]).await
}

/// The path of the link in the newest mail of the platform, as its reader gets it.
pub(crate) async fn link(served: &Served, email: &str) -> String {
    let now = served.bench.directory.now().0;
    let mails = served.bench.store().claim_any_mails(now, HOUR, 50).await.expect("the outbox");
    let text = mails.into_iter().filter(|(_, mail)| mail.to_address == email).map(|(_, mail)| mail.text).next_back();
    let text = text.expect("a mail waits");
    let path = text.split(&served.base).nth(1).expect("a link of this portal");
    path.split_whitespace().next().expect("its path").to_owned()
}

async fn chooses(browser: &Browser<'_>, path: &str) -> Answer {
    browser.get(path).await;
    browser.send(path, &[("password", PASSWORD), ("again", PASSWORD)]).await
}

async fn walks(browser: &Browser<'_>, name: &str) {
    step(browser, "name", &[("name", name)]).await.leads_to("/me/new/details");
    step(browser, "details", &DETAILS).await.leads_to("/me/new/order");
    step(browser, "order", &[("plan", "professional")]).await.leads_to("/me/new/payment");
}

async fn r15_whoever_registers_founds_an_organization_and_signs_in_as_its_owner(engine: Engine) {
    let served = Served::on(engine).await;
    let browser = Browser::new(&served);
    assert!(!browser.get("/").await.text.contains("/register"), "closed where nothing is said");
    assert_eq!(browser.get("/register").await.status, StatusCode::NOT_FOUND);
    served.bench.directory.set_anybody_founds(true);
    browser.get("/").await.says("New here? Found an organization");

    for (name, email, words) in [
        ("", UNA, "This isn’t a name."),
        ("https://evil.example Berg", UNA, "This isn’t a name."),
        ("Una Berg", "una", "This isn’t an e-mail address."),
    ] {
        let wrong = registers(&browser, name, email).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{name} {email}");
        wrong.says(words);
    }
    registers(&browser, "Una Berg", UNA).await.says(&format!("on its way to {UNA}"));
    let path = link(&served, UNA).await;
    assert!(
        served.bench.store().credential(UNA).await.expect("no failure").is_none(),
        "no account before there is one"
    );
    browser.get("/me/new").await.leads_to("/");

    browser.get(&path).await.says("Welcome, Una");
    let weak = browser.send(&path, &[("password", "berg"), ("again", "berg")]).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY, "R23");
    chooses(&browser, &path).await.leads_to("/me/new");
    browser.get("/me/new").await.leads_to("/me/new/name");
    let taken = step(&browser, "name", &[("name", "NÓRDLYS")]).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY, "every rule holds");
    step(&browser, "name", &[("name", "Fjordkraft AS")]).await.leads_to("/me/new/details");

    // Left at another machine, and taken up again by the same link; the password is chosen once.
    let other = Browser::new(&served);
    let page = other.get(&path).await;
    assert!(!page.text.contains("name=\"password\""), "{}", page.words());
    other.send(&path, &[]).await.leads_to("/me/new");
    walks(&other, "Fjordkraft AS").await;
    other.get("/me/new/payment").await.says(UNA);
    other.send("/me/new/payment", &PAYMENT).await.leads_to("/?founded");
    other.get("/?founded").await.says("you are its owner");

    other.sign_in(UNA, PASSWORD).await.leads_to("/me");
    let addressed = served.bench.directory.organization_at("fjordkraft-as").await;
    let addressed = addressed.expect("no failure").expect("it is there");
    let owner = served.bench.directory.owner(addressed.id).await.expect("an owner");
    assert_eq!((owner.email.as_str(), owner.tier, owner.name().as_str()), (UNA, Tier::Owner, "Una Berg"), "R15");
    assert_eq!(other.get(&path).await.status, StatusCode::GONE, "used up");
    browser.get("/me/new/name").await.leads_to("/");
}

async fn c40_whoever_has_an_account_hears_the_same_and_is_told_by_mail_alone(engine: Engine) {
    let served = Served::on(engine).await;
    served.bench.directory.set_anybody_founds(true);
    let jon = "jon@nordlys.example";
    served.bench.user("Jón Ek", jon).await;
    let browser = Browser::new(&served);
    let mut answers = Vec::new();
    for email in [jon, UNA] {
        let page = registers(&browser, "Una Berg", email).await;
        assert_eq!(page.status, StatusCode::OK);
        answers.push(page.text.replace(email, "E-MAIL"));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    let path = link(&served, jon).await;
    browser.get(&path).await.says("You have an account already");
    let pressed = browser.send(&path, &[("password", PASSWORD), ("again", PASSWORD)]).await;
    pressed.says("You have an account already");
    browser.get("/me/new").await.leads_to("/");
    Browser::of(&served, jon).await.get("/me").await.says("New organization");
}

async fn c36_of_two_foundings_by_one_link_one_is_done(engine: Engine) {
    let served = Served::on(engine).await;
    served.bench.directory.set_anybody_founds(true);
    let browser = Browser::new(&served);
    registers(&browser, "Una Berg", UNA).await;
    let path = link(&served, UNA).await;
    chooses(&browser, &path).await.leads_to("/me/new");
    walks(&browser, "Fjordkraft AS").await;
    let other = Browser::new(&served);
    other.get(&path).await;
    other.send(&path, &[]).await.leads_to("/me/new");
    walks_elsewhere(&other).await;
    for browser in [&browser, &other] {
        browser.get("/me/new/payment").await;
    }
    let (one, two) = tokio::join!(browser.send("/me/new/payment", &PAYMENT), other.send("/me/new/payment", &PAYMENT));
    let founded = [&one, &two].iter().filter(|answer| answer.status == StatusCode::SEE_OTHER).count();
    let places =
        [&one, &two].map(|answer| answer.headers.get("location").map(|to| to.to_str().expect("text").to_owned()));
    let done = places.iter().flatten().filter(|to| *to == "/?founded").count();
    assert_eq!(done, 1, "{founded} {places:?} {} {}", one.words(), two.words());
    let all = served.bench.store().organizations().await.expect("no failure");
    assert_eq!(all.iter().filter(|one| one.name.starts_with("Fjordkraft")).count(), 1);
}

async fn walks_elsewhere(browser: &Browser<'_>) {
    step(browser, "name", &[("name", "Fjordkraft Nord")]).await.leads_to("/me/new/details");
    let details: Vec<_> = DETAILS.iter().filter(|(name, _)| *name != "subdomain").copied().collect();
    let details = [details.as_slice(), &[("subdomain", "fjordkraft-nord")]].concat();
    step(browser, "details", &details).await.leads_to("/me/new/order");
    step(browser, "order", &[("plan", "professional")]).await.leads_to("/me/new/payment");
}

#[tokio::test]
async fn a_link_is_bound_to_its_time_its_page_and_the_browser_that_it_was_opened_in() {
    let served = Served::open().await;
    served.bench.directory.set_anybody_founds(true);
    let browser = Browser::new(&served);
    registers(&browser, "Una Berg", UNA).await;
    let path = link(&served, UNA).await;
    browser.get(&path).await;
    let forged = browser.send_raw(&path, &[("password", PASSWORD), ("again", PASSWORD), ("form", "guessed")]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN, "nobody is made to found in a stranger’s name");
    let more = [("password", PASSWORD), ("again", PASSWORD), ("tier", "owner")];
    browser.get(&path).await;
    assert_eq!(browser.send(&path, &more).await.status, StatusCode::UNPROCESSABLE_ENTITY, "C24");
    for wrong in ["/register/guessed", "/password/TOKEN", "/join/TOKEN"] {
        let token = path.rsplit('/').next().expect("a token");
        let answer = browser.get(&wrong.replace("TOKEN", token)).await;
        assert!(answer.status.is_client_error(), "{wrong}: {}", answer.status);
    }
    chooses(&browser, &path).await.leads_to("/me/new");
    served.bench.clock.advance(3 * DAY);
    assert_eq!(browser.get(&path).await.status, StatusCode::GONE, "too old");
    browser.get("/me/new/name").await.leads_to("/");
    served.bench.directory.tidy_sessions().await.expect("no failure");
    let dump = served.bench.dump().await;
    assert!(dump.table("registration").is_empty(), "nothing is left of who doesn’t come back");
}

#[tokio::test]
async fn r25_registering_is_slowed_by_address_and_by_place_and_bounded_by_the_outbox() {
    let served = Served::open().await;
    served.bench.directory.set_anybody_founds(true);
    let browser = Browser::new(&served);
    let mut said = Vec::new();
    for _ in 0..5 {
        said.push(registers(&browser, "Una Berg", UNA).await.status);
    }
    assert_eq!(said[..3], [StatusCode::OK; 3]);
    assert_eq!(said[4], StatusCode::TOO_MANY_REQUESTS, "nobody’s mailbox is filled");
    let mut last = StatusCode::OK;
    for at in 0..12 {
        last = registers(&browser, "Una Berg", &format!("una{at}@fjordkraft.example")).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS, "by place");
}
