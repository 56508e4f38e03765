//! The figures as a table: on the screen while they come, and as Markdown to keep.

use crate::clock::Samples;
use std::{fmt::Write as _, io, path::Path};

/// The same things done by us and barely.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pair {
    pub(crate) ours: Samples,
    pub(crate) bare: Option<Samples>,
}

/// What a figure should be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Aim {
    /// It is told, and judged by nobody.
    Told,
    /// Within a frame at the 99th percentile, and at most three times the bare statement.
    Frame,
    /// The median is at most so much.
    Within(f64),
    /// The 99th percentile is at most so much.
    Nearly(f64),
    /// At most so many times the baseline, by medians.
    Times(f64),
    /// At most so many times the baseline, by the sums of all runs.
    TimesInAll(f64),
}

/// A frame at sixty a second, in milliseconds.
const FRAME: f64 = 16.0;
/// How many times the bare statement a question may take.
const TIMES: f64 = 3.0;

const HEAD: &str = "| what | p50 ms | p99 ms | baseline p50 | baseline p99 | × p50 | × p99 | runs | aim |\n|---|--:|--:|--:|--:|--:|--:|--:|---|\n";

/// Everything that was measured, as Markdown.
#[derive(Debug, Default)]
pub(crate) struct Report {
    text: String,
    missed: Vec<String>,
    part: String,
}

impl Report {
    /// Says something.
    pub(crate) fn say(&mut self, text: &str) {
        println!("{text}");
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// Begins a table under a title.
    pub(crate) fn table(&mut self, title: &str) {
        title.clone_into(&mut self.part);
        self.say(&format!("\n## {title}\n"));
        self.say(HEAD.trim_end());
    }

    /// Adds a line of figures; `per` divides the times, for a price per thousand rows.
    pub(crate) fn line(&mut self, what: &str, pair: &Pair, aim: Aim, per: f64) {
        let of = |samples: &Samples, p| samples.percentile(p) / per;
        let ours = [50, 99].map(|p| of(&pair.ours, p));
        let bare = [50, 99].map(|p| pair.bare.as_ref().map_or(f64::NAN, |bare| of(bare, p)));
        let mut times = [ours[0] / bare[0], ours[1] / bare[1]];
        if let (Aim::TimesInAll(_), Some(bare)) = (aim, &pair.bare) {
            times = [pair.ours.total().as_secs_f64() / bare.total().as_secs_f64(), f64::NAN];
        }
        let judged = match aim {
            Aim::Told => String::new(),
            Aim::Frame => self.judge(what, ours[1] <= FRAME && times[1] <= TIMES, "p99 ≤ 16 ms, ≤ 3 ×"),
            Aim::Nearly(most) => self.judge(what, ours[1] <= most, &format!("p99 ≤ {most}")),
            Aim::Within(most) => self.judge(what, ours[0] <= most, &format!("p50 ≤ {most}")),
            Aim::Times(most) | Aim::TimesInAll(most) => self.judge(what, times[0] <= most, &format!("≤ {most} ×")),
        };
        let cells = [ours[0], ours[1], bare[0], bare[1], times[0], times[1]].map(figure);
        self.say(&format!("| {what} | {} | {} | {judged} |", cells.join(" | "), pair.ours.len()));
    }

    /// Adds a line of two quantities that aren't times.
    pub(crate) fn ratio(&mut self, what: &str, ours: &str, baseline: &str, times: f64, most: f64) {
        let judged = self.judge(what, times <= most, &format!("≤ {most} ×"));
        self.say(&format!("| {what} | {ours} | | {baseline} | | {} | | | {judged} |", figure(times)));
    }

    /// Adds a line of one quantity.
    #[cfg(target_os = "linux")]
    pub(crate) fn quantity(&mut self, what: &str, ours: &str, met: bool, aim: &str) {
        let judged = if aim.is_empty() { String::new() } else { self.judge(what, met, aim) };
        self.say(&format!("| {what} | {ours} | | | | | | | {judged} |"));
    }

    /// Adds a line of how often something is done in a second, beside how often its barest form is.
    #[cfg(target_os = "linux")]
    pub(crate) fn rates(&mut self, what: &str, ours: f64, bare: f64, least: f64) {
        let judged = self.judge(what, ours >= bare * least, &format!("≥ {least} ×"));
        self.say(&format!(
            "| {what} | {} | | {} | | {} | | | {judged} |",
            figure(ours),
            figure(bare),
            figure(ours / bare)
        ));
    }

    fn judge(&mut self, what: &str, met: bool, aim: &str) -> String {
        if met {
            return format!("met ({aim})");
        }
        self.missed.push(format!("{}: {what}", self.part));
        format!("**missed** ({aim})")
    }

    /// Says which aims were missed.
    pub(crate) fn conclude(&mut self) {
        let missed = std::mem::take(&mut self.missed);
        self.say("\n## Aims that were missed\n");
        if missed.is_empty() {
            self.say("None.");
        }
        for line in missed {
            self.say(&format!("- {line}"));
        }
    }

    /// Keeps it as a file.
    pub(crate) fn save(&self, path: &Path) -> io::Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, &self.text)
    }
}

/// Three digits that matter; nothing for what wasn't measured.
fn figure(value: f64) -> String {
    let mut text = String::new();
    if value.is_finite() {
        let digits = if value < 1.0 { 3 } else { usize::from(value < 100.0) + usize::from(value < 10.0) };
        // A text takes everything.
        let _ = write!(text, "{value:.digits$}");
    }
    text
}

/// Bytes in MiB.
pub(crate) fn mib(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
    let mib = bytes as f64 / (1024.0 * 1024.0);
    format!("{} MiB", figure(mib))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn samples(millis: u64) -> Samples {
        let mut samples = Samples::default();
        samples.push(Duration::from_millis(millis));
        samples
    }

    #[test]
    fn a_line_is_judged_by_its_aim() {
        let mut report = Report::default();
        report.table("a size");
        let pair = |ours, bare| Pair { ours: samples(ours), bare: Some(samples(bare)) };
        report.line("quick", &pair(12, 4), Aim::Frame, 1.0);
        report.line("slow", &pair(17, 16), Aim::Frame, 1.0);
        report.line("many times", &pair(13, 4), Aim::Frame, 1.0);
        report.line("a window", &pair(140, 100), Aim::Times(1.3), 1.0);
        report.line("within", &pair(50, 4), Aim::Within(50.0), 1.0);
        report.line("beyond", &pair(51, 4), Aim::Within(50.0), 1.0);
        report.line("told", &Pair { ours: samples(900), bare: None }, Aim::Told, 1.0);
        report.conclude();
        assert!(report.text.contains("| quick | 12.0 | 12.0 | 4.00 | 4.00 | 3.00 | 3.00 | 1 | met"), "{}", report.text);
        assert!(
            report.text.ends_with("- a size: slow\n- a size: many times\n- a size: a window\n- a size: beyond\n"),
            "{}",
            report.text
        );
        assert!(report.text.contains("| told | 900 | 900 |  |  |  |  | 1 |  |"), "{}", report.text);
    }
}
