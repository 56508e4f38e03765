//! The Python environment that the test servers run in: made once, kept under the build folder.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

const REQUIREMENTS: &str = include_str!("../smtp/requirements.txt");

/// The interpreter of the environment. Makes the environment where it is missing or made from an older list.
pub(crate) fn python() -> io::Result<PathBuf> {
    let tools = target().join("test-tools");
    fs::create_dir_all(&tools)?;
    // Test programs run side by side: one installs, the others wait for it.
    let lock = File::create(tools.join("venv.lock"))?;
    lock.lock()?;
    let venv = tools.join("venv");
    let (python, mark) = (venv.join("bin/python"), venv.join("installed.txt"));
    if fs::read_to_string(&mark).is_ok_and(|installed| installed == REQUIREMENTS) {
        return Ok(python);
    }
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv))?;
    let list = tools.join("requirements.txt");
    fs::write(&list, REQUIREMENTS)?;
    let quiet = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"];
    run(Command::new(&python).args(quiet).arg(&list))?;
    fs::write(&mark, REQUIREMENTS)?;
    Ok(python)
}

/// The build folder: where cargo was told to build, else the workspace's own.
fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target"), PathBuf::from)
}

fn run(command: &mut Command) -> io::Result<()> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(io::Error::other(format!("{command:?} ended with {}: {said}", output.status)))
}
