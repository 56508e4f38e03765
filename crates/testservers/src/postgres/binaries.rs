//! Where PostgreSQL's programs are. Debian keeps the server's off the search path.

use crate::places;
use rollbook_stage::error::StageError;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder with the programs of one version.
#[derive(Debug, Clone)]
pub(super) struct Binaries {
    folder: PathBuf,
    /// Names the version, so that two of them do not share a template.
    pub(super) version: String,
}

impl Binaries {
    /// The newest version on this machine.
    pub(super) fn find() -> Result<Self, StageError> {
        debian(Path::new("/usr/lib/postgresql"))
            .or_else(on_path)
            .ok_or(StageError::Missing { program: "postgres", package: "postgresql" })
    }

    /// The path of one of its programs.
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

fn debian(versions: &Path) -> Option<Binaries> {
    let folders = fs::read_dir(versions).ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let newest = folders
        .filter(|version| versions.join(version).join("bin/postgres").is_file())
        .max_by_key(|version| version.parse::<u32>().unwrap_or_default())?;
    Some(Binaries { folder: versions.join(&newest).join("bin"), version: newest })
}

fn on_path() -> Option<Binaries> {
    let folder = places::on_path(&["postgres"])?.parent()?.to_owned();
    Some(Binaries { folder, version: "path".to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_that_has_a_server_is_taken() {
        let versions = tempfile::tempdir().unwrap();
        for (version, has_server) in [("9", true), ("15", true), ("17", false)] {
            let bin = versions.path().join(version).join("bin");
            fs::create_dir_all(&bin).unwrap();
            if has_server {
                fs::write(bin.join("postgres"), "").unwrap();
            }
        }
        assert_eq!(debian(versions.path()).unwrap().version, "15");
    }
}
