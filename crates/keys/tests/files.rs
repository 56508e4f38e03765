//! Files and their keys: what a passphrase opens, what is no organization, one at a time, and what
//! is remembered. The keychain itself is held to by the end-to-end tests, in a session of its own.
#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

use rollbook_credentials::Secret;
use rollbook_keys::{FileLock, KeyError, Known, KnownPlaces, Place, Protection, create, made, open, salt_of};
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

#[cfg(unix)]
#[test]
fn a_file_is_held_by_whatever_name_links_give_it() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let (work, elsewhere) = (folder.path().join("work"), folder.path().join("elsewhere"));
    std::fs::create_dir(&work).unwrap();
    std::fs::create_dir(&elsewhere).unwrap();
    let path = work.join("one.rollbook");
    std::fs::write(&path, "").unwrap();
    symlink(&path, elsewhere.join("two.rollbook")).unwrap();
    symlink(&work, folder.path().join("also work")).unwrap();
    for other in [
        elsewhere.join("two.rollbook"),
        folder.path().join("also work/one.rollbook"),
        work.join("../work/./one.rollbook"),
    ] {
        let held = FileLock::take(&path).unwrap();
        assert!(matches!(FileLock::take(&other), Err(KeyError::InUse)), "{other:?}");
        drop(held);
        let held = FileLock::take(&other).unwrap();
        assert!(matches!(FileLock::take(&path), Err(KeyError::InUse)), "{other:?} first");
        drop(held);
    }
    let held = FileLock::take(&folder.path().join("also work/new.rollbook")).unwrap();
    assert!(matches!(FileLock::take(&work.join("new.rollbook")), Err(KeyError::InUse)), "one that isn't there yet");
    drop(held);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_hard_link_is_the_same_file_and_the_lock_does_not_stand_in_the_databases_way() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("havn.rollbook");
    let mut held = FileLock::take(&path).unwrap();
    let key = create(&path, &Protection::Passphrase(passphrase("four grey seals under ice"))).unwrap();
    let store = Store::file(&path, &key, Schema::Migrate).await.unwrap();
    made(&path, &mut held).unwrap();
    let link = folder.path().join("link.rollbook");
    std::fs::hard_link(&path, &link).unwrap();
    assert!(matches!(FileLock::take(&link), Err(KeyError::InUse)), "made in this window");
    assert!(store.organizations().await.unwrap().is_empty(), "which works on");
    store.close().await;
    drop(held);
    let held = FileLock::take(&link).unwrap();
    assert!(matches!(FileLock::take(&path), Err(KeyError::InUse)), "opened by its other name");
    drop(held);
    FileLock::take(&path).unwrap();
}

#[test]
fn known_files_are_remembered_newest_first_and_one_of_them_opens_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let list = KnownPlaces::in_folder(&folder.path().join("not made yet"));
    let known = |name: &str, opened_at| Known {
        place: Place::file(Path::new(&format!("/{name}"))),
        account: String::new(),
        name: name.to_owned(),
        opened_at,
        by_passphrase: false,
        at_work: true,
    };
    list.remember(known("old", 1)).unwrap();
    list.remember(known("new", 2)).unwrap();
    let names = |list: &KnownPlaces| list.all().into_iter().map(|k| (k.name, k.at_work)).collect::<Vec<_>>();
    assert_eq!(names(&list), [("new".to_owned(), true), ("old".to_owned(), false)]);
    list.leave(&Place::file(Path::new("/new"))).unwrap();
    list.forget(&Place::file(Path::new("/old"))).unwrap();
    assert_eq!(names(&list), [("new".to_owned(), false)]);
    std::fs::write(folder.path().join("not made yet/organizations.json"), "{ broken").unwrap();
    assert!(list.all().is_empty(), "a list that can’t be read only forgets");
}
