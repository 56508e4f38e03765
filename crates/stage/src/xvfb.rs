//! A screen in memory, for machines where nobody sits.

use crate::error::StageError;
use crate::group::{Group, Stop};
use crate::{folder, ready};
use std::fs::File;
use std::process::{Command, Stdio};

/// A running Xvfb. It ends when this is dropped.
#[derive(Debug)]
pub struct Xvfb {
    display: String,
    _group: Group,
}

impl Xvfb {
    /// Starts a screen of the design size, 1280 by 800, at a free display number.
    pub fn start() -> Result<Self, StageError> {
        Self::sized(1280, 800)
    }

    /// Starts a screen of `width` by `height` pixels at a free display number.
    pub fn sized(width: u32, height: u32) -> Result<Self, StageError> {
        let failed = StageError::while_starting;
        let folder = folder::throwaway("xvfb").map_err(failed("Xvfb"))?;
        let mut group = Group::sweeping(Stop::Politely, &folder).map_err(failed("Xvfb"))?;
        let log = folder.join("log");
        let errors = File::create(&log).map_err(failed("Xvfb"))?;
        // Xvfb looks for a free number itself and says which, once it takes clients.
        let child = group
            .spawn(
                Command::new("Xvfb")
                    .args(["-displayfd", "1", "-nolisten", "tcp", "-noreset", "-screen", "0"])
                    .arg(format!("{width}x{height}x24"))
                    .stdin(Stdio::null())
                    .stdout(Stdio::piped())
                    .stderr(errors),
            )
            .map_err(StageError::starting("Xvfb", "xvfb"))?;
        let number = ready::first_line(child)
            .map_err(|_| StageError::NotReady { what: "Xvfb", said: ready::last_words(&log, 5) })?;
        Ok(Self { display: format!(":{number}"), _group: group })
    }

    /// The value for `DISPLAY`.
    pub fn display(&self) -> &str {
        &self.display
    }

    /// The variables that put a program on this screen and no other.
    pub fn env(&self) -> Vec<(&'static str, String)> {
        vec![("DISPLAY", self.display.clone()), ("GDK_BACKEND", "x11".to_owned()), ("WAYLAND_DISPLAY", String::new())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture;

    #[test]
    fn two_screens_stand_side_by_side_and_can_be_photographed() {
        let one = Xvfb::start().unwrap();
        let two = Xvfb::sized(640, 400).unwrap();
        assert_ne!(one.display(), two.display());
        let folder = folder::throwaway("shot").unwrap();
        let shot = folder.join("screen.png");
        picture::of_screen(two.display(), &shot).unwrap();
        assert_eq!(picture::look(&shot).unwrap().colours, 1, "nothing is drawn yet");
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_dropped_screen_takes_no_clients_any_more() {
        let screen = Xvfb::start().unwrap();
        let display = screen.display().to_owned();
        drop(screen);
        assert!(picture::of_screen(&display, &std::env::temp_dir().join("never.png")).is_err());
    }
}
