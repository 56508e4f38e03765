//! Organizations beyond this computer, seen from a desktop: on a server, or in a database. What is asked
//! there, how far long things are, and what changes. A server is spoken to by HTTPS at its `/api/v1`;
//! plain HTTP goes to this computer alone.
//!
//! The session's token is the only secret here. It is sent to the one address that it was made for:
//! redirections aren't followed.

mod address;
mod client;
mod database;
mod far;
mod kept;
mod lines;
mod problem;
mod stream;

pub use address::Address;
pub use client::Client;
pub use database::Database;
pub use far::Far;
pub use kept::forget_session;
