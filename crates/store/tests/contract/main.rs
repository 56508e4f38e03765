//! The store's contract: the same cases on SQLite and PostgreSQL, and what only a file can show.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod applied;
mod company;
mod counts;
mod coverage;
mod disks;
mod dues;
mod erased;
mod factors;
mod files;
mod filters;
mod history;
mod licences;
mod links;
mod log;
mod mails;
mod others;
mod outbox;
mod overview;
mod pages;
mod places;
mod queues;
mod registrations;
mod search;
#[cfg(target_os = "linux")]
mod servers;
mod sessions;
mod settings;
mod structures;
mod told;
mod unique;
