//! The window as the rest of the program knows it: there may be none yet, as the first file opens
//! while the window is made.

use rollbook_directory::contract::WireError;
use rollbook_local::wire;
use serde::Serialize;
use std::{
    fmt,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};
use tauri::{AppHandle, Emitter as _};
use tauri_plugin_clipboard_manager::ClipboardExt as _;

/// The window, once there is one.
#[derive(Clone, Default)]
pub(crate) struct Screen(Arc<Inner>);

#[derive(Default)]
struct Inner {
    handle: OnceLock<AppHandle>,
    /// Whether the clipboard was taken: it wants a connection of its own, so it waits until
    /// something is copied.
    clipboard: Mutex<bool>,
}

impl fmt::Debug for Screen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Screen").finish_non_exhaustive()
    }
}

impl Screen {
    /// The window is made now.
    pub(crate) fn begin(&self, handle: AppHandle) {
        // A second window would be none of this program.
        drop(self.0.handle.set(handle));
    }

    /// The window's program, for what only it can do.
    pub(crate) fn handle(&self) -> Result<&AppHandle, WireError> {
        self.0.handle.get().ok_or_else(|| wire::internal(&"there is no window yet"))
    }

    /// Tells the page something; before there is a page nobody missed it.
    pub(crate) fn tell(&self, event: &str, payload: impl Serialize + Clone) {
        let Some(handle) = self.0.handle.get() else { return };
        if let Err(error) = handle.emit(event, payload) {
            tracing::warn!(%error, event, "the window didn’t hear");
        }
    }

    /// Puts a text on the clipboard.
    pub(crate) fn copy(&self, text: String) -> Result<(), WireError> {
        let handle = self.handle()?;
        let mut taken = self.0.clipboard.lock().unwrap_or_else(PoisonError::into_inner);
        if !*taken {
            handle.plugin(tauri_plugin_clipboard_manager::init()).map_err(|error| wire::internal(&error))?;
            *taken = true;
        }
        handle.clipboard().write_text(text).map_err(|error| wire::internal(&error))
    }
}
