//! The platform's folders for data and settings.

use directories::{ProjectDirs, UserDirs};
use std::path::PathBuf;

/// Where things lie on this platform.
#[derive(Clone, Debug)]
pub struct Folders {
    /// New organizations.
    pub organizations: PathBuf,
    /// Preferences and the list of known files; nothing secret.
    pub settings: PathBuf,
    /// Log files.
    pub logs: PathBuf,
    /// Copies of organizations beyond this computer, and what waits for a connection.
    pub offline: PathBuf,
    /// What was exported for the person.
    pub downloads: PathBuf,
}

impl Folders {
    /// The folders of the person who runs this; `None` where the platform names no home.
    pub fn of_person() -> Option<Self> {
        let project = ProjectDirs::from("org", "Rollbook", "Rollbook")?;
        let person = UserDirs::new()?;
        Some(Self {
            organizations: project.data_dir().join("organizations"),
            settings: project.config_dir().to_owned(),
            logs: project.data_local_dir().join("logs"),
            offline: project.data_local_dir().join("offline"),
            downloads: person.download_dir().map_or_else(|| person.home_dir().join("Downloads"), ToOwned::to_owned),
        })
    }
}
