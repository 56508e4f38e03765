//! How the window looks and what it remembers: a small file in the settings folder.

use crate::wire;
use rollbook_directory::contract::{Preferences, WireError};
use std::path::Path;

const NAME: &str = "preferences.json";
/// Nobody's preferences are longer.
const LONGEST: usize = 256 * 1024;

/// What was kept; what can't be read counts as nothing kept.
pub fn read(settings: &Path) -> Preferences {
    let kept = std::fs::read(settings.join(NAME)).ok();
    kept.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

/// Keeps preferences.
pub fn write(settings: &Path, preferences: &Preferences) -> Result<(), WireError> {
    let bytes = serde_json::to_vec_pretty(preferences).map_err(|error| wire::internal(&error))?;
    if bytes.len() > LONGEST {
        return Err(wire::internal(&"preferences too long"));
    }
    rollbook_keys::write_whole(&settings.join(NAME), &bytes)
        .map_err(|error| wire::io(&error, "The settings can’t be kept."))
}
