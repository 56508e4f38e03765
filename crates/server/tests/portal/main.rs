//! The portal over real connections, against an organization in an encrypted file.

mod browser;
mod common;

mod accepting;
mod as_others;
mod asking;
mod cases;
mod choosing;
mod dead_links;
#[cfg(target_os = "linux")]
mod factor_looks;
mod factors;
mod founding;
#[cfg(target_os = "linux")]
mod founding_looks;
mod guarding;
#[cfg(target_os = "linux")]
mod looks;
mod own_address;
#[cfg(target_os = "linux")]
mod own_address_looks;
mod pages;
mod passwords;
mod photos;
mod profiles;
mod registering;
mod signing_in;
#[cfg(target_os = "linux")]
mod stored_hash;
mod tickets;
