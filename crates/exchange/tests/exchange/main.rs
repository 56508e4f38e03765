//! Tables in and out, as files bring them: one program, so that it links once.

mod common;
mod groups;
mod hostile;
mod properties;
mod real;
mod screens;
mod sources;
mod written;
