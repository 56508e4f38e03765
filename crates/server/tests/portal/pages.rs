//! How the pages are: languages, hostile names, files.

use crate::common::{Served, answer};
use reqwest::{Method, StatusCode};
use rollbook_directory::contract::InviteUser;
use rollbook_testkit::PASSWORD;

#[tokio::test]
async fn a_page_speaks_the_language_of_its_mail_and_the_person_can_choose_another() {
    let served = Served::open().await;
    let bench = &served.bench;
    let ask = InviteUser { language: "de-AT".to_owned(), ..bench.invitation("Jón Þórsson", "jon@nordlys.example") };
    bench.desk().invite(&ask).await.unwrap();
    let path = served.path_for("jon@nordlys.example").await;
    for (query, tag, words) in [
        ("?lang=ja", "ja", "11月21日に Sigrun Aasen さんから招待されました。"),
        ("?lang=ar", "ar", "دعاك Sigrun Aasen في 21 نوفمبر."),
        ("", "de", "Sigrun Aasen hat Sie am 21. November eingeladen."),
        ("?lang=en", "en", "Sigrun Aasen invited you on 21 November."),
        ("?lang=es", "es", "Sigrun Aasen te invitó el 21 de noviembre."),
        ("?lang=fr", "fr", "Choisissez un mot de passe pour commencer."),
        ("?lang=xx", "de", "Die Einladung gilt bis 24. November, 08:00 Uhr UTC."),
    ] {
        let page = served.get(&format!("{path}{query}")).await;
        let direction = if tag == "ar" { "rtl" } else { "ltr" };
        assert!(page.text.contains(&format!("<html lang=\"{tag}\" dir=\"{direction}\">")), "{query}");
        assert_eq!(page.headers["content-language"], tag);
        page.says(words);
    }
    let wrong = served.post(&format!("{path}?lang=fr"), "password=court&again=court").await;
    wrong.says("Le mot de passe a 5 caractères sur au moins 15.");
    served.accept(&format!("{path}?lang=es"), PASSWORD).await.says("Ya estás dentro");
}

#[tokio::test]
async fn a_page_about_nobody_speaks_what_the_browser_asks_for() {
    let served = Served::open().await;
    let asked = served.request(Method::GET, "/join/x").header("accept-language", "is, fr-CA;q=0.9");
    answer(asked).await.says("Ce lien n’est pas complet");
    served.get("/join/x").await.says("This link isn’t complete");
}

#[tokio::test]
async fn names_and_addresses_are_text_whatever_stands_in_them() {
    let served = Served::open().await;
    let path = served.invite("<script>alert(1)</script> {{ 7*7 }}\"'&", "jon@nordlys.example").await;
    let page = served.get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.text.contains("<script>alert"), "a name is no markup");
    assert_eq!(page.text.matches("<script").count(), 1, "the page's own script");
    page.says("Welcome, &lt;script&gt;alert(1)&lt;/script&gt;");
}

#[tokio::test]
async fn files_are_kept_for_good_under_the_hash_of_their_bytes() {
    let served = Served::open().await;
    let page = served.get("/join/x").await;
    let files: Vec<&str> = page.text.split('"').filter(|part| part.starts_with("/static/")).collect();
    assert!(files.len() >= 4, "{files:?}");
    for file in files {
        let sent = served.get(file).await;
        assert_eq!(sent.status, StatusCode::OK, "{file}");
        assert_eq!(sent.headers["cache-control"], "public, max-age=31536000, immutable");
        let again = served.request(Method::GET, file).header("if-none-match", sent.headers["etag"].clone());
        assert_eq!(answer(again).await.status, StatusCode::NOT_MODIFIED);
        let name = file.rsplit('/').next().unwrap();
        assert_eq!(served.get(&format!("/static/0123456789abcdef/{name}")).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(served.get("/favicon.ico").await.status, StatusCode::OK);
}

#[tokio::test]
async fn no_page_holds_the_token_or_a_style_or_script_in_its_markup() {
    let served = Served::open().await;
    let path = served.invite("Jón Þórsson", "jon@nordlys.example").await;
    let token = path.rsplit('/').next().unwrap().to_owned();
    for page in [served.get(&path).await, served.post(&path, "").await, served.accept(&path, PASSWORD).await] {
        assert!(!page.text.contains(&token));
        assert!(!page.text.contains(" style=") && !page.text.contains("<style") && !page.text.contains(" onclick"));
    }
}
