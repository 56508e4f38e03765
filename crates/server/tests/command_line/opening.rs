//! Opening files and databases, and how it fails.

use crate::common::{Office, Said, bare, organization, tables};
use rollbook_credentials::password::Cost;
use rollbook_directory::{Directory, Entropy, SystemClock};
use rollbook_keys::FileLock;
use rollbook_store::{Schema, Store};
use std::sync::Arc;

#[tokio::test]
async fn a_wrong_passphrase_or_none_is_said_in_words() {
    let office = Office::open().await;
    Said::of(office.command("verify").env("ROLLBOOK_PASSPHRASE", "something else"))
        .fails_with(3, "The key doesn’t open this file.");
    let none = Said::of(office.command("verify").env_remove("ROLLBOOK_PASSPHRASE"));
    none.fails_with(3, "ROLLBOOK_PASSPHRASE");
}

#[tokio::test]
async fn a_file_that_is_missing_or_something_else_is_said_in_words() {
    let office = Office::open().await;
    Said::of(bare().args(["verify", "--file", "/nowhere/at.rollbook"]))
        .fails_with(3, "There is no file /nowhere/at.rollbook.");
    let table = office.table("people.csv", "email\n");
    Said::of(bare().args(["verify", "--file"]).arg(table)).fails_with(3, "isn’t an organization of Rollbook");
    Said::of(bare().arg("verify")).fails_with(64, "No organization is named.");
    Said::of(bare().args(["verify", "--file", "x", "--database", "postgres://x"]))
        .fails_with(64, "cannot be used with");
    Said::of(bare().args(["verify", "--passphrase", "x"])).fails_with(64, "--passphrase");
}

#[tokio::test]
async fn a_file_that_a_window_has_open_can_be_read_but_not_imported_into() {
    let office = Office::open().await;
    let _window = FileLock::take(&office.file()).unwrap();
    office.import(&tables(), &[]).fails_with(3, "Another program has");
    assert_eq!(office.import(&tables(), &["--preview"]).code, Some(0));
    assert_eq!(Said::of(office.command("export").arg("people")).code, Some(0));
    assert_eq!(Said::of(&mut office.command("verify")).code, Some(0));
}

#[tokio::test]
async fn of_several_organizations_one_has_to_be_named() {
    let office = Office::open().await;
    let directory =
        Directory::new(office.store().await, Arc::new(SystemClock), Entropy::from_system(), Cost::MINIMUM, "");
    directory.create(&organization("Fjord", "kari@fjord.example")).await.unwrap();
    directory.store().close().await;

    let before = office.dump().await;
    office
        .import(&tables(), &[])
        .fails_with(3, "There are several organizations. Add --organization. It holds: Fjord, Kubernetes Client.");
    office.import(&tables(), &["--organization", "Nobody"]).fails_with(3, "There is no organization Nobody in it.");
    assert_eq!(office.dump().await, before);
    let said = office.import(&tables(), &["--organization", "fjord"]);
    assert!(said.out.starts_with("Fjord\n"), "{said:?}");
    let people = Said::of(office.command("export").args(["people", "--organization", "Fjord"])).out;
    assert_eq!(people.lines().count(), 53, "51 people, Fjord's owner and the head: {people}");
    let verified = Said::of(&mut office.command("verify"));
    assert_eq!(verified.out.lines().count(), 2, "verify checks all: {verified:?}");
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_of_a_server_is_opened_by_its_address() {
    let url = rollbook_testservers::postgres::database().expect("a throwaway PostgreSQL");
    let store = Store::postgres(&url.parse().unwrap(), Schema::Migrate).await.unwrap();
    let directory = Directory::new(store, Arc::new(SystemClock), Entropy::from_system(), Cost::MINIMUM, "");
    directory.create(&organization("Fjord", "kari@fjord.example")).await.unwrap();
    let said = Said::of(bare().env("ROLLBOOK_DATABASE_URL", &url).arg("import").args(tables()));
    assert_eq!((said.code, said.count("People created")), (Some(0), 51), "{said:?}");
    let verified = Said::of(bare().args(["verify", "--database", &url]));
    assert!(verified.out.starts_with("Fjord: whole, "), "{verified:?}");
    directory.store().close().await;
    let away = Said::of(bare().args(["verify", "--database", "postgres://nobody@127.0.0.1:1/none"]));
    away.fails_with(3, "Nothing answers at 127.0.0.1:1/none.");
}
