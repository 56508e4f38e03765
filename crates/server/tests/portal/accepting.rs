//! From the mail to the account (R1, R2, R6, R23).

use crate::common::Served;
use reqwest::StatusCode;
use rollbook_directory::contract::InviteUser;
use rollbook_domain::{
    command::Action,
    member::{AccessMode, Status, Tier},
};
use rollbook_testkit::PASSWORD;

#[tokio::test]
async fn r1_an_invited_person_chooses_a_password_and_is_in() {
    let served = Served::open().await;
    let member = served.bench.invite("Jón Þórsson", "jon@nordlys.example").await;
    let path = served.path_for("jon@nordlys.example").await;

    let page = served.get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    page.says("Welcome, Jón");
    page.says("Sigrun Aasen invited you on 21 November. Choose a password to start.");
    page.says("The invitation works until 24 November, 08:00 UTC.");
    assert!(page.text.contains("value=\"jon@nordlys.example\" readonly"), "the address can’t be changed here");

    let done = served.accept(&path, PASSWORD).await;
    assert_eq!(done.status, StatusCode::OK);
    done.says("You’re in");
    done.says("Your account at Nordlys is ready. You sign in as jon@nordlys.example.");
    done.says("You can close this page.");
    assert_eq!(served.bench.row(member).await.status, Status::Active);
}

#[tokio::test]
async fn r1_who_has_an_account_joins_with_one_button_and_no_password() {
    let served = Served::open().await;
    served.bench.found("Fjord", "kari@fjord.example").await;
    let member = served.bench.invite("Kari Dahl", "kari@fjord.example").await;
    let path = served.path_for("kari@fjord.example").await;

    let page = served.get(&path).await;
    page.says("You keep the password that you have.");
    page.says("Join Nordlys");
    assert!(!page.text.contains("type=\"password\""), "no second registration");

    let done = served.post(&path, "").await;
    assert_eq!(done.status, StatusCode::OK);
    done.says("You’re in");
    assert_eq!(served.bench.row(member).await.status, Status::Active);
}

#[tokio::test]
async fn r2_of_two_who_send_the_same_link_at_once_exactly_one_wins() {
    let served = Served::open().await;
    let member = served.bench.invite("Jón Þórsson", "jon@nordlys.example").await;
    let path = served.path_for("jon@nordlys.example").await;
    let (one, other) =
        tokio::join!(served.accept(&path, PASSWORD), served.accept(&path, "amber-tundra-58-velcro-moth"));
    let mut statuses = [one.status, other.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::OK, StatusCode::GONE]);
    assert_eq!(served.bench.row(member).await.status, Status::Active);
}

#[tokio::test]
async fn r6_the_page_says_what_the_inviter_could_no_longer_give() {
    let served = Served::open().await;
    let bench = &served.bench;
    let inviter = bench.administrator("Ida Lund", "ida@nordlys.example", AccessMode::All).await;
    let ask = InviteUser { access: AccessMode::All, ..bench.invitation("Jón Þórsson", "jon@nordlys.example") };
    assert_eq!(ask.tier, Tier::User);
    bench.desk_of(inviter).invite(&ask).await.unwrap();
    let path = served.path_for("jon@nordlys.example").await;
    bench.act(Action::Suspend, &[inviter]).await;

    let done = served.accept(&path, PASSWORD).await;
    assert_eq!(done.status, StatusCode::OK);
    done.says("Left out, because the person who invited you may no longer give it: access to everything.");
}

#[tokio::test]
async fn r23_a_refused_password_is_answered_at_its_field_and_changes_nothing() {
    let served = Served::open().await;
    let path = served.invite("Jón Þórsson", "jon@nordlys.example").await;
    let before = served.bench.dump().await;
    let cases = [
        ("password=&again=", "There is no password yet. Choose one."),
        ("", "There is no password yet. Choose one."),
        ("password=short&again=short", "The password has 5 of at least 15 characters. Add a word or two."),
        ("password=thorsson-thorsson-jon&again=thorsson-thorsson-jon", "The password contains a part of your name"),
        ("password=qzxqzxqzxqzxqzxqzx&again=qzxqzxqzxqzxqzxqzx", "The password repeats itself. Use different words."),
        ("password=wet-lantern-quartz-41&again=wet-lantern-quartz-42", "The two passwords differ."),
    ];
    for (form, words) in cases {
        let page = served.post(&path, form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        page.says(words);
        assert!(page.text.contains("aria-invalid=\"true\""), "{form}");
        assert!(!page.text.contains("lantern") && !page.text.contains("qzxqzx"), "a password is never sent back");
        page.says("Welcome, Jón");
    }
    assert_eq!(served.bench.dump().await, before);
    assert_eq!(served.accept(&path, PASSWORD).await.status, StatusCode::OK, "the link still works");
}

#[tokio::test]
async fn r23_the_judge_answers_rule_by_rule_while_a_password_is_typed() {
    let served = Served::open().await;
    let path = served.invite("Jón Þórsson", "jon@nordlys.example").await;
    let weak = judge(&served, &path, "thorsson").await;
    assert_eq!(weak["acceptable"], false);
    let met = |view: &serde_json::Value| {
        view["rules"].as_array().unwrap().iter().map(|rule| rule["met"].as_bool().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(met(&weak), [false, true, false, false], "{weak}");
    assert_eq!(weak["rules"][0]["words"], "15 characters or more");
    let good = judge(&served, &path, PASSWORD).await;
    assert_eq!((good["acceptable"].as_bool(), met(&good)), (Some(true), vec![true; 4]));
    let german = judge(&served, &format!("{path}?lang=de"), "a").await;
    assert_eq!(german["rules"][0]["words"], "Mindestens 15 Zeichen");
}

async fn judge(served: &Served, path: &str, password: &str) -> serde_json::Value {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let answer = served.post(&format!("{path}/judge?{query}"), &format!("password={password}")).await;
    serde_json::from_str(&answer.text).expect("the judge answers in JSON")
}

#[tokio::test]
async fn c24_a_form_with_anything_else_in_it_is_refused() {
    let served = Served::open().await;
    let path = served.invite("Jón Þórsson", "jon@nordlys.example").await;
    let before = served.bench.dump().await;
    for form in [
        format!("password={PASSWORD}&again={PASSWORD}&tier=owner"),
        format!("password={PASSWORD}&password=x&again={PASSWORD}"),
    ] {
        let page = served.post(&path, &form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.says("The form can’t be read");
    }
    assert_eq!(served.bench.dump().await, before);
}
