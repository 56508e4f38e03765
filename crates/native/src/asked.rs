//! What was asked of the program from outside, until the page takes it: there may be no page yet.

use crate::{ASKED, link};
use rollbook_directory::contract::AskedFor;
use std::{
    path::Path,
    sync::{Mutex, PoisonError},
};
use tauri::{AppHandle, Emitter as _};
use url::Url;

/// The last that was asked for and isn't carried out.
#[derive(Debug, Default)]
pub struct Asked(Mutex<Option<AskedFor>>);

impl Asked {
    /// Gives what was asked for, once.
    pub fn take(&self) -> Option<AskedFor> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
    /// A link was opened.
    pub(crate) fn link(&self, handle: &AppHandle, link: &Url) {
        self.put(handle, link::read(link));
    }
    /// A file was named at a second start.
    pub(crate) fn file(&self, handle: &AppHandle, path: &Path) {
        self.put(handle, AskedFor::File { path: path.to_string_lossy().into_owned() });
    }
    fn put(&self, handle: &AppHandle, asked: AskedFor) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(asked);
        if let Err(error) = handle.emit(ASKED, ()) {
            tracing::warn!(%error, "the window didn’t hear what was asked for");
        }
    }
}
