//! Opening the store that the arguments name, and finding the organization in it.

use super::{args::Where, error::CliError, file};
use rollbook_credentials::{factor::FactorKeys, password::Cost};
use rollbook_directory::{ActorId, Desk, Directory, Entropy, SystemClock};
use rollbook_domain::{
    organization::Organization,
    origin::{Origin, Way},
};
use rollbook_keys::FileLock;
use rollbook_server::config::{BaseUrl, ConfigError, DatabaseAt, Settings};
use rollbook_store::{Schema, Store};
use std::{path::Path, sync::Arc};

/// What a command wants to do with the store.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum For {
    /// Read, beside a window that has the file open.
    Reading,
    /// Write; the file is then this command's alone.
    Writing,
}

/// An open store.
pub(super) struct Place {
    pub(super) directory: Directory,
    /// The key of the file's second factors, where it is a file.
    pub(super) file_keys: Option<FactorKeys>,
    named: Option<String>,
    // Held until the command ends.
    _lock: Option<FileLock>,
}

impl Place {
    /// Opens what the arguments name, or else the configuration. `portal` is where links in mails point.
    pub(super) async fn open(
        asked: Where,
        mut settings: Settings,
        portal: Option<&BaseUrl>,
        purpose: For,
    ) -> Result<Self, CliError> {
        point(&mut settings, asked.file.as_deref(), asked.database.as_deref());
        let (store, file_keys, lock) = match DatabaseAt::of(&settings) {
            Ok(DatabaseAt::Server(address)) => (Store::postgres(&address, Schema::Expect).await?, None, None),
            Ok(DatabaseAt::File { path, passphrase }) => {
                let failed = |error| CliError::Key { path: path.clone(), error };
                rollbook_keys::salt_of(&path).map_err(failed)?;
                let lock = (purpose == For::Writing).then(|| FileLock::take(&path).map_err(failed)).transpose()?;
                let key = file::key(&path, passphrase).await?;
                let file_keys = Some(key.with_material(FactorKeys::of_file));
                (Store::file(&path, &key, Schema::Expect).await?, file_keys, lock)
            }
            Err(ConfigError::Missing { key: "database.url", .. }) => return Err(CliError::Nowhere),
            Err(other) => return Err(other.into()),
        };
        // No password is hashed at other costs than the least: none is but where an organization begins.
        let portal = portal.map_or("", BaseUrl::as_str);
        let directory = Directory::new(store, Arc::new(SystemClock), Entropy::from_system(), Cost::MINIMUM, portal);
        Ok(Self { directory, file_keys, named: asked.organization, _lock: lock })
    }

    /// The organizations that the arguments mean: the named one, or all.
    pub(super) async fn organizations(&self) -> Result<Vec<Organization>, CliError> {
        let all = self.directory.store().organizations().await?;
        let Some(name) = &self.named else { return Ok(all) };
        let same = |organization: &Organization| organization.name.to_lowercase() == name.trim().to_lowercase();
        let found: Vec<Organization> = all.iter().filter(|organization| same(organization)).cloned().collect();
        if found.is_empty() {
            Err(CliError::Organization(format!("There is no organization {name} in it. {}", list(&all))))
        } else {
            Ok(found)
        }
    }

    /// The owner at work in the one organization that the arguments mean.
    pub(super) async fn desk(&self) -> Result<(Desk, Organization), CliError> {
        let one = self.organization().await?;
        let owner = self.directory.owner(one.id).await?;
        let desk = self.directory.desk(one.id, ActorId::Member(owner.id));
        Ok((desk.coming_from(Origin::by(Way::Server)), one))
    }

    /// The one organization that the arguments mean.
    pub(super) async fn organization(&self) -> Result<Organization, CliError> {
        let mut found = self.organizations().await?;
        match (found.pop(), found.is_empty()) {
            (Some(one), true) => Ok(one),
            (Some(last), false) => {
                found.push(last);
                Err(CliError::Organization(format!(
                    "There are several organizations. Add --organization. {}",
                    list(&found)
                )))
            }
            (None, _) => Err(CliError::Organization("There is no organization in it.".to_owned())),
        }
    }

    /// Does the work and ends all connections whatever came of it: a file is left as one piece, and
    /// SQLCipher, which tears itself down when the process ends, doesn't do so under open ones.
    pub(super) async fn used<T>(self, work: impl AsyncFnOnce(&Self) -> Result<T, CliError>) -> Result<T, CliError> {
        let done = work(&self).await;
        self.directory.store().close().await;
        done
    }
}

/// How many names a list shows.
const NAMES: usize = 20;

fn list(all: &[Organization]) -> String {
    let names: Vec<&str> = all.iter().take(NAMES).map(|organization| organization.name.as_str()).collect();
    let more = if all.len() > NAMES { format!(" and {} more", all.len() - NAMES) } else { String::new() };
    format!("It holds: {}{more}.", names.join(", "))
}

/// What the arguments name goes before the configuration.
fn point(settings: &mut Settings, file: Option<&Path>, database: Option<&str>) {
    const KEYS: [&str; 5] =
        ["database.url", "database.url_file", "database.file", "database.passphrase_file", "database.tls"];
    let (key, value) = match (file, database) {
        (Some(file), _) => ("database.file", file.to_string_lossy().into_owned()),
        (None, Some(url)) => ("database.url", url.to_owned()),
        (None, None) => return,
    };
    for key in KEYS {
        settings.unset(key);
    }
    settings.set(key, &value, "the command line");
}
