//! `/api/v1` over real connections, on either engine.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod cases;
mod checking;
mod common;
mod document;
#[cfg(target_os = "linux")]
mod made_up;
