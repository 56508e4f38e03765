//! Servers of other makers, for tests: what the product says on the wire is judged by software that is not ours.
//!
//! Each server listens on loopback, is started by the test that needs it, and ends with it.

#[cfg(target_os = "linux")]
pub mod browser;
pub mod certificates;
#[cfg(target_os = "linux")]
mod driver;
pub mod line;
#[cfg(target_os = "linux")]
pub mod page;
#[cfg(target_os = "linux")]
pub mod passkeys;
pub mod payments;
#[cfg(target_os = "linux")]
mod places;
#[cfg(target_os = "linux")]
pub mod postgres;
mod process;
pub mod schemathesis;
pub mod smtp;
mod venv;
#[cfg(target_os = "linux")]
pub mod webdriver;

#[cfg(target_os = "linux")]
pub use rollbook_stage::{keychain, xvfb};
