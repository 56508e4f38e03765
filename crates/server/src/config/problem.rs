//! What is wrong with a configuration, with the key that mends it.

use std::path::PathBuf;

/// What is wrong with a configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file can't be read.
    #[error("The configuration {0} can’t be read: {1}.")]
    File(PathBuf, String),
    /// The file isn't TOML.
    #[error("The configuration {path} isn’t TOML, line {line}: {why}.")]
    Syntax {
        /// The file.
        path: PathBuf,
        /// Where in it.
        line: usize,
        /// What is wrong there; nothing of what stands there.
        why: String,
    },
    /// A key that isn't known.
    #[error("{origin}: there is no key {key}.{}", known(.near))]
    Unknown {
        /// Where it stands.
        origin: String,
        /// The key.
        key: String,
        /// Keys that may be meant.
        near: Vec<&'static str>,
    },
    /// A key that has to be there.
    #[error("{key} is missing. Set it in the configuration, or as {variable}.")]
    Missing {
        /// The key.
        key: &'static str,
        /// How the environment writes it.
        variable: String,
    },
    /// A key whose value can't be used.
    #[error("{key} ({origin}): {why}")]
    Wrong {
        /// The key.
        key: String,
        /// Where it stands.
        origin: String,
        /// What is wrong with it.
        why: String,
    },
}

fn known(near: &[&'static str]) -> String {
    if near.is_empty() { String::new() } else { format!(" Did you mean {}?", near.join(" or ")) }
}
