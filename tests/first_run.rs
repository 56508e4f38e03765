//! Opening and what can stand against it: no keychain, a wrong passphrase, files that are no
//! organizations, two windows on one file.
#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]
#![cfg(target_os = "linux")]

mod at_work;
#[path = "first_run/languages.rs"]
mod languages;

use at_work::Place;
use rollbook_stage::keychain::Keychain;

#[tokio::test(flavor = "multi_thread")]
async fn without_a_keychain_a_passphrase_opens_the_file_and_a_wrong_one_does_not() {
    let place = Place::without_keyring().await;
    let desk = place.open().await;
    desk.press("Create organization").await;
    desk.reads("The file is encrypted with a passphrase of yours instead").await;
    desk.look("start-no-keychain").await;
    desk.press("Back").await;
    desk.found("Havn AS", Some("four-grey-seals-under-ice")).await;
    desk.close().await;

    let desk = place.open().await;
    desk.reads("Open an organization").await;
    desk.look("start-known").await;
    desk.find("//button[contains(normalize-space(.), 'Havn AS') or normalize-space(.)='Open']")
        .await
        .click()
        .await
        .unwrap();
    desk.fill("Passphrase", "not that one at all").await;
    desk.look("start-passphrase").await;
    desk.keys("\u{e007}").await;
    desk.reads("open the file. Type it again").await;
    desk.fill("Passphrase", "four-grey-seals-under-ice").await;
    desk.keys("\u{e007}").await;
    desk.find("//h1[normalize-space(.)='Users']").await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_organization_is_told_by_its_cause() {
    let place = Place::new().await;
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes, words) in [
        ("cut-off.rollbook", vec![7; 1000], "cut off"),
        ("plain.rollbook", [b"SQLite format 3\0".as_slice(), &[0; 4080]].concat(), "an organization of Rollbook"),
        ("foreign.rollbook", vec![9; 8192], "passphrase"),
    ] {
        let file = folder.path().join(name);
        std::fs::write(&file, &bytes).unwrap();
        let desk = place.open_file(&file).await;
        desk.reads(words).await;
        desk.close().await;
        assert_eq!(std::fs::read(&file).unwrap(), bytes, "{name} is left as it was");
    }
    let desk = place.open_file(&folder.path().join("gone.rollbook")).await;
    desk.reads("there any more").await;
    desk.look("start-problem").await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_opens_and_a_second_window_on_it_is_told_so() {
    let place = Place::new().await;
    let desk = place.open().await;
    // Help is there before anything else is, and without a network.
    desk.click("//a[normalize-space(.)='Help']").await;
    desk.find("//article[contains(., 'You look after the people')]").await;
    desk.click("//nav//a[normalize-space(.)='For support staff']").await;
    desk.find("//article[contains(., 'I forgot my password')]").await;
    desk.look("help").await;
    desk.click("//a[normalize-space(.)='Back']").await;
    desk.press("Open the sample").await;
    desk.find("//h1[normalize-space(.)='Users']").await;
    desk.keys("\u{e031}").await;
    desk.find("//h1[normalize-space(.)='Help']").await;
    desk.click("//a[normalize-space(.)='Back']").await;
    desk.find("//tr[contains(normalize-space(.), 'nordlys.example')]").await;
    desk.look("users").await;
    let file = std::fs::read_dir(place.organizations())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|ending| ending == "rollbook"))
        .unwrap();
    let apart = Keychain::start().unwrap();
    let second = place.open_apart(&apart, &file).await;
    second.reads("has this organization open").await;
    second.close().await;
    desk.find("//tr[contains(normalize-space(.), 'nordlys.example')]").await;

    // In the same session there is one program: another start asks the first, and ends.
    place.start_again(file.to_str().unwrap()).await;
    desk.find("//tr[contains(normalize-space(.), 'nordlys.example')]").await;
    place.start_again("rollbook://user/nonsense").await;
    desk.reads("This link can’t be read").await;
    desk.look("link-unreadable").await;
    let elsewhere = "0190a5d6-7c00-7000-8000-000000000001";
    place.start_again(&format!("rollbook://user/{elsewhere}/{elsewhere}")).await;
    desk.reads("isn’t open here").await;

    // Selection over everything that matches, and the bulk bar.
    desk.find("//thead//input[@type='checkbox'] | //input[@type='checkbox' and contains(@aria-label, 'all')]")
        .await
        .click()
        .await
        .unwrap();
    desk.reads("selected").await;
    desk.look("users-bulk").await;
    desk.close().await;
}
