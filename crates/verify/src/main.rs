//! `rollbook-verify SHEET.json`: says whether the sheet of an access review is whole. Exit code 0 when it is, 1
//! when it isn't, 2 when it can't be read.

use rollbook_verify::verify;
use std::{fs, io::Write as _, process::ExitCode};

fn main() -> ExitCode {
    let mut out = std::io::stdout().lock();
    let Some(path) = std::env::args_os().nth(1) else {
        return told(writeln!(out, "Usage: rollbook-verify SHEET.json"), 2);
    };
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => return told(writeln!(out, "The sheet can’t be read: {error}."), 2),
    };
    match verify(&text) {
        Ok(whole) => {
            let erased = if whole.erased > 0 {
                format!(", {} without names (erased since)", whole.erased)
            } else {
                String::new()
            };
            let said = writeln!(
                out,
                "Whole: {} lines{erased}, signed in entry {}.\nHead: entry {}, seal {}.\nCompare the head with one from elsewhere.",
                whole.lines, whole.seq, whole.head.0, whole.head.1
            );
            told(said, 0)
        }
        Err(broken) => told(writeln!(out, "Not whole. {broken}"), 1),
    }
}

/// The exit code; where nobody hears the words, the code still says it.
fn told(said: std::io::Result<()>, code: u8) -> ExitCode {
    drop(said);
    ExitCode::from(code)
}
