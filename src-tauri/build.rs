//! Registers the window's commands, so that each needs a permission of its own.

include!("../crates/directory/src/ask_list.rs");
include!("command_list.rs");

macro_rules! names { (own { $($name:ident : $request:ty => $response:ty, $access:ident [$($tag:ident),*];)* }
    asks { $($ask:ident $how:tt : $given:ty => $answer:ty, $access2:ident [$($tag2:ident),*] = $method:ident;)* }) => {
    const NAMES: &[&str] = &[$(stringify!($name),)* $(stringify!($ask),)*];
} }
commands!(names);

fn main() {
    // The bundled SQLite must not answer for the system's, which WebKit's libraries link.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-link-arg-bins=-Wl,--exclude-libs,ALL");
    }
    println!("cargo:rerun-if-changed=src-tauri/command_list.rs");
    println!("cargo:rerun-if-changed=crates/directory/src/ask_list.rs");
    let attributes = tauri_build::Attributes::new().app_manifest(tauri_build::AppManifest::new().commands(NAMES));
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo:error={error:#}");
        std::process::exit(1);
    }
}
