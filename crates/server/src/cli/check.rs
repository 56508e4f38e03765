//! `check-config`: whether the configuration can be used, and what it comes to; no secret is shown.

use super::{Ended, args::CheckConfig, error::CliError, output};
use rollbook_credentials::factor::FactorKeys;
use rollbook_server::{
    Config,
    config::{DatabaseAt, MailBy, Settings},
};
use rollbook_store::{Schema, Store};

/// Checks it, and says what it comes to.
pub(super) async fn run(asked: &CheckConfig, settings: &Settings) -> Result<Ended, CliError> {
    let config = Config::of(settings)?;
    let nothing = || "none".to_owned();
    let rows = [
        ("listens at", config.listen.to_string()),
        ("people reach it at", config.base_url.to_string()),
        ("people call it", config.name.clone()),
        ("founded by", config.founders.said().to_owned()),
        ("database", database(&config.database)),
        (
            "mail leaves by",
            config.mail.as_ref().map_or_else(|| "nothing: mails wait".to_owned(), |mail| mail.shown.clone()),
        ),
        (
            "second factors",
            config.factor_keys.as_ref().map_or_else(|| "none: nobody can set up an app".to_owned(), factors),
        ),
        ("trusted proxies", list(&config.trusted_proxies)),
        (
            "figures at",
            config.metrics.as_ref().map_or_else(nothing, |at| {
                let token = if at.token.is_some() { ", with a token" } else { "" };
                format!("{}{token}", at.listen)
            }),
        ),
    ];
    let mut lines: Vec<String> = rows.iter().map(|(what, value)| format!("  {what:<20}{value}")).collect();
    if asked.connect {
        lines.push(format!("  {:<20}{}", "the database", answer(&config.database).await?));
        if let Some(mail) = &config.mail {
            lines.push(format!("  {:<20}{}", "the mail server", post(mail).await?));
        }
    }
    output::print(format!("The configuration can be used.\n{}\n", lines.join("\n")).as_bytes())?;
    Ok(Ended::Well)
}

fn database(database: &DatabaseAt) -> String {
    match database {
        DatabaseAt::Server(address) if address.is_exposed() => {
            format!("{}, readable for everybody on its way", address.shown())
        }
        DatabaseAt::Server(address) => address.shown(),
        DatabaseAt::File { path, .. } => path.display().to_string(),
    }
}

fn factors(keys: &FactorKeys) -> String {
    let older: Vec<String> = keys.older().iter().map(ToString::to_string).collect();
    match older.as_slice() {
        [] => format!("sealed by key {}", keys.newest()),
        _ => format!(
            "sealed by key {}, opened by {} as well until rotate-factor-keys was run",
            keys.newest(),
            older.join(", ")
        ),
    }
}

fn list(networks: &[ipnet::IpNet]) -> String {
    if networks.is_empty() {
        "none: whoever connects is who asks".to_owned()
    } else {
        networks.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }
}

async fn answer(database: &DatabaseAt) -> Result<String, CliError> {
    match database {
        DatabaseAt::Server(address) => Store::postgres(address, Schema::Expect).await?.close().await,
        DatabaseAt::File { .. } => rollbook_server::running::open(database).await?.store.close().await,
    }
    Ok("answers, with a schema that this version knows".to_owned())
}

async fn post(mail: &MailBy) -> Result<String, CliError> {
    mail.mailer.test().await.map_err(|error| CliError::Post(format!("{}: {}.", mail.shown, error.words)))?;
    Ok("answers".to_owned())
}
