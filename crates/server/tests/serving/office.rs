//! A small office: the server over an encrypted file.

use crate::common::{Said, Settings, answer};
use rollbook_credentials::{Secret, factor::FactorKeys, password::Cost};
use rollbook_directory::{Clock as _, Directory, Entered, Entropy, SystemClock};
use rollbook_domain::session::SessionKind;
use rollbook_store::{Schema, Store};
use rollbook_testkit::{App, MORNING, MovingClock, PASSWORD, place, sign_in, token};
use std::{path::Path, sync::Arc};

const PASSPHRASE: &str = "brisk-otter-77-lagoon";

fn small() -> Settings {
    let mut settings = Settings::over("");
    let passphrase = settings.secret("passphrase", &format!("{PASSPHRASE}\n"));
    let file = settings.folder().join("office.rollbook");
    settings.set_path("database.file", &file).set_path("database.passphrase_file", &passphrase);
    settings
}

fn seed(settings: &Settings, name: &str) -> Said {
    let password = settings.secret("password", PASSWORD);
    let mut seed = settings.command("seed");
    seed.args(["--organization", name, "--first-name", "Sigrun", "--last-name", "Aasen"]);
    seed.args(["--email", "sigrun@nordlys.example", "--password-file"]).arg(&password);
    Said::of(&mut seed)
}

/// Now and, shortly before, what an app showed then: the next code is still unused.
fn clock(back: i64) -> MovingClock {
    let clock = MovingClock::default();
    clock.advance(SystemClock.now().0 - MORNING.0 - back);
    clock
}

/// The owner sets an app up while the file is a desktop’s, whose only key is the file’s own.
async fn app_of_the_desktop(file: &Path) -> App {
    let key = rollbook_keys::open(file, Some(&Secret::new(PASSPHRASE.to_owned()))).expect("its passphrase");
    let store = Store::file(file, &key, Schema::Expect).await.expect("the file");
    let clocks = (Arc::new(SystemClock), Entropy::from_system());
    let directory = Directory::new(store, clocks.0, clocks.1, Cost::MINIMUM, "http://127.0.0.1");
    directory.set_factor_keys(key.with_material(FactorKeys::of_file));
    let entered = directory.sign_in(&sign_in("sigrun@nordlys.example", PASSWORD)).await.expect("no failure");
    let Ok(Entered::In(session)) = entered else { panic!("not in") };
    let seated = directory.session(&token(&session), SessionKind::Portal, &place()).await.expect("no failure");
    let seated = seated.expect("a session");
    let offer = seated.offer_app().await.expect("no failure").expect("an offer");
    let app = App::told(&offer.typed);
    let code = app.shows(&clock(30_000));
    seated.confirm_app(offer.challenge, &code, "Phone", None).await.expect("no failure").expect("enrolled");
    directory.store().close().await;
    app
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r27_an_app_that_was_set_up_at_a_desktop_works_at_the_server_of_its_file() {
    let settings = small();
    assert_eq!(settings.said("migrate").code, Some(0));
    assert_eq!(seed(&settings, "Nordlys").code, Some(0));
    let app = app_of_the_desktop(&settings.folder().join("office.rollbook")).await;
    let mut server = settings.serve().await;
    server.until_ready().await;
    let post = |path: &str, token: Option<&str>, body: String| {
        let request = server.client.post(format!("{}/api/v1/session{path}", server.base)).body(body);
        let request = request.header("content-type", "application/json");
        answer(token.iter().fold(request, reqwest::RequestBuilder::bearer_auth))
    };
    let body = format!(r#"{{"email":"sigrun@nordlys.example","password":"{PASSWORD}"}}"#);
    let first = post("", None, body).await.unwrap();
    let told: serde_json::Value = serde_json::from_str(&first.text).expect("JSON");
    assert_eq!(told["methods"], serde_json::json!(["totp", "recovery_code"]), "{first:?}");
    let half = told["token"].as_str().expect("a token").to_owned();
    let code = format!(r#"{{"method":"totp","code":"{}"}}"#, app.shows(&clock(0)));
    let second = post("/factor", Some(&half), code).await.unwrap();
    assert!(second.text.contains(r#""step":"in""#), "{second:?}");
    server.ask_to_end();
    server.until_ended().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_made_seeded_served_and_nobody_elses_meanwhile() {
    let settings = small();
    settings.said("serve").fails_with(3, "There is no file");
    let said = settings.said("migrate");
    assert_eq!((said.code, said.out.contains("was made")), (Some(0), true), "{said:?}");
    let again = settings.said("migrate");
    assert_eq!((again.code, again.out.contains("is up to date")), (Some(0), true), "{again:?}");
    let seeded = seed(&settings, "Nordlys");
    assert_eq!(seeded.out, "Nordlys was created. Its owner signs in with sigrun@nordlys.example.\n", "{seeded:?}");
    let mut server = settings.serve().await;
    server.until_ready().await;
    seed(&settings, "Fjord").fails_with(3, "Another program has");
    settings.said("serve").fails_with(3, "");
    let verified = settings.said("verify");
    assert_eq!((verified.code, verified.out.starts_with("Nordlys: whole")), (Some(0), true), "{verified:?}");
    server.ask_to_end();
    server.until_ended().await;
    assert_eq!(settings.said("migrate").code, Some(0), "the file is free again");
}
