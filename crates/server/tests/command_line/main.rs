//! The built `rollbook-server` on encrypted files, with tables of a real organization.

mod common;

mod importing;
mod opening;
mod verifying;
