//! The command line: the server itself, and what is done to its database and its organizations.
//!
//! Whoever can open the file, or holds the database's password, stands above every rule; the door is the same
//! one nevertheless, so that the log tells what was done.

mod args;
mod check;
mod error;
mod export;
mod file;
mod import;
mod migrate;
mod output;
mod place;
mod progress;
mod recover;
mod rotate;
mod seed;
mod serve;
mod verify;

use args::{Args, Asked};
use clap::Parser as _;
use rollbook_server::{
    config::{ConfigError, Settings},
    running::log::{self, Reader},
};
use std::{path::PathBuf, process::ExitCode};

/// How a command ended that was carried out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Ended {
    /// As it should.
    Well,
    /// The log isn't what was written.
    Broken,
    /// Rows were refused, and `--strict` asks to hear of it.
    Refused,
}

/// Reads the arguments, does what they ask, and says how it went.
pub(crate) async fn run() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(said) => {
            // The help is an answer; anything else is a wrong use.
            let code = if said.use_stderr() { 64 } else { 0 };
            drop(said.print());
            return ExitCode::from(code);
        }
    };
    let ended = async {
        let settings = configured(args.config)?;
        let reader = if matches!(args.asked, Asked::Serve) { Reader::Machine } else { Reader::Person };
        log::begin(&settings, reader)?;
        match args.asked {
            Asked::Serve => serve::run(settings).await,
            Asked::CheckConfig(asked) => check::run(&asked, &settings).await,
            Asked::Migrate => migrate::run(&settings).await,
            Asked::Seed(seed) => seed::run(seed, settings).await,
            Asked::Import(import) => import::run(import, settings).await,
            Asked::Export(export) => export::run(export, settings).await,
            Asked::Verify(verify) => verify::run(verify, settings).await,
            Asked::Recover(recover) => recover::run(recover, settings).await,
            Asked::RotateFactorKeys(rotate) => rotate::run(rotate, settings).await,
        }
    };
    match ended.await {
        Ok(Ended::Well) => ExitCode::SUCCESS,
        Ok(Ended::Broken) => ExitCode::from(1),
        Ok(Ended::Refused) => ExitCode::from(2),
        Err(error) => {
            output::complain(&error);
            ExitCode::from(error.exit_code())
        }
    }
}

/// Where a configuration is looked for when nothing says where it is.
const USUAL: &str = "/etc/rollbook/server.toml";

/// Reads the configuration and the environment.
fn configured(file: Option<PathBuf>) -> Result<Settings, ConfigError> {
    let usual = || Some(PathBuf::from(USUAL)).filter(|path| path.is_file());
    let variables = std::env::vars_os();
    let text = variables.filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    Settings::read(file.or_else(usual).as_deref(), text)
}
