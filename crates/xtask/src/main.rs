//! `cargo xtask COMMAND`: everything that is done with this project besides
//! writing it. One file a command; what they share is in `step`, `tools` and `setup`.

mod app;
mod bench;
mod check;
mod contract;
mod icons;
mod package;
mod run;
mod setup;
mod step;
mod suite;
mod tally;
mod test;
mod tools;
#[cfg(target_os = "linux")]
mod unseen;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(bin_name = "cargo xtask", about = "Builds, runs and tests Rollbook")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install what is missing, build the app and open its window
    Run(run::Run),
    /// Install what is missing, then run every check and every test
    Test(test::Test),
    /// The quick checks: formatting, lints and types
    Check,
    /// Measure: every figure beside a baseline of the same run
    Bench(bench::Bench),
    /// Write the TypeScript of the contract anew
    Contract,
    /// Build for release and pack what people install
    Package(package::Package),
    /// Draw the icons anew from icons/icon.svg
    Icons,
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Run(options) => run::run(&options),
        Command::Test(options) => test::test(&options),
        Command::Check => check::check(),
        Command::Bench(options) => bench::bench(&options),
        Command::Contract => contract::contract(),
        Command::Package(options) => package::package(&options),
        Command::Icons => icons::icons(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if !failure.0.is_empty() {
                eprintln!("{failure}");
            }
            ExitCode::FAILURE
        }
    }
}
