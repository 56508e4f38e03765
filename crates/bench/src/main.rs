//! Measures what the product does, each figure beside a baseline of the same run on the same machine:
//! questions and changes beside bare SQL statements, the window beside an empty one.

mod ask;
mod authority;
mod bare;
mod book;
mod chain;
mod changes;
mod clock;
mod cockpit;
mod crowd;
mod error;
mod fill;
mod machine;
#[cfg(target_os = "linux")]
mod matrix;
mod pages;
mod people;
mod process;
mod questions;
mod report;
mod security;
#[cfg(target_os = "linux")]
mod server;
mod sizes;
#[cfg(target_os = "linux")]
mod window;

use clap::{Parser, Subcommand};
use error::BenchError;
use report::Report;
use std::{path::PathBuf, process::ExitCode};

/// Measures Rollbook.
#[derive(Parser)]
struct Arguments {
    /// How many members the largest file holds
    #[arg(long, default_value_t = 1_000_000)]
    members: u64,
    /// The app whose window is measured beside `empty_window`, which lies in the same folder
    #[arg(long)]
    app: Option<PathBuf>,
    /// Measure the window alone, with a file of so many members
    #[arg(long, requires = "app")]
    only_window: bool,
    /// Measure authority alone
    #[arg(long, conflicts_with = "only_window")]
    only_authority: bool,
    /// The server that is measured, as it was built
    #[arg(long)]
    server: Option<PathBuf>,
    /// Measure the server alone
    #[arg(long, requires = "server", conflicts_with_all = ["only_window", "only_authority"])]
    only_server: bool,
    /// Where the report is written
    #[arg(long, default_value = "target/bench/report.md")]
    report: PathBuf,
    /// Where measured files lie while they are measured; they can take gigabytes
    #[arg(long, default_value = "target/bench")]
    folder: PathBuf,
    #[command(subcommand)]
    part: Option<Part>,
}

/// What a measurement does in a process of its own.
#[derive(Subcommand)]
enum Part {
    /// Opens a file, pages and searches, and prints the memory that it took in bytes
    #[command(hide = true)]
    Pages { file: PathBuf },
    /// Fills a file through the import and keeps it
    #[command(hide = true)]
    Fill { file: PathBuf },
    /// Measures many organizations at once, alone
    Cockpit,
    /// Verifies a log of as many entries as members were asked for, alone
    Chain,
    /// Asks a file that was filled before
    #[command(hide = true)]
    Ask {
        file: PathBuf,
        /// Only kinds of questions with this in their names
        #[arg(long, default_value = "")]
        only: String,
    },
    /// Puts the key of a file into the keychain of the session
    #[cfg(target_os = "linux")]
    #[command(hide = true)]
    KeepKey,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match &arguments.part {
        Some(Part::Pages { file }) => pages::run(file).await,
        Some(Part::Fill { file }) => fill::alone(file, arguments.members).await,
        Some(Part::Cockpit) => cockpit_alone(&arguments).await,
        Some(Part::Chain) => chain_alone(&arguments).await,
        Some(Part::Ask { file, only }) => sizes::ask(file, only).await,
        #[cfg(target_os = "linux")]
        Some(Part::KeepKey) => window::keep_key(),
        None => everything(&arguments).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("The measurement stopped: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Many organizations at once, in a report of their own.
async fn cockpit_alone(arguments: &Arguments) -> Result<(), BenchError> {
    std::fs::create_dir_all(&arguments.folder)?;
    let folder = tempfile::tempdir_in(&arguments.folder)?;
    let mut report = Report::default();
    cockpit::measure(folder.path(), arguments.members, &mut report).await?;
    report.conclude();
    Ok(report.save(&arguments.report)?)
}

/// A long log, in a report of its own.
async fn chain_alone(arguments: &Arguments) -> Result<(), BenchError> {
    std::fs::create_dir_all(&arguments.folder)?;
    let folder = tempfile::tempdir_in(&arguments.folder)?;
    let mut report = Report::default();
    chain::measure(folder.path(), arguments.members, &mut report).await?;
    report.conclude();
    Ok(report.save(&arguments.report)?)
}

async fn everything(arguments: &Arguments) -> Result<(), BenchError> {
    std::fs::create_dir_all(&arguments.folder)?;
    let folder = tempfile::tempdir_in(&arguments.folder)?;
    let mut report = Report::default();
    report.say("# Measurements\n");
    for (name, fact) in machine::facts(&book::sqlite(folder.path()).await?) {
        report.say(&format!("- {name}: {fact}"));
    }
    let mut largest = None;
    if let Some(server) = arguments.server.as_ref().filter(|_| !arguments.only_window && !arguments.only_authority) {
        #[cfg(target_os = "linux")]
        server::measure(server, folder.path(), arguments.members, &mut report).await?;
        #[cfg(not(target_os = "linux"))]
        report.say(&format!("\nThe server {} is measured on Linux only.", server.display()));
        report.save(&arguments.report)?;
    }
    if !arguments.only_window && !arguments.only_server && !arguments.only_authority {
        let apart = tempfile::tempdir_in(&arguments.folder)?;
        cockpit::measure(apart.path(), arguments.members, &mut report).await?;
        report.save(&arguments.report)?;
        let apart = tempfile::tempdir_in(&arguments.folder)?;
        chain::measure(apart.path(), arguments.members, &mut report).await?;
        report.save(&arguments.report)?;
    }
    if !arguments.only_window && !arguments.only_server {
        let apart = tempfile::tempdir_in(&arguments.folder)?;
        authority::measure(apart.path(), arguments.members, &mut report).await?;
        report.save(&arguments.report)?;
    }
    if arguments.only_authority || arguments.only_server {
        // Nothing else was asked for.
    } else if arguments.only_window {
        largest = Some(sizes::filled(folder.path(), arguments.members).await?);
    } else {
        for size in sizes::up_to(arguments.members) {
            largest = Some(sizes::measure(folder.path(), size, &mut report).await?);
            report.save(&arguments.report)?;
        }
    }
    if let (Some(app), Some(file)) = (&arguments.app, largest) {
        #[cfg(target_os = "linux")]
        {
            window::measure(app, &file, &mut report).await?;
            let apart = tempfile::tempdir_in(&arguments.folder)?;
            matrix::measure(app, apart.path(), &mut report).await?;
        }
        #[cfg(not(target_os = "linux"))]
        report.say(&format!("\nThe window of {} with {} is measured on Linux only.", app.display(), file.display()));
    }
    report.conclude();
    report.save(&arguments.report)?;
    println!("\nThe report is in {}.", arguments.report.display());
    Ok(())
}
