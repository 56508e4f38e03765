//! Organizations beyond this computer, with and without a connection.
#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod bad_days;
mod canary;
mod copying;
#[cfg(target_os = "linux")]
mod databases;
mod giving;
mod house;
mod keeping;
mod model;
mod planning;
mod showing;
mod starting;
mod strange;
mod ticketing;
mod wire;
