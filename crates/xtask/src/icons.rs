//! `cargo xtask icons`: the pictures of the app for every system, from one drawing.

use crate::setup;
use crate::step::{Result, Steps};
use crate::tools;
use std::fs;
use std::process::Command;

/// The files that stay. The tool also makes icons for phones and for a store.
const KEPT: [&str; 7] = ["icon.svg", "icon.png", "icon.ico", "icon.icns", "32x32.png", "128x128.png", "128x128@2x.png"];

/// Draws icons/ anew from icons/icon.svg.
pub(crate) fn icons() -> Result {
    let steps = Steps::new();
    setup::install_ui(&steps)?;
    let tauri = tools::ui().join("node_modules/.bin").join(if cfg!(windows) { "tauri.cmd" } else { "tauri" });
    let mut draw = Command::new(tauri);
    draw.args(["icon", "icons/icon.svg", "--output", "icons"]).current_dir(tools::root());
    steps.quietly("Draw the icons (tauri icon)", &mut draw)?;
    for entry in fs::read_dir(tools::root().join("icons"))? {
        let entry = entry?;
        if KEPT.iter().any(|name| entry.file_name() == *name) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
