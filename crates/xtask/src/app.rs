//! Builds the user interface and the app that carries it.

use crate::setup;
use crate::step::{Result, Steps};
use crate::tools;
use std::env::consts::EXE_SUFFIX;
use std::path::PathBuf;

/// Writes the user interface to ui/dist.
pub(crate) fn build_ui(steps: &Steps) -> Result {
    steps.quietly("Build the user interface (npm run build)", &mut tools::npm(["run", "build"]))
}

/// Makes sure that ui/dist is there: without it the app's crate does not compile.
pub(crate) fn ensure_ui(steps: &Steps) -> Result {
    setup::install_ui(steps)?;
    if tools::ui().join("dist/index.html").is_file() { Ok(()) } else { build_ui(steps) }
}

/// Builds the app and returns where it is.
///
/// It is built as a member of the whole workspace, so that what was compiled
/// here serves the tests too.
pub(crate) fn build(steps: &Steps, release: bool) -> Result<PathBuf> {
    let mut cargo = tools::cargo(["build", "--bin", "rollbook", "--features", "custom-protocol"]);
    if release {
        cargo.arg("--release");
    }
    steps.live("Build the app (cargo build; the first time takes minutes)", &mut cargo)?;
    let profile = if release { "release" } else { "debug" };
    Ok(tools::target().join(profile).join(format!("rollbook{EXE_SUFFIX}")))
}
