//! The arrows of ARCHITECTURE.md: which room may know which, and who alone names a library.
#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Which rooms a room may import; tests may import more.
const ARROWS: &[(&str, &[&str])] = &[
    ("rollbook-domain", &[]),
    ("rollbook-credentials", &["domain"]),
    ("rollbook-exchange", &["domain"]),
    ("rollbook-verify", &[]),
    ("rollbook-paper", &[]),
    ("rollbook-store", &["domain"]),
    ("rollbook-mail", &["domain"]),
    ("rollbook-billing", &["domain", "credentials"]),
    ("rollbook-keys", &["credentials", "store"]),
    ("rollbook-directory", &["domain", "credentials", "store", "mail", "exchange", "paper"]),
    ("rollbook-offline", &["domain", "credentials", "store", "keys", "directory"]),
    ("rollbook-remote", &["domain", "credentials", "store", "keys", "directory"]),
    ("rollbook-server", &["domain", "credentials", "store", "mail", "exchange", "keys", "directory", "billing"]),
    ("rollbook-local", &["domain", "credentials", "store", "mail", "keys", "directory", "server"]),
    ("rollbook-native", &["directory"]),
    ("rollbook", &["domain", "credentials", "mail", "keys", "directory", "local", "native", "remote", "offline"]),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn packages() -> Vec<serde_json::Value> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let told = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

/// Every file below a folder that a filter takes.
fn files(folder: &Path, wanted: &dyn Fn(&Path) -> bool) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() {
            if !["target", "node_modules", "dist", "gen"].contains(&name.to_str().unwrap_or_default()) {
                all.extend(files(&path, wanted));
            }
        } else if wanted(&path) {
            all.push(path);
        }
    }
    all
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension().and_then(|e| e.to_str()).is_some_and(|ending| endings.contains(&ending))
}

#[test]
fn no_arrow_points_back_up() {
    let arrows: BTreeMap<&str, BTreeSet<String>> =
        ARROWS.iter().map(|(room, may)| (*room, may.iter().map(|name| format!("rollbook-{name}")).collect())).collect();
    for package in packages() {
        let room = package["name"].as_str().unwrap();
        let Some(may) = arrows.get(room) else { continue };
        for dependency in package["dependencies"].as_array().unwrap() {
            let name = dependency["name"].as_str().unwrap();
            let is_ours = name.starts_with("rollbook") && dependency["kind"].is_null();
            assert!(!is_ours || may.contains(name), "{room} must not know {name}");
        }
    }
}

#[test]
fn only_the_store_names_sqlx() {
    for package in packages() {
        let room = package["name"].as_str().unwrap();
        let names_sqlx =
            package["dependencies"].as_array().unwrap().iter().any(|d| d["name"] == "sqlx" && d["kind"].is_null());
        // Measuring bare statements is what the bench is for; spoiling tables is what tests are for.
        assert!(
            !names_sqlx || ["rollbook-store", "rollbook-bench", "rollbook-testkit"].contains(&room),
            "{room} names sqlx"
        );
    }
}

#[test]
fn the_domain_reads_no_clock_and_draws_no_chance() {
    for path in files(&root().join("crates/domain/src"), &|path| has_ending(path, &["rs"])) {
        let text = fs::read_to_string(&path).unwrap();
        for forbidden in ["SystemTime::now", "Instant::now", "Timestamp::now", "now_v7", "rand::", "std::fs", "tokio"] {
            assert!(!text.contains(forbidden), "{} says {forbidden}", path.display());
        }
    }
}

#[test]
fn one_folder_of_the_ui_names_tauri_and_one_names_bits_ui() {
    let source = root().join("ui/src");
    for path in files(&source, &|path| has_ending(path, &["ts", "svelte"])) {
        let text = fs::read_to_string(&path).unwrap();
        let room = path.strip_prefix(&source).unwrap().components().next().unwrap().as_os_str().to_owned();
        let imports =
            |library: &str| text.contains(&format!("from '{library}")) || text.contains(&format!("from \"{library}"));
        assert!(!imports("@tauri-apps/") || room == "platform", "{}", path.display());
        assert!(!imports("bits-ui") || room == "kit", "{}", path.display());
    }
}

#[test]
fn the_shell_stays_thin() {
    let lines: usize = files(&root().join("src-tauri"), &|path| has_ending(path, &["rs"]))
        .iter()
        .map(|path| fs::read_to_string(path).unwrap().lines().count())
        .sum();
    assert!(lines < 2_000, "src-tauri has {lines} lines; what it decides belongs into a crate");
}

/// A straight apostrophe between letters, as in "can't"; a byte such as `b'x'` holds none. Heads of
/// tables in other scripts are read as they come.
fn has_straight_apostrophe(line: &str) -> bool {
    let signs: Vec<char> = line.chars().collect();
    (1..signs.len().saturating_sub(1)).any(|at| {
        let word = signs[at - 1].is_ascii_alphabetic() || signs[at - 1] == '}';
        let byte = signs[at - 1] == 'b' && signs.get(at + 2) == Some(&'\'');
        signs[at] == '\'' && word && !byte && signs[at + 1].is_lowercase()
    })
}

/// Nobody but who works on the code reads comments and reasons for lints.
fn is_shown(line: &&str) -> bool {
    let comment = line.starts_with("//") || line.starts_with("# ");
    !comment && !line.contains("reason = ")
}

#[test]
fn words_for_people_have_typographic_apostrophes() {
    assert!(has_straight_apostrophe(r#""It can't""#) && !has_straight_apostrophe("split(b'x')"));
    let rooms = [
        "domain",
        "credentials",
        "exchange",
        "store",
        "mail",
        "billing",
        "paper",
        "keys",
        "directory",
        "local",
        "native",
        "offline",
        "remote",
        "server",
    ];
    let mut folders: Vec<PathBuf> = rooms.iter().map(|room| root().join("crates").join(room).join("src")).collect();
    folders.extend(["src-tauri", "crates/mail/templates", "crates/server/words"].map(|folder| root().join(folder)));
    for path in folders.iter().flat_map(|folder| files(folder, &|path| has_ending(path, &["rs", "toml", "html"]))) {
        let text = fs::read_to_string(&path).unwrap();
        let shown = text.split("#[cfg(test)]").next().unwrap_or_default();
        let lines = shown.lines().map(str::trim).filter(is_shown);
        for line in lines {
            assert!(!has_straight_apostrophe(line), "{}: {line} (write ’)", path.display());
        }
    }
}

#[test]
fn every_test_that_the_list_of_rules_names_is_there() {
    let list = fs::read_to_string(root().join("docs/RULES.md")).unwrap();
    let named: Vec<(&str, &str)> = list.split('`').filter_map(|text| text.split_once(".rs::")).collect();
    assert!(named.len() > 60, "the list names tests");
    for (path, test) in named {
        let file = root().join(format!("{path}.rs"));
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        assert!(text.contains(&format!("fn {test}(")), "{path}.rs has no test {test}");
    }
}

#[test]
fn what_is_locked_comes_from_the_registries_and_names_no_mirror() {
    let npm = std::fs::read_to_string(root().join("ui/package-lock.json")).unwrap();
    assert!(npm.contains("\"integrity\"") && !npm.contains("\"resolved\""), "packages by name and sum alone");
    let cargo = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let sources: BTreeSet<&str> = cargo.lines().filter_map(|line| line.strip_prefix("source = ")).collect();
    assert_eq!(sources.len(), 1, "{sources:?}");
    assert!(sources.iter().all(|source| source.starts_with("\"registry+")), "{sources:?}");
}

#[test]
fn every_action_of_a_workflow_is_pinned_by_its_commit() {
    let workflow = std::fs::read_to_string(root().join(".github/workflows/release.yml")).unwrap();
    let actions = workflow.lines().filter_map(|line| line.split_once("uses: ")).map(|(_, action)| action);
    let mut seen = 0;
    for action in actions {
        let pin = action.split_once('@').map(|(_, rest)| rest.split(' ').next().unwrap_or_default());
        let pinned = pin.is_some_and(|pin| pin.len() == 40 && pin.chars().all(|sign| sign.is_ascii_hexdigit()));
        assert!(pinned, "{action}");
        seen += 1;
    }
    assert!(seen > 0, "a workflow that uses nothing does nothing");
}
