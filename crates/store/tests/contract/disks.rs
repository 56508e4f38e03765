//! A disk that is full, and files and folders that may not be written, as the system itself makes
//! them. Where this user can't be kept from writing, or can't make a small disk, the case is
//! skipped and says so.

use crate::files::{filled, opened, works};
use rollbook_domain::Event;
use rollbook_store::{Schema, StoreError};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A disk of two megabytes; `None` where this user can't make one.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(folder: &Path) -> Option<Self> {
        let at = folder.join("disk");
        fs::create_dir(&at).unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=2m", "tmpfs"]).arg(&at).output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self(at));
        }
        eprintln!("skipped: this user can't make a small disk");
        None
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg(&self.0).output());
    }
}

#[tokio::test]
async fn a_disk_that_fills_up_is_said_and_the_file_stays_whole() {
    let mut book = filled().await;
    book.store.close().await;
    let Some(disk) = SmallDisk::mount(book.place.folder()) else { return };
    let path = disk.0.join("small.rollbook");
    fs::copy(book.place.file(), &path).unwrap();
    let store = opened(&path, Schema::Expect).await.unwrap();
    let before = store.seq(book.organization).await.unwrap();
    let mut full = None;
    for _ in 0..100 {
        let events: Vec<Event> =
            (0..200).map(|_| Event::MemberAdded { member: Box::new(book.cast.member()), last_sign_in: None }).collect();
        let stamp = book.stamp();
        let mut work = store.work(book.organization).await.unwrap();
        let applied = match work.apply(stamp, &events, &mut || [1; 16]).await {
            Ok(()) => work.commit().await,
            Err(error) => Err(error),
        };
        if let Err(error) = applied {
            full = Some(error);
            break;
        }
    }
    assert!(matches!(full, Some(StoreError::DiskFull)), "{full:?}");
    let after = store.seq(book.organization).await.unwrap();
    assert_eq!((after - before) % 200, 0, "each command is there whole or not at all");
    assert_eq!(store.verify_log(book.organization, |_| {}).await.unwrap(), None);
    store.close().await;
    let again = opened(&path, Schema::Expect).await.expect("it opens on the full disk too");
    assert_eq!(again.verify_log(book.organization, |_| {}).await.unwrap(), None);
    assert_eq!(again.seq(book.organization).await.unwrap(), after);
    again.close().await;
    drop(disk);
    works(&mut book).await;
}

/// Takes the right to write away, from root too where the system can; given back when dropped.
struct Unwritable(PathBuf);

impl Unwritable {
    /// `None` where nothing can keep this user from writing.
    fn make(path: &Path) -> Option<Self> {
        let guard = Self(path.to_owned());
        guard.set(true);
        let probe = if path.is_dir() { path.join("probe") } else { path.to_owned() };
        let stopped = fs::OpenOptions::new().append(true).create(path.is_dir()).open(probe).is_err();
        if !stopped {
            eprintln!("skipped: this user may write everywhere");
        }
        stopped.then_some(guard)
    }

    fn set(&self, unwritable: bool) {
        let mut rights = fs::metadata(&self.0).unwrap().permissions();
        if !unwritable {
            drop(Command::new("chattr").arg("-i").arg(&self.0).output());
        }
        rights.set_readonly(unwritable);
        // A user's own files need no more than this; other users have no business in the folder.
        drop(fs::set_permissions(&self.0, rights));
        if unwritable {
            drop(Command::new("chattr").arg("+i").arg(&self.0).output());
        }
    }
}

impl Drop for Unwritable {
    fn drop(&mut self) {
        self.set(false);
    }
}

#[tokio::test]
async fn a_file_without_the_right_to_write_is_said_to_be_so() {
    let mut book = filled().await;
    book.store.close().await;
    let Some(guard) = Unwritable::make(&book.place.file()) else { return };
    match opened(&book.place.file(), Schema::Expect).await {
        Ok(store) => {
            let refused = store.work(book.organization).await;
            assert!(matches!(refused, Err(StoreError::ReadOnly)), "{refused:?}");
            store.close().await;
        }
        Err(error) => assert!(matches!(error, StoreError::ReadOnly), "{error:?}"),
    }
    drop(guard);
    works(&mut book).await;
}

#[tokio::test]
async fn a_folder_without_the_right_to_write_is_said_to_be_so() {
    let mut book = filled().await;
    book.store.close().await;
    let Some(guard) = Unwritable::make(book.place.folder()) else { return };
    let refused = opened(&book.place.file(), Schema::Expect).await;
    assert!(matches!(refused, Err(StoreError::ReadOnly)), "{refused:?}");
    let refused = opened(&book.place.folder().join("new.rollbook"), Schema::Migrate).await;
    assert!(matches!(refused, Err(StoreError::ReadOnly)), "{refused:?}");
    drop(guard);
    works(&mut book).await;
}
