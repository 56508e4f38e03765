//! A small office: the server over an encrypted file.

use crate::common::{Said, Settings};
use rollbook_testkit::PASSWORD;

fn small() -> Settings {
    let mut settings = Settings::over("");
    let passphrase = settings.secret("passphrase", "brisk-otter-77-lagoon\n");
    let file = settings.folder().join("office.rollbook");
    settings.set_path("database.file", &file).set_path("database.passphrase_file", &passphrase);
    settings
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_made_seeded_served_and_nobody_elses_meanwhile() {
    let settings = small();
    settings.said("serve").fails_with(3, "There is no file");
    let said = settings.said("migrate");
    assert_eq!((said.code, said.out.contains("was made")), (Some(0), true), "{said:?}");
    let again = settings.said("migrate");
    assert_eq!((again.code, again.out.contains("is up to date")), (Some(0), true), "{again:?}");
    let password = settings.secret("password", PASSWORD);
    let seed = |name: &str| {
        let mut seed = settings.command("seed");
        seed.args(["--organization", name, "--first-name", "Sigrun", "--last-name", "Aasen"]);
        seed.args(["--email", "sigrun@nordlys.example", "--password-file"]).arg(&password);
        Said::of(&mut seed)
    };
    let seeded = seed("Nordlys");
    assert_eq!(seeded.out, "Nordlys was created. Its owner signs in with sigrun@nordlys.example.\n", "{seeded:?}");
    let mut server = settings.serve().await;
    server.until_ready().await;
    seed("Fjord").fails_with(3, "Another program has");
    settings.said("serve").fails_with(3, "");
    let verified = settings.said("verify");
    assert_eq!((verified.code, verified.out.starts_with("Nordlys: whole")), (Some(0), true), "{verified:?}");
    server.ask_to_end();
    server.until_ended().await;
    assert_eq!(settings.said("migrate").code, Some(0), "the file is free again");
}
