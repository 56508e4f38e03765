//! `cargo xtask bench`: measures, each figure beside a baseline of the same run.

use crate::app;
use crate::step::{Result, Steps};
use crate::tools;
use clap::Args;
use std::{env::consts::EXE_SUFFIX, process::Command};

/// The options of `cargo xtask bench`.
#[derive(Args)]
pub(crate) struct Bench {
    /// How many members the largest file holds
    #[arg(long, default_value_t = 1_000_000)]
    members: u64,
    /// Only measure the store and the door, no window
    #[arg(long)]
    no_window: bool,
    /// Only measure the server
    #[arg(long)]
    server: bool,
}

/// Builds everything in release and measures it.
pub(crate) fn bench(options: &Bench) -> Result {
    let steps = Steps::new();
    let release = tools::target().join("release");
    let program = |name: &str| release.join(format!("{name}{EXE_SUFFIX}"));
    // As members of the whole workspace, so that the libraries are compiled once for all of them.
    let mut cargo = tools::cargo(["build", "--release", "--bin", "rollbook-bench", "--bin", "rollbook-server"]);
    let mut bench = Command::new(program("rollbook-bench"));
    bench.current_dir(tools::root()).args(["--members", &options.members.to_string()]);
    bench.arg("--server").arg(program("rollbook-server"));
    if options.server {
        bench.arg("--only-server");
    } else if !options.no_window {
        app::ensure_ui(&steps)?;
        app::build_ui(&steps)?;
        let features = "custom-protocol,rollbook-bench/window";
        cargo.args(["--bin", "rollbook", "--bin", "empty_window", "--features", features]);
        bench.arg("--app").arg(program("rollbook"));
    }
    steps.live("Build (cargo build --release; the first time takes minutes)", &mut cargo)?;
    steps.live("Measure", &mut bench)
}
