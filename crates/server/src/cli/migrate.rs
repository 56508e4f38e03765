//! `migrate`: sets a database up, or brings it up to date. Of several that do it at once one does, and the
//! others wait and find it done.

use super::{Ended, error::CliError, file, output};
use rollbook_keys::{FileLock, Protection};
use rollbook_server::config::{DatabaseAt, Settings};
use rollbook_store::{Migrated, SCHEMA, Schema, Store, kept_at};
use std::path::{Path, PathBuf};

/// Does it, and says what was done.
pub(super) async fn run(settings: &Settings) -> Result<Ended, CliError> {
    let said = match DatabaseAt::of(settings)? {
        DatabaseAt::Server(address) => words(&address.shown(), Store::migrate(&address).await?),
        DatabaseAt::File { path, passphrase } => {
            let failed = |error| CliError::Key { path: path.clone(), error };
            if path.exists() {
                let _lock = FileLock::take(&path).map_err(failed)?;
                let key = file::key(&path, passphrase).await?;
                let before: Vec<PathBuf> = kept(&path).collect();
                Store::file(&path, &key, Schema::Migrate).await?.close().await;
                let new = kept(&path).find(|copy| !before.contains(copy));
                let said = new.map(|copy| format!(" What it was before is kept in {}.", copy.display()));
                format!("{} is up to date.{}\n", path.display(), said.unwrap_or_default())
            } else {
                let Some(passphrase) = file::given().or(passphrase) else {
                    return Err(CliError::Arguments(
                        "A new file needs a passphrase. Set database.passphrase_file, or ROLLBOOK_PASSPHRASE.",
                    ));
                };
                let protection = Protection::Passphrase(passphrase);
                let new = path.clone();
                let key = tokio::task::spawn_blocking(move || rollbook_keys::create(&new, &protection)).await;
                let key = key.map_err(std::io::Error::other)?.map_err(failed)?;
                Store::file(&path, &key, Schema::Migrate).await?.close().await;
                made(&path)
            }
        }
    };
    output::print(said.as_bytes())?;
    Ok(Ended::Well)
}

/// What was kept of the file at earlier updates.
fn kept(path: &Path) -> impl Iterator<Item = PathBuf> {
    (1..SCHEMA).map(|schema| kept_at(path, schema)).filter(|copy| copy.exists())
}

fn made(path: &Path) -> String {
    format!("{} was made. Keep its passphrase: nobody can open the file without it.\n", path.display())
}

fn words(place: &str, done: Migrated) -> String {
    let Migrated { before, now } = done;
    match before {
        None => format!(
            "{place} was empty and was set up with schema {now}. Create an organization: rollbook-server seed.\n"
        ),
        Some(before) if before == now => format!("{place} is up to date, with schema {now}.\n"),
        Some(before) => format!("{place} was brought from schema {before} to {now}.\n"),
    }
}
