//! Schemathesis (schemathesis.io): asks an interface whatever its `OpenAPI` document allows and forbids, and holds every
//! answer against it.

use crate::venv;
use std::{
    io,
    path::Path,
    process::{Command, Output},
};

/// Operations, by their ids.
#[derive(Clone, Copy, Debug)]
pub enum Which<'a> {
    /// These.
    Only(&'a [&'a str]),
    /// All others.
    AllBut(&'a [&'a str]),
}

/// What is asked, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Where the document is.
    pub document: &'a str,
    /// The bearer token that comes with every request.
    pub token: &'a str,
    /// Which operations.
    pub which: Which<'a>,
    /// At most how many requests are made up for each operation, in each phase.
    pub examples: u32,
    /// After how many seconds it ends.
    pub seconds: u32,
}

/// Asks, the same every time; what it says and how it ended. `folder` is where it may leave files.
pub fn ask(asked: &Asked<'_>, folder: &Path) -> io::Result<Output> {
    let mut command = Command::new(venv::programs(venv::ASKERS)?.join("schemathesis"));
    command.current_dir(folder).args(["--no-color", "run", asked.document]);
    command.args(["--header", &format!("Authorization: Bearer {}", asked.token)]);
    // Whether the interface takes all that its document allows is for rules to say, which no schema knows.
    command.args(["--checks", "not_a_server_error,status_code_conformance,content_type_conformance"]);
    command.args(["--phases", "coverage,fuzzing", "--continue-on-failure"]);
    command.args(["--generation-deterministic", "--no-shrink", "--warnings", "off"]);
    command.args(["--max-examples", &asked.examples.to_string(), "--max-time", &asked.seconds.to_string()]);
    command.args(["--request-timeout", "30"]);
    let (named, operations) = match asked.which {
        Which::Only(operations) => ("--include-operation-id", operations),
        Which::AllBut(operations) => ("--exclude-operation-id", operations),
    };
    for operation in operations {
        command.args([named, operation]);
    }
    command.output()
}
