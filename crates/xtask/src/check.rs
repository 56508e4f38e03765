//! `cargo xtask check`: what a person runs before each commit.

use crate::app;
use crate::step::{Failure, Result, Steps};
use crate::tools;

/// Formatting, lints, and the types of the user interface. Goes on after a failure.
pub(crate) fn check() -> Result {
    let steps = Steps::new();
    app::ensure_ui(&steps)?;
    report(&steps, [formatting(&steps), types(&steps), lints(&steps)])
}

/// Whether the Rust code is laid out as rustfmt does it.
pub(crate) fn formatting(steps: &Steps) -> Result {
    steps.live("Formatting (cargo fmt)", &mut tools::cargo(["fmt", "--all", "--check"]))
}

/// Whether svelte-check finds the user interface's types in order.
pub(crate) fn types(steps: &Steps) -> Result {
    steps.quietly("Types of the user interface (npm run check)", &mut tools::npm(["run", "check"]))
}

/// Whether clippy has nothing to say, in any target of the workspace.
pub(crate) fn lints(steps: &Steps) -> Result {
    let mut clippy = tools::cargo(["clippy", "--workspace", "--all-targets", "--features", "custom-protocol"]);
    steps.live("Lints (cargo clippy)", clippy.args(["--", "-D", "warnings"]))
}

fn report<const N: usize>(steps: &Steps, outcomes: [Result; N]) -> Result {
    let failures: Vec<_> = outcomes.into_iter().filter_map(std::result::Result::err).collect();
    if failures.is_empty() {
        steps.say("All in order");
        return Ok(());
    }
    let words: Vec<_> = failures.into_iter().map(|Failure(words)| words).collect();
    Err(Failure(words.join("\n")))
}
