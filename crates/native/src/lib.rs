//! What makes the window at home on its platform: one program at a time, a window where it was left, links that
//! open somebody, each by Tauri's own plugin. It decides nothing and knows no organization.

mod asked;
mod leaving;
mod link;

pub use asked::Asked;
pub use leaving::{heed, once_more};
pub use link::named_file;

use tauri::{AppHandle, Builder, Manager as _, Wry};
use tauri_plugin_deep_link::DeepLinkExt as _;
use tauri_plugin_window_state::StateFlags;

/// The event that tells the page that something was asked of the program; it takes what by `Asked::take`.
pub const ASKED: &str = "asked";

/// Adds what a platform expects of a program. A second start ends at once: what it was started with (a link, a
/// file) is asked of the first, whose window comes to the front.
pub fn at_home(builder: Builder<Wry>) -> Builder<Wry> {
    let state = tauri_plugin_window_state::Builder::default()
        .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED | StateFlags::FULLSCREEN);
    builder
        // First, so that a second start does nothing else.
        .plugin(tauri_plugin_single_instance::init(|handle, given, folder| {
            come_forward(handle);
            if let Some(file) = given.get(1).and_then(|given| named_file(given.as_ref())) {
                handle.state::<Asked>().file(handle, &std::path::Path::new(&folder).join(file));
            }
        }))
        .plugin(tauri_plugin_deep_link::init())
        .plugin(state.build())
        .manage(Asked::default())
}

/// Listens for links, those that the program was started with too.
pub fn listen(handle: &AppHandle) {
    match handle.deep_link().get_current() {
        Ok(links) => links.iter().flatten().for_each(|link| handle.state::<Asked>().link(handle, link)),
        Err(error) => tracing::warn!(%error, "the link of the start isn’t known"),
    }
    let of = handle.clone();
    handle.deep_link().on_open_url(move |event| {
        event.urls().iter().for_each(|link| of.state::<Asked>().link(&of, link));
        come_forward(&of);
    });
}

/// The window is seen, whatever lay over it.
fn come_forward(handle: &AppHandle) {
    for window in handle.webview_windows().values() {
        let shown = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
        if let Err(error) = shown {
            tracing::warn!(%error, "the window doesn’t come to the front");
        }
    }
}
