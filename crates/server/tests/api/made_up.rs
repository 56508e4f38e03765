//! Whatever a stranger's program makes up from the document: no answer is a failure, none is one that the document
//! doesn't name.

use crate::document::Told;
use reqwest::Method;
use rollbook_testservers::schemathesis::{Asked, Which, ask};
use serde_json::json;

/// What a session isn't asked: its own end, news, which never end, and what a key is for.
const EXCEPT: [&str; 3] = ["sign_out", "changes", "check"];

/// Asks, and says what came of it.
async fn asked(document: &str, token: &str, which: Which<'static>) {
    let (document, token) = (document.to_owned(), token.to_owned());
    let asking = tokio::task::spawn_blocking(move || {
        let folder = tempfile::tempdir().expect("a folder");
        let asked = Asked { document: &document, token: &token, which, examples: 2, seconds: 45 };
        ask(&asked, folder.path()).expect("Schemathesis is installed by pip, from its index, and starts")
    });
    let output = asking.await.expect("it ends");
    let said = format!("{}\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
    assert!(said.contains("passed"), "it asked something: {said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_made_up_from_the_document_is_answered_as_it_says() {
    let told = Told::of_the_sample().await;
    let document = told.served.at("/openapi.json");
    let machine = told.served.machine(&["contacts.view"]).await;
    let key = told.served.key(machine, &["contacts.view"]).await;
    asked(&document, &key, Which::Only(&["check"])).await;
    asked(&document, &told.token, Which::AllBut(&EXCEPT)).await;
    let standing = told.served.ask(Method::GET, "/session", &told.token, None).await;
    assert_eq!(standing.json, json!({ "step": "in" }), "and it asked as somebody who is signed in");
}
