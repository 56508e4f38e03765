//! From where something was done, as the log keeps it (B4). It helps people to understand an entry and
//! proves nothing: an address is what the network said, a device what it called itself.

use serde::{Deserialize, Serialize};

/// By which way somebody came.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// At a desktop, on a file of that computer.
    File,
    /// At a desktop, over a server or a database.
    Desktop,
    /// In the browser, at the portal.
    Portal,
    /// At the server itself, by its command line.
    Server,
}

/// From where something was done.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Origin {
    /// By which way.
    pub way: Way,
    /// The address of the peer in its shortest spelling; empty where there was no network.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// What the browser or program called itself; empty where it said nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub device: String,
}

impl Origin {
    /// A way without a network.
    pub const fn by(way: Way) -> Self {
        Self { way, address: String::new(), device: String::new() }
    }
}
