//! Makes the one window. What is known before it loads is handed in, so that the page asks less
//! before it shows something.

use rollbook_directory::contract::Preferences;
use std::error::Error;
use tauri::{AppHandle, WebviewWindowBuilder};

/// Makes the window of the configuration; the page finds `preferences` when it begins.
pub(crate) fn open(handle: &AppHandle, preferences: &Preferences) -> Result<(), Box<dyn Error>> {
    let config = handle.config().app.windows.first().ok_or("no window is configured")?;
    // A script of the window, not of the page: nothing in it is read as HTML.
    let known = serde_json::to_string(preferences)?;
    let window = WebviewWindowBuilder::from_config(handle, config)?
        .initialization_script(format!("window.__ROLLBOOK__ = {{ preferences: {known} }};"))
        .build()?;
    #[cfg(target_os = "linux")]
    linux::lighten(&window)?;
    #[cfg(not(target_os = "linux"))]
    drop(window);
    Ok(())
}

#[cfg(target_os = "linux")]
mod linux {
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt as _, WebViewExt as _};

    /// Without a graphics card WebKit would compose the page with one that is played by the
    /// processor: slower than painting, and 100 MiB more.
    pub(super) fn lighten(window: &tauri::WebviewWindow) -> tauri::Result<()> {
        if has_graphics() || keeps_compositor() {
            return Ok(());
        }
        window.with_webview(|view| {
            if let Some(settings) = view.inner().settings() {
                settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
            }
        })
    }

    /// Whether whoever started the window wants the compositor: pictures taken through a driver of WebKit
    /// wait for it.
    fn keeps_compositor() -> bool {
        std::env::var_os("ROLLBOOK_COMPOSITOR").is_some_and(|value| value == "keep")
    }

    /// Whether the kernel offers a graphics card that can render.
    fn has_graphics() -> bool {
        let cards = std::fs::read_dir("/dev/dri").into_iter().flatten().flatten();
        cards.into_iter().any(|card| card.file_name().as_encoded_bytes().starts_with(b"renderD"))
    }
}
