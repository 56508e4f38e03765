//! Flaws that other products had, on the paths of the interface for programs (C28–C48). What a desk refuses is
//! proved at the desk; here is what HTTP could add to it: tokens, hosts, methods, fields, statuses.

use crate::common::{Answer, Served};
use reqwest::Method;
use rollbook_directory::contract::AskSignInAs;
use rollbook_domain::{
    MemberId,
    command::Action,
    member::{AccessMode, Tab},
    session::SessionKind,
    time::{HOUR, SECOND},
};
use rollbook_testkit::{Bench, Engine, PASSWORD, contract, place, token};
use serde_json::{Value, json};

contract![
    c28_c31_nothing_of_another_organization_is_reached_by_its_id,
    c28_nobody_enters_an_organization_that_doesn_t_know_them,
    c32_c36_c39_c46_a_token_opens_what_it_was_made_for_and_nothing_else,
    c24_c34_c38_fields_that_are_not_listed_are_refused,
    c35_the_address_of_the_portal_comes_from_configuration,
    c40_an_unknown_address_is_answered_as_a_wrong_password_is,
    c41_codes_are_slowed_each_kind_alone_and_a_passkey_is_no_code,
    c44_c46_looking_as_somebody_is_asked_by_whoever_is_above_them_with_their_own_password,
    c47_nothing_is_done_by_opening_an_address_nor_by_what_a_browser_sends_by_itself,
];

const OWNER: &str = "sigrun@nordlys.example";
const ANN: &str = "ann@nordlys.example";
const MADS: &str = "mads@nordlys.example";
const KNUT: &str = "knut@fjord.example";

fn said(answer: &Answer) -> (u16, &str) {
    (answer.status.as_u16(), answer.json["code"].as_str().unwrap_or_default())
}

/// An act on one member, as the window asks for it.
fn act(bench: &Bench, action: &str, member: MemberId) -> Value {
    json!({
        "command": bench.command(), "action": action, "target": { "by": "ids", "ids": [member] },
        "mode": "all_or_none", "preview": false,
    })
}

async fn c28_c31_nothing_of_another_organization_is_reached_by_its_id(engine: Engine) {
    let served = Served::on(engine).await;
    let bench = &served.bench;
    let (fjord, knut) = bench.found("Fjord", KNUT).await;
    let sigrun = served.sign_in(OWNER).await;
    let theirs = served.sign_in(KNUT).await;
    let seated = bench.directory.session(&theirs, SessionKind::Desktop, &place()).await.unwrap().unwrap();
    let session = seated.session;
    for ask in ["user_get", "person_get", "glass_get", "user_sessions"] {
        let answer = served.post(&format!("/{ask}"), &sigrun, &json!(knut)).await;
        assert_eq!(said(&answer), (404, "not_found"), "{ask}: {answer:?}");
        assert!(!answer.json.to_string().contains("Fjord"), "{ask}");
    }
    let command = || json!(bench.command());
    for (ask, body) in [
        ("users_act", act(bench, "suspend", knut)),
        ("users_act", act(bench, "password_link", knut)),
        ("users_act", act(bench, "reset_factor", knut)),
        ("user_lock", json!({ "command": command(), "member": knut, "reason": "x", "preview": false })),
        ("user_password_set", json!({ "command": command(), "member": knut, "password": "amber-tundra-58-velcro" })),
        ("user_session_end", json!({ "command": command(), "member": knut, "session": session })),
        ("user_session_end", json!({ "command": command(), "member": bench.owner, "session": session })),
        ("user_sign_in_as", json!({ "command": command(), "member": knut, "reason": "x", "password": PASSWORD })),
    ] {
        let answer = served.post(&format!("/{ask}"), &sigrun, &body).await;
        let nothing = answer.json["done"] == json!(0) && answer.json["refusals"][0]["refusal"]["code"] == "not_found";
        assert!(nothing || said(&answer) == (404, "not_found"), "{ask}: {answer:?}");
        // A caller names no organization: it is the session’s.
        let mut named = body.clone();
        named["organization"] = json!(fjord);
        assert_eq!(said(&served.post(&format!("/{ask}"), &sigrun, &named).await), (400, "malformed"), "{ask}");
    }
    assert_eq!(served.ask(Method::GET, "/session", &theirs, None).await.json, json!({ "step": "in" }));
    let row = served.post("/user_get", &theirs, &json!(knut)).await;
    assert_eq!(row.json["row"]["status"], "active");
}

async fn c28_nobody_enters_an_organization_that_doesn_t_know_them(engine: Engine) {
    let served = Served::on(engine).await;
    let (fjord, _) = served.bench.found("Fjord", KNUT).await;
    let sigrun = served.sign_in(OWNER).await;
    for organization in [json!(fjord), json!("0193f000-0000-7000-8000-000000000001")] {
        let answer = served.post("/session/organization", &sigrun, &json!({ "organization": organization })).await;
        assert_eq!(said(&answer), (401, "sign_in_failed"), "{answer:?}");
    }
    let details = served.post("/organization_get", &sigrun, &Value::Null).await;
    assert_eq!(details.json["name"], "Nordlys", "she stays where she is");
}

async fn c32_c36_c39_c46_a_token_opens_what_it_was_made_for_and_nothing_else(engine: Engine) {
    let served = Served::on(engine).await;
    let bench = &served.bench;
    bench.with_factors();
    let ann = bench.user("Ann Lee", ANN).await;
    bench.administrator("Mads Moe", MADS, AccessMode::All).await;
    bench.invite("Bo Berg", "bo@nordlys.example").await;
    let invitation = bench.token("bo@nordlys.example").await;
    bench.act(Action::PasswordLink, &[ann]).await;
    let password = bench.token(ANN).await;
    let in_portal = bench.enter(MADS).await;
    let ask = AskSignInAs {
        command: bench.command(),
        member: ann,
        reason: "A question about the roster".to_owned(),
        password: rollbook_credentials::Secret::new(PASSWORD.to_owned()),
        code: None,
        challenge: None,
    };
    let link = bench.desk().sign_in_as(&ask).await.unwrap().address;
    let link = link.rsplit('/').next().unwrap();
    let second = AskSignInAs { command: bench.command(), ..ask };
    let opened = bench.desk().sign_in_as(&second).await.unwrap().address;
    let looking = bench.directory.open_as(opened.rsplit('/').next().unwrap(), &place()).await.unwrap().unwrap();
    let looking = token(&looking);
    let feeder = served.machine(&["contacts.view"]).await;
    let key = served.key(feeder, &["contacts.view"]).await;
    let mads = bench.seated(&in_portal).await.unwrap();
    bench.enrol_app(&mads, "Phone").await;
    let half = bench.half_in(MADS).await;
    for (what, token) in [
        ("an invitation", invitation.as_str()),
        ("a password link", &password),
        ("a session of the portal", &in_portal),
        ("a link to look as somebody", link),
        ("a session that looks as somebody", &looking),
        ("an API key", &key),
        ("a sign-in that waits for its second factor", &half),
        ("somebody’s id", &ann.to_string()),
        ("nothing", "%00"),
    ] {
        for (method, path) in [
            (Method::POST, "/organization_get"),
            (Method::POST, "/users_act"),
            (Method::POST, "/session/password"),
            (Method::GET, "/changes"),
        ] {
            let body = match path {
                "/users_act" => act(bench, "suspend", ann),
                "/session/password" => json!({ "password": "amber-tundra-58-velcro-moth" }),
                _ => Value::Null,
            };
            let body = (method == Method::POST).then_some(&body);
            let answer = served.ask(method, path, token, body).await;
            assert_eq!(said(&answer), (401, "signed_out"), "{what} at {path}: {answer:?}");
        }
        if what != "an API key" {
            assert_eq!(served.check(token, ann, "contacts.view").await.status.as_u16() / 100, 4, "{what} at the check");
        }
    }
    assert!(bench.seated(&in_portal).await.is_some(), "trying it elsewhere ended nothing");
    let there = bench.dump().await;
    for secret in [&invitation, &password, &in_portal, &looking, &key, &half] {
        let kept = there.holding(secret);
        // C43: a link that waits to be mailed is in its mail alone.
        assert!(kept.iter().all(|row| row.starts_with("mail: ")), "{kept:?}");
    }
    bench.act(Action::Suspend, &[ann]).await;
    let row = bench.rows(Tab::Active).await.into_iter().find(|row| row.id == ann);
    assert!(row.is_some_and(|row| row.status == rollbook_domain::member::Status::Suspended));
}

async fn c24_c34_c38_fields_that_are_not_listed_are_refused(engine: Engine) {
    let served = Served::on(engine).await;
    let bench = &served.bench;
    let ann = bench.user("Ann Lee", ANN).await;
    let sigrun = served.sign_in(OWNER).await;
    let filter = json!(rollbook_directory::Desk::whole_tab(Tab::Active));
    let page = |filter: &Value, key: &str| json!({ "filter": filter, "sort": { "key": key, "descending": false }, "offset": 0, "take": 5, "anchor": null });
    for key in ["password", "password_hash", "name; DROP TABLE members", "accounts.password"] {
        let answer = served.post("/users_page", &sigrun, &page(&filter, key)).await;
        assert_eq!(said(&answer), (400, "malformed"), "sorted by {key}");
    }
    for field in ["password", "hash", "token", "__proto__", "tier.owner"] {
        let mut with = filter.clone();
        with[field] = json!("$argon2id");
        let answer = served.post("/users_page", &sigrun, &page(&with, "name")).await;
        assert_eq!(said(&answer), (400, "malformed"), "filtered by {field}");
    }
    let nothing = json!({ "command": bench.command(), "member": ann, "seen": 1 });
    let answer = served.post("/user_edit", &sigrun, &nothing).await;
    assert_ne!(answer.status, 400, "without them it is understood: {answer:?}");
    let before = bench.dump().await;
    for field in ["verified", "emailVerified", "kind", "account", "owner", "passwordHash"] {
        let mut edit = nothing.clone();
        edit["command"] = json!(bench.command());
        edit[field] = json!(true);
        assert_eq!(said(&served.post("/user_edit", &sigrun, &edit).await), (400, "malformed"), "{field}");
        let mut enter = json!({ "email": OWNER, "password": PASSWORD });
        enter[field] = json!(true);
        assert_eq!(said(&served.post("/session", "", &enter).await), (400, "malformed"), "{field}");
    }
    for table in ["account", "member", "event"] {
        assert_eq!(bench.dump().await.table(table), before.table(table), "nothing of it was done");
    }
}

async fn c35_the_address_of_the_portal_comes_from_configuration(engine: Engine) {
    let served = Served::on(engine).await;
    served.bench.directory.set_portal("https://accounts.nordlys.example");
    let forged = [("host", "evil.example"), ("x-forwarded-host", "evil.example"), ("forwarded", "host=evil.example")];
    let greeting = served.with(Method::GET, "", "", &forged, "").await;
    assert_eq!(greeting.json["place"], "https://accounts.nordlys.example");
    let ann = served.bench.user("Ann Lee", ANN).await;
    let sigrun = served.sign_in(OWNER).await;
    let link = act(&served.bench, "password_link", ann).to_string();
    let sent = served.with(Method::POST, "/users_act", &sigrun, &forged, &link).await;
    assert_eq!((sent.status.as_u16(), &sent.json["done"]), (200, &json!(1)), "{sent:?}");
    let ask = json!({ "command": served.bench.command(), "member": ann, "reason": "Roster", "password": PASSWORD });
    let look = served.with(Method::POST, "/user_sign_in_as", &sigrun, &forged, &ask.to_string()).await;
    let address = look.json["address"].as_str().unwrap_or_default();
    assert!(address.starts_with("https://accounts.nordlys.example/as/"), "{look:?}");
    let details = served.with(Method::POST, "/organization_get", &sigrun, &forged, "null").await;
    assert_eq!(details.json["portal"], "https://accounts.nordlys.example");
    assert!(served.bench.dump().await.holding("evil.example").is_empty(), "what a header says is in no link");
}

async fn c40_an_unknown_address_is_answered_as_a_wrong_password_is(engine: Engine) {
    let served = Served::on(engine).await;
    let bench = &served.bench;
    let ann = bench.user("Ann Lee", ANN).await;
    bench.administrator("Mads Moe", MADS, AccessMode::All).await;
    bench.invite("Bo Berg", "bo@nordlys.example").await;
    bench.act(Action::Suspend, &[ann]).await;
    let ask = |email: &str, password: &str| json!({ "email": email, "password": password });
    let wrong = served.post("/session", "", &ask(OWNER, "not her password 1")).await;
    assert_eq!(said(&wrong), (401, "sign_in_failed"));
    for (email, password) in [
        ("nobody@nordlys.example", "not her password 1"),
        ("bo@nordlys.example", "not his password 1"),
        (ANN, PASSWORD),
        ("no address", "x"),
        ("", ""),
    ] {
        bench.clock.advance(HOUR);
        let answer = served.post("/session", "", &ask(email, password)).await;
        assert_eq!((answer.status, &answer.json), (wrong.status, &wrong.json), "{email}");
    }
}

async fn c41_codes_are_slowed_each_kind_alone_and_a_passkey_is_no_code(engine: Engine) {
    let served = Served::on(engine).await;
    let bench = &served.bench;
    bench.with_factors();
    bench.administrator("Mads Moe", MADS, AccessMode::All).await;
    let (_, enrolment) = bench.enters_and_enrols(MADS).await;
    bench.clock.advance(30 * SECOND);
    let begun = served.post("/session", "", &json!({ "email": MADS, "password": PASSWORD })).await.json;
    assert_eq!(begun["step"], "factor");
    let half = begun["token"].as_str().unwrap();
    let give = |method: &str, code: &str| json!({ "method": method, "code": code });
    for _ in 0..5 {
        let answer = served.post("/session/factor", half, &give("passkey", "{}")).await;
        assert_eq!(said(&answer), (401, "wrong_factor"), "there is no passkey that is typed");
    }
    let mut tries = 0;
    let slowed = loop {
        let answer = served.post("/session/factor", half, &give("totp", "000000")).await;
        if answer.status == 429 {
            break answer;
        }
        assert_eq!(said(&answer), (401, "wrong_factor"));
        assert!(answer.json["token"].is_null(), "no code leaves by the answer");
        tries += 1;
        assert!(tries < 10, "guessing is slowed");
    };
    assert!(slowed.retry_after.is_some_and(|seconds| seconds > 0), "and it is said for how long");
    let right = served.post("/session/factor", half, &give("totp", &enrolment.app.shows(&bench.clock))).await;
    assert_eq!(right.status, 429, "a right code waits like any other");
    let by_code = served.post("/session/factor", half, &give("recovery_code", &enrolment.codes[0])).await;
    assert_eq!((by_code.status.as_u16(), &by_code.json["step"]), (200, &json!("in")), "its own kind is not slowed");
    let again = served.post("/session/factor", half, &give("recovery_code", &enrolment.codes[1])).await;
    assert_eq!(said(&again), (401, "signed_out"), "and what waited has gone on");
    let token = by_code.json["token"].as_str().unwrap();
    assert_eq!(served.post("/organization_get", token, &Value::Null).await.status, 200);
}

async fn c44_c46_looking_as_somebody_is_asked_by_whoever_is_above_them_with_their_own_password(engine: Engine) {
    let served = Served::on(engine).await;
    let bench = &served.bench;
    let ann = bench.user("Ann Lee", ANN).await;
    let mads = bench.administrator("Mads Moe", MADS, AccessMode::All).await;
    let feeder = served.machine(&["contacts.view"]).await;
    let token = served.sign_in(MADS).await;
    let ask = |member: MemberId, password: &str| json!({ "command": bench.command(), "member": member, "reason": "Roster", "password": password });
    for above in [bench.owner, mads, feeder] {
        let answer = served.post("/user_sign_in_as", &token, &ask(above, PASSWORD)).await;
        assert!(answer.status.is_client_error() && answer.json["address"].is_null(), "{answer:?}");
    }
    let wrong = served.post("/user_sign_in_as", &token, &ask(ann, "not his password 1")).await;
    assert!(wrong.status.is_client_error() && wrong.json["address"].is_null(), "{wrong:?}");
    let link = served.post("/user_sign_in_as", &token, &ask(ann, PASSWORD)).await;
    let fields: Vec<&String> = link.json.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["address", "expires"], "a link, and nothing of hers");
    let newest = bench.log().await.pop().unwrap();
    assert_eq!(newest.actor, Some(mads), "C48: under the name of whoever asked");
}

async fn c47_nothing_is_done_by_opening_an_address_nor_by_what_a_browser_sends_by_itself(engine: Engine) {
    let served = Served::on(engine).await;
    let bench = &served.bench;
    let ann = bench.user("Ann Lee", ANN).await;
    let sigrun = served.sign_in(OWNER).await;
    let in_portal = bench.enter(ANN).await;
    let before = bench.log().await.len();
    let body = act(bench, "suspend", ann).to_string();
    for method in [Method::GET, Method::HEAD, Method::PUT, Method::DELETE] {
        let answer = served.with(method.clone(), "/users_act", &sigrun, &[], &body).await;
        assert_eq!(answer.status, 405, "{method}");
    }
    for token in [&sigrun, &in_portal] {
        let cookies = format!("rollbook={token}; rollbook-49152={token}; __Host-rollbook={token}");
        for kind in ["application/json", "text/plain", "application/x-www-form-urlencoded"] {
            let browser = [("cookie", cookies.as_str()), ("origin", "https://evil.example"), ("content-type", kind)];
            let answer = served.with(Method::POST, "/users_act", "", &browser, &body).await;
            assert_eq!(said(&answer), (401, "signed_out"), "a cookie is no token here");
            assert_eq!(answer.shared, None, "and no other site’s page reads an answer");
        }
        let path = format!("/users_act?token={token}&access_token={token}");
        let answer = served.with(Method::POST, &path, "", &[], &body).await;
        assert_eq!(said(&answer), (401, "signed_out"), "nor is what stands in an address");
    }
    let asked = [("origin", "https://evil.example"), ("access-control-request-method", "POST")];
    let preflight = served.with(Method::OPTIONS, "/users_act", "", &asked, "").await;
    assert_eq!((preflight.status.as_u16(), preflight.shared), (405, None));
    assert_eq!(bench.log().await.len(), before);
}
