//! Node and the packages of the user interface.

use crate::step::{Failure, Result, Steps};
use crate::tools;
use std::fs;
use std::process::Command;

/// The oldest Node that builds the user interface.
const OLDEST: u32 = 20;

/// Fails with advice unless a Node that is new enough is on the path.
pub(crate) fn require() -> Result {
    let answer = Command::new("node").arg("--version").output();
    let version = answer.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default();
    match major(&version) {
        Some(major) if major >= OLDEST => Ok(()),
        Some(_) => Err(Failure(format!("Node is {version} here. Install Node {OLDEST} or newer"))),
        None => Err(Failure(format!("Node is not here. Install Node {OLDEST} or newer, with npm"))),
    }
}

/// The first number of a version like `v20.20.2`.
fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// Installs the user interface's packages, unless they are those of the present lock file.
pub(crate) fn install_ui(steps: &Steps) -> Result {
    let lock = fs::read(tools::ui().join("package-lock.json"))
        .map_err(|error| Failure(format!("ui/package-lock.json can't be read: {error}")))?;
    let stamp = tools::logs()?.join("ui-package-lock.json");
    let installed = tools::ui().join("node_modules").is_dir();
    if installed && fs::read(&stamp).is_ok_and(|former| former == lock) {
        return Ok(());
    }
    steps.quietly(
        "Install the user interface's packages (npm ci)",
        &mut tools::npm(["ci", "--no-audit", "--no-fund"]),
    )?;
    Ok(fs::write(stamp, lock)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_version_is_read() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("v8.1"), Some(8));
        assert_eq!(major(""), None);
        assert_eq!(major("command not found"), None);
    }
}
