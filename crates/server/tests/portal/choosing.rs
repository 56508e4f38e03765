//! From the access mail to a first password, for somebody who stands as active already (R5).

use crate::common::Served;
use reqwest::StatusCode;
use rollbook_domain::{MemberId, command::Action, member::Tab};
use rollbook_testkit::PASSWORD;

const EMAIL: &str = "jon@nordlys.example";

/// Somebody from a table, and the path of the link that the owner sent them.
async fn sent(served: &Served) -> (MemberId, String) {
    served.bench.import(&format!("email,first_name,last_name\n{EMAIL},Jón,Þórsson\n")).await;
    let rows = served.bench.rows(Tab::Active).await;
    let member = rows.iter().find(|row| row.email == EMAIL).expect("the person of the table").id;
    assert_eq!(served.bench.act(Action::SendAccess, &[member]).await.done, 1);
    (member, served.path_for(EMAIL).await)
}

#[tokio::test]
async fn r5_a_created_member_chooses_a_password_by_the_link() {
    let served = Served::open().await;
    let (member, path) = sent(&served).await;
    let page = served.get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    page.says("Welcome, Jón");
    page.says("Choose a password to start.");
    page.says("Choose this password");
    page.says("The link works until 22 November, 08:00 UTC.");
    assert!(page.text.contains("<title>Choose your password · Nordlys · Rollbook</title>"));
    assert!(page.text.contains(&format!("value=\"{EMAIL}\" readonly")), "their user name");
    assert!(!page.words().to_lowercase().contains("invit"), "nobody is invited here: {}", page.words());

    let weak = served.accept(&path, "short").await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY, "R23");
    weak.says("The password has 5 of at least 15 characters.");

    let done = served.accept(&path, PASSWORD).await;
    assert_eq!(done.status, StatusCode::OK);
    done.says("You’re in");
    done.says("Your account at Nordlys is ready. You sign in as jon@nordlys.example.");
    assert!(served.bench.store().account_of(member).await.unwrap().unwrap().1.is_some());
    for again in [served.get(&path).await, served.accept(&path, PASSWORD).await] {
        assert_eq!(again.status, StatusCode::GONE, "R2: once");
        again.says("This link was used already");
    }
}

#[tokio::test]
async fn r5_the_page_speaks_six_languages() {
    let served = Served::open().await;
    let (_, path) = sent(&served).await;
    for (tag, words) in [
        ("de", ["Wählen Sie zum Start ein Passwort.", "Der Link gilt bis 22. November, 08:00 Uhr UTC."]),
        ("es", ["Elige una contraseña para empezar.", "El enlace sirve hasta el 22 de noviembre, 08:00 UTC."]),
        ("fr", ["Choisissez un mot de passe pour commencer.", "Le lien est valable jusqu’au 22 novembre à 08:00 UTC."]),
        ("ja", ["パスワードを決めると始められます。", "このリンクは 11月22日 08:00 UTC まで有効です。"]),
        ("ar", ["اختر كلمة مرور لتبدأ.", "يعمل الرابط حتى 22 نوفمبر، 08:00 UTC."]),
    ] {
        let page = served.get(&format!("{path}?lang={tag}")).await;
        for words in words {
            page.says(words);
        }
    }
}

#[tokio::test]
async fn r3_a_suspended_person_gets_no_page_and_no_password() {
    let served = Served::open().await;
    let (member, path) = sent(&served).await;
    served.bench.act(Action::Suspend, &[member]).await;
    let before = served.bench.dump().await;
    for page in [served.get(&path).await, served.accept(&path, PASSWORD).await] {
        assert_eq!(page.status, StatusCode::GONE);
        page.says("This link no longer works");
        assert!(!page.text.contains(EMAIL), "a dead link tells nothing about the person");
    }
    assert_eq!(served.bench.dump().await, before);
}
