//! Where things that tests share are kept, and where programs are.

use std::io;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A folder under `target/` for what is made once and used by many tests. Makes it.
pub(crate) fn test_tools() -> io::Result<PathBuf> {
    let target = env::var_os("CARGO_TARGET_DIR").map(|folder| root().join(folder));
    let folder = target.unwrap_or_else(|| root().join("target")).join("test-tools");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// The first of these programs that is on the search path.
pub(crate) fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<_> = env::split_paths(&path).collect();
    let places = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    places.into_iter().find(|program| program.is_file())
}
