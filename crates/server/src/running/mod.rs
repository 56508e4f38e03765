//! The running server: what it serves, and what it does beside.
//!
//! [`app`] is the one place where routers are put together. Beside it run, until the end: the watch over
//! the database, the ears for other servers, the timekeeper, and the worker of the outbox.

mod app;
mod database;
pub mod log;
mod mails;
mod metrics;
mod patience;
mod payments;
mod peer;
mod ready;

pub use app::{App, app};
pub use database::{OpenError, Opened, open};
pub use metrics::Figures;
pub use payments::webhooks;
pub use ready::{Ready, Standing, watch};

use crate::{
    Config,
    config::{Founders, MetricsAt},
    serve::serve_router,
};
use rollbook_credentials::factor::{FactorKeys, KeysError};
use rollbook_directory::{Directory, Entropy, SystemClock};
use std::{io, sync::Arc};
use tokio::{net::TcpListener, sync::watch as flag, task::JoinSet};

/// Why the server doesn't run.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// Nobody can listen there.
    #[error("{key} {address} can’t be listened at: {error}.")]
    Listen {
        /// The key that names it.
        key: &'static str,
        /// The address.
        address: std::net::SocketAddr,
        /// What the system said.
        error: io::Error,
    },
    /// The payment provider can't be asked.
    #[error("The payment provider can’t be asked: {0}.")]
    Payments(String),
    /// Figures can't be kept.
    #[error("Figures can’t be kept: {0}.")]
    Figures(String),
    /// Configuration has a key under the number of the file's own.
    #[error("factors.keys_file: {0} Number 0 is the file’s own key.")]
    Factors(#[from] KeysError),
    /// The system's connections failed.
    #[error("The server can’t go on: {0}.")]
    Broken(#[from] io::Error),
}

/// Runs until `stop` is ready; requests and mails under way are then brought to their end.
///
/// The store may be away, now and later: until it answers, everything but health is answered by 503.
pub async fn run(config: &Config, opened: Opened, stop: impl Future<Output = ()>) -> Result<(), RunError> {
    // A file is nobody else’s until this ends.
    let Opened { store, file_keys, lock: _lock } = opened;
    let factor_keys = match file_keys {
        Some(file) => Some(FactorKeys::over_file(config.factor_keys.clone(), file)?),
        None => config.factor_keys.clone(),
    };
    let listener = listen("listen", config.listen).await?;
    let figures = Figures::begin().map_err(RunError::Figures)?;
    let cost = match config.password_cost {
        Some(cost) => cost,
        None => database::measured().await,
    };
    let directory =
        Directory::new(store, Arc::new(SystemClock), Entropy::from_system(), cost, config.base_url.as_str());
    directory.set_platform(&config.name);
    directory.set_members_found(config.founders != Founders::Owners);
    directory.set_anybody_founds(config.founders == Founders::Anybody);
    match factor_keys {
        Some(keys) => directory.set_factor_keys(keys),
        None => {
            tracing::warn!(
                "factors.keys_file isn’t set: nobody can set up an app, and those who have one can’t use it"
            );
        }
    }
    if let Some(by) = &config.payments {
        payments::set(&directory, by).map_err(|error| RunError::Payments(error.to_string()))?;
    }
    let (ending, ended) = flag::channel(false);
    let (told, ready) = Ready::starting();

    let mut tasks = JoinSet::new();
    tasks.spawn(watch(directory.clone(), told));
    let ears = directory.clone();
    tasks.spawn(async move { ears.hear_others().await });
    let clock = (directory.clone(), ready.clone());
    tasks.spawn(async move {
        clock.1.first().await;
        if let Err(error) = clock.0.tell_portal().await {
            tracing::warn!(%error, "desktops that work on the database aren’t told where links point");
        }
        clock.0.keep_all_time().await;
    });
    if config.payments.is_some() {
        let (follower, ready) = (directory.clone(), ready.clone());
        tasks.spawn(async move {
            ready.first().await;
            follower.follow_subscriptions().await;
        });
    }
    let mut lasting = JoinSet::new();
    if let Some(mail) = &config.mail {
        lasting.spawn(mails::send(directory.clone(), mail.clone(), ready.clone(), ended.clone()));
    } else {
        tracing::warn!("mail.host isn’t set: mails wait in the outbox");
    }
    if let Some(MetricsAt { listen: address, token }) = &config.metrics {
        let listener = listen("metrics.listen", *address).await?;
        let router = metrics::page(figures.clone(), token.clone(), (directory.clone(), ready.clone()));
        let mut ended = ended.clone();
        lasting.spawn(async move {
            let stop = async { drop(ended.wait_for(|ended| *ended).await) };
            if let Err(error) = serve_router(listener, router, 64, stop).await {
                tracing::error!(%error, "figures aren’t served any more");
            }
        });
    }
    let app = app(&App {
        directory: directory.clone(),
        ready,
        proxies: config.trusted_proxies.clone().into(),
        figures,
        webhook_key: config.payments.as_ref().map(|by| by.webhook_key.clone()),
    });
    tracing::info!(listen = %config.listen, base_url = %config.base_url, version = env!("CARGO_PKG_VERSION"), "serving");
    let served = serve_router(listener, app, config.connections, stop).await;
    tracing::info!("ending");
    ending.send_replace(true);
    tasks.shutdown().await;
    directory.behind_done().await;
    // Mails under way are finished; a mail server that hangs is not waited for for ever.
    let rest = async { while lasting.join_next().await.is_some() {} };
    drop(tokio::time::timeout(mails::FAREWELL, rest).await);
    directory.store().close().await;
    Ok(served?)
}

async fn listen(key: &'static str, address: std::net::SocketAddr) -> Result<TcpListener, RunError> {
    TcpListener::bind(address).await.map_err(|error| RunError::Listen { key, address, error })
}
