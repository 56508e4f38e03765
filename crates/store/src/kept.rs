//! What a file was before it is brought up to date, kept beside it: whoever goes back to an older version opens that.

use crate::StoreError;
use sqlx::AnyConnection;
use std::{
    fs, io,
    io::ErrorKind,
    path::{Path, PathBuf},
};

/// Where a file of a schema is kept when it is brought up to date: `havn.rollbook.schema-1` beside `havn.rollbook`.
pub fn kept_at(path: &Path, schema: i64) -> PathBuf {
    beside(path, &format!(".schema-{schema}"))
}

/// Keeps the file as it is, whole; it is the same encrypted file and has the same key.
///
/// # Errors
/// [`StoreError::Busy`] when somebody writes to it; [`StoreError::DiskFull`], [`StoreError::ReadOnly`] and
/// [`StoreError::NotWritten`] when it can’t be kept. Then nothing is there that looks like a copy.
pub(crate) async fn keep(connection: &mut AnyConnection, path: &Path, schema: i64) -> Result<(), StoreError> {
    // Everything into the file itself; then nobody writes while it is copied.
    sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut *connection).await?;
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut *connection).await?;
    let copied = copy(path.to_owned(), kept_at(path, schema)).await;
    sqlx::raw_sql("ROLLBACK").execute(&mut *connection).await?;
    copied
}

async fn copy(from: PathBuf, to: PathBuf) -> Result<(), StoreError> {
    // Somebody else read an old state meanwhile: what they left in the log isn’t in the file.
    if fs::metadata(beside(&from, "-wal")).is_ok_and(|log| log.len() > 0) {
        return Err(StoreError::Busy);
    }
    let part = beside(&to, ".part");
    let leaving = part.clone();
    let whole = tokio::task::spawn_blocking(move || {
        fs::copy(&from, &part)?;
        fs::OpenOptions::new().write(true).open(&part)?.sync_all()?;
        // Under its own name only once it is whole.
        fs::rename(&part, &to)
    });
    match whole.await.map_err(io::Error::other).and_then(|copied| copied) {
        Ok(()) => Ok(()),
        Err(problem) => {
            // What is cut off is of no use; where even that can’t be removed, its name says what it is.
            let _ = fs::remove_file(&leaving);
            Err(refused(&problem))
        }
    }
}

fn refused(problem: &io::Error) -> StoreError {
    match problem.kind() {
        ErrorKind::StorageFull => StoreError::DiskFull,
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly,
        _ => StoreError::NotWritten,
    }
}

/// A name with something behind it.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
