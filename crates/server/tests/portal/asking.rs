//! *Ask for an invitation* at an organization's door (C40, C24).

use crate::{browser::Browser, common::Served};
use reqwest::StatusCode;

const ASK: &str = "/o/nordlys/ask";

async fn asks(browser: &Browser<'_>, name: &str, email: &str) -> crate::common::Answer {
    browser.get(ASK).await;
    browser.send(ASK, &[("name", name), ("email", email)]).await
}

#[tokio::test]
async fn c40_an_invitation_is_asked_for_where_it_is_offered_and_the_answer_is_one() {
    let served = Served::open().await;
    let browser = Browser::new(&served);
    assert_eq!(browser.get(ASK).await.status, StatusCode::FORBIDDEN, "off until somebody wants it");
    assert!(!browser.get("/o/nordlys").await.text.contains("ask\""), "not offered");
    served.bench.policy(|policy| policy.invitation_asks = true).await;
    browser.get("/o/nordlys").await.says("No access yet? Ask for an invitation");
    let mut answers = Vec::new();
    for email in ["una@example.org", "sigrun@nordlys.example"] {
        let page = asks(&browser, "Una Berg", email).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.words());
        page.says("a link comes by mail");
        answers.push(page.text);
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
    served.bench.directory.behind_done().await;
    let dump = served.bench.dump().await;
    let told = dump.table("mail").iter().filter(|row| row.contains("template=invitation_asked"));
    assert_eq!(told.count(), 1);
}

#[tokio::test]
async fn what_was_typed_wrongly_is_said_beside_its_field_in_the_pages_language() {
    let served = Served::open().await;
    served.bench.policy(|policy| policy.invitation_asks = true).await;
    let browser = Browser::new(&served);
    let page = asks(&browser, "", "una@example.org").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.says("This isn’t a name. Type yours, without an address.");
    let page = asks(&browser, "https://evil.example", "una@example.org").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = asks(&browser, "Una <b>Berg", "una").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!page.text.contains("<b>Berg"), "what was typed is text");
    let german = format!("{ASK}?lang=de");
    browser.get(&german).await.says("Um eine Einladung bitten");
    browser.send(&german, &[("name", ""), ("email", "una@example.org")]).await.says("Das ist kein Name.");
}
