//! Opens the window where no screen is: on one in memory, with a picture as proof.

use crate::step::{Failure, Result, Steps};
use crate::tools;
use rollbook_stage::error::StageError;
use rollbook_stage::group::{Group, Stop};
use rollbook_stage::keychain::{Keychain, session_has_keyring};
use rollbook_stage::xvfb::Xvfb;
use rollbook_stage::{picture, ready};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A window with text on it has more colours than this; an empty one has one or two.
const PAINTED: u32 = 24;
/// How long the window may take until it shows something.
const PATIENCE: Duration = Duration::from_secs(90);
/// How long a painted window may go on changing before it is photographed anyway.
const SETTLING: Duration = Duration::from_secs(6);

impl From<StageError> for Failure {
    fn from(error: StageError) -> Self {
        Self(error.to_string())
    }
}

/// Starts the app on a screen in memory and writes target/rollbook-window.png.
/// Then waits until the app ends, unless the picture is all that was wanted.
pub(crate) fn open(steps: &Steps, binary: &Path, arguments: &[String], picture_only: bool) -> Result {
    let screen = Xvfb::start()?;
    steps.say(format_args!("The window opens on a screen in memory, {}", screen.display()));
    let keychain = throwaway_keychain(steps)?;
    let log = tools::logs()?.join("window.log");
    let out = File::create(&log)?;
    let mut group = Group::new(Stop::Politely)?;
    let mut command = Command::new(binary);
    command.args(arguments).current_dir(tools::root()).stdin(Stdio::null());
    command.stdout(out.try_clone()?).stderr(out).envs(screen.env());
    if let Some(keychain) = &keychain {
        command.envs(keychain.env());
    }
    group.spawn(&mut command)?;
    let shot = photograph(&mut group, screen.display())
        .map_err(|Failure(reason)| Failure(format!("{reason}. The app said:\n{}", ready::last_words(&log, 20))))?;
    steps.say("The window has painted. Its picture:");
    println!("{}", shot.display());
    if picture_only {
        return Ok(());
    }
    steps.say("The window stays open. Ctrl-C ends it");
    while !group.lost_one() {
        thread::sleep(Duration::from_millis(200));
    }
    steps.say(format_args!("The app has ended. What it said is in {}", log.display()));
    Ok(())
}

/// Where nobody's keychain is, lends one; then the app's files must not outlive its key.
fn throwaway_keychain(steps: &Steps) -> Result<Option<Keychain>> {
    if session_has_keyring() {
        return Ok(None);
    }
    steps.say("No keychain is here. The app gets one, and a home folder, that are thrown away at the end");
    Ok(Some(Keychain::start()?))
}

/// Waits until the window shows something and stands still, and keeps that picture.
fn photograph(app: &mut Group, display: &str) -> Result<PathBuf> {
    let trial = tools::logs()?.join("window.png");
    let start = Instant::now();
    let mut painted: Option<Instant> = None;
    let (mut former, mut alike) = (None, 0);
    loop {
        if app.lost_one() {
            return Err(Failure("The app ended before its window was painted".to_owned()));
        }
        picture::of_screen(display, &trial)?;
        let now = picture::look(&trial)?;
        if now.colours >= PAINTED {
            let since = painted.get_or_insert_with(Instant::now).elapsed();
            alike = if former.as_ref() == Some(&now) { alike + 1 } else { 0 };
            former = Some(now);
            if alike >= 2 || since > SETTLING {
                let kept = tools::target().join("rollbook-window.png");
                fs::copy(&trial, &kept)?;
                return Ok(kept);
            }
        } else if start.elapsed() > PATIENCE {
            return Err(Failure(format!("The window is still empty after {} s", PATIENCE.as_secs())));
        }
        thread::sleep(Duration::from_millis(300));
    }
}
