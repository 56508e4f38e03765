//! One error for everything that can keep a helper process from standing.

use std::io;

/// Why a process that the stage needs could not be had.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    /// The program is not on this machine.
    #[error("{program} is not on this machine. Install the package {package}")]
    Missing {
        /// The program that was looked for.
        program: &'static str,
        /// The Debian package that has it.
        package: &'static str,
    },
    /// The operating system refused to start the process or to make its files.
    #[error("{what} does not start: {source}")]
    Start {
        /// What was being started.
        what: &'static str,
        /// The system's own word.
        source: io::Error,
    },
    /// The process runs, or ran, but never said that it is ready.
    #[error("{what} did not become ready. Its last words: {said}")]
    NotReady {
        /// What was being waited for.
        what: &'static str,
        /// The end of what it printed.
        said: String,
    },
}

impl StageError {
    /// Turns an error of starting `program` into the error that names its package.
    pub fn starting(program: &'static str, package: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| match source.kind() {
            io::ErrorKind::NotFound => Self::Missing { program, package },
            _ => Self::Start { what: program, source },
        }
    }

    /// Turns an error of the system into one that says what was being started.
    pub fn while_starting(what: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Start { what, source }
    }
}
