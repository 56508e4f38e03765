//! What can be asked on the command line.

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Serves organizations of Rollbook, and works on them without a window.
#[derive(Debug, Parser)]
#[command(version, about, after_help = AFTER)]
pub(super) struct Args {
    /// The configuration; without it /etc/rollbook/server.toml, where it is there
    #[arg(long, global = true, value_name = "FILE.toml", env = "ROLLBOOK_CONFIG")]
    pub(super) config: Option<PathBuf>,
    #[command(subcommand)]
    pub(super) asked: Asked,
}

const DATABASE: &str =
    "The database of a server; better in the configuration, or as ROLLBOOK_DATABASE_URL, as others can read arguments";

const AFTER: &str = "\
Every key of the configuration can be set by the environment as well: database.url is ROLLBOOK_DATABASE_URL.
See docs/SERVER.md.

An encrypted file is opened with the key in this computer’s keychain, or with its passphrase: from
ROLLBOOK_PASSPHRASE, or typed. A passphrase is never an argument, as other people on the computer can read those.

Ends with 0 when all went well, 1 when a log is broken, 2 when rows were refused (import --strict),
3 when it couldn’t be done, 64 when the arguments are wrong, 78 when the configuration is, 130 when it was
cancelled.";

#[derive(Debug, Subcommand)]
pub(super) enum Asked {
    /// Serves the portal and the interface for desktops and programs, and sends mails
    Serve,
    /// Says whether the configuration can be used, and what it comes to
    CheckConfig(CheckConfig),
    /// Sets a database up, or brings it up to date
    Migrate,
    /// Creates an organization
    Seed(Seed),
    /// Takes people and groups from CSV files, all of it or nothing
    Import(Import),
    /// Gives people or groups back as CSV, as import takes it
    Export(Export),
    /// Checks that the log is what was written, entry by entry
    Verify(Verify),
    /// Lets the owner, or another administrator, back in: makes a link by which they choose a new password
    Recover(Recover),
    /// Seals the secrets of second factors anew with the newest key, so that older keys can go
    RotateFactorKeys(RotateFactorKeys),
}

#[derive(Debug, ClapArgs)]
pub(super) struct CheckConfig {
    /// Ask the database and the mail server as well
    #[arg(long)]
    pub(super) connect: bool,
}

#[derive(Debug, ClapArgs)]
#[command(group(clap::ArgGroup::new("what").required(true).args(["sample", "organization"])))]
pub(super) struct Seed {
    /// The sample organization that the product carries, to look around in
    #[arg(long)]
    pub(super) sample: bool,
    /// A new organization of this name
    #[arg(long, value_name = "NAME", requires = "first_name", requires = "email")]
    pub(super) organization: Option<String>,
    /// Given names of its owner, who has everything and stays the owner
    #[arg(long, value_name = "NAMES")]
    pub(super) first_name: Option<String>,
    /// Family names of its owner
    #[arg(long, value_name = "NAMES", default_value = "")]
    pub(super) last_name: String,
    /// What the owner signs in with
    #[arg(long, value_name = "ADDRESS")]
    pub(super) email: Option<String>,
    /// The owner’s password, in a file; without it, it is typed
    #[arg(long, value_name = "FILE")]
    pub(super) password_file: Option<PathBuf>,
    /// The owner chooses the password by a link, which is printed: it works once, within an hour
    #[arg(long, conflicts_with_all = ["password_file", "sample"])]
    pub(super) invite: bool,
    /// The language of the organization and its mails
    #[arg(long, value_name = "TAG", default_value = "en")]
    pub(super) language: String,
    /// What it may use
    #[arg(long, value_enum, default_value = "enterprise")]
    pub(super) plan: PlanName,
}

/// A plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum PlanName {
    /// Two administrators
    Starter,
    /// Five administrators
    Professional,
    /// Fifteen administrators
    Business,
    /// Fifty administrators
    Enterprise,
}

/// Where the organization is, where it isn’t where the configuration says.
#[derive(Clone, Debug, ClapArgs)]
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
    #[arg(long)]
    pub(super) invite: bool,
    /// Where the links in invitations point; without it, to the base address of the configuration
    #[arg(long, value_name = "https://…")]
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

#[derive(Debug, ClapArgs)]
pub(super) struct Recover {
    #[command(flatten)]
    pub(super) place: Where,
    /// Whom; without it the owner of the organization
    #[arg(long, value_name = "ADDRESS")]
    pub(super) email: Option<String>,
    /// Take every second factor off them as well, recovery codes too
    #[arg(long)]
    pub(super) factors: bool,
    /// Where the link points; without it, to the base address of the configuration, or of the server that serves it
    #[arg(long, value_name = "https://…")]
    pub(super) portal: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct RotateFactorKeys {
    /// The organizations’ file
    #[arg(long, value_name = "ORG.rollbook", conflicts_with = "database")]
    pub(super) file: Option<PathBuf>,
    /// The database of a server
    #[arg(long, help = DATABASE, value_name = "postgres://…")]
    pub(super) database: Option<String>,
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
