//! Opening the store that the arguments name, and finding the organization in it.

use super::{args::Where, error::CliError, file};
use axum::http::Uri;
use rollbook_credentials::password::Cost;
use rollbook_directory::{ActorId, Desk, Directory, Entropy, SystemClock};
use rollbook_domain::organization::Organization;
use rollbook_keys::FileLock;
use rollbook_store::{Address, Schema, Store, StoreError};
use std::sync::Arc;

/// Where the database is when no argument says it.
const DATABASE: &str = "ROLLBOOK_DATABASE";

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
    named: Option<String>,
    // Held until the command ends.
    _lock: Option<FileLock>,
}

impl Place {
    /// Opens it. `portal` is where links in mails point.
    pub(super) async fn open(asked: Where, portal: Option<&str>, purpose: For) -> Result<Self, CliError> {
        let portal = portal.map(address).transpose()?.unwrap_or_default();
        let (store, lock) = if let Some(path) = &asked.file {
            let failed = |error| CliError::Key { path: path.clone(), error };
            rollbook_keys::salt_of(path).map_err(failed)?;
            let lock = (purpose == For::Writing).then(|| FileLock::take(path).map_err(failed)).transpose()?;
            let key = file::key(path).await?;
            (Store::file(path, &key, Schema::Expect).await?, lock)
        } else {
            let url = asked.database.or_else(|| std::env::var(DATABASE).ok()).filter(|url| !url.is_empty());
            let address: Address = url.ok_or(CliError::Nowhere)?.parse().map_err(StoreError::Address)?;
            (Store::postgres(&address, Schema::Expect).await?, None)
        };
        // No password is hashed here; the cost is never asked for.
        let directory = Directory::new(store, Arc::new(SystemClock), Entropy::from_system(), Cost::MINIMUM, &portal);
        Ok(Self { directory, named: asked.organization, _lock: lock })
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
        let mut found = self.organizations().await?;
        match (found.pop(), found.is_empty()) {
            (Some(one), true) => {
                let owner = self.directory.owner(one.id).await?;
                Ok((self.directory.desk(one.id, ActorId::Member(owner.id)), one))
            }
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

    /// Ends all connections, so that a file is left as one piece.
    pub(super) async fn close(self) {
        self.directory.store().close().await;
    }
}

/// How many names a list shows.
const NAMES: usize = 20;

fn list(all: &[Organization]) -> String {
    let names: Vec<&str> = all.iter().take(NAMES).map(|organization| organization.name.as_str()).collect();
    let more = if all.len() > NAMES { format!(" and {} more", all.len() - NAMES) } else { String::new() };
    format!("It holds: {}{more}.", names.join(", "))
}

/// A base for links: `http` or `https`, with a host.
fn address(text: &str) -> Result<String, CliError> {
    let usable = text.parse::<Uri>().is_ok_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https"))
            && uri.host().is_some_and(|host| !host.is_empty())
            && uri.query().is_none()
    });
    if usable { Ok(text.to_owned()) } else { Err(CliError::Portal(text.to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("https://accounts.example.org", true)]
    #[case("http://127.0.0.1:4000", true)]
    #[case("https://example.org/accounts/", true)]
    #[case("accounts.example.org", false)]
    #[case("ftp://example.org", false)]
    #[case("https://example.org?a=b", false)]
    #[case("", false)]
    fn links_point_to_a_web_address(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(address(text).is_ok(), expected);
    }
}
