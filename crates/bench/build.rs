//! Prepares the empty window, where it is built at all.

fn main() {
    #[cfg(feature = "window")]
    {
        // The bundled SQLite must not answer for the system's, which WebKit's libraries link.
        if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
            println!("cargo:rustc-link-arg-bins=-Wl,--exclude-libs,ALL");
        }
        if let Err(error) = tauri_build::try_build(tauri_build::Attributes::default()) {
            println!("cargo:error={error:#}");
            std::process::exit(1);
        }
    }
}
