//! What the figures were measured on.

use std::{fs, process::Command, thread::available_parallelism};

/// Facts about the machine and the programs, a line each.
pub(crate) fn facts(sqlite: &str) -> Vec<(&'static str, String)> {
    let cores = available_parallelism().map_or(0, usize::from);
    let cpu = line_of("/proc/cpuinfo", "model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let memory = line_of("/proc/meminfo", "MemTotal").unwrap_or_default();
    let mut facts = vec![
        ("processor", format!("{cores} × {cpu}")),
        ("memory", memory),
        ("system", said("uname", &["-sr"])),
        ("SQLCipher, SQLite", sqlite.to_owned()),
        ("compiler", said("rustc", &["--version"])),
    ];
    let webkit = said("pkg-config", &["--modversion", "webkit2gtk-4.1"]);
    facts.push(("WebKit", webkit));
    facts.push(("load before", fs::read_to_string("/proc/loadavg").unwrap_or_default().trim().to_owned()));
    facts.retain(|(_, fact)| !fact.is_empty());
    facts
}

fn line_of(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn said(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    output.map_or_else(|_| String::new(), |output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
