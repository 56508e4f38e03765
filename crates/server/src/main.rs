//! `rollbook-server`: the server, and what can be done with organizations without their window. See `cli`.

mod cli;

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    cli::run().await
}
