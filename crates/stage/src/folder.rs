//! Throwaway folders. The name is short, because Unix sockets live in some of
//! them and their paths end at 108 bytes.

use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

static MADE: AtomicU32 = AtomicU32::new(0);

/// Makes an empty folder under the system's folder for temporary files that only
/// its owner may enter. Nobody removes it by itself: hand it to
/// [`Group::sweeping`](crate::group::Group::sweeping).
pub fn throwaway(purpose: &str) -> io::Result<PathBuf> {
    loop {
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("rollbook-{purpose}-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        match DirBuilder::new().mode(0o700).create(&path) {
            Ok(()) => return Ok(path),
            // Left by an earlier process of the same number: never reuse what another made.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}
