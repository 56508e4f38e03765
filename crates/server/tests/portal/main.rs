//! The portal over real connections, against an organization in an encrypted file.

mod common;

mod accepting;
mod choosing;
mod dead_links;
mod guarding;
mod pages;
