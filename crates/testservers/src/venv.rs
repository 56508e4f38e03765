//! The Python environments that test servers and tools run in: each made once, kept under the build folder.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// An environment: its name, and what is installed in it.
#[derive(Clone, Copy)]
pub(crate) struct Environment {
    name: &'static str,
    requirements: &'static str,
}

/// That of the servers.
pub(crate) const SERVERS: Environment =
    Environment { name: "venv", requirements: include_str!("../smtp/requirements.txt") };
/// That of what asks interfaces.
pub(crate) const ASKERS: Environment =
    Environment { name: "venv-api", requirements: include_str!("../api/requirements.txt") };

/// The folder with an environment's programs. Makes the environment where it is missing or made from an older list.
pub(crate) fn programs(of: Environment) -> io::Result<PathBuf> {
    let Environment { name, requirements } = of;
    let tools = target().join("test-tools");
    fs::create_dir_all(&tools)?;
    // Test programs run side by side: one installs, the others wait for it.
    let lock = File::create(tools.join(format!("{name}.lock")))?;
    lock.lock()?;
    let venv = tools.join(name);
    let (bin, mark) = (venv.join("bin"), venv.join("installed.txt"));
    if fs::read_to_string(&mark).is_ok_and(|installed| installed == requirements) {
        return Ok(bin);
    }
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv))?;
    let list = tools.join(format!("{name}.txt"));
    fs::write(&list, requirements)?;
    let quiet = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"];
    run(Command::new(bin.join("python")).args(quiet).arg(&list))?;
    fs::write(&mark, requirements)?;
    Ok(bin)
}

/// The interpreter that the test servers run in.
pub(crate) fn python() -> io::Result<PathBuf> {
    Ok(programs(SERVERS)?.join("python"))
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
