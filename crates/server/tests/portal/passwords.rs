//! New passwords: by a link that one asked for or was sent (R2, R26), and by one's own choice (R24).

use crate::{browser::Browser, common::Served};
use reqwest::StatusCode;
use rollbook_directory::contract::{PolicyFields, SetPolicy};
use rollbook_domain::{command::Action, organization::Recovery, time::HOUR};
use rollbook_testkit::{Engine, PASSWORD, contract};

contract![
    r26_a_forgotten_password_is_chosen_anew_by_a_link,
    r24_a_password_that_has_to_be_changed_is_changed_before_anything_else,
    r24_a_new_password_ends_every_other_session,
];

const JON: &str = "jon@nordlys.example";
const NEW: &str = "amber-tundra-58-velcro-moth";

async fn with_jon(engine: Engine) -> Served {
    let served = Served::on(engine).await;
    served.bench.user("Jón Þórsson", JON).await;
    served
}

/// Asks for a link, and waits until the mail with it is in the outbox: the answer waits for nothing.
async fn asked(served: &Served, path: &str) -> String {
    let browser = Browser::new(served);
    browser.get(path).await;
    let page = browser.send(path, &[("email", JON)]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.words());
    page.says("Look in your mail");
    page.says("If jon@nordlys.example signs in here, a link is on its way there. It works for one hour, once.");
    for _ in 0..2_000 {
        if let Some(token) = newest_link(served).await {
            return format!("/password/{token}");
        }
        tokio::task::yield_now().await;
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    panic!("no mail with a link came")
}

async fn newest_link(served: &Served) -> Option<String> {
    let mails = served.bench.dump().await;
    let rows = mails.table("mail").iter().filter(|row| row.contains("template=password") || row.contains("/password/"));
    rows.filter_map(|row| row.split("/password/").nth(1)).next_back().map(|rest| rest.chars().take(43).collect())
}

async fn r26_a_forgotten_password_is_chosen_anew_by_a_link(engine: Engine) {
    let served = with_jon(engine).await;
    let (open, forgetful) = (Browser::of(&served, JON).await, Browser::new(&served));
    let page = forgetful.get("/").await;
    page.says("Forgot your password?");
    assert!(page.text.contains("href=\"&#x2f;forgot\""));
    let path = asked(&served, "/forgot").await;
    let page = forgetful.get(&path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.words());
    page.says("Choose a new password");
    page.says("It replaces the one that you had, and ends every session that is open.");
    Browser::is_in(&open.get("/me").await);

    let done = served.accept(&path, NEW).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.words());
    done.says("The new password holds");
    open.get("/me").await.leads_to("/?ended");
    assert_eq!(forgetful.sign_in(JON, PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY, "the old one is gone");
    forgetful.sign_in(JON, NEW).await.leads_to("/me");
    let used = forgetful.get(&path).await;
    assert_eq!(used.status, StatusCode::GONE);
    used.says("If that was you, sign in with the new password.");
}

#[tokio::test]
async fn c40_the_form_answers_everybody_alike() {
    let served = with_jon(Engine::Sqlite).await;
    let mut answers = Vec::new();
    for email in [JON, "nobody@nordlys.example", "not an address", "sigrun@nordlys.example"] {
        let browser = Browser::new(&served);
        browser.get("/o/nordlys/forgot").await;
        let page = browser.send("/o/nordlys/forgot", &[("email", email)]).await;
        assert_eq!(page.status, StatusCode::OK);
        answers.push(page.text.replace(email, ""));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
    let browser = Browser::new(&served);
    browser.get("/forgot").await;
    let empty = browser.send("/forgot", &[("email", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    empty.says("There is no e-mail yet.");
}

#[tokio::test]
async fn r26_nobodys_mailbox_is_filled() {
    let served = with_jon(Engine::Sqlite).await;
    let browser = Browser::new(&served);
    let mut last = browser.get("/forgot").await;
    for _ in 0..4 {
        browser.get("/forgot").await;
        last = browser.send("/forgot", &[("email", JON)]).await;
    }
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(last.headers["retry-after"].to_str().unwrap().parse::<u64>().unwrap() >= 1);
    last.says("There were too many tries.");
}

#[tokio::test]
async fn r26_where_recovery_is_off_it_is_not_offered_and_where_addresses_are_told_it_tells() {
    let served = with_jon(Engine::Sqlite).await;
    let desk = served.bench.desk();
    let set = async |change: fn(&mut PolicyFields)| {
        let seen = desk.policy().await.unwrap().policy;
        let mut policy = seen.clone();
        change(&mut policy);
        let ask = SetPolicy { command: served.bench.command(), seen, policy };
        desk.set_policy(&ask).await.unwrap();
    };
    set(|policy| policy.hides_addresses = false).await;
    let browser = Browser::new(&served);
    browser.get("/o/nordlys/forgot").await;
    let page = browser.send("/o/nordlys/forgot", &[("email", "nobody@nordlys.example")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.says("Nobody signs in here with this e-mail.");
    set(|policy| policy.recovery = Recovery { users: false, administrators: false }).await;
    assert!(!browser.get("/o/nordlys").await.text.contains("forgot\""), "not offered");
    let page = browser.get("/o/nordlys/forgot").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    page.says("Ask an administrator of your organization for a link.");
}

#[tokio::test]
async fn r2_a_link_for_a_password_works_once_for_one_hour_and_under_its_own_page() {
    let served = with_jon(Engine::Sqlite).await;
    let path = asked(&served, "/o/nordlys/forgot").await;
    let join = path.replace("/password/", "/join/");
    let elsewhere = served.get(&join).await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND, "C36: it opens nothing else");
    assert_eq!(served.accept(&join, NEW).await.status, StatusCode::NOT_FOUND);
    let invitation = served.invite("Ida Lund", "ida@nordlys.example").await;
    let wrong = served.get(&invitation.replace("/join/", "/password/")).await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
    served.bench.clock.advance(HOUR);
    let old = served.get(&path).await;
    assert_eq!(old.status, StatusCode::GONE);
    old.says("Ask for a new one on the sign-in page, or ask an administrator.");
    assert_eq!(served.accept(&path, NEW).await.status, StatusCode::GONE);
    Browser::of(&served, JON).await;
}

async fn r24_a_password_that_has_to_be_changed_is_changed_before_anything_else(engine: Engine) {
    let served = with_jon(engine).await;
    let jon = served.bench.rows(rollbook_domain::member::Tab::Active).await;
    let jon = jon.iter().find(|row| row.email == JON).expect("as the test stands").id;
    served.bench.act(Action::ForceChange, &[jon]).await;
    let browser = Browser::of(&served, JON).await;
    for path in ["/me", "/me/edit", "/me/permissions", "/me/photo"] {
        browser.get(path).await.leads_to("/me/password");
    }
    let page = browser.get("/me/password").await;
    page.says("Choose your own password");
    page.says("The one that you came with is to be changed before anything else.");
    for (current, password, again, words) in [
        ("", NEW, NEW, "Type the password that you have now."),
        ("wrong-lantern", NEW, NEW, "This isn’t your present password. Type it again."),
        (PASSWORD, "short", "short", "The password has 5 of at least 15 characters."),
        (PASSWORD, NEW, "other", "The two passwords differ."),
        (PASSWORD, PASSWORD, PASSWORD, "This is the password that you have. Choose another."),
    ] {
        let page =
            browser.send("/me/password", &[("current", current), ("password", password), ("again", again)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.says(words);
        assert!(!page.text.contains(NEW) && !page.text.contains(PASSWORD), "a password is never sent back");
    }
    browser.get("/me").await.leads_to("/me/password");
    browser
        .send("/me/password", &[("current", PASSWORD), ("password", NEW), ("again", NEW)])
        .await
        .leads_to("/me?password");
    let page = browser.get("/me?password").await;
    Browser::is_in(&page);
    page.says("The new password holds. Your other sessions have ended.");
}

async fn r24_a_new_password_ends_every_other_session(engine: Engine) {
    let served = with_jon(engine).await;
    let (here, elsewhere) = (Browser::of(&served, JON).await, Browser::of(&served, JON).await);
    here.get("/me/password").await.says("Your other sessions end with it.");
    here.send("/me/password", &[("current", PASSWORD), ("password", NEW), ("again", NEW)])
        .await
        .leads_to("/me?password");
    elsewhere.get("/me").await.leads_to("/?ended");
    Browser::is_in(&here.get("/me").await);
    Browser::new(&served).sign_in(JON, NEW).await.leads_to("/me");
}

#[tokio::test]
async fn c47_a_password_is_changed_by_ones_own_form_alone() {
    let served = with_jon(Engine::Sqlite).await;
    let (browser, other) = (Browser::of(&served, JON).await, Browser::of(&served, JON).await);
    other.get("/me").await;
    let fields = [("current", PASSWORD), ("password", NEW), ("again", NEW)];
    for form in [String::new(), other.form()] {
        let page = browser.send_raw("/me/password", &[&fields[..], &[("form", &form)]].concat()).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
    }
    let page = browser.get("/me/password?current=x&password=y&again=y").await;
    assert_eq!(page.status, StatusCode::OK, "opening it changes nothing");
    let judged = browser.send_raw("/me/password/judge", &[("password", "thorsson")]).await;
    assert!(judged.text.contains("\"acceptable\":false"), "{}", judged.text);
    Browser::of(&served, JON).await;
}

#[tokio::test]
async fn r14_a_link_that_an_administrator_sent_says_who_and_when() {
    let served = with_jon(Engine::Sqlite).await;
    let jon = served.bench.rows(rollbook_domain::member::Tab::Active).await;
    let jon = jon.iter().find(|row| row.email == JON).unwrap().id;
    served.bench.act(Action::PasswordLink, &[jon]).await;
    let path = format!("/password/{}", newest_link(&served).await.expect("a link"));
    let page = served.get(&path).await;
    page.says("Sigrun Aasen sent you this link on 21 November.");
    served.accept(&path, NEW).await.says("The new password holds");
}
