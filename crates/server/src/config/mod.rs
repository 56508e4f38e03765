//! The configuration of a server: a TOML file, and the environment, which wins. It is read once, at the
//! start, and everything that can be wrong with it is said then, with the key that mends it.

mod database;
mod keys;
mod mail;
mod payments;
mod problem;
mod secret;
mod settings;
mod web;

pub use database::DatabaseAt;
pub use mail::MailBy;
pub use payments::PaymentsBy;
pub use problem::ConfigError;
pub use settings::Settings;
pub use web::{BaseUrl, Founders};

use ipnet::IpNet;
use rollbook_credentials::{
    Secret,
    factor::FactorKeys,
    password::{Cost, CostError},
};
use std::net::SocketAddr;

/// Everything that `serve` needs, checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the server listens.
    pub listen: SocketAddr,
    /// How people reach it; links in mails are made of it and of nothing else (C35).
    pub base_url: BaseUrl,
    /// What people call the platform.
    pub name: String,
    /// Who founds organizations (row 75).
    pub founders: Founders,
    /// Proxies whose word is taken for who asks.
    pub trusted_proxies: Vec<IpNet>,
    /// How many connections are served at once.
    pub connections: usize,
    /// Where the organizations are.
    pub database: DatabaseAt,
    /// How mails leave; without it they wait.
    pub mail: Option<MailBy>,
    /// The payment provider; without it everybody pays by invoice.
    pub payments: Option<PaymentsBy>,
    /// The keys of second factors; without them nobody can set one up.
    pub factor_keys: Option<FactorKeys>,
    /// What one password hash costs; measured at the start where it isn't said.
    pub password_cost: Option<Cost>,
    /// Where figures are asked for.
    pub metrics: Option<MetricsAt>,
}

/// Where figures about the server are asked for.
#[derive(Clone, Debug)]
pub struct MetricsAt {
    /// The address.
    pub listen: SocketAddr,
    /// Who asks has to present it.
    pub token: Option<Secret<String>>,
}

impl Config {
    /// Checks all of it; reads the files with secrets that it names.
    pub fn of(settings: &Settings) -> Result<Self, ConfigError> {
        Ok(Self {
            listen: web::listen(settings)?,
            base_url: web::base_url(settings)?,
            name: web::name(settings)?,
            founders: web::founders(settings)?,
            trusted_proxies: web::trusted_proxies(settings)?,
            connections: web::connections(settings)?,
            database: DatabaseAt::of(settings)?,
            mail: MailBy::of(settings)?,
            payments: PaymentsBy::of(settings)?,
            factor_keys: factor_keys(settings)?,
            password_cost: password_cost(settings)?,
            metrics: metrics(settings)?,
        })
    }
}

/// The keys of second factors, newest first.
pub(crate) fn factor_keys(settings: &Settings) -> Result<Option<FactorKeys>, ConfigError> {
    let key = "factors.keys_file";
    let Some(text) = settings.secret_file(key)? else { return Ok(None) };
    let keys = FactorKeys::parse(&text).map_err(|problem| settings.wrong(key, problem.to_string()))?;
    Ok(Some(keys))
}

fn password_cost(settings: &Settings) -> Result<Option<Cost>, ConfigError> {
    let parts = ["passwords.memory_kib", "passwords.passes", "passwords.lanes"];
    let [memory, passes, lanes] = parts.map(|key| settings.number(key, 1..=u32::MAX.into()));
    let part = |n: Option<i64>| n.and_then(|n| u32::try_from(n).ok());
    match (part(memory?), part(passes?), part(lanes?)) {
        (None, None, None) => Ok(None),
        (Some(memory), Some(passes), Some(lanes)) => Cost::new(memory, passes, lanes)
            .map(Some)
            .map_err(|problem: CostError| settings.wrong(parts[0], problem.to_string())),
        _ => {
            let missing = parts.into_iter().find(|key| settings.text(key).is_err()).unwrap_or(parts[0]);
            Err(settings.wrong(missing, "It comes with the other two of [passwords], or none of them.".to_owned()))
        }
    }
}

fn metrics(settings: &Settings) -> Result<Option<MetricsAt>, ConfigError> {
    let token = settings.secret_file("metrics.token_file")?;
    match settings.address("metrics.listen")? {
        Some(listen) => Ok(Some(MetricsAt { listen, token })),
        None if token.is_some() => {
            Err(settings.wrong("metrics.listen", "It is missing; a token alone serves nothing.".to_owned()))
        }
        None => Ok(None),
    }
}
