//! Flaws that other products had, on the portal’s paths (C35–C48).

use crate::{
    browser::Browser,
    common::Served,
    factors::{JON, set_up, with_jon},
};
use reqwest::{Method, StatusCode};
use rollbook_credentials::Secret;
use rollbook_directory::contract::AskSignInAs;
use rollbook_domain::{
    MemberId,
    command::Action,
    member::{AccessMode, Tab},
    time::MINUTE,
};
use rollbook_server::Hosts;
use rollbook_testkit::{Bench, Engine, PASSWORD, factor_keys};

const ANN: &str = "ann@nordlys.example";
const MADS: &str = "mads@nordlys.example";
const NEW: &str = "amber-tundra-58-velcro-moth";

/// The path of a link by which somebody looks as a member.
async fn as_link(bench: &Bench, by: MemberId, member: MemberId) -> String {
    let ask = AskSignInAs {
        command: bench.command(),
        member,
        reason: "A question about the roster".to_owned(),
        password: Secret::new(PASSWORD.to_owned()),
        code: None,
        challenge: None,
    };
    let link = bench.desk_of(by).sign_in_as(&ask).await.expect("a link");
    link.address[link.address.find("/as/").expect("its page")..].to_owned()
}

#[tokio::test]
async fn c35_passkeys_are_bound_to_the_configured_address_whatever_host_a_request_names() {
    let served = Served::with_factors_for(Hosts::Any).await;
    served.bench.user("Jón Þórsson", JON).await;
    let browser = Browser::of(&served, JON).await;
    browser.get("/me").await;
    let form = format!("form={}", browser.form());
    for host in ["localhost", "evil.example", "127.0.0.1"] {
        let ask = browser.request(Method::POST, "/me/factor/passkey").header("host", host);
        let ask = ask.header("x-forwarded-host", host).header("content-type", "application/x-www-form-urlencoded");
        let answer = browser.ask(ask.body(form.clone())).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.words());
        let question: serde_json::Value = serde_json::from_str(&answer.text).expect("a question");
        assert_eq!(question["question"]["publicKey"]["rp"]["id"], "localhost");
    }
}

#[tokio::test]
async fn c36_no_link_opens_the_page_of_another_purpose() {
    let served = with_jon(Engine::Sqlite).await;
    let bench = &served.bench;
    let jon = bench.rows(Tab::Active).await.iter().find(|row| row.email == JON).expect("Jón").id;
    bench.invite("Ann Lee", ANN).await;
    let invite = bench.token(ANN).await;
    bench.act(Action::PasswordLink, &[jon]).await;
    let password = bench.token(JON).await;
    let look = as_link(bench, bench.owner, jon).await;
    let look = look.trim_start_matches("/as/");
    for (page, token) in [
        ("as", invite.as_str()),
        ("password", &invite),
        ("as", &password),
        ("join", &password),
        ("password", look),
        ("join", look),
    ] {
        let path = format!("/{page}/{token}");
        let opened = served.get(&path).await;
        assert_eq!(opened.status, StatusCode::NOT_FOUND, "{page}: {}", opened.words());
        let used = served.accept(&path, NEW).await;
        assert_eq!(used.status, StatusCode::NOT_FOUND, "{page}: {}", used.words());
    }
    assert_eq!(served.get(&format!("/join/{invite}")).await.status, StatusCode::OK, "each works where it belongs");
    assert_eq!(served.get(&format!("/password/{password}")).await.status, StatusCode::OK);
    assert_eq!(served.get(&format!("/as/{look}")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn c36_nobody_goes_on_with_what_another_person_began() {
    let served = with_jon(Engine::Sqlite).await;
    served.bench.user("Ann Lee", ANN).await;
    let (jon, ann) = (Browser::of(&served, JON).await, Browser::of(&served, ANN).await);
    jon.get("/me").await;
    let begun = jon.send("/me/factor/app", &[]).await;
    let path = begun.headers["location"].to_str().expect("text").to_owned();
    let key = |page: &str| page.split("id=\"key\"><bdi dir=\"ltr\">").nth(1).map(|key| key[..39].to_owned());
    let own = key(&jon.get(&path).await.text).expect("his key");
    let page = ann.get(&path).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.says("This took too long. Begin again.");
    assert!(!page.text.contains(&own));
    let app = rollbook_testkit::App::told(&Secret::new(own));
    ann.get("/me").await;
    let code = app.shows(&served.bench.clock);
    let refused = ann.send(&path, &[("code", &code), ("name", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    ann.get("/me").await.says("Not set up");
    for path in ["/me/factor/app/x", "/me/factor/app/%00", "/me/factor/app/"] {
        assert_eq!(jon.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn c37_a_link_goes_to_the_address_of_the_account_and_to_none_that_a_form_names() {
    let served = with_jon(Engine::Sqlite).await;
    let browser = Browser::new(&served);
    browser.get("/forgot").await;
    for more in ["to", "address", "email"] {
        let asked = browser.send("/forgot", &[("email", JON), (more, "thief@evil.example")]).await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY, "{more}: {}", asked.words());
    }
    let both = format!("{JON},thief@evil.example");
    for email in [both.as_str(), "jon@nordlys.example\nthief@evil.example"] {
        browser.get("/forgot").await;
        browser.send("/forgot", &[("email", email)]).await;
    }
    browser.get("/forgot").await;
    assert_eq!(browser.send("/forgot", &[("email", "JON@Nordlys.example ")]).await.status, StatusCode::OK);
    for _ in 0..2_000 {
        if !served.bench.dump().await.holding("/password/").is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let mails = served.bench.dump().await.holding("/password/");
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert!(mails[0].contains(&format!("to_address={JON}")), "{mails:?}");
    assert!(served.bench.dump().await.holding("thief@evil").is_empty());
}

#[tokio::test]
async fn c38_no_form_says_that_an_address_is_verified_nor_changes_who_somebody_is() {
    let served = with_jon(Engine::Sqlite).await;
    let browser = Browser::of(&served, JON).await;
    browser.get("/me/edit").await;
    let before = served.bench.dump().await;
    let fields = [("first_name", "X"), ("last_name", "Y"), ("phone", ""), ("language", "en"), ("seen", "1")];
    for more in [("email", "owner@nordlys.example"), ("email_verified", "true"), ("tier", "owner"), ("member", "x")] {
        let refused = browser.send("/me/edit", &[&fields[..], &[more]].concat()).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{more:?}");
    }
    assert_eq!(served.bench.dump().await, before);
}

#[tokio::test]
async fn c39_who_has_no_credential_yet_comes_in_by_their_own_link_alone() {
    let served = with_jon(Engine::Sqlite).await;
    let path = served.invite("Ann Lee", ANN).await;
    let browser = Browser::new(&served);
    for password in ["", PASSWORD] {
        assert_eq!(browser.sign_in(ANN, password).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert!(browser.token().is_none());
    browser.get("/forgot").await;
    browser.send("/forgot", &[("email", ANN)]).await;
    // A cookie that can be computed opens nothing.
    let name = format!("rollbook-{}", served.base.rsplit(':').next().expect("its port"));
    for computed in [ANN, "0", &"A".repeat(43), path.trim_start_matches("/join/")] {
        browser.plant(&name, computed);
        for page in ["/me", "/me/password", "/me/factor", "/second", "/organizations"] {
            let answer = browser.get(page).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{page}");
            browser.plant(&name, computed);
        }
        let form = browser.form();
        let fields = [("current", ""), ("password", NEW), ("again", NEW), ("form", form.as_str())];
        assert_ne!(browser.send_raw("/me/password", &fields).await.status, StatusCode::OK);
    }
    assert!(served.bench.dump().await.holding("/password/").is_empty(), "nor does recovery make a first one");
    assert_eq!(served.accept(&path, PASSWORD).await.status, StatusCode::OK);
    Browser::of(&served, ANN).await;
}

#[tokio::test]
async fn c43_nothing_that_a_page_shows_once_is_kept_in_the_clear() {
    let served = with_jon(Engine::Sqlite).await;
    let browser = Browser::of(&served, JON).await;
    browser.get("/me").await;
    let begun = browser.send("/me/factor/app", &[]).await;
    let path = begun.headers["location"].to_str().expect("text").to_owned();
    let page = browser.get(&path).await;
    let key = page.text.split("id=\"key\"><bdi dir=\"ltr\">").nth(1).expect("its key")[..39].replace(' ', "");
    browser.get("/me").await;
    let (_, codes) = set_up(&served, &browser).await;
    let dump = served.bench.dump().await;
    let token = browser.token().expect("in");
    let bytes = data_encoding::BASE32_NOPAD.decode(key.as_bytes()).expect("Base32");
    for secret in [&token, &key, &hex::encode(&bytes), &codes[0], &codes[9], &codes[0].replace('-', "")] {
        assert!(dump.holding(secret).is_empty(), "{secret}");
    }
}

#[tokio::test]
async fn c43_pages_with_secrets_are_kept_nowhere_and_hold_nothing_inline() {
    let served = with_jon(Engine::Sqlite).await;
    let browser = Browser::of(&served, JON).await;
    browser.get("/me").await;
    let begun = browser.send("/me/factor/app", &[]).await;
    let enrolling = browser.get(begun.headers["location"].to_str().expect("text")).await;
    let mine = browser.get("/me").await;
    let rights = browser.get("/me/permissions").await;
    set_up(&served, &browser).await;
    browser.get("/me").await;
    let codes = browser.send("/me/factor/codes", &[]).await;
    let half = Browser::new(&served);
    half.sign_in(JON, PASSWORD).await.leads_to("/second");
    let second = half.get("/second").await;
    for (name, page, script) in [
        ("app", &enrolling, false),
        ("codes", &codes, false),
        ("permissions", &rights, false),
        ("me", &mine, true),
        ("second", &second, true),
    ] {
        assert_eq!(page.headers["cache-control"], "no-store", "{name}");
        let policy = page.headers["content-security-policy"].to_str().expect("text");
        assert!(policy.contains("script-src 'self';") && !policy.contains("unsafe"), "{name}");
        let bare = page.text.matches("<script>").count() + page.text.matches(" style=").count();
        assert_eq!(bare + page.text.matches("<style").count(), 0, "{name}");
        assert_eq!(page.text.contains("/passkeys.js"), script, "{name}: where it is needed and nowhere else");
    }
}

#[tokio::test]
async fn c41_what_no_browser_says_of_a_passkey_is_refused_and_changes_nothing() {
    let served = Served::with_factors().await;
    served.bench.user("Jón Þórsson", JON).await;
    let browser = Browser::of(&served, JON).await;
    browser.get("/me").await;
    let form = browser.form();
    let asked = browser.send_raw("/me/factor/passkey", &[("form", &form)]).await;
    let question: serde_json::Value = serde_json::from_str(&asked.text).expect("a question");
    let challenge = question["challenge"].as_str().expect("its id").to_owned();
    let long = "x".repeat(70_000);
    for answer in ["", "{}", "null", "[[[[", "{\"id\":\"\",\"rawId\":\"\",\"type\":\"public-key\"}", long.as_str()] {
        let fields = [("challenge", challenge.as_str()), ("answer", answer), ("form", form.as_str())];
        let refused = browser.send_raw("/me/factor/passkey/confirm", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.words());
        refused.says("The passkey was not accepted.");
    }
    let endless = "x".repeat(400_000);
    let fields = [("challenge", challenge.as_str()), ("answer", endless.as_str()), ("form", form.as_str())];
    let refused = browser.send_raw("/me/factor/passkey/confirm", &fields).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    browser.get("/me").await.says("Not set up");
}

#[tokio::test]
async fn c44_whoever_rose_since_the_link_was_made_is_not_looked_as() {
    let served = Served::open().await;
    let bench = &served.bench;
    let mads = bench.administrator("Mads Moe", MADS, AccessMode::All).await;
    let jon = bench.user("Jón Þórsson", JON).await;
    let link = as_link(bench, mads, jon).await;
    let rise = serde_json::json!({
        "command": bench.command(), "member": jon, "seen": bench.row(jon).await.version,
        "tier": "admin", "access": "all",
    });
    bench.desk().edit(&serde_json::from_value(rise).expect("an edit")).await.expect("he rises");
    let browser = Browser::new(&served);
    let refused = browser.send_raw(&link, &[]).await;
    assert!(refused.status.is_client_error(), "{}", refused.words());
    assert!(browser.token().is_none());
    let ask = AskSignInAs {
        command: bench.command(),
        member: bench.owner,
        reason: "Why not".to_owned(),
        password: Secret::new(PASSWORD.to_owned()),
        code: None,
        challenge: None,
    };
    assert!(bench.desk_of(mads).sign_in_as(&ask).await.is_err(), "nor is the owner, by anybody");
}

#[tokio::test]
async fn c45_looking_ends_at_the_next_request_after_the_right_is_gone() {
    let served = Served::open().await;
    let bench = &served.bench;
    let mads = bench.administrator("Mads Moe", MADS, AccessMode::All).await;
    let jon = bench.user("Jón Þórsson", JON).await;
    let browser = Browser::new(&served);
    browser.send_raw(&as_link(bench, mads, jon).await, &[]).await.leads_to("/me");
    Browser::is_in(&browser.get("/me").await);
    bench.act(Action::Suspend, &[mads]).await;
    browser.get("/me/permissions").await.leads_to("/?ended");
    bench.act(Action::Reactivate, &[mads]).await;
    browser.send_raw(&as_link(bench, mads, jon).await, &[]).await.leads_to("/me");
    bench.policy(|policy| policy.sign_in_as = false).await;
    browser.get("/me").await.leads_to("/?ended");
}

#[tokio::test]
async fn c46_who_looks_as_another_gets_no_token_and_no_factor_of_theirs() {
    let served = Served::open().await;
    let bench = &served.bench;
    bench.directory.set_factor_keys(factor_keys());
    let jon = bench.user("Jón Þórsson", JON).await;
    let own = Browser::of(&served, JON).await;
    set_up(&served, &own).await;
    let factor = own.get("/me").await.text.split("name=\"factor\" value=\"").nth(1).expect("it")[..36].to_owned();
    let browser = Browser::new(&served);
    browser.send_raw(&as_link(bench, bench.owner, jon).await, &[]).await.leads_to("/me");
    assert_ne!(browser.token(), own.token());
    for path in ["/me", "/me/permissions"] {
        let page = browser.get(path).await;
        page.says("Sigrun Aasen is here as Jón Þórsson");
        for secret in [own.token().expect("his"), factor.clone(), "recovery codes left".to_owned()] {
            assert!(!page.text.contains(&secret), "{path}");
        }
    }
    let before = bench.dump().await;
    for (path, fields) in [
        ("/me/factor/app", vec![]),
        ("/me/factor/passkey", vec![]),
        ("/me/factor/codes", vec![("current", PASSWORD)]),
        ("/me/factor/remove", vec![("factor", factor.as_str()), ("current", PASSWORD)]),
        ("/me/factor/rename", vec![("factor", factor.as_str()), ("name", "Mine")]),
    ] {
        browser.get("/me").await;
        let refused = browser.send(path, &fields).await;
        assert!(refused.status.is_client_error(), "{path}: {} {}", refused.status, refused.words());
    }
    for path in ["/me/edit", "/me/photo", "/me/password", "/organizations"] {
        browser.get(path).await.leads_to("/me");
    }
    assert_eq!(bench.dump().await, before);
    own.get("/me").await.says("10 recovery codes left");
}

#[tokio::test]
async fn c48_no_password_but_their_own_opens_an_account_and_the_person_is_told_who_looked() {
    let served = Served::open().await;
    let bench = &served.bench;
    let jon = bench.user("Jón Þórsson", JON).await;
    let own = Browser::of(&served, JON).await;
    own.get("/me/password").await;
    own.send("/me/password", &[("current", PASSWORD), ("password", NEW), ("again", NEW)])
        .await
        .leads_to("/me?password");
    let wrong = Browser::new(&served).sign_in(JON, PASSWORD).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "the owner’s password opens the owner’s account alone");
    let browser = Browser::new(&served);
    browser.send_raw(&as_link(bench, bench.owner, jon).await, &[]).await.leads_to("/me");
    bench.clock.advance(MINUTE);
    own.get("/me").await.says("Sigrun Aasen, signed in as you");
    let told = bench.mails_to(bench.organization, JON).await;
    assert!(
        told.iter().any(|mail| mail.text.contains("Sigrun Aasen") && mail.text.contains("A question about the roster"))
    );
}

#[tokio::test]
async fn c16_the_page_of_a_link_that_was_made_at_the_server_says_so() {
    let served = Served::open().await;
    let bench = &served.bench;
    let let_in = bench.directory.let_in(bench.organization, bench.owner, "root at strandveien").await.expect("a link");
    let path = let_in.link.reveal(|link| link[link.find("/password/").expect("its page")..].to_owned());
    let page = served.get(&path).await;
    page.says("This link was made for you at the server itself on 21 November.");
    page.says("Whoever keeps the server made it; ask them why.");
    served
        .get(&format!("{path}?lang=de"))
        .await
        .says("Dieser Link wurde am 21. November am Server selbst für Sie gemacht.");
    served.accept(&path, NEW).await.says("The new password holds");
    let told = bench.mails_to(bench.organization, "sigrun@nordlys.example").await;
    assert!(told.iter().any(|mail| mail.subject == "Your password was changed"));
}
