//! The command line: import, export and verification, as the organization's owner.
//!
//! Whoever can open the file, or holds the database's password, stands above every rule; the door is the same
//! one nevertheless, so that the log tells what was done.

mod args;
mod error;
mod export;
mod file;
mod import;
mod output;
mod place;
mod progress;
mod verify;

use args::{Args, Asked};
use clap::Parser as _;
use std::process::ExitCode;

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
    let ended = match args.asked {
        Asked::Import(import) => import::run(import).await,
        Asked::Export(export) => export::run(export).await,
        Asked::Verify(verify) => verify::run(verify).await,
    };
    match ended {
        Ok(Ended::Well) => ExitCode::SUCCESS,
        Ok(Ended::Broken) => ExitCode::from(1),
        Ok(Ended::Refused) => ExitCode::from(2),
        Err(error) => {
            output::complain(&error);
            ExitCode::from(error.exit_code())
        }
    }
}
