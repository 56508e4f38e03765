//! Closing and starting again at once: the program that goes must not be asked for what the one that comes is to do.

use std::{
    env,
    process::{Command, ExitCode},
    thread,
    time::Duration,
};
use tauri::{AppHandle, RunEvent, WindowEvent};

/// Counts the starts after the first, for the program that comes of it.
const STARTS: &str = "ROLLBOOK_STARTS";
/// How often, and how long after each other, a start is tried.
const TRIES: u32 = 8;
const PAUSE: Duration = Duration::from_millis(400);

/// From the moment that the window is to close, the next start is one of its own.
pub fn heed(handle: &AppHandle, event: &RunEvent) {
    let leaves = matches!(event, RunEvent::ExitRequested { .. })
        || matches!(event, RunEvent::WindowEvent { event: WindowEvent::CloseRequested { .. }, .. });
    if leaves {
        tauri_plugin_single_instance::destroy(handle);
    }
}

/// Starts again where the program that was to be asked went away over it; `None` where that isn't why the window
/// can't be made, or where it was tried often enough.
pub fn once_more(error: &tauri::Error) -> Option<ExitCode> {
    if !matches!(error, tauri::Error::PluginInitialization(name, _) if name == "single-instance") {
        return None;
    }
    let starts = env::var(STARTS).ok().and_then(|starts| starts.parse().ok()).unwrap_or(0) + 1;
    if starts > TRIES {
        return None;
    }
    thread::sleep(PAUSE);
    let mut next = Command::new(env::current_exe().ok()?);
    next.args(env::args_os().skip(1)).env(STARTS, starts.to_string());
    Some(run(&mut next))
}

/// In place of this process, as whoever started it waits for it.
#[cfg(unix)]
fn run(next: &mut Command) -> ExitCode {
    use std::os::unix::process::CommandExt as _;
    tracing::error!(error = %next.exec(), "the program can’t be started again");
    ExitCode::FAILURE
}

#[cfg(not(unix))]
fn run(next: &mut Command) -> ExitCode {
    if let Err(error) = next.spawn() {
        tracing::error!(%error, "the program can’t be started again");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
