//! `serve`: the server, until it is asked to end.

use super::{Ended, error::CliError};
use rollbook_server::{Config, config::Settings, running};

/// Serves until the process is asked to end.
pub(super) async fn run(settings: Settings) -> Result<Ended, CliError> {
    let config = Config::of(&settings)?;
    let opened = running::open(&config.database).await?;
    running::run(&config, opened, asked_to_end()).await?;
    Ok(Ended::Well)
}

/// Ready when the system, or a person at the terminal, wants the process to end.
#[cfg(unix)]
async fn asked_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    let heard = |kind| async move {
        match signal(kind) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(error) => {
                tracing::error!(%error, "a signal can’t be heard");
                std::future::pending::<()>().await;
            }
        }
    };
    tokio::select! {
        () = heard(SignalKind::terminate()) => {}
        () = heard(SignalKind::interrupt()) => {}
    }
}

/// Ready when the system, or a person at the terminal, wants the process to end.
#[cfg(windows)]
async fn asked_to_end() {
    use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close, ctrl_shutdown};
    let (Ok(mut c), Ok(mut brk), Ok(mut close), Ok(mut shutdown)) =
        (ctrl_c(), ctrl_break(), ctrl_close(), ctrl_shutdown())
    else {
        tracing::error!("the wish to end can’t be heard");
        return std::future::pending().await;
    };
    tokio::select! {
        _ = c.recv() => {}
        _ = brk.recv() => {}
        _ = close.recv() => {}
        _ = shutdown.recv() => {}
    }
}
