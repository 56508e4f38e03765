//! A desktop and a server over a real connection: signing in, asking, long work, news, and what can stand
//! in between.
#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod asks;
mod between;
mod house;
mod signing_in;
