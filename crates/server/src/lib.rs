//! The portal: the pages that people open in their own browser, over plain HTTP; and the server around it
//! (see [`running`]).
//!
//! The window runs it on loopback beside an organization's file, so that invitations work from the first
//! minute; a server runs it behind a proxy that speaks TLS. It decides nothing: every page asks the
//! [`Directory`](rollbook_directory::Directory), and every change passes through its door.
//!
//! ```no_run
//! # async fn run(directory: rollbook_directory::Directory) -> std::io::Result<()> {
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
//! directory.set_portal(&format!("http://{}", listener.local_addr()?));
//! rollbook_server::serve(listener, directory, std::future::pending::<()>()).await
//! # }
//! ```

mod api;
pub mod config;
mod portal;
pub mod running;
mod serve;

pub use api::api;
pub use config::Config;
pub use portal::{Hosts, portal, portal_for};
pub use serve::{serve, serve_for};
