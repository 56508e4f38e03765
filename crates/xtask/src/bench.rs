//! `cargo xtask bench`: measures, each figure beside a baseline of the same run.

use crate::app;
use crate::step::{Result, Steps};
use crate::tools;
use clap::Args;

/// The options of `cargo xtask bench`.
#[derive(Args)]
pub(crate) struct Bench {
    /// How many members the largest file holds
    #[arg(long, default_value_t = 1_000_000)]
    members: u64,
    /// Only measure the store and the door, no window
    #[arg(long)]
    no_window: bool,
}

/// Builds everything in release and measures it.
pub(crate) fn bench(options: &Bench) -> Result {
    let steps = Steps::new();
    let mut arguments = vec!["--members".to_owned(), options.members.to_string()];
    if !options.no_window {
        app::ensure_ui(&steps)?;
        app::build_ui(&steps)?;
        let binary = app::build(&steps, true)?;
        arguments.extend(["--app".to_owned(), binary.display().to_string()]);
    }
    let mut cargo = tools::cargo(["run", "--release", "--package", "rollbook-bench", "--"]);
    steps.live("Measure (cargo run --release)", cargo.args(arguments))
}
