//! What is wrong with one record, and whether it can be taken all the same.

use super::MAX_COLUMNS;
use super::head;
use super::scan::{Fault, Record};
use crate::problem::{Code, Problem, RowProblem};

/// What to look for in every row, known from the text as a whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Judge {
    damaged: bool,
    unreadable: bool,
}

impl Judge {
    pub(super) fn of(text: &str) -> Self {
        Self { damaged: text.contains('\0'), unreadable: text.contains('\u{FFFD}') }
    }

    /// The first thing that is wrong; what costs the row comes before what doesn't.
    pub(super) fn problem<S: AsRef<str>>(self, record: Record, cells: &[S], columns: &[String]) -> Option<RowProblem> {
        record
            .fault
            .map(|fault| of_fault(record, fault, columns))
            .or_else(|| self.nul(record, cells, columns))
            .or_else(|| too_long(record, cells, columns))
            .or_else(|| swallowed(record, cells, columns))
            .or_else(|| self.unreadable(record, cells, columns))
            .or_else(|| too_short(record, columns))
    }

    fn nul<S: AsRef<str>>(self, record: Record, cells: &[S], columns: &[String]) -> Option<RowProblem> {
        let cell = self.damaged.then(|| position(cells, '\0')).flatten()?;
        let words = "The row holds a NUL byte, so the file is damaged. Export it again";
        let problem = Problem::new(Code::NulByte, words, column(columns, cell));
        Some(refused(record.line, problem))
    }

    fn unreadable<S: AsRef<str>>(self, record: Record, cells: &[S], columns: &[String]) -> Option<RowProblem> {
        let cell = self.unreadable.then(|| position(cells, '\u{FFFD}')).flatten()?;
        let words = "Some characters can’t be read. Choose another encoding";
        let problem = Problem::new(Code::UnreadableText, words, column(columns, cell));
        Some(kept(record.line, problem))
    }
}

fn of_fault(record: Record, fault: Fault, columns: &[String]) -> RowProblem {
    let (line, code, cell, words) = match fault {
        Fault::NeverCloses { line, cell } => (
            line,
            Code::BrokenQuote,
            cell,
            format!("The quote that opens on line {line} doesn’t close. Close or remove it"),
        ),
        Fault::ClosesInside { line, cell } => (
            line,
            Code::BrokenQuote,
            cell,
            format!("The quote on line {line} ends inside its cell. Double the quotes inside a cell"),
        ),
        Fault::CellTooLong { cell } => {
            (record.line, Code::CellTooLong, cell, "A cell has more than 64 KiB. Shorten it".to_owned())
        }
    };
    refused(line, Problem::new(code, words, column(columns, cell)))
}

fn too_long<S: AsRef<str>>(record: Record, cells: &[S], columns: &[String]) -> Option<RowProblem> {
    let (count, width) = (record.cells, columns.len());
    let extra = cells.get(width..).unwrap_or_default();
    if count <= MAX_COLUMNS && head::is_blank(extra) {
        return None;
    }
    let words = format!("The row has {count} cells, the head {width}. Put a cell that holds a delimiter in quotes");
    Some(refused(record.line, Problem::new(Code::LongRow, words, None)))
}

/// A row that lacks cells and has one over several lines: a quote that was left open
/// has met a stray one further down, and the rows between are inside the cell.
fn swallowed<S: AsRef<str>>(record: Record, cells: &[S], columns: &[String]) -> Option<RowProblem> {
    if record.cells >= columns.len() {
        return None;
    }
    let cell = position(cells, '\n').or_else(|| position(cells, '\r'))?;
    let words =
        format!("A quote in the row on line {} seems to close lines too late. Check the quotes there", record.line);
    let problem = Problem::new(Code::BrokenQuote, words, column(columns, cell));
    Some(refused(record.line, problem))
}

fn too_short(record: Record, columns: &[String]) -> Option<RowProblem> {
    let (count, width) = (record.cells, columns.len());
    (count < width).then(|| {
        let words = format!("The row has {count} cells, the head {width}. The missing ones count as empty");
        kept(record.line, Problem::new(Code::ShortRow, words, None))
    })
}

fn position<S: AsRef<str>>(cells: &[S], character: char) -> Option<usize> {
    cells.iter().position(|cell| cell.as_ref().contains(character))
}

fn column(columns: &[String], cell: usize) -> Option<&str> {
    columns.get(cell).map(String::as_str)
}

fn refused(line: u64, problem: Problem) -> RowProblem {
    RowProblem { line, kept: false, problem }
}

fn kept(line: u64, problem: Problem) -> RowProblem {
    RowProblem { line, kept: true, problem }
}
