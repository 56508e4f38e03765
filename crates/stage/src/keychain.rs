//! A session bus of its own with a keyring on it, or without one.
//!
//! The bus knows no service that it could start by itself. So it holds exactly
//! what was put there, and a test never reaches the keyring of the person who runs it.

use crate::error::StageError;
use crate::group::{Group, Stop};
use crate::{folder, ready};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=FOLDER</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// What answers on the bus when a program asks for its secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    OpenKeyring,
    LockedKeyring,
    Nothing,
}

/// A session bus in a home folder of its own. Both are gone when this is dropped.
#[derive(Debug)]
pub struct Keychain {
    home: PathBuf,
    address: String,
    group: Group,
}

impl Keychain {
    /// A bus with an empty, unlocked keyring.
    pub fn start() -> Result<Self, StageError> {
        Self::holding(Holds::OpenKeyring)
    }

    /// A bus with a keyring that nobody has unlocked and nobody can be asked to.
    pub fn locked() -> Result<Self, StageError> {
        Self::holding(Holds::LockedKeyring)
    }

    /// A bus on which nobody keeps secrets.
    pub fn without_keyring() -> Result<Self, StageError> {
        Self::holding(Holds::Nothing)
    }

    fn holding(what: Holds) -> Result<Self, StageError> {
        let failed = StageError::while_starting;
        let home = folder::throwaway("bus").map_err(failed("dbus-daemon"))?;
        let mut group = Group::sweeping(Stop::Politely, &home).map_err(failed("dbus-daemon"))?;
        fs::DirBuilder::new().mode(0o700).create(home.join("run")).map_err(failed("dbus-daemon"))?;
        let address = start_bus(&mut group, &home)?;
        let keychain = Self { home, address, group };
        match what {
            Holds::Nothing => Ok(keychain),
            Holds::OpenKeyring => keychain.with_keyring(Some("a keyring that is thrown away")),
            Holds::LockedKeyring => keychain.with_keyring(None),
        }
    }

    fn with_keyring(mut self, password: Option<&str>) -> Result<Self, StageError> {
        let log = self.home.join("keyring.log");
        let errors = File::create(&log).map_err(StageError::while_starting("gnome-keyring"))?;
        let mut command = Command::new("gnome-keyring-daemon");
        command.args(["--foreground", "--components=secrets"]).args(password.map(|_| "--unlock"));
        command.envs(self.env()).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(errors);
        let child =
            self.group.spawn(&mut command).map_err(StageError::starting("gnome-keyring-daemon", "gnome-keyring"))?;
        tell(child, password.unwrap_or_default()).map_err(StageError::while_starting("gnome-keyring"))?;
        ready::within(Duration::from_secs(20), || self.has_secret_service().then_some(()))
            .ok_or_else(|| StageError::NotReady { what: "gnome-keyring", said: ready::last_words(&log, 5) })?;
        Ok(self)
    }

    /// The variables that give a program this bus and this home, and no other.
    pub fn env(&self) -> Vec<(&'static str, String)> {
        let at = |name: &str| self.home.join(name).display().to_string();
        vec![
            ("DBUS_SESSION_BUS_ADDRESS", self.address.clone()),
            ("HOME", self.home.display().to_string()),
            ("XDG_RUNTIME_DIR", at("run")),
            ("XDG_CONFIG_HOME", at("config")),
            ("XDG_DATA_HOME", at("data")),
            ("XDG_CACHE_HOME", at("cache")),
            ("XDG_STATE_HOME", at("state")),
            // GNOME's libraries would otherwise keep their settings in a service that this bus has not.
            ("GSETTINGS_BACKEND", "memory".to_owned()),
        ]
    }

    /// The home folder of programs that are started with [`env`](Self::env).
    pub fn home(&self) -> &Path {
        &self.home
    }

    fn has_secret_service(&self) -> bool {
        bus_names(Some(&self.address), "ListNames").contains(SECRET_SERVICE)
    }
}

const SECRET_SERVICE: &str = "\"org.freedesktop.secrets\"";

/// Whether the session that this process runs in has a bus with a keyring on
/// it, running or ready to be started.
pub fn session_has_keyring() -> bool {
    ["ListNames", "ListActivatableNames"].into_iter().any(|method| bus_names(None, method).contains(SECRET_SERVICE))
}

/// What the bus answers to `method`, or nothing when there is no bus.
fn bus_names(address: Option<&str>, method: &str) -> String {
    let mut ask = Command::new("dbus-send");
    match address {
        Some(address) => ask.arg(format!("--bus={address}")),
        None => ask.arg("--session"),
    };
    ask.args(["--print-reply", "--reply-timeout=2000", "--dest=org.freedesktop.DBus"])
        .arg("/org/freedesktop/DBus")
        .arg(format!("org.freedesktop.DBus.{method}"))
        // Without it, a missing bus would be started by X11's autolaunch.
        .env_remove("DISPLAY")
        .stdin(Stdio::null());
    ask.output().map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default()
}

fn start_bus(group: &mut Group, home: &Path) -> Result<String, StageError> {
    let failed = StageError::while_starting;
    let config = home.join("bus.conf");
    let log = home.join("bus.log");
    fs::write(&config, BUS.replace("FOLDER", &home.join("run").display().to_string()))
        .map_err(failed("dbus-daemon"))?;
    let errors = File::create(&log).map_err(failed("dbus-daemon"))?;
    let child = group
        .spawn(
            Command::new("dbus-daemon")
                .arg(format!("--config-file={}", config.display()))
                .args(["--nofork", "--nopidfile", "--print-address"])
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(errors),
        )
        .map_err(StageError::starting("dbus-daemon", "dbus"))?;
    ready::first_line(child).map_err(|_| StageError::NotReady { what: "dbus-daemon", said: ready::last_words(&log, 5) })
}

/// Writes to the child's standard input and closes it.
fn tell(child: &mut Child, words: &str) -> io::Result<()> {
    match child.stdin.take() {
        Some(mut pipe) => pipe.write_all(words.as_bytes()),
        None => Err(io::Error::other("its input is not a pipe")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret_tool(keychain: &Keychain, args: &[&str], input: &str) -> (bool, String) {
        let mut child = Command::new("secret-tool")
            .args(args)
            .envs(keychain.env())
            .env_remove("DISPLAY")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A tool that fails early has closed its input: what counts is how it ended.
        let _written = tell(&mut child, input);
        let output = child.wait_with_output().unwrap();
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    }

    const STORE: &[&str] = &["store", "--label=test", "app", "rollbook"];
    const LOOKUP: &[&str] = &["lookup", "app", "rollbook"];

    #[test]
    fn an_open_keyring_keeps_a_secret_and_gives_it_back() {
        let keychain = Keychain::start().unwrap();
        assert!(secret_tool(&keychain, STORE, "marginalia").0);
        assert_eq!(secret_tool(&keychain, LOOKUP, ""), (true, "marginalia".to_owned()));
    }

    #[test]
    fn two_keyrings_know_nothing_of_each_other() {
        let one = Keychain::start().unwrap();
        let two = Keychain::start().unwrap();
        assert!(secret_tool(&one, STORE, "marginalia").0);
        assert!(!secret_tool(&two, LOOKUP, "").0);
    }

    #[test]
    fn a_locked_keyring_takes_no_secret() {
        let keychain = Keychain::locked().unwrap();
        assert!(keychain.has_secret_service());
        assert!(!secret_tool(&keychain, STORE, "marginalia").0);
    }

    #[test]
    fn a_bus_without_a_keyring_takes_no_secret_and_starts_none() {
        let keychain = Keychain::without_keyring().unwrap();
        assert!(!secret_tool(&keychain, STORE, "marginalia").0);
        assert!(!keychain.has_secret_service());
    }

    #[test]
    fn dropping_it_removes_the_home_folder() {
        let keychain = Keychain::without_keyring().unwrap();
        let home = keychain.home().to_owned();
        assert!(home.is_dir());
        drop(keychain);
        assert!(!home.exists());
    }
}
