//! The portal as another user (R29): a confirmed step, a banner, and nothing but a look.

use crate::{browser::Browser, common::Served};
use reqwest::{Method, StatusCode};
use rollbook_credentials::Secret;
use rollbook_directory::contract::AskSignInAs;
use rollbook_domain::{
    MemberId,
    command::Action,
    time::{HOUR, MINUTE},
};
use rollbook_testkit::{Engine, PASSWORD, contract};

contract![r29_an_administrator_looks_as_a_user_and_can_change_nothing];

const JON: &str = "jon@nordlys.example";

async fn link(served: &Served, member: MemberId) -> String {
    let ask = AskSignInAs {
        command: served.bench.command(),
        member,
        reason: "A question about <the roster>".to_owned(),
        password: Secret::new(PASSWORD.to_owned()),
        code: None,
        challenge: None,
    };
    let link = served.bench.desk().sign_in_as(&ask).await.expect("a link");
    let at = link.address.find("/as/").expect("its page");
    link.address[at..].to_owned()
}

async fn r29_an_administrator_looks_as_a_user_and_can_change_nothing(engine: Engine) {
    let served = Served::on(engine).await;
    let jon = served.bench.user("Jón Þórsson", JON).await;
    let own = Browser::of(&served, JON).await;
    let path = link(&served, jon).await;
    let browser = Browser::new(&served);
    let before = served.bench.dump().await;
    for method in [Method::GET, Method::HEAD] {
        assert_eq!(browser.ask(browser.request(method, &path)).await.status, StatusCode::OK);
    }
    let page = browser.get(&path).await;
    page.says("Sign in as Jón Þórsson?");
    page.says("Reason: A question about &lt;the roster&gt;");
    assert!(!page.text.contains("would be signed out"));
    assert_eq!(served.bench.dump().await, before, "C47: looking at it changes nothing");
    let foreign = browser.request(Method::POST, &path).header("sec-fetch-site", "cross-site");
    assert_eq!(browser.ask(foreign).await.status, StatusCode::FORBIDDEN);

    browser.send_raw(&path, &[]).await.leads_to("/me");
    let page = browser.get("/me").await;
    Browser::is_in(&page);
    page.says("Sigrun Aasen is here as Jón Þórsson");
    page.says("until 21 November, 08:15 UTC");
    for hidden in ["/me/edit", "/me/password", "Recent sign-ins"] {
        assert!(!page.text.contains(hidden), "{hidden}");
    }
    let form = browser.form();
    let before = served.bench.dump().await;
    let edit = [("first_name", "X"), ("last_name", ""), ("phone", ""), ("language", "en"), ("seen", "1")];
    let refused = browser.send("/me/edit", &edit).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    refused.says("Only they can change this. Nothing was changed.");
    let password =
        [("current", PASSWORD), ("password", "amber-tundra-58-velcro-moth"), ("again", "amber-tundra-58-velcro-moth")];
    for (path, fields) in
        [("/me/photo/remove", vec![]), ("/me/sessions/others", vec![]), ("/me/password", password.to_vec())]
    {
        let refused = browser.send_raw(path, &[&fields[..], &[("form", form.as_str())]].concat()).await;
        assert!(refused.status.is_client_error(), "{path}: {}", refused.words());
    }
    browser.get("/me/photo").await;
    assert_eq!(browser.send_file("/me/photo", b"x").await.status, StatusCode::FORBIDDEN);
    assert_eq!(served.bench.dump().await, before);
    browser.get("/organizations").await;
    Browser::is_in(&own.get("/me").await);
    own.get("/me").await.says("Sigrun Aasen, signed in as you");

    browser.get("/me").await;
    browser.send("/sign-out", &[]).await.leads_to("/?out");
    browser.get("/me").await.leads_to("/");
    let used = browser.get(&path).await;
    assert_eq!(used.status, StatusCode::GONE);
    used.says("It opens once.");
}

#[tokio::test]
async fn r29_it_ends_after_a_quarter_of_an_hour_and_with_the_right() {
    let served = Served::open().await;
    let jon = served.bench.user("Jón Þórsson", JON).await;
    let browser = Browser::new(&served);
    let path = link(&served, jon).await;
    served.bench.clock.advance(MINUTE);
    let old = browser.get(&path).await;
    assert_eq!(old.status, StatusCode::GONE);
    old.says("It opens within a minute.");
    browser.send_raw(&link(&served, jon).await, &[]).await.leads_to("/me");
    served.bench.clock.advance(15 * MINUTE - 1);
    Browser::is_in(&browser.get("/me").await);
    served.bench.clock.advance(1);
    browser.get("/me").await.leads_to("/?ended");
    browser.send_raw(&link(&served, jon).await, &[]).await.leads_to("/me");
    served.bench.act(Action::Suspend, &[jon]).await;
    browser.get("/me").await.leads_to("/?ended");
    served.bench.clock.advance(HOUR);
    let nothing = browser.get("/as/q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA").await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn row_91_who_is_signed_in_by_the_same_browser_is_told_to_use_a_private_window() {
    let served = Served::open().await;
    let jon = served.bench.user("Jón Þórsson", JON).await;
    let browser = Browser::of(&served, "sigrun@nordlys.example").await;
    browser.get(&link(&served, jon).await).await.says("Open the link in a private window to keep that.");
}
