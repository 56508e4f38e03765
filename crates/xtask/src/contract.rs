//! `cargo xtask contract`: writes the TypeScript of the contract anew.

use crate::app;
use crate::step::{Result, Steps};
use crate::tools;

/// Generates ui/src/contract/index.ts from the one list of commands.
pub(crate) fn contract() -> Result {
    let steps = Steps::new();
    app::ensure_ui(&steps)?;
    let mut cargo =
        tools::cargo(["test", "--package", "rollbook", "--lib", "--features", "custom-protocol", "contract"]);
    steps.live("Write the contract (cargo test contract)", cargo.env("UPDATE_EXPECT", "1"))
}
