//! Where things are, and the tools that every command starts: cargo and npm.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    // Cargo says where the crate is now; what was compiled in is where it was then.
    let here = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let here = here.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    here.ancestors().nth(2).unwrap_or(Path::new(".")).to_owned()
}

/// The folder of the user interface's project.
pub(crate) fn ui() -> PathBuf {
    root().join("ui")
}

/// Cargo's target folder.
pub(crate) fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// The folder for logs and stamps of xtask. Makes it.
pub(crate) fn logs() -> io::Result<PathBuf> {
    let folder = target().join("xtask");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Cargo, in the root, as if a person had called it.
///
/// `cargo run` describes the running crate to xtask in variables. Some build
/// scripts watch those, and would compile half of the dependencies again.
pub(crate) fn cargo<const N: usize>(arguments: [&str; N]) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(arguments).current_dir(root());
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            cargo.env_remove(&name);
        }
    }
    if !cfg!(target_os = "linux") {
        cargo.env("LIBSQLITE3_FLAGS", SQLITE_FLAGS);
    }
    cargo
}

/// What `.cargo/config.toml` says of SQLite, without what is for Linux alone.
const SQLITE_FLAGS: &str = "-USQLITE_ENABLE_MEMORY_MANAGEMENT -DSQLITE_DEFAULT_MEMSTATUS=0";

/// npm, in the folder of the user interface, without colours and questions.
pub(crate) fn npm<const N: usize>(arguments: [&str; N]) -> Command {
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.args(arguments).current_dir(ui());
    npm.env("CI", "true").env("NO_COLOR", "1").env_remove("FORCE_COLOR");
    npm
}

/// Whether the user interface's package.json has a script of this name.
pub(crate) fn has_script(name: &str) -> io::Result<bool> {
    let package = fs::read_to_string(ui().join("package.json"))?;
    let scripts = package.split_once("\"scripts\"").map(|(_, rest)| rest).unwrap_or_default();
    let scripts = scripts.split_once('}').map(|(scripts, _)| scripts).unwrap_or_default();
    Ok(scripts.contains(&format!("\"{name}\":")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_holds_the_workspace() {
        let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
        assert!(manifest.contains("[workspace]"));
    }

    #[test]
    fn cargo_is_called_without_the_variables_of_the_running_crate() {
        let cargo = cargo(["build"]);
        let removed: Vec<_> = cargo.get_envs().filter(|(_, value)| value.is_none()).collect();
        assert!(removed.iter().any(|(name, _)| *name == "CARGO_MANIFEST_DIR"));
    }
}
