//! `cargo xtask test`: every check and every test, on a machine that may be fresh.
//!
//! A failure does not hide what comes after it. The last line is the count.

use crate::app;
use crate::check;
use crate::setup::{self, Purpose};
use crate::step::{Failure, Result, Steps};
use crate::tally::Tally;
use crate::tools;
use clap::Args;
use std::env;
use std::process::{Command, Stdio};

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

/// What runs over a server wherever it is run: once is enough.
const LIMITED: &str = "an_administrator_with_limits";

/// Runs the checks and tests, reports them, and ends with the count.
pub(crate) fn test(options: &Test) -> Result {
    let mut run = Run { steps: Steps::new(), tally: Tally::default(), failures: Vec::new() };
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

    /// One call for the whole workspace, so that features are unified once and
    /// nothing is compiled twice. Tests that open windows take turns by a lock.
    fn test_rust(&mut self, options: &Test) {
        let mut cargo = tools::cargo(["test", "--workspace", "--features", "custom-protocol", "--no-fail-fast"]);
        cargo.args(&options.filter);
        if options.long {
            cargo.args(["--", "--include-ignored"]);
            if env::var_os("PROPTEST_CASES").is_none() {
                cargo.env("PROPTEST_CASES", LONG_CASES);
            }
            if env::var_os("ROLLBOOK_HISTORIES").is_none() {
                cargo.env("ROLLBOOK_HISTORIES", LONG_HISTORIES);
            }
        }
        self.counting("Tests of the app (cargo test)", &mut cargo, Tally::cargo);
        if cfg!(target_os = "linux") {
            self.test_over("server", &["--skip", LIMITED], options);
            // What is large is slow by its drawing, wherever it comes from: over one of them is enough.
            let large: &[&str] = if options.long { &[] } else { &["--skip", "four_hundred"] };
            self.test_over("database", &[&["--skip", LIMITED], large].concat(), options);
        }
    }

    /// The screens over an organization that isn't a file: the same tests, nothing else.
    fn test_over(&mut self, over: &str, without: &[&str], options: &Test) {
        let mut cargo = tools::cargo(["test", "--workspace", "--features", "custom-protocol", "--no-fail-fast"]);
        cargo
            .args(["--test", "authority", "--test", "owner"])
            .args(&options.filter)
            .arg("--")
            .args(without)
            .env("ROLLBOOK_OVER", over);
        self.counting(&format!("The same over a {over}"), &mut cargo, Tally::cargo);
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
        println!("{}", self.tally);
        if self.failures.is_empty() { Ok(()) } else { Err(Failure::already_told()) }
    }
}
