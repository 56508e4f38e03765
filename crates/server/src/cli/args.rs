//! What can be asked on the command line.

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Works on an organization of Rollbook without its window, as its owner.
#[derive(Debug, Parser)]
#[command(version, about, after_help = AFTER)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) asked: Asked,
}

const DATABASE: &str = "The database of a server; better as ROLLBOOK_DATABASE, as other people can read arguments";

const AFTER: &str = "\
An encrypted file is opened with the key in this computer’s keychain, or with its passphrase: from
ROLLBOOK_PASSPHRASE, or typed. A passphrase is never an argument, as other people on the computer can read those.

Ends with 0 when all went well, 1 when a log is broken, 2 when rows were refused (import --strict),
3 when it couldn’t be done, 64 when the arguments are wrong, 130 when it was cancelled.";

#[derive(Debug, Subcommand)]
pub(super) enum Asked {
    /// Takes people and groups from CSV files, all of it or nothing
    Import(Import),
    /// Gives people or groups back as CSV, as import takes it
    Export(Export),
    /// Checks that the log is what was written, entry by entry
    Verify(Verify),
}

/// Where the organization is.
#[derive(Debug, ClapArgs)]
pub(super) struct Where {
    /// The organization’s file
    #[arg(long, value_name = "ORG.rollbook", conflicts_with = "database")]
    pub(super) file: Option<PathBuf>,
    /// The database of a server
    #[arg(long, help = DATABASE, value_name = "postgres://…")]
    pub(super) database: Option<String>,
    /// The organization’s name, where the database holds several
    #[arg(long, value_name = "NAME")]
    pub(super) organization: Option<String>,
}

#[derive(Debug, ClapArgs)]
#[expect(clippy::struct_excessive_bools, reason = "four switches of a command line, each on its own")]
pub(super) struct Import {
    #[command(flatten)]
    pub(super) place: Where,
    /// CSV files of people and of groups; what each holds is recognized
    #[arg(required = true, value_name = "TABLE.csv")]
    pub(super) tables: Vec<PathBuf>,
    /// Only say what would happen
    #[arg(long)]
    pub(super) preview: bool,
    /// Send an invitation to new people; without it they are active at once and get no mail
    #[arg(long, requires = "portal")]
    pub(super) invite: bool,
    /// Where the links in invitations point
    #[arg(long, value_name = "https://…", env = "ROLLBOOK_PORTAL")]
    pub(super) portal: Option<String>,
    /// Write what became of every row to a CSV file
    #[arg(long, value_name = "REPORT.csv")]
    pub(super) report: Option<PathBuf>,
    /// Answer in JSON
    #[arg(long)]
    pub(super) json: bool,
    /// End with 2 when rows were refused
    #[arg(long)]
    pub(super) strict: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Export {
    #[command(flatten)]
    pub(super) place: Where,
    /// What to give back
    pub(super) kind: Kind,
    /// The file to write instead of the standard output; replaced where it is there
    #[arg(short, long, value_name = "OUT.csv")]
    pub(super) output: Option<PathBuf>,
}

/// What can be exported.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum Kind {
    /// Everybody who isn’t archived
    People,
    /// Every group with its permissions
    Groups,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Verify {
    #[command(flatten)]
    pub(super) place: Where,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_fit_together() {
        Args::command().debug_assert();
    }
}
