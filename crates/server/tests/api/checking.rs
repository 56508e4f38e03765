//! What a product asks by its API key (R9, C25, C30, C32).

use crate::common::Served;
use reqwest::Method;
use rollbook_directory::{NAMES, contract::RevokeKey};
use rollbook_domain::{command::Action, time::MINUTE};
use rollbook_testkit::{Engine, contract};
use serde_json::{Value, json};

contract![
    r9_c25_a_product_asks_about_what_its_key_reaches_and_is_told_yes_or_no,
    c30_c32_an_answer_is_of_this_moment,
    r9_a_key_opens_nothing_but_the_check_and_a_session_doesn_t_open_that,
    r25_keys_that_don_t_work_are_slowed_and_those_that_do_are_not,
    a_question_that_can_t_be_understood_is_refused,
];

async fn r9_c25_a_product_asks_about_what_its_key_reaches_and_is_told_yes_or_no(engine: Engine) {
    let served = Served::on(engine).await;
    let ann = served.bench.user("Ann Lee", "ann@nordlys.example").await;
    let feeder = served.machine(&["contacts.view"]).await;
    let key = served.key(feeder, &["contacts.view", "documents.view"]).await;
    for (who, allowed) in [(ann, false), (served.bench.owner, true), (feeder, true)] {
        let said = served.check(&key, who, "contacts.view").await;
        assert_eq!((said.status.as_u16(), said.json), (200, json!({ "allowed": allowed })));
    }
    // In its scope and beyond its member; in neither; nothing that there is.
    for beyond in ["documents.view", "contacts.edit", "nothing.view"] {
        let said = served.check(&key, served.bench.owner, beyond).await;
        assert_eq!((said.status.as_u16(), &said.json["code"]), (403, &json!("not_allowed")), "{beyond}");
    }
    let (_, knut) = served.bench.found("Fjord", "knut@fjord.example").await;
    let said = served.check(&key, knut, "contacts.view").await;
    assert_eq!(said.json, json!({ "allowed": false }), "C28, C31: whoever is of another organization is nobody here");
}

async fn c30_c32_an_answer_is_of_this_moment(engine: Engine) {
    let served = Served::on(engine).await;
    let ann = served.bench.user("Ann Lee", "ann@nordlys.example").await;
    let feeder = served.machine(&["contacts.view"]).await;
    let key = served.key(feeder, &["contacts.view"]).await;
    for given in [true, false, true] {
        served.hold(ann, "contacts.view", given).await;
        let said = served.check(&key, ann, "contacts.view").await;
        assert_eq!(said.json, json!({ "allowed": given }));
    }
    served.bench.act(Action::Suspend, &[ann]).await;
    assert_eq!(served.check(&key, ann, "contacts.view").await.json, json!({ "allowed": false }));
    served.hold(feeder, "contacts.view", false).await;
    assert_eq!(served.check(&key, ann, "contacts.view").await.status, 403, "its member lost the right");
    served.bench.act(Action::Suspend, &[feeder]).await;
    assert_eq!(served.check(&key, ann, "contacts.view").await.status, 401);
    served.bench.act(Action::Reactivate, &[feeder]).await;
    let page = served.bench.desk().person(feeder).await.unwrap();
    let revoke = RevokeKey { command: served.bench.command(), member: feeder, key: page.keys[0].id };
    served.bench.desk().revoke_key(&revoke).await.unwrap();
    assert_eq!(served.check(&key, ann, "contacts.view").await.status, 401, "revoked");
}

async fn r9_a_key_opens_nothing_but_the_check_and_a_session_doesn_t_open_that(engine: Engine) {
    let served = Served::on(engine).await;
    let feeder = served.machine(&["contacts.view"]).await;
    let key = served.key(feeder, &["contacts.view"]).await;
    let before = served.bench.dump().await;
    for name in NAMES {
        let said = served.post(&format!("/{name}"), &key, &Value::Null).await;
        assert_eq!((said.status.as_u16(), &said.json["code"]), (401, &json!("signed_out")), "{name}");
    }
    for (method, path) in [
        (Method::GET, "/session"),
        (Method::GET, "/changes"),
        (Method::POST, "/session/factor"),
        (Method::POST, "/session/password"),
        (Method::POST, "/session/organization"),
    ] {
        let body = match path {
            "/session/factor" => Some(json!({ "method": "totp", "code": "123456" })),
            "/session/password" => Some(json!({ "password": "wet-lantern-quartz-42-orbit" })),
            "/session/organization" => Some(json!({ "organization": served.bench.organization })),
            _ => None,
        };
        let said = served.ask(method, path, &key, body.as_ref()).await;
        assert_eq!(said.status, 401, "{path}: {said:?}");
    }
    assert_eq!(served.bench.dump().await.table("event"), before.table("event"));
    let token = served.sign_in("sigrun@nordlys.example").await;
    assert_eq!(served.check(&token, served.bench.owner, "contacts.view").await.status, 401);
}

async fn r25_keys_that_don_t_work_are_slowed_and_those_that_do_are_not(engine: Engine) {
    let served = Served::on(engine).await;
    let feeder = served.machine(&["contacts.view"]).await;
    let key = served.key(feeder, &["contacts.view"]).await;
    let owner = served.bench.owner;
    let mut wrong = 0;
    let slowed = loop {
        let said = served.check(&format!("rbk_{wrong:043}"), owner, "contacts.view").await;
        if said.status != 401 {
            break said;
        }
        assert_eq!((&said.json["code"], said.retry_after), (&json!("sign_in_failed"), None));
        wrong += 1;
        assert!(wrong < 100, "it is never slowed");
    };
    assert_eq!((slowed.status.as_u16(), &slowed.json["code"]), (429, &json!("throttled")));
    assert!(slowed.retry_after.is_some_and(|seconds| (1..=300).contains(&seconds)), "{slowed:?}");
    let working = served.check(&key, owner, "contacts.view").await;
    assert_eq!(working.json, json!({ "allowed": true }), "somebody else’s mistakes don’t hold up a key that works");
    served.bench.clock.advance(6 * MINUTE);
    assert_eq!(
        served.check("rbk_wrong", owner, "contacts.view").await.status,
        401,
        "and nobody is locked out for good"
    );
}

async fn a_question_that_can_t_be_understood_is_refused(engine: Engine) {
    let served = Served::on(engine).await;
    let feeder = served.machine(&["contacts.view"]).await;
    let (key, owner) = (served.key(feeder, &["contacts.view"]).await, served.bench.owner);
    for question in [
        json!(null),
        json!({ "member": owner }),
        json!({ "member": "sigrun", "permission": "contacts.view" }),
        json!({ "member": owner, "permission": "contacts" }),
        // C24: nobody says in which organization, or as whom.
        json!({ "member": owner, "permission": "contacts.view", "organization": served.bench.organization }),
    ] {
        let said = served.post("/check", &key, &question).await;
        assert_eq!((said.status.as_u16(), &said.json["code"]), (400, &json!("malformed")), "{question}");
    }
    let large = json!({ "member": owner, "permission": "x".repeat(5_000) });
    assert_eq!(served.post("/check", &key, &large).await.status, 413);
    let none = served.post("/check", "", &json!({ "member": owner, "permission": "contacts.view" })).await;
    assert_eq!(none.status, 401);
    assert_eq!(served.ask(Method::GET, "/check", &key, None).await.status, 405);
}
