//! What people install, as they install it: packages of Debian and of Red Hat's family, put on this machine with
//! its own tools and taken away again, in a layer that is thrown away. `cargo xtask package --debug` makes them.
#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]
#![cfg(target_os = "linux")]

mod at_work;

use at_work::{Place, screens};
use rollbook_stage::{
    group::{Group, Stop},
    machine::Machine,
    picture, ready,
};
use rollbook_testservers::postgres;
use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{Ipv4Addr, TcpStream},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

/// What the machine's own tools write down about packages, and caches that they draw anew.
const BOOKS: [&str; 9] = [
    "/run/",
    "/var/lib/dpkg/",
    "/var/lib/rpm/",
    "/root/.rpmdb/",
    "/var/log/",
    "/var/cache/",
    "/usr/share/mime/",
    "/usr/share/applications/mimeinfo.cache",
    "/usr/share/icons/hicolor/icon-theme.cache",
];

/// The machine in a layer; none where the tests may not lay one.
fn machine() -> Option<Machine> {
    let machine = Machine::like_this().unwrap();
    if machine.is_none() {
        eprintln!("Skipped: layers over this machine's files need root");
    }
    machine
}

/// A package, where the machine in the layer finds it too.
fn package(kind: &str, starts: &str, folder: &Path) -> String {
    let made = Path::new(env!("CARGO_BIN_EXE_rollbook")).ancestors().nth(2).unwrap().join("package");
    let there = std::fs::read_dir(&made).map(|all| all.flatten().map(|entry| entry.path()).collect::<Vec<PathBuf>>());
    let named = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.starts_with(starts) && name.ends_with(kind)
    };
    let found = there.unwrap_or_default().into_iter().find(named);
    let found = found.unwrap_or_else(|| panic!("no {starts}….{kind} there: `cargo xtask package --debug` makes it"));
    let to = folder.join(found.file_name().unwrap());
    std::fs::copy(&found, &to).unwrap();
    to.to_str().unwrap().to_owned()
}

/// What is there that wasn't, but for books and caches.
fn left(machine: &Machine) -> Vec<String> {
    let all = machine.changes().unwrap();
    all.into_iter().filter(|path| !BOOKS.iter().any(|book| format!("{path}/").starts_with(book))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desktop_is_installed_opens_from_its_menu_entry_and_leaves_only_what_is_the_persons() {
    let Some(machine) = machine() else { return };
    let folder = tempfile::tempdir().unwrap();
    let place = Place::new().await;
    let before = left(&machine);
    machine.run("dpkg", &["-i", &package("deb", "rollbook_", folder.path())]).unwrap();
    everybody_may_start(&machine, "/usr/bin/rollbook");

    let entry = "/usr/share/applications/Rollbook.desktop";
    machine.run("desktop-file-validate", &[entry]).unwrap();
    let opener = machine.run("gio", &["mime", "x-scheme-handler/rollbook"]).unwrap();
    assert!(opener.contains("Rollbook.desktop"), "links open in it: {opener}");

    // As the menu starts it.
    let mut group = Group::new(Stop::Politely).unwrap();
    let mut launch = machine.command("env");
    launch.args(place.session.env().iter().chain(&place.screen.env()).map(|(name, value)| format!("{name}={value}")));
    launch.args(["gio", "launch", entry]).stdout(Stdio::null()).stderr(Stdio::null());
    group.spawn(&mut launch).unwrap();
    let shown = screens().join("installed.png");
    let seen = ready::within(Duration::from_mins(1), || {
        picture::of_screen(place.screen.display(), &shown).ok()?;
        picture::look(&shown).ok().filter(|look| look.colours > 60)
    });
    assert!(seen.is_some(), "nothing is painted: {}", shown.display());
    let running = Command::new("pgrep").args(["-f", "^rollbook|^/usr/bin/rollbook$"]).output().unwrap();
    let running = String::from_utf8(running.stdout).unwrap();
    let ours = running.lines().find(|pid| {
        let home = std::fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
        String::from_utf8_lossy(&home).contains(&*place.session.home().to_string_lossy())
    });
    let ours = ours.expect("the program runs").to_owned();
    assert!(Command::new("kill").arg(&ours).status().unwrap().success());
    let ended = ready::within(Duration::from_secs(20), || (!Path::new("/proc").join(&ours).exists()).then_some(()));
    assert!(ended.is_some(), "it ends when it is asked to");

    machine.run("dpkg", &["--purge", "rollbook"]).unwrap();
    assert_eq!(left(&machine), before, "nothing is left behind");
    assert!(place.session.home().join("data").is_dir(), "and the person's own folder is theirs");
}

#[test]
fn the_server_is_installed_works_after_two_values_and_leaves_only_its_data() {
    let Some(machine) = machine() else { return };
    let folder = tempfile::tempdir().unwrap();
    let before = left(&machine);
    machine.run("dpkg", &["-i", &package("deb", "rollbook-server_", folder.path())]).unwrap();
    serves(&machine);
    // Upgrading to itself keeps what was filled in, and the keys.
    let keys = machine.run("cat", &["/var/lib/rollbook/factor-keys"]).unwrap();
    machine.run("dpkg", &["-i", &package("deb", "rollbook-server_", folder.path())]).unwrap();
    assert_eq!(machine.run("cat", &["/var/lib/rollbook/factor-keys"]).unwrap(), keys);
    assert!(machine.run("cat", &["/etc/rollbook/server.toml"]).unwrap().contains("accounts.nordlys.example"));

    machine.run("dpkg", &["--purge", "rollbook-server"]).unwrap();
    only_data_is_left(&machine, &before);
}

#[test]
fn the_servers_rpm_installs_the_same_and_works_the_same() {
    let Some(machine) = machine() else { return };
    let folder = tempfile::tempdir().unwrap();
    let before = left(&machine);
    // What this machine has comes from dpkg, of which rpm doesn't know.
    machine.run("rpm", &["-i", "--nodeps", &package("rpm", "rollbook-server-", folder.path())]).unwrap();
    serves(&machine);
    machine.run("rpm", &["-e", "rollbook-server"]).unwrap();
    // rpm keeps what somebody changed beside its place.
    machine.run("rm", &["-rf", "/etc/rollbook"]).unwrap();
    only_data_is_left(&machine, &before);
}

#[test]
fn the_desktops_rpm_has_what_its_deb_has() {
    let Some(machine) = machine() else { return };
    let folder = tempfile::tempdir().unwrap();
    let files = |listed: String| {
        let named = listed.lines().map(|line| format!("/{}", line.trim_matches(['.', '/'])));
        // Debian's own place for licences.
        let all: Vec<String> = named.filter(|file| !file.ends_with("copyright")).collect();
        let folder = |path: &str| path == "/" || all.iter().any(|one| one.starts_with(&format!("{path}/")));
        let mut files: Vec<String> = all.iter().filter(|path| !folder(path)).cloned().collect();
        files.sort();
        files
    };
    let deb = machine
        .run("sh", &["-c", "dpkg-deb --fsys-tarfile \"$0\" | tar t", &package("deb", "rollbook_", folder.path())]);
    let deb = files(deb.unwrap());
    let rpm = files(machine.run("rpm", &["-qpl", &package("rpm", "rollbook-0", folder.path())]).unwrap());
    assert!(deb.contains(&"/usr/bin/rollbook".to_owned()), "{deb:?}");
    assert_eq!(deb, rpm);
    let before = left(&machine);
    machine.run("rpm", &["-i", "--nodeps", &package("rpm", "rollbook-0", folder.path())]).unwrap();
    assert!(left(&machine).contains(&"/usr/bin/rollbook".to_owned()));
    everybody_may_start(&machine, "/usr/bin/rollbook");
    machine.run("rpm", &["-e", "rollbook"]).unwrap();
    assert_eq!(left(&machine), before, "nothing is left behind");
}

/// Whoever packed and installed it, and with whatever umask.
fn everybody_may_start(machine: &Machine, program: &str) {
    let allowed = machine.command("setpriv").args(["--reuid=nobody", "--clear-groups", "test", "-x", program]).status();
    assert!(allowed.unwrap().success(), "{program} is for everybody");
}

/// Fills the two values in and starts the server as its service does: by the same line, as the same user.
fn serves(machine: &Machine) {
    let unit = machine.run("cat", &["/usr/lib/systemd/system/rollbook-server.service"]).unwrap();
    let said = |key: &str| {
        let line = unit.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
        line.unwrap_or_else(|| panic!("the service has no {key}")).to_owned()
    };
    // What else the machine has is not ours to judge; and where not even systemd's own units pass, nothing is judged.
    let verify = |unit: &str| machine.run("systemd-analyze", &["verify", "--man=no", "--recursive-errors=no", unit]);
    match verify("/lib/systemd/system/systemd-sysusers.service") {
        Ok(_) => drop(verify("/usr/lib/systemd/system/rollbook-server.service").unwrap()),
        Err(error) => eprintln!("Skipped: systemd-analyze can't judge units here: {error}"),
    }
    let user = said("User");
    everybody_may_start(machine, "/usr/bin/rollbook-verify");
    // Others on the machine read neither configuration nor keys.
    for path in ["/etc/rollbook/server.toml", "/etc/rollbook/secrets", "/var/lib/rollbook/factor-keys"] {
        let refused =
            machine.command("setpriv").args(["--reuid=nobody", "--clear-groups", "test", "-r", path]).status();
        assert!(!refused.unwrap().success(), "{path} is for the server alone");
    }
    let port = ready::free_port().unwrap();
    let fill = format!(
        "s|^base_url = .*|base_url = \"https://accounts.nordlys.example\"|; s|^url = .*|url = \"{}\"|",
        postgres::database().unwrap()
    );
    machine.run("sed", &["-i", &fill, "/etc/rollbook/server.toml"]).unwrap();
    let as_user = || {
        let mut command = machine.command("setpriv");
        command.args([&format!("--reuid={user}"), &format!("--regid={}", said("Group")), "--init-groups"]);
        // The machine may have another server at the usual place; all else is as it comes.
        command.args(["env", &format!("ROLLBOOK_LISTEN=127.0.0.1:{port}")]);
        command
    };
    let set_up = as_user().args(["rollbook-server", "migrate"]).output().unwrap();
    assert!(set_up.status.success(), "{}", String::from_utf8_lossy(&set_up.stderr));
    let mut group = Group::new(Stop::Politely).unwrap();
    let mut serve = as_user();
    let told = tempfile::NamedTempFile::new().unwrap();
    serve.args(said("ExecStart").split(' ')).stdout(Stdio::null()).stderr(told.reopen().unwrap());
    group.spawn(&mut serve).unwrap();
    let ready = ready::within(Duration::from_mins(2), || answers(port).ok().filter(|first| first.contains(" 200 ")));
    let told = std::fs::read_to_string(told.path()).unwrap();
    assert!(ready.is_some(), "the server isn't ready after two values: {:?}; it says {told}", answers(port));
}

/// The first line of what the server says to whoever asks whether it is ready.
fn answers(port: u16) -> std::io::Result<String> {
    let mut line = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    line.set_read_timeout(Some(Duration::from_secs(5)))?;
    line.write_all(b"GET /readyz HTTP/1.1\r\nHost: accounts.nordlys.example\r\nConnection: close\r\n\r\n")?;
    let mut first = String::new();
    BufReader::new(line).read_line(&mut first)?;
    Ok(first)
}

fn only_data_is_left(machine: &Machine, before: &[String]) {
    let mut now = left(machine);
    now.retain(|path| !before.contains(path));
    // Its user, whose the data is, and the copies that are made of the list of users.
    now.retain(|path| {
        let users = ["/etc/passwd", "/etc/group", "/etc/shadow", "/etc/gshadow", "/etc/.pwd.lock"];
        !users.iter().any(|file| path.trim_end_matches('-') == *file)
    });
    assert_eq!(now, ["/var/lib/rollbook", "/var/lib/rollbook/factor-keys"]);
}
