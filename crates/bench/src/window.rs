//! The app's window beside an empty one, in turns on the same screen: from the start of the process
//! to the first rows, and what both hold in memory with everything that they started.

use crate::{
    book::{KEY, SALT},
    clock::Samples,
    error::BenchError,
    process,
    report::{Aim, Pair, Report, mib},
};
use fantoccini::Locator;
use rollbook_credentials::Secret;
use rollbook_testservers::{
    keychain::Keychain,
    webdriver::{Program, Turn, Window},
    xvfb::Xvfb,
};
use std::{
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

/// How often each window is opened; the first time isn't counted.
const RUNS: usize = 11;
/// How long a window may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// A row of the list, with a person in it.
pub(crate) const ROW: &str = "tr[data-member]";
/// What the empty window holds.
const EMPTY: &str = "#shown";

/// Where windows are opened: a screen, and a session whose keychain holds the key of measured files.
pub(crate) struct Stage {
    pub(crate) turn: Turn,
    screen: Xvfb,
    session: Keychain,
}

impl Stage {
    pub(crate) async fn set() -> Result<Self, BenchError> {
        let turn = Turn::take().await?;
        let screen = Xvfb::start().map_err(BenchError::of)?;
        let session = Keychain::start().map_err(BenchError::of)?;
        let kept = Command::new(std::env::current_exe()?).arg("keep-key").envs(session.env()).status()?;
        if !kept.success() {
            return Err(BenchError::of("the key of the file can't be kept"));
        }
        Ok(Self { turn, screen, session })
    }

    /// A program as people open it: no picture is taken here.
    pub(crate) fn program(&self, binary: &Path, argument: &str) -> Program {
        let program = Program::new(binary).arg(argument).env("ROLLBOOK_COMPOSITOR", "as-ever");
        program.envs(self.session.env()).envs(self.screen.env())
    }
}

/// Measures the window of `app` with `file` open.
pub(crate) async fn measure(app: &Path, file: &Path, report: &mut Report) -> Result<(), BenchError> {
    let empty = app.with_file_name("empty_window");
    if !empty.is_file() {
        return Err(BenchError::Unfit(format!(
            "{} is missing: build rollbook-bench with the feature window",
            empty.display()
        )));
    }
    let stage = Stage::set().await?;
    let argument = file.canonicalize()?.display().to_string();
    let program = |binary: &Path| stage.program(binary, &argument);
    let (mut shown, mut memory) = (Pair::default(), [Vec::new(), Vec::new()]);
    let mut bare = Samples::default();
    for run in 0..=RUNS {
        let (took, held) = open(&stage.turn, &program(app), app, &argument, ROW).await?;
        let (took_empty, held_empty) = open(&stage.turn, &program(&empty), &empty, &argument, EMPTY).await?;
        // What comes first reads both programs from disk.
        if run > 0 {
            shown.ours.push(took);
            bare.push(took_empty);
            memory[0].push(held);
            memory[1].push(held_empty);
        }
    }
    shown.bare = Some(bare);
    report.table("The window beside an empty one");
    report.line("from the start to the first rows", &shown, Aim::Times(1.3), 1.0);
    let [ours, empty] = memory.map(median);
    report.ratio("memory (PSS) with WebKit's processes", &mib(ours), &mib(empty), ratio(ours, empty), 1.3);
    Ok(())
}

/// Opens a window, waits until `selector` is on the screen, weighs it and closes it.
async fn open(
    turn: &Turn,
    program: &Program,
    binary: &Path,
    argument: &str,
    selector: &str,
) -> Result<(Duration, u64), BenchError> {
    let begun = Instant::now();
    let window = Window::open(turn, program).await.map_err(BenchError::of)?;
    let wait = window.wait().at_most(PATIENCE).every(Duration::from_millis(4));
    wait.for_element(Locator::Css(selector)).await.map_err(BenchError::of)?;
    window.painted().await.map_err(BenchError::of)?;
    let took = begun.elapsed();
    // What was started beside it has to come to rest.
    tokio::time::sleep(Duration::from_millis(700)).await;
    let pid =
        process::running(binary, argument).ok_or_else(|| BenchError::of("the program of the window isn't found"))?;
    let held = process::family_memory(pid).ok_or_else(|| BenchError::of("the memory of the window isn't told"))?;
    window.close().await;
    Ok((took, held))
}

fn median(mut all: Vec<u64>) -> u64 {
    all.sort_unstable();
    all.get(all.len() / 2).copied().unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "two digits are shown")]
fn ratio(ours: u64, empty: u64) -> f64 {
    ours as f64 / empty as f64
}

/// Puts the key of measured files into the keychain of this session, where the app looks for it.
pub(crate) fn keep_key() -> Result<(), BenchError> {
    let name = format!("file {}", hex::encode(SALT));
    rollbook_keys::Keychain.set(&name, &Secret::new(KEY.to_vec())).map_err(BenchError::of)
}
