//! Gives a machine what the project needs: system packages, Node, the user
//! interface's packages. Says first what it will install and why.

mod node;
mod packages;
mod system;

pub(crate) use node::install_ui;
pub(crate) use packages::Purpose;

use crate::step::{Result, Steps};

/// Installs the system packages for `purpose` that are missing.
pub(crate) fn prepare(steps: &Steps, purpose: Purpose) -> Result {
    system::install(steps, purpose)?;
    node::require()
}
