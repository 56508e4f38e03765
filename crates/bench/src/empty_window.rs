//! A window with nothing in it: what a window costs on this machine before anybody does anything.

fn main() -> std::process::ExitCode {
    match tauri::Builder::default().run(tauri::generate_context!()) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("The window can't be opened: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}
