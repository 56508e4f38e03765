//! The test programs that cargo built, so that those that open windows (one at a time, waiting for the most
//! part) run beside those that compute.

use crate::step::{Failure, Result, Steps};
use crate::tools;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What every call of cargo is about: the whole workspace, so that features are unified once and nothing is
/// compiled twice.
pub(crate) const WHOLE: [&str; 3] = ["--workspace", "--features", "custom-protocol"];

/// A test program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Program {
    /// Where it is.
    path: PathBuf,
    /// The folder of its package, where it runs.
    folder: PathBuf,
    /// What it is called: the package, and the test where it isn't the library's own.
    pub(crate) name: String,
    /// Whether it drives the app's window.
    pub(crate) windows: bool,
}

impl Program {
    /// How it is started.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.path);
        command.args(arguments).current_dir(&self.folder).env("CARGO_MANIFEST_DIR", &self.folder);
        command
    }
}

/// Builds every test, and gives the programs in a fixed order.
pub(crate) fn build(steps: &Steps) -> Result<Vec<Program>> {
    let mut cargo = tools::cargo(["test", "--no-run", "--message-format", "json-render-diagnostics"]);
    cargo.args(WHOLE);
    let mut all = Vec::new();
    steps
        .silently("Build the tests (cargo test --no-run)", &mut cargo, |line| all.extend(read(line, &tools::root())))?;
    if all.is_empty() {
        return Err(Failure("cargo built no test".to_owned()));
    }
    all.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(all)
}

/// The program that a message of cargo names, where it is about one.
fn read(message: &str, root: &Path) -> Option<Program> {
    let message: Value = serde_json::from_str(message).ok()?;
    if message["reason"] != "compiler-artifact" || message["profile"]["test"] != true {
        return None;
    }
    let path = message["executable"].as_str()?.into();
    let folder = Path::new(message["manifest_path"].as_str()?).parent()?.to_owned();
    let test = message["target"]["kind"].as_array()?.iter().any(|kind| kind == "test");
    let windows = test && folder == root;
    let package = folder.file_name()?.to_string_lossy();
    let name = match message["target"]["name"].as_str()? {
        own if test && windows => own.to_owned(),
        own if test => format!("{package}: {own}"),
        _ => package.into_owned(),
    };
    Some(Program { path, folder, name, windows })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(kind: &str, name: &str, manifest: &str) -> String {
        format!(
            r#"{{"reason":"compiler-artifact","manifest_path":"{manifest}","target":{{"kind":["{kind}"],"name":"{name}"}},"profile":{{"test":true}},"executable":"/t/{name}-1"}}"#
        )
    }

    #[test]
    fn the_programs_that_drive_windows_are_those_of_the_app() {
        let of = |kind, name, manifest| {
            let program = read(&message(kind, name, manifest), Path::new("/house")).unwrap();
            (program.name, program.windows)
        };
        assert_eq!(of("test", "authority", "/house/Cargo.toml"), ("authority".to_owned(), true));
        assert_eq!(of("lib", "rollbook_lib", "/house/Cargo.toml"), ("house".to_owned(), false));
        assert_eq!(of("test", "door", "/house/crates/directory/Cargo.toml"), ("directory: door".to_owned(), false));
    }

    #[test]
    fn what_isnt_about_a_test_program_is_passed_over() {
        for line in ["", "warning: something", r#"{"reason":"build-finished","success":true}"#] {
            assert_eq!(read(line, Path::new("/house")), None, "{line}");
        }
        let library = message("lib", "rollbook", "/house/Cargo.toml").replace("\"test\":true", "\"test\":false");
        assert_eq!(read(&library, Path::new("/house")), None);
    }
}
