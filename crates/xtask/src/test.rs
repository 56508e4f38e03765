//! `cargo xtask test`: every check and every test, on a machine that may be fresh.
//!
//! A failure does not hide what comes after it. The last line is the count.

use crate::app;
use crate::check;
use crate::package;
use crate::setup::{self, Purpose};
use crate::step::{Failure, Result, Steps};
use crate::suite::{self, Program};
use crate::tally::Tally;
use crate::tools;
use clap::Args;
use std::process::{Command, Stdio};
use std::{env, thread};

/// The options of `cargo xtask test`.
#[derive(Args)]
pub(crate) struct Test {
    /// Also run the tests that take minutes
    #[arg(long)]
    long: bool,
    /// Run only the tests with this in their name, and no checks
    filter: Option<String>,
}

/// How many cases a property is tried with in a long run; proptest's own default is 256.
const LONG_CASES: &str = "4096";

/// How many histories of desktops without a connection are tried in a long run.
const LONG_HISTORIES: &str = "10000";

/// What runs over a server and over a database too: the screens are the same.
const OVER: [&str; 2] = ["authority", "owner"];

/// What installs packages.
const INSTALLED: &str = "installed";

/// What runs over a server wherever it is run: once is enough.
const LIMITED: &str = "an_administrator_with_limits";

/// Runs the checks and tests, reports them, and ends with the count.
pub(crate) fn test(options: &Test) -> Result {
    let mut run = Run { steps: Steps::new(), tally: Tally::default(), failures: Vec::new(), wavered: Vec::new() };
    let outcome = run.everything(options);
    if let Err(failure) = outcome {
        run.failed(failure);
    }
    run.report()
}

struct Run {
    steps: Steps,
    tally: Tally,
    failures: Vec<Failure>,
    wavered: Vec<String>,
}

/// Some of the tests, which run beside others.
struct Part<'a> {
    steps: &'a Steps,
    options: &'a Test,
    came_to: CameTo,
}

/// What a part came to.
#[derive(Default)]
struct CameTo {
    tally: Tally,
    failures: Vec<Failure>,
    /// Tests of windows that failed and passed when they were tried again: each is worth a look.
    wavered: Vec<String>,
}

impl<'a> Part<'a> {
    fn new(steps: &'a Steps, options: &'a Test) -> Self {
        Self { steps, options, came_to: CameTo::default() }
    }

    /// Each program, over an organization that isn't a file where `over` says so.
    fn all(&mut self, programs: &[Program], without: &[&str], over: Option<&str>) {
        for program in programs {
            let title = match over {
                Some(over) => format!("{} over a {over}", program.name),
                None => program.name.clone(),
            };
            let mut command = self.command(program, over);
            command.args(without).args(&self.options.filter);
            let mut failed = Vec::new();
            let first = self.counted(&title, &mut command, &mut failed);
            let Err(failure) = first else { continue };
            if !program.windows || failed.is_empty() {
                self.came_to.failures.push(failure);
                continue;
            }
            // A window's press can meet a machine that is busy with all else; twice in a row it is no chance.
            self.came_to.tally.forgive(failed.len());
            let mut again = self.command(program, over);
            again.arg("--exact").args(&failed);
            match self.counted(&format!("{title}, again: {}", failed.join(", ")), &mut again, &mut Vec::new()) {
                Ok(()) => self.came_to.wavered.extend(failed),
                Err(failure) => self.came_to.failures.push(failure),
            }
        }
    }

    fn command(&self, program: &Program, over: Option<&str>) -> Command {
        let mut command = program.command(&[]);
        if self.options.long {
            command.arg("--include-ignored");
            for (name, value) in [("PROPTEST_CASES", LONG_CASES), ("ROLLBOOK_HISTORIES", LONG_HISTORIES)] {
                if env::var_os(name).is_none() {
                    command.env(name, value);
                }
            }
        }
        command.envs(over.map(|over| ("ROLLBOOK_OVER", over)));
        command
    }

    /// The examples in the documentation.
    fn documents(&mut self) {
        let mut cargo = tools::cargo(["test", "--doc"]);
        cargo.args(suite::WHOLE).args(&self.options.filter);
        let told = self.counted("Examples in the documentation (cargo test --doc)", &mut cargo, &mut Vec::new());
        self.came_to.failures.extend(told.err());
    }

    /// Runs tests, counts them, and gives the names of those that failed.
    fn counted(&mut self, title: &str, command: &mut Command, failed: &mut Vec<String>) -> Result {
        let tally = &mut self.came_to.tally;
        let before = tally.failed;
        let outcome = self.steps.apart(title, command, |line| {
            tally.cargo(line);
            failed.extend(failed_test(line).map(str::to_owned));
        });
        // Its failed tests are counted already.
        if outcome.is_err() && tally.failed == before {
            tally.failed += 1;
        }
        outcome
    }
}

/// The name in `test NAME ... FAILED`.
fn failed_test(line: &str) -> Option<&str> {
    line.strip_prefix("test ")?.strip_suffix(" ... FAILED")
}

/// The window over files, then the screens over what isn't a file.
fn windowed(steps: &Steps, options: &Test, windows: &[Program]) -> CameTo {
    let mut part = Part::new(steps, options);
    part.all(windows, &[], None);
    if cfg!(target_os = "linux") {
        let over: Vec<_> = windows.iter().filter(|one| OVER.contains(&one.name.as_str())).cloned().collect();
        part.all(&over, &["--skip", LIMITED], Some("server"));
        // What is large is slow by its drawing, wherever it comes from: over one of them is enough.
        let large: &[&str] = if options.long { &[] } else { &["--skip", "four_hundred"] };
        part.all(&over, &[&["--skip", LIMITED], large].concat(), Some("database"));
    }
    part.came_to
}

impl Run {
    /// An error here is one after which nothing else makes sense.
    fn everything(&mut self, options: &Test) -> Result {
        setup::prepare(&self.steps, Purpose::Test)?;
        setup::install_ui(&self.steps)?;
        let built = app::build_ui(&self.steps);
        self.note(built);
        if options.filter.is_none() {
            let checked = check::types(&self.steps);
            self.note(checked);
            let linted = self.lint_ui();
            self.note(linted);
            let formatted = check::formatting(&self.steps);
            self.note(formatted);
            let licensed = self.dependencies();
            self.note(licensed);
        }
        self.test_ui(options)?;
        if options.filter.is_none() {
            let linted = check::lints(&self.steps);
            self.note(linted);
        }
        self.test_rust(options);
        Ok(())
    }

    fn lint_ui(&self) -> Result {
        if tools::has_script("lint")? {
            self.steps.quietly("Lints of the user interface (npm run lint)", &mut tools::npm(["run", "lint"]))
        } else {
            Ok(())
        }
    }

    fn dependencies(&self) -> Result {
        let there = tools::cargo(["deny", "--version"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
        if there.is_ok_and(|status| status.success()) {
            self.steps
                .live("Licences and advisories of dependencies (cargo deny)", &mut tools::cargo(["deny", "check"]))
        } else {
            self.steps.say("Skipped: licences and advisories of dependencies, because cargo-deny is not installed");
            Ok(())
        }
    }

    fn test_ui(&mut self, options: &Test) -> Result {
        if !tools::has_script("test")? {
            return Ok(());
        }
        let mut npm = tools::npm(["test"]);
        if let Some(filter) = &options.filter {
            npm.args(["--", "--passWithNoTests", "--testNamePattern", filter]);
        }
        self.counting("Tests of the user interface (npm test)", &mut npm, Tally::vitest);
        Ok(())
    }

    /// Tests that drive windows take turns and wait for the most part: beside them run all others.
    fn test_rust(&mut self, options: &Test) {
        let programs = match suite::build(&self.steps) {
            Ok(programs) => programs,
            Err(failure) => return self.failed(failure),
        };
        if cfg!(target_os = "linux") && programs.iter().any(|program| program.name == INSTALLED) {
            let packed = package::pack(&self.steps, true).map(drop);
            self.note(packed);
        }
        let (windows, others): (Vec<_>, Vec<_>) = programs.into_iter().partition(|program| program.windows);
        let steps = &self.steps;
        let (seen, rest) = thread::scope(|scope| {
            let seen = scope.spawn(|| windowed(steps, options, &windows));
            let mut rest = Part::new(steps, options);
            rest.all(&others, &[], None);
            rest.documents();
            let ended = Failure("the tests of windows were not run to their end".to_owned());
            (seen.join().map_err(|_| ended), rest.came_to)
        });
        match seen {
            Ok(seen) => self.join(seen),
            Err(failure) => self.failed(failure),
        }
        self.join(rest);
    }

    fn join(&mut self, part: CameTo) {
        self.tally.join(part.tally);
        self.failures.extend(part.failures);
        self.wavered.extend(part.wavered);
    }

    fn counting(&mut self, title: &str, command: &mut Command, count: fn(&mut Tally, &str)) {
        let before = self.tally.failed;
        let outcome = self.steps.reading(title, command, |line| count(&mut self.tally, line));
        match outcome {
            // Its failed tests are counted already.
            Err(failure) if self.tally.failed > before => self.failures.push(failure),
            outcome => self.note(outcome),
        }
    }

    fn note(&mut self, outcome: Result) {
        if let Err(failure) = outcome {
            self.failed(failure);
        }
    }

    fn failed(&mut self, failure: Failure) {
        self.steps.say(&failure);
        self.tally.failed += 1;
        self.failures.push(failure);
    }

    fn report(self) -> Result {
        self.steps.say(if self.failures.is_empty() { "All in order" } else { "Not in order:" });
        for failure in &self.failures {
            println!("             {failure}");
        }
        for line in &self.tally.said {
            println!("{line}");
        }
        for name in &self.wavered {
            println!("Failed at first, passed when tried again; its first failure is above: {name}");
        }
        println!("{}", self.tally);
        if self.failures.is_empty() { Ok(()) } else { Err(Failure::already_told()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_test_is_named_as_it_can_be_asked_for_again() {
        assert_eq!(failed_test("test seats::are_given ... FAILED"), Some("seats::are_given"));
        assert_eq!(failed_test("test seats::are_given ... ok"), None);
        assert_eq!(failed_test("test result: FAILED. 4 passed; 1 failed"), None);
    }
}
