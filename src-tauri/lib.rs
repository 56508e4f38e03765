//! The desktop shell: the window, a one-line command layer, the connections, and the portal on
//! loopback. It decides nothing: rules live in `rollbook-domain`, changes pass `rollbook-directory`.

mod app;
mod beside;
mod beyond;
mod commands;
mod connections;
mod handle;
mod mail_settings;
mod open;
mod screen;
mod transfer;
mod window;

use app::App;
use rollbook_local::{log, preferences};
use std::process::ExitCode;
use tauri::Manager as _;

/// Runs the window until it is closed.
pub fn run() -> ExitCode {
    let Some(folders) = rollbook_keys::Folders::of_person() else {
        eprintln!("Rollbook finds no home folder for its data. Set HOME and start again.");
        return ExitCode::FAILURE;
    };
    log::begin(&folders.logs);
    let preferences = preferences::read(&folders.settings);
    // The file opens on other threads while this one makes the window.
    let app = App::begin(folders);
    let built = rollbook_native::at_home(tauri::Builder::default())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .setup(move |program| {
            app.screen.begin(program.handle().clone());
            program.manage(app);
            rollbook_native::listen(program.handle());
            window::open(program.handle(), &preferences)
        })
        .invoke_handler(commands::handler())
        .build(tauri::generate_context!("tauri.conf.json"));
    match built {
        Ok(program) => {
            program.run(|handle, event| {
                rollbook_native::heed(handle, &event);
                if let tauri::RunEvent::Exit = event {
                    handle.state::<App>().end();
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => rollbook_native::once_more(&error).unwrap_or_else(|| {
            eprintln!("The window can’t be opened: {error}");
            ExitCode::FAILURE
        }),
    }
}
