//! Installs system packages where apt does it, and says what is needed elsewhere.

use super::packages::{self, Package, Purpose};
use crate::step::{Failure, Result, Steps};
use std::env;
use std::fs;
use std::io::{self, IsTerminal as _};
use std::process::{Command, Stdio};

/// The kind of system, as far as installing packages goes.
#[derive(Debug, PartialEq, Eq)]
enum System {
    Debian { ubuntu: bool },
    Other { needs: &'static str },
}

/// Installs the packages for `purpose` that are missing.
pub(crate) fn install(steps: &Steps, purpose: Purpose) -> Result {
    let ubuntu = match system() {
        System::Debian { ubuntu } => ubuntu,
        System::Other { needs } => {
            steps.say(format_args!("System packages are yours to install here. {needs}"));
            return Ok(());
        }
    };
    if ubuntu && purpose == Purpose::Test && !on_path("chromedriver") {
        steps.say("Ubuntu has Chromium only as a snap. The portal's tests need it: snap install chromium");
    }
    let missing = missing(packages::needed(purpose, ubuntu))?;
    if missing.is_empty() {
        return Ok(());
    }
    steps.say("These system packages are missing:");
    for package in &missing {
        println!("             {:24} {}", package.name, package.why);
    }
    let names: Vec<_> = missing.iter().map(|package| package.name).collect();
    let mut become_root = allowed(&names)?;
    become_root.push("env");
    become_root.push("DEBIAN_FRONTEND=noninteractive");
    let apt = |arguments: &[&str]| {
        let mut command = Command::new(become_root[0]);
        command
            .args(&become_root[1..])
            .arg("apt-get")
            // A machine that has just started may be updating itself.
            .args(["-o", "DPkg::Lock::Timeout=600"])
            .args(arguments);
        command
    };
    steps.quietly("Get the newest package lists (apt-get update)", &mut apt(&["update"]))?;
    let mut install = apt(&["install", "--yes", "--no-install-recommends"]);
    steps.quietly("Install them (apt-get install)", install.args(names))
}

fn missing(needed: impl Iterator<Item = &'static Package>) -> Result<Vec<&'static Package>> {
    let mut missing = Vec::new();
    for package in needed {
        let mut ask = Command::new("dpkg-query");
        ask.args(["--show", "--showformat=${db:Status-Status}", package.name]).stderr(Stdio::null());
        let answer = ask.output().map_err(|error| Failure(format!("dpkg-query does not start: {error}")))?;
        if answer.stdout != b"installed" {
            missing.push(package);
        }
    }
    Ok(missing)
}

/// The words to put before a command that only root may give, or the reason why it may not be given.
fn allowed(names: &[&str]) -> Result<Vec<&'static str>> {
    if is_root() {
        return Ok(Vec::new());
    }
    let by_hand = format!("sudo apt-get install --no-install-recommends {}", names.join(" "));
    if !on_path("sudo") {
        return Err(Failure(format!("Only root may install packages. As root: {}", &by_hand["sudo ".len()..])));
    }
    let without_asking = Command::new("sudo").args(["-n", "true"]).stderr(Stdio::null()).status()?;
    if without_asking.success() {
        Ok(vec!["sudo", "-n"])
    } else if io::stdin().is_terminal() && env::var_os("CI").is_none() {
        Ok(vec!["sudo"])
    } else {
        Err(Failure(format!("sudo wants a password, and nobody is here to type it. First run: {by_hand}")))
    }
}

#[cfg(unix)]
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}

/// Whether a program of this name is on the search path.
fn on_path(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

fn system() -> System {
    if cfg!(target_os = "macos") {
        return System::Other { needs: "macOS needs Xcode's command line tools: xcode-select --install" };
    }
    if cfg!(windows) {
        return System::Other { needs: "Windows needs the Microsoft C++ Build Tools, WebView2 and Strawberry Perl" };
    }
    of_release(&fs::read_to_string("/etc/os-release").unwrap_or_default())
}

/// Reads the text of /etc/os-release.
fn of_release(text: &str) -> System {
    let value = |key: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
        line.unwrap_or_default().trim_matches('"')
    };
    let is = |name: &str| value("ID") == name || value("ID_LIKE").split(' ').any(|like| like == name);
    let ubuntu = is("ubuntu");
    if ubuntu || is("debian") {
        System::Debian { ubuntu }
    } else if is("fedora") {
        System::Other { needs: "Fedora: sudo dnf install gcc make perl pkgconf webkit2gtk4.1-devel" }
    } else if is("arch") {
        System::Other { needs: "Arch: sudo pacman -S --needed base-devel perl webkit2gtk-4.1" }
    } else {
        System::Other { needs: "Needed: a C compiler, make, perl, pkg-config and WebKitGTK 4.1 with its headers" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debian_ubuntu_and_their_children_are_known() {
        let debian = "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\n";
        let ubuntu = "ID=ubuntu\nID_LIKE=debian\nVERSION_ID=\"24.04\"\n";
        let mint = "ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n";
        assert_eq!(of_release(debian), System::Debian { ubuntu: false });
        assert_eq!(of_release(ubuntu), System::Debian { ubuntu: true });
        assert_eq!(of_release(mint), System::Debian { ubuntu: true });
    }

    #[test]
    fn elsewhere_the_words_say_what_is_needed() {
        for release in ["ID=fedora", "ID=manjaro\nID_LIKE=arch", "ID=void", ""] {
            assert!(matches!(of_release(release), System::Other { needs } if needs.contains(':')), "{release}");
        }
    }
}
