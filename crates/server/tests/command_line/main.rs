//! The built `rollbook-server` on encrypted files and databases, with tables of a real organization.

mod common;

mod importing;
mod opening;
mod recovering;
mod room;
mod verifying;
