//! How far a long command is, on the terminal's error stream; silent where that isn't a terminal.

use std::{
    io::{IsTerminal as _, Write as _, stderr},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How often the line is written anew.
const EVERY: Duration = Duration::from_millis(100);

/// A line that says how far it is, and goes when it is dropped.
#[derive(Debug)]
pub(super) struct Progress {
    what: &'static str,
    last: Option<Mutex<Option<Instant>>>,
}

impl Progress {
    /// A line such as `Importing 500 of 2000`.
    pub(super) fn of(what: &'static str) -> Self {
        Self { what, last: stderr().is_terminal().then(Mutex::default) }
    }

    /// So many are done, of so many where that is known.
    pub(super) fn tell(&self, done: u64, total: Option<u64>) {
        let Some(last) = &self.last else { return };
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.is_some_and(|last| last.elapsed() < EVERY) {
            return;
        }
        *last = Some(Instant::now());
        let of = total.map(|total| format!(" of {total}")).unwrap_or_default();
        // A terminal that is gone is no reason to stop.
        drop(write!(stderr(), "\r\x1b[K{} {done}{of}", self.what));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.last.is_some() {
            drop(write!(stderr(), "\r\x1b[K"));
        }
    }
}
