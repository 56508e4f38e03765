//! Counts tests by reading what the test runners print at their end, and keeps what the failed ones said.

use std::fmt;

/// How many tests passed, failed and were skipped.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Tests that passed.
    pub(crate) passed: u32,
    /// Tests that failed, and steps that failed without a test that says so.
    pub(crate) failed: u32,
    /// Tests that were not run: ignored, skipped, or still to be written.
    pub(crate) skipped: u32,
    /// What cargo's runners printed about the failed ones: thousands of lines later, it would be lost.
    pub(crate) said: Vec<String>,
    /// Whether the lines that come are about failed ones.
    telling: bool,
}

impl Tally {
    /// Adds what a line of `cargo test` reports, as in
    /// `test result: ok. 15 passed; 0 failed; 2 ignored; 0 measured; 3 filtered out; …`.
    pub(crate) fn cargo(&mut self, line: &str) {
        self.telling = (self.telling || line == "failures:") && !line.starts_with("test result: ");
        if self.telling {
            self.said.push(line.to_owned());
        }
        if let Some((_, counts)) = line.strip_prefix("test result: ").and_then(|rest| rest.split_once(". ")) {
            self.add(counts.split(';'));
        }
    }

    /// Adds what a line of vitest reports, as in
    /// `      Tests  1 failed | 12 passed | 2 skipped (15)`.
    pub(crate) fn vitest(&mut self, line: &str) {
        if let Some(counts) = line.trim_start().strip_prefix("Tests  ") {
            let counts = counts.split(" (").next().unwrap_or_default();
            self.add(counts.split('|'));
        }
    }

    /// Takes failed tests out of the count again: they are tried a second time, and counted then.
    pub(crate) fn forgive(&mut self, failed: usize) {
        self.failed = self.failed.saturating_sub(u32::try_from(failed).unwrap_or(u32::MAX));
    }

    /// Adds what another counted.
    pub(crate) fn join(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.said.extend(other.said);
    }

    fn add<'a>(&mut self, counts: impl Iterator<Item = &'a str>) {
        for count in counts {
            let mut words = count.split_whitespace();
            let number = words.next().and_then(|word| word.parse::<u32>().ok());
            match (number, words.next()) {
                (Some(number), Some("passed")) => self.passed += number,
                (Some(number), Some("failed")) => self.failed += number,
                (Some(number), Some("ignored" | "skipped" | "todo")) => self.skipped += number,
                _ => {}
            }
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargos_results_are_added_up_and_filtered_tests_are_not_counted() {
        let mut tally = Tally::default();
        tally.cargo("running 3 tests");
        tally.cargo("test tests::a ... ok");
        tally.cargo("test result: ok. 15 passed; 0 failed; 2 ignored; 0 measured; 3 filtered out; finished in 3.88s");
        tally
            .cargo("test result: FAILED. 4 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s");
        assert_eq!(tally, Tally { passed: 19, failed: 1, skipped: 2, ..Tally::default() });
    }

    #[test]
    fn what_failed_tests_said_is_kept_and_nothing_else() {
        let mut tally = Tally::default();
        for line in [
            "test a ... ok",
            "test b ... FAILED",
            "failures:",
            "---- b stdout ----",
            "left: 1",
            "failures:",
            "    b",
            "test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "test c ... ok",
        ] {
            tally.cargo(line);
        }
        assert_eq!(tally.said, ["failures:", "---- b stdout ----", "left: 1", "failures:", "    b"]);
        assert_eq!((tally.passed, tally.failed), (1, 1));
    }

    #[test]
    fn vitests_tests_are_counted_and_its_files_are_not() {
        let mut tally = Tally::default();
        tally.vitest(" Test Files  1 failed | 3 passed (4)");
        tally.vitest("      Tests  1 failed | 12 passed | 2 skipped | 1 todo (16)");
        tally.vitest("   Duration  1.02s");
        assert_eq!(tally, Tally { passed: 12, failed: 1, skipped: 3, ..Tally::default() });
    }

    #[test]
    fn the_last_line_of_a_run_is_the_tally_alone() {
        let tally = Tally { passed: 3, failed: 0, skipped: 1, ..Tally::default() };
        assert_eq!(tally.to_string(), "3 passed, 0 failed, 1 skipped");
    }
}
