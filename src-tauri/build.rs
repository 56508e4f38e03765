//! Registers the window's commands, so that each needs a permission of its own.

include!("command_list.rs");

macro_rules! names { ($($name:ident : $request:ty => $response:ty, $access:ident [$($tag:ident),*]);* $(;)?) => {
    const NAMES: &[&str] = &[$(stringify!($name)),*];
} }
commands!(names);

fn main() {
    // The bundled SQLite must not answer for the system's, which WebKit's libraries link.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-link-arg-bins=-Wl,--exclude-libs,ALL");
    }
    println!("cargo:rerun-if-changed=src-tauri/command_list.rs");
    let attributes = tauri_build::Attributes::new().app_manifest(tauri_build::AppManifest::new().commands(NAMES));
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo:error={error:#}");
        std::process::exit(1);
    }
}
