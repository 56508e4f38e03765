//! What is packaged and written about the server is true of it.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).expect("a file of the repository")
}

#[test]
fn the_example_of_a_configuration_can_be_used_once_it_has_its_secrets() {
    let keys = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(keys.path(), format!("1:{}=\n", "A".repeat(43))).expect("keys");
    // It can hold a password, so the package lets nobody else read it.
    let config = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(config.path(), text("packaging/server/server.toml")).expect("a configuration");
    let checked = Command::new(env!("CARGO_BIN_EXE_rollbook-server"))
        .env_clear()
        .env("ROLLBOOK_DATABASE_URL", "postgres://rollbook:canary@db.example.org/rollbook")
        .env("ROLLBOOK_FACTORS_KEYS_FILE", keys.path())
        .args(["check-config", "--config"])
        .arg(config.path())
        .output()
        .expect("the program starts");
    assert!(checked.status.success(), "{checked:?}");
}

#[test]
fn the_service_gives_the_server_nothing_that_it_doesnt_need() {
    let unit = text("packaging/server/rollbook-server.service");
    for line in [
        "User=rollbook",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "CapabilityBoundingSet=",
        "MemoryDenyWriteExecute=yes",
        "SystemCallFilter=@system-service",
    ] {
        assert!(unit.lines().any(|one| one == line), "{line} is missing");
    }
    assert!(!unit.contains("ROLLBOOK_DATABASE_URL="), "no secret is in the environment, which others can read");
    // systemd's own judgement, where it is at hand: 0 is shut, 100 is open.
    let judged = Command::new("systemd-analyze")
        .args(["security", "--offline=true", "--no-pager", "--threshold=15"])
        .arg(root().join("packaging/server/rollbook-server.service"))
        .output();
    if let Ok(judged) = judged {
        assert!(judged.status.success(), "{}", String::from_utf8_lossy(&judged.stdout));
    }
}

#[test]
fn the_container_is_nobodys_root_and_has_no_shell() {
    let file = text("packaging/server/Containerfile");
    let last = file.lines().rfind(|line| line.starts_with("FROM ")).expect("an image");
    assert!(last.contains("distroless") && last.ends_with(":nonroot"), "{last}");
    assert!(file.lines().any(|line| line.starts_with("USER nonroot")));
    assert!(file.contains("--locked"), "it is built from what is locked");
}

#[test]
fn the_manual_names_every_command_and_every_figure() {
    let manual = text("docs/SERVER.md");
    let help = Command::new(env!("CARGO_BIN_EXE_rollbook-server")).env_clear().arg("help").output().expect("help");
    let help = String::from_utf8(help.stdout).expect("text");
    let commands = help.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1);
    let commands: Vec<&str> =
        commands.take_while(|line| !line.is_empty()).filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.contains(&"serve") && commands.contains(&"migrate"), "{help}");
    for command in commands.into_iter().filter(|command| *command != "help") {
        assert!(manual.contains(&format!("`{command}")), "{command} is missing in docs/SERVER.md");
    }
    let source = text("crates/server/src/running/metrics.rs");
    let figures = source.split('"').filter(|part| part.starts_with("rollbook_"));
    for figure in figures.map(|figure| figure.trim_end_matches("_bucket")) {
        assert!(manual.contains(figure), "{figure} is missing in docs/SERVER.md");
    }
}
