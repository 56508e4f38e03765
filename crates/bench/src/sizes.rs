//! One size after the other: fill, ask, change, weigh.

use crate::{
    ask,
    book::Book,
    changes,
    error::BenchError,
    fill::{self, Imports},
    pages, questions,
    report::{Aim, Pair, Report, mib},
};
use rollbook_directory::contract::{Sort, SortKey};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The smallest file.
const SMALLEST: u64 = 1_000;

/// Ten times more each, up to `members` itself.
pub(crate) fn up_to(members: u64) -> Vec<u64> {
    let mut all: Vec<u64> =
        std::iter::successors(Some(SMALLEST), |size| size.checked_mul(10)).take_while(|size| *size < members).collect();
    all.push(members.max(SMALLEST));
    all
}

/// Fills a file and returns it, unmeasured.
pub(crate) async fn filled(folder: &Path, size: u64) -> Result<PathBuf, BenchError> {
    fill::fill(folder, size.max(SMALLEST)).await?.0.close().await;
    Ok(folder.join(fill::NAME))
}

/// Measures one size; returns the file. Files of earlier sizes are gone then.
pub(crate) async fn measure(folder: &Path, size: u64, report: &mut Report) -> Result<PathBuf, BenchError> {
    for entry in fs::read_dir(folder)? {
        fs::remove_file(entry?.path())?;
    }
    report.table(&format!("{size} members"));
    let (pair, imported, invited) = fill::fill(folder, size).await?;
    for kind in questions::all(&pair.book).await? {
        let measured = ask::measure(&pair.book, &kind).await?;
        report.line(&kind.name, &measured, Aim::Frame, 1.0);
    }
    for (key, descending, name) in [(SortKey::LastActive, true, "last active"), (SortKey::Name, false, "name")] {
        let jumped = changes::jump_after_change(&pair, Sort { key, descending }).await?;
        report.line(&format!("jump, far, the first after a change, by {name}"), &jumped, Aim::Frame, 1.0);
    }
    let counted = ask::counts(&pair.book).await?;
    report.line("counts on tabs", &counted, Aim::Told, 1.0);
    report.line("suspend or reactivate one", &changes::toggle(&pair).await?, Aim::Told, 1.0);
    report.line("invite one, with the mail", &changes::invite(&pair).await?, Aim::Told, 1.0);
    for (what, aim, imports) in [
        ("import, a thousand people", Aim::TimesInAll(4.0), imported),
        ("import, a thousand invited, with mails", Aim::Told, invited),
    ] {
        line_of_import(report, what, aim, &imports);
    }
    let file = folder.join(fill::NAME);
    pair.close().await;
    let bytes = fs::metadata(&file)?.len();
    let (resident, highest) = pages::in_child(&file)?;
    report.say(&format!(
        "\nFile {} ({} bytes a member). A process that opens it, pages and searches: {} resident, {} at most.",
        mib(bytes),
        bytes / size,
        mib(resident),
        mib(highest)
    ));
    Ok(file)
}

/// Asks a file that is there already, questions of the kinds that `only` is part of.
pub(crate) async fn ask(file: &Path, only: &str) -> Result<(), BenchError> {
    let book = Book::open(file).await?;
    let mut report = Report::default();
    report.table(&file.display().to_string());
    for kind in questions::all(&book).await?.iter().filter(|kind| kind.name.contains(only)) {
        let measured = ask::measure(&book, kind).await?;
        report.line(&kind.name, &measured, Aim::Frame, 1.0);
    }
    book.close().await;
    Ok(())
}

fn line_of_import(report: &mut Report, what: &str, aim: Aim, imports: &Imports) {
    #[expect(clippy::cast_precision_loss, reason = "rows of one part")]
    let thousands = imports.people as f64 / imports.ours.len() as f64 / 1_000.0;
    let pair = Pair { ours: imports.ours.clone(), bare: Some(imports.bare.clone()) };
    report.line(what, &pair, aim, thousands);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_grow_tenfold_and_end_with_what_was_asked() {
        assert_eq!(up_to(1_000_000), [1_000, 10_000, 100_000, 1_000_000]);
        assert_eq!(up_to(50_000), [1_000, 10_000, 50_000]);
        assert_eq!(up_to(5), [1_000]);
    }
}
