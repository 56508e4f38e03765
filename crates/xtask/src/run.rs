//! `cargo xtask run`: from a fresh clone to an open window.

use crate::app;
use crate::setup::{self, Purpose};
use crate::step::{Failure, Result, Steps};
use clap::Args;
use std::env;
use std::path::Path;
use std::process::Command;

/// The options of `cargo xtask run`.
#[derive(Args)]
pub(crate) struct Run {
    /// Build with all optimisations
    #[arg(long)]
    release: bool,
    /// Open the window on a screen in memory, take its picture, and end
    #[arg(long)]
    screenshot_only: bool,
    /// What to hand to the app, after `--`
    #[arg(last = true)]
    arguments: Vec<String>,
}

/// Installs what is missing, builds the app and opens its window.
pub(crate) fn run(options: &Run) -> Result {
    let steps = Steps::new();
    let unseen = options.screenshot_only || !has_screen();
    setup::prepare(&steps, if unseen { Purpose::RunUnseen } else { Purpose::Run })?;
    setup::install_ui(&steps)?;
    app::build_ui(&steps)?;
    let binary = app::build(&steps, options.release)?;
    if unseen { open_unseen(&steps, &binary, options) } else { open(&steps, &binary, options) }
}

fn has_screen() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

fn open(steps: &Steps, binary: &Path, options: &Run) -> Result {
    steps.say("Open the window. It is open until you close it or press Ctrl-C");
    let status = Command::new(binary).args(&options.arguments).status()?;
    if status.success() { Ok(()) } else { Err(Failure(format!("The app ended early ({status})"))) }
}

#[cfg(target_os = "linux")]
fn open_unseen(steps: &Steps, binary: &Path, options: &Run) -> Result {
    crate::unseen::open(steps, binary, &options.arguments, options.screenshot_only)
}

#[cfg(not(target_os = "linux"))]
fn open_unseen(_: &Steps, _: &Path, _: &Run) -> Result {
    Err(Failure("A screen in memory is to be had on Linux only".to_owned()))
}
