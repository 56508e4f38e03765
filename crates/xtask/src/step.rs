//! Says what is being done and for how long, and keeps what the tools say.

use std::ffi::OsStr;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::tools;

/// A step takes longer than this: say that it is still being worked on.
const HEARTBEAT: Duration = Duration::from_secs(20);
/// So many lines of a log's beginning and of its end are shown when its step fails.
const SHOWN: (usize, usize) = (12, 30);

/// Why a command of xtask ended early, in words for whoever called it.
#[derive(Debug)]
pub(crate) struct Failure(pub(crate) String);

impl Failure {
    /// A failure of which every word has been said.
    pub(crate) fn already_told() -> Self {
        Self(String::new())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self(error.to_string())
    }
}

/// What every fallible part of xtask returns.
pub(crate) type Result<T = ()> = std::result::Result<T, Failure>;

/// The clock and the voice of one `cargo xtask` command.
pub(crate) struct Steps {
    start: Instant,
}

impl Steps {
    /// Starts the clock.
    pub(crate) fn new() -> Self {
        Self { start: Instant::now() }
    }

    /// Prints one line with the seconds since the start.
    pub(crate) fn say(&self, words: impl fmt::Display) {
        println!("[{:6.1} s] {words}", self.start.elapsed().as_secs_f64());
    }

    /// Runs `command` and keeps what it prints in a log. Shows the log's end when it fails.
    pub(crate) fn quietly(&self, title: &str, command: &mut Command) -> Result {
        self.say(title);
        let log = tools::logs()?.join(format!("{}.log", file_name(title)));
        let out = File::create(&log)?;
        command.stdin(Stdio::null()).stdout(out.try_clone()?).stderr(out);
        let status = self.wait(command.spawn().map_err(|error| unable(command, &error))?)?;
        if status.success() {
            return Ok(());
        }
        let text = fs::read(&log)?;
        eprintln!("{}", excerpt(&String::from_utf8_lossy(&text)));
        Err(Failure(format!("{title}: failed ({status}). All it said is in {}", log.display())))
    }

    /// Runs `command` with its output as it comes.
    pub(crate) fn live(&self, title: &str, command: &mut Command) -> Result {
        self.say(title);
        let status = command.stdin(Stdio::null()).status().map_err(|error| unable(command, &error))?;
        verdict(title, status)
    }

    /// Like [`live`](Self::live), and hands each line of standard output to `read`.
    pub(crate) fn reading(&self, title: &str, command: &mut Command, mut read: impl FnMut(&str)) -> Result {
        self.silently(title, command, |line| {
            println!("{line}");
            read(line);
        })
    }

    /// Hands each line of standard output to `read`, and shows none.
    pub(crate) fn silently(&self, title: &str, command: &mut Command, mut read: impl FnMut(&str)) -> Result {
        self.say(title);
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(|error| unable(command, &error))?;
        if let Some(pipe) = child.stdout.take() {
            let mut pipe = BufReader::new(pipe);
            let mut line = Vec::new();
            while pipe.read_until(b'\n', &mut line)? > 0 {
                read(String::from_utf8_lossy(&line).trim_end());
                line.clear();
            }
        }
        verdict(title, child.wait()?)
    }

    /// Runs a test program, whose words come as one piece at its end: another may run beside it.
    pub(crate) fn apart(&self, title: &str, command: &mut Command, read: impl FnMut(&str)) -> Result {
        self.say(title);
        let told = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output().map_err(|e| unable(command, &e))?;
        let words = String::from_utf8_lossy(&told.stdout);
        println!("{title}\n{words}");
        words.lines().for_each(read);
        verdict(title, told.status)
    }

    fn wait(&self, mut child: Child) -> Result<ExitStatus> {
        let start = Instant::now();
        let mut said = start;
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok(status);
            }
            if said.elapsed() > HEARTBEAT {
                said = Instant::now();
                self.say(format_args!("  still at it, {} s", start.elapsed().as_secs()));
            }
            thread::sleep(Duration::from_millis(50));
        }
    }
}

fn verdict(title: &str, status: ExitStatus) -> Result {
    if status.success() { Ok(()) } else { Err(Failure(format!("{title}: failed ({status})"))) }
}

fn unable(command: &Command, error: &io::Error) -> Failure {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(OsStr::new("")).to_string_lossy();
    Failure(format!("{name} does not start: {error}"))
}

/// A title as a name for its log: letters and digits, joined by hyphens.
fn file_name(title: &str) -> String {
    let words = title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_lowercase()
}

/// The beginning and the end of a text: some tools say first what is wrong, others last.
fn excerpt(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let (first, last) = SHOWN;
    if lines.len() <= first + last + 1 {
        return lines.join("\n");
    }
    let end = lines.len() - last;
    let left_out = format!("… {} lines …", end - first);
    [&lines[..first], &[left_out.as_str()], &lines[end..]].concat().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_name_that_every_file_system_takes() {
        assert_eq!(file_name("Build the UI (npm run build)"), "build-the-ui-npm-run-build");
    }

    #[test]
    fn a_short_log_is_shown_whole_and_a_long_one_without_its_middle() {
        assert_eq!(excerpt("a\nb\n"), "a\nb");
        let long: Vec<String> = (1..=100).map(|number| number.to_string()).collect();
        let shown = excerpt(&long.join("\n"));
        assert!(shown.starts_with("1\n2\n") && shown.ends_with("\n99\n100"));
        assert!(shown.contains("\n12\n… 58 lines …\n71\n"));
    }

    #[cfg(unix)]
    #[test]
    fn every_line_is_read_and_a_failure_is_told() {
        let mut seen = Vec::new();
        let mut command = Command::new("sh");
        command.args(["-c", "echo one; echo two; exit 3"]);
        let outcome = Steps::new().reading("Count", &mut command, |line| seen.push(line.to_owned()));
        assert_eq!(seen, ["one", "two"]);
        assert_eq!(outcome.unwrap_err().0, "Count: failed (exit status: 3)");
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let outcome = Steps::new().live("Try", &mut Command::new("no-such-program"));
        assert!(outcome.unwrap_err().0.starts_with("no-such-program does not start"));
    }
}
