//! Setting a database up, and creating organizations in it.

use crate::common::{Said, Settings, answer, bare};
use rollbook_store::SCHEMA;
use rollbook_testkit::PASSWORD;
use rollbook_testservers::postgres::database;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_is_set_up_once_and_organizations_are_created_in_it() {
    let url = database().unwrap();
    let settings = Settings::over(&url);
    settings.said("verify").fails_with(3, "Rollbook was never set up in it");
    let made = settings.said("migrate");
    assert_eq!(
        (made.code, made.out.contains(&format!("was empty and was set up with schema {SCHEMA}"))),
        (Some(0), true),
        "{made:?}"
    );
    assert!(!made.out.contains("postgres:"), "no password is shown: {made:?}");
    let again = settings.said("migrate");
    assert_eq!(
        (again.code, again.out.contains(&format!("is up to date, with schema {SCHEMA}"))),
        (Some(0), true),
        "{again:?}"
    );
    settings.said("verify").fails_with(3, "There is no organization in it.");

    let password = settings.secret("password", &format!("{PASSWORD}\n"));
    let seed =
        |arguments: &[&str]| Said::of(settings.command("seed").args(arguments).arg("--password-file").arg(&password));
    let named = ["--organization", "Nordlys", "--first-name", "Sigrun", "--email", "sigrun@nordlys.example"];
    assert_eq!(seed(&named).out, "Nordlys was created. Its owner signs in with sigrun@nordlys.example.\n");
    seed(&named).fails_with(3, "Somebody else has this name or address already.");
    let weak = settings.secret("weak", "password12345678");
    let other = ["--organization", "Fjord", "--first-name", "Kari", "--email", "kari@fjord.example"];
    let said = Said::of(settings.command("seed").args(other).arg("--password-file").arg(&weak));
    assert_eq!(said.code, Some(3), "R23 holds for an owner as for anybody: {said:?}");
    let mut invited = settings.command("seed");
    invited.args(["--organization", "Skog", "--first-name", "Siv", "--email", "siv@skog.example", "--invite"]);
    let said = Said::of(&mut invited);
    let link = said.out.lines().find_map(|line| line.trim().strip_prefix(&settings.base())).map(str::to_owned);
    let sample = seed(&["--sample"]);
    assert_eq!(sample.code, Some(0), "{sample:?}");
    let verified = settings.said("verify");
    assert_eq!((verified.code, verified.out.lines().count()), (Some(0), 3), "{verified:?}");

    let link = link.unwrap_or_else(|| panic!("no link in {said:?}"));
    let mut server = settings.serve().await;
    server.until_ready().await;
    assert_eq!(server.accept(&link).await.unwrap().status, 200, "the owner chooses their password there");
    assert_eq!(server.accept(&link).await.unwrap().status, 410, "once");
    let sign_in = format!(r#"{{"email":"siv@skog.example","password":"{PASSWORD}"}}"#);
    let request = server.client.post(format!("{}/api/v1/session", server.base)).body(sign_in);
    let signed = answer(request.header("content-type", "application/json")).await.unwrap();
    assert!(signed.status.is_success() && signed.text.contains(r#""step":"in""#), "{signed:?}");
}

#[test]
fn what_seed_is_asked_has_to_fit_together() {
    Said::of(&mut bare("seed")).fails_with(64, "--sample");
    Said::of(bare("seed").args(["--sample", "--organization", "x"])).fails_with(64, "cannot be used with");
    Said::of(bare("seed").args(["--organization", "x"])).fails_with(64, "--first-name");
    let typed = ["--organization", "x", "--first-name", "y", "--email", "y@x.example", "--password", "canary"];
    Said::of(bare("seed").args(typed)).fails_with(64, "unexpected argument");
    let both =
        ["--organization", "x", "--first-name", "y", "--email", "y@x.example", "--password-file", "f", "--invite"];
    Said::of(bare("seed").args(both)).fails_with(64, "cannot be used with");
}
