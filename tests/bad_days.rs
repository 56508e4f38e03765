//! Days on which something stands against the work: files that can't be written or come from a newer
//! version, an import that is stopped, a disk that is full. The screen says the cause and what helps,
//! and nothing is lost.
#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]
#![cfg(target_os = "linux")]

mod at_work;

use at_work::{Desk, Place, tables};
use rollbook_credentials::Secret;
use rollbook_stage::unwritable::Unwritable;
use rollbook_store::{Schema, Store};
use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

const PASSPHRASE: &str = "four-grey-seals-under-ice";

/// The only organization in a folder.
fn file_in(folder: &Path) -> PathBuf {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "rollbook")).unwrap()
}

/// Opens the organization of the list by its passphrase.
async fn open_by_passphrase(desk: &Desk<'_>, button: &str) {
    desk.press(button).await;
    desk.fill("Passphrase", PASSPHRASE).await;
    desk.keys("\u{e007}").await;
}

/// Writes into a file which version may read it at the earliest, as a newer version would.
async fn written_for(file: &Path, oldest_reader: i64) {
    let key = rollbook_keys::open(file, Some(&Secret::new(PASSPHRASE.to_owned()))).unwrap();
    let store = Store::file(file, &key, Schema::Expect).await.unwrap();
    let change = sqlx::query("UPDATE schema_info SET oldest_reader = $1").bind(oldest_reader);
    change.execute(store.pool()).await.unwrap();
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_cannot_be_written_and_a_file_of_a_newer_version_are_told_by_their_cause() {
    let place = Place::without_keyring().await;
    let desk = place.open().await;
    desk.found("Havn AS", Some(PASSPHRASE)).await;
    let folder = place.organizations();
    let file = file_in(&folder);
    desk.switch().await;

    // Neither opened nor made in a folder that can't be written; once it can, both work.
    match Unwritable::folder(&folder) {
        Err(error) => eprintln!("skipped: {error}"),
        Ok(unwritable) => {
            open_by_passphrase(&desk, "Open Havn AS").await;
            desk.find("//*[@role='alert']").await;
            desk.look("start-read-only").await;
            desk.press("Create organization").await;
            desk.tell_of("Brygge AS", Some(PASSPHRASE)).await;
            desk.submit("Create organization").await;
            desk.find("//*[@role='alert']").await;
            desk.look("start-create-read-only").await;
            desk.press("Back").await;
            drop(unwritable);
            open_by_passphrase(&desk, "Try again").await;
            desk.find(&Desk::row("ingrid@nordlys.example")).await;
            assert_eq!(file_in(&folder), file, "nothing is left of the one that couldn't be made");
            desk.switch().await;
        }
    }

    // A newer version's file is told as that, and left as it is.
    let older = fs::read(&file).unwrap();
    written_for(&file, 1_000).await;
    let newer = fs::read(&file).unwrap();
    open_by_passphrase(&desk, "Open Havn AS").await;
    desk.reads("newer version of Rollbook").await;
    desk.look("start-newer").await;
    assert!(fs::read(&file).unwrap() == newer, "the file is left as it was");
    // Read by a version that knows it, it holds what it held.
    fs::write(&file, older).unwrap();
    open_by_passphrase(&desk, "Open Havn AS").await;
    desk.find(&Desk::row("ingrid@nordlys.example")).await;
    desk.close().await;
}

/// The people of a real organization several times over, each time under other addresses.
fn many_people(folder: &Path, times: usize) -> PathBuf {
    let table = fs::read_to_string(&tables()[0]).unwrap();
    let (head, rows) = table.split_once('\n').unwrap();
    assert!(head.starts_with("email,"), "addresses stand first");
    let mut all = format!("{head}\n");
    for time in 0..times {
        for row in rows.lines() {
            writeln!(all, "n{time}.{row}").unwrap();
        }
    }
    let path = folder.join("people.csv");
    fs::write(&path, all).unwrap();
    path
}

/// The number in a text, however its digits are grouped.
fn number(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap()
}

/// How many people are at work here, as the sidebar counts them.
async fn people(desk: &Desk<'_>) -> usize {
    let count = "//nav//a[contains(., 'Users')]//span[contains(concat(' ', @class, ' '), ' n ')]";
    number(&desk.text_of(count).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_is_stopped_or_meets_a_full_disk_leaves_the_list_as_it_was() {
    let place = Place::new().await;
    let volume = place.disk();
    let desk = place.open_on(&volume).await;
    desk.found("Nordlys Rederi", None).await;
    desk.find(&Desk::row("ingrid@nordlys.example")).await;
    let table = many_people(place.session.home(), 5);

    desk.press("More").await;
    desk.press("Import").await;
    desk.pick(&[table]).await;
    desk.reads("people.csv").await;
    desk.press("Continue").await;
    desk.press("Preview").await;
    let run = "//button[starts-with(normalize-space(.), 'Import ')]";
    let many = number(&desk.text_of(run).await);

    // Stopped in the middle, it is taken back as a whole.
    desk.click(run).await;
    let progress = "contains(., ' of ') and not(starts-with(., '0 of')) and not(*)";
    desk.find(&format!("//*[@role='status' and contains(., 'Importing')]//*[{progress}]")).await;
    desk.look("import-running").await;
    desk.press("Cancel").await;
    desk.reads("Cancelled. Nothing was changed.").await;
    desk.look("import-cancelled").await;
    assert_eq!(people(&desk).await, 1, "nothing came in");

    // On a full disk, too; the screen says what helps, and that helps.
    volume.fill().unwrap();
    desk.press("Run again").await;
    desk.reads("Free some space, then do it again").await;
    volume.free().unwrap();
    desk.look("import-disk-full").await;
    assert_eq!(people(&desk).await, 1, "nothing came in");
    desk.press("Run again").await;
    desk.click("//button[normalize-space(.)='Show users']").await;
    desk.find(&Desk::row("kubernetes.example")).await;
    assert_eq!(people(&desk).await, 1 + many, "all that the preview promised");
    desk.close().await;
    drop(volume);
}
