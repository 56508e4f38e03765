//! The server as a process, over a real PostgreSQL, a real mail server and real connections.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod away;
mod backup;
mod common;
mod configuring;
mod ending;
mod figures;
mod mails;
mod office;
mod payments;
mod seeding;
mod strangers;
mod together;
