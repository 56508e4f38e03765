//! Pictures of a whole screen, by ImageMagick.

use crate::error::StageError;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Writes what is on `display` (as in `DISPLAY`) to `path`, as PNG.
pub fn of_screen(display: &str, path: &Path) -> Result<(), StageError> {
    let mut import = Command::new("import");
    import.args(["-silent", "-window", "root"]).arg(path).env("DISPLAY", display);
    run("import", &mut import).map(drop)
}

/// What can be told of a picture without looking at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// How many different colours it has: one or two while a window is empty,
    /// dozens as soon as text is painted.
    pub colours: u32,
    /// A hash of its pixels. The file itself also holds the time.
    pub pixels: String,
}

/// Looks at a picture.
pub fn look(path: &Path) -> Result<Look, StageError> {
    let mut identify = Command::new("identify");
    identify.args(["-format", "%k %#"]).arg(path);
    let output = run("identify", &mut identify)?;
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let look = said.split_once(' ').and_then(|(colours, pixels)| {
        let (colours, pixels) = (colours.parse().ok()?, pixels.to_owned());
        Some(Look { colours, pixels })
    });
    look.ok_or(StageError::NotReady { what: "identify", said })
}

fn run(program: &'static str, command: &mut Command) -> Result<Output, StageError> {
    let output = command.stdin(Stdio::null()).output().map_err(StageError::starting(program, "imagemagick"))?;
    if output.status.success() {
        return Ok(output);
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(StageError::NotReady { what: program, said })
}
