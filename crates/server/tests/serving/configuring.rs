//! The configuration: checked at the start, with the key in every error, and no secret in any.

use crate::common::{Said, Settings, bare};
use rollbook_testservers::{
    postgres::database,
    smtp::{Options, SmtpServer},
};
use std::{fs, os::unix::fs::PermissionsExt as _};

const URL: &str = "postgres://rollbook:canary-7@db.example.org/rollbook";

/// Whether a configuration is refused, by which key, and without its secrets.
#[track_caller]
fn refused(settings: &Settings, words: &str) {
    for asked in ["check-config", "serve"] {
        let said = settings.said(asked);
        said.fails_with(78, words);
        assert!(!said.err.contains("canary") && !said.out.contains("canary"), "{said:?}");
    }
}

#[test]
fn a_configuration_is_shown_without_its_secrets() {
    let mut settings = Settings::over(URL);
    let keys = settings.secret("keys", "2:AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=\n");
    let password = settings.secret("mail-password", "canary-8\n");
    settings.set("base_url", "\"https://accounts.example.org/\"").set_path("factors.keys_file", &keys);
    settings.set("mail.host", "\"mail.example.org\"").set("mail.user", "\"accounts\"");
    settings.set("mail.from_address", "\"accounts@example.org\"").set_path("mail.password_file", &password);
    settings.set("founding", "\"anybody\"");
    settings.set("trusted_proxies", "[\"10.0.0.0/8\", \"127.0.0.1\"]").set("metrics.listen", "\"127.0.0.1:9100\"");
    let said = settings.said("check-config");
    assert_eq!(said.code, Some(0), "{said:?}");
    for line in [
        "The configuration can be used.",
        "https://accounts.example.org",
        "db.example.org:5432/rollbook",
        "mail.example.org:465",
        "sealed by key 2",
        "10.0.0.0/8, 127.0.0.1/32",
        "founded by          everybody with an account, and whoever registers",
    ] {
        assert!(said.out.contains(line), "{line} is missing in {}", said.out);
    }
    assert!(!said.out.contains("canary") && !said.out.contains("AgIC"));
}

#[test]
fn every_wrong_key_is_named_with_what_is_wrong() {
    let cases: &[(&str, &str, &str)] = &[
        ("lisen", "\"127.0.0.1:80\"", "there is no key lisen. Did you mean listen?"),
        ("database.conections", "4", "there is no key database.conections. Did you mean database.connections?"),
        ("datbase.url", "\"x\"", "there is no key datbase"),
        ("listen", "\"8080\"", "listen ("),
        ("listen", "8080", "listen ("),
        ("base_url", "\"http://accounts.example.org\"", "base_url ("),
        ("base_url", "\"https://example.org/accounts\"", "base_url ("),
        ("base_url", "\"\"", "base_url ("),
        ("trusted_proxies", "\"10.0.0.0/8\"", "trusted_proxies ("),
        ("trusted_proxies", "[\"ten\"]", "trusted_proxies ("),
        ("founding", "\"everybody\"", "founding ("),
        ("founding", "true", "founding ("),
        ("founding", "\"anybody\"", "Set mail.host as well."),
        ("connections", "\"many\"", "connections ("),
        ("connections", "1", "connections ("),
        ("database.url", "\"mysql://a:canary@b/c\"", "database.url ("),
        ("database.url", "\"postgres://a:canary@b/c?sslmode=prefer\"", "database.url ("),
        ("database.url", "1234", "database.url ("),
        ("database.url_file", "\"/nowhere\"", "database.url_file ("),
        ("database.tls", "\"maybe\"", "database.tls ("),
        ("database.ca_file", "\"/nowhere\"", "database.ca_file ("),
        ("database.connections", "0", "database.connections ("),
        ("database.file", "\"/x.rollbook\"", "database.file ("),
        ("mail.port", "25", "mail.port ("),
        ("mail.host", "\"mail.example.org\"", "mail.from_address is missing"),
        ("factors.keys_file", "\"/nowhere\"", "factors.keys_file ("),
        ("passwords.passes", "1", "passwords.memory_kib ("),
        ("metrics.token_file", "\"/nowhere\"", "metrics.token_file ("),
        ("metrics.listen", "\"x\"", "metrics.listen ("),
        ("log.format", "\"xml\"", "log.format ("),
        ("log.level", "\"=loud=\"", "log.level ("),
    ];
    for (key, value, words) in cases {
        let mut settings = Settings::over(URL);
        settings.set(key, value);
        refused(&settings, words);
    }
    let mut settings = Settings::over(URL);
    settings.unset("base_url");
    refused(&settings, "base_url is missing. Set it in the configuration, or as ROLLBOOK_BASE_URL.");
    let mut settings = Settings::over(URL);
    settings.unset("database.url");
    refused(&settings, "database.url is missing.");
}

#[test]
fn a_file_that_is_no_toml_is_said_by_its_line_and_nothing_of_it_is_repeated() {
    let settings = Settings::over(URL);
    settings
        .secret("server.toml", "listen = \"127.0.0.1:80\"\ndatabase.url = \"postgres://a:canary@b/c\nbase_url = 1\n");
    let said = Said::of(bare("check-config").arg("--config").arg(settings.folder().join("server.toml")));
    said.fails_with(78, "isn’t TOML, line 2");
    assert!(!said.err.contains("canary"), "{said:?}");
    Said::of(bare("check-config").args(["--config", "/nowhere.toml"])).fails_with(78, "/nowhere.toml can’t be read");
}

#[test]
fn the_environment_wins_and_is_checked_alike() {
    let settings = Settings::over(URL);
    let with = |variable: &str, value: &str| Said::of(settings.command("check-config").env(variable, value));
    let said = with("ROLLBOOK_BASE_URL", "https://other.example.org");
    assert!(said.out.contains("https://other.example.org"), "{said:?}");
    assert!(with("ROLLBOOK_TRUSTED_PROXIES", "10.0.0.0/8, 192.168.0.1").out.contains("10.0.0.0/8, 192.168.0.1/32"));
    with("ROLLBOOK_CONNECTIONS", "many").fails_with(78, "connections (ROLLBOOK_CONNECTIONS)");
    with("ROLLBOOK_DATABSE_URL", "x").fails_with(78, "there is no key ROLLBOOK_DATABSE_URL. Did you mean database.url");
    assert_eq!(
        with("ROLLBOOK_SERVICE_HOST", "10.0.0.1").code,
        Some(0),
        "Kubernetes sets it for a service of this name"
    );
    assert_eq!(with("ROLLBOOK_BASE_URL", "").code, Some(0));
    let alone = Said::of(
        bare("check-config").env("ROLLBOOK_DATABASE_URL", URL).env("ROLLBOOK_BASE_URL", "https://accounts.example.org"),
    );
    assert_eq!(alone.code, Some(0), "{alone:?}");
}

#[test]
fn secrets_that_everybody_can_read_are_refused() {
    let mut settings = Settings::over(URL);
    let open = |path: &std::path::Path| fs::set_permissions(path, fs::Permissions::from_mode(0o644)).unwrap();
    let path = settings.file();
    open(&path);
    let said = Said::of(bare("check-config").arg("--config").arg(&path));
    said.fails_with(78, "can be read by others on this machine (mode 644)");
    settings.unset("database.url");
    let file = settings.secret("url", &format!("{URL}\n"));
    settings.set_path("database.url_file", &file);
    let path = settings.file();
    open(&path);
    assert_eq!(Said::of(bare("check-config").arg("--config").arg(&path)).code, Some(0), "it holds no secret itself");
    open(&file);
    refused(&settings, "database.url_file (");
    settings.set("database.url", &format!("\"{URL}\""));
    refused(&settings, "database.url is set as well");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_database_and_the_mail_server_are_asked_when_it_is_wished() {
    let url = database().unwrap();
    let post = SmtpServer::start(&Options::default()).unwrap();
    let mut settings = Settings::over(&url);
    let check = |settings: &Settings| Said::of(settings.command("check-config").arg("--connect"));
    check(&settings).fails_with(3, "Rollbook was never set up in it");
    assert_eq!(settings.said("migrate").code, Some(0));
    let said = check(&settings);
    assert_eq!((said.code, said.out.contains("answers, with a schema")), (Some(0), true), "{said:?}");
    settings
        .set("mail.host", "\"127.0.0.1\"")
        .set("mail.security", "\"plain\"")
        .set("mail.port", &post.port.to_string());
    settings.set("mail.from_address", "\"accounts@nordlys.example\"");
    assert_eq!(check(&settings).code, Some(0));
    drop(post);
    check(&settings).fails_with(3, "The mail server 127.0.0.1:");
    settings.set("database.url", "\"postgres://a:canary@127.0.0.1:1/none\"");
    let said = check(&settings);
    said.fails_with(3, "Nothing answers at 127.0.0.1:1/none.");
    assert!(!said.err.contains("canary"));
}
