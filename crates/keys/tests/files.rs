//! Files and their keys: what a passphrase opens, what is no organization, one at a time, and what
//! is remembered. The keychain itself is held to by the end-to-end tests, in a session of its own.
#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

use rollbook_credentials::Secret;
use rollbook_keys::{FileLock, KeyError, Known, KnownFiles, Protection, create, open, salt_of};
use rollbook_store::{Schema, Store, StoreError};
use std::path::{Path, PathBuf};

fn passphrase(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

async fn organization_file(folder: &Path) -> PathBuf {
    let path = folder.join("havn.rollbook");
    let key = create(&path, &Protection::Passphrase(passphrase("four grey seals under ice"))).unwrap();
    Store::file(&path, &key, Schema::Migrate).await.unwrap().close().await;
    path
}

#[tokio::test]
async fn a_passphrase_opens_its_file_wherever_the_file_is_moved_to() {
    let folder = tempfile::tempdir().unwrap();
    let path = organization_file(folder.path()).await;
    let moved = folder.path().join("elsewhere.rollbook");
    std::fs::rename(&path, &moved).unwrap();
    let key = open(&moved, Some(&passphrase("four grey seals under ice"))).unwrap();
    Store::file(&moved, &key, Schema::Expect).await.unwrap().close().await;
    assert_eq!(std::fs::read(&moved).unwrap()[..16], salt_of(&moved).unwrap(), "the file carries its own salt");
}

#[tokio::test]
async fn a_wrong_passphrase_opens_nothing_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = organization_file(folder.path()).await;
    let before = std::fs::read(&path).unwrap();
    let key = open(&path, Some(&passphrase("four grey seals over ice"))).unwrap();
    assert!(matches!(Store::file(&path, &key, Schema::Migrate).await, Err(StoreError::WrongKey)));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[tokio::test]
async fn a_key_is_never_made_for_a_file_that_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = organization_file(folder.path()).await;
    assert!(matches!(create(&path, &Protection::Passphrase(passphrase("another"))), Err(KeyError::Exists)));
}

#[test]
fn what_is_no_organization_is_told_before_any_key_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    assert!(matches!(salt_of(&folder.path().join("gone")), Err(KeyError::Missing)));
    let plain = [b"SQLite format 3\0".as_slice(), &[0; 4080]].concat();
    for (name, bytes) in [("empty", &[] as &[u8]), ("short", &[1; 100]), ("cut off", &[1; 5000]), ("plain", &plain)] {
        assert!(matches!(salt_of(&file(name, bytes)), Err(KeyError::NotAnOrganization)), "{name}");
    }
}

#[test]
fn a_file_is_held_by_one_at_a_time_and_given_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("one.rollbook");
    let held = FileLock::take(&path).unwrap();
    assert!(matches!(FileLock::take(&path), Err(KeyError::InUse)));
    drop(held);
    FileLock::take(&path).unwrap();
}

#[test]
fn known_files_are_remembered_newest_first_and_one_of_them_opens_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let list = KnownFiles::in_folder(&folder.path().join("not made yet"));
    let known = |name: &str, opened_at| Known {
        path: PathBuf::from(format!("/{name}")),
        name: name.to_owned(),
        opened_at,
        by_passphrase: false,
        at_work: true,
    };
    list.remember(known("old", 1)).unwrap();
    list.remember(known("new", 2)).unwrap();
    let names = |list: &KnownFiles| list.all().into_iter().map(|k| (k.name, k.at_work)).collect::<Vec<_>>();
    assert_eq!(names(&list), [("new".to_owned(), true), ("old".to_owned(), false)]);
    list.leave(Path::new("/new")).unwrap();
    list.forget(Path::new("/old")).unwrap();
    assert_eq!(names(&list), [("new".to_owned(), false)]);
    std::fs::write(folder.path().join("not made yet/organizations.json"), "{ broken").unwrap();
    assert!(list.all().is_empty(), "a list that can't be read only forgets");
}
