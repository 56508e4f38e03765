//! What a window needs around it where no person sits: a display, a session
//! bus, a keyring. `cargo xtask run` and the end-to-end tests start the same
//! ones. Plain `std`, because xtask is the first thing a fresh machine compiles.
//!
//! Everything here is a process of Linux; on other systems the crate is empty.
#![cfg(target_os = "linux")]

pub mod disk;
pub mod error;
pub mod folder;
pub mod group;
pub mod keychain;
pub mod machine;
pub mod picture;
pub mod ready;
pub mod unwritable;
pub mod xvfb;
