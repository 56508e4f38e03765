//! The whole way from bytes to a table, within limits.

use std::borrow::Cow;

use super::judge::Judge;
use super::scan::{Record, Scanner};
use super::{
    Encoding, MAX_CELLS, MAX_COLUMNS, MAX_FILE_BYTES, MAX_ROWS, ReadError, ReadOptions, Row, Table, head, sniff,
};
use crate::heads::{self, Source};

/// Takes a file apart. Rows with a problem cost nothing but themselves; see
/// [`ReadError`] for what costs the whole file.
///
/// A table that [`crate::write`] made gets its neutralised formulas back.
pub fn parse(bytes: &[u8], options: &ReadOptions) -> Result<Table, ReadError> {
    parse_within(Limits::OURS, bytes, *options)
}

/// How much of a file is taken; tests take less.
struct Limits {
    rows: usize,
    cells: usize,
}

impl Limits {
    const OURS: Self = Self { rows: MAX_ROWS, cells: MAX_CELLS };
}

fn parse_within(limits: Limits, bytes: &[u8], options: ReadOptions) -> Result<Table, ReadError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(ReadError::TooLarge);
    }
    if let Some(kind) = other_kind(bytes) {
        let kind = kind.to_owned();
        return Err(ReadError::NotText { kind });
    }
    let (encoding, text) = Encoding::decode(bytes, options.encoding);
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    let delimiter = options.delimiter.unwrap_or_else(|| sniff::delimiter(&text));
    let table =
        Table { columns: Vec::new(), rows: Vec::new(), problems: Vec::new(), encoding, delimiter, header: false };
    let reader = Reader {
        scanner: Scanner::new(&text, delimiter.as_byte(), MAX_COLUMNS),
        judge: Judge::of(&text),
        table,
        limits,
        records: 0,
        ours: false,
    };
    reader.read(options.header)
}

/// Files that people choose by mistake, by how they begin.
fn other_kind(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 4] = [
        (b"PK\x03\x04", "a workbook or a ZIP archive"),
        (b"\xD0\xCF\x11\xE0", "an old workbook"),
        (b"%PDF-", "a PDF"),
        (b"\x1F\x8B", "a compressed archive"),
    ];
    KINDS.into_iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, kind)| kind)
}

struct Reader<'t> {
    scanner: Scanner<'t>,
    judge: Judge,
    table: Table,
    limits: Limits,
    /// How many records were taken or refused; blank ones don't count.
    records: usize,
    /// Whether the table is one of our own.
    ours: bool,
}

impl<'t> Reader<'t> {
    fn read(mut self, header: Option<bool>) -> Result<Table, ReadError> {
        let mut cells = Vec::new();
        self.begin(header, &mut cells)?;
        while let Some(record) = self.scanner.next(&mut cells) {
            self.take(record, &mut cells)?;
        }
        Ok(self.table)
    }

    /// Reads as far as the columns are known.
    fn begin(&mut self, header: Option<bool>, cells: &mut Vec<Cow<'t, str>>) -> Result<(), ReadError> {
        while let Some(record) = self.scanner.next(cells) {
            if record.cells > MAX_COLUMNS {
                return Err(ReadError::TooManyColumns);
            }
            let whole = record.fault.is_none();
            if whole && (head::is_preamble(cells) || head::is_blank(cells)) {
                continue;
            }
            let header = header.unwrap_or_else(|| head::is_head(cells));
            if !header {
                if whole {
                    self.table.columns = (0..record.cells).map(head::numbered).collect();
                }
                self.take(record, cells)?;
                if whole {
                    return Ok(());
                }
                continue;
            }
            if !whole || cells.iter().any(|cell| cell.contains('\0')) {
                return Err(ReadError::BrokenHead { line: record.line });
            }
            self.table.header = true;
            self.table.columns = head::columns(cells);
            self.ours = heads::of_columns(&self.table.columns).source == Source::Rollbook;
            return Ok(());
        }
        Ok(())
    }

    /// Puts one record among the rows, the problems, both, or (a blank one) neither.
    fn take(&mut self, record: Record, cells: &mut Vec<Cow<'t, str>>) -> Result<(), ReadError> {
        let whole = record.fault.is_none() && record.cells <= MAX_COLUMNS;
        if whole && head::is_blank(cells) {
            return Ok(());
        }
        self.records += 1;
        if self.records > self.limits.rows {
            return Err(ReadError::TooManyRows);
        }
        let problem = self.judge.problem(record, cells, &self.table.columns);
        let kept = problem.as_ref().is_none_or(|problem| problem.kept);
        self.table.problems.extend(problem);
        if kept {
            self.keep(record.line, cells)?;
        }
        Ok(())
    }

    fn keep(&mut self, line: u64, cells: &mut Vec<Cow<'t, str>>) -> Result<(), ReadError> {
        let width = self.table.columns.len();
        if (self.table.rows.len() + 1) * width > self.limits.cells {
            return Err(ReadError::TooManyCells);
        }
        let mut row = Vec::with_capacity(width);
        row.extend(
            cells
                .drain(..)
                .take(width)
                .map(|cell| if self.ours { crate::neutral::restore(&cell).into_owned() } else { cell.into_owned() }),
        );
        row.resize(width, String::new());
        self.table.rows.push(Row { line, cells: row });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Limits, ReadError, ReadOptions, parse_within};

    fn within(rows: usize, cells: usize, text: &str) -> Option<ReadError> {
        parse_within(Limits { rows, cells }, text.as_bytes(), ReadOptions::default()).err()
    }

    #[test]
    fn rows_beyond_the_limit_are_refused_and_broken_ones_count() {
        let text = "email,name\na@x.example,Ann\n\"open\n,\nb@x.example,Bo\n";
        assert_eq!(within(3, 100, text), None, "the blank row doesn’t count");
        assert_eq!(within(2, 100, text), Some(ReadError::TooManyRows));
    }

    #[test]
    fn cells_beyond_the_limit_are_refused() {
        let text = "email,name\na@x.example,Ann\nb@x.example,Bo\n";
        assert_eq!(within(100, 4, text), None);
        assert_eq!(within(100, 3, text), Some(ReadError::TooManyCells));
    }
}
