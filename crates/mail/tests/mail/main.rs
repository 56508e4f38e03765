//! The mail room from outside: one program, so that it is linked once.

mod bad_servers;
mod common;
mod outbox;
mod real_server;
mod templates;
